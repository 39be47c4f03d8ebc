"""The values that a running workout is made of, and what can be read off them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from setpace.core.exercise import RestRange
from setpace.core.session import PerformedSet, Reps, Session, SetKind, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from setpace.core import events as ev
    from setpace.core.routine import PlannedSet

LATEST_CLOCK_START_S = 180
"""A set that the clock began counts as begun for this long past the maximum (a lifter who is away has not begun)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A set still to do: a place in the plan with what the lifter made of it.

    Attributes:
        index: place in the plan, 1-based; added sets follow the plan's last.
        planned: id of the planned exercise; sets with the same one belong together, whatever they are swapped for.
        exercise: id of what will be done (after a swap).
        number: set within the planned exercise, 1-based; sets of each kind are counted apart.
        kind: what it is for.
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
    kind: SetKind = SetKind.WORK
    note: str = ""

    @property
    def numbered(self) -> str:
        """Its number with what it is for: `2`, `technique 2`."""
        return numbered(self.kind, self.number)


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
        pauses: its closed pauses, in order.
    """

    since: datetime
    by: str = "key"
    before: Resting | None = None
    pauses: tuple[tuple[datetime, datetime], ...] = ()


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
        added: planned exercise of each added work set, in order.
        prepared: kind and planned exercise of each set that was put in to prepare for work sets, in order.
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
    prepared: tuple[tuple[SetKind, str], ...] = ()
    history: tuple[ev.Event, ...] = ()

    @property
    def last_stamp(self) -> datetime:
        """The latest time anything here happened; no event may come before it."""
        # A file edited by hand may say that a set was done later than the last key.
        done = (self.performed[-1].finished,) if self.performed else ()
        return max((*done, *(event.at for event in self.history)), default=self.head.started)


class RefusedError(Exception):
    """An event that makes no sense now; its text says why."""


def begin(head: Session) -> Workout:
    """The state at the start of a session: in its first set.

    Args:
        head: the session with its plan and no sets.
    """
    # A plan that could not be read is empty: nothing can be done then.
    stage = InSet(since=head.started) if head.plan else Ended(since=head.started)
    return Workout(head=head, queue=slots(head.plan), stage=stage)


def rest_elapsed(resting: Resting, now: datetime, paused_since: datetime | None) -> timedelta:
    """How far the rest's clock has run at `now`: pauses do not count."""
    until = now if paused_since is None else min(paused_since, now)
    return max(timedelta(0), until - resting.since - total(resting.pauses))


def clock_start(state: Workout, now: datetime, *, latest_s: float = LATEST_CLOCK_START_S) -> datetime | None:
    """When the clock began the next set by itself; None where it did not, or no longer counts as begun.

    Args:
        state: the present state.
        now: the present.
        latest_s: how long past the maximum it counts as begun.
    """
    stage = state.stage
    if not isinstance(stage, Resting) or stage.held or not state.head.auto_advance:
        return None
    past_s = rest_elapsed(stage, now, state.paused_since).total_seconds() - stage.rest.max_s
    return maximum_at(stage) if 0 <= past_s <= latest_s else None


def clock_ended(stage: InSet | Resting | Ended) -> Resting | None:
    """The rest that the clock ended, of a set that it began and a key confirmed; else None.

    A rest of nothing is not ended by the clock: there was none.
    """
    if isinstance(stage, InSet) and stage.by == "clock" and stage.before is not None and stage.before.rest.max_s > 0:
        return stage.before
    return None


def counted_with(of: Slot | PerformedSet) -> tuple[str, SetKind, str]:
    """What is equal of sets that are numbered together: work sets go by what was planned, whatever was done for it.

    Those that prepare are for one exercise: after a swap they begin anew.
    """
    return of.planned or of.exercise, of.kind, "" if of.kind is SetKind.WORK else of.exercise


def sets_of(state: Workout, slot: Slot) -> int:
    """How many sets there are that are numbered together with this one, added ones included."""
    if slot.kind is SetKind.WORK:
        return sum(p.exercise == slot.planned for p in state.head.plan) + state.added.count(slot.planned)
    every: tuple[Slot | PerformedSet, ...] = (*state.performed, *state.queue, *state.dropped)
    return len({each.number for each in every if counted_with(each) == counted_with(slot)})


def to_session(state: Workout) -> Session:
    """The session as the log keeps it, at this moment."""
    left_notes = tuple(f"{s.exercise} {s.kind.label or 'set'} {s.number}: {s.note}" for s in state.dropped if s.note)
    return replace(
        state.head,
        finished=state.stage.since if isinstance(state.stage, Ended) else None,
        note=" ".join(part for part in (state.note, *state.pains, *left_notes) if part),
        sets=state.performed,
    )


def planned_rest(state: Workout, done: PerformedSet) -> RestRange:
    """The rest planned after a performed set; of an added one, as after the other sets of its exercise."""
    plan = state.head.plan
    if done.kind is not SetKind.WORK and done.rest is not None:
        return done.rest
    if 0 < done.slot <= len(plan):
        return plan[done.slot - 1].rest
    planned = done.planned or done.exercise
    last = plan[-1].rest if plan else done.rest or RestRange(0, 0)
    return next((p.rest for p in plan if p.exercise == planned), last)


def slot_of(state: Workout, done: PerformedSet) -> Slot:
    """A performed set as a set to do: the same exercise and load, the target reps."""
    return Slot(
        index=done.slot,
        planned=done.planned or done.exercise,
        exercise=done.exercise,
        number=done.number,
        kind=done.kind,
        target_reps=done.target_reps,
        reps=Reps.of(done.target_reps, each_side=done.reps.right is not None),
        load=done.load,
        rest=planned_rest(state, done),
    )


def slots(plan: tuple[PlannedSet, ...]) -> tuple[Slot, ...]:
    """The sets of a plan, numbered."""
    counts: dict[str, int] = {}
    places = []
    for index, planned in enumerate(plan, start=1):
        counts[planned.exercise] = number = counts.get(planned.exercise, 0) + 1
        places.append(
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
    return tuple(places)


def maximum_at(resting: Resting) -> datetime:
    """When the rest's clock reaches the maximum, closed pauses counted."""
    instant = resting.since + timedelta(seconds=resting.rest.max_s)
    for start, end in resting.pauses:
        if start < instant:
            instant += end - start
    return instant


def total(pauses: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """How long the pauses were, together."""
    return sum((end - start for start, end in pauses), timedelta(0))
