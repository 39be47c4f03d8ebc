"""Olympic lifts are learned with nothing on the bar: when technique sets are offered before the work sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from setpace.core.exercise import Family, RestRange
from setpace.core.levels import LONG_PAUSE_DAYS
from setpace.core.units import counted

if TYPE_CHECKING:
    from datetime import date

    from setpace.core.exercise import Exercise

TECHNIQUE_SETS = 2
TECHNIQUE_REPS = 5
TECHNIQUE_REST = RestRange(30, 60)
"""A dowel tires nobody: the rest is for thinking the movement over (ours)."""


@dataclass(frozen=True, slots=True)
class TechniqueOffer:
    """Technique sets before the work sets.

    Attributes:
        sets: how many are offered.
        reps: of each.
        why: first time, or how long ago.
        begin: in words what to do them with, `dowel or empty bar`.
    """

    sets: int
    reps: int
    why: str
    begin: str

    def line(self, key: str) -> str:
        """One line: why, what, and the key that takes the offer."""
        return f"{self.why}: {key} puts {self.sets} × {self.reps} technique first, {self.begin}"

    def short_line(self, key: str) -> str:
        """The same for a narrow screen."""
        return f"{self.why}: {key} technique first"


def technique_offer(exercise: Exercise, last: date | None, today: date) -> TechniqueOffer | None:
    """Technique sets for an Olympic lift that is new or long ago.

    (Source: start with a wooden dowel or a PVC pipe before any moderate or heavy load; perfect the movement, and
    strength follows. How long is long, and how many sets, is ours.)

    Args:
        exercise: what is to be done.
        last: the day it was last done; None = never.
        today: the present day.

    Returns:
        None for other families, and where it was done lately.
    """
    if exercise.family is not Family.OLYMPIC_LIFT:
        return None
    days = None if last is None else (today - last).days
    if days is not None and days < LONG_PAUSE_DAYS:
        return None
    why = "first time" if days is None else f"{counted(days // 7, 'week')} ago"
    return TechniqueOffer(TECHNIQUE_SETS, TECHNIQUE_REPS, why, begin_with(exercise))


def begin_with(exercise: Exercise) -> str:
    """In words what technique is practised with: the lightest there is."""
    return exercise.start_hint or "the lightest there is"
