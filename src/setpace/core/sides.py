"""Left and right: a lasting difference between the legs is worth a runner's attention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from setpace.core.session import Session

LASTING_SESSIONS = 3
"""So many sessions in a row make a difference a lasting one (ours)."""

NOTABLE = 0.10
"""The share of the stronger side's reps that the weaker side lacks before it is pointed out (ours)."""


@dataclass(frozen=True, slots=True)
class SideDifference:
    """A lasting difference between the sides.

    Attributes:
        weaker: `left` or `right`.
        percent: how many percent fewer reps the weaker side did over these sessions.
        sessions: how many in a row.
    """

    weaker: str
    percent: int
    sessions: int = LASTING_SESSIONS

    def __str__(self) -> str:
        """`left side 12 % fewer reps in the last 3 sessions`."""
        return f"{self.short} in the last {self.sessions} sessions"

    @property
    def short(self) -> str:
        """`left side 12 % fewer reps`."""
        return f"{self.weaker} side {self.percent} % fewer reps"


def side_difference(past: Iterable[Session], exercise_id: str) -> SideDifference | None:
    """Whether one side did fewer reps, by 10 % or more, in each of the last three sessions with the exercise.

    Both sides lift the same load, so that the reps tell.

    Args:
        past: sessions, newest first; those in which the exercise was not done side by side are passed over.
        exercise_id: the exercise.

    Returns:
        None where there is no such difference, or too few sessions to tell.
    """
    totals: list[tuple[int, int]] = []
    for session in past:
        sets = [s.reps for s in session.work if s.exercise == exercise_id and s.reps.right is not None]
        if sets:
            totals.append((sum(reps.left for reps in sets), sum(reps.right or 0 for reps in sets)))
        if len(totals) == LASTING_SESSIONS:
            break
    if len(totals) < LASTING_SESSIONS:
        return None
    for side, weaker, stronger in (("left", 0, 1), ("right", 1, 0)):
        # Counted in whole reps, so that 9 beside 10 is 10 %.
        if all((pair[stronger] - pair[weaker]) >= NOTABLE * pair[stronger] - 1e-9 and any(pair) for pair in totals):
            most = sum(pair[stronger] for pair in totals)
            return SideDifference(side, round(100 * (most - sum(pair[weaker] for pair in totals)) / most))
    return None
