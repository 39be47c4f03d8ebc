"""What the history and the statistics need of a session: its head, and its work sets without their times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from setpace.core.session import AHEAD, Form
from setpace.core.units import KG_PER_LB, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from setpace.core.exercise import Library
    from setpace.core.session import Session


@dataclass(frozen=True, slots=True)
class SetSummary:
    """One performed work set.

    Attributes:
        exercise: id of what was done.
        left: reps done; of the left side where sides are counted apart.
        right: reps of the right side; None = not one side at a time.
        load: of one implement, in the session's unit; None = not known or bodyweight.
        form: None = not rated.
    """

    exercise: str
    left: int
    right: int | None = None
    load: float | None = None
    form: Form | None = None

    @property
    def reps(self) -> int:
        """All reps, both sides together."""
        return self.left + (self.right or 0)

    @property
    def lowest(self) -> int:
        """Reps of the weaker side: what both legs can do."""
        return self.left if self.right is None else min(self.left, self.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSummary:
    """One session, short enough to hold ten thousand of them.

    Attributes:
        id: as in its file.
        routine: id of the routine.
        name: the routine's name at that time.
        started: when it began, with its own offset.
        duration_s: seconds from start to end.
        finished: whether it ended; else it can be resumed.
        unit: of every load in it.
        planned: sets planned, or performed where more were done.
        notes: the lifter's words on the session and its sets, a line each; may be empty.
        sets: performed work sets, in the order they were done.
    """

    id: str
    routine: str
    name: str
    started: datetime
    duration_s: int
    finished: bool
    unit: Unit
    planned: int
    notes: str = ""
    sets: tuple[SetSummary, ...] = ()

    @property
    def day(self) -> date:
        """The calendar day it began on, where it was done."""
        return self.started.date()

    def ahead_of(self, now: datetime) -> bool:
        """What `Session.ahead_of` says: dated so far in the future that its clock was wrong."""
        return self.started > now + AHEAD

    def kg(self, load: float) -> float:
        """A load of this session in kg, for comparisons."""
        return load if self.unit is Unit.KG else load * KG_PER_LB

    def volume(self, library: Library) -> float | None:
        """What `stats.volume` says, in the session's unit."""
        loaded = [s for s in self.sets if s.load is not None]
        if not loaded:
            return None
        return sum(s.reps * (s.load or 0) * library.implements(s.exercise) for s in loaded)

    def volume_text(self, library: Library) -> str:
        """What `stats.volume_text` says: `2964 kg`, `—` where no set has a load."""
        total = self.volume(library)
        return "—" if total is None else f"{total:.0f} {self.unit}"

    def form_counts(self) -> Mapping[Form, int]:
        """What `stats.form_counts` says: every form named, unrated sets in none."""
        counts = dict.fromkeys(Form, 0)
        for done in self.sets:
            if done.form is not None:
                counts[done.form] += 1
        return counts


def summary_of(session: Session) -> SessionSummary:
    """The summary of a session; equal sets that follow each other share one value."""
    sets: list[SetSummary] = []
    for done in session.work:
        new = SetSummary(done.exercise, done.reps.left, done.reps.right, done.load, done.form)
        sets.append(sets[-1] if sets and sets[-1] == new else new)
    return SessionSummary(
        id=session.id,
        routine=session.routine,
        name=session.name,
        started=session.started,
        duration_s=session.duration_s,
        finished=session.finished is not None,
        unit=session.unit,
        planned=session.planned_total,
        notes="\n".join(note for note in (session.note, *(done.note for done in session.sets)) if note),
        sets=tuple(sets),
    )


def monday_of(day: date) -> date:
    """The first day of a day's week: weeks run from Monday to Sunday (ISO 8601)."""
    return day - timedelta(days=day.weekday())
