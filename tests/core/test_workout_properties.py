"""Any events in any order at any times: what must hold of every workout."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from setpace.core import events as ev
from setpace.core.exercise import RestRange
from setpace.core.routine import PlannedSet
from setpace.core.session import Form, Reps, Session, SetKind
from setpace.core.units import Unit
from setpace.core.workout import Ended, InSet, Resting, Workout, apply, begin, fold
from setpace.core.workout_view import Does, Phase, view

START = datetime(2025, 3, 3, 18, 0, tzinfo=UTC)
RESTS = st.sampled_from([RestRange(60, 120), RestRange(60, 60), RestRange(0, 90), RestRange(0, 0), RestRange(120, 180)])
PLANS = st.lists(
    st.builds(
        PlannedSet,
        exercise=st.sampled_from(["swing", "squat", "clean"]),
        reps=st.integers(1, 12),
        each_side=st.booleans(),
        rest=RESTS,
        load=st.sampled_from([None, 16.0, 24.0]),
    ),
    min_size=1,
    max_size=5,
)
LOADS = st.sampled_from([None, 12.0, 20.0])
SLOTS = st.integers(0, 8)
AT = st.just(START)  # the machine gives each event its time
NAMES = st.sampled_from(["snatch", "swing", "deadlift"])
EVENTS = st.one_of(
    st.builds(ev.ExtendRest, at=AT, by_s=st.sampled_from([-15, 15, -60])),
    st.builds(ev.SkipSet, at=AT),
    st.builds(ev.AddSet, at=AT),
    st.builds(
        ev.Prepare,
        at=AT,
        kind=st.sampled_from([SetKind.TECHNIQUE, SetKind.WARMUP]),
        counts=st.sampled_from([(5,), (5, 5), (5, 3, 2)]),
        loads=st.sampled_from([(), (20.0, 30.0, 40.0)]),
        rest_min=st.just(30),
        rest_max=st.sampled_from([30, 60]),
    ),
    st.builds(ev.SwapExercise, at=AT, to=NAMES, each_side=st.booleans(), load=LOADS),
    st.builds(ev.DoLater, at=AT),
    st.builds(ev.ReportPain, at=AT, answer=st.sampled_from(ev.PainAnswer), text=st.just("knee"), load=LOADS, to=NAMES),
    st.builds(ev.Pause, at=AT),
    st.builds(ev.Resume, at=AT),
    st.builds(ev.SetReps, at=AT, slot=SLOTS, reps=st.builds(Reps, st.integers(0, 12))),
    st.builds(ev.SetLoad, at=AT, slot=SLOTS, load=LOADS),
    st.builds(
        ev.RateForm,
        at=AT,
        slot=SLOTS,
        form=st.sampled_from([None, *Form]),
        next_slot=st.none() | SLOTS,
        next_load=st.none() | st.sampled_from([12.0, 20.0]),
    ),
    st.builds(ev.WriteNote, at=AT, slot=SLOTS, text=st.sampled_from(["", "slow"])),
    st.builds(ev.Finish, at=AT),
    st.builds(ev.Reopen, at=AT),
    st.builds(ev.Undo, at=AT),
)

ONE_KEY = {Does.DONE: ev.CompleteSet, Does.START: ev.StartSet, Does.RESUME: ev.Resume}


class AnyWorkout(RuleBasedStateMachine):
    """A lifter who presses anything at any time, sometimes with a clock that went back."""

    @initialize(plan=PLANS, auto_advance=st.booleans())
    def a_session_begins(self, plan: list[PlannedSet], auto_advance: bool) -> None:  # noqa: FBT001
        self.head = Session(
            id="a", routine="r", name="R", started=START, unit=Unit.KG, plan=tuple(plan), auto_advance=auto_advance
        )
        self.state: Workout = begin(self.head)
        self.now = START

    def _happens(self, event: ev.Event) -> None:
        before = self.state
        applied = apply(before, replace(event, at=self.now))
        self.state = applied.state
        if applied.refused is not None:
            assert applied.state is before
        if isinstance(applied.undone, ev.SlotEvent):
            assert applied.state.stage == before.stage, "a correction taken back took the clock along"

    @rule(seconds=st.sampled_from([0.0, 0.4, 15.0, 59.999, 60.0, 90.0, 120.0, 180.0, 301.5, 4000.0, -30.0]))
    def time_passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def set_done(self) -> None:
        self._happens(ev.CompleteSet(at=START))

    @rule()
    def next_set_starts(self) -> None:
        self._happens(ev.StartSet(at=START))

    @rule(event=EVENTS)
    def anything_happens(self, event: ev.Event) -> None:
        self._happens(event)

    @rule()
    def all_is_undone(self) -> None:
        state = self.state
        while (applied := apply(state, ev.Undo(at=self.now))).refused is None:
            assert len(applied.state.history) < len(state.history)
            state = applied.state
        assert replace(state, history=()) == begin(self.head)

    @rule(later_s=st.integers(-100, 5000))
    def it_is_looked_at(self, later_s: int) -> None:
        _is_shown_soundly(self.state, self.now + timedelta(seconds=later_s))

    @precondition(lambda self: bool(self.state.queue))
    @rule(waited_s=st.sampled_from([0, 60, 120, 200]))
    def a_correction_is_taken_back_after_done(self, waited_s: int) -> None:
        """With "done" and then the correction undone, all is as if only "done" had been undone."""
        now = self.now + timedelta(seconds=waited_s)
        done, undo = ev.CompleteSet(at=now), ev.Undo(at=now)
        corrected = apply(self.state, ev.SetReps(at=now, slot=self.state.queue[0].index, reps=Reps(1))).state
        completed = apply(corrected, done)
        if len(corrected.history) == len(self.state.history) or completed.refused is not None:
            return  # one run with the change before it, or no set to complete
        plain = apply(apply(self.state, done).state, undo).state
        assert apply(apply(completed.state, undo).state, undo).state == plain

    @precondition(lambda self: isinstance(self.state.stage, InSet))
    @rule(kind=st.sampled_from([ev.SkipSet, ev.DoLater]), later_s=st.sampled_from([0.0, 0.6, 30.0]))
    def a_paused_set_is_left(self, kind: type[ev.SkipSet | ev.DoLater], later_s: float) -> None:
        """Only going on ends the pause, and it is counted once; a copy is judged and then left."""
        now, later = self.now, timedelta(seconds=later_s)
        state = apply(self.state, ev.Pause(at=now)).state
        left = apply(state, kind(at=now + later))
        if left.refused is None and not isinstance(left.state.stage, Ended):
            assert left.state.paused_since is not None
        for event in (ev.Resume(at=now + 2 * later), ev.CompleteSet(at=now + 2 * later)):
            left = apply(left.state, event)
        _is_sound(left.state)

    @precondition(lambda self: bool(self.state.performed))
    @rule(keep=st.integers(0, 3), moved_s=st.integers(0, 600))
    def the_file_was_edited(self, keep: int, moved_s: int) -> None:
        """The last set is made later by hand; undo must not pass it, so a copy is judged and then left."""
        sets = self.state.performed[: keep + 1]
        last = replace(sets[-1], finished=max(self.now, sets[-1].finished) + timedelta(seconds=moved_s))
        sets = (*sets[:-1], last)
        deleted, queue = [s.slot for s in self.state.performed[keep + 1 :]], self.state.queue
        left = (*deleted, *(slot.index for slot in queue))
        state = apply(self.state, ev.Adopt(at=self.now, sets=sets, left=left)).state
        assert state.queue[len(deleted) :] == queue, "the sets to do are not those that there were"
        assert [slot.index for slot in state.queue] == list(left)
        assert apply(state, ev.Undo(at=self.now)).refused is not None
        for event in (ev.AddSet(at=self.now), ev.StartSet(at=self.now), ev.CompleteSet(at=self.now)):
            state = apply(state, event).state
        _is_sound(state)

    @invariant()
    def it_is_sound(self) -> None:
        _is_sound(self.state)
        _is_shown_soundly(self.state, self.now)

    @invariant()
    def an_exercise_is_swapped_as_a_whole(self) -> None:
        swapped = {slot.planned: slot.exercise for slot in self.state.queue}
        assert all(swapped[slot.planned] == slot.exercise for slot in self.state.queue)

    @invariant()
    def every_set_is_somewhere_once(self) -> None:
        state = self.state
        places = [s.slot for s in state.performed] + [s.index for s in (*state.queue, *state.dropped)]
        put_in = len(state.added) + len(state.prepared)
        assert sorted(places) == list(range(1, len(self.head.plan) + put_in + 1))

    @invariant()
    def what_prepares_comes_before_what_it_prepares_for(self) -> None:
        order = [SetKind.TECHNIQUE, SetKind.WARMUP, SetKind.WORK]
        for planned in {slot.planned for slot in self.state.queue}:
            places = [order.index(slot.kind) for slot in self.state.queue if slot.planned == planned]
            assert places == sorted(places)

    @invariant()
    def its_history_leads_here(self) -> None:
        assert fold(self.head, self.state.history) == self.state


def _is_sound(state: Workout) -> None:
    places = [s.slot for s in state.performed] + [s.index for s in (*state.queue, *state.dropped)]
    assert len(places) == len(set(places)), "a place was given twice"
    for done in state.performed:
        assert done.finished >= done.started
        assert 0 <= done.paused_s <= round((done.finished - done.started).total_seconds())
    for done, following in zip(state.performed, state.performed[1:], strict=False):
        assert following.started >= done.finished
        assert done.rest_taken_s is not None
        assert 0 <= done.rest_paused_s <= done.rest_taken_s
    if isinstance(state.stage, Ended):
        assert state.paused_since is None
    if isinstance(state.stage, Resting):
        assert 0 <= state.stage.rest.min_s <= state.stage.rest.max_s
        assert state.queue, "a rest before nothing"


def _is_shown_soundly(state: Workout, now: datetime) -> None:
    seen = view(state, now)
    assert seen.elapsed_s >= 0
    assert seen.rest_elapsed_s >= 0
    assert seen.clock_s is None or seen.clock_s >= 0
    work_done = sum(s.kind is SetKind.WORK for s in state.performed)
    # A set that prepares for work sets which are all left out by now stands at the last place.
    assert seen.total == work_done + sum(s.kind is SetKind.WORK for s in state.queue)
    assert seen.place == min(work_done + (seen.phase is not Phase.SUMMARY), seen.total)
    assert (seen.current is not None) + (seen.next is not None) == (seen.phase is not Phase.SUMMARY)
    prompt = seen.current or seen.next
    assert len(seen.pips) == (prompt.total if prompt else 0)
    key = ONE_KEY.get(seen.does)
    assert key is None or apply(state, key(at=now)).refused is None, f"the one key does not do {seen.does}"


TestAnyWorkout = AnyWorkout.TestCase
TestAnyWorkout.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
