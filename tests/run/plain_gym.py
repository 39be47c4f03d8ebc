"""A gym for plain mode: keys that come at set times, and a session that is told to a list of lines."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from setpace.core.exercise import RestRange
from setpace.core.routine import Routine, RoutineExercise
from setpace.run.clock import FakeClock
from setpace.run.plain_keys import Closed, Line, Press, Typed
from setpace.run.plain_session import PlainSession
from setpace.run.training import start_session
from setpace.store.exercises import load_library
from setpace.store.paths import find_paths
from setpace.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from setpace.core.workout_view import View
    from setpace.run.plain_questions import How

MINUTE = RestRange(60, 120)

SET_1 = "SET 1 of 2  Kettlebell Deadlift  12 reps"
SET_2 = "SET 2 of 2  Kettlebell Deadlift  12 reps"
DONE_1 = "DONE Kettlebell Deadlift 1  12 reps"


class Script:
    """Keys that come at set times, on the clock of the session: nobody waits."""

    def __init__(self, clock: FakeClock, *, terminal: bool) -> None:
        self.terminal = terminal
        self.takes_lines = not terminal
        self._clock = clock
        self._script: list[tuple[float, Typed]] = []

    def add(self, after_s: float, *typed: str) -> None:
        """Type `typed` `after_s` seconds after what was typed before, each but the first at once."""
        for one in typed:
            self._script.append((after_s, Press(one) if self.terminal else Line(one)))
            after_s = 0.0

    def add_line(self, after_s: float, text: str) -> None:
        self._script.append((after_s, Line(text)))

    def close(self, times: int = 1) -> None:
        self._script += [(0.0, Closed())] * times

    def take_lines(self, *, on: bool) -> None:
        self.takes_lines = on or not self.terminal

    def read(self, timeout_s: float) -> Typed | None:
        assert 0 < timeout_s <= 1
        due_s, typed = self._script[0]
        if due_s > timeout_s:
            self._clock.advance(timeout_s)
            self._script[0] = (due_s - timeout_s, typed)
            return None
        self._clock.advance(due_s)
        del self._script[0]
        assert not isinstance(typed, Line) or self.takes_lines, "a line was typed where a key was waited for"
        return typed


class Gym:
    """Two sets of deadlifts and one of lunges, told to a list of lines."""

    def __init__(self, home: Path, start: datetime) -> None:
        self.paths = find_paths({"SETPACE_HOME": str(home)})
        self.clock = FakeClock(start)
        self.settings = load_settings(self.paths).settings
        self.library, _ = load_library(self.paths)
        self.said: list[str] = []
        self.followed: list[View] = []

    def begin(
        self,
        *,
        terminal: bool = True,
        keys: Mapping[str, tuple[str, ...]] | None = None,
        auto_advance: bool = True,
        rest: RestRange = MINUTE,
        exercise: str = "kettlebell-deadlift",
    ) -> Script:
        exercises = (
            RoutineExercise(exercise=exercise, sets=2, reps=12, rest=rest),
            RoutineExercise(exercise="lunge", sets=1, reps=10, rest=rest),
        )
        routine = Routine(id="short", name="Short", exercises=exercises)
        settings = replace(self.settings, auto_advance=auto_advance)
        self.training = start_session(self.paths, routine, self.library, settings, self.clock, direct=True)
        self.script = Script(self.clock, terminal=terminal)
        self.session = PlainSession(
            self.training, self.script, self.said.append, remapped=keys or {}, followers=(self,)
        )
        return self.script

    def follow(self, view: View, _now: datetime, /) -> None:
        self.followed.append(view)

    def run(self) -> How | None:
        """Let the script run to its end, which closes the input."""
        self.script.close(2)  # the first may end a question only
        return self.session.run()

    def log(self) -> dict[str, Any]:
        (file,) = self.paths.log_dir.glob("*/*.toml")
        return tomllib.loads(file.read_text(encoding="utf-8"))
