"""A session entered afterwards: the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from setpace.core.estimate import habits_of
from setpace.core.exercise import Library, RestRange
from setpace.core.routine import PlannedSet, Routine, estimate_s
from setpace.core.session import Reps
from setpace.core.session_by_hand import last_loads, session_by_hand
from setpace.core.session_edit import untimed
from setpace.core.summary import SessionSummary, SetSummary
from setpace.core.units import Unit

NOW = datetime(2026, 11, 23, 18, 4, 11, tzinfo=UTC)
REST = RestRange(60, 120)
PLAN = (
    *(PlannedSet(exercise="swing", reps=15, each_side=False, rest=REST, load=24.0),) * 2,
    PlannedSet(exercise="lunge", reps=10, each_side=True, rest=REST),
)
SESSION = session_by_hand(Routine(id="r", name="R", exercises=()), PLAN, session_id="new", unit=Unit.KG, ended=NOW)


def test_everything_planned_was_done_and_nothing_rated() -> None:
    done = [(s.slot, s.exercise, s.number, s.reps, s.load, s.form) for s in SESSION.sets]
    assert done == [
        (1, "swing", 1, Reps(15), 24.0, None),
        (2, "swing", 2, Reps(15), 24.0, None),
        (3, "lunge", 1, Reps(10, 10), None, None),
    ]
    assert SESSION.plan == PLAN


def test_it_took_as_long_as_estimated_and_its_sets_have_no_times() -> None:
    assert SESSION.finished == NOW.replace(second=0)
    assert timedelta(0) <= SESSION.ended - SESSION.started - timedelta(seconds=estimate_s(PLAN)) < timedelta(minutes=1)
    assert all(untimed(s) and s.rest_taken_s is None for s in SESSION.sets)
    assert all(SESSION.started <= s.finished <= SESSION.ended for s in SESSION.sets)


def test_it_teaches_the_estimate_nothing() -> None:
    assert habits_of([SESSION], Library({})) == habits_of([], Library({}))


def test_the_loads_are_those_of_the_last_time_of_each_exercise() -> None:
    def past(days: int, unit: Unit, *sets: SetSummary) -> SessionSummary:
        return SessionSummary(
            id=str(days),
            routine="r",
            name="R",
            started=NOW + timedelta(days=days),
            duration_s=60,
            finished=True,
            unit=unit,
            planned=1,
            sets=sets,
        )

    swing, lunge = SetSummary("swing", 15, None, 24.0), SetSummary("lunge", 10, 10, 25.0)
    sessions = [
        past(-1, Unit.KG, swing, replace(swing, load=28.0), SetSummary("lunge", 10, 10)),
        past(-5, Unit.LB, lunge),
        past(-9, Unit.KG, replace(swing, load=16.0), replace(lunge, load=8.0)),
        past(90, Unit.KG, replace(swing, load=99.0)),
    ]
    assert last_loads(sessions, Unit.KG, NOW) == {"swing": 28.0, "lunge": 11.5}
