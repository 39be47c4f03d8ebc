"""Two sessions side by side, set by set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from setpace.core.session import Form
from setpace.core.units import Load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from setpace.core.session import PerformedSet, Session
    from setpace.core.summary import SessionSummary

_WORSE: dict[Form, int] = {Form.CLEAN: 0, Form.SHAKY: 1, Form.BROKEN: 2}


@dataclass(frozen=True, slots=True)
class SetPair:
    """One set of an exercise in both sessions.

    Attributes:
        exercise: id of what was done.
        number: set within the exercise, 1-based.
        before: the set of the earlier session; None = not done then.
        now: the set of the later session; None = not done this time.
        load: +1 heavier, −1 lighter this time, 0 the same or not comparable.
        reps: how many reps more, both sides together; 0 where one of the two was not done.
        form: +1 better, −1 worse this time, 0 the same or not rated both times.
        rest_s: how many seconds longer the rest after it was; None where it was not measured both times.
    """

    exercise: str
    number: int
    before: PerformedSet | None
    now: PerformedSet | None
    load: int = 0
    reps: int = 0
    form: int = 0
    rest_s: int | None = None


def compare(before: Session, now: Session) -> tuple[SetPair, ...]:
    """Every work set of two sessions beside its counterpart: the set of the same number of the same exercise.

    Loads of two units are compared in kg.

    Args:
        before: the earlier session.
        now: the later one.

    Returns:
        The exercises in the order of `now`, then those done only before; the sets of each by number.
    """
    sets_now, sets_before = _by_number(now.work), _by_number(before.work)
    exercises = dict.fromkeys(exercise for exercise, _, _ in (*sets_now, *sets_before))
    keys = sorted(sets_now.keys() | sets_before.keys())
    return tuple(
        _pair(exercise, key[1], sets_before.get(key), sets_now.get(key), before, now)
        for exercise in exercises
        for key in keys
        if key[0] == exercise
    )


def _by_number(sets: Sequence[PerformedSet]) -> dict[tuple[str, int, int], PerformedSet]:
    """The sets by exercise, number, and how often that number came before (an exercise may be in a plan twice)."""
    found: dict[tuple[str, int, int], PerformedSet] = {}
    for done in sets:
        again = sum((each.exercise, each.number) == (done.exercise, done.number) for each in found.values())
        found[done.exercise, done.number, again] = done
    return found


def _pair(
    exercise: str, number: int, before: PerformedSet | None, now: PerformedSet | None, then: Session, today: Session
) -> SetPair:
    if before is None or now is None:
        return SetPair(exercise, number, before, now)
    load = 0
    if before.load is not None and now.load is not None:
        old, new = Load(before.load, then.unit), Load(now.load, today.unit)
        load = 0 if old.same_as(new) else 1 if new.kg > old.kg else -1
    form = 0
    if before.form is not None and now.form is not None:
        step = _WORSE[before.form] - _WORSE[now.form]
        form = (step > 0) - (step < 0)
    rest_s = None
    if before.rest_taken_s is not None and now.rest_taken_s is not None:
        rest_s = now.rest_taken_s - before.rest_taken_s
    return SetPair(exercise, number, before, now, load, now.reps.total - before.reps.total, form, rest_s)


def last_of_routine(session: SessionSummary, others: Iterable[SessionSummary]) -> SessionSummary | None:
    """The session to compare with: the last one of the same routine that began earlier and has a set.

    Args:
        session: the one looked at.
        others: in any order; `session` may be among them.
    """
    earlier = (
        each for each in others if each.routine == session.routine and each.started < session.started and each.sets
    )
    return max(earlier, key=lambda each: each.started, default=None)
