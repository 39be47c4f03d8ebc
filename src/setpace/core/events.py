"""What can happen in a workout, in the imperative, each with its time.

The state of a workout is these events folded over its plan (`setpace.core.workout`). Values are absolute (`to 8 reps`,
not `one fewer`), so that a run of changes to one field can be kept as its last event only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from setpace.core.session import Form, PerformedSet, Reps, SetKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in a workout.

    Attributes:
        at: when; aware, to the millisecond.
    """

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteSet(Event):
    """The set at hand is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSet(Event):
    """The rest is over and the next set begins.

    Attributes:
        by: `key`, or `clock` where the rest ended by itself at its maximum (not a step for undo).
    """

    by: str = "key"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendRest(Event):
    """Both marks of this rest move; past the maximum: the maximum becomes now plus `by_s`.

    Attributes:
        by_s: seconds, negative to shorten.
    """

    by_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipSet(Event):
    """The set at hand, in a rest the next one, is left out; a pause goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSet(Event):
    """One more set of the exercise at hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepare(Event):
    """Technique or warm-up sets are put before the work sets of the exercise at hand.

    Attributes:
        kind: technique or warm-up.
        counts: reps of each set, in order; one or more.
        loads: load of each set, in the session's unit; empty = not known (a dowel).
        rest_min: of the rest after each of them, in seconds.
        rest_max: the same.
    """

    kind: SetKind
    counts: tuple[int, ...]
    loads: tuple[float, ...] = ()
    rest_min: int
    rest_max: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapExercise(Event):
    """The rest of this exercise's sets are done with another of its family.

    Attributes:
        to: id of the other exercise.
        each_side: whether its reps are of each side.
        load: its load, in the session's unit.
    """

    to: str
    each_side: bool
    load: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoLater(Event):
    """The rest of this exercise's sets move to the end of the session; a pause goes on."""


class PainAnswer(StrEnum):
    """What is done about something that hurts."""

    LIGHTER = "lighter"
    SWAP = "swap"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPain(Event):
    """Something hurts: it is noted, and answered; a pause goes on.

    Attributes:
        answer: lighter, swap, or end this exercise.
        text: what goes into the session's note.
        load: the load from now on (lighter, swap).
        to: id of the other exercise (swap).
        each_side: whether its reps are of each side (swap).
    """

    answer: PainAnswer
    text: str
    load: float | None = None
    to: str = ""
    each_side: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Event):
    """The clock stands still; the body rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Event):
    """The clock runs again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotEvent(Event):
    """A change to one set; a run of them to the same field of the same set is one step.

    Attributes:
        slot: place of the set in the plan, 1-based; 0 = the session as a whole (notes only).
    """

    slot: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReps(SlotEvent):
    """The reps of a set, done or to come."""

    reps: Reps


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLoad(SlotEvent):
    """The load of a set and of the later sets of its exercise.

    Attributes:
        load: in the session's unit; None = not known or bodyweight.
    """

    load: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateForm(SlotEvent):
    """The form of a completed set, with the load that the coach gives the next one for it: one step for undo.

    Attributes:
        form: None = not rated.
        next_slot: whose load changes with it (and that of the later sets of its exercise); None = no load does.
        next_load: that load, in the session's unit; None = not known or bodyweight.
    """

    form: Form | None
    next_slot: int | None = None
    next_load: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNote(SlotEvent):
    """The note of a set, or of the session (`slot` 0)."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish(Event):
    """The session ends here; missing sets stay planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Event):
    """The program was started again on this session (not a step for undo)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopt(Event):
    """The file's sets were edited by hand: they win, and undo starts empty (not a step for undo).

    The events before it still say how the sets to do were made: added, swapped, with which load.

    Attributes:
        sets: the performed sets as the file says.
        left: slots still to do, in order.
        note: the session's note as the file says.
    """

    sets: tuple[PerformedSet, ...]
    left: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Event):
    """Take back the last step of the user."""


def is_step(event: Event) -> bool:
    """Whether undo counts the event: what the user did is a step, what the clock or the program did is none."""
    if isinstance(event, StartSet):
        return event.by == "key"
    return not isinstance(event, Reopen | Adopt)
