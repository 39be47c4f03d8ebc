"""Technique and warm-up sets: put before the work sets, led through like others, and never counted as work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from core.coach_examples import past
from core.examples import after, at, done, session, start, undo

from setpace.core import events as ev
from setpace.core import stats
from setpace.core.coach import Verdict, asks_to_finish, judge
from setpace.core.exercise import Library, RestRange
from setpace.core.levels import all_clean, level_offer
from setpace.core.progress import points_of
from setpace.core.session import Form, Reps, SetKind
from setpace.core.session_compare import compare
from setpace.core.sides import side_difference
from setpace.core.summary import summary_of
from setpace.core.workout import Ended, InSet, Workout, apply, to_session
from setpace.core.workout_view import Pip, SetPrompt, view

DOWEL = RestRange(30, 60)


def technique(seconds: float, sets: int = 2) -> ev.Event:
    return ev.Prepare(at=at(seconds), kind=SetKind.TECHNIQUE, counts=(5,) * sets, rest_min=30, rest_max=60)


def ramp(seconds: float) -> ev.Event:
    return ev.Prepare(at=at(seconds), kind=SetKind.WARMUP, counts=(5, 3), loads=(20.0, 30.0), rest_min=45, rest_max=90)


def left(state: Workout) -> list[str]:
    return [f"{slot.exercise} {slot.numbered}" for slot in state.queue]


def prompt(state: Workout, seconds: float) -> SetPrompt:
    seen = view(state, at(seconds))
    found = seen.current or seen.next
    assert found is not None
    return found


def test_technique_sets_stand_before_the_work_sets_which_stay_as_planned() -> None:
    begun = session("clean", "clean")
    state = after(begun, technique(5))
    assert left(state) == ["clean technique 1", "clean technique 2", "clean 1", "clean 2"]
    assert state.queue[2:] == begun.queue
    assert [(s.load, s.reps, s.rest) for s in state.queue[:2]] == [(None, Reps(5), DOWEL)] * 2


def test_taken_in_the_first_work_set_the_first_technique_set_begins_then_and_there() -> None:
    state = after(session("clean"), technique(5))
    assert state.stage == InSet(since=at(5))
    assert prompt(state, 6).place == "technique 1 of 2"


def test_taken_in_the_rest_before_the_exercise_the_rest_goes_on() -> None:
    state = after(session("swing", "clean"), done(30))
    before = state.stage
    state = after(state, technique(40))
    assert state.stage == before
    assert (prompt(state, 41).exercise, prompt(state, 41).place) == ("clean", "technique 1 of 2")


def test_one_key_a_set_leads_through_them_and_on_to_the_work() -> None:
    state = after(session("clean"), technique(5), done(30), start(65), done(90), start(130))
    assert prompt(state, 131).place == "set 1 of 1"
    assert prompt(state, 131).load == 16.0
    assert [(s.numbered, s.rest, s.rest_taken_s) for s in state.performed] == [
        ("technique 1", DOWEL, 35),
        ("technique 2", DOWEL, 40),
    ]


def test_the_rest_after_them_ends_by_itself_like_any_other() -> None:
    state = after(session("clean"), technique(5), done(30), done(100))
    assert [s.started_by for s in state.performed] == ["key", "clock"]


def test_undo_takes_the_offer_back_as_if_it_had_never_been_taken() -> None:
    begun = session("swing", "clean")
    assert replace(after(begun, technique(5), undo()), history=()) == begun
    rested = after(session("swing", "clean"), done(30))
    assert after(rested, technique(40), undo()) == rested


def test_undo_of_a_done_technique_set_is_a_step_of_its_own() -> None:
    state = after(session("clean"), technique(5), done(30), undo(40))
    assert left(state)[0] == "clean technique 1"


def test_who_declines_does_nothing_and_lifts_as_planned() -> None:
    state = after(session("clean"), done(30))
    assert isinstance(state.stage, Ended)
    assert [s.kind for s in state.performed] == [SetKind.WORK]


@pytest.mark.parametrize(
    ("events", "why"),
    [
        ((done(30),), "its work sets have begun"),
        ((technique(5),), "its technique sets are there already"),
        ((technique(5), done(30)), "its technique sets are there already"),
    ],
)
def test_they_come_once_and_before_the_work(events: tuple[ev.Event, ...], why: str) -> None:
    state = after(session("clean", "clean"), *events)
    assert apply(state, technique(50)).refused == why


def test_after_the_end_there_is_nothing_to_prepare_for() -> None:
    assert apply(after(session("clean"), done(30)), technique(50)).refused == "no set is left"


def test_the_movement_comes_before_the_load_whichever_was_asked_for_first() -> None:
    wanted = ["clean technique 1", "clean technique 2", "clean warm-up 1", "clean warm-up 2", "clean 1"]
    assert left(after(session("clean"), technique(5), ramp(6))) == wanted
    assert left(after(session("clean"), ramp(5), technique(6))) == wanted


def test_a_ramp_has_its_own_loads_and_a_change_of_one_changes_no_other() -> None:
    state = after(session("clean", "clean"), ramp(5))
    assert [slot.load for slot in state.queue] == [20.0, 30.0, 16.0, 16.0]
    state = after(state, ev.SetLoad(at=at(6), slot=state.queue[0].index, load=25.0))
    assert [slot.load for slot in state.queue] == [25.0, 30.0, 16.0, 16.0]


def test_a_load_on_technique_sets_is_not_carried_to_the_work_nor_the_other_way_round() -> None:
    state = after(session("clean", "clean"), technique(5))
    state = after(state, ev.SetLoad(at=at(6), slot=state.queue[0].index, load=20.0))
    assert [slot.load for slot in state.queue] == [20.0, 20.0, 16.0, 16.0]
    state = after(state, ev.SetLoad(at=at(7), slot=1, load=40.0))
    assert [slot.load for slot in state.queue] == [20.0, 20.0, 40.0, 40.0]


def test_another_exercise_needs_another_preparation_so_a_swap_leaves_it_out() -> None:
    state = after(session("swing", "clean"), done(30), technique(40), ramp(41))
    state = after(state, ev.SwapExercise(at=at(50), to="snatch", each_side=False, load=30.0))
    assert left(state) == ["snatch 1"]
    assert left(after(state, undo())) == [
        *("clean technique 1", "clean technique 2", "clean warm-up 1", "clean warm-up 2", "clean 1"),
    ]


SNATCH = ev.SwapExercise(at=at(50), to="snatch", each_side=False, load=30.0)


def test_after_a_swap_the_new_ones_are_counted_from_one() -> None:
    state = after(session("clean"), technique(5), SNATCH, technique(60))
    assert left(state) == ["snatch technique 1", "snatch technique 2", "snatch 1"]
    assert prompt(state, 61).place == "technique 1 of 2"
    assert view(state, at(61)).pips == (Pip.AT_HAND, Pip.TO_DO)


def test_technique_of_the_old_exercise_is_none_of_the_new_one() -> None:
    state = after(session("clean"), technique(5), done(30), SNATCH, technique(60))
    assert left(state) == ["snatch technique 1", "snatch technique 2", "snatch 1"]
    assert prompt(state, 61).place == "technique 1 of 2"
    assert view(state, at(61)).pips == (Pip.AT_HAND, Pip.TO_DO)
    assert apply(state, technique(70)).refused == "its technique sets are there already"


def test_who_skipped_them_and_asks_again_begins_anew() -> None:
    skip = ev.SkipSet(at=at(10))
    state = after(session("clean"), technique(5), skip, skip, technique(20))
    assert prompt(state, 21).place == "technique 1 of 2"


GO_S = 30 + 120
"""When the clock begins the set after the first one of `swing`."""


@pytest.mark.parametrize("taken", [technique(GO_S + 20), ramp(GO_S + 20)])
def test_taken_after_the_clock_began_the_work_set_the_new_one_has_not_begun(taken: ev.Event) -> None:
    rested = after(session("swing", "clean"), done(30))
    assert view(rested, at(GO_S + 20)).begun_by_clock
    state = after(rested, taken)
    seen = view(state, at(GO_S + 21))
    assert (seen.current, seen.begun_by_clock, seen.clock_s) == (None, False, 21)  # GO counts up
    assert seen.next is not None
    assert seen.next.kind is not SetKind.WORK
    state = after(state, start(GO_S + 40), done(GO_S + 70))
    assert (state.performed[0].rest_taken_s, state.performed[1].started, state.performed[1].started_by) == (
        *(160, at(GO_S + 40), "key"),
    )
    assert after(rested, taken, undo(GO_S + 30)) == rested


def test_a_swap_in_go_that_leaves_the_technique_out_begins_nothing_in_the_past() -> None:
    state = after(session("swing", "clean"), done(30), technique(40))
    swapped = after(state, replace(SNATCH, at=at(GO_S + 20)))
    assert left(swapped) == ["snatch 1"]
    assert view(swapped, at(GO_S + 21)).current is None


def test_a_ramp_behind_the_technique_set_that_the_clock_began_changes_nothing_of_it() -> None:
    state = after(session("swing", "clean"), done(30), technique(40), ramp(GO_S + 20))
    assert view(state, at(GO_S + 21)).begun_by_clock


def test_later_and_the_end_of_the_exercise_take_them_along() -> None:
    state = after(session("clean", "swing"), technique(5))
    later = after(state, ev.DoLater(at=at(10)))
    assert left(later) == ["swing 1", "clean technique 1", "clean technique 2", "clean 1"]
    ended = after(state, ev.ReportPain(at=at(10), answer=ev.PainAnswer.END, text="knee"))
    assert left(ended) == ["swing 1"]


def test_lighter_where_something_hurts_is_meant_for_the_work() -> None:
    state = after(session("clean"), technique(5))
    state = after(state, ev.ReportPain(at=at(10), answer=ev.PainAnswer.LIGHTER, text="knee", load=12.0))
    assert [slot.load for slot in state.queue] == [None, None, 12.0]


def test_of_a_ramp_what_would_be_heavier_than_the_lightened_work_is_left_out() -> None:
    ramped = after(session("clean"), ramp(5))
    hurt = ev.ReportPain(at=at(10), answer=ev.PainAnswer.LIGHTER, text="knee", load=25.0)
    state = after(ramped, hurt)
    assert [(s.numbered, s.load) for s in state.queue] == [("warm-up 1", 20.0), ("1", 25.0)]
    second = after(ramped, done(30), start(80), replace(hurt, at=at(90)))
    assert left(second) == ["clean 1"]
    assert isinstance(second.stage, InSet)
    assert second.stage.since == at(90)
    assert after(second, undo(95)).queue[0].load == 30.0


def test_an_added_set_is_for_the_same_as_the_one_at_hand() -> None:
    state = after(session("clean"), technique(5), ev.AddSet(at=at(10)))
    assert left(state) == ["clean technique 1", "clean technique 2", "clean technique 3", "clean 1"]
    assert prompt(state, 11).total == 3
    assert prompt(after(state, ev.SkipSet(at=at(12)), ev.SkipSet(at=at(13)), ev.SkipSet(at=at(14))), 15).total == 1


def test_bars_and_counts_are_those_of_the_sets_at_hand_alone() -> None:
    state = after(session("swing", "clean", "clean"), done(30), technique(40), start(120), done(150), start(190))
    seen = view(state, at(191))
    assert seen.pips == (Pip.DONE, Pip.AT_HAND)
    assert (seen.place, seen.total) == (2, 3)  # it prepares for the second of three


def prepared(form: Form = Form.BROKEN) -> Workout:
    """A session of one clean work set after a technique and a warm-up set that were not."""
    begun = session("clean")
    slots = [slot.index for slot in after(begun, technique(5, sets=1), ramp(6)).queue]
    events: list[ev.Event] = [technique(5, sets=1), ramp(6)]
    for place, slot in enumerate(slots):
        rated = Form.CLEAN if place == len(slots) - 1 else form
        events += [*([start(75.0 * place)] if place else []), done(75.0 * place + 30)]
        events.append(ev.RateForm(at=at(75.0 * place + 31), slot=slot, form=rated))
    return after(begun, *events)


LIBRARY = Library({})


def test_what_prepares_is_no_volume_no_rep_and_no_set_done() -> None:
    whole = to_session(prepared())
    assert [done.numbered for done in whole.sets] == ["technique 1", "warm-up 1", "warm-up 2", "1"]
    assert (stats.volume(whole, LIBRARY), stats.reps_total(whole), stats.sets_done(whole)) == (8 * 16.0, 8, 1)
    assert whole.planned_total == 1
    assert stats.form_counts(whole) == {Form.CLEAN: 1, Form.SHAKY: 0, Form.BROKEN: 0}
    assert stats.rest_taken_s(whole) == 135  # but what was rested was rested


def test_the_coach_and_the_level_look_at_the_work_alone() -> None:
    whole = to_session(prepared())
    judged = judge(whole, "clean")
    assert judged is not None
    assert judged.verdict is Verdict.EARNED
    assert all_clean(whole)
    offer = level_offer("r", "beginner", [replace(whole, started=whole.started)], whole.started.date(), needed=1)
    assert offer is not None
    assert offer.level == "intermediate"


def test_two_broken_technique_sets_are_no_reason_to_finish_the_exercise() -> None:
    state = prepared()
    assert not asks_to_finish(state.performed[:3])
    broken = replace(state.performed[3], form=Form.BROKEN)
    assert not asks_to_finish((*state.performed[:3], broken))
    assert asks_to_finish((broken, *state.performed[:3], broken))
    assert not asks_to_finish((broken, broken, state.performed[0]))  # asked before, and something else was done since


def test_only_preparing_is_not_having_done_the_exercise() -> None:
    whole = to_session(after(session("clean"), technique(5, sets=1), done(30), ev.Finish(at=at(60))))
    assert judge(whole, "clean") is None
    assert not all_clean(whole)


def test_progress_and_records_know_nothing_of_them() -> None:
    summary = summary_of(to_session(prepared()))
    [point] = points_of(summary, LIBRARY).values()
    assert (point.sets, point.reps, point.form) == (1, 8, Form.CLEAN)
    assert point.load is not None
    assert point.load.value == 16.0


def test_sets_are_compared_with_work_sets() -> None:
    plain, with_technique = to_session(after(session("clean"), done(30))), to_session(prepared())
    [pair] = compare(plain, with_technique)
    assert (pair.number, pair.load, pair.reps) == (1, 0, 0)


def test_a_leg_that_lags_in_the_technique_sets_lags_not() -> None:
    lame = past("c", of="pistol-squat")
    lame = replace(lame, sets=tuple(replace(s, kind=SetKind.TECHNIQUE, reps=Reps(5, 10)) for s in lame.sets))
    assert side_difference([lame] * 3, "pistol-squat") is None
