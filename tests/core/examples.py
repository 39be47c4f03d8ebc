"""A short session to try the rules of a workout on. Times are seconds since it began."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from setpace.core import events as ev
from setpace.core.exercise import RestRange
from setpace.core.routine import PlannedSet
from setpace.core.session import Session
from setpace.core.units import Unit
from setpace.core.workout import Workout, apply, begin

START = datetime(2025, 3, 3, 18, 0, tzinfo=UTC)
MINUTE = RestRange(60, 120)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def session(*exercises: str, rest: RestRange = MINUTE, auto_advance: bool = True) -> Workout:
    plan = tuple(PlannedSet(exercise=e, reps=8, each_side=False, rest=rest, load=16.0) for e in exercises)
    return begin(
        Session(id="a", routine="r", name="R", started=START, unit=Unit.KG, plan=plan, auto_advance=auto_advance)
    )


def after(state: Workout, *events: ev.Event) -> Workout:
    for event in events:
        applied = apply(state, event)
        assert applied.refused is None, f"{event}: {applied.refused}"
        state = applied.state
    return state


def done(seconds: float) -> ev.Event:
    return ev.CompleteSet(at=at(seconds))


def start(seconds: float) -> ev.Event:
    return ev.StartSet(at=at(seconds))


def undo(seconds: float = 9999) -> ev.Event:
    return ev.Undo(at=at(seconds))


def exercises_left(state: Workout) -> list[str]:
    return [slot.exercise for slot in state.queue]
