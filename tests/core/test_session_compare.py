"""Comparing two sessions: the rules, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from setpace.core.session import Form, PerformedSet, Reps, Session
from setpace.core.session_compare import compare, last_of_routine
from setpace.core.summary import summary_of
from setpace.core.units import Unit

START = datetime(2026, 11, 23, 18, 4, tzinfo=UTC)
SET = PerformedSet(
    slot=1,
    exercise="swing",
    number=1,
    target_reps=10,
    reps=Reps(10),
    load=24.0,
    form=Form.SHAKY,
    started=START,
    finished=START + timedelta(seconds=40),
    rest_taken_s=90,
)


def session(*sets: PerformedSet, unit: Unit = Unit.KG, days: int = 0, routine: str = "r") -> Session:
    started = START + timedelta(days=days)
    return Session(id=f"{routine}{days}", routine=routine, name="R", started=started, unit=unit, sets=sets)


def test_a_set_stands_beside_the_one_of_its_number() -> None:
    second, third = replace(SET, number=2), replace(SET, number=3)
    pairs = compare(session(SET, third), session(SET, second, third))
    assert [(p.number, p.before, p.now) for p in pairs] == [(1, SET, SET), (2, None, second), (3, third, third)]


def test_exercises_come_in_the_order_of_this_time_and_those_left_out_last() -> None:
    lunge, clean = replace(SET, exercise="lunge"), replace(SET, exercise="clean")
    pairs = compare(session(clean, SET, lunge), session(lunge, SET))
    assert [(p.exercise, p.now is None) for p in pairs] == [("lunge", False), ("swing", False), ("clean", True)]


def test_an_exercise_that_comes_twice_is_compared_in_turn() -> None:
    early, late = replace(SET, load=16.0), replace(SET, load=32.0)
    pairs = compare(session(early, late), session(early, late))
    assert [(p.before, p.now) for p in pairs] == [(early, early), (late, late)]


@pytest.mark.parametrize(
    ("before", "now", "unit", "expected"),
    [
        (24.0, 28.0, Unit.KG, 1),
        (24.0, 20.0, Unit.KG, -1),
        (24.0, 24.0, Unit.KG, 0),
        (24.0, 53.0, Unit.LB, 0),  # a 53 lb kettlebell is a 24 kg one
        (24.0, 44.0, Unit.LB, -1),
        (None, 24.0, Unit.KG, 0),
        (24.0, None, Unit.KG, 0),
    ],
)
def test_loads_are_compared_in_kg(before: float | None, now: float | None, unit: Unit, expected: int) -> None:
    (pair,) = compare(session(replace(SET, load=before)), session(replace(SET, load=now), unit=unit))
    assert pair.load == expected


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (Form.SHAKY, Form.CLEAN, 1),
        (Form.CLEAN, Form.BROKEN, -1),
        (Form.CLEAN, Form.CLEAN, 0),
        (None, Form.CLEAN, 0),
        (Form.CLEAN, None, 0),
    ],
)
def test_form_is_better_worse_or_neither(before: Form | None, now: Form | None, expected: int) -> None:
    (pair,) = compare(session(replace(SET, form=before)), session(replace(SET, form=now)))
    assert pair.form == expected


def test_reps_of_both_sides_and_the_rest_really_taken_are_counted() -> None:
    (pair,) = compare(
        session(replace(SET, reps=Reps(10, 8))), session(replace(SET, reps=Reps(10, 10), rest_taken_s=75))
    )
    assert (pair.reps, pair.rest_s) == (2, -15)
    (pair,) = compare(session(SET), session(replace(SET, rest_taken_s=None)))
    assert pair.rest_s is None


def test_the_last_of_the_same_routine_is_earlier_and_has_sets() -> None:
    looked_at = session(SET, days=10)
    others = [
        session(SET, days=12),
        looked_at,
        session(SET, days=9, routine="other"),
        session(days=8),
        session(SET, days=3),
        session(SET, days=5),
    ]
    summaries = [summary_of(each) for each in others]
    found = last_of_routine(summary_of(looked_at), summaries)
    assert found is not None
    assert found.id == "r5"
    assert last_of_routine(summary_of(others[4]), summaries) is None
