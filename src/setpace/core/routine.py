"""Routines, and the plan that a session makes of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from setpace.core.exercise import DEFAULT_REST, Family, Library, RestRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LEVELS = ("beginner", "intermediate", "advanced")
"""The levels, easiest first, and the ids of the shipped routines."""

SECONDS_PER_REP = 3
"""A rep of these lifts takes two to four seconds; used for estimates only."""

SECONDS_TO_SET_UP = 15
"""Walking to the implement and taking position, once a set; used for estimates only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutineExercise:
    """One exercise of a routine.

    Attributes:
        exercise: its id in the library.
        sets: how many sets, 1 or more.
        reps: target reps of each set (of each side where `each_side`), 1 or more.
        each_side: overrides the exercise's own; None = as the exercise says.
        rest: overrides the family's rest range; None = by the family.
    """

    exercise: str
    sets: int
    reps: int
    each_side: bool | None = None
    rest: RestRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """A routine: what to do in one session.

    Attributes:
        id: the stem of its file, `beginner`.
        name: name on screen.
        level: `beginner`, `intermediate`, `advanced`, or empty.
        exercises: in order.
        own: whether it is the user's own file.
        file: where it was read from, for messages.
    """

    id: str
    name: str
    level: str = ""
    exercises: tuple[RoutineExercise, ...]
    own: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSet:
    """One set as planned at the start of a session; never changed afterwards.

    Attributes:
        exercise: id of the exercise.
        reps: target reps (of each side where `each_side`).
        each_side: whether the reps are of each side.
        rest: the range of the rest after this set.
        load: load of one implement in the session's unit; None = not known or bodyweight.
    """

    exercise: str
    reps: int
    each_side: bool
    rest: RestRange
    load: float | None = None


def plan_session(
    routine: Routine,
    library: Library,
    *,
    rest_by_family: Mapping[Family, RestRange] = DEFAULT_REST,
    loads: Mapping[str, float] | None = None,
) -> tuple[PlannedSet, ...]:
    """The planned sets of a session, one after the other.

    Args:
        routine: what to do; every exercise must be in `library`.
        library: gives family and sides.
        rest_by_family: the user's rest ranges.
        loads: last load of each exercise in the session's unit, by exercise id.

    Returns:
        The flat plan, in order.

    Raises:
        KeyError: an exercise is not in the library (the store checks this when it reads a routine).
    """
    known = loads or {}
    plan: list[PlannedSet] = []
    for entry in routine.exercises:
        exercise = library[entry.exercise]
        planned = PlannedSet(
            exercise=exercise.id,
            reps=entry.reps,
            each_side=exercise.each_side if entry.each_side is None else entry.each_side,
            rest=entry.rest or rest_by_family[exercise.family],
            load=known.get(exercise.id),
        )
        plan.extend([planned] * entry.sets)
    return tuple(plan)


def usual_set_s(reps: int) -> int:
    """Seconds that a set usually takes, with the walk to the implement.

    Args:
        reps: all reps, both sides together.
    """
    return SECONDS_TO_SET_UP + reps * SECONDS_PER_REP


def estimate_s(plan: Iterable[PlannedSet]) -> int:
    """About how long the plan takes, in seconds: sets by their reps, rests at the middle of their range.

    While it runs, `setpace.core.estimate` goes on from here with the lifter's own habits.
    """
    sets = tuple(plan)
    lifting_s = sum(usual_set_s(s.reps * (2 if s.each_side else 1)) for s in sets)
    return lifting_s + sum(s.rest.min_s + s.rest.max_s for s in sets[:-1]) // 2
