"""Levels: when the next one is offered, when an easier start is. When in doubt, the beginner routine."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from setpace.core.coach import is_clean
from setpace.core.routine import LEVELS
from setpace.core.session import Form
from setpace.core.units import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from setpace.core.routine import Routine
    from setpace.core.session import Session

LONG_PAUSE_DAYS = 28
"""After so many days without a strength session, or without a movement, an easier start is offered (ours)."""


@dataclass(frozen=True, slots=True)
class LevelOffer:
    """Another level than that of the routine at hand.

    Attributes:
        level: what is offered; the same level where only lighter loads are.
        easier: whether it is a step back.
        reason: one line: what is offered and why.
    """

    level: str
    easier: bool
    reason: str


def all_clean(session: Session) -> bool:
    """Whether every planned set was done clean, with all its reps, and no added one was worse.

    How technique and warm-up sets went does not matter.
    """
    work = session.work
    clean = {s.slot for s in work if is_clean(s)}
    slots = range(1, len(session.plan) + 1) if session.plan else [s.slot for s in work]
    worse = any(s.form in (Form.SHAKY, Form.BROKEN) for s in work)
    return bool(work) and not worse and clean.issuperset(slots)


def level_offer(routine: str, level: str, past: Sequence[Session], today: date, *, needed: int) -> LevelOffer | None:
    """Which level to offer instead of that of a routine.

    A long pause or a broken set in its last session: an easier start. `needed` sessions of it in a row clean in all
    sets: the next level. (Source: the next level is earned by clean form; when in doubt, the beginner routine. The
    counts are ours.)

    Args:
        routine: id of the routine.
        level: its level; one that is unknown is doubt, and leads to beginner where something speaks for easier.
        past: finished sessions of all routines, newest first.
        today: the present day.
        needed: clean sessions in a row for the next level, 1 or more.

    Returns:
        None where the level stays.
    """
    mine = [session for session in past if session.routine == routine]
    if not mine:
        return None
    place = LEVELS.index(level) if level in LEVELS else 0
    # Session dates may lie ahead by a time zone; a pause is then 0 days.
    pause_days = (today - max(session.started.date() for session in past)).days
    if pause_days >= LONG_PAUSE_DAYS:
        return _easier(level, place, f"{_weeks(pause_days)} without strength training")
    broken = sum(s.form is Form.BROKEN for s in mine[0].work)
    if broken:
        return _easier(level, place, f"broken form in {counted(broken, 'set')} of the last session")
    if level not in LEVELS[:-1] or not _enough(mine, needed):
        return None
    times = "the last session" if needed == 1 else f"the last {needed} sessions"
    return LevelOffer(LEVELS[place + 1], easier=False, reason=f"{times} clean in all sets: try {LEVELS[place + 1]}")


def routine_at(level: str, routines: Iterable[Routine]) -> Routine | None:
    """The routine to choose for a level: the one named like it, else the first of it; None where there is none."""
    there = [routine for routine in routines if routine.level == level]
    return next((routine for routine in there if routine.id == level), there[0] if there else None)


def first_level(levels: Iterable[str]) -> str:
    """Where a runner without a past begins: the easiest of the levels there are; when in doubt, beginner."""
    there = set(levels)
    return next((level for level in LEVELS if level in there), LEVELS[0])


def _easier(level: str, place: int, why: str) -> LevelOffer:
    easier = LEVELS[max(place - 1, 0)]
    if level == easier:
        return LevelOffer(level, easier=True, reason=f"{why}: start lighter")
    return LevelOffer(easier, easier=True, reason=f"{why}: {easier} is an easier start")


def _enough(mine: Iterable[Session], needed: int) -> bool:
    last = list(islice(mine, needed))
    return len(last) == needed and all(all_clean(session) for session in last)


def _weeks(days: int) -> str:
    return counted(days // 7, "week")
