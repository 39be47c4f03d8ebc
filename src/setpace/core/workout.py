"""A running workout as a state machine: events folded over a plan.

`begin` gives the first state, `apply` the next one, `undo` is `apply` of an `Undo`. Nothing here knows what time it
is: every event brings its own, and `setpace.core.workout_view` computes what to show at a given now.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from setpace.core import events as ev
from setpace.core.workout_state import (
    LATEST_CLOCK_START_S,
    Ended,
    InSet,
    RefusedError,
    Resting,
    Slot,
    Workout,
    begin,
    clock_ended,
    clock_start,
    counted_with,
    rest_elapsed,
    sets_of,
    to_session,
    total,
)
from setpace.core.workout_steps import step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from setpace.core.session import Session

__all__ = [
    "LATEST_CLOCK_START_S",
    "Applied",
    "Ended",
    "InSet",
    "Resting",
    "Slot",
    "Workout",
    "apply",
    "begin",
    "clock_ended",
    "clock_start",
    "counted_with",
    "fold",
    "rest_elapsed",
    "sets_of",
    "to_session",
    "total",
]


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of an event.

    Attributes:
        state: the next state; the same one where the event was refused.
        refused: why it made no sense, for the user; None = it was applied.
        undone: of an `Undo`: the event that was taken back.
    """

    state: Workout
    refused: str | None = None
    undone: ev.Event | None = None


def fold(head: Session, events: Iterable[ev.Event]) -> Workout:
    """The state after `events`; refused ones change nothing."""
    state = begin(head)
    for event in events:
        state = apply(state, event).state
    return state


def apply(state: Workout, event: ev.Event) -> Applied:
    """The next state.

    An event before the last stamp is taken to happen at the last stamp: time does not run backwards.

    Args:
        state: the present state; never changed.
        event: what happened.

    Returns:
        The next state, or the same one and why.
    """
    # What the clock began lies before the keys pressed since.
    by_clock = isinstance(event, ev.StartSet) and event.by == "clock"
    if event.at < state.last_stamp and not by_clock:
        event = replace(event, at=state.last_stamp)
    if isinstance(event, ev.Undo):
        return _undone(state)
    before = state
    try:
        if isinstance(event, ev.CompleteSet | ev.SkipSet | ev.DoLater | ev.ReportPain):
            begun = clock_start(state, event.at)
            if begun is not None:
                state = _recorded(state, ev.StartSet(at=begun, by="clock"))
        return Applied(_recorded(state, event))
    except RefusedError as refusal:
        return Applied(before, refused=str(refusal))


def _recorded(state: Workout, event: ev.Event) -> Workout:
    """The state after one event, with the event in its history (a run of changes to one field is one event)."""
    stepped = step(state, event)
    history = state.history
    if isinstance(event, ev.SlotEvent) and history:
        last = history[-1]
        if isinstance(last, ev.SlotEvent) and last.slot == event.slot and type(last) is type(event):
            history = history[:-1]
            if isinstance(event, ev.RateForm) and isinstance(last, ev.RateForm) and event.next_slot is None:
                event = replace(event, next_slot=last.next_slot, next_load=last.next_load)
    return replace(stepped, history=(*history, event))


def _undone(state: Workout) -> Applied:
    """Take back the last step, and only that: what the clock and the program did after it stands where it can."""
    for place in range(len(state.history) - 1, -1, -1):
        event = state.history[place]
        if isinstance(event, ev.Adopt):
            return Applied(state, refused="nothing to undo: the file was edited")
        if ev.is_step(event):
            without = fold(state.head, state.history[:place])
            for later in state.history[place + 1 :]:
                without = _all_the_same(without, later)
            return Applied(without, undone=event)
    return Applied(state, refused="nothing to undo")


def _all_the_same(state: Workout, event: ev.Event) -> Workout:
    """The state after what the clock or the program did, if it happens without the step before it too."""
    if isinstance(event, ev.StartSet):
        begun = clock_start(state, event.at, latest_s=math.inf)
        if begun is None:
            return state
        event = replace(event, at=begun)
    return _recorded(state, event)
