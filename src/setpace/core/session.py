"""A session as the log keeps it: what was planned and what was performed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from setpace.core.exercise import RestRange
    from setpace.core.routine import PlannedSet
    from setpace.core.units import Unit

AHEAD = timedelta(days=1)
"""How far a session may be dated after now: time zones and a clock set back make hours, never more than a day."""


class Form(StrEnum):
    """How a set looked; progression rests on this alone."""

    CLEAN = "clean"
    SHAKY = "shaky"
    BROKEN = "broken"


class SetKind(StrEnum):
    """What a set is for. Only work sets count: for volume, records, the coach, last time and the level."""

    WORK = "work"
    TECHNIQUE = "technique"
    WARMUP = "warmup"

    @property
    def label(self) -> str:
        """The word on screen; a work set needs none."""
        return {"work": "", "technique": "technique", "warmup": "warm-up"}[self.value]


def numbered(kind: SetKind, number: int) -> str:
    """A set's number with what it is for: `2`, `technique 2`, `warm-up 2`."""
    return f"{kind.label} {number}".lstrip()


@dataclass(frozen=True, slots=True)
class Reps:
    """Reps of one set.

    Attributes:
        left: reps done; of the left side where sides are counted apart. 0 or more.
        right: reps of the right side; None = the exercise is not done one side at a time.
    """

    left: int
    right: int | None = None

    @classmethod
    def of(cls, reps: int, *, each_side: bool) -> Reps:
        """`reps`, of each side where `each_side`."""
        return cls(reps, reps if each_side else None)

    @property
    def total(self) -> int:
        """All reps, both sides together."""
        return self.left + (self.right or 0)

    @property
    def lowest(self) -> int:
        """The reps of the weaker side: what a target is compared with."""
        return self.left if self.right is None else min(self.left, self.right)

    def __str__(self) -> str:
        """`12`, `10 each side`, `10 left 8 right`."""
        if self.right is None:
            return str(self.left)
        return f"{self.left} each side" if self.left == self.right else f"{self.left} left {self.right} right"


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformedSet:
    """One completed set.

    Attributes:
        slot: place in the plan, 1-based; added sets follow the plan's last.
        exercise: id of what was done.
        planned: id of what was planned, where it was swapped; else None.
        number: set within the exercise, 1-based; sets of each kind are counted apart.
        kind: what it was for.
        target_reps: reps asked for (of each side where the reps have sides).
        reps: reps done.
        load: load of one implement in the session's unit; None = not known or bodyweight.
        form: None = not rated.
        note: the lifter's words, may be empty.
        started: when the set began.
        finished: when it was done.
        started_by: `key`, or `clock` when the rest ended by itself: then the duration is not the lifter's.
        paused_s: seconds of `finished - started` in which the session was paused.
        rest: the range in force after this set; None = no rest followed.
        rest_taken_s: seconds from this set's end to the next one's start, pauses included; None after the last.
        rest_paused_s: how many of them the session was paused.
    """

    slot: int
    exercise: str
    planned: str | None = None
    number: int
    kind: SetKind = SetKind.WORK
    target_reps: int
    reps: Reps
    load: float | None = None
    form: Form | None = None
    note: str = ""
    started: datetime
    finished: datetime
    started_by: str = "key"
    paused_s: int = 0
    rest: RestRange | None = None
    rest_taken_s: int | None = None
    rest_paused_s: int = 0

    @property
    def numbered(self) -> str:
        """Its number with what it was for: `2`, `technique 2`."""
        return numbered(self.kind, self.number)

    @property
    def duration_s(self) -> int:
        """Seconds the set took, pauses left out."""
        return max(0, round((self.finished - self.started).total_seconds()) - self.paused_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One visit to the gym, as its log file says.

    Attributes:
        id: random, unique to the session.
        routine: id of the routine it was made from.
        name: the routine's name at that time.
        started: when it began.
        finished: when it ended; None = unfinished, can be resumed.
        unit: of every load in it.
        note: the lifter's words on the whole session.
        plan: planned sets, as at the start.
        sets: performed sets, in the order they were done.
        auto_advance: whether a rest ended by itself at its maximum.
    """

    id: str
    routine: str
    name: str
    started: datetime
    finished: datetime | None = None
    unit: Unit
    note: str = ""
    plan: tuple[PlannedSet, ...] = ()
    sets: tuple[PerformedSet, ...] = ()
    auto_advance: bool = True

    def ahead_of(self, now: datetime) -> bool:
        """Whether it is dated so far in the future that its clock was wrong: it must not pass for the last one done."""
        return self.started > now + AHEAD

    @property
    def ended(self) -> datetime:
        """When it ended; of an unfinished session its last stamp."""
        if self.finished is not None:
            return self.finished
        return self.sets[-1].finished if self.sets else self.started

    @property
    def duration_s(self) -> int:
        """Seconds from start to end."""
        return max(0, round((self.ended - self.started).total_seconds()))

    @property
    def work(self) -> tuple[PerformedSet, ...]:
        """The sets that count: without those that only prepared for them."""
        return tuple(done for done in self.sets if done.kind is SetKind.WORK)

    @property
    def planned_total(self) -> int:
        """Sets planned, or performed where more were done; what prepared for them is not counted."""
        return max(len(self.plan), len(self.work))
