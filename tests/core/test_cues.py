"""When a cue is due, by example and by property. Seconds are on the session's clock; the set before is done at 30."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from core.examples import START, after, at, done, session, start
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from setpace.core import events as ev
from setpace.core.cue_settings import Profile
from setpace.core.cues import LATE_S, Cue, Heard, due
from setpace.core.exercise import RestRange
from setpace.core.workout import Workout, apply
from setpace.core.workout_view import View, view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime, timedelta

EXTEND, SHORTEN = 15, -15


class Listener:
    """Follows a workout from its first set on and writes down what is rung when."""

    def __init__(self, state: Workout, *, countdown: bool = False, from_s: float = 0) -> None:
        self.state = state
        self.countdown = countdown
        self.heard = Heard()
        self.rung: list[tuple[float, Cue]] = []
        self.look(from_s)

    def look(self, seconds: float) -> Cue | None:
        self.heard, cue = due(self.heard, view(self.state, at(seconds)), countdown=self.countdown)
        if cue is not None:
            self.rung.append((seconds, cue))
        return cue

    def listen(self, seconds: Iterable[float]) -> list[tuple[float, Cue]]:
        """What is rung while the screen paints at these moments."""
        before = len(self.rung)
        for each in seconds:
            self.look(each)
        return self.rung[before:]

    def press(self, event: ev.Event) -> Cue | None:
        self.state = after(self.state, event)
        return self.look((event.at - START).total_seconds())


def resting(rest: RestRange, *, countdown: bool = False, auto_advance: bool = True) -> Listener:
    listener = Listener(session("swing", "swing", "swing", rest=rest, auto_advance=auto_advance), countdown=countdown)
    listener.press(done(30))
    return listener


def rest_of(rest: RestRange, *, countdown: bool = False) -> list[tuple[float, Cue]]:
    """What is rung in a rest that is left to the clock, by its own seconds."""
    listener = resting(rest, countdown=countdown)
    listener.listen(30 + s for s in range(200))
    return [(s - 30, cue) for s, cue in listener.rung]


@pytest.mark.parametrize(
    ("least_s", "most_s", "rung"),
    [
        (60, 120, [(60, Cue.READY), (110, Cue.SOON), (120, Cue.GO)]),
        (60, 60, [(50, Cue.SOON), (60, Cue.GO)]),  # no window, no READY
        (0, 90, [(80, Cue.SOON), (90, Cue.GO)]),  # READY from its first moment: nothing to announce
        (0, 0, []),  # straight on
        (3, 8, [(3, Cue.READY), (8, Cue.GO)]),  # shorter than the warning
        (0, 10, [(10, Cue.GO)]),
        (50, 60, [(50, Cue.READY), (60, Cue.GO)]),  # READY says more than the warning at the same second
        (55, 60, [(50, Cue.SOON), (55, Cue.READY), (60, Cue.GO)]),
    ],
)
def test_a_rest_left_to_the_clock_rings_its_boundaries(
    least_s: int, most_s: int, rung: list[tuple[float, Cue]]
) -> None:
    assert rest_of(RestRange(least_s, most_s)) == rung


def test_the_countdown_is_heard_only_where_it_is_switched_on() -> None:
    last = [(117, Cue.THREE), (118, Cue.TWO), (119, Cue.ONE), (120, Cue.GO)]
    assert rest_of(RestRange(60, 120), countdown=True)[2:] == last
    assert rest_of(RestRange(0, 2), countdown=True) == [(1, Cue.ONE), (2, Cue.GO)]


def test_without_auto_advance_the_maximum_is_heard_too() -> None:
    listener = resting(RestRange(5, 20), auto_advance=False)
    assert listener.listen(range(31, 80)) == [(35, Cue.READY), (40, Cue.SOON), (50, Cue.GO)]


def test_a_rest_cut_short_by_the_key_rings_no_more() -> None:
    listener = resting(RestRange(60, 120))
    listener.press(start(70))
    assert listener.listen(range(71, 200)) == []


def test_the_end_of_the_session_is_heard_once() -> None:
    listener = Listener(session("swing"))
    assert listener.press(done(30)) is Cue.FINISHED
    assert listener.look(31) is None


def test_a_session_resumed_in_its_summary_or_after_a_boundary_is_silent_about_the_past() -> None:
    over = Listener(after(session("swing"), done(30)), from_s=31)
    assert over.rung == []
    late = Listener(after(session("swing", "swing"), done(30)), from_s=91)
    assert late.rung == []
    assert late.listen(range(91, 152)) == [(140, Cue.SOON), (150, Cue.GO)]


def test_a_boundary_passed_in_a_suspend_is_not_rung() -> None:
    listener = resting(RestRange(60, 120))
    listener.look(80)
    assert listener.look(93) is None  # READY was 3 s ago
    assert listener.look(400) is None
    assert listener.listen(range(401, 500)) == []


def test_of_two_boundaries_passed_at_once_the_later_is_rung() -> None:
    listener = resting(RestRange(1, 2), countdown=True)
    assert listener.look(32.5) is Cue.GO
    assert listener.look(32.6) is None


def test_a_pause_moves_the_boundaries_and_is_silent_itself() -> None:
    listener = resting(RestRange(60, 120))
    listener.listen(range(31, 70))
    listener.press(ev.Pause(at=at(70)))
    assert listener.listen(range(71, 600)) == []
    listener.press(ev.Resume(at=at(600)))
    assert listener.listen(range(601, 700)) == [(620, Cue.READY), (670, Cue.SOON), (680, Cue.GO)]


def test_a_boundary_at_the_moment_of_a_pause_is_not_rung_minutes_later() -> None:
    listener = resting(RestRange(60, 120))
    listener.look(89.9)
    listener.press(ev.Pause(at=at(90.1)))
    listener.press(ev.Resume(at=at(500)))
    assert listener.look(500.5) is None


def test_a_lengthened_rest_does_not_ring_again_what_has_been_rung() -> None:
    listener = resting(RestRange(60, 120))
    listener.listen(range(31, 100))  # READY rang at 90
    listener.press(ev.ExtendRest(at=at(100), by_s=EXTEND))
    assert listener.listen(range(101, 200)) == [(155, Cue.SOON), (165, Cue.GO)]


def test_a_warning_is_not_given_twice_where_the_maximum_moves_before_it_is_reached() -> None:
    listener = resting(RestRange(60, 120))
    listener.listen(range(31, 146))  # SOON rang at 140
    listener.press(ev.ExtendRest(at=at(146), by_s=EXTEND))
    assert listener.listen(range(147, 200)) == [(165, Cue.GO)]


def test_lengthening_a_rest_that_is_over_asks_for_a_new_maximum() -> None:
    listener = resting(RestRange(60, 120))
    listener.listen(range(31, 160))
    listener.press(ev.ExtendRest(at=at(160), by_s=EXTEND))
    assert listener.listen(range(161, 200)) == [(165, Cue.SOON), (175, Cue.GO)]


def test_a_shortened_rest_rings_at_its_new_maximum() -> None:
    listener = resting(RestRange(60, 120))
    listener.listen(range(31, 80))
    listener.press(ev.ExtendRest(at=at(80), by_s=SHORTEN))  # READY has been for 5 s: shown
    assert listener.listen(range(81, 200)) == [(125, Cue.SOON), (135, Cue.GO)]


def test_undoing_a_start_does_not_ring_the_rest_again() -> None:
    listener = resting(RestRange(60, 120))
    listener.listen(range(31, 92))
    listener.press(start(92))
    listener.press(ev.Undo(at=at(93)))
    assert listener.listen(range(94, 200)) == [(140, Cue.SOON), (150, Cue.GO)]


def test_undoing_done_goes_back_into_the_old_rest_in_silence() -> None:
    listener = resting(RestRange(60, 120))
    listener.listen(range(31, 151))  # GO rang at 150: the clock has begun the second set
    listener.press(done(151))
    listener.press(ev.Undo(at=at(151.5)))
    assert listener.listen([151.6, 152, 153]) == []


def test_a_set_done_again_has_a_rest_of_its_own() -> None:
    listener = resting(RestRange(60, 120))
    listener.listen(range(31, 92))
    listener.press(ev.Undo(at=at(92)))
    listener.press(done(100))
    assert listener.listen(range(101, 161)) == [(160, Cue.READY)]


def test_the_profiles_go_round() -> None:
    assert [p.following for p in Profile] == [Profile.HEADPHONES, Profile.QUIET, Profile.GYM]


RESTS = st.builds(lambda low, more: RestRange(low, low + more), st.integers(0, 90), st.integers(0, 90))
PRESSES: dict[str, Callable[[datetime], ev.Event] | None] = {
    "done": lambda moment: ev.CompleteSet(at=moment),
    "start": lambda moment: ev.StartSet(at=moment),
    "longer": lambda moment: ev.ExtendRest(at=moment, by_s=EXTEND),
    "shorter": lambda moment: ev.ExtendRest(at=moment, by_s=SHORTEN),
    "pause": lambda moment: ev.Pause(at=moment),
    "resume": lambda moment: ev.Resume(at=moment),
    "undo": lambda moment: ev.Undo(at=moment),
    "skip": lambda moment: ev.SkipSet(at=moment),
    "look": None,
}
STEPS_S = [0.3, 0.5, 1, 5, 20, 600]


def mark_of(cue: Cue, shown: View) -> float:
    assert shown.rest is not None
    left_s = {Cue.SOON: 10, Cue.THREE: 3, Cue.TWO: 2, Cue.ONE: 1, Cue.GO: 0}
    return shown.rest.min_s if cue is Cue.READY else shown.rest.max_s - left_s[cue]


@examples(max_examples=300, deadline=None)
@given(RESTS, st.lists(st.tuples(st.sampled_from(list(PRESSES)), st.sampled_from(STEPS_S)), max_size=60))
def test_whatever_is_pressed_no_boundary_rings_twice_nor_late(
    rest: RestRange, presses: list[tuple[str, float]]
) -> None:
    state, now, heard = session("swing", "squat", "clean", rest=rest), 0.0, Heard()
    rung: dict[tuple[int, timedelta, Cue], float] = {}
    for key, step_s in presses:
        now += step_s
        press = PRESSES[key]
        if press is not None:
            state = apply(state, press(at(now))).state
        shown = view(state, at(now))
        heard, cue = due(heard, shown, countdown=True)
        if cue in (None, Cue.FINISHED):
            continue
        assert cue is not None
        assert not shown.paused
        assert shown.done is not None
        late_s = shown.rest_elapsed_s - mark_of(cue, shown)
        assert 0 <= late_s <= LATE_S
        boundary = (shown.done.slot, shown.done.finished - START, cue)
        # Twice only where the lifter has moved the maximum on after it was over.
        assert boundary not in rung or (cue is not Cue.READY and mark_of(cue, shown) > rung[boundary])
        rung[boundary] = mark_of(cue, shown)
