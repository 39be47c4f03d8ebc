"""Past sessions in a few signs. `c` clean, `s` shaky, `b` broken, `.` not rated, `-` left out; newest session first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from setpace.core.exercise import Exercise, Family, RestRange
from setpace.core.routine import PlannedSet
from setpace.core.session import Form, PerformedSet, Reps, Session
from setpace.core.units import Unit

TODAY = date(2026, 11, 23)
REST = RestRange(60, 120)
FORMS = {"c": Form.CLEAN, "s": Form.SHAKY, "b": Form.BROKEN, ".": None}

KETTLEBELL = Exercise(
    id="kettlebell-deadlift",
    name="Kettlebell Deadlift",
    family=Family.HINGE,
    equipment="one kettlebell",
    step={Unit.KG: 4, Unit.LB: 5},
    start_load={Unit.KG: 16, Unit.LB: 35},
)
BARBELL = Exercise(
    id="barbell-clean",
    name="Barbell Clean",
    family=Family.OLYMPIC_LIFT,
    equipment="barbell and plates",
    step={Unit.KG: 2.5, Unit.LB: 5},
    start_load={Unit.KG: 20, Unit.LB: 45},
    start_hint="dowel or empty bar",
)
PISTOL = Exercise(
    id="pistol-squat",
    name="Pistol Squat",
    family=Family.SINGLE_LEG_SQUAT,
    each_side=True,
    step={Unit.KG: 2.5, Unit.LB: 5},
    start_load={},
)


def done(slot: int, of: str, load: float | None, form: Form | None, reps: Reps | None = None) -> PerformedSet:
    started = datetime(2026, 11, 1, 18, tzinfo=UTC)
    return PerformedSet(
        slot=slot,
        exercise=of,
        number=slot,
        target_reps=10,
        reps=reps or Reps(10),
        load=load,
        form=form,
        started=started,
        finished=started + timedelta(seconds=40),
    )


def past(
    forms: str,
    load: float | None = 24.0,
    *,
    of: str = "kettlebell-deadlift",
    unit: Unit = Unit.KG,
    days_ago: int = 3,
    routine: str = "beginner",
) -> Session:
    """A session that planned a set of one exercise for each sign."""
    planned = PlannedSet(exercise=of, reps=10, each_side=False, rest=REST)
    return Session(
        id="a",
        routine=routine,
        name=routine.title(),
        started=datetime.combine(TODAY - timedelta(days=days_ago), time(18, 4, 11), UTC),
        unit=unit,
        plan=(planned,) * len(forms),
        sets=tuple(done(place, of, load, FORMS[sign]) for place, sign in enumerate(forms, 1) if sign != "-"),
    )


def but(session: Session, slot: int, **changes: object) -> Session:
    """The session with one set changed."""
    sets = tuple(replace(s, **changes) if s.slot == slot else s for s in session.sets)  # type: ignore[arg-type]
    return replace(session, sets=sets)
