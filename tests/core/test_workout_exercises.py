"""Sets left out, added, swapped, moved and made lighter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from core.examples import after, at, done, exercises_left, session, start, undo

from setpace.core import events as ev
from setpace.core.session import Reps
from setpace.core.workout import Ended, InSet, Workout, apply, clock_start, to_session
from setpace.core.workout_view import Does, Phase, view


def test_a_set_skipped_in_a_set_is_followed_by_the_next_without_a_new_rest() -> None:
    state = after(session("swing", "squat"), ev.SkipSet(at=at(10)))
    assert exercises_left(state) == ["squat"]
    assert state.stage == InSet(since=at(10))


def test_a_set_skipped_in_a_rest_leaves_the_clock_running() -> None:
    resting = after(session("swing", "squat", "clean"), done(30))
    state = after(resting, ev.SkipSet(at=at(50)))
    assert exercises_left(state) == ["clean"]
    assert state.stage == resting.stage


@pytest.mark.parametrize(
    ("away", "left"),
    [
        (ev.SkipSet(at=at(130)), ["swing", "squat"]),
        (ev.DoLater(at=at(130)), ["squat", "swing", "swing"]),
        (ev.ReportPain(at=at(130), answer=ev.PainAnswer.END, text="knee"), ["squat"]),
    ],
    ids=["skip", "later", "end"],
)
def test_a_paused_set_is_left_for_the_next_one_which_waits_paused(away: ev.Event, left: list[str]) -> None:
    lifting = after(session("swing", "swing", "swing", "squat"), done(30), start(100), ev.Pause(at=at(110)))
    state = after(lifting, away)
    assert exercises_left(state) == left
    seen = view(state, at(500))
    assert (seen.phase, seen.paused, seen.clock_s, seen.does) == (Phase.SET, True, 0, Does.RESUME)
    logged = after(state, ev.Resume(at=at(530)), done(560)).performed
    assert (logged[0].rest_taken_s, logged[0].rest_paused_s) == (100, 20)
    assert (logged[1].started, logged[1].paused_s, logged[1].duration_s) == (at(130), 400, 30)
    assert after(state, undo()) == lifting


def test_the_last_set_left_out_while_paused_ends_session_and_pause() -> None:
    state = after(session("swing"), ev.Pause(at=at(10)), ev.SkipSet(at=at(20)))
    assert (state.stage, state.paused_since) == (Ended(since=at(20)), None)


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


def test_a_set_added_after_a_hand_edit_gets_a_place_of_its_own() -> None:
    state = after(session("swing"), ev.AddSet(at=at(5)), done(30), start(90), done(120))
    adopted = after(state, ev.Adopt(at=at(130), sets=state.performed, left=()), ev.AddSet(at=at(140)))
    assert (adopted.queue[0].index, adopted.queue[0].number) == (3, 3)
    assert (
        apply(after(state, ev.Adopt(at=at(130), sets=state.performed, left=())), undo()).refused
        == "nothing to undo: the file was edited"
    )


def knee(answer: ev.PainAnswer, *, load: float | None = None, to: str = "") -> ev.Event:
    return ev.ReportPain(at=at(40), answer=answer, text="knee", load=load, to=to, each_side=bool(to))


def test_something_hurts_swap() -> None:
    pain = knee(ev.PainAnswer.SWAP, load=8.0, to="lunge")
    state = after(session("squat", "squat", "swing"), done(30), pain, start(100), done(130))
    logged = state.performed[1]
    assert (logged.exercise, logged.planned, logged.number) == ("lunge", "squat", 2)
    assert (logged.reps, logged.load) == (Reps(8, 8), 8.0)
    assert exercises_left(state) == ["swing"]
    assert to_session(state).note == "knee"


def swapped_into_the_plan() -> Workout:
    """Clean, clean, swing, swing; the cleans are swapped for swings."""
    return after(
        session("clean", "clean", "swing", "swing"), ev.SwapExercise(at=at(5), to="swing", each_side=False, load=12.0)
    )


def planned_left(state: Workout) -> list[str]:
    return [slot.planned for slot in state.queue]


def test_an_exercise_swapped_for_one_of_the_plan_stays_apart_when_done_later() -> None:
    assert planned_left(after(swapped_into_the_plan(), ev.DoLater(at=at(9)))) == ["swing", "swing", "clean", "clean"]


def test_an_exercise_swapped_for_one_of_the_plan_ends_alone() -> None:
    state = after(swapped_into_the_plan(), knee(ev.PainAnswer.END))
    assert planned_left(state) == ["swing", "swing"]


def test_an_exercise_swapped_for_one_of_the_plan_is_swapped_again_alone() -> None:
    state = after(swapped_into_the_plan(), ev.SwapExercise(at=at(9), to="snatch", each_side=False))
    assert exercises_left(state) == ["snatch", "snatch", "swing", "swing"]
    assert exercises_left(after(state, ev.SwapExercise(at=at(12), to="clean", each_side=False))) == [
        *("clean", "clean", "swing", "swing")
    ]


def test_sets_added_after_a_swap_are_of_the_swapped_exercise_and_number_on() -> None:
    state = after(swapped_into_the_plan(), ev.AddSet(at=at(9)))
    added = state.queue[2]
    assert (added.exercise, added.planned, added.number, added.load) == ("swing", "clean", 3, 12.0)


def test_a_load_changed_on_the_done_set_carries_to_all_that_follow() -> None:
    state = after(session("swing", "swing", "swing"), done(30), ev.SetLoad(at=at(40), slot=1, load=20.0))
    assert (state.performed[0].load, [s.load for s in state.queue]) == (20.0, [20.0, 20.0])


def test_an_exercise_done_later_in_a_set_makes_way_without_a_new_rest() -> None:
    state = after(session("swing", "swing", "squat"), done(30), start(100), ev.DoLater(at=at(110)))
    assert exercises_left(state) == ["squat", "swing"]
    assert isinstance(state.stage, InSet)
    assert (state.stage.since, state.performed[0].rest_taken_s) == (at(110), 80)


def test_the_last_exercise_cannot_be_done_later() -> None:
    assert apply(session("swing", "swing"), ev.DoLater(at=at(5))).refused is not None


def test_skipping_the_last_set_ends_the_session() -> None:
    state = after(session("swing", "swing"), done(30), ev.SkipSet(at=at(50)))
    assert state.stage == Ended(since=at(50))
    assert to_session(state).finished == at(50)


def test_one_more_set_in_the_summary_is_the_only_one_left_of_a_session_finished_early() -> None:
    state = after(session("swing", "squat", "clean"), done(30), ev.Finish(at=at(40)), ev.AddSet(at=at(50)))
    assert exercises_left(state) == ["swing"]
    assert isinstance(after(state, start(90), done(120)).stage, Ended)


@pytest.mark.parametrize(("seconds", "begun"), [(60, True), (160, False)])
def test_the_rest_before_a_set_added_in_the_summary_ends_by_itself_if_it_is_not_over(
    seconds: float,
    begun: bool,  # noqa: FBT001
) -> None:
    state = after(session("swing"), done(30), ev.AddSet(at=at(seconds)))
    assert (clock_start(state, at(170)) is not None) is begun


def test_after_a_hand_edit_the_sets_to_do_are_those_that_there_were() -> None:
    before = after(swapped_into_the_plan(), ev.AddSet(at=at(9)), ev.SetLoad(at=at(12), slot=2, load=14.0), done(30))
    edited = (replace(before.performed[0], reps=Reps(5)),)
    state = after(before, ev.Adopt(at=at(60), sets=edited, left=tuple(s.index for s in before.queue)))
    assert state.queue == before.queue
    assert state.performed == edited
    assert apply(state, undo()).refused == "nothing to undo: the file was edited"


def test_a_swapped_set_deleted_by_hand_is_done_again_as_it_was() -> None:
    before = after(swapped_into_the_plan(), done(30))
    state = after(before, ev.Adopt(at=at(60), sets=(), left=(1, 2, 3, 4)))
    assert state.queue == swapped_into_the_plan().queue


def test_the_sets_left_out_before_a_hand_edit_stay_left_out() -> None:
    before = after(session("swing", "swing", "squat"), ev.SkipSet(at=at(5)), done(30))
    state = after(before, ev.Adopt(at=at(60), sets=before.performed, left=(3,)))
    assert [s.index for s in state.dropped] == [1]
    assert to_session(state).note == ""
