"""The log: which sessions are in it and in what order, new files, the trash, and corrections of what is past."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from store.one_session import SESSION, SET, START, add, at_the_last_moment, files, log, names, paths

from setpace.core.errors import DataError, SetpaceError
from setpace.store.session_format import SessionFile
from setpace.store.session_writer import SessionWriter
from setpace.store.summaries import Summaries

if TYPE_CHECKING:
    from pathlib import Path

    from store.one_session import AtTheLastMoment

    from setpace.store.paths import Paths
    from setpace.store.sessions import Log

__all__ = ("at_the_last_moment", "log", "paths")  # the fixtures

# ------------------------------------------------------------------------------------------------- names and reading


def test_an_empty_log_makes_no_folder(log: Log) -> None:
    assert log.names() == ()
    assert list(log.recent()) == []
    assert not log.folder.exists()


def test_names_tell_start_and_routine_newest_first(log: Log) -> None:
    for stem in (
        "2025/2025-12-31_23-59-59_leg-day_2",
        "2026/2026-11-23_18-04-11_beginner",
        "2026/2026-01-02_08-00-00_a_b",
        "2026/holiday notes",
        "2026-03-01_08-00-00_loose",
        ".trash/2026-11-24_18-04-11_deleted",
        "2026/.setpace-0123.tmp",
        "2026/.2026-11-25_18-04-11_hidden",
    ):
        file = log.folder / f"{stem}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    (log.folder / "2026" / "readme.txt").write_text("")
    assert [(name.stamp, name.routine) for name in log.names()] == [
        ("2026-11-23_18-04-11", "beginner"),
        ("2026-03-01_08-00-00", "loose"),
        ("2026-01-02_08-00-00", "a_b"),
        ("2025-12-31_23-59-59", "leg-day"),
        ("", ""),
    ]


def test_a_log_that_is_no_folder_is_one_line(log: Log) -> None:
    log.folder.write_text("")
    with pytest.raises(SetpaceError, match=r"^[^\n]*/log: the log cannot be read: Not a directory$"):
        log.names()
    with pytest.raises(SetpaceError, match=r"^[^\n]*/log: sessions cannot be saved here: [^\n]+$"):
        log.check_writable()


def test_recent_goes_by_the_instant_not_by_the_name(log: Log) -> None:
    """Who flies west trains at an earlier local time, later."""
    tokyo = datetime(2026, 5, 2, 9, 0, tzinfo=timezone(timedelta(hours=9)))
    honolulu = datetime(2026, 5, 1, 19, 0, tzinfo=timezone(timedelta(hours=-10)))
    for session_id, started in (("t", tokyo), ("h", honolulu), ("old", START - timedelta(days=300)), ("new", START)):
        add(log, session_id, started)
    found = [file.session.id for _, file in log.recent(3) if isinstance(file, SessionFile)]
    assert found == ["new", "h", "t"]
    assert [name.stamp[:10] for name in log.names()][1:3] == ["2026-05-02", "2026-05-01"]


def test_recent_opens_no_more_files_than_it_must(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    for days in range(20):
        add(log, f"s{days}", START - timedelta(days=days))
    opened: list[Path] = []
    read = log.read

    def noted_read(file: Path) -> SessionFile:
        opened.append(file)
        return read(file)

    monkeypatch.setattr(log, "read", noted_read)
    assert len(list(log.recent(2))) == 2
    assert len(opened) <= 3


def test_a_damaged_file_costs_only_itself(log: Log) -> None:
    add(log, "old", START - timedelta(days=2))
    damaged = add(log, "damaged", START - timedelta(days=1))
    damaged.write_text("setpace = 1\nid = \n")
    add(log, "new")
    first, second, third = log.recent()
    assert isinstance(first[1], SessionFile)
    assert isinstance(third[1], SessionFile)
    assert str(second[1]).startswith(f"{damaged}:2: ")


def test_the_copy_of_a_sync_is_shown_once(log: Log) -> None:
    file = add(log, "a")
    (file.parent / f"{file.stem} (conflicted copy).toml").write_bytes(file.read_bytes())
    assert len(log.names()) == 2
    assert len(list(log.recent())) == 1


def test_years_at_the_end_of_the_calendar_do_no_harm(log: Log) -> None:
    log.folder.mkdir()
    for stem in ("9999-12-31_23-59-59_x", "0001-01-01_00-00-00_x", "2026-13-45_99-99-99_x"):
        (log.folder / f"{stem}.toml").write_text("")
    assert len(list(log.recent())) == 3


# ------------------------------------------------------------------------------------------------- new, trash, correct


def test_new_files_are_named_by_local_start_and_routine(log: Log, paths: Paths) -> None:
    first, second = add(log, "a"), add(log, "b")
    assert first == paths.log_dir / "2026" / "2026-11-23_18-04-11_beginner.toml"
    assert second.name == "2026-11-23_18-04-11_beginner_2.toml"
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700
    odd = log.new_file(replace(SESSION, routine="../../etc/päss wörd"))
    assert odd.parent == first.parent
    assert odd.name == "2026-11-23_18-04-11_..-..-etc-päss-wörd.toml"
    assert len(log.new_file(replace(SESSION, routine="ä" * 500)).name.encode()) < 200


def test_looking_whether_the_log_can_be_written_leaves_nothing(log: Log) -> None:
    log.check_writable()
    assert files(log) == []


def test_the_trash_overwrites_nothing(log: Log, paths: Paths) -> None:
    kept = [log.trash(add(log, session_id)) for session_id in ("a", "b", "c")]
    assert [log.read(file).session.id for file in kept] == ["a", "b", "c"]
    assert {file.parent for file in kept} == {paths.trash_dir}
    assert log.names() == ()
    with pytest.raises(SetpaceError, match="cannot be moved to the trash: No such file"):
        log.trash(log.folder / "missing.toml")
    assert len(files(log)) == 3


def test_a_correction_keeps_what_it_does_not_know(log: Log) -> None:
    file = add(log, "a")
    file.write_text("mood = 'good'\n" + file.read_text())
    corrected = replace(SESSION, note="better")
    digest = log.correct(file, log.digest(file), corrected)
    assert digest == log.digest(file)
    assert log.read(file).session == corrected
    assert 'mood = "good"' in file.read_text()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("setpace = 1", "setpace = 2", "written by a newer Setpace; update this one to change it"),
        ("target_reps = 10", "target_reps = -1", ":18: target_reps must be a whole number"),
    ],
)
def test_a_correction_refuses_what_it_would_harm(log: Log, old: str, new: str, message: str) -> None:
    file = add(log, "a")
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    before = file.read_bytes()
    with pytest.raises(DataError) as error:
        log.correct(file, log.digest(file), SESSION)
    assert message in str(error.value)
    assert file.read_bytes() == before


def test_a_correction_of_a_file_that_changed_meanwhile_is_refused(log: Log) -> None:
    file = add(log, "a")
    digest = log.digest(file)
    file.write_text(file.read_text() + "# mine\n")
    with pytest.raises(SetpaceError, match="changed on disk"):
        log.correct(file, digest, SESSION)
    assert file.read_text().endswith("# mine\n")


def test_a_correction_leaves_what_changed_while_it_was_brought_to_the_disk(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = add(log, "a")
    digest = log.digest(file)
    fsync = os.fsync

    def slow(descriptor: int) -> None:
        fsync(descriptor)
        file.write_text(file.read_text() + "# mine\n")

    monkeypatch.setattr(os, "fsync", slow)
    with pytest.raises(SetpaceError, match="changed on disk since it was read"):
        log.correct(file, digest, replace(SESSION, note="two"))
    assert file.read_text().endswith("# mine\n")
    assert log.read(file).session.note == ""
    assert len(files(log)) == 1


def test_a_correction_between_the_last_look_and_the_replacement_is_refused_too(
    log: Log, at_the_last_moment: AtTheLastMoment
) -> None:
    file = add(log, "a")
    digest = log.digest(file)
    at_the_last_moment(lambda: file.write_text(file.read_text() + "# mine\n"))
    with pytest.raises(SetpaceError, match="changed on disk since it was read"):
        log.correct(file, digest, replace(SESSION, note="two"))
    assert file.read_text().endswith("# mine\n")
    assert names(log) == [file.name]


# ------------------------------------------------------------------------------------------------- copies


COPIES = [
    replace(SESSION, sets=()),
    SESSION,
    replace(SESSION, note="finished", finished=SET.finished),
    replace(SESSION, note="finished later", finished=SET.finished + timedelta(minutes=3)),
]
"""Of one session, the best last."""


@pytest.mark.parametrize("order", permutations(range(4)), ids=str)
def test_of_the_copies_of_a_session_the_finished_one_that_went_on_longest_is_shown(
    paths: Paths, log: Log, order: tuple[int, ...]
) -> None:
    add(log, "older", START - timedelta(days=1))
    for place in order:
        SessionWriter(log, log.new_file(SESSION), {}).write(COPIES[place], ())
    add(log, "newer", START + timedelta(days=1))
    shown = [found.session for _, found in log.recent() if isinstance(found, SessionFile)]
    assert [session.id for session in shown] == ["newer", SESSION.id, "older"]
    assert shown[1].note == "finished later"
    for _ in ("read", "out of the cache"):
        found = [(each.name.file, each.summary.notes) for each in Summaries(paths).recent() if each.summary is not None]
        assert [file for file, _ in found] == [name.file for name, _ in log.recent()]
        assert found[1][1].startswith("finished later")
