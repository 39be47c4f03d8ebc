"""The runner: the one key, changes by the steps of the equipment, and what is said of each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from run.conftest import START, Bench

from setpace.core import events as ev
from setpace.core.session import Form, Reps
from setpace.core.workout_view import Phase, SetPrompt

if TYPE_CHECKING:
    from collections.abc import Callable

    from setpace.core.workout import Workout
    from setpace.run.runner import Outcome, Runner
    from setpace.run.saver import Saved
    from setpace.run.training import Training


@pytest.fixture
def training(bench: Bench) -> Training:
    return bench.start()


@pytest.fixture
def runner(training: Training) -> Runner:
    return training.runner


def at_hand(runner: Runner) -> SetPrompt:
    prompt = runner.view().current or runner.view().next
    assert prompt is not None
    return prompt


class Shelf:
    """A saver that keeps every state it gets."""

    def __init__(self) -> None:
        self.on_saved: Callable[[Saved], None] = lambda _: None
        self.silent = False
        self.states: list[Workout] = []

    def save(self, state: Workout) -> None:
        self.states.append(state)

    def close(self, then: Callable[[], str | None] | None = None, patience_s: float = 0.0) -> str | None:
        raise NotImplementedError

    def stop(self, then: Callable[[], None]) -> None:
        raise NotImplementedError

    def unsaved(self, state: Workout) -> str | None:
        raise NotImplementedError


def test_the_one_key_does_what_the_view_says(bench: Bench, training: Training) -> None:
    runner = training.runner
    phases = []
    for seconds in (40, 70, 40, 125, 301):
        bench.next(training, seconds)
        phases.append((runner.view().phase, len(runner.state.performed)))
    assert phases == [
        (Phase.REST, 1),  # set done
        (Phase.SET, 1),  # the next one starts
        (Phase.REST, 2),
        (Phase.REST, 3),  # the clock had begun the third 5 s before: done
        (Phase.SET, 3),  # too long past the maximum for the clock: the key starts it
    ]
    bench.clock.advance(10)
    runner.toggle_pause()
    bench.next(training)
    assert (runner.view().paused, runner.view().phase, len(runner.state.performed)) == (False, Phase.SET, 3)


def test_events_get_the_time_of_the_clock(bench: Bench, training: Training) -> None:
    bench.next(training, 41.25)
    bench.next(training, 75.5)
    assert [event.at - START for event in training.runner.state.history] == [
        timedelta(seconds=41.25),
        timedelta(seconds=116.75),
    ]


def test_in_the_summary_the_one_key_changes_nothing(bench: Bench, training: Training) -> None:
    bench.lift(training, 1)
    training.runner.finish()
    before = training.runner.state
    assert not training.runner.advance().refused
    assert training.runner.state is before


def test_every_change_is_saved_and_a_refused_one_is_not(bench: Bench, runner: Runner) -> None:
    shelf = Shelf()
    runner.saver = shelf
    refused = runner.rate(Form.CLEAN)
    assert (refused.refused, refused.said) == (True, "no set is done yet: form is rated after the set")
    assert shelf.states == []
    bench.clock.advance(40)
    runner.advance()
    runner.rate(Form.CLEAN)
    assert [len(state.history) for state in shelf.states] == [1, 2]
    assert shelf.states[-1] is runner.state


@pytest.mark.parametrize(
    ("side", "by", "reps"),
    [
        ("", -1, Reps(9, 9)),
        ("left", -1, Reps(9, 10)),
        ("right", +1, Reps(10, 11)),
    ],
)
def test_reps_of_one_side_or_both(bench: Bench, side: str, by: int, reps: Reps) -> None:
    runner = bench.start("intermediate").runner
    assert at_hand(runner).reps == Reps(10, 10)
    runner.change_reps(at_hand(runner), by, side)
    assert at_hand(runner).reps == reps


def test_reps_without_sides_never_fall_below_none(runner: Runner) -> None:
    for _ in range(15):
        runner.change_reps(at_hand(runner), -1, "left")
    assert at_hand(runner).reps == Reps(0)


def test_a_load_goes_by_the_steps_of_the_equipment(runner: Runner) -> None:
    seen = []
    for direction in (1, 1, -1, -1, -1, -1, -1, -1):
        runner.change_load(at_hand(runner), direction)
        seen.append(runner.load_text(at_hand(runner).load, ""))
    # From not known to where a kettlebell deadlift begins, by 4 kg, and back to not known.
    assert seen == ["16 kg", "20 kg", "16 kg", "12 kg", "8 kg", "4 kg", "—", "—"]


def test_an_exercise_that_left_the_library_has_no_step_but_can_be_typed(runner: Runner) -> None:
    runner.dispatch(ev.SwapExercise(at=START, to="rope-climb", each_side=False))
    assert runner.change_load(at_hand(runner), 1).said == "this exercise is not in the library: type the load"
    assert at_hand(runner).load is None
    assert not runner.type_load(at_hand(runner), 7.5).refused
    assert at_hand(runner).load == 7.5


def test_form_is_of_the_last_completed_set_also_when_the_next_has_begun(bench: Bench, training: Training) -> None:
    bench.lift(training, 1)
    bench.next(training, 75)
    training.runner.rate(Form.SHAKY)
    bench.next(training)
    assert [done.form for done in training.runner.state.performed] == [Form.SHAKY, None]


def test_a_swap_is_of_the_family_and_brings_its_own_sides_and_last_load(bench: Bench, training: Training) -> None:
    runner = training.runner
    assert at_hand(runner).exercise == "kettlebell-deadlift"
    assert {e.family.value for e in runner.swaps()} == {"hinge"}
    assert "kettlebell-deadlift" not in [e.id for e in runner.swaps()]
    runner.swap("single-leg-deadlift")
    prompt = at_hand(runner)
    assert (prompt.exercise, prompt.planned, prompt.load) == ("single-leg-deadlift", "kettlebell-deadlift", None)
    assert prompt.reps.right is not None
    runner.type_load(prompt, 12)
    bench.next(training)
    assert runner.last_load("single-leg-deadlift") == 12
    assert runner.last_load("barbell-clean") is None


@pytest.mark.parametrize(
    ("answer", "to", "said", "now"),
    [
        (ev.PainAnswer.LIGHTER, "", "went lighter", ("kettlebell-deadlift", 20.0)),
        (ev.PainAnswer.SWAP, "deadlift", "swapped for Deadlift", ("deadlift", None)),
        (ev.PainAnswer.END, "", "ended the exercise", ("dumbbell-reverse-lunge", None)),
    ],
    ids=lambda value: value.value if isinstance(value, ev.PainAnswer) else "",
)
def test_something_hurts(
    runner: Runner, answer: ev.PainAnswer, to: str, said: str, now: tuple[str, float | None]
) -> None:
    runner.type_load(at_hand(runner), 24)
    assert not runner.report_pain(answer, to).refused
    assert runner.state.pains == (f"Something hurt at Kettlebell Deadlift, set 1: {said}.",)
    assert (at_hand(runner).exercise, at_hand(runner).load) == now


def test_after_the_end_nothing_can_hurt(bench: Bench, training: Training) -> None:
    bench.lift(training, 1)
    training.runner.finish()
    outcome = training.runner.report_pain(ev.PainAnswer.END)
    assert (outcome.refused, outcome.said) == (True, "no set is left")


def test_one_more_set_says_of_what(runner: Runner) -> None:
    assert runner.add_set().said == "one more set: Kettlebell Deadlift 4"
    assert runner.view().total == 10


def test_undo_says_what_it_took_back(bench: Bench, training: Training) -> None:
    runner = training.runner
    steps: list[tuple[Callable[[], Outcome], str]] = [
        (lambda: runner.change_load(at_hand(runner), 1), "load 16"),
        (lambda: runner.change_reps(at_hand(runner), -1), "reps 11"),
        (lambda: runner.type_load(at_hand(runner), None), "load —"),
        (runner.advance, "set done"),
        (lambda: runner.rate(Form.BROKEN), "form broken"),
        (lambda: runner.shift_rest(15), "rest +15 s"),
        (lambda: runner.shift_rest(-15), "rest -15 s"),
        (lambda: runner.write_note(0, "tired"), "note"),
        (runner.toggle_pause, "pause"),
        (runner.toggle_pause, "end of the pause"),
        (runner.skip, "skip"),
        (runner.advance, "start of the set"),
        (lambda: runner.swap("deadlift"), "swap for Deadlift"),
        (runner.do_later, "do it later"),
        (runner.add_set, "added set"),
        (lambda: runner.report_pain(ev.PainAnswer.END), "something hurts"),
        (runner.finish, "finish"),
    ]
    for act, _ in steps:
        bench.clock.advance(2)
        outcome = act()
        assert not outcome.refused, outcome.said
    undone = [runner.undo().said for _ in steps]
    assert undone == [f"undone: {what}" for _, what in reversed(steps)]
    assert runner.undo().said == "nothing to undo"
    assert at_hand(runner).load is None


def test_last_time_is_shown_set_by_set(bench: Bench) -> None:
    first = bench.start()
    bench.lift(first, 2, load=20)
    first.runner.change_reps(first.runner.state.performed[1], -3)
    first.runner.finish()
    first.leave()
    bench.clock.advance(2 * 86400)
    again = bench.start()
    runner = again.runner
    results = []
    for _ in range(3):
        last = runner.last_result(at_hand(runner))
        results.append(last and (last.reps.left, last.load))
        bench.lift(again, 1)
    assert results == [(12, 20), (9, 20), None]
