"""What the screen says at which second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from setpace.core import events as ev
from setpace.core.exercise import RestRange
from setpace.core.routine import PlannedSet
from setpace.core.session import Form, Session
from setpace.core.units import Unit
from setpace.core.workout import Workout, begin, fold
from setpace.core.workout_view import Does, Phase, Pip, view

START = datetime(2025, 3, 3, 18, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def head(rest: RestRange, *, auto_advance: bool = True, sets: int = 2) -> Session:
    plan = (PlannedSet(exercise="swing", reps=8, each_side=False, rest=rest),) * sets
    return Session(id="a", routine="r", name="R", started=START, unit=Unit.KG, plan=plan, auto_advance=auto_advance)


def resting(rest: RestRange, *, auto_advance: bool = True) -> Workout:
    """A rest that began at second 0."""
    return fold(head(rest, auto_advance=auto_advance), [ev.CompleteSet(at=START)])


@pytest.mark.parametrize(
    ("rest", "seconds", "phase", "clock_s"),
    [
        (RestRange(60, 120), 0, Phase.REST, 60),
        (RestRange(60, 120), 59.5, Phase.REST, 1),
        (RestRange(60, 120), 60, Phase.READY, 60),
        (RestRange(60, 120), 119.5, Phase.READY, 1),
        (RestRange(60, 120), 132, Phase.GO, 12),
        (RestRange(60, 60), 59.9, Phase.REST, 1),
        (RestRange(60, 60), 60, Phase.GO, 0),
        (RestRange(0, 90), 0, Phase.READY, 90),
        (RestRange(0, 0), 5, Phase.SET, 5),
    ],
)
def test_the_phase_and_its_clock(rest: RestRange, seconds: float, phase: Phase, clock_s: int) -> None:
    shown = view(resting(rest), at(seconds))
    assert (shown.phase, shown.clock_s) == (phase, clock_s)


@pytest.mark.parametrize(
    ("auto_advance", "seconds", "does"),
    [
        (True, 30, Does.START),
        (True, 90, Does.START),
        (True, 130, Does.DONE),
        (True, 301, Does.START),
        (False, 130, Does.START),
    ],
)
def test_the_screen_says_what_the_one_key_does(auto_advance: bool, seconds: float, does: Does) -> None:  # noqa: FBT001
    shown = view(resting(RestRange(60, 120), auto_advance=auto_advance), at(seconds))
    assert shown.does is does
    assert (shown.current is not None) is (does is Does.DONE)
    assert (shown.next is not None) is (does is Does.START)


def test_more_rest_in_go_shows_ready_with_15_s() -> None:
    events = [ev.CompleteSet(at=START), ev.ExtendRest(at=at(150), by_s=15)]
    shown = view(fold(head(RestRange(60, 120)), events), at(150))
    assert (shown.phase, shown.clock_s, shown.does) == (Phase.READY, 15, Does.START)


def test_a_paused_rest_stands_still_and_space_goes_on() -> None:
    events = [ev.CompleteSet(at=START), ev.Pause(at=at(20))]
    shown = view(fold(head(RestRange(60, 120)), events), at(2000))
    assert (shown.phase, shown.clock_s, shown.does) == (Phase.REST, 40, Does.RESUME)


def test_the_summary_counts_the_sets_done() -> None:
    events = [ev.CompleteSet(at=at(10)), ev.Finish(at=at(40))]
    shown = view(fold(head(RestRange(60, 120)), events), at(500))
    assert (shown.phase, shown.place, shown.elapsed_s, shown.does) == (Phase.SUMMARY, 1, 40, Does.HOME)


def test_pips_show_each_set_of_the_exercise() -> None:
    events = [
        ev.CompleteSet(at=START),
        ev.RateForm(at=at(5), slot=1, form=Form.CLEAN),
        ev.SkipSet(at=at(10)),
    ]
    state = fold(head(RestRange(60, 120), sets=4), events)
    assert view(state, at(20)).pips == (Pip.CLEAN, Pip.DROPPED, Pip.AT_HAND, Pip.TO_DO)


def test_a_session_begins_in_its_first_set() -> None:
    shown = view(begin(head(RestRange(60, 120))), at(7))
    assert (shown.phase, shown.clock_s, shown.place, shown.total) == (Phase.SET, 7, 1, 2)


def test_a_set_that_undo_went_back_to_shows_go_as_before_it_was_done() -> None:
    before = resting(RestRange(60, 120))
    state = fold(before.head, [*before.history, ev.CompleteSet(at=at(140)), ev.Undo(at=at(150))])
    seen, as_before = view(state, at(170)), view(before, at(170))
    assert (seen.phase, seen.clock_s, seen.begun_by_clock, seen.does) == (Phase.GO, 50, True, Does.DONE)
    assert (seen.rest, seen.rest_elapsed_s, seen.current) == (RestRange(60, 120), 170, as_before.current)


@pytest.mark.parametrize(
    ("seconds", "place"),
    [(5, 1), (30, 2), (100, 2), (160, 2), (220, 3), (500, 3)],
    ids=["set", "rest", "ready", "go", "rest-2", "late"],
)
def test_the_place_is_that_of_the_set_at_hand_or_next(seconds: float, place: int) -> None:
    keys = [ev.CompleteSet(at=at(20)), ev.CompleteSet(at=at(200))]
    state = fold(head(RestRange(60, 120), sets=3), [key for key in keys if key.at <= at(seconds)])
    seen = view(state, at(seconds))
    assert (seen.place, seen.total) == (place, 3)


def test_skipped_sets_are_not_counted_and_added_ones_are() -> None:
    state = fold(head(RestRange(60, 120), sets=4), [ev.SkipSet(at=at(5)), ev.SkipSet(at=at(6)), ev.AddSet(at=at(7))])
    seen = view(state, at(8))
    assert (seen.place, seen.total) == (1, 3)
    assert seen.current is not None
    assert (seen.current.number, seen.current.total) == (3, 5)


def test_a_clock_set_back_shows_no_time_below_zero() -> None:
    for state in (begin(head(RestRange(60, 120))), resting(RestRange(60, 120))):
        seen = view(state, at(-3600))
        assert seen.elapsed_s == 0
        assert seen.rest_elapsed_s == 0
    assert view(begin(head(RestRange(60, 120))), at(-3600)).clock_s == 0
    assert (seen.phase, seen.clock_s) == (Phase.REST, 60)


def test_before_its_last_stamp_a_session_is_shown_as_it_was_then() -> None:
    state = fold(head(RestRange(60, 120)), [ev.CompleteSet(at=at(40))])
    assert view(state, at(10)) == view(state, at(40))
    assert view(state, at(10)).elapsed_s == 40
