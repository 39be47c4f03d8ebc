"""What home knows of the past where file names mislead: another zone, and copies that a sync made."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from run.conftest import START, Bench

from setpace.run.clock import FakeClock
from setpace.store.paths import Paths, find_paths
from setpace.ui.home_data import Past, PastReader


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
