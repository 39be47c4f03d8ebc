"""Eight hours in one go, by a clock moved by hand: nothing grows, and no second is lost or won."""

from __future__ import annotations

import gc
import os
import threading
import tracemalloc
from datetime import timedelta
from typing import TYPE_CHECKING

import psutil
import pytest
from run.conftest import START, Bench

from setpace.core.cue_settings import DEFAULT_LAYERS, CueSettings, Layer, Profile
from setpace.core.cues import Cue
from setpace.core.estimate import done_about
from setpace.core.workout_view import Does, Phase
from setpace.run.cues import Cues
from setpace.run.training import start_session
from setpace.store.routines import load_routines
from setpace.store.settings import load_settings

if TYPE_CHECKING:
    from setpace.run.training import Training

ROUTINE = """\
name = "All day"
level = "beginner"
[[exercises]]
exercise = "kettlebell-deadlift"
sets = 99
reps = 12
[[exercises]]
exercise = "barbell-clean"
sets = 99
reps = 5
"""
SET_S, REST_S = 40, 106
"""With 197 rests these are eight hours."""

STEP_S = 2
HOURS = 8
LARGEST_GROWTH_BYTES = 600_000
"""From the second hour to the eighth: 150 sets with their events are some 250 KB, and that is all that may be kept."""


def open_handles() -> int:
    return psutil.Process().num_fds() if os.name == "posix" else 0


class Day:
    """A session that is painted all the time, as the screen does, and saved by a thread, as in the app."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        file = bench.paths.routines_dir / "all-day.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(ROUTINE, encoding="utf-8")
        routine = next(r for r in load_routines(bench.paths, bench.library).routines if r.id == "all-day")
        settings = load_settings(bench.paths).settings
        self.training: Training = start_session(bench.paths, routine, bench.library, settings, bench.clock)
        self.bells: list[str] = []
        self.cues = Cues(
            CueSettings(profiles={**DEFAULT_LAYERS, Profile.GYM: frozenset({Layer.BELL})}),
            library=bench.library,
            unit=settings.unit,
            cache=bench.paths.cache,
            write_to_terminal=self.bells.append,
            environ={},
        )
        self.rung: list[Cue] = []

    def seconds(self, count: int) -> None:
        runner = self.training.runner
        for _ in range(0, count, STEP_S):
            self.bench.clock.advance(STEP_S)
            now = self.bench.clock.now()
            cue = self.cues.follow(runner.view(), now)
            if cue is not None:
                self.rung.append(cue)
        assert done_about(runner.state, self.bench.clock.now(), self.training.habits)

    def next(self) -> None:
        assert not self.training.runner.advance().refused

    def hours(self, count: float) -> None:
        end = self.bench.clock.now() + timedelta(hours=count)
        while self.bench.clock.now() < end and self.training.runner.view().phase is not Phase.SUMMARY:
            resting = self.training.runner.view().does is Does.START
            self.seconds(REST_S if resting else SET_S)
            self.next()


@pytest.mark.timeout(120)
def test_eight_hours_without_a_pause(bench: Bench) -> None:
    day = Day(bench)
    runner = day.training.runner
    try:
        day.hours(1.5)
        gc.collect()
        runner.saver.close()  # a save that is under way has files open
        threads, handles = threading.active_count(), open_handles()
        tracemalloc.start()
        day.hours(0.5)  # what is traced from here on stands for all before it
        gc.collect()
        early = tracemalloc.get_traced_memory()[0]
        day.hours(HOURS - 2)
        day.bells.clear()
        runner.saver.close()
        gc.collect()
        late = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert runner.view().elapsed_s == (bench.clock.now() - START).total_seconds()
    assert HOURS * 3600 - 300 < runner.view().elapsed_s < HOURS * 3600 + 300
    assert late - early < LARGEST_GROWTH_BYTES
    assert threading.active_count() == threads
    assert open_handles() <= handles

    done = runner.state.performed
    assert len(done) > 190
    assert {performed.rest_taken_s for performed in done[:-1]} == {REST_S}
    assert {performed.finished - performed.started for performed in done} == {timedelta(seconds=SET_S)}
    assert day.rung.count(Cue.READY) == sum(
        performed.rest is not None and performed.rest.min_s == 60 for performed in done
    )
    day.training.leave()
    assert bench.read(day.training.file).session.sets == done
    assert threading.active_count() == threads
