"""A running workout as a state machine: events folded over a plan.

`begin` gives the first state, `apply` the next one, `undo` is `apply` of an `Undo`. Nothing here knows what time it
is: every event brings its own, and `setpace.core.workout_view` computes what to show at a given now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from setpace.core import events as ev
from setpace.core.exercise import RestRange
from setpace.core.session import PerformedSet, Reps, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from setpace.core.routine import PlannedSet
    from setpace.core.session import Form

LATEST_CLOCK_START_S = 180
"""A set that the clock began counts as begun for this long past the maximum (a lifter who is away has not begun)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A set still to do: a place in the plan with what the lifter made of it.

    Attributes:
        index: place in the plan, 1-based; added sets follow the plan's last.
        planned: id of the planned exercise.
        exercise: id of what will be done (after a swap).
        number: set within the planned exercise, 1-based.
        target_reps: reps asked for.
        reps: reps that will be logged when it is completed as it stands.
        load: load of one implement; None = not known or bodyweight.
        rest: range of the rest after it.
        note: the lifter's words.
    """

    index: int
    planned: str
    exercise: str
    number: int
    target_reps: int
    reps: Reps
    load: float | None
    rest: RestRange
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """Between two sets.

    Attributes:
        since: when the set before was done.
        rest: the range in force (shifted by the lifter or as planned).
        pauses: closed pauses, in order.
        held: the clock may not begin the next set (the maximum passed while the program was not running).
    """

    since: datetime
    rest: RestRange
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InSet:
    """Lifting the first set of the queue.

    Attributes:
        since: when it began.
        by: `key` or `clock`.
        before: the rest it ended, where there was one.
        paused: how long it was paused so far.
    """

    since: datetime
    by: str = "key"
    before: Resting | None = None
    paused: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """All is done, or the lifter finished: the summary.

    Attributes:
        since: when the session ended.
    """

    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Workout:
    """The state of a workout after its events.

    Attributes:
        head: what never changes: id, routine, name, started, unit, plan, auto_advance (its sets are not used).
        queue: sets still to do, in order; the first is at hand (in a set) or next (in a rest).
        performed: completed sets, in order.
        dropped: sets that were skipped or ended.
        stage: in a set, resting or ended.
        paused_since: start of the open pause, None = running.
        note: the lifter's words on the session.
        pains: what hurt, one entry each.
        added: planned exercise of each added set, in order.
        history: the events that led here; undo pops them.
    """

    head: Session
    queue: tuple[Slot, ...]
    performed: tuple[PerformedSet, ...] = ()
    dropped: tuple[Slot, ...] = ()
    stage: InSet | Resting | Ended
    paused_since: datetime | None = None
    note: str = ""
    pains: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    history: tuple[ev.Event, ...] = ()

    @property
    def last_stamp(self) -> datetime:
        """The latest time anything here happened; no event may come before it."""
        return self.history[-1].at if self.history else self.head.started


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


class _RefusedError(Exception):
    """An event that makes no sense now; its text says why."""


def begin(head: Session) -> Workout:
    """The state at the start of a session: in its first set.

    Args:
        head: the session with its plan (one planned set at least) and no sets.
    """
    return Workout(head=head, queue=_slots(head.plan), stage=InSet(since=head.started))


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
    if event.at < state.last_stamp:
        event = replace(event, at=state.last_stamp)
    if isinstance(event, ev.Undo):
        return _undo(state)
    before = state
    try:
        if isinstance(event, ev.CompleteSet | ev.SkipSet | ev.DoLater | ev.ReportPain):
            begun = clock_start(state, event.at)
            if begun is not None:
                state = _recorded(state, ev.StartSet(at=begun, by="clock"))
        return Applied(_recorded(state, event))
    except _RefusedError as refusal:
        return Applied(before, refused=str(refusal))


def rest_elapsed(resting: Resting, now: datetime, paused_since: datetime | None) -> timedelta:
    """How far the rest's clock has run at `now`: pauses do not count."""
    until = now if paused_since is None else min(paused_since, now)
    return max(timedelta(0), until - resting.since - _total(resting.pauses))


def clock_start(state: Workout, now: datetime) -> datetime | None:
    """When the clock began the next set by itself; None where it did not (or no longer counts as begun)."""
    stage = state.stage
    if not isinstance(stage, Resting) or stage.held or not state.head.auto_advance:
        return None
    past_s = rest_elapsed(stage, now, state.paused_since).total_seconds() - stage.rest.max_s
    return _maximum_at(stage) if 0 <= past_s <= LATEST_CLOCK_START_S else None


def sets_of(state: Workout, planned: str) -> int:
    """How many sets of a planned exercise there are, added ones included."""
    return sum(p.exercise == planned for p in state.head.plan) + state.added.count(planned)


def to_session(state: Workout) -> Session:
    """The session as the log keeps it, at this moment."""
    left_notes = tuple(f"{s.exercise} set {s.number}: {s.note}" for s in state.dropped if s.note)
    return replace(
        state.head,
        finished=state.stage.since if isinstance(state.stage, Ended) else None,
        note="\n".join(part for part in (state.note, *state.pains, *left_notes) if part),
        sets=state.performed,
    )


# ------------------------------------------------------------------------------------------------ the step of one event


def _recorded(state: Workout, event: ev.Event) -> Workout:
    """The state after one event, with the event in its history (a run of changes to one field is one event)."""
    stepped = _step(state, event)
    history = state.history
    if isinstance(event, ev.SlotEvent) and history:
        last = history[-1]
        if type(last) is type(event) and isinstance(last, ev.SlotEvent) and last.slot == event.slot:
            history = history[:-1]
    return replace(stepped, history=(*history, event))


def _step(state: Workout, event: ev.Event) -> Workout:  # noqa: C901, PLR0911, PLR0912 - one branch an event
    """Apply one event, history aside; raises `_RefusedError`."""
    match event:
        case ev.CompleteSet():
            return _complete(state, event.at)
        case ev.StartSet():
            return _start(state, event.at, event.by)
        case ev.ExtendRest():
            return _extend(state, event.at, event.by_s)
        case ev.SkipSet():
            _need_queue(state)
            return _drop(state, event.at, lambda slot: slot is state.queue[0])
        case ev.AddSet():
            return _add(state)
        case ev.SwapExercise():
            return _swap(state, event.to, each_side=event.each_side, load=event.load)
        case ev.DoLater():
            return _later(state, event.at)
        case ev.ReportPain():
            return _pain(state, event)
        case ev.Pause():
            if state.paused_since is not None or isinstance(state.stage, Ended):
                raise _RefusedError("the clock stands still already")
            return replace(state, paused_since=event.at)
        case ev.Resume():
            if state.paused_since is None:
                raise _RefusedError("nothing is paused")
            return _resumed(state, event.at)
        case ev.SetReps():
            return _changed(state, event.slot, reps=event.reps)
        case ev.SetLoad():
            return _loaded(state, event.slot, event.load)
        case ev.RateForm():
            if not any(s.slot == event.slot for s in state.performed):
                raise _RefusedError("no set is done yet: form is rated after the set")
            return _changed(state, event.slot, form=event.form)
        case ev.WriteNote():
            return replace(state, note=event.text) if event.slot == 0 else _changed(state, event.slot, note=event.text)
        case ev.Finish():
            if isinstance(state.stage, Ended):
                raise _RefusedError("the session is finished already")
            return _ended(replace(state, paused_since=None), event.at)
        case ev.Reopen():
            stage = state.stage
            if isinstance(stage, Resting) and state.paused_since is None and _maximum_at(stage) <= event.at:
                return replace(state, stage=replace(stage, held=True))
            return state
        case ev.Adopt():
            return _adopted(state, event)
        case _:
            raise TypeError(f"not an event of a workout: {event!r}")


def _undo(state: Workout) -> Applied:
    """Take back the last step; what the clock did after it goes with it."""
    for place in range(len(state.history) - 1, -1, -1):
        event = state.history[place]
        if isinstance(event, ev.Adopt):
            break
        if ev.is_step(event):
            kept = (*state.history[:place], *(e for e in state.history[place + 1 :] if isinstance(e, ev.Reopen)))
            return Applied(fold(state.head, kept), undone=event)
    return Applied(state, refused="nothing to undo")


def _complete(state: Workout, at: datetime) -> Workout:
    stage = state.stage
    if isinstance(stage, Ended):
        raise _RefusedError("the session is over")
    if isinstance(stage, Resting):
        raise _RefusedError("the next set has not begun")
    if state.paused_since is not None:
        raise _RefusedError("the session is paused")
    slot, *queue = state.queue
    performed = PerformedSet(
        slot=slot.index,
        exercise=slot.exercise,
        planned=slot.planned if slot.planned != slot.exercise else None,
        number=slot.number,
        target_reps=slot.target_reps,
        reps=slot.reps,
        load=slot.load,
        note=slot.note,
        started=stage.since,
        finished=at,
        started_by=stage.by,
        paused_s=round(stage.paused.total_seconds()),
        rest=slot.rest if queue else None,
    )
    state = replace(state, performed=(*state.performed, performed), queue=tuple(queue))
    if not queue:
        return _ended(state, at)
    resting = Resting(since=at, rest=slot.rest)
    state = replace(state, stage=resting)
    # A rest of nothing (superset, circuit) goes straight on, whatever auto-advance says.
    return _start(state, at, "clock") if slot.rest.max_s == 0 else state


def _start(state: Workout, at: datetime, by: str) -> Workout:
    stage = state.stage
    if isinstance(stage, Ended):
        raise _RefusedError("the session is over")
    if isinstance(stage, InSet):
        raise _RefusedError("the set has begun already")
    if by == "key":
        if state.paused_since is not None:
            raise _RefusedError("the session is paused")
        if clock_start(state, at) is not None:
            raise _RefusedError("the set has begun already")
    # The pauses since the clock began the set are the set's; those before are the rest's.
    later = tuple(p for p in stage.pauses if p[0] >= at)
    before = replace(stage, pauses=tuple(p for p in stage.pauses if p[0] < at))
    state = _rest_taken(state, before, at)
    return replace(state, stage=InSet(since=at, by=by, before=stage, paused=_total(later)))


def _rest_taken(state: Workout, resting: Resting, until: datetime) -> Workout:
    """Write down, with the set before it, the rest that was really taken."""
    if not state.performed:
        return state
    rested = replace(
        state.performed[-1],
        rest=resting.rest,
        rest_taken_s=round((until - resting.since).total_seconds()),
        rest_paused_s=round(_total(resting.pauses).total_seconds()),
    )
    return replace(state, performed=(*state.performed[:-1], rested))


def _extend(state: Workout, at: datetime, by_s: int) -> Workout:
    stage = state.stage
    if isinstance(stage, InSet) and stage.by == "clock" and stage.before is not None and stage.before.rest.max_s > 0:
        # Only what the clock began is taken back (after an undone "done"); the pauses of both count on in the rest.
        stage = stage.before
        last = replace(state.performed[-1], rest_taken_s=None, rest_paused_s=0)
        state = replace(state, performed=(*state.performed[:-1], last), stage=stage)
    if not isinstance(stage, Resting):
        raise _RefusedError("there is no rest to change")
    elapsed_s = rest_elapsed(stage, at, state.paused_since).total_seconds()
    rest = stage.rest
    if elapsed_s >= rest.max_s:
        if by_s < 0:
            raise _RefusedError("the rest is over: nothing to take away")
        longest_s = int(elapsed_s) + by_s
        rest = RestRange(min(rest.min_s, longest_s), longest_s)
    else:
        # Shortening ends the rest now at the earliest: the past cannot be the time when the next set began.
        longest_s = max(rest.max_s + by_s, -int(-elapsed_s // 1))
        rest = RestRange(min(max(rest.min_s + by_s, 0), longest_s), longest_s)
    if rest == stage.rest:
        raise _RefusedError("the rest cannot be shorter")
    return replace(state, stage=replace(stage, rest=rest, held=False))


def _drop(state: Workout, at: datetime, which: Callable[[Slot], bool]) -> Workout:
    """Leave out the sets of the queue that `which` picks; in a set, the next one begins at once."""
    dropped = tuple(slot for slot in state.queue if which(slot))
    kept = tuple(slot for slot in state.queue if not which(slot))
    return _with_queue(replace(state, dropped=(*state.dropped, *dropped)), kept, at)


def _with_queue(state: Workout, queue: tuple[Slot, ...], at: datetime) -> Workout:
    """Go on with another queue, from a set or a rest."""
    stage = state.stage
    same_at_hand = bool(queue) and bool(state.queue) and queue[0].index == state.queue[0].index
    state = replace(state, queue=queue)
    if not queue:
        return _ended(replace(state, paused_since=None), at)
    if isinstance(stage, InSet) and not same_at_hand:
        if state.paused_since is not None:
            raise _RefusedError("the session is paused")
        if state.performed and stage.before is not None:
            state = _rest_taken(state, replace(stage.before, pauses=stage.before.pauses), at)
        return replace(state, stage=InSet(since=at, before=stage.before))
    return state


def _ended(state: Workout, at: datetime) -> Workout:
    """The session ends; no rest follows its last set."""
    performed = state.performed
    if performed:
        last = replace(performed[-1], rest=None, rest_taken_s=None, rest_paused_s=0)
        performed = (*performed[:-1], last)
    return replace(state, performed=performed, stage=Ended(since=at))


def _add(state: Workout) -> Workout:
    """Put one more set behind the last one of the exercise at hand (in a rest and at the end: the one just done)."""
    stage = state.stage
    if isinstance(stage, InSet) or not state.performed:
        model = state.queue[0]
    else:
        done = state.performed[-1]
        model = Slot(
            index=0,
            planned=done.planned or done.exercise,
            exercise=done.exercise,
            number=0,
            target_reps=done.target_reps,
            reps=done.reps,
            load=done.load,
            rest=_planned_rest(state, done),
        )
    behind = max((i + 1 for i, s in enumerate(state.queue) if s.planned == model.planned), default=0)
    if behind:
        model = state.queue[behind - 1]
    slot = replace(
        model,
        index=len(state.head.plan) + len(state.added) + 1,
        number=sets_of(state, model.planned) + 1,
        reps=Reps.of(model.target_reps, each_side=model.reps.right is not None),
        note="",
    )
    state = replace(
        state,
        queue=(*state.queue[:behind], slot, *state.queue[behind:]),
        added=(*state.added, model.planned),
    )
    if isinstance(stage, Ended) and state.performed:
        last = state.performed[-1]
        rest = _planned_rest(state, last)
        resting = Resting(since=last.finished, rest=rest, held=True)
        return replace(state, performed=(*state.performed[:-1], replace(last, rest=rest)), stage=resting)
    return state


def _planned_rest(state: Workout, done: PerformedSet) -> RestRange:
    """The rest planned after a performed set; of an added one, as after the other sets of its exercise."""
    plan = state.head.plan
    if 0 < done.slot <= len(plan):
        return plan[done.slot - 1].rest
    planned = done.planned or done.exercise
    return next((p.rest for p in plan if p.exercise == planned), plan[-1].rest)


def _need_queue(state: Workout) -> Slot:
    if isinstance(state.stage, Ended) or not state.queue:
        raise _RefusedError("no set is left")
    return state.queue[0]


def _swap(state: Workout, to: str, *, each_side: bool, load: float | None) -> Workout:
    at_hand = _need_queue(state).exercise
    if to == at_hand:
        raise _RefusedError("it is this exercise already")
    queue = tuple(
        replace(s, exercise=to, load=load, reps=Reps.of(s.target_reps, each_side=each_side))
        if s.exercise == at_hand
        else s
        for s in state.queue
    )
    return replace(state, queue=queue)


def _later(state: Workout, at: datetime) -> Workout:
    at_hand = _need_queue(state).exercise
    later = tuple(s for s in state.queue if s.exercise == at_hand)
    sooner = tuple(s for s in state.queue if s.exercise != at_hand)
    if not sooner:
        raise _RefusedError("it is the last exercise: nothing comes before it")
    return _with_queue(state, (*sooner, *later), at)


def _pain(state: Workout, event: ev.ReportPain) -> Workout:
    slot = _need_queue(state)
    state = replace(state, pains=(*state.pains, event.text))
    match event.answer:
        case ev.PainAnswer.LIGHTER:
            return _loaded(state, slot.index, event.load)
        case ev.PainAnswer.SWAP:
            return _swap(state, event.to, each_side=event.each_side, load=event.load)
        case ev.PainAnswer.END:
            return _drop(state, event.at, lambda s: s.exercise == slot.exercise)
        case _:
            assert_never(event.answer)


def _resumed(state: Workout, at: datetime) -> Workout:
    since, stage = state.paused_since, state.stage
    assert since is not None
    state = replace(state, paused_since=None)
    if isinstance(stage, Resting):
        return replace(state, stage=replace(stage, pauses=(*stage.pauses, (since, at))))
    if isinstance(stage, InSet):
        return replace(state, stage=replace(stage, paused=stage.paused + (at - since)))
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
    raise _RefusedError("there is no such set")


def _loaded(state: Workout, slot: int, load: float | None) -> Workout:
    """Give a set its load, and the later sets of its exercise too."""
    exercise = next((s.exercise for s in state.performed if s.slot == slot), None)
    from_queue = 0
    if exercise is None:
        from_queue = next((i for i, s in enumerate(state.queue) if s.index == slot), -1)
        if from_queue < 0:
            raise _RefusedError("there is no such set")
        exercise = state.queue[from_queue].exercise
    return replace(
        state,
        performed=tuple(replace(s, load=load) if s.slot == slot else s for s in state.performed),
        queue=tuple(
            replace(s, load=load) if i >= from_queue and s.exercise == exercise else s
            for i, s in enumerate(state.queue)
        ),
    )


def _adopted(state: Workout, event: ev.Adopt) -> Workout:
    """Go on from sets that were edited by hand: resting since the last of them, the clock not waiting."""
    slots = {slot.index: slot for slot in _slots(state.head.plan)}
    queue = tuple(slots[i] for i in event.left if i in slots)
    state = replace(begin(state.head), queue=queue, performed=event.sets, note=event.note)
    if not queue:
        return replace(state, stage=Ended(since=event.sets[-1].finished if event.sets else event.at))
    if not event.sets:
        return state
    last = event.sets[-1]
    return replace(state, stage=Resting(since=last.finished, rest=_planned_rest(state, last), held=True))


def _slots(plan: tuple[PlannedSet, ...]) -> tuple[Slot, ...]:
    counts: dict[str, int] = {}
    slots = []
    for index, planned in enumerate(plan, start=1):
        counts[planned.exercise] = number = counts.get(planned.exercise, 0) + 1
        slots.append(
            Slot(
                index=index,
                planned=planned.exercise,
                exercise=planned.exercise,
                number=number,
                target_reps=planned.reps,
                reps=Reps.of(planned.reps, each_side=planned.each_side),
                load=planned.load,
                rest=planned.rest,
            )
        )
    return tuple(slots)


def _maximum_at(resting: Resting) -> datetime:
    """When the rest's clock reaches the maximum, closed pauses counted."""
    instant = resting.since + timedelta(seconds=resting.rest.max_s)
    for start, end in resting.pauses:
        if start < instant:
            instant += end - start
    return instant


def _total(pauses: Iterable[tuple[datetime, datetime]]) -> timedelta:
    return sum((end - start for start, end in pauses), timedelta(0))
