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
from setpace.core.session import Form, Reps, Session
from setpace.core.units import Unit
from setpace.core.workout import Resting, Workout, apply, begin, fold
from setpace.core.workout_view import view

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
    st.builds(ev.SwapExercise, at=AT, to=NAMES, each_side=st.booleans(), load=LOADS),
    st.builds(ev.DoLater, at=AT),
    st.builds(ev.ReportPain, at=AT, answer=st.sampled_from(ev.PainAnswer), text=st.just("knee"), load=LOADS, to=NAMES),
    st.builds(ev.Pause, at=AT),
    st.builds(ev.Resume, at=AT),
    st.builds(ev.SetReps, at=AT, slot=SLOTS, reps=st.builds(Reps, st.integers(0, 12))),
    st.builds(ev.SetLoad, at=AT, slot=SLOTS, load=LOADS),
    st.builds(ev.RateForm, at=AT, slot=SLOTS, form=st.sampled_from([None, *Form])),
    st.builds(ev.WriteNote, at=AT, slot=SLOTS, text=st.sampled_from(["", "slow"])),
    st.builds(ev.Finish, at=AT),
    st.builds(ev.Reopen, at=AT),
    st.builds(ev.Undo, at=AT),
)


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
        view(self.state, self.now + timedelta(seconds=later_s))

    @precondition(lambda self: bool(self.state.performed))
    @rule(keep=st.integers(0, 3), moved_s=st.integers(0, 600))
    def the_file_was_edited(self, keep: int, moved_s: int) -> None:
        """The last set is made later by hand; undo must not pass it, so a copy is judged and then left."""
        sets = self.state.performed[: keep + 1]
        last = replace(sets[-1], finished=max(self.now, sets[-1].finished) + timedelta(seconds=moved_s))
        sets = (*sets[:-1], last)
        done = {s.slot for s in sets}
        left = tuple(i for i in range(1, len(self.head.plan) + 1) if i not in done)
        state = apply(self.state, ev.Adopt(at=self.now, sets=sets, left=left)).state
        assert apply(state, ev.Undo(at=self.now)).refused is not None
        for event in (ev.AddSet(at=self.now), ev.StartSet(at=self.now), ev.CompleteSet(at=self.now)):
            state = apply(state, event).state
        _is_sound(state)

    @invariant()
    def it_is_sound(self) -> None:
        _is_sound(self.state)
        view(self.state, self.now)

    @invariant()
    def every_set_is_somewhere_once(self) -> None:
        state = self.state
        places = [s.slot for s in state.performed] + [s.index for s in (*state.queue, *state.dropped)]
        assert sorted(places) == list(range(1, len(self.head.plan) + len(state.added) + 1))

    @invariant()
    def its_history_leads_here(self) -> None:
        assert fold(self.head, self.state.history) == self.state


def _is_sound(state: Workout) -> None:
    places = [s.slot for s in state.performed] + [s.index for s in (*state.queue, *state.dropped)]
    assert len(places) == len(set(places)), "a place was given twice"
    for done in state.performed:
        assert done.finished >= done.started
        assert done.paused_s >= 0
    for done, following in zip(state.performed, state.performed[1:], strict=False):
        assert following.started >= done.finished
        assert done.rest_taken_s is not None
        assert 0 <= done.rest_paused_s <= done.rest_taken_s
    if isinstance(state.stage, Resting):
        assert 0 <= state.stage.rest.min_s <= state.stage.rest.max_s
        assert state.queue, "a rest before nothing"


TestAnyWorkout = AnyWorkout.TestCase
TestAnyWorkout.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
