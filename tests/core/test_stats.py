from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from setpace.core import stats
from setpace.core.exercise import Exercise, Family, Library
from setpace.core.session import Form, PerformedSet, Reps, Session
from setpace.core.units import Unit

START = datetime(2026, 11, 23, 17, 4, 11, tzinfo=UTC)
CLEAN, SHAKY, BROKEN = Form


def exercise(exercise_id: str, family: Family, implements: int = 1) -> Exercise:
    name = exercise_id.replace("-", " ").title()
    return Exercise(id=exercise_id, name=name, family=family, implements=implements, step={}, start_load={})


LIBRARY = Library(
    {
        "barbell-clean": exercise("barbell-clean", Family.OLYMPIC_LIFT),
        "dumbbell-lunge": exercise("dumbbell-lunge", Family.SINGLE_LEG_SQUAT, implements=2),
    }
)


def done(
    reps: Reps | int,
    load: float | None = None,
    form: Form | None = None,
    *,
    of: str = "barbell-clean",
    rest_taken_s: int | None = None,
) -> PerformedSet:
    return PerformedSet(
        slot=1,
        exercise=of,
        number=1,
        target_reps=5,
        reps=Reps(reps) if isinstance(reps, int) else reps,
        load=load,
        form=form,
        started=START,
        finished=START + timedelta(seconds=40),
        rest_taken_s=rest_taken_s,
    )


def session(*sets: PerformedSet, unit: Unit = Unit.KG) -> Session:
    return Session(id="a", routine="beginner", name="Beginner", started=START, unit=unit, sets=sets)


def test_volume_counts_both_sides_and_both_dumbbells() -> None:
    lunge = done(Reps(10, 8), 12.5, of="dumbbell-lunge")
    assert stats.volume(session(lunge, done(5, 40.0)), LIBRARY) == 18 * 12.5 * 2 + 5 * 40


def test_an_exercise_that_left_the_library_counts_one_implement() -> None:
    assert stats.volume(session(done(10, 20.0, of="sled-push")), LIBRARY) == 200


def test_a_set_without_load_counts_its_reps_but_no_volume() -> None:
    both = session(done(Reps(10, 9), of="pistol-squat"), done(5, 40.0))
    assert stats.reps_total(both) == 24
    assert stats.volume(both, LIBRARY) == 200
    assert stats.volume(session(done(Reps(10, 9), of="pistol-squat")), LIBRARY) is None


def test_sets_rest_and_form_of_a_session() -> None:
    three = session(done(5, form=CLEAN, rest_taken_s=95), done(5, form=SHAKY, rest_taken_s=130), done(5))
    assert (stats.sets_done(three), stats.rest_taken_s(three)) == (3, 225)
    assert stats.form_counts(three) == {CLEAN: 1, SHAKY: 1, Form.BROKEN: 0}


def test_a_session_without_a_set_has_figures_too() -> None:
    empty = session()
    assert (stats.sets_done(empty), stats.reps_total(empty), stats.rest_taken_s(empty)) == (0, 0, 0)
    assert stats.volume(empty, LIBRARY) is None
    assert stats.better_than(empty, session(done(5, 40.0)), LIBRARY) == ()


def test_the_first_session_is_compared_with_nothing() -> None:
    assert stats.better_than(session(done(5, 40.0)), None, LIBRARY) == ()


@pytest.mark.parametrize(
    ("now", "before", "lines"),
    [
        pytest.param(
            [done(5, 42.5)],
            [done(5, 40.0)],
            ["Barbell Clean: 42.5 kg, last time 40 kg", "Volume: 212.5 kg, last time 200 kg"],
            id="heavier",
        ),
        pytest.param([done(5, 40.0, CLEAN)], [done(5, 40.0, CLEAN)], [], id="the same"),
        pytest.param([done(3, 37.5)], [done(5, 40.0)], [], id="less of everything"),
        pytest.param(
            [done(6), done(5)], [done(5), done(5)], ["Barbell Clean: 11 reps, last time 10 reps"], id="more reps"
        ),
        pytest.param(
            [done(8, 30.0)],
            [done(5, 40.0)],
            ["Volume: 240 kg, last time 200 kg"],
            id="more reps of a lighter load are no better reps",
        ),
        pytest.param(
            [done(5, 40.0, CLEAN), done(5, 40.0, CLEAN)],
            [done(5, 40.0, CLEAN), done(5, 40.0, SHAKY)],
            ["Barbell Clean: 2 of 2 sets clean, last time 1 of 2"],
            id="cleaner",
        ),
        pytest.param(
            [done(5, 40.0, CLEAN), done(5, 40.0, SHAKY)],
            [done(5, 40.0, CLEAN), done(5, 40.0)],
            [],
            id="an unrated set is neither clean nor not",
        ),
        pytest.param(
            [done(5, form=CLEAN)],
            [done(5, form=CLEAN), done(5, form=CLEAN), done(5, form=SHAKY)],
            [],
            id="fewer sets are no cleaner session",
        ),
        pytest.param(
            [done(5, form=CLEAN), done(5, form=CLEAN), done(5, form=CLEAN), done(5, form=SHAKY)],
            [done(5, form=CLEAN), done(5, form=CLEAN), done(5, form=SHAKY)],
            ["Barbell Clean: 20 reps, last time 15 reps", "Barbell Clean: 3 of 4 sets clean, last time 2 of 3"],
            id="form is a share of the sets",
        ),
        pytest.param([done(5, 42.5, BROKEN)], [done(5, 40.0)], [], id="heavier, but broken"),
        pytest.param([done(9, 40.0, BROKEN)], [done(5, 40.0)], [], id="more reps, but broken"),
        pytest.param(
            [done(5, 42.5, CLEAN), done(5, 42.5, BROKEN)],
            [done(5, 40.0)],
            ["Barbell Clean: 42.5 kg, last time 40 kg"],
            id="heavier, one of them broken",
        ),
        pytest.param([done(5, 40.0)], [done(5)], [], id="a load now known is no heavier one"),
        pytest.param([done(9, of="deadlift")], [done(5)], [], id="another exercise"),
    ],
)
def test_what_was_better_than_last_time(now: list[PerformedSet], before: list[PerformedSet], lines: list[str]) -> None:
    assert list(stats.better_than(session(*now), session(*before), LIBRARY)) == lines


def test_two_units_are_compared_by_weight() -> None:
    in_pounds = session(done(5, 53.0), unit=Unit.LB)
    in_kilos = session(done(5, 24.0))
    assert stats.better_than(in_kilos, in_pounds, LIBRARY) == ()
    assert stats.better_than(in_pounds, in_kilos, LIBRARY) == ()
    assert stats.better_than(in_pounds, session(done(5, 20.0)), LIBRARY) == (
        "Barbell Clean: 53 lb, last time 20 kg",
        "Volume: 265 lb, last time 100 kg",
    )
