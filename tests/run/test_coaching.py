"""The coach in a session: a suggested load fills the first prompt, its reason is told, one key refuses it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from setpace.core.session import Form
from setpace.run.clock import FakeClock
from setpace.run.plain_text import prompt_line
from setpace.store.settings import change_setting
from setpace.store.settings_table import Numbers

if TYPE_CHECKING:
    from run.conftest import Bench

    from setpace.core.workout_view import SetPrompt
    from setpace.run.runner import Runner
    from setpace.run.training import Training

REASON = "3 of 3 sets clean at 24 kg in the last 2 sessions: try 28 kg"


def train(bench: Bench, forms: str, *loads: float) -> None:
    """A whole beginner session, rated set by set (`c`, `s`, `b`, `.`), two days before the next; loads by exercise."""
    training = bench.start()
    for place, sign in enumerate(forms.ljust(9, ".")):
        exercise = place // 3
        bench.lift(training, 1, loads[exercise] if exercise < len(loads) else None)
        if sign != ".":
            training.runner.rate({"c": Form.CLEAN, "s": Form.SHAKY, "b": Form.BROKEN}[sign])
    training.leave()
    bench.clock.advance(timedelta(days=2).total_seconds())


def at_hand(runner: Runner) -> SetPrompt:
    prompt = runner.view().current or runner.view().next
    assert prompt is not None
    return prompt


@pytest.fixture
def earned(bench: Bench) -> Training:
    """A session begun after two in which the first exercise was clean at 24 kg."""
    train(bench, "ccc", 24)
    train(bench, "ccc", 24)
    return bench.start()


def test_what_was_earned_is_the_load_of_the_first_prompt_and_its_reason_is_told(earned: Training) -> None:
    runner = earned.runner
    assert at_hand(runner).load == 28
    assert runner.coach_line(at_hand(runner)) == REASON
    assert prompt_line(runner, runner.view()).endswith(f"28 kg  last time 24 kg × 12 clean  coach: {REASON}")


def test_the_one_key_lifts_it_and_the_reason_is_told_only_once(bench: Bench, earned: Training) -> None:
    bench.lift(earned, 1)
    assert earned.runner.state.performed[0].load == 28
    assert (at_hand(earned.runner).load, earned.runner.coach_line(at_hand(earned.runner))) == (28, "")


def test_one_minus_refuses_it_for_all_sets_and_the_reason_goes(bench: Bench, earned: Training) -> None:
    runner = earned.runner
    runner.change_load(at_hand(runner), -1)
    assert (at_hand(runner).load, runner.coach_line(at_hand(runner))) == (24, "")
    bench.lift(earned, 3)
    assert [done.load for done in runner.state.performed] == [24, 24, 24]


def test_a_refusal_leads_to_the_last_load_even_where_it_is_between_two_steps(bench: Bench) -> None:
    train(bench, "ccc", 25)
    train(bench, "ccc", 25)
    runner = bench.start().runner
    assert at_hand(runner).load == 28
    runner.change_load(at_hand(runner), -1)
    assert at_hand(runner).load == 25
    runner.change_load(at_hand(runner), -1)  # refused already: a step as ever
    assert at_hand(runner).load == 24


def test_after_broken_form_it_is_a_step_lighter_and_plus_refuses_that(bench: Bench) -> None:
    train(bench, "ccb", 25)
    runner = bench.start().runner
    assert (at_hand(runner).load, runner.coach_line(at_hand(runner))) == (24, "broken form at 25 kg: 24 kg")
    runner.change_load(at_hand(runner), +1)
    assert at_hand(runner).load == 25


def test_where_it_got_lighter_within_the_session_plus_is_a_step_as_ever(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1, 24)
    training.runner.rate(Form.BROKEN)
    bench.lift(training, 2)
    training.leave()
    runner = bench.start().runner
    assert (at_hand(runner).load, runner.coach_line(at_hand(runner))) == (20, "broken form at 24 kg: 20 kg")
    runner.change_load(at_hand(runner), +1)
    assert at_hand(runner).load == 24


def test_a_session_dated_in_the_future_by_a_wrong_clock_tells_nothing(bench: Bench) -> None:
    now = bench.clock.now()
    bench.clock.advance(timedelta(days=400).total_seconds())
    train(bench, "bbb", 24)
    bench.clock = FakeClock(now)
    assert bench.start().runner.coaching.suggestions == {}


def test_without_a_rating_the_last_load_comes_again_and_nothing_is_said(bench: Bench) -> None:
    train(bench, "...", 24)
    runner = bench.start().runner
    assert (at_hand(runner).load, runner.coach_line(at_hand(runner))) == (24, "")


def test_every_exercise_has_a_suggestion_of_its_own(bench: Bench) -> None:
    train(bench, "cccsss", 24, 10, 40)
    plan = bench.start().runner.state.head.plan
    assert [planned.load for planned in plan] == [24] * 3 + [10] * 3 + [40] * 3


def test_the_settings_say_how_many_clean_sessions_and_which_plates(bench: Bench) -> None:
    change_setting(bench.paths, "coach.clean_sessions", 1)
    change_setting(bench.paths, "barbell.plates_kg", Numbers((10.0, 5.0)))
    train(bench, "ccc...ccc", 24, 10, 40)
    plan = bench.start().runner.state.head.plan
    assert [planned.load for planned in plan] == [28] * 3 + [10] * 3 + [50] * 3


def test_plus_and_minus_of_a_barbell_go_by_the_users_plates(bench: Bench) -> None:
    change_setting(bench.paths, "barbell.plates_kg", Numbers((10.0, 5.0)))
    training = bench.start()
    bench.lift(training, 6)
    bench.next(training)
    runner = training.runner
    loads = []
    for direction in (+1, +1, +1, -1, -1, -1):
        runner.change_load(at_hand(runner), direction)
        loads.append(at_hand(runner).load)
    assert loads == [20, 30, 40, 30, 20, None]


def test_the_reason_of_what_is_still_to_do_is_told_again_after_resuming(bench: Bench) -> None:
    for _ in range(2):
        train(bench, "cccccc", 24, 10)
    training = bench.start()
    bench.lift(training, 3)
    training.leave()
    runner = bench.resume(training.file).runner
    assert (at_hand(runner).exercise, at_hand(runner).load) == ("dumbbell-reverse-lunge", 12.5)
    assert runner.coach_line(at_hand(runner)) == "3 of 3 sets clean at 10 kg in the last 2 sessions: try 12.5 kg"


def test_an_olympic_lift_long_ago_begins_with_technique_and_does_not_go_up(bench: Bench) -> None:
    for _ in range(2):
        train(bench, "......ccc", 24, 10, 40)
    lately = bench.start()
    assert lately.runner.state.head.plan[6].load == 42.5
    lately.discard()
    bench.clock.advance(timedelta(days=40).total_seconds())
    training = bench.start()
    bench.lift(training, 6)
    prompt = at_hand(training.runner)
    assert prompt.load == 40
    assert training.runner.coach_line(prompt) == "6 weeks ago: t puts 2 × 5 technique first, dowel or empty bar"


def test_a_leg_that_lags_is_pointed_out_before_the_first_two_sets(bench: Bench) -> None:
    for _ in range(3):
        training = bench.start()
        bench.lift(training, 3)
        for _ in range(3):
            bench.next(training, 75)
            training.runner.change_reps(at_hand(training.runner), -2, "left")
            bench.next(training)
        training.leave()
        bench.clock.advance(timedelta(days=2).total_seconds())
    training = bench.start()
    bench.lift(training, 3)
    said = []
    for _ in range(3):
        said.append(training.runner.coach_line(at_hand(training.runner)))
        bench.lift(training, 1)
    assert said == ["left side 20 % fewer reps in the last 3 sessions"] * 2 + [""]


def loads_to_come(runner: Runner) -> list[float | None]:
    return [slot.load for slot in runner.state.queue if slot.exercise == "kettlebell-deadlift"]


def test_a_set_rated_broken_makes_the_next_ones_a_step_lighter_at_once(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1, 24)
    outcome = training.runner.rate(Form.BROKEN)
    assert (outcome.said, loads_to_come(training.runner)) == ("broken: next set 20 kg", [20, 20])
    assert training.runner.rate(Form.BROKEN).said == ""  # pressed twice it is no second step
    assert loads_to_come(training.runner) == [20, 20]


def test_undo_takes_a_rating_back_with_the_load_it_gave(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1, 24)
    runner = training.runner
    runner.rate(Form.BROKEN)
    runner.rate(Form.BROKEN)
    assert loads_to_come(runner) == [20, 20]
    assert runner.undo().said == "undone: form broken"
    assert (loads_to_come(runner), runner.state.performed[0].form) == ([24, 24], None)


def test_after_a_restart_the_lighter_load_is_still_there(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1, 24)
    training.runner.rate(Form.BROKEN)
    training.runner.rate(Form.BROKEN)
    training.leave()
    assert loads_to_come(bench.resume(training.file).runner) == [20, 20]


def test_undo_of_my_own_load_leaves_the_one_the_rating_gave(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1, 24)
    runner = training.runner
    runner.rate(Form.BROKEN)
    runner.type_load(at_hand(runner), 24)
    assert runner.undo().said == "undone: load 24"
    assert (loads_to_come(runner), runner.state.performed[0].form) == ([20, 20], Form.BROKEN)


def test_a_rating_put_right_takes_the_lighter_load_back_too(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1, 24)
    training.runner.rate(Form.BROKEN)
    assert training.runner.rate(Form.CLEAN).said == "clean: next set 24 kg"
    assert loads_to_come(training.runner) == [24, 24]


def test_a_lighter_load_of_my_own_is_left_alone(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1, 24)
    runner = training.runner
    runner.type_load(at_hand(runner), 12)
    assert (runner.rate(Form.BROKEN).said, loads_to_come(runner)) == ("", [12, 12])
    assert (runner.rate(Form.CLEAN).said, loads_to_come(runner)) == ("", [12, 12])


def test_rated_while_the_next_set_is_lifted_it_is_the_one_after_that_gets_lighter(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1, 24)
    bench.next(training, 75)
    assert training.runner.rate(Form.BROKEN).said == "broken: next set 20 kg"
    assert loads_to_come(training.runner) == [24, 20]


def test_the_load_of_another_exercise_is_not_touched(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 3, 24)
    before = [slot.load for slot in training.runner.state.queue]
    assert training.runner.rate(Form.BROKEN).said == ""
    assert [slot.load for slot in training.runner.state.queue] == before


def test_two_broken_sets_in_a_row_offer_to_finish_the_exercise_and_that_can_be_undone(bench: Bench) -> None:
    training = bench.start()
    runner = training.runner
    bench.lift(training, 1, 24)
    runner.rate(Form.BROKEN)
    bench.lift(training, 1)
    outcome = runner.rate(Form.BROKEN)
    assert (outcome.said, outcome.offers) == ("two broken: finish this exercise?", "swap")
    assert at_hand(runner).load == 16
    assert runner.end_exercise().said == "noted: Ended Kettlebell Deadlift before set 3."
    assert at_hand(runner).exercise == "dumbbell-reverse-lunge"
    assert runner.undo().said == "undone: end of the exercise"
    assert (at_hand(runner).exercise, runner.state.pains) == ("kettlebell-deadlift", ())


def barbell(bench: Bench, *loads: float) -> list[list[tuple[str, str]]]:
    """What is said of the bar before each of the three barbell sets, lifted at these loads."""
    training = bench.start()
    bench.lift(training, 6)
    said = []
    for load in loads:
        bench.next(training, 75)
        runner = training.runner
        runner.type_load(at_hand(runner), load)
        said.append(runner.bar_lines("barbell-clean", load))
        bench.next(training)
    return said


def test_before_the_first_barbell_set_it_is_said_what_goes_on_and_how_to_warm_up(bench: Bench) -> None:
    ramp = ("warm up", "20 × 5, 30 × 5, 40 × 3, 50 × 2 (W puts them first)")
    assert barbell(bench, 60) == [[("bar", "plates 20 each side"), ramp]]


def test_later_it_is_said_what_to_change_from_what_is_on(bench: Bench) -> None:
    assert barbell(bench, 60, 65, 60)[1:] == [
        [("bar", "plates 20 + 2.5 each side"), ("change", "put on 2.5")],
        [("bar", "plates 20 each side"), ("change", "take off 2.5")],
    ]
    assert barbell(bench, 60, 60)[1] == [("bar", "plates 20 each side")]


def test_a_load_that_the_plates_cannot_make_and_other_equipment_have_no_plates(bench: Bench) -> None:
    assert barbell(bench, 41) == [[]]
    runner = bench.start().runner
    assert runner.bar_lines("kettlebell-deadlift", 24) == []
    assert runner.bar_lines("barbell-clean", None) == []
