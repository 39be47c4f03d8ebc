"""Levels, technique sets and the two legs: what the coach offers or points out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from core.coach_examples import BARBELL, KETTLEBELL, TODAY, but, done, past

from setpace.core.levels import LevelOffer, all_clean, first_level, level_offer
from setpace.core.session import Form, Reps, Session
from setpace.core.sides import side_difference
from setpace.core.technique import technique_offer


def offered(*sessions: Session, routine: str = "beginner", level: str | None = None) -> LevelOffer | None:
    return level_offer(routine, routine if level is None else level, sessions, TODAY, needed=4)


def test_four_clean_sessions_of_a_routine_offer_the_next_level() -> None:
    assert offered(*[past("ccc")] * 4) == LevelOffer(
        "intermediate", easier=False, reason="the last 4 sessions clean in all sets: try intermediate"
    )
    assert offered(*[past("ccc")] * 3) is None


@pytest.mark.parametrize("forms", ["ccs", "cc.", "cc-"])
def test_one_set_that_was_not_clean_and_the_level_stays(forms: str) -> None:
    assert offered(past("ccc"), past(forms), past("ccc"), past("ccc")) is None


def test_sessions_of_other_routines_neither_count_nor_disturb() -> None:
    other = past("sss", routine="my-own")
    assert offered(*[past("ccc"), other] * 4) is not None
    assert offered(*[past("ccc", routine="my-own")] * 4) is None


def test_there_is_no_level_above_advanced_nor_above_one_that_is_unknown() -> None:
    assert offered(*[past("ccc", routine="advanced")] * 4, routine="advanced") is None
    assert offered(*[past("ccc", routine="my-own")] * 4, routine="my-own", level="") is None


def test_broken_form_offers_an_easier_start() -> None:
    assert offered(past("cbb", routine="advanced"), routine="advanced") == LevelOffer(
        "intermediate", easier=True, reason="broken form in 2 sets of the last session: intermediate is an easier start"
    )
    below_beginner = offered(past("cbc"))
    assert below_beginner is not None
    assert below_beginner.reason == "broken form in 1 set of the last session: start lighter"


def test_a_long_pause_offers_an_easier_start_however_clean_it_was() -> None:
    long_ago = [past("ccc", routine="intermediate", days_ago=35)] * 4
    found = offered(*long_ago, routine="intermediate")
    assert found is not None
    assert (found.level, found.easier) == ("beginner", True)
    assert found.reason == "5 weeks without strength training: beginner is an easier start"
    assert offered(*[past("ccs", days_ago=27)]) is None
    assert offered(*[past("ccs", days_ago=28)]) is not None
    lately = past("ccc", days_ago=20)  # another routine was trained meanwhile
    assert offered(lately, *long_ago, routine="intermediate") == LevelOffer(
        "advanced", easier=False, reason="the last 4 sessions clean in all sets: try advanced"
    )


def test_when_in_doubt_beginner() -> None:
    assert first_level(["advanced", "beginner", ""]) == "beginner"
    assert first_level(["", "intermediate"]) == "intermediate"
    assert first_level([]) == "beginner"
    unknown = offered(past("b", routine="my-own"), routine="my-own", level="")
    assert unknown is not None
    assert unknown.level == "beginner"


def test_a_short_set_makes_a_session_not_all_clean() -> None:
    assert all_clean(past("ccc"))
    assert not all_clean(but(past("ccc"), 3, reps=Reps(9)))
    assert not all_clean(replace(past("ccc"), sets=()))


def test_an_added_set_that_was_shaky_makes_a_session_not_all_clean() -> None:
    clean = past("ccc")
    for form, so in ((Form.SHAKY, False), (Form.BROKEN, False), (Form.CLEAN, True), (None, True)):
        added = done(4, "kettlebell-deadlift", 24.0, form)
        assert all_clean(replace(clean, sets=(*clean.sets, added))) is so


def test_an_olympic_lift_that_is_new_or_long_ago_begins_with_technique_sets() -> None:
    new = technique_offer(BARBELL, None, TODAY)
    assert new is not None
    assert (new.sets, new.reps) == (2, 5)
    assert new.line("t") == "first time: t puts 2 × 5 technique first, dowel or empty bar"
    old = technique_offer(BARBELL, TODAY - timedelta(days=28), TODAY)
    assert old is not None
    assert old.short_line("j") == "4 weeks ago: j technique first"
    assert technique_offer(BARBELL, TODAY - timedelta(days=27), TODAY) is None
    assert technique_offer(KETTLEBELL, None, TODAY) is None


def sides(*pairs: tuple[int, int]) -> list[Session]:
    return [but(past("c", of="pistol-squat"), 1, reps=Reps(left, right)) for left, right in pairs]


def test_one_leg_behind_by_a_tenth_in_three_sessions_is_pointed_out() -> None:
    found = side_difference(sides((9, 10), (9, 10), (8, 10)), "pistol-squat")
    assert found is not None
    assert str(found) == "left side 13 % fewer reps in the last 3 sessions"
    other = side_difference(sides((10, 9), (10, 9), (10, 9)), "pistol-squat")
    assert other is not None
    assert (other.weaker, other.percent) == ("right", 10)


@pytest.mark.parametrize(
    "pairs",
    [
        [(9, 10), (8, 10)],  # too few to tell
        [(8, 10), (10, 10), (8, 10)],  # not in every one of them
        [(8, 10), (10, 8), (8, 10)],  # now this leg, now that one
        [(19, 20)] * 3,  # less than a tenth
        [(0, 0)] * 3,
    ],
)
def test_a_difference_that_is_small_or_does_not_last_is_not(pairs: list[tuple[int, int]]) -> None:
    assert side_difference(sides(*pairs), "pistol-squat") is None


def test_sessions_without_sides_are_passed_over() -> None:
    behind = sides((8, 10), (8, 10), (8, 10))
    both = past("c", of="pistol-squat")  # reps not counted by side
    assert side_difference([behind[0], both, past("c"), *behind[1:]], "pistol-squat") is not None
