"""The log in short: the same as the log itself, faster, and never trusted above it."""

from __future__ import annotations

import json
import os
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from terminal.log_files import NEWEST, make_log, session_text

from setpace.core.errors import DataError, SetpaceError
from setpace.core.summary import summary_of
from setpace.store.paths import Paths
from setpace.store.session_format import SessionFile
from setpace.store.session_trash import Trash
from setpace.store.sessions import Log
from setpace.store.summaries import Found, Summaries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(config=tmp_path, data=tmp_path, state=tmp_path / "state", cache=tmp_path / "cache")


def recent(paths: Paths) -> list[Found]:
    return list(Summaries(paths).recent())


def the_log_itself(paths: Paths) -> list[Found]:
    return [
        Found(name, summary_of(found.session), found.problems)
        if isinstance(found, SessionFile)
        else Found(name, None, (found.problem,))
        for name, found in Log(paths).recent()
    ]


def untouched_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that are opened from here on."""
    opened: list[str] = []
    read: Callable[[Log, Path], SessionFile] = Log.read

    def noted(self: Log, file: Path) -> SessionFile:
        opened.append(file.name)
        return read(self, file)

    monkeypatch.setattr(Log, "read", noted)
    return opened


def odd_log(home: Path) -> list[Path]:
    """Sessions over two years, with everything that can be odd about files."""
    files = make_log(home, 250)
    log = home / "log"
    files[3].write_text("setpace = 1\nbroken", encoding="utf-8")
    files[4].write_text(files[4].read_text(encoding="utf-8").replace("reps = 12", 'reps = "12"', 1), encoding="utf-8")
    files[7].rename(log / "2025" / files[7].name)
    files[8].rename(log / files[8].name)
    files[9].rename(files[9].with_name("my best day.toml"))
    shutil.copy(files[10], files[10].with_name(files[10].stem + "_copy.toml"))
    (log / "2026" / "notes.txt").write_text("not a session", encoding="utf-8")
    (log / "2026" / ".hidden.toml").write_text("not a session", encoding="utf-8")
    (log / "old").mkdir()
    files[11].rename(log / "old" / files[11].name)
    early = NEWEST.replace(year=2027, month=1, day=1, hour=0)  # in UTC that is in the year before
    (log / "2027").mkdir()
    (log / "2027" / "2027-01-01_00-04-11_beginner.toml").write_text(session_text(9001, early), encoding="utf-8")
    late = early - timedelta(minutes=20)
    (log / "2026" / "2026-12-31_23-44-11_beginner.toml").write_text(session_text(9002, late), encoding="utf-8")
    return files


def test_it_is_the_log_itself_without_a_cache_and_out_of_it(paths: Paths, tmp_path: Path) -> None:
    odd_log(tmp_path)
    expected = the_log_itself(paths)
    assert len(expected) > 240
    for _ in range(2):
        assert recent(paths) == expected


def test_a_file_that_did_not_change_is_not_opened_again(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = make_log(tmp_path, 20)
    first = recent(paths)
    opened = untouched_reads(monkeypatch)
    assert recent(paths) == first
    assert opened == []
    os.utime(files[2], ns=(1, 1))
    files[5].unlink()
    assert len(recent(paths)) == 19
    assert opened == [files[2].name]


def test_a_deleted_session_leaves_the_cache_too(paths: Paths, tmp_path: Path) -> None:
    files = make_log(tmp_path, 3)
    recent(paths)
    files[1].unlink()
    recent(paths)
    kept = json.loads((paths.cache / "summaries" / "2026.json").read_bytes())["files"]
    assert list(kept) == [files[0].name, files[2].name]


def test_of_a_year_that_is_gone_nothing_stays(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    recent(paths)
    shutil.rmtree(paths.log_dir)
    recent(paths)
    assert list((paths.cache / "summaries").iterdir()) == []


def test_words_that_stay_in_a_cache_which_does_not_answer_are_told_of(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    recent(paths)
    deleted = Log(paths).trash(file)
    emptied = Trash(paths, lambda _: None).empty([deleted])
    assert emptied.gone == (deleted,)
    told = f"{paths.cache / 'summaries'}: may still hold what they said, until the history is opened next time"
    assert str(emptied.problem).startswith(told)
    recent(paths)
    assert list((paths.cache / "summaries").iterdir()) == []


def test_a_changed_file_is_shown_as_it_is_now(paths: Paths, tmp_path: Path) -> None:
    file = make_log(tmp_path, 2)[0]
    recent(paths)
    file.write_text(file.read_text(encoding="utf-8").replace("load = 40.0", "load = 42.5"), encoding="utf-8")
    assert recent(paths) == the_log_itself(paths)
    summary = recent(paths)[0].summary
    assert summary is not None
    assert summary.sets[-1].load == 42.5


def test_a_file_with_something_wrong_is_told_of_every_time(paths: Paths, tmp_path: Path) -> None:
    files = make_log(tmp_path, 3)
    files[0].write_text("nonsense", encoding="utf-8")
    files[1].write_text(files[1].read_text(encoding="utf-8") + "\n[[sets]]\nslot = 0\n", encoding="utf-8")
    for _ in range(2):
        found = recent(paths)
        assert [bool(each.problems) for each in found] == [True, True, False]
        assert found[0].summary is None
        assert f"{files[1]}:" in str(found[1].problems[0])


def spoiled(change: Callable[[dict[str, Any], list[Any]], object]) -> Callable[[bytes], bytes]:
    def spoil(data: bytes) -> bytes:
        document = json.loads(data)
        change(document, next(iter(document["files"].values())))
        return json.dumps(document).encode()

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda data: data[: len(data) // 2],
        lambda _: b"\xff\xfe",
        lambda _: b"[" * 100_000,
        lambda _: b"[1]",
        spoiled(lambda document, _: document.update(version=0)),
        spoiled(lambda document, _: document.update(files=[])),
        spoiled(lambda _, entry: entry.clear()),
        spoiled(lambda _, entry: entry.__setitem__(5, "yesterday")),
        spoiled(lambda _, entry: entry.__setitem__(8, "stone")),
        spoiled(lambda _, entry: entry.__setitem__(11, 7)),
        spoiled(lambda _, entry: entry.__setitem__(11, [["clean", 5, None, "heavy", None, 3]])),
        spoiled(lambda _, entry: entry.__setitem__(11, [["clean", 5, None, 40.0, "ugly", 3]])),
        spoiled(lambda _, entry: entry.__setitem__(11, [["clean", 5, None, 40.0, None, 10**9]])),
        spoiled(lambda _, entry: entry.__setitem__(11, [[["clean"], 5, None, 40.0, None, 1]])),
    ],
)
def test_a_spoiled_cache_is_made_anew(paths: Paths, tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    make_log(tmp_path, 3)
    expected = recent(paths)
    cache = paths.cache / "summaries" / "2026.json"
    good = cache.read_bytes()
    cache.write_bytes(spoil(good))
    assert recent(paths) == expected
    assert json.loads(cache.read_bytes()) == json.loads(good)


def test_a_cache_that_cannot_be_written_costs_only_time(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 3)
    paths.cache.write_text("a file where the folder should be", encoding="utf-8")
    assert recent(paths) == the_log_itself(paths)


class Disk:
    """Of the cache.

    Attributes:
        asked: how often it was.
    """

    def __init__(self, *answers: bool) -> None:
        self._answers = iter(answers)
        self.asked = 0

    def ask(self, act: Callable[[], Any], /) -> Any:
        self.asked += 1
        return act() if next(self._answers, False) else None


def test_a_cache_that_does_not_answer_is_waited_for_once(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 250)
    expected = recent(paths)
    disk = Disk()
    assert list(Summaries(paths, disk.ask).recent()) == expected
    assert disk.asked == 1


def test_a_cache_that_is_slow_to_write_is_still_read(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = make_log(tmp_path, 250)
    recent(paths)
    files[0].unlink()
    files[-1].unlink()  # both years are to be written
    opened = untouched_reads(monkeypatch)
    disk = Disk(True, False, True)
    assert len(list(Summaries(paths, disk.ask).recent())) == 248
    assert opened == []
    assert disk.asked == 3


def test_the_cache_may_be_deleted_and_is_for_the_user_alone(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 3)
    expected = recent(paths)
    cache = paths.cache / "summaries" / "2026.json"
    assert cache.stat().st_mode & 0o777 == 0o600
    shutil.rmtree(paths.cache)
    assert recent(paths) == expected


def test_the_first_sessions_come_before_older_years_are_opened(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_log(tmp_path, 400)
    opened = untouched_reads(monkeypatch)
    first = next(Summaries(paths).recent())
    assert first.name.file.name.startswith("2026-11-23")
    assert len(opened) < 5


def test_without_a_log_there_is_nothing(paths: Paths) -> None:
    assert recent(paths) == []


def test_a_log_that_cannot_be_listed_is_an_error_in_one_line(paths: Paths) -> None:
    paths.log_dir.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(SetpaceError, match="the log cannot be read") as caught:
        recent(paths)
    assert isinstance(caught.value, DataError)
    assert "\n" not in str(caught.value)
