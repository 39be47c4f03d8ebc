"""Exercises, their families and the library that holds them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from setpace.core.units import HEAVIEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from setpace.core.errors import Problem
    from setpace.core.units import Unit


class Family(StrEnum):
    """The three movement families (source: the article behind DOMAIN facts; one exercise belongs to one family)."""

    HINGE = "hinge"
    SINGLE_LEG_SQUAT = "single-leg-squat"
    OLYMPIC_LIFT = "olympic-lift"

    @property
    def label(self) -> str:
        """How the family is written on screen."""
        return {"hinge": "hinge", "single-leg-squat": "single-leg squat", "olympic-lift": "Olympic lift"}[self.value]


@dataclass(frozen=True, slots=True)
class RestRange:
    """A rest as a range: from the minimum on you may go, at the maximum you go.

    Attributes:
        min_s: seconds until READY, 0 or more.
        max_s: seconds until GO, at least `min_s`; 0 = no rest at all.
    """

    min_s: int
    max_s: int

    def __post_init__(self) -> None:
        if not 0 <= self.min_s <= self.max_s:
            raise ValueError(f"a rest range needs 0 <= minimum <= maximum, not {self.min_s} and {self.max_s}")


SAME_STEP = 0.05
"""Two loads closer than this, in their unit, are the same step of the equipment."""

DEFAULT_REST: Mapping[Family, RestRange] = {
    Family.HINGE: RestRange(60, 120),
    Family.SINGLE_LEG_SQUAT: RestRange(60, 120),
    Family.OLYMPIC_LIFT: RestRange(120, 180),
}
"""Rest after a set, by the family of the exercise just done (1-2 min; 2-3 after an Olympic lift, to recover fully)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise of the library.

    Attributes:
        id: stable name in files, `barbell-clean`.
        name: name on screen, `Barbell Clean`.
        family: decides the rest and what it may be swapped for.
        equipment: what to fetch, in words; empty for bodyweight.
        each_side: whether the target reps are of each side.
        implements: how many of the load are lifted at once (two dumbbells: 2); volume counts all.
        step: the real step between two loads of this equipment, by unit.
        start_load: the load the first `+` goes to when none is known, by unit; empty = none is usual.
        start_hint: in words what to begin with, `dowel or empty bar`; may be empty.
        muscles: what it trains, most important first.
        cues: short cues of the movement in our own words; the first one is shown in the set prompt.
    """

    id: str
    name: str
    family: Family
    equipment: str = ""
    each_side: bool = False
    implements: int = 1
    step: Mapping[Unit, float]
    start_load: Mapping[Unit, float]
    start_hint: str = ""
    muscles: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()


def stepped_load(exercise: Exercise, load: float | None, unit: Unit, direction: int) -> float | None:
    """The next load up or down, by the equipment's step; one between two steps goes to the nearer step on that side.

    Args:
        exercise: whose equipment it is.
        load: the present load in `unit`, None = not known or bodyweight.
        unit: unit of `load` and of the result.
        direction: +1 or -1.

    Returns:
        The new load in `unit`, never above the heaviest there is; None again where one step less than the smallest is
        asked for.
    """
    step = exercise.step[unit]
    start = exercise.start_load.get(unit, step)
    if load is None:
        return start if direction > 0 else None
    steps = (load - start) / step
    nearest = round(steps)
    on_a_step = abs(steps - nearest) * step < SAME_STEP
    onward = math.ceil(steps) if direction > 0 else math.floor(steps)
    stepped = round(start + (nearest + direction if on_a_step else onward) * step, 2)
    if stepped > HEAVIEST:
        return load if direction > 0 else HEAVIEST
    return stepped if stepped > 0 else None


class Library:
    """All known exercises by id: the shipped ones and the user's own."""

    def __init__(
        self,
        exercises: Mapping[str, Exercise],
        unusable: Mapping[str, Problem] = MappingProxyType({}),
        unread: Problem | None = None,
    ) -> None:
        """Make a library.

        Args:
            exercises: by id.
            unusable: by id, why an exercise of the user's is not among them.
            unread: why none of the user's own could be read; None where they could.
        """
        self._exercises = dict(exercises)
        self._unusable = dict(unusable)
        self._unread = unread

    def why_missing(self, exercise_id: str) -> Problem | None:
        """What is wrong in the user's files so that this exercise is not here; None where they do not name it."""
        return self._unusable.get(exercise_id) or self._unread

    def __contains__(self, exercise_id: object) -> bool:
        return exercise_id in self._exercises

    def __iter__(self) -> Iterator[Exercise]:
        return iter(self._exercises.values())

    def __len__(self) -> int:
        return len(self._exercises)

    def __getitem__(self, exercise_id: str) -> Exercise:
        """The exercise, KeyError if it is not in the library."""
        return self._exercises[exercise_id]

    def get(self, exercise_id: str) -> Exercise | None:
        """The exercise, None if it is not in the library (an old log may name one that is gone)."""
        return self._exercises.get(exercise_id)

    def name(self, exercise_id: str) -> str:
        """The name on screen; of an unknown exercise its id, made readable, without what a terminal could obey."""
        exercise = self._exercises.get(exercise_id)
        if exercise is not None:
            return exercise.name
        return "".join(sign if sign.isprintable() else "�" for sign in exercise_id.replace("-", " ").title())

    def implements(self, exercise_id: str) -> int:
        """How many implements are lifted at once; 1 for an unknown exercise."""
        exercise = self._exercises.get(exercise_id)
        return exercise.implements if exercise else 1

    def swaps(self, exercise_id: str) -> tuple[Exercise, ...]:
        """The other members of the exercise's family, in library order; none for an unknown exercise."""
        exercise = self._exercises.get(exercise_id)
        if exercise is None:
            return ()
        return tuple(e for e in self if e.family is exercise.family and e.id != exercise_id)
