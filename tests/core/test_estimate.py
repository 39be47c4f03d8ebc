"""When a session will be over. Times are seconds since it began; the clock of a set or rest runs with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from core.examples import MINUTE, after

from setpace.core import events as ev
from setpace.core.estimate import Habits, done_about, habits_of, seconds_left
from setpace.core.exercise import Exercise, Family, Library, RestRange
from setpace.core.routine import PlannedSet, estimate_s
from setpace.core.session import PerformedSet, Reps, Session
from setpace.core.units import Unit
from setpace.core.workout import Workout, begin

START = datetime(2026, 11, 23, 18, 0, tzinfo=timezone(timedelta(hours=1)))
PLANS = {"swing": (15, False), "deadlift": (12, False), "lunge": (10, True), "clean": (5, False)}
FAMILIES = {
    "swing": Family.HINGE,
    "deadlift": Family.HINGE,
    "lunge": Family.SINGLE_LEG_SQUAT,
    "clean": Family.OLYMPIC_LIFT,
}
LIBRARY = Library(
    {e: Exercise(id=e, name=e.title(), family=family, step={}, start_load={}) for e, family in FAMILIES.items()}
)
SLOW = Habits(places={"swing": 1.0}, paces={"swing": 2.0})
"""Rests to the maximum (120 s), and takes 2 x (15 + 15 x 3) = 120 s for a set of 15 swings."""


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def plan_of(*exercises: str, rest: RestRange = MINUTE) -> tuple[PlannedSet, ...]:
    return tuple(PlannedSet(exercise=e, reps=PLANS[e][0], each_side=PLANS[e][1], rest=rest) for e in exercises)


def session(*exercises: str, rest: RestRange = MINUTE, auto_advance: bool = True) -> Workout:
    plan = plan_of(*exercises, rest=rest)
    return begin(
        Session(id="a", routine="r", name="R", started=START, unit=Unit.KG, plan=plan, auto_advance=auto_advance)
    )


def past(*sets: PerformedSet) -> Session:
    return Session(id="p", routine="r", name="R", started=START, unit=Unit.KG, sets=sets)


def did(
    exercise: str,
    *,
    set_s: int = 60,
    rested_s: int | None = 90,
    rest: RestRange = MINUTE,
    by: str = "key",
    paused_s: int = 0,
    rest_paused_s: int = 0,
) -> PerformedSet:
    reps, each_side = PLANS[exercise]
    return PerformedSet(
        slot=1,
        exercise=exercise,
        number=1,
        target_reps=reps,
        reps=Reps.of(reps, each_side=each_side),
        started=START,
        finished=at(set_s),
        started_by=by,
        paused_s=paused_s,
        rest=rest,
        rest_taken_s=rested_s,
        rest_paused_s=rest_paused_s,
    )


def place(habits: Habits, exercise: str) -> float:
    """Seconds rested in a range of 60 to 120."""
    return habits.rest_s(exercise, MINUTE)


def pace(habits: Habits, exercise: str) -> float:
    return habits.set_s(session(exercise).queue[0])


# ------------------------------------------------------------------------------------------------ habits


def test_nothing_known_a_rest_ends_in_the_middle_and_a_set_takes_what_its_reps_take() -> None:
    nobody = habits_of((), LIBRARY)
    assert place(nobody, "clean") == 90
    assert pace(nobody, "clean") == 15 + 5 * 3
    assert pace(nobody, "lunge") == 15 + 20 * 3


def test_a_habit_is_the_median_so_that_one_long_chat_changes_nothing() -> None:
    rests = habits_of([past(*(did("clean", rested_s=s) for s in (70, 72, 75, 80, 900)))], LIBRARY)
    assert place(rests, "clean") == 75
    sets = habits_of([past(*(did("clean", set_s=s) for s in (40, 42, 45, 50, 600)))], LIBRARY)
    assert pace(sets, "clean") == pytest.approx(45)


def test_an_even_number_of_rests_has_its_median_between_the_middle_two() -> None:
    assert place(habits_of([past(*(did("clean", rested_s=s) for s in (70, 72, 76, 300)))], LIBRARY), "clean") == 74


def test_a_rest_is_taken_relative_to_its_range() -> None:
    # A third into 60-120 is 80; a third into the longer range of an Olympic lift is 140.
    habits = habits_of([past(*[did("clean", rested_s=80)] * 3)], LIBRARY)
    assert habits.rest_s("clean", RestRange(120, 180)) == pytest.approx(140)


def test_who_goes_before_ready_is_expected_to_but_never_in_less_than_no_time() -> None:
    hasty = habits_of([past(*[did("clean", rested_s=30)] * 3)], LIBRARY)
    assert place(hasty, "clean") == 30
    assert hasty.rest_s("clean", RestRange(0, 300)) == 0


def test_a_set_that_the_clock_began_tells_nothing_of_how_long_sets_take() -> None:
    by_clock = [did("clean", set_s=300, by="clock")] * 5
    assert pace(habits_of([past(*by_clock)], LIBRARY), "clean") == 30
    assert pace(habits_of([past(*by_clock, *[did("clean", set_s=45)] * 3)], LIBRARY), "clean") == pytest.approx(45)


def test_pauses_are_no_habit() -> None:
    paused = past(*[did("clean", set_s=645, paused_s=600, rested_s=690, rest_paused_s=600)] * 3)
    habits = habits_of([paused], LIBRARY)
    assert place(habits, "clean") == 90
    assert pace(habits, "clean") == pytest.approx(45)


def test_an_exercise_seldom_done_has_the_habits_of_its_family() -> None:
    habits = habits_of([past(*[did("swing", set_s=120, rested_s=120)] * 3, did("deadlift", rested_s=60))], LIBRARY)
    assert place(habits, "swing") == 120
    assert place(habits, "deadlift") == 120  # median of three times 120 and once 60
    assert pace(habits, "deadlift") > 15 + 12 * 3
    assert place(habits, "clean") == 90


def test_two_sets_are_no_habit_yet() -> None:
    assert place(habits_of([past(*[did("swing", rested_s=120)] * 2)], LIBRARY), "swing") == 90


def test_the_last_set_of_a_session_and_a_rest_without_a_window_tell_nothing_of_rests() -> None:
    exact = RestRange(60, 60)
    odd = [did("clean", rested_s=None), *[did("clean", rest=exact, rested_s=200)] * 5]
    habits = habits_of([past(*odd)], LIBRARY)
    assert place(habits, "clean") == 90
    assert habits.rest_s("clean", exact) == 60


def test_habits_change_with_the_newest_sessions() -> None:
    newest, oldest = past(*[did("clean", rested_s=70)] * 30), past(*[did("clean", rested_s=110)] * 90)
    assert place(habits_of([newest, oldest], LIBRARY), "clean") == pytest.approx(70)


def test_an_exercise_that_left_the_library_still_has_its_own_habits() -> None:
    habits = habits_of([past(*[did("clean", rested_s=110)] * 3)], Library({}))
    assert place(habits, "clean") == pytest.approx(110)


# ------------------------------------------------------------------------------------------------ time left


@pytest.mark.parametrize("exercises", [("swing",), ("swing", "lunge", "clean"), ("clean",) * 9])
def test_at_its_start_a_session_takes_what_home_says(exercises: tuple[str, ...]) -> None:
    state = session(*exercises)
    assert seconds_left(state, START, Habits()) == estimate_s(state.head.plan)


def test_as_long_as_all_goes_as_usual_the_end_stands_still() -> None:
    state = session("swing", "swing")
    assert seconds_left(state, START, SLOW) == 120 + 120 + 120
    assert seconds_left(state, at(50), SLOW) == 360 - 50
    state = after(state, ev.CompleteSet(at=at(120)))
    assert seconds_left(state, at(180), SLOW) == 360 - 180
    # At the maximum the clock begins the set; no key is needed for the end to stay where it is.
    assert seconds_left(state, at(250), SLOW) == 360 - 250


def test_a_set_or_rest_longer_than_usual_moves_the_end_on() -> None:
    state = session("swing", "swing", auto_advance=False)
    assert seconds_left(state, at(125), SLOW) == 240
    assert seconds_left(state, at(500), SLOW) == 240
    state = after(state, ev.CompleteSet(at=at(500)))
    assert seconds_left(state, at(619), SLOW) == 121
    assert seconds_left(state, at(621), SLOW) == 120
    assert seconds_left(state, at(9000), SLOW) == 120


def test_a_set_that_the_clock_began_long_ago_may_end_at_once() -> None:
    state = after(session("clean", "clean"), ev.CompleteSet(at=at(30)))
    assert seconds_left(state, at(30 + 120 + 20), Habits()) == 30 - 20
    assert seconds_left(state, at(30 + 120 + 100), Habits()) == 0
    # Later than that it counts as not begun: the whole set is still to come.
    assert seconds_left(state, at(30 + 120 + 181), Habits()) == 30


def test_a_pause_moves_the_end_on_second_by_second() -> None:
    state = after(session("swing", "swing"), ev.CompleteSet(at=at(60)), ev.Pause(at=at(80)))
    left = seconds_left(state, at(80), SLOW)
    assert seconds_left(state, at(700), SLOW) == left
    state = after(state, ev.Resume(at=at(700)))
    assert seconds_left(state, at(710), SLOW) == left - 10
    in_set = after(session("swing"), ev.Pause(at=at(10)))
    assert seconds_left(in_set, at(500), SLOW) == 110
    assert seconds_left(after(in_set, ev.Resume(at=at(500))), at(520), SLOW) == 90


def test_the_lifters_changes_of_the_session_change_its_end() -> None:
    state = after(session("swing", "swing", "clean"), ev.CompleteSet(at=at(60)))
    left = seconds_left(state, at(60), Habits())
    assert seconds_left(after(state, ev.ExtendRest(at=at(60), by_s=15)), at(60), Habits()) == left + 15
    assert seconds_left(after(state, ev.AddSet(at=at(60))), at(60), Habits()) == left + 60 + 90
    assert seconds_left(after(state, ev.SkipSet(at=at(60))), at(60), Habits()) == left - 60 - 90


def test_a_session_that_is_over_is_over() -> None:
    state = after(session("swing"), ev.CompleteSet(at=at(60)))
    assert seconds_left(state, at(60), SLOW) == 0
    assert seconds_left(after(session("swing", "swing"), ev.Finish(at=at(5))), at(9), SLOW) == 0


def test_the_end_is_said_to_the_minute_where_the_lifter_is() -> None:
    state = session("swing", "swing")
    assert done_about(state, START, SLOW) == "18:06"
    assert done_about(state, at(700), SLOW) == "18:16"
    assert done_about(state, START.astimezone(UTC), SLOW) == "17:06"
