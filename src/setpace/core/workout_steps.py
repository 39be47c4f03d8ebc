"""What each event does to a running workout."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from setpace.core import events as ev
from setpace.core.exercise import RestRange
from setpace.core.session import PerformedSet, SetKind
from setpace.core.workout_prepare import prepare, same_loads, work_slot
from setpace.core.workout_queue import add, do_later, drop, ended, need_queue, rest_taken, swap
from setpace.core.workout_state import (
    Ended,
    InSet,
    RefusedError,
    Resting,
    Slot,
    Workout,
    begin,
    clock_ended,
    clock_start,
    planned_rest,
    rest_elapsed,
    slot_of,
    slots,
    total,
)

if TYPE_CHECKING:
    from datetime import datetime

    from setpace.core.session import Form, Reps


def step(state: Workout, event: ev.Event) -> Workout:  # noqa: C901, PLR0911, PLR0912 - one branch an event
    """Apply one event, history aside; raises `RefusedError`."""
    match event:
        case ev.CompleteSet():
            return _complete(state, event.at)
        case ev.StartSet():
            return _start(state, event.at, event.by)
        case ev.ExtendRest():
            return _extend(state, event.at, event.by_s)
        case ev.SkipSet():
            need_queue(state)
            return drop(state, event.at, lambda slot: slot is state.queue[0])
        case ev.AddSet():
            return add(state, event.at)
        case ev.Prepare():
            return prepare(state, event)
        case ev.SwapExercise():
            return swap(state, event.to, event.at, each_side=event.each_side, load=event.load)
        case ev.DoLater():
            return do_later(state, event.at)
        case ev.ReportPain():
            return _pain(state, event)
        case ev.Pause():
            if state.paused_since is not None or isinstance(state.stage, Ended):
                raise RefusedError("the clock stands still already")
            return replace(state, paused_since=event.at)
        case ev.Resume():
            if state.paused_since is None:
                raise RefusedError("nothing is paused")
            return _resumed(state, event.at)
        case ev.SetReps():
            return _changed(state, event.slot, reps=event.reps)
        case ev.SetLoad():
            return _loaded(state, event.slot, event.load)
        case ev.RateForm():
            if not any(s.slot == event.slot for s in state.performed):
                raise RefusedError("no set is done yet: form is rated after the set")
            rated = _changed(state, event.slot, form=event.form)
            return rated if event.next_slot is None else _loaded(rated, event.next_slot, event.next_load)
        case ev.WriteNote():
            return replace(state, note=event.text) if event.slot == 0 else _changed(state, event.slot, note=event.text)
        case ev.Finish():
            if isinstance(state.stage, Ended):
                raise RefusedError("the session is finished already")
            return ended(replace(state, paused_since=None), event.at)
        case ev.Reopen():
            return _reopened(state, event.at)
        case ev.Adopt():
            return _adopted(state, event)
        case _:
            raise TypeError(f"not an event of a workout: {event!r}")


def _complete(state: Workout, at: datetime) -> Workout:
    stage = state.stage
    if isinstance(stage, Ended):
        raise RefusedError("the session is over")
    if isinstance(stage, Resting):
        raise RefusedError("the next set has not begun")
    if state.paused_since is not None:
        raise RefusedError("the session is paused")
    slot, *queue = state.queue
    performed = PerformedSet(
        slot=slot.index,
        exercise=slot.exercise,
        planned=slot.planned if slot.planned != slot.exercise else None,
        number=slot.number,
        kind=slot.kind,
        target_reps=slot.target_reps,
        reps=slot.reps,
        load=slot.load,
        note=slot.note,
        started=stage.since,
        finished=at,
        started_by=stage.by,
        paused_s=round(total(stage.pauses).total_seconds()),
        rest=slot.rest if queue else None,
    )
    state = replace(state, performed=(*state.performed, performed), queue=tuple(queue))
    if not queue:
        return ended(state, at)
    resting = Resting(since=at, rest=slot.rest)
    state = replace(state, stage=resting)
    # A rest of nothing (superset, circuit) goes straight on, whatever auto-advance says.
    return _start(state, at, "clock") if slot.rest.max_s == 0 else state


def _start(state: Workout, at: datetime, by: str) -> Workout:
    stage = state.stage
    if isinstance(stage, Ended):
        raise RefusedError("the session is over")
    if isinstance(stage, InSet):
        raise RefusedError("the set has begun already")
    if by == "key":
        if state.paused_since is not None:
            raise RefusedError("the session is paused")
        if clock_start(state, at) is not None:
            raise RefusedError("the set has begun already")
    # The pauses since the clock began the set are the set's; those before are the rest's.
    later = tuple(p for p in stage.pauses if p[0] >= at)
    before = replace(stage, pauses=tuple(p for p in stage.pauses if p[0] < at))
    state = rest_taken(state, before, at)
    return replace(state, stage=InSet(since=at, by=by, before=before, pauses=later))


def _extend(state: Workout, at: datetime, by_s: int) -> Workout:
    state = _rest_again(state)
    stage = state.stage
    if not isinstance(stage, Resting):
        raise RefusedError("there is no rest to change")
    elapsed_s = rest_elapsed(stage, at, state.paused_since).total_seconds()
    rest = stage.rest
    if elapsed_s >= rest.max_s:
        if by_s < 0:
            raise RefusedError("the rest is over: nothing to take away")
        longest_s = int(elapsed_s) + by_s
        rest = RestRange(min(rest.min_s, longest_s), longest_s)
    else:
        # Shortening ends the rest now at the earliest: the past cannot be the time when the next set began.
        longest_s = max(rest.max_s + by_s, -int(-elapsed_s // 1))
        moved_s = longest_s - rest.max_s
        rest = RestRange(min(max(rest.min_s + moved_s, 0), longest_s), longest_s)
    if rest == stage.rest:
        raise RefusedError("the rest cannot be shorter")
    return replace(state, stage=replace(stage, rest=rest, held=False))


def _rest_again(state: Workout) -> Workout:
    """Take back the start of a set that the clock began (after an undone "done"); other states stay."""
    stage, rest = state.stage, clock_ended(state.stage)
    if rest is None or not isinstance(stage, InSet):
        return state
    last = replace(state.performed[-1], rest_taken_s=None, rest_paused_s=0)
    # The pauses of both count on in the rest.
    rest = replace(rest, pauses=(*rest.pauses, *stage.pauses))
    return replace(state, performed=(*state.performed[:-1], last), stage=rest)


def _reopened(state: Workout, at: datetime) -> Workout:
    """The program was started again: a set that the clock began meanwhile counts as not begun."""
    state = _rest_again(state)
    stage = state.stage
    if not isinstance(stage, Resting):
        return state
    elapsed_s = rest_elapsed(stage, at, state.paused_since).total_seconds()
    return replace(state, stage=replace(stage, held=stage.held or elapsed_s >= stage.rest.max_s))


def _pain(state: Workout, event: ev.ReportPain) -> Workout:
    """Note what hurts, and do what the lifter answered."""
    slot = need_queue(state)
    state = replace(state, pains=(*state.pains, event.text))
    match event.answer:
        case ev.PainAnswer.LIGHTER:
            return _no_ramp_above(event.load, _loaded(state, work_slot(state).index, event.load), event.at)
        case ev.PainAnswer.SWAP:
            return swap(state, event.to, event.at, each_side=event.each_side, load=event.load)
        case ev.PainAnswer.END:
            return drop(state, event.at, lambda s: s.planned == slot.planned)
        case _:
            assert_never(event.answer)


def _no_ramp_above(load: float | None, state: Workout, at: datetime) -> Workout:
    """Leave out of the ramp at hand what is no lighter than the work sets have become."""
    planned = need_queue(state).planned
    return drop(
        state,
        at,
        lambda s: (
            s.kind is SetKind.WARMUP
            and s.planned == planned
            and load is not None
            and s.load is not None
            and s.load >= load
        ),
    )


def _resumed(state: Workout, at: datetime) -> Workout:
    since, stage = state.paused_since, state.stage
    assert since is not None
    state = replace(state, paused_since=None)
    if isinstance(stage, Resting):
        return replace(state, stage=replace(stage, pauses=(*stage.pauses, (since, at))))
    if isinstance(stage, InSet):
        return replace(state, stage=replace(stage, pauses=(*stage.pauses, (since, at))))
    return state


def _changed(
    state: Workout, slot: int, *, reps: Reps | None = None, form: Form | None = None, note: str | None = None
) -> Workout:
    """Change one set, done or to come. A `form` of None with nothing else to change takes the rating away."""
    for i, done in enumerate(state.performed):
        if done.slot == slot:
            if reps is not None:
                done = replace(done, reps=reps)  # noqa: PLW2901 - the changed one takes its place
            elif note is not None:
                done = replace(done, note=note)  # noqa: PLW2901
            else:
                done = replace(done, form=form)  # noqa: PLW2901
            return replace(state, performed=(*state.performed[:i], done, *state.performed[i + 1 :]))
    for i, planned in enumerate(state.queue):
        if planned.index == slot and (reps is not None or note is not None):
            changed = replace(planned, reps=reps or planned.reps, note=planned.note if note is None else note)
            return replace(state, queue=(*state.queue[:i], changed, *state.queue[i + 1 :]))
    raise RefusedError("there is no such set")


def _loaded(state: Workout, slot: int, load: float | None) -> Workout:
    """Give a set its load, and the later sets of its exercise too."""
    of: PerformedSet | Slot | None = next((s for s in state.performed if s.slot == slot), None)
    from_queue = 0
    if of is None:
        from_queue = next((i for i, s in enumerate(state.queue) if s.index == slot), -1)
        if from_queue < 0:
            raise RefusedError("there is no such set")
        of = state.queue[from_queue]
    later = same_loads(of)
    return replace(
        state,
        performed=tuple(replace(s, load=load) if s.slot == slot else s for s in state.performed),
        queue=tuple(
            replace(s, load=load) if s.index == slot or (i >= from_queue and later(s)) else s
            for i, s in enumerate(state.queue)
        ),
    )


def _adopted(state: Workout, event: ev.Adopt) -> Workout:
    """Go on from sets that were edited by hand, resting since the last of them.

    What is still to do stays as it was made: added, swapped, with its load.
    """
    known = {slot.index: slot for slot in slots(state.head.plan)}
    known |= {done.slot: slot_of(state, done) for done in state.performed}
    known |= {slot.index: slot for slot in (*state.dropped, *state.queue)}
    done_slots = {done.slot for done in event.sets}
    queue = tuple(known[i] for i in event.left if i in known and i not in done_slots)
    # The words on dropped sets are in the session's note by now.
    dropped = tuple(replace(s, note="") for s in state.dropped if s.index not in done_slots.union(event.left))
    # Added sets stay added: their places and numbers must not be given again.
    new = [s for s in event.sets if s.slot not in known]
    added = (*state.added, *(s.planned or s.exercise for s in new if s.kind is SetKind.WORK))
    prepared = (*state.prepared, *((s.kind, s.planned or s.exercise) for s in new if s.kind is not SetKind.WORK))
    state = replace(
        begin(state.head),
        queue=queue,
        performed=event.sets,
        dropped=dropped,
        note=event.note,
        added=added,
        prepared=prepared,
        history=state.history,
    )
    if not queue:
        return replace(state, stage=Ended(since=event.sets[-1].finished if event.sets else event.at))
    if not event.sets:
        return state
    last = event.sets[-1]
    return replace(state, stage=Resting(since=last.finished, rest=planned_rest(state, last)))
