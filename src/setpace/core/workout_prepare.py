"""Sets that prepare for the work sets of an exercise: technique with a dowel or the empty bar, and a warm-up ramp."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from setpace.core.exercise import RestRange
from setpace.core.session import Reps, SetKind
from setpace.core.workout_queue import last_index, need_queue, with_queue
from setpace.core.workout_state import RefusedError, counted_with

if TYPE_CHECKING:
    from collections.abc import Callable

    from setpace.core.events import Prepare
    from setpace.core.session import PerformedSet
    from setpace.core.workout_state import Slot, Workout

_ORDER = (SetKind.TECHNIQUE, SetKind.WARMUP, SetKind.WORK)
"""The movement first, then the load."""


def why_not_prepare(state: Workout, kind: SetKind) -> str | None:
    """Why no sets of a kind can be put before the exercise at hand; None where they can.

    Raises:
        RefusedError: no set is left.
    """
    planned = need_queue(state).planned
    done = [s for s in state.performed if (s.planned or s.exercise) == planned]
    if any(s.kind is SetKind.WORK for s in done):
        return "its work sets have begun"
    if not any(s.kind is SetKind.WORK and s.planned == planned for s in state.queue):
        return "it has no work sets left"
    of = counted_with(replace(work_slot(state), kind=kind))
    there: tuple[Slot | PerformedSet, ...] = (*done, *state.queue)
    if any(counted_with(s) == of for s in there):
        return f"its {kind.label} sets are there already"
    return None


def prepare(state: Workout, event: Prepare) -> Workout:
    """Put the sets of the event before the work sets of the exercise at hand; in a set, the first of them begins."""
    reason = why_not_prepare(state, event.kind)
    if reason is not None:
        raise RefusedError(reason)
    model = work_slot(state)
    first = last_index(state) + 1
    loads = event.loads or (None,) * len(event.counts)
    new = tuple(
        replace(
            model,
            index=first + place,
            number=place + 1,
            kind=event.kind,
            target_reps=reps,
            reps=Reps.of(reps, each_side=model.reps.right is not None),
            load=load,
            rest=RestRange(event.rest_min, event.rest_max),
            note="",
        )
        for place, (reps, load) in enumerate(zip(event.counts, loads, strict=False))
    )
    later = _ORDER.index(event.kind)
    at = next(i for i, s in enumerate(state.queue) if s.planned == model.planned and _ORDER.index(s.kind) > later)
    state = replace(state, prepared=(*state.prepared, *((event.kind, model.planned),) * len(new)))
    return with_queue(state, (*state.queue[:at], *new, *state.queue[at:]), event.at)


def work_slot(state: Workout) -> Slot:
    """The next work set of the exercise at hand; the set at hand where none is left.

    Raises:
        RefusedError: no set is left.
    """
    at_hand = need_queue(state)
    return next((s for s in state.queue if s.planned == at_hand.planned and s.kind is SetKind.WORK), at_hand)


def same_loads(of: PerformedSet | Slot) -> Callable[[Slot], bool]:
    """Which later sets take over a change of one set's load: those of its exercise and kind; of a ramp none."""
    return lambda slot: slot.kind is of.kind is not SetKind.WARMUP and slot.exercise == of.exercise
