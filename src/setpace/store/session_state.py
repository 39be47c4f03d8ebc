"""From a session's file to the workout it holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from setpace.core.events import Adopt
from setpace.core.session import SetKind
from setpace.core.workout import apply, fold, to_session
from setpace.store.session_tables import second

if TYPE_CHECKING:
    from setpace.core.session import PerformedSet
    from setpace.core.workout import Workout
    from setpace.store.session_format import SessionFile

_PREPARES = (SetKind.TECHNIQUE, SetKind.WARMUP)
"""The movement first, then the load; both before the planned sets of their exercise."""

_PLANNED, _ADDED = len(_PREPARES), len(_PREPARES) + 1


def workout_of(file: SessionFile) -> Workout:
    """The workout that a file holds, to go on with.

    Sets or a note that differ from what the events make of them were edited by hand: they win, and undo starts empty.
    """
    session = file.session
    head = replace(session, sets=(), finished=None, note="")
    folded = fold(head, file.events)
    if file.events:
        told = to_session(folded)
        if told.note == session.note and tuple(map(_as_kept, told.sets)) == session.sets:
            return folded
    elif not session.sets and not session.note:
        return folded
    there = {done.slot for done in session.sets} | file.broken_slots
    queue = [slot.index for slot in folded.queue if slot.index not in there]
    # A set deleted by hand, now or before an earlier resume, is in none of the lists.
    places = {*range(1, len(session.plan) + 1), *(done.slot for done in folded.performed)}
    ranks = _ranks(folded)
    for again in sorted(places - there - set(queue) - {slot.index for slot in folded.dropped}):
        queue.insert(next((i for i, slot in enumerate(queue) if ranks[slot] > ranks[again]), len(queue)), again)
    left = () if session.finished is not None else tuple(queue)
    return apply(folded, Adopt(at=session.ended, sets=session.sets, left=left, note=session.note)).state


def _ranks(state: Workout) -> dict[int, tuple[int, int, int]]:
    """Where each set of a session belongs: in the order of the plan, what prepares before its exercise, added behind.

    Args:
        state: the session with everything that was put into it.

    Returns:
        By slot: the place in the plan that it stands at, what it is beside that place, and when it was put in.
    """
    plan = state.head.plan
    ranks = {index: (index, _PLANNED, index) for index in range(1, len(plan) + 1)}
    put_in = [(done.slot, done.kind, done.planned or done.exercise) for done in state.performed]
    put_in += [(slot.index, slot.kind, slot.planned) for slot in (*state.queue, *state.dropped)]
    for index, kind, exercise in put_in:
        if index <= len(plan):
            continue
        places = [place for place, planned in enumerate(plan, start=1) if planned.exercise == exercise]
        if kind is SetKind.WORK:
            ranks[index] = (max(places, default=index), _ADDED, index)
        else:
            ranks[index] = (min(places, default=index), _PREPARES.index(kind), index)
    return ranks


def _as_kept(done: PerformedSet) -> PerformedSet:
    return replace(done, started=second(done.started), finished=second(done.finished))
