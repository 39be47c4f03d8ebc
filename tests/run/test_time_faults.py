"""Faults of time: clocks set, summer time, another zone, a closed lid. Rest and order of the history stay right."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from run.conftest import START, Bench

from setpace.core.cues import Cue, Heard, due
from setpace.core.errors import DataError
from setpace.core.workout_view import Does, Phase
from setpace.run.clock import Clock, FakeClock, SystemClock
from setpace.run.training import resume_session, start_session
from setpace.store.routines import load_routines
from setpace.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from setpace.run.training import Training

HOUR = timedelta(hours=1)


class Laptop:
    """A computer with a wall clock that anybody may set, and a lid."""

    def __init__(self, bench: Bench, wall: datetime = START) -> None:
        self.bench = bench
        self.wall = wall
        self.since_boot_s = 1000.0

    def clock(self) -> Clock:
        """The clock of a program that starts now."""
        return SystemClock(wall=lambda: self.wall, elapsed=lambda: self.since_boot_s)

    def wait(self, seconds: float) -> None:
        """Time goes by, the lid open or closed."""
        self.wall += timedelta(seconds=seconds)
        self.since_boot_s += seconds

    def start(self) -> Training:
        bench = self.bench
        routine = next(r for r in load_routines(bench.paths, bench.library).routines if r.id == "beginner")
        settings = load_settings(bench.paths).settings
        return start_session(bench.paths, routine, bench.library, settings, self.clock(), direct=True)

    def kill(self, training: Training) -> Path:
        training._release()
        return training.file

    def resume(self, file: Path) -> Training:
        return resume_session(self.bench.paths, file, self.bench.library, self.clock(), direct=True)

    def press(self, training: Training, after_s: float) -> None:
        self.wait(after_s)
        assert not training.runner.advance().refused


@pytest.fixture
def laptop(bench: Bench) -> Laptop:
    return Laptop(bench)


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The computer stands in Berlin: summer time ended on 2026-10-25 at 03:00 and began on 2026-03-29 at 02:00."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot be put into another zone")
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def shown(training: Training) -> tuple[Phase, int | None]:
    view = training.runner.view()
    return view.phase, view.clock_s


# ------------------------------------------------------------------------------------------------ the wall clock is set


@pytest.mark.parametrize("moved", [HOUR, -HOUR, timedelta(days=-400)], ids=["ahead", "back", "far-back"])
def test_a_wall_clock_set_in_the_middle_of_a_rest_changes_nothing(laptop: Laptop, moved: timedelta) -> None:
    training = laptop.start()
    laptop.press(training, 40)
    laptop.wait(20)
    before = shown(training)
    laptop.wall += moved
    assert shown(training) == before == (Phase.REST, 40)
    laptop.wait(45)
    assert shown(training) == (Phase.READY, 55)
    laptop.press(training, 5)
    laptop.press(training, 30)
    first, second = laptop.bench.read(training.file).session.sets
    assert first.rest_taken_s == 70
    assert (second.started, second.finished) == (START + timedelta(seconds=110), START + timedelta(seconds=140))


def test_killed_and_started_again_after_the_wall_clock_was_set_back_the_rest_goes_on_where_it_was(
    laptop: Laptop,
) -> None:
    training = laptop.start()
    laptop.press(training, 40)
    laptop.wait(20)
    training.runner.shift_rest(15)  # the last stamp: 20 s into the rest
    file = laptop.kill(training)
    laptop.wall -= HOUR
    again = laptop.resume(file)
    assert shown(again) == (Phase.REST, 55)
    laptop.press(again, 60)
    laptop.press(again, 30)
    stamps = [stamp for done in again.runner.state.performed for stamp in (done.started, done.finished)]
    assert stamps == sorted(stamps)
    assert again.runner.state.performed[0].rest_taken_s == 80


def test_killed_and_started_again_after_the_wall_clock_was_set_ahead_no_set_counts_as_begun(laptop: Laptop) -> None:
    training = laptop.start()
    laptop.press(training, 40)
    file = laptop.kill(training)
    laptop.wall += HOUR
    view = laptop.resume(file).runner.view()
    assert (view.phase, view.does, view.current) == (Phase.GO, Does.START, None)
    assert view.place == 2


# ------------------------------------------------------------------------------------------------ zones


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    ("start", "offset_before_h", "offset_after_h"),
    [("2026-10-25T02:59:10+02:00", 2, 1), ("2026-03-29T01:59:10+01:00", 1, 2)],
    ids=["autumn", "spring"],
)
def test_summer_time_that_ends_or_begins_in_a_rest_costs_no_second(
    bench: Bench, start: str, offset_before_h: int, offset_after_h: int
) -> None:
    laptop = Laptop(bench, datetime.fromisoformat(start))
    training = laptop.start()
    laptop.press(training, 40)
    laptop.wait(20)
    assert shown(training) == (Phase.REST, 40)
    laptop.press(training, 70)
    laptop.press(training, 30)
    session = bench.read(training.file).session
    first, second = session.sets
    assert (first.rest_taken_s, (second.finished - second.started).total_seconds()) == (90, 30)
    assert first.finished.utcoffset() == timedelta(hours=offset_before_h)
    assert second.started.utcoffset() == timedelta(hours=offset_after_h)


def test_after_a_flight_to_the_west_the_history_is_ordered_by_the_instant(bench: Bench) -> None:
    def session(start: str, load: float) -> str:
        bench.clock = FakeClock(datetime.fromisoformat(start))
        training = bench.start()
        bench.lift(training, 1, load=load)
        training.runner.finish()
        training.leave()
        return training.file.name

    tokyo = session("2026-11-23T18:00:00+09:00", 20)
    angeles = session("2026-11-23T08:00:00-08:00", 24)
    assert tokyo > angeles  # by their names Tokyo would be the newer one
    assert [name.file.name for name, found in bench.log.recent() if not isinstance(found, DataError)] == [
        angeles,
        tokyo,
    ]
    bench.clock = FakeClock(datetime(2026, 11, 25, 8, tzinfo=timezone(timedelta(hours=-8))))
    prompt = bench.start().runner.view().current
    assert prompt is not None
    assert prompt.load == 24


# ------------------------------------------------------------------------------------------------ the lid


@pytest.mark.parametrize(
    ("asleep_s", "phase", "clock_s", "begun"),
    [
        (30, Phase.REST, 20, False),
        (58, Phase.READY, 52, False),
        (130, Phase.GO, 20, True),
        (36_000, Phase.GO, 35_890, False),
    ],
    ids=["30-s", "58-s", "130-s", "10-h"],
)
def test_a_lid_closed_in_a_rest_is_rest(
    laptop: Laptop,
    asleep_s: float,
    phase: Phase,
    clock_s: int,
    begun: bool,  # noqa: FBT001
) -> None:
    training = laptop.start()
    laptop.press(training, 40)
    laptop.wait(10)
    laptop.wait(asleep_s)
    assert shown(training) == (phase, clock_s)
    assert training.runner.view().begun_by_clock is begun
    laptop.press(training, 0)
    done = laptop.bench.read(training.file).session.sets[0]
    assert done.rest_taken_s == (120 if begun else 10 + asleep_s)


@pytest.mark.parametrize(
    ("asleep_s", "rung"),
    [(11, Cue.READY), (13, None), (64, None), (71.5, Cue.GO), (72.5, None), (36_000, None)],
    ids=["ready-1-s-ago", "ready-3-s-ago", "warning-4-s-ago", "go-1-s-ago", "go-3-s-ago", "10-h"],
)
def test_an_alarm_that_the_lid_made_late_is_shown_and_not_rung(
    laptop: Laptop, asleep_s: float, rung: Cue | None
) -> None:
    training = laptop.start()
    runner = training.runner
    laptop.press(training, 40)
    heard = Heard()
    for _ in range(50):
        laptop.wait(1)
        heard, cue = due(heard, runner.view(), countdown=False)
        assert cue is None
    laptop.wait(asleep_s)
    heard, cue = due(heard, runner.view(), countdown=False)
    assert cue is rung
    for _ in range(5):  # nor is it made up for
        heard, cue = due(heard, runner.view(), countdown=False)
        assert cue is None
