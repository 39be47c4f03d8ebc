"""What undo takes back, and what it leaves."""

from __future__ import annotations

from core.examples import MINUTE, START, after, at, done, session, start, undo

from setpace.core import events as ev
from setpace.core.session import Reps
from setpace.core.workout import Ended, InSet, Resting, Workout, apply


def test_undoing_done_returns_to_the_set_with_its_first_start() -> None:
    state = after(session("swing", "swing"), done(30), start(100), done(130), undo())
    assert isinstance(state.stage, InSet)
    assert state.stage.since == at(100)
    assert len(state.performed) == 1


def test_undoing_start_returns_to_the_rest_as_if_never_left() -> None:
    resting = after(session("swing", "swing"), done(30))
    assert after(resting, start(100), undo()) == resting


def test_a_run_of_changes_is_one_step_and_the_undo_names_it() -> None:
    resting = after(session("swing", "swing"), done(30))
    changes = [ev.SetReps(at=at(40 + i), slot=1, reps=Reps(7 - i)) for i in range(3)]
    changed = after(resting, *changes)
    assert changed.performed[0].reps == Reps(5)
    undone = apply(changed, undo())
    assert undone.state == resting
    assert undone.undone == changes[-1]


def test_undo_of_the_last_done_reopens_the_session() -> None:
    state = after(session("swing"), done(30))
    assert isinstance(state.stage, Ended)
    assert isinstance(after(state, undo()).stage, InSet)


BY_CLOCK = InSet(since=at(150), by="clock", before=Resting(since=at(30), rest=MINUTE))
"""The set after a set done at 30 and its longest rest."""


def corrected_in_go() -> Workout:
    """Set 1 done at 30; the clock begins set 2 at 150; its reps are corrected at 160, it is done and that undone."""
    correction = ev.SetReps(at=at(160), slot=2, reps=Reps(6))
    return after(session("swing", "swing"), done(30), correction, done(200), undo(205))


def test_undoing_a_correction_takes_back_the_correction_and_not_the_clocks_start() -> None:
    before = corrected_in_go()
    applied = apply(before, undo(900))
    assert applied.undone == ev.SetReps(at=at(160), slot=2, reps=Reps(6))
    assert applied.state.queue[0].reps == Reps(8)
    assert applied.state.stage == before.stage == BY_CLOCK
    assert applied.state.performed[0].rest_taken_s == 120


def test_what_the_clock_did_is_no_step_undoing_done_twice_is_back_in_the_first_set() -> None:
    state = after(session("swing", "swing"), done(30), done(200), undo(), undo())
    assert state == session("swing", "swing")


def test_undoing_more_rest_lets_the_clock_have_begun_the_set_at_the_planned_maximum() -> None:
    longer = ev.ExtendRest(at=at(40), by_s=15)
    state = after(session("swing", "swing"), done(30), longer, done(200), undo())
    assert state.performed[0].rest_taken_s == 135
    state = after(state, undo())
    assert (state.performed[0].rest_taken_s, state.stage) == (120, BY_CLOCK)


def test_undoing_less_rest_goes_back_to_the_rest_the_clock_has_not_ended() -> None:
    shorter = ev.ExtendRest(at=at(40), by_s=-60)
    resting = after(session("swing", "swing"), done(30))
    assert after(resting, shorter, done(100), undo(), undo()) == resting


def test_undoing_a_skip_in_a_set_is_back_in_that_set_with_its_start() -> None:
    in_set = after(session("swing", "squat", "clean"), done(30), start(100))
    assert after(in_set, ev.SkipSet(at=at(110)), undo()) == in_set


def test_undo_reaches_across_a_restart() -> None:
    state = after(session("swing", "swing"), done(30), ev.Reopen(at=at(60)), undo())
    assert state.stage == InSet(since=START)


def test_undoing_a_pause_is_as_if_the_clock_had_run_on() -> None:
    resting = after(session("swing", "swing"), done(30))
    assert after(resting, ev.Pause(at=at(40)), undo()) == resting


def test_undoing_the_added_set_is_back_in_the_summary() -> None:
    ended = after(session("swing"), done(30))
    assert after(ended, ev.AddSet(at=at(60)), undo()) == ended


def test_changes_to_two_fields_or_two_sets_are_two_steps() -> None:
    resting = after(session("swing", "swing"), done(30))
    reps, load = ev.SetReps(at=at(40), slot=1, reps=Reps(7)), ev.SetLoad(at=at(41), slot=2, load=20.0)
    next_reps = ev.SetReps(at=at(42), slot=2, reps=Reps(7))
    assert after(resting, reps, load, next_reps, undo()) == after(resting, reps, load)
    assert after(resting, reps, load, next_reps, undo(), undo()) == after(resting, reps)


def test_with_nothing_done_there_is_nothing_to_undo() -> None:
    assert apply(session("swing"), undo()).refused == "nothing to undo"
