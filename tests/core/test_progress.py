"""Progress per exercise, as its rules say it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest

from setpace.core.exercise import Exercise, Family, Library
from setpace.core.progress import (
    Gathered,
    Measure,
    Point,
    best_of,
    epley_kg,
    measures_of,
    points_of,
    records_of,
    sides_lately,
    value_text,
)
from setpace.core.session import Form
from setpace.core.summary import SessionSummary, SetSummary
from setpace.core.units import Load, Unit

DAY = timedelta(days=1)
START = datetime(2026, 3, 2, 18, tzinfo=UTC)
STEP = MappingProxyType({Unit.KG: 2.5, Unit.LB: 5.0})
LIBRARY = Library(
    {
        id_: Exercise(id=id_, name=id_.title(), family=Family.HINGE, step=STEP, start_load={}, implements=implements)
        for id_, implements in (("clean", 1), ("lunge", 2))
    }
)


def session(*sets: SetSummary, day: int = 0, unit: Unit = Unit.KG) -> SessionSummary:
    return SessionSummary(
        id=f"s{day}",
        routine="beginner",
        name="Beginner",
        started=START + day * DAY,
        duration_s=1500,
        finished=True,
        unit=unit,
        planned=len(sets),
        sets=sets,
    )


def clean(load: float | None, reps: int = 5, form: Form | None = Form.CLEAN, right: int | None = None) -> SetSummary:
    return SetSummary("clean", reps, right, load, form)


def points(*sessions: tuple[SetSummary, ...], unit: Unit = Unit.KG) -> tuple[Point, ...]:
    return tuple(points_of(session(*sets, day=day, unit=unit), LIBRARY)["clean"] for day, sets in enumerate(sessions))


@pytest.mark.parametrize(
    ("load_kg", "reps", "expected"),
    [(100, 1, 100), (100, 5, 100 * 7 / 6), (60, 10, 80), (60, 11, None), (60, 0, None)],
)
def test_a_one_rep_maximum_is_estimated_by_epley_for_one_to_ten_reps(
    load_kg: float, reps: int, expected: float | None
) -> None:
    assert epley_kg(load_kg, reps) == (None if expected is None else pytest.approx(expected))


def test_a_point_has_the_top_load_the_worst_form_and_the_volume_of_all_implements() -> None:
    sets = (
        SetSummary("lunge", 10, 8, 12.5, Form.CLEAN),
        SetSummary("lunge", 10, 10, 15.0, Form.SHAKY),
        SetSummary("lunge", 10, 9, 15.0),
    )
    point = points_of(session(*sets), LIBRARY)["lunge"]
    assert point.load == Load(15.0, Unit.KG)
    assert point.top_reps == 10
    assert (point.left, point.right, point.reps, point.sets) == (30, 27, 57, 3)
    assert point.form is Form.SHAKY
    assert point.volume_kg == (18 * 12.5 + 39 * 15.0) * 2
    assert point.one_rm_kg == 20.0


def test_the_weaker_leg_counts_for_the_estimate() -> None:
    (point,) = points((clean(30, reps=9, right=6),))
    assert point.one_rm_kg == 36.0
    assert point.top_reps == 6


def test_loads_of_both_units_are_compared_in_kg_and_shown_in_the_one_asked_for() -> None:
    (in_lb,) = points((clean(100),), unit=Unit.LB)
    assert in_lb.value(Measure.LOAD) == pytest.approx(45.359237)
    assert value_text(in_lb, Measure.LOAD, Unit.KG) == "45.5"
    assert value_text(in_lb, Measure.LOAD, Unit.LB) == "100"
    assert value_text(in_lb, Measure.VOLUME, Unit.LB) == "500"
    assert value_text(in_lb, Measure.VOLUME, Unit.KG) == "227"


def test_a_record_is_marked_where_it_happened_and_the_first_session_is_none() -> None:
    history = points((clean(40),), (clean(42.5),), (clean(40, reps=8),), (clean(42.5),))
    assert [set(found) for found in records_of(history)] == [
        set(),
        {Measure.LOAD, Measure.ONE_RM, Measure.VOLUME},
        {Measure.ONE_RM, Measure.VOLUME},
        set(),
    ]


def test_a_set_with_broken_form_makes_no_record_and_is_no_best() -> None:
    history = points((clean(40),), (clean(60, form=Form.BROKEN), clean(42.5)), (clean(45),))
    records = records_of(history)
    assert Measure.LOAD in records[1], "the clean set of that session is one"
    assert Measure.VOLUME not in records[1]
    assert Measure.LOAD in records[2], "60 kg broken is not the mark to beat"
    best = best_of(history, Measure.LOAD)
    assert best is not None
    assert best.sound_load == Load(45, Unit.KG)


def test_the_same_weight_in_the_other_unit_is_no_record() -> None:
    first = points_of(session(clean(24.0, reps=12)), LIBRARY)["clean"]
    then = points_of(session(clean(53.0, reps=12), day=1, unit=Unit.LB), LIBRARY)["clean"]
    assert records_of((first, then)) == (frozenset(), frozenset())


def test_without_a_load_the_reps_of_a_set_are_the_record() -> None:
    history = points((clean(None, 5),), (clean(None, 8),), (clean(None, 8),))
    assert [set(found) for found in records_of(history)] == [set(), {Measure.REPS}, set()]
    assert measures_of(history) == (Measure.REPS,)


def test_only_what_there_is_can_be_looked_at() -> None:
    assert measures_of(points((clean(24, reps=12),))) == (Measure.LOAD, Measure.VOLUME, Measure.REPS)
    sided = measures_of(points((clean(24, reps=10, right=9),)))
    assert sided == (Measure.LOAD, Measure.ONE_RM, Measure.VOLUME, Measure.REPS, Measure.SIDES)


def test_left_and_right_are_summed_over_three_sessions() -> None:
    history = points(*[(clean(20, reps=10, right=right),) for right in (1, 9, 8, 10)])
    assert sides_lately(history) == (30, 27)
    assert sides_lately(history[:2]) is None


def gathered(*sessions: SessionSummary) -> Gathered:
    found = Gathered(LIBRARY, START + 10 * DAY)
    found.add([(each, points_of(each, LIBRARY)) for each in sessions])
    return found


def test_sessions_come_newest_first_and_points_are_given_oldest_first() -> None:
    found = gathered(session(SetSummary("lunge", 10), day=3), session(clean(42.5), day=2), session(clean(40)))
    assert found.exercises == ("lunge", "clean")
    assert [point.value(Measure.LOAD) for point in found.points("clean")] == [40, 42.5]
    assert found.points("rope-climb") == ()


def test_a_session_dated_in_the_future_is_left_out_and_counted() -> None:
    found = gathered(session(clean(90), day=12), session(clean(40), day=11), session(clean(40)))
    assert found.ahead == 1, "a day ahead may be a time zone"
    assert found.count("clean") == 2
    assert sum(found.a_day.values()) == 2


def test_a_session_without_a_set_is_no_training_day() -> None:
    assert gathered(session()).a_day == {}


def test_two_sessions_on_one_day_are_two() -> None:
    found = gathered(session(clean(40)), session(clean(40)))
    assert found.a_day == {START.date(): 2}


def test_an_exercise_that_is_not_in_the_library_counts_and_is_named() -> None:
    found = gathered(session(SetSummary("rope-climb", 3, None, 10.0)))
    assert found.unknown == {"rope-climb"}
    assert found.points("rope-climb")[0].volume_kg == 30.0
