"""From a session's file to the workout it holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from setpace.core.events import Adopt
from setpace.core.workout import apply, fold, to_session
from setpace.store.session_format import Unread
from setpace.store.session_tables import second

if TYPE_CHECKING:
    from setpace.core.session import PerformedSet
    from setpace.core.workout import Workout
    from setpace.store.session_format import SessionFile


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
    there = {done.slot for done in session.sets} | _broken_slots(file)
    queue = [slot.index for slot in folded.queue if slot.index not in there]
    # A set deleted by hand, now or before an earlier resume, is in none of the lists.
    places = {*range(1, len(session.plan) + 1), *(done.slot for done in folded.performed)}
    for again in sorted(places - there - set(queue) - {slot.index for slot in folded.dropped}):
        queue.insert(next((i for i, slot in enumerate(queue) if slot > again), len(queue)), again)
    left = () if session.finished is not None else tuple(queue)
    return apply(folded, Adopt(at=session.ended, sets=session.sets, left=left, note=session.note)).state


def _as_kept(done: PerformedSet) -> PerformedSet:
    return replace(done, started=second(done.started), finished=second(done.finished))


def _broken_slots(file: SessionFile) -> set[int]:
    """Slots of sets that were done but cannot be read: they are not to be done again."""
    unread = file.unknown.get("sets")
    broken = unread.broken if isinstance(unread, Unread) else ()
    slots = (table.get("slot") for table in broken if isinstance(table, dict))
    return {slot for slot in slots if type(slot) is int}
