"""The rules of a workout's sets, rests and pauses, one example each. Times are seconds since the session began."""

from __future__ import annotations

import pytest
from core.examples import after, at, done, session, start, undo

from setpace.core import events as ev
from setpace.core.exercise import RestRange
from setpace.core.session import Form, Reps
from setpace.core.workout import Ended, InSet, Resting, apply, clock_start, to_session


def test_a_set_done_is_logged_and_its_rest_begins() -> None:
    state = after(session("swing", "swing"), done(30))
    assert isinstance(state.stage, Resting)
    assert (state.performed[0].reps, state.performed[0].load, state.performed[0].duration_s) == (Reps(8), 16.0, 30)


def test_a_rest_cut_short_by_the_key_is_logged_as_taken() -> None:
    state = after(session("swing", "swing"), done(30), start(75))
    assert state.performed[0].rest_taken_s == 45
    assert isinstance(state.stage, InSet)
    assert state.stage.by == "key"


def test_at_the_maximum_the_next_set_has_begun_by_the_clock() -> None:
    state = after(session("swing", "swing"), done(30), done(200))
    first, second = state.performed
    assert (first.rest_taken_s, second.started_by, second.started) == (120, "clock", at(150))


@pytest.mark.parametrize(("seconds", "begun"), [(149.9, False), (150, True), (330, True), (330.1, False)])
def test_the_clock_has_begun_the_set_from_the_maximum_to_three_minutes_past_it(seconds: float, begun: bool) -> None:  # noqa: FBT001
    state = after(session("swing", "swing"), done(30))
    assert (clock_start(state, at(seconds)) is not None) is begun


def test_later_than_three_minutes_the_key_starts_the_set_and_the_real_rest_is_logged() -> None:
    state = after(session("swing", "swing"), done(30))
    assert apply(state, done(400)).refused is not None
    state = after(state, start(400))
    assert state.performed[0].rest_taken_s == 370


@pytest.mark.parametrize("paused", [False, True])
def test_a_program_started_again_past_the_maximum_has_not_begun_the_set(paused: bool) -> None:  # noqa: FBT001
    state = after(session("swing", "swing"), done(30))
    if paused:
        state = after(state, ev.Pause(at=at(160)))
    state = after(state, ev.Reopen(at=at(170)))
    assert clock_start(state, at(170)) is None


def test_without_auto_advance_only_the_key_starts() -> None:
    state = after(session("swing", "swing", auto_advance=False), done(30))
    assert apply(state, done(200)).refused is not None
    assert after(state, start(200)).performed[0].rest_taken_s == 170


def test_a_rest_of_nothing_goes_straight_on() -> None:
    state = after(session("swing", "swing", rest=RestRange(0, 0), auto_advance=False), done(30))
    assert isinstance(state.stage, InSet)
    assert (state.stage.since, state.performed[0].rest_taken_s) == (at(30), 0)


def test_a_pause_stops_the_clock_but_the_rest_is_logged_as_it_was() -> None:
    state = after(session("swing", "swing"), done(30), ev.Pause(at=at(40)), ev.Resume(at=at(240)))
    assert clock_start(state, at(349)) is None
    assert clock_start(state, at(350)) == at(350)
    state = after(state, start(300))
    assert (state.performed[0].rest_taken_s, state.performed[0].rest_paused_s) == (270, 200)


def test_a_pause_is_left_out_of_the_duration_of_a_set() -> None:
    state = after(session("swing", "swing"), ev.Pause(at=at(10)), ev.Resume(at=at(110)), done(130))
    assert state.performed[0].duration_s == 30


def test_a_pause_after_the_clock_began_the_set_belongs_to_the_set() -> None:
    state = after(session("swing", "swing"), done(30), ev.Pause(at=at(160)), ev.Resume(at=at(260)), done(280))
    assert (state.performed[0].rest_paused_s, state.performed[1].duration_s) == (0, 30)


def test_while_paused_nothing_is_done_or_started() -> None:
    resting = after(session("swing", "swing"), done(30), ev.Pause(at=at(40)))
    assert apply(resting, start(50)).refused == "the session is paused"
    assert apply(after(session("swing"), ev.Pause(at=at(5))), done(9)).refused == "the session is paused"


@pytest.mark.parametrize(("by_s", "rest"), [(15, RestRange(75, 135)), (-15, RestRange(45, 105))])
def test_both_marks_of_the_rest_move(by_s: int, rest: RestRange) -> None:
    state = after(session("swing", "swing"), done(30), ev.ExtendRest(at=at(40), by_s=by_s))
    assert isinstance(state.stage, Resting)
    assert state.stage.rest == rest


def test_more_rest_in_go_counts_from_now_and_takes_the_clocks_start_back() -> None:
    state = after(session("swing", "swing"), done(30), ev.ExtendRest(at=at(180), by_s=15))
    assert isinstance(state.stage, Resting)
    assert state.stage.rest == RestRange(60, 165)
    assert clock_start(state, at(190)) is None


def test_the_form_of_the_last_set_can_be_rated_when_the_next_has_begun() -> None:
    state = after(session("swing", "swing"), done(30), start(90), ev.RateForm(at=at(95), slot=1, form=Form.SHAKY))
    assert state.performed[0].form is Form.SHAKY
    assert apply(state, ev.RateForm(at=at(96), slot=2, form=Form.CLEAN)).refused is not None


def test_finish_here_leaves_the_missing_sets_planned() -> None:
    log = to_session(after(session("swing", "swing"), done(30), ev.Finish(at=at(60))))
    assert (len(log.plan), len(log.sets), log.finished) == (2, 1, at(60))
    assert (log.sets[0].rest, log.sets[0].rest_taken_s) == (None, None)


def test_a_rest_with_a_pause_is_logged_up_to_the_start_by_the_clock() -> None:
    state = after(session("swing", "swing"), done(30), ev.Pause(at=at(40)), ev.Resume(at=at(100)), done(240))
    assert (state.performed[0].rest_taken_s, state.performed[0].rest_paused_s) == (180, 60)
    assert state.performed[1].started == at(210)


def test_killed_while_paused_it_resumes_paused() -> None:
    paused = after(session("swing", "swing"), done(30), ev.Pause(at=at(40)), ev.Reopen(at=at(4000)))
    assert paused.paused_since == at(40)
    resumed = after(paused, ev.Resume(at=at(4010)))
    assert clock_start(resumed, at(4010 + 109)) is None
    assert clock_start(resumed, at(4010 + 110)) == at(4010 + 110)


def test_a_set_the_clock_began_and_undo_went_back_to_counts_as_not_begun_after_a_restart() -> None:
    state = after(session("swing", "swing"), done(30), done(200), undo(210), ev.Reopen(at=at(700)))
    assert isinstance(state.stage, Resting)
    assert clock_start(state, at(700)) is None
    assert after(state, start(730)).performed[0].rest_taken_s == 700


def test_both_marks_of_a_rest_are_shifted_the_minimum_to_nothing_at_the_most() -> None:
    state = after(session("swing", "swing"), done(30), *[ev.ExtendRest(at=at(40), by_s=-15)] * 5)
    assert isinstance(state.stage, Resting)
    assert state.stage.rest == RestRange(0, 45)


def test_a_rest_is_shortened_to_now_at_the_earliest_and_both_marks_stay_as_far_apart() -> None:
    shorter = ev.ExtendRest(at=at(125.5), by_s=-15)
    state = after(session("swing", "swing"), done(30), shorter, shorter)
    assert isinstance(state.stage, Resting)
    assert state.stage.rest == RestRange(36, 96)
    assert apply(state, shorter).refused == "the rest cannot be shorter"


def test_a_rest_without_ready_gets_none_by_being_shortened() -> None:
    plain = session("swing", "swing", rest=RestRange(60, 60))
    state = after(plain, done(30), *[ev.ExtendRest(at=at(40), by_s=-15)] * 4)
    assert isinstance(state.stage, Resting)
    assert state.stage.rest == RestRange(10, 10)


def test_past_the_maximum_there_is_nothing_to_take_away() -> None:
    assert apply(after(session("swing", "swing"), done(30)), ev.ExtendRest(at=at(160), by_s=-15)).refused is not None


def test_more_rest_after_three_minutes_in_go_lets_the_clock_wait_for_the_new_maximum() -> None:
    state = after(session("swing", "swing"), done(30), ev.ExtendRest(at=at(500), by_s=15))
    assert clock_start(state, at(514.9)) is None
    assert clock_start(state, at(515)) == at(515)


def test_completing_without_a_known_load_is_allowed() -> None:
    state = after(session("swing"), ev.SetLoad(at=at(5), slot=1, load=None), done(30))
    assert state.performed[0].load is None


def test_the_summary_takes_form_reps_load_and_note_of_the_last_set() -> None:
    state = after(
        session("swing"),
        done(30),
        ev.RateForm(at=at(31), slot=1, form=Form.CLEAN),
        ev.SetReps(at=at(32), slot=1, reps=Reps(7)),
        ev.SetLoad(at=at(33), slot=1, load=20.0),
        ev.WriteNote(at=at(34), slot=1, text="easy"),
    )
    last = state.performed[0]
    assert (last.form, last.reps, last.load, last.note) == (Form.CLEAN, Reps(7), 20.0, "easy")
    assert state.stage == Ended(since=at(30))


def test_a_clock_set_back_during_a_rest_harms_nothing() -> None:
    state = after(session("swing", "swing"), done(30), ev.SetReps(at=at(50), slot=1, reps=Reps(7)), start(-3600))
    assert state.performed[0].rest_taken_s == 20
    assert isinstance(state.stage, InSet)
    assert state.stage.since == at(50)


def test_a_session_without_a_plan_has_nothing_to_do() -> None:
    state = session()
    assert isinstance(state.stage, Ended)
    for event in (done(5), start(5), ev.AddSet(at=at(5)), ev.SkipSet(at=at(5)), ev.DoLater(at=at(5))):
        assert apply(state, event).refused is not None
