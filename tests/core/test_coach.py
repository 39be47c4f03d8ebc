"""Form gates progress: which load comes next, and the one line that says why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from core.coach_examples import BARBELL, KETTLEBELL, PISTOL, but, done, past

from setpace.core.coach import Step, Suggestion, asks_to_finish, judge, lighter_next, suggest
from setpace.core.coach_settings import DEFAULT_RACKS, CoachSettings, Rack
from setpace.core.session import Form, Reps, Session
from setpace.core.units import Unit

if TYPE_CHECKING:
    from setpace.core.exercise import Exercise

SETTINGS = CoachSettings()


def suggested(*sessions: Session, exercise: Exercise = KETTLEBELL, unit: Unit = Unit.KG) -> Suggestion:
    found = suggest(exercise, sessions, unit, SETTINGS)
    assert found is not None
    return found


def loads(*sessions: Session) -> tuple[float, str]:
    found = suggested(*sessions)
    return found.load, found.reason


def test_all_sets_clean_in_the_last_two_sessions_earn_one_step_of_the_equipment() -> None:
    assert suggested(past("ccc"), past("ccc")) == Suggestion(
        28,
        Step.UP,
        24,
        "3 of 3 sets clean at 24 kg in the last 2 sessions: try 28 kg",
        "2 sessions clean at 24 kg: try 28 kg",
    )


def test_one_clean_session_is_not_enough_yet() -> None:
    assert loads(past("ccc")) == (24, "3 of 3 sets clean at 24 kg: once more, then 28 kg")


def test_how_many_clean_sessions_are_needed_is_a_setting() -> None:
    once, four = CoachSettings(clean_sessions=1), CoachSettings(clean_sessions=4)
    first = suggest(KETTLEBELL, [past("ccc")], Unit.KG, once)
    assert first is not None
    assert (first.load, first.reason) == (28, "3 of 3 sets clean at 24 kg in the last session: try 28 kg")
    third = suggest(KETTLEBELL, [past("ccc")] * 2, Unit.KG, four)
    assert third is not None
    assert (third.load, third.reason) == (24, "3 of 3 sets clean at 24 kg: 2 more times, then 28 kg")


@pytest.mark.parametrize(
    ("forms", "reason"),
    [
        ("scc", "one shaky set: stay at 24 kg"),
        ("ss.", "2 shaky sets: stay at 24 kg"),
        ("c.c", "1 of 3 sets not rated: stay at 24 kg"),
        ("cc-", "1 set left out: stay at 24 kg"),
        ("...", ""),  # form is never demanded: who does not rate is not told so every time
    ],
)
def test_shaky_unrated_or_skipped_sets_mean_neither_up_nor_down(forms: str, reason: str) -> None:
    assert loads(past(forms), past("ccc"), past("ccc")) == (24, reason)


def test_a_set_short_of_its_target_is_not_clean_whatever_its_rating() -> None:
    assert loads(but(past("ccc"), 2, reps=Reps(9)), past("ccc")) == (24, "reps short of the target: stay at 24 kg")


def test_each_side_must_reach_the_target() -> None:
    both, one = (but(past("ccc"), 2, reps=reps) for reps in (Reps(10, 10), Reps(12, 9)))
    assert loads(both, past("ccc"))[0] == 28
    assert loads(one, past("ccc"))[0] == 24


def test_a_session_at_two_loads_earns_nothing() -> None:
    assert loads(but(past("ccc"), 1, load=20.0), past("ccc")) == (24, "not all at one load: stay at 24 kg")


def test_clean_sessions_at_another_load_do_not_count() -> None:
    assert loads(past("ccc", 24), past("ccc", 20)) == (24, "3 of 3 sets clean at 24 kg: once more, then 28 kg")


def test_clean_sessions_must_be_the_last_ones_in_a_row() -> None:
    assert loads(past("ccc"), past("csc"), past("ccc"))[0] == 24


def test_sessions_without_the_exercise_are_passed_over() -> None:
    assert loads(past("bbb", of="deadlift"), past("ccc"), past("sss", of="deadlift"), past("ccc"))[0] == 28


def test_any_broken_set_means_one_step_down() -> None:
    reason = "broken form at 24 kg: 20 kg"
    assert suggested(past("ccb"), past("ccc")) == Suggestion(20, Step.DOWN, 24, reason, reason)


def test_broken_wins_over_shaky_short_and_unrated() -> None:
    assert loads(past("b.-"))[0] == loads(past("sb-"))[0] == 20


def test_after_going_lighter_within_the_session_it_is_still_one_step_down_from_where_it_broke() -> None:
    session = but(past("cbc"), 3, load=20.0)
    assert loads(session) == (20, "broken form at 24 kg: 20 kg")
    assert suggested(session).last_load == 20


def test_broken_at_two_loads_counts_from_the_lighter_one() -> None:
    assert loads(but(past("bb"), 2, load=20.0)) == (16, "broken form at 20 kg: 16 kg")


def test_broken_at_the_lightest_there_is_stays_and_says_what_else_helps() -> None:
    assert loads(past("b", 4)) == (4, "broken form at 4 kg, the lightest: fewer reps, or swap it")
    bar = suggested(past("b", 20, of="barbell-clean"), exercise=BARBELL)
    assert (bar.load, bar.reason) == (20, "broken form at 20 kg, the lightest: practise with a dowel")


def test_without_a_known_load_nothing_is_suggested() -> None:
    assert suggest(KETTLEBELL, [], Unit.KG, SETTINGS) is None
    assert suggest(PISTOL, [past("ccc", None, of="pistol-squat")] * 2, Unit.KG, SETTINGS) is None


def test_added_sets_earn_nothing_but_may_lose_it() -> None:
    clean = past("ccc")
    lighter, shaky = (
        replace(clean, sets=(*clean.sets, done(4, "kettlebell-deadlift", 16.0, form)))
        for form in (Form.CLEAN, Form.SHAKY)
    )
    assert loads(lighter, past("ccc"))[0] == 28
    assert suggested(lighter, past("ccc")).last_load == 24
    assert loads(shaky, past("ccc")) == (24, "one shaky set: stay at 24 kg")


def test_an_exercise_swapped_in_for_all_sets_earns_and_one_swapped_in_late_does_not() -> None:
    deadlifts = past("ccc", of="deadlift")
    whole = replace(
        deadlifts, sets=tuple(replace(s, exercise="kettlebell-deadlift", planned="deadlift") for s in deadlifts.sets)
    )
    late = replace(deadlifts, sets=(*deadlifts.sets[:2], whole.sets[2]))
    assert loads(whole, past("ccc"))[0] == 28
    assert loads(late, past("ccc")) == (24, "2 sets left out: stay at 24 kg")
    assert judge(late, "pistol-squat") is None


def test_a_session_of_the_other_unit_counts_and_the_suggestion_is_in_mine() -> None:
    pounds = past("ccc", 53, unit=Unit.LB)
    assert loads(pounds, past("ccc", 24)) == (
        28,
        "3 of 3 sets clean at 24 kg in the last 2 sessions: try 28 kg",
    )
    assert suggested(pounds, unit=Unit.LB).reason == "3 of 3 sets clean at 53 lb: once more, then 55 lb"


def test_a_barbell_goes_up_by_what_the_users_plates_make() -> None:
    two = [past("ccc", 40, of="barbell-clean")] * 2
    assert suggested(*two, exercise=BARBELL).load == 42.5
    coarse = CoachSettings(racks={Unit.KG: Rack(20, (10, 5, 2.5))})
    up = suggest(BARBELL, two, Unit.KG, coarse)
    assert up is not None
    assert (up.load, up.step) == (45, Step.UP)
    few = CoachSettings(racks={Unit.KG: Rack(20, (10,))})
    stays = suggest(BARBELL, two, Unit.KG, few)
    assert stays is not None
    assert (stays.load, stays.reason) == (40, "3 of 3 sets clean at 40 kg: all your plates are on")


def test_within_a_session_a_broken_set_makes_the_next_one_a_step_lighter() -> None:
    assert lighter_next(KETTLEBELL, 24, 24, Unit.KG, None) == 20
    assert lighter_next(BARBELL, 40, 42.5, Unit.KG, DEFAULT_RACKS[Unit.KG]) == 37.5


def test_a_next_set_that_is_lighter_already_stays_as_it_is() -> None:
    assert lighter_next(KETTLEBELL, 24, 20, Unit.KG, None) is None
    assert lighter_next(PISTOL, None, None, Unit.KG, None) is None
    assert lighter_next(KETTLEBELL, 4, 4, Unit.KG, None) is None  # there is nothing lighter


def test_two_broken_sets_in_a_row_ask_to_finish_the_exercise() -> None:
    assert asks_to_finish(past("cbb").sets)
    assert not asks_to_finish(past("bcb").sets)
    assert not asks_to_finish(past("b").sets)
    assert not asks_to_finish((*past("b").sets, *past("b", of="deadlift").sets))
