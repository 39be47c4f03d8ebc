"""What home knows of the past where file names mislead, and of sessions that were left unfinished long ago."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from run.conftest import START, Bench
from terminal.log_files import NEWEST, make_log

from setpace.run.clock import FakeClock
from setpace.store.paths import Paths, find_paths
from setpace.store.summaries import Summaries
from setpace.ui import home_data
from setpace.ui.app import SetpaceApp
from setpace.ui.first_files import read_first_files
from setpace.ui.home_data import Past, PastReader
from setpace.ui.row_list import RowList

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.run.training import Training

NOW = NEWEST + timedelta(days=1)


@pytest.fixture
def bench(tmp_path: object) -> Bench:
    return Bench(find_paths({"SETPACE_HOME": str(tmp_path)}))


def past_of(paths: Paths, now: datetime) -> Past:
    reader = PastReader(paths)
    return reader.rest(reader.begin(now), now, frozenset({"an exercise that was never done"}))


def test_after_a_flight_to_the_west_last_time_is_the_later_instant(bench: Bench) -> None:
    for start, load in (("2026-11-23T18:00:00+09:00", 20), ("2026-11-23T08:00:00-08:00", 24)):
        bench.clock = FakeClock(datetime.fromisoformat(start))
        training = bench.start()
        bench.lift(training, 1, load=load)
        training.runner.finish()
        training.leave()
    last = past_of(bench.paths, bench.clock.now()).last_times["kettlebell-deadlift"].load
    assert last is not None
    assert last.value == 24


@pytest.mark.parametrize("suffix", ["_2", ".sync-conflict-20261123-180411-ABCDEFG", " (1)"])
def test_a_copy_from_before_the_end_is_no_unfinished_session(bench: Bench, suffix: str) -> None:
    file = bench.left(sets=1)
    copy = file.with_name(f"{file.stem}{suffix}.toml")
    copy.write_bytes(file.read_bytes())
    now = START + timedelta(minutes=30)
    assert past_of(bench.paths, now).offer is not None
    training = bench.resume(file)
    bench.lift(training, 1)
    training.runner.finish()
    training.leave()
    assert past_of(bench.paths, now).offer is None


def left_open(home: Path, place: int) -> Path:
    """Fifty sessions, of which the one at `place` was never finished; more than home reads for loads and coach."""
    file = make_log(home, 50)[place]
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"^finished = .*\n", "", text, count=1, flags=re.MULTILINE), encoding="utf-8")
    return file


def test_an_unfinished_session_behind_all_that_home_reads_is_found_after_the_first_frame(
    bench: Bench, tmp_path: Path
) -> None:
    file = left_open(tmp_path, 48)
    reader = PastReader(bench.paths)
    wanted = frozenset({"barbell-clean"})
    read = reader.rest(reader.begin(NOW), NOW, wanted)
    assert (read.offer, len(read.sessions)) == (None, 40)
    found = reader.look_further(read, NOW)
    assert found.offer is not None
    assert found.offer.file == file
    assert found.sessions == read.sessions


def test_of_two_unfinished_sessions_the_newer_one_is_offered(bench: Bench, tmp_path: Path) -> None:
    left_open(tmp_path, 48)
    newer = bench.left(sets=1)
    reader = PastReader(bench.paths)
    past = reader.begin(NOW)
    assert past.offer is not None
    assert past.offer.file == newer
    assert reader.look_further(past, NOW) is past


async def test_an_offer_that_comes_late_leaves_the_choice_where_it_is(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_data, "MOST_FILES", 20)
    left_open(tmp_path, 48)
    app = SetpaceApp(bench.paths, read_first_files(bench.paths), clock=FakeClock(NOW))
    async with app.run_test(size=(80, 24)) as pilot:
        rows = app.screen.query_one(RowList)
        await pilot.press("down")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert rows.chosen == "routine:intermediate"
        await pilot.press("up", "up", "up", "up")
        assert rows.chosen == "offer:finish"


def test_the_names_of_decades_come_after_the_first_frame(bench: Bench) -> None:
    names = [f"2026/2026-01-01_18-{n // 60:02}-{n % 60:02}_beginner" for n in range(200)]
    for name in [*names, "2001/2001-05-04_18-00-00_advanced", "2026-02-03_18-00-00_intermediate"]:
        file = bench.paths.log_dir / f"{name}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    reader = PastReader(bench.paths)
    first = reader.begin(NOW)
    assert list(first.last_done) == ["intermediate", "beginner"]
    assert list(reader.rest(first, NOW, frozenset()).last_done) == ["intermediate", "beginner", "advanced"]


def touched(bench: Bench) -> Training:
    """A session of two sets, whose file a sync changed after the first one."""
    training = bench.start()
    bench.lift(training, 1)
    training.file.write_bytes(training.file.read_bytes() + b"# by a sync\n")
    bench.lift(training, 1, load=24)
    return training


def test_a_session_that_went_on_in_a_new_file_is_neither_offered_nor_counted_twice(bench: Bench) -> None:
    training = touched(bench)
    training.runner.finish()
    training.leave()
    assert len(bench.files()) == 2
    past = past_of(bench.paths, bench.clock.now())
    assert past.offer is None
    assert [len(session.sets) for session in past.sessions] == [2]
    assert len(past.last_times["kettlebell-deadlift"].sets) == 2
    (shown,) = Summaries(bench.paths).recent()
    assert shown.summary is not None
    assert (shown.name.file, len(shown.summary.sets)) == (training.file, 2)


@pytest.mark.parametrize("suffix", ["_2", ".sync-conflict-20261123-180411-ABCDEFG", " (1)"])
@pytest.mark.parametrize("finished", [False, True])
def test_whichever_is_found_first_the_file_that_went_on_is_the_session(
    bench: Bench, suffix: str, *, finished: bool
) -> None:
    training = touched(bench)
    if finished:
        training.runner.finish()
    training.leave()
    old, new = bench.files()
    new = new.rename(old.with_name(f"{old.stem}{suffix}.toml"))
    past = past_of(bench.paths, bench.clock.now())
    assert [len(session.sets) for session in past.sessions] == [2]
    last = past.last_times["kettlebell-deadlift"].load
    assert last is not None
    assert (len(past.last_times["kettlebell-deadlift"].sets), last.value) == (2, 24)
    if finished:
        assert past.offer is None
    else:
        assert past.offer is not None
        assert (past.offer.file, past.offer.place) == (new, 3)
        assert bench.resume(new).runner.view().place == 3
