from __future__ import annotations

import errno
import os
import select
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import partial
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from setpace.core import events as ev
from setpace.core.errors import DataError, SetpaceError
from setpace.core.exercise import RestRange
from setpace.core.routine import PlannedSet
from setpace.core.session import PerformedSet, Reps, Session
from setpace.core.units import Unit
from setpace.store import atomic
from setpace.store.paths import Paths, find_paths
from setpace.store.session_format import SessionFile, session_bytes, session_document
from setpace.store.session_writer import SessionWriter
from setpace.store.sessions import Log
from setpace.store.summaries import Summaries
from setpace.store.swap import swap_names

if TYPE_CHECKING:
    from collections.abc import Callable

START = datetime(2026, 11, 23, 18, 4, 11, tzinfo=timezone(timedelta(hours=1)))
PLAN = (PlannedSet(exercise="swing", reps=10, each_side=False, rest=RestRange(60, 120)),) * 3
SET = PerformedSet(
    slot=1,
    exercise="swing",
    number=1,
    target_reps=10,
    reps=Reps(10),
    started=START,
    finished=START + timedelta(seconds=40),
)
SESSION = Session(
    id="a", routine="beginner", name="Beginner", started=START, unit=Unit.KG, plan=PLAN, sets=(SET,), finished=None
)
EVENTS = (ev.CompleteSet(at=SET.finished),)


MANY_COLLISIONS = 150
"""So many that some fall between the last look at a file and its replacement."""


class AtTheLastMoment(Protocol):
    """Has things done right before files are swapped: the first before the first swap, and so on."""

    def __call__(self, *acts: Callable[[], object]) -> None: ...


@pytest.fixture
def at_the_last_moment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AtTheLastMoment:
    one, other = tmp_path / "one", tmp_path / "other"
    one.touch()
    other.touch()
    if not swap_names(one, other):
        pytest.skip("two files cannot be swapped here")

    def at(*acts: Callable[[], object]) -> None:
        waiting = list(acts)

        def swap(*files: Path) -> bool:
            if waiting:
                waiting.pop(0)()
            return swap_names(*files)

        monkeypatch.setattr(atomic, "swap_names", swap)

    return at


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find_paths({"SETPACE_HOME": str(tmp_path)})


@pytest.fixture
def log(paths: Paths) -> Log:
    return Log(paths)


def add(log: Log, session_id: str, started: datetime = START) -> Path:
    session = replace(SESSION, id=session_id, started=started)
    file = log.new_file(session)
    SessionWriter(log, file, {}).write(session, ())
    return file


def names(log: Log) -> list[str]:
    """All files of the year, hidden ones too."""
    return sorted(each.name for each in (log.folder / "2026").iterdir())


def files(log: Log) -> list[str]:
    return sorted(str(f.relative_to(log.folder)) for f in log.folder.rglob("*") if f.is_file())


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


# ------------------------------------------------------------------------------------------------- the running session


def test_each_write_replaces_the_one_before(log: Log) -> None:
    file = log.new_file(SESSION)
    writer = SessionWriter(log, file, {})
    writer.write(SESSION, EVENTS)
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert files(log) == ["2026/2026-11-23_18-04-11_beginner.toml"]
    read = log.read(file)
    assert (read.session.note, read.events, writer.moved_to) == ("two", EVENTS, None)


def test_a_file_changed_by_someone_else_is_left_alone(log: Log) -> None:
    file = log.new_file(SESSION)
    writer = SessionWriter(log, file, {})
    writer.write(SESSION, EVENTS)
    file.write_text(file.read_text() + "# mine\n")
    for note in ("two", "three"):
        writer.write(replace(SESSION, note=note), EVENTS)
    assert file.read_text().endswith("# mine\n")
    assert writer.moved_to == writer.file == file.with_stem(f"{file.stem}_2")
    moved = log.read(writer.file).session
    assert (moved.note, moved.id) == ("three", SESSION.id)
    assert len(files(log)) == 2


def put(file: Path, text: str) -> None:
    """Bring a file as a sync does."""
    new = file.with_name(".brought")
    new.write_text(text)
    new.replace(file)


@pytest.mark.parametrize("write", [Path.write_text, put], ids=["an editor", "a sync"])
def test_what_is_changed_after_the_last_look_is_put_back(
    log: Log, at_the_last_moment: AtTheLastMoment, write: Callable[[Path, str], object]
) -> None:
    file = log.new_file(SESSION)
    writer = SessionWriter(log, file, {})
    writer.write(SESSION, EVENTS)
    theirs = file.read_text() + "# mine\n"
    at_the_last_moment(lambda: write(file, theirs))
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert file.read_text() == theirs
    assert writer.moved_to == writer.file == file.with_stem(f"{file.stem}_2")
    assert log.read(writer.file).session.note == "two"
    assert names(log) == [file.name, writer.file.name]


def test_what_is_changed_while_it_is_brought_to_the_disk_stays_also_where_files_cannot_be_swapped(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows and on most network drives: the last look is the only one, so it must come after the slow part."""
    file = log.new_file(SESSION)
    writer = SessionWriter(log, file, {})
    writer.write(SESSION, EVENTS)
    theirs = file.read_text() + "# mine\n"
    monkeypatch.setattr(atomic, "swap_names", lambda *_: False)
    monkeypatch.setattr(os, "fsync", lambda _: file.write_text(theirs))
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert file.read_text() == theirs
    assert writer.moved_to == writer.file == file.with_stem(f"{file.stem}_2")
    assert log.read(writer.file).session.note == "two"
    assert names(log) == [file.name, writer.file.name]


def test_what_is_changed_while_it_is_put_back_stays_too(log: Log, at_the_last_moment: AtTheLastMoment) -> None:
    file = log.new_file(SESSION)
    writer = SessionWriter(log, file, {})
    writer.write(SESSION, EVENTS)
    steps = [partial(put, file, f"number {count}") for count in (1, 2, 3)]
    at_the_last_moment(*steps)
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert file.read_text() == "number 3"
    assert names(log) == [file.name, writer.file.name]


def test_what_was_brought_and_cannot_be_read_is_put_back(
    log: Log, at_the_last_moment: AtTheLastMoment, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = log.new_file(SESSION)
    writer = SessionWriter(log, file, {})
    writer.write(SESSION, EVENTS)
    at_the_last_moment(lambda: put(file, "not mine"))
    read_bytes = Path.read_bytes

    def refused(self: Path) -> bytes:
        content = read_bytes(self)
        if content == b"not mine":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return content

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(SetpaceError, match=rf"^{file}: cannot be read: Permission denied$"):
        writer.write(replace(SESSION, note="two"), EVENTS)
    assert file.read_text() == "not mine"
    assert names(log) == [file.name]


def test_what_is_taken_away_and_brought_anew_at_the_last_moment_stays(
    log: Log, at_the_last_moment: AtTheLastMoment, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = log.new_file(SESSION)
    writer = SessionWriter(log, file, {})
    writer.write(SESSION, EVENTS)
    at_the_last_moment(file.unlink)
    link = os.link

    def brought_before(one: Path, other: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        put(file, "not mine")
        link(one, other)

    monkeypatch.setattr(os, "link", brought_before)
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert file.read_text() == "not mine"
    assert log.read(writer.file).session.note == "two"
    assert names(log) == [file.name, writer.file.name]


@pytest.mark.skipif(os.name != "posix", reason="pipes are of POSIX")
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["a pipe", "a folder"])
def test_what_stands_in_place_of_the_file_is_left_alone_and_not_waited_for(
    log: Log, make: Callable[[Path], None]
) -> None:
    file = log.new_file(SESSION)
    writer = SessionWriter(log, file, {})
    writer.write(SESSION, EVENTS)
    file.unlink()
    make(file)
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert not file.is_file()
    assert log.read(writer.file).session.note == "two"
    assert names(log) == [file.name, writer.file.name]


def test_what_is_taken_away_at_the_last_moment_is_written_again(log: Log, at_the_last_moment: AtTheLastMoment) -> None:
    file = log.new_file(SESSION)
    writer = SessionWriter(log, file, {})
    writer.write(SESSION, EVENTS)
    at_the_last_moment(file.unlink)
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert log.read(file).session.note == "two"
    assert names(log) == [file.name]


BRINGER = """\
import os, random, sys
chance = random.Random(int(sys.argv[1]))
for line in sys.stdin:
    file = line.rstrip()
    new = file + ".brought"
    with open(new, "w") as target:
        target.write("mine")
    for _ in range(chance.randrange(20_000)):
        pass
    os.replace(new, file)
    print("brought", flush=True)
"""
"""Brings a file of its own in place of each it is told of, a short random time later."""


@pytest.mark.usefixtures("at_the_last_moment")
def test_nothing_that_another_program_brings_at_any_moment_is_lost(log: Log) -> None:
    writer = SessionWriter(log, log.new_file(SESSION), {})
    brought = []
    program = (sys.executable, "-c", BRINGER, "5")
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as bringer:
        assert bringer.stdin is not None
        assert bringer.stdout is not None
        for _ in range(MANY_COLLISIONS):
            writer.write(SESSION, ())
            file = writer.file
            brought.append(file)
            bringer.stdin.write(f"{file}\n")
            bringer.stdin.flush()
            while not select.select([bringer.stdout], [], [], 0)[0]:
                writer.write(SESSION, ())
            assert bringer.stdout.readline() == "brought\n"
            writer.write(SESSION, ())
        bringer.stdin.close()
    assert [file for file in brought if file.read_text() != "mine"] == []


def test_what_goes_on_after_someone_else_ended_it_is_a_session_of_its_own(log: Log) -> None:
    file = log.new_file(SESSION)
    writer = SessionWriter(log, file, {})
    told: list[str] = []
    writer.on_new_id = told.append
    writer.write(SESSION, EVENTS)
    ended = replace(SESSION, finished=SET.finished)
    file.write_bytes(session_bytes(session_document(ended, (), {})))  # on another machine
    writer.write(SESSION, EVENTS)
    moved = log.read(writer.file).session
    assert moved.id != SESSION.id
    assert told == [moved.id]
    assert log.read(file).session == ended
    ids = [found.session.id for _, found in log.recent() if isinstance(found, SessionFile)]
    assert sorted(ids) == sorted([SESSION.id, moved.id])


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


def test_a_deleted_file_is_written_again(log: Log) -> None:
    writer = SessionWriter(log, log.new_file(SESSION), {})
    writer.write(SESSION, EVENTS)
    writer.file.unlink()
    writer.file.parent.rmdir()
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert log.read(writer.file).session.note == "two"
    assert writer.moved_to is None


def test_two_sessions_of_one_second_get_two_files(log: Log) -> None:
    writers = [SessionWriter(log, log.new_file(SESSION), {}) for _ in range(2)]
    for writer, session_id in zip(writers, "ab", strict=True):
        writer.write(replace(SESSION, id=session_id), ())
    assert [log.read(writer.file).session.id for writer in writers] == ["a", "b"]
    assert writers[1].moved_to is None


def test_a_resumed_session_keeps_its_file_and_what_is_unknown(log: Log) -> None:
    file = add(log, "a")
    file.write_text("mood = 'good'\n" + file.read_text())
    writer = SessionWriter(log, file, log.read(file).unknown)
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert files(log) == ["2026/2026-11-23_18-04-11_beginner.toml"]
    assert 'mood = "good"' in file.read_text()


def test_a_change_between_reading_and_resuming_is_noticed(log: Log) -> None:
    file = add(log, "a")
    digest = log.digest(file)
    file.write_text(file.read_text() + "# mine\n")
    writer = SessionWriter(log, file, {}, digest)
    writer.write(SESSION, EVENTS)
    assert writer.moved_to is not None
    assert file.read_text().endswith("# mine\n")


def test_a_newer_format_is_never_rewritten(log: Log) -> None:
    file = add(log, "a")
    file.write_text(file.read_text().replace("setpace = 1", "setpace = 2"))
    with pytest.raises(SetpaceError, match="written by a newer Setpace"):
        SessionWriter(log, file, {})


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_log_that_may_not_be_written_is_one_line(log: Log) -> None:
    writer = SessionWriter(log, log.new_file(SESSION), {})
    log.folder.mkdir(mode=0o500)
    with pytest.raises(SetpaceError, match=r"^[^\n]*: the session cannot be saved: Permission denied$"):
        writer.write(SESSION, EVENTS)


def test_a_folder_in_the_way_is_one_line_and_the_next_write_may_work(log: Log) -> None:
    writer = SessionWriter(log, log.new_file(SESSION), {})
    log.folder.write_text("")
    with pytest.raises(SetpaceError, match=r"^[^\n]*: the session cannot be saved: Not a directory$"):
        writer.write(SESSION, EVENTS)
    log.folder.unlink()
    writer.write(SESSION, EVENTS)
    assert log.read(writer.file).session == SESSION
