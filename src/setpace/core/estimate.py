"""When a session will be over, from the lifter's own past rests and set durations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from setpace.core.routine import usual_set_s
from setpace.core.workout import Ended, InSet, clock_start, rest_elapsed, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from setpace.core.exercise import Family, Library, RestRange
    from setpace.core.session import PerformedSet, Session
    from setpace.core.workout import Slot, Workout

USUAL_PLACE = 0.5
"""Where in its range a rest ends as long as nothing is known: in the middle."""

USUAL_PACE = 1.0
"""How long a set takes as long as nothing is known, as a share of what its reps usually take."""

FEWEST = 3
"""So many rests or sets make a habit; of fewer, one long chat could be the rule."""

MOST = 30
"""So many of the newest rests or sets count: about ten sessions, as habits change."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a lifter rests and lifts; `Habits()` is a lifter of whom nothing is known.

    Attributes:
        places: where in its range a rest after an exercise ends, by exercise id: 0 = at the minimum, 1 = at the
            maximum, below and beyond possible.
        paces: how long a set of an exercise takes, by exercise id, as a share of what its reps usually take.
    """

    places: Mapping[str, float] = field(default_factory=dict)
    paces: Mapping[str, float] = field(default_factory=dict)

    def rest_s(self, exercise: str, rest: RestRange) -> float:
        """Seconds that a rest in this range will last after a set of `exercise`."""
        place = self.places.get(exercise, USUAL_PLACE)
        # A range without a window ends where it ends, whatever is usual in others.
        return max(0.0, rest.min_s + place * (rest.max_s - rest.min_s))

    def set_s(self, slot: Slot) -> float:
        """Seconds that a set will last."""
        return usual_set_s(slot.reps.total) * self.paces.get(slot.exercise, USUAL_PACE)


def habits_of(past: Iterable[Session], library: Library) -> Habits:
    """The habits that past sessions show: medians by exercise, by family for an exercise seldom done.

    A rest that the clock ended counts as the maximum that it lasted; a set that the clock began does not count, as
    nobody knows when it really began. Pauses count in neither. A range without a window (60 to 60 s) says nothing.

    Args:
        past: sessions, newest first; of each exercise the `MOST` newest rests and sets count.
        library: gives the families; an exercise that left it has habits of its own only.
    """
    places: dict[str, list[float]] = {}
    paces: dict[str, list[float]] = {}
    for session in past:
        for done in session.work:
            place, pace = _place(done), _pace(done)
            if place is not None:
                _count(places, done.exercise, place)
            if pace is not None:
                _count(paces, done.exercise, pace)
    families = {exercise.id: exercise.family for exercise in library}
    return Habits(_by_exercise(places, families), _by_exercise(paces, families))


def seconds_left(state: Workout, now: datetime, habits: Habits) -> float:
    """Seconds until the session will be over, 0 or more; 0 once it is.

    What already lasts longer than is usual may end at once, so the end moves on with the clock, and so it does in a
    pause.

    Args:
        state: the running session.
        now: the present.
        habits: of its lifter; `Habits()` where nothing is known.
    """
    stage, queue = state.stage, state.queue
    if isinstance(stage, Ended) or not queue:
        return 0.0
    to_come_s = sum(habits.rest_s(slot.exercise, slot.rest) for slot, _ in pairwise(queue))
    to_come_s += sum(habits.set_s(slot) for slot in queue[1:])
    set_s = habits.set_s(queue[0])
    if isinstance(stage, InSet):
        until = now if state.paused_since is None else min(state.paused_since, now)
        lifted_s = (until - stage.since - total(stage.pauses)).total_seconds()
        return to_come_s + max(0.0, set_s - max(0.0, lifted_s))
    rested_s = rest_elapsed(stage, now, state.paused_since).total_seconds()
    if clock_start(state, now) is not None:
        return to_come_s + max(0.0, set_s - (rested_s - stage.rest.max_s))
    after = state.performed[-1].exercise if state.performed else ""
    return to_come_s + set_s + max(0.0, habits.rest_s(after, stage.rest) - rested_s)


def done_about(state: Workout, now: datetime, habits: Habits) -> str:
    """When the session will be over, to the minute and in the time zone of `now`: `18:42`; arguments as above."""
    end = now + timedelta(seconds=seconds_left(state, now, habits))
    return f"{end + timedelta(seconds=30):%H:%M}"


def _place(done: PerformedSet) -> float | None:
    """Where in its range the rest after a set ended; None where there was none that says so."""
    if done.rest is None or done.rest_taken_s is None or done.rest.max_s == done.rest.min_s:
        return None
    rested_s = done.rest_taken_s - done.rest_paused_s
    return (rested_s - done.rest.min_s) / (done.rest.max_s - done.rest.min_s)


def _pace(done: PerformedSet) -> float | None:
    """How long a set took beside what its reps usually take; None where that is not known."""
    if done.started_by == "clock" or done.reps.total == 0:
        return None
    return done.duration_s / usual_set_s(done.reps.total)


def _count(seen: dict[str, list[float]], exercise: str, value: float) -> None:
    values = seen.setdefault(exercise, [])
    if len(values) < MOST:
        values.append(value)


def _by_exercise(seen: Mapping[str, list[float]], families: Mapping[str, Family]) -> dict[str, float]:
    """The median of each exercise, or of its family; an exercise of which neither is known is left out."""
    of_family: dict[Family, list[float]] = {}
    for exercise, values in seen.items():
        if exercise in families:
            of_family.setdefault(families[exercise], []).extend(values)
    medians = {family: _median(values) for family, values in of_family.items() if len(values) >= FEWEST}
    found = {exercise: medians[family] for exercise, family in families.items() if family in medians}
    return found | {exercise: _median(values) for exercise, values in seen.items() if len(values) >= FEWEST}


def _median(values: list[float]) -> float:
    """The middle one; of an even number the mean of the middle two."""  # the module `statistics` costs 10 ms
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
