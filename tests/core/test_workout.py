"""The rules of a workout, one example each. Times are seconds since the session began."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from setpace.core import events as ev
from setpace.core.exercise import RestRange
from setpace.core.routine import PlannedSet
from setpace.core.session import Form, Reps, Session
from setpace.core.units import Unit
from setpace.core.workout import Ended, InSet, Resting, Workout, apply, begin, clock_start, to_session

START = datetime(2025, 3, 3, 18, 0, tzinfo=UTC)
MINUTE = RestRange(60, 120)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def session(*exercises: str, rest: RestRange = MINUTE, auto_advance: bool = True) -> Workout:
    plan = tuple(PlannedSet(exercise=e, reps=8, each_side=False, rest=rest, load=16.0) for e in exercises)
    return begin(
        Session(id="a", routine="r", name="R", started=START, unit=Unit.KG, plan=plan, auto_advance=auto_advance)
    )


def after(state: Workout, *events: ev.Event) -> Workout:
    for event in events:
        applied = apply(state, event)
        assert applied.refused is None, f"{event}: {applied.refused}"
        state = applied.state
    return state


def done(seconds: float) -> ev.Event:
    return ev.CompleteSet(at=at(seconds))


def start(seconds: float) -> ev.Event:
    return ev.StartSet(at=at(seconds))


def undo(seconds: float = 9999) -> ev.Event:
    return ev.Undo(at=at(seconds))


def exercises_left(state: Workout) -> list[str]:
    return [slot.exercise for slot in state.queue]


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


def test_a_set_skipped_in_a_set_is_followed_by_the_next_without_a_new_rest() -> None:
    state = after(session("swing", "squat"), ev.SkipSet(at=at(10)))
    assert exercises_left(state) == ["squat"]
    assert state.stage == InSet(since=at(10))


def test_a_set_skipped_in_a_rest_leaves_the_clock_running() -> None:
    resting = after(session("swing", "squat", "clean"), done(30))
    state = after(resting, ev.SkipSet(at=at(50)))
    assert exercises_left(state) == ["clean"]
    assert state.stage == resting.stage


def test_an_added_set_follows_the_last_of_its_exercise() -> None:
    state = after(session("swing", "swing", "squat"), ev.AddSet(at=at(5)))
    assert [(s.exercise, s.number) for s in state.queue] == [("swing", 1), ("swing", 2), ("swing", 3), ("squat", 1)]


def test_once_the_clock_began_the_next_exercise_the_added_set_is_of_that_one() -> None:
    resting = after(session("swing", "squat"), done(30))
    assert exercises_left(after(resting, ev.AddSet(at=at(60)))) == ["swing", "squat"]
    assert exercises_left(after(resting, ev.AddSet(at=at(160)))) == ["squat", "squat"]


def test_an_added_set_reopens_the_summary() -> None:
    state = after(session("swing"), done(30), ev.AddSet(at=at(60)), start(90))
    assert (state.queue[0].number, state.performed[0].rest_taken_s) == (2, 60)


def test_no_set_is_added_to_a_session_with_nothing_done() -> None:
    assert apply(after(session("swing"), ev.SkipSet(at=at(5))), ev.AddSet(at=at(6))).refused is not None


def test_a_swap_keeps_what_was_planned_and_numbers_on() -> None:
    swap = ev.SwapExercise(at=at(40), to="snatch", each_side=True, load=12.0)
    state = after(session("clean", "clean", "squat"), done(30), swap, start(100), done(130))
    logged = state.performed[1]
    assert (logged.exercise, logged.planned, logged.number) == ("snatch", "clean", 2)
    assert (logged.reps, logged.load) == (Reps(8, 8), 12.0)
    assert state.performed[0].planned is None
    assert exercises_left(state) == ["squat"]


def test_do_it_later_moves_the_exercise_to_the_end() -> None:
    state = after(session("swing", "swing", "squat"), ev.DoLater(at=at(5)))
    assert exercises_left(state) == ["squat", "swing", "swing"]


def test_something_hurts_lighter() -> None:
    pain = ev.ReportPain(at=at(5), answer=ev.PainAnswer.LIGHTER, text="knee", load=12.0)
    state = after(session("squat", "squat", "swing"), pain)
    assert [s.load for s in state.queue] == [12.0, 12.0, 16.0]
    assert to_session(state).note == "knee"


def test_something_hurts_end_this_exercise() -> None:
    pain = ev.ReportPain(at=at(5), answer=ev.PainAnswer.END, text="knee")
    state = after(session("squat", "squat", "swing"), pain)
    assert exercises_left(state) == ["swing"]
    assert len(state.dropped) == 2


def test_a_load_carries_to_the_later_sets_of_its_exercise_only() -> None:
    state = after(session("swing", "swing", "squat", "swing"), ev.SetLoad(at=at(5), slot=2, load=20.0))
    assert [s.load for s in state.queue] == [16.0, 20.0, 16.0, 20.0]


def test_the_form_of_the_last_set_can_be_rated_when_the_next_has_begun() -> None:
    state = after(session("swing", "swing"), done(30), start(90), ev.RateForm(at=at(95), slot=1, form=Form.SHAKY))
    assert state.performed[0].form is Form.SHAKY
    assert apply(state, ev.RateForm(at=at(96), slot=2, form=Form.CLEAN)).refused is not None


def test_finish_here_leaves_the_missing_sets_planned() -> None:
    log = to_session(after(session("swing", "swing"), done(30), ev.Finish(at=at(60))))
    assert (len(log.plan), len(log.sets), log.finished) == (2, 1, at(60))
    assert (log.sets[0].rest, log.sets[0].rest_taken_s) == (None, None)


def test_a_set_added_after_a_hand_edit_gets_a_place_of_its_own() -> None:
    state = after(session("swing"), ev.AddSet(at=at(5)), done(30), start(90), done(120))
    adopted = after(state, ev.Adopt(at=at(130), sets=state.performed, left=()), ev.AddSet(at=at(140)))
    assert (adopted.queue[0].index, adopted.queue[0].number) == (3, 3)
    assert apply(after(state, ev.Adopt(at=at(130), sets=state.performed, left=())), undo()).refused == "nothing to undo"
