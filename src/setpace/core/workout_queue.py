"""What changes the order of a workout: sets left out, added, swapped or moved, and its end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from setpace.core.session import Reps, SetKind
from setpace.core.workout_state import (
    Ended,
    InSet,
    RefusedError,
    Resting,
    Slot,
    Workout,
    clock_start,
    planned_rest,
    rest_elapsed,
    sets_of,
    slot_of,
    total,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


def drop(state: Workout, at: datetime, which: Callable[[Slot], bool]) -> Workout:
    """Leave out the sets of the queue that `which` picks; in a set, the next one begins at once."""
    dropped = tuple(slot for slot in state.queue if which(slot))
    kept = tuple(slot for slot in state.queue if not which(slot))
    return with_queue(replace(state, dropped=(*state.dropped, *dropped)), kept, at)


def with_queue(state: Workout, queue: tuple[Slot, ...], at: datetime) -> Workout:
    """Go on with another queue, from a set or a rest.

    A paused session stays paused: only going on ends a pause. In a set, the open pause is divided there: its first part
    belongs to the set that was left, and the next set has taken no time until the lifter goes on.
    """
    stage = state.stage
    if isinstance(stage, Resting) and queue and clock_start(state, at) is not None and queue[0] is not state.queue[0]:
        # The clock began another set than this one: nobody lifts it yet.
        stage = replace(stage, held=True)
        state = replace(state, stage=stage)
    same_at_hand = bool(queue) and bool(state.queue) and queue[0].index == state.queue[0].index
    state = replace(state, queue=queue)
    if not queue:
        return ended(replace(state, paused_since=None), at)
    if isinstance(stage, InSet) and not same_at_hand:
        before, pauses = stage.before, stage.pauses
        if state.paused_since is not None:
            pauses = (*pauses, (state.paused_since, at))
            state = replace(state, paused_since=at)
        if before is not None:
            before = replace(before, pauses=(*before.pauses, *pauses))
            state = rest_taken(state, before, at)
        return replace(state, stage=InSet(since=at, before=before))
    return state


def ended(state: Workout, at: datetime) -> Workout:
    """The session ends; no rest follows its last set."""
    performed = state.performed
    if performed:
        last = replace(performed[-1], rest=None, rest_taken_s=None, rest_paused_s=0)
        performed = (*performed[:-1], last)
    return replace(state, performed=performed, stage=Ended(since=at))


def rest_taken(state: Workout, resting: Resting, until: datetime) -> Workout:
    """Write down, with the set before it, the rest that was really taken."""
    if not state.performed:
        return state
    rested = replace(
        state.performed[-1],
        rest=resting.rest,
        rest_taken_s=round((until - resting.since).total_seconds()),
        rest_paused_s=round(total(resting.pauses).total_seconds()),
    )
    return replace(state, performed=(*state.performed[:-1], rested))


def add(state: Workout, at: datetime) -> Workout:
    """Put one more set behind the last one of the exercise at hand (in a rest and at the end: the one just done)."""
    stage = state.stage
    if isinstance(stage, Ended) and not state.performed:
        raise RefusedError("no set was done: undo goes back to the session")
    # A set that the clock began is at hand too; it needs no record, as the rest may still be made longer.
    if isinstance(stage, InSet) or not state.performed or clock_start(state, at) is not None:
        model = state.queue[0]
    else:
        model = slot_of(state, state.performed[-1])
    same = [s.planned == model.planned and s.kind is model.kind for s in state.queue]
    behind = max((i for i, is_same in enumerate(same, start=1) if is_same), default=0)
    if behind:
        model = state.queue[behind - 1]
    slot = replace(
        model,
        index=last_index(state) + 1,
        number=sets_of(state, model) + 1,
        reps=Reps.of(model.target_reps, each_side=model.reps.right is not None),
        note="",
    )
    if model.kind is SetKind.WORK:
        state = replace(state, added=(*state.added, model.planned))
    else:
        state = replace(state, prepared=(*state.prepared, (model.kind, model.planned)))
    if isinstance(stage, Ended):
        return _one_more(state, slot, at)
    return replace(state, queue=(*state.queue[:behind], slot, *state.queue[behind:]))


def _one_more(state: Workout, slot: Slot, at: datetime) -> Workout:
    """One more set after the end: the rest after the last one goes on, what was left out stays so."""
    last = state.performed[-1]
    rest = planned_rest(state, last)
    resting = Resting(since=last.finished, rest=rest)
    late = rest_elapsed(resting, at, None).total_seconds() >= rest.max_s
    return replace(
        state,
        queue=(slot,),
        performed=(*state.performed[:-1], replace(last, rest=rest)),
        dropped=(*state.dropped, *state.queue),
        stage=replace(resting, held=late),
    )


def last_index(state: Workout) -> int:
    """The highest place given so far, of the plan or of a set put in."""
    done = (s.slot for s in state.performed)
    return max(len(state.head.plan), *done, *(s.index for s in (*state.queue, *state.dropped)), 0)


def need_queue(state: Workout) -> Slot:
    """The set at hand or next; refused where none is left."""
    if isinstance(state.stage, Ended) or not state.queue:
        raise RefusedError("no set is left")
    return state.queue[0]


def swap(state: Workout, to: str, at: datetime, *, each_side: bool, load: float | None) -> Workout:
    """Do the sets of the exercise at hand with another one; their numbers and rests stay as planned.

    What was to prepare for the old exercise is left out: the new one may need another preparation, or none.
    """
    at_hand = need_queue(state)
    if to == at_hand.exercise:
        raise RefusedError("it is this exercise already")
    if any(s.kind is SetKind.WORK and s.planned == at_hand.planned for s in state.queue):
        state = drop(state, at, lambda s: s.planned == at_hand.planned and s.kind is not SetKind.WORK)
    queue = tuple(
        replace(s, exercise=to, load=load, reps=Reps.of(s.target_reps, each_side=each_side))
        if s.planned == at_hand.planned
        else s
        for s in state.queue
    )
    return replace(state, queue=queue)


def do_later(state: Workout, at: datetime) -> Workout:
    """Move the sets of the exercise at hand to the end."""
    at_hand = need_queue(state).planned
    later = tuple(s for s in state.queue if s.planned == at_hand)
    sooner = tuple(s for s in state.queue if s.planned != at_hand)
    if not sooner:
        raise RefusedError("it is the last exercise: nothing comes before it")
    return with_queue(state, (*sooner, *later), at)
