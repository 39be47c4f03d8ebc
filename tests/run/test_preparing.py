"""Preparing for an exercise: technique and warm-up sets, taken with one key, done like any set, and not counted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from run.test_coaching import at_hand, train

from setpace.core.events import PainAnswer, RateForm
from setpace.core.session import Form, SetKind
from setpace.core.workout import to_session
from setpace.run.log_text import log_lines
from setpace.run.plain_text import done_line, prompt_line

if TYPE_CHECKING:
    from run.conftest import Bench

    from setpace.run.runner import Runner
    from setpace.run.training import Training


def before_the_clean(bench: Bench, load: float | None = None) -> Training:
    """A beginner session in the rest before its barbell cleans."""
    training = bench.start()
    bench.lift(training, 6)
    if load is not None:
        training.runner.type_load(at_hand(training.runner), load)
    return training


def lift(bench: Bench, training: Training, sets: int = 1) -> None:
    """Do so many sets of 40 s, with a rest of 45 s before each: too short for a clock to end it."""
    for _ in range(sets):
        bench.next(training, after_s=45)
        bench.next(training)


def places(runner: Runner) -> list[str]:
    return [f"{slot.exercise} {slot.numbered}" for slot in runner.state.queue]


def test_the_first_time_the_offer_names_its_key_and_one_key_takes_it(bench: Bench) -> None:
    runner = before_the_clean(bench).runner
    assert runner.coach_line(at_hand(runner)) == "first time: t puts 2 × 5 technique first, dowel or empty bar"
    outcome = runner.technique()
    assert (outcome.said, outcome.refused) == ("2 technique sets first", False)
    assert places(runner)[:3] == ["barbell-clean technique 1", "barbell-clean technique 2", "barbell-clean 1"]


def test_the_key_named_is_the_users_own_also_after_resuming(bench: Bench) -> None:
    bench.paths.settings_file.write_text('[keys]\ntechnique = "y"\n', encoding="utf-8")
    training = before_the_clean(bench)
    assert "y puts 2" in training.runner.coach_line(at_hand(training.runner))
    training.leave()
    runner = bench.resume(training.file, keys={"technique": ("j",)}).runner
    assert "j puts 2" in runner.coach_line(at_hand(runner))


def test_a_technique_set_says_which_it_is_with_what_and_the_cue(bench: Bench) -> None:
    runner = before_the_clean(bench).runner
    runner.technique()
    prompt = at_hand(runner)
    cue = bench.library["barbell-clean"].cues[0]
    assert runner.coach_line(prompt) == f"technique 1 of 2 · dowel or empty bar · {cue}"
    assert runner.coach_line(prompt, room=40) == "technique 1 of 2 · dowel or empty bar"
    assert runner.coach_line(prompt, room=20) == "technique 1 of 2"
    assert (prompt.load, runner.last_result(prompt)) == (None, None)


def test_the_first_plus_on_a_technique_set_takes_the_empty_bar_and_leaves_the_work_alone(bench: Bench) -> None:
    runner = before_the_clean(bench, 40).runner
    runner.technique()
    runner.change_load(at_hand(runner), +1)
    assert [slot.load for slot in runner.state.queue] == [20, 20, 40, 40, 40]


def test_one_key_a_set_leads_through_them_and_the_file_says_what_they_were(bench: Bench) -> None:
    training = before_the_clean(bench)
    training.runner.technique()
    lift(bench, training, 5)
    training.leave()
    session = bench.read(training.file).session
    kinds = [done.kind for done in session.sets]
    assert kinds == [SetKind.WORK] * 6 + [SetKind.TECHNIQUE] * 2 + [SetKind.WORK] * 3
    text = training.file.read_text(encoding="utf-8")
    assert text.count('kind = "technique"') == 2
    assert text.count("kind = ") == 2  # a work set says nothing, as in every older file


def test_a_session_left_among_them_goes_on_there(bench: Bench) -> None:
    training = before_the_clean(bench)
    training.runner.technique()
    lift(bench, training)
    training.leave()
    runner = bench.resume(training.file).runner
    assert at_hand(runner).place == "technique 2 of 2"
    assert "technique 2 of 2" in runner.coach_line(at_hand(runner))


def test_undo_takes_the_offer_back_and_says_so(bench: Bench) -> None:
    runner = before_the_clean(bench).runner
    before = runner.state
    runner.technique()
    assert runner.undo().said == "undone: technique sets"
    assert runner.state == before
    assert runner.coach_line(at_hand(runner)).startswith("first time")


def test_declining_costs_nothing(bench: Bench) -> None:
    training = before_the_clean(bench)
    bench.next(training)
    assert at_hand(training.runner).place == "set 1 of 3"


def test_once_they_are_done_the_offer_is_not_made_again(bench: Bench) -> None:
    training = before_the_clean(bench)
    training.runner.technique()
    lift(bench, training, 2)
    assert at_hand(training.runner).place == "set 1 of 3"
    assert training.runner.coach_line(at_hand(training.runner)) == ""
    assert training.runner.technique().said == "its technique sets are there already"


def test_next_time_it_is_as_if_they_had_not_been(bench: Bench) -> None:
    training = before_the_clean(bench, 40)
    training.runner.technique()
    for form in (Form.BROKEN, Form.BROKEN, Form.CLEAN, Form.CLEAN, Form.CLEAN):
        lift(bench, training)
        training.runner.rate(form)
    training.leave()
    bench.clock.advance(timedelta(days=2).total_seconds())
    runner = bench.start().runner
    assert runner.coaching.suggestions["barbell-clean"].reason == "3 of 3 sets clean at 40 kg: once more, then 42.5 kg"
    assert [done.load for done in runner.last_time["barbell-clean"]] == [40, 40, 40]
    [_, line] = log_lines([bench.read(training.file).session], bench.library)
    assert "9/9" in line


def test_a_broken_technique_set_makes_no_set_lighter(bench: Bench) -> None:
    training = before_the_clean(bench, 40)
    training.runner.technique()
    lift(bench, training)
    assert training.runner.rate(Form.BROKEN).said == ""
    lift(bench, training)
    assert training.runner.rate(Form.BROKEN).offers == ""
    assert {slot.load for slot in training.runner.state.queue} == {40}


def test_a_broken_warm_up_set_makes_no_work_set_lighter(bench: Bench) -> None:
    training = before_the_clean(bench, 60)
    training.runner.warm_up()
    for _ in range(4):
        lift(bench, training)
        training.runner.rate(Form.BROKEN)
    assert [slot.load for slot in training.runner.state.queue] == [60, 60, 60]


def test_last_time_is_told_of_work_sets_only_and_looks_past_a_session_of_technique_alone(bench: Bench) -> None:
    train(bench, ".........", 24, 10, 40)
    bench.clock.advance(timedelta(days=40).total_seconds())
    practised = before_the_clean(bench)
    practised.runner.technique()
    assert practised.runner.last_result(at_hand(practised.runner)) is None
    lift(bench, practised, 2)
    practised.runner.finish()
    practised.leave()
    runner = before_the_clean(bench).runner
    last = runner.last_result(at_hand(runner))
    assert last is not None
    assert (last.kind, last.load) == (SetKind.WORK, 40)


@pytest.mark.parametrize("load", [60.0, 42.5])
def test_the_warm_up_is_a_ramp_that_the_plates_make_each_with_its_plates_line(bench: Bench, load: float) -> None:
    training = before_the_clean(bench, load)
    runner = training.runner
    outcome = runner.warm_up()
    ramp = [slot for slot in runner.state.queue if slot.kind is SetKind.WARMUP]
    assert outcome.said.startswith(f"{len(ramp)} warm-up sets first: 20, ")
    said = []
    for _ in ramp:
        said.append(runner.coach_line(at_hand(runner)))
        lift(bench, training)
    assert at_hand(runner).place == "set 1 of 3"
    assert at_hand(runner).load == load
    if load == 60:
        assert [(slot.load, slot.target_reps) for slot in ramp] == [(20, 5), (30, 5), (40, 3), (50, 2)]
        assert said == [
            "warm-up 1 of 4 · the empty bar",
            "warm-up 2 of 4 · plates 5 each side",
            "warm-up 3 of 4 · plates 10 each side · take off 5, put on 10",
            "warm-up 4 of 4 · plates 10 + 5 each side · put on 5",
        ]


def test_the_ramp_is_told_until_it_is_taken(bench: Bench) -> None:
    runner = before_the_clean(bench, 60).runner
    assert "W puts them first" in dict(runner.bar_lines("barbell-clean", 60))["warm up"]
    runner.warm_up()
    assert "warm up" not in dict(runner.bar_lines("barbell-clean", 60))


@pytest.mark.parametrize(
    ("load", "why"),
    [(None, "its load is not known yet: set it, then warm up to it"), (20.0, "the empty bar needs no warm-up")],
)
def test_without_a_load_to_warm_up_to_there_is_no_ramp(bench: Bench, load: float | None, why: str) -> None:
    outcome = before_the_clean(bench, load).runner.warm_up()
    assert (outcome.said, outcome.refused) == (why, True)


def test_other_exercises_have_neither(bench: Bench) -> None:
    runner = bench.start().runner
    assert runner.technique().said == "Kettlebell Deadlift is no Olympic lift: it needs no technique sets"
    assert runner.warm_up().said == "Kettlebell Deadlift is not done with a barbell: there is no ramp for it"


def test_a_routine_without_rests_has_none_after_these_sets_either(bench: Bench) -> None:
    bench.paths.routines_dir.mkdir()
    routine = 'name = "R"\n[[exercises]]\nexercise = "barbell-clean"\nsets = 2\nreps = 5\nrest = [0, 0]\n'
    (bench.paths.routines_dir / "r.toml").write_text(routine, encoding="utf-8")
    runner = bench.start("r").runner
    runner.technique()
    assert {(slot.rest.min_s, slot.rest.max_s) for slot in runner.state.queue} == {(0, 0)}


def test_plain_mode_says_what_each_set_is(bench: Bench) -> None:
    training = before_the_clean(bench)
    runner = training.runner
    runner.technique()
    assert prompt_line(runner, runner.view()).startswith("NEXT TECHNIQUE 1 of 2  Barbell Clean  5 reps")
    lift(bench, training)
    done = runner.view().done
    assert done is not None
    assert done_line(runner, done) == "DONE Barbell Clean technique 1  5 reps"


def test_a_swap_takes_what_the_coach_suggests_for_the_other_one_and_tells_why(bench: Bench) -> None:
    for _ in range(2):
        train(bench, "ccc", 24)
    training = bench.start("advanced")  # of the same family, and not planned in this routine
    runner = training.runner
    runner.swap("kettlebell-deadlift")
    assert {slot.load for slot in runner.state.queue if slot.exercise == "kettlebell-deadlift"} == {28}
    assert runner.coach_line(at_hand(runner)) == "3 of 3 sets clean at 24 kg in the last 2 sessions: try 28 kg"
    runner.change_load(at_hand(runner), -1)  # and is refused like any suggestion
    assert at_hand(runner).load == 24


def test_a_swap_for_one_that_says_nothing_falls_back_to_the_last_load_or_none(bench: Bench) -> None:
    train(bench, "...", 24)
    runner = bench.start("advanced").runner
    runner.swap("kettlebell-deadlift")
    assert (at_hand(runner).load, runner.coach_line(at_hand(runner))) == (24, "")
    runner.swap("deadlift")
    assert at_hand(runner).load is None


def test_where_something_hurts_a_swap_goes_no_higher_than_the_last_load(bench: Bench) -> None:
    for _ in range(2):
        train(bench, "ccc", 24)
    runner = bench.start("advanced").runner
    runner.report_pain(PainAnswer.SWAP, "kettlebell-deadlift")
    assert at_hand(runner).load == 24


def test_a_swap_back_goes_on_at_the_load_of_today(bench: Bench) -> None:
    for _ in range(2):
        train(bench, "ccc", 24)
    training = bench.start()
    bench.lift(training, 1, 20)
    training.runner.swap("deadlift")
    training.runner.swap("kettlebell-deadlift")
    assert at_hand(training.runner).load == 20


def test_an_olympic_lift_swapped_in_for_the_first_time_is_offered_technique_too(bench: Bench) -> None:
    runner = before_the_clean(bench).runner
    runner.swap("power-clean")
    assert runner.coach_line(at_hand(runner)).startswith("first time: t puts 2 × 5 technique first")
    runner.technique()
    assert places(runner)[0] == "power-clean technique 1"


def test_the_level_is_looked_at_when_the_session_is_finished_and_not_before(bench: Bench) -> None:
    bench.paths.settings_file.write_text("[coach]\nlevel_sessions = 1\n", encoding="utf-8")
    training = bench.start()
    offered = []
    for _ in range(9):
        bench.lift(training, 1)
        training.runner.rate(Form.CLEAN)
        offered.append(training.next_level.line(to_session(training.runner.state)))
    earned = "the last session clean in all sets: try intermediate (home has it chosen)"
    assert offered == [""] * 8 + [earned]
    training.runner.rate(Form.BROKEN)
    after = to_session(training.runner.state)
    assert training.next_level.line(after) == "broken form in 1 set of the last session: start lighter"
    assert training.next_level.routine(after) is None


def test_the_level_needs_no_file_once_the_session_has_begun(bench: Bench) -> None:
    bench.paths.settings_file.write_text("[coach]\nlevel_sessions = 1\n", encoding="utf-8")
    bench.paths.routines_dir.mkdir()
    own = bench.paths.routines_dir / "hills.toml"
    own.write_text(
        'name = "Hills"\nlevel = "beginner"\n[[exercises]]\nexercise = "kettlebell-deadlift"\nsets = 1\nreps = 12\n',
        encoding="utf-8",
    )
    training = bench.start("hills")
    own.unlink()  # a disk that is gone by now, or hangs, must not hold up the summary
    bench.lift(training, 1)
    training.runner.rate(Form.CLEAN)
    routine = training.next_level.routine(to_session(training.runner.state))
    assert routine is not None
    assert routine.id == "intermediate"


def test_a_session_that_will_be_gone_on_with_offers_no_easier_start_yet(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1)
    training.runner.rate(Form.BROKEN)
    assert training.next_level.line(to_session(training.runner.state)) == ""
    training.runner.finish()
    assert "start lighter" in training.next_level.line(to_session(training.runner.state))


def test_a_broken_set_among_many_ends_the_offer_of_a_level_only_when_it_was_work(bench: Bench) -> None:
    bench.paths.settings_file.write_text("[coach]\nlevel_sessions = 1\n", encoding="utf-8")
    training = before_the_clean(bench)
    for done in training.runner.state.performed:
        training.runner.dispatch(RateForm(at=bench.clock.now(), slot=done.slot, form=Form.CLEAN))
    training.runner.technique()
    for form in (Form.BROKEN, Form.SHAKY, Form.CLEAN, Form.CLEAN, Form.CLEAN):
        lift(bench, training)
        training.runner.rate(form)
    routine = training.next_level.routine(to_session(training.runner.state))
    assert routine is not None
    assert routine.id == "intermediate"
