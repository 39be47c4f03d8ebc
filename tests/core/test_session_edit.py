"""Changing a past session: the rules, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from setpace.core.exercise import RestRange
from setpace.core.routine import PlannedSet
from setpace.core.session import Form, PerformedSet, Reps, Session
from setpace.core.session_edit import (
    exercises_of,
    parse_times,
    retimed,
    spread,
    times_text,
    untimed,
    with_set_added,
    without_set,
)
from setpace.core.units import Unit

START = datetime(2026, 11, 23, 18, 4, 11, tzinfo=timezone(timedelta(hours=1)))
REST = RestRange(60, 120)


def done(slot: int, exercise: str, number: int) -> PerformedSet:
    begun = START + timedelta(minutes=3 * slot)
    return PerformedSet(
        slot=slot,
        exercise=exercise,
        number=number,
        target_reps=10,
        reps=Reps(9),
        load=24.0,
        form=Form.CLEAN,
        note="hard",
        started=begun,
        finished=begun + timedelta(seconds=40),
        rest=REST,
        rest_taken_s=140,
    )


SESSION = Session(
    id="a",
    routine="r",
    name="R",
    started=START,
    finished=START + timedelta(minutes=20),
    unit=Unit.KG,
    plan=(
        *(PlannedSet(exercise="swing", reps=10, each_side=False, rest=REST, load=24.0),) * 3,
        PlannedSet(exercise="lunge", reps=8, each_side=True, rest=REST, load=12.0),
    ),
    sets=(done(1, "swing", 1), done(3, "swing", 3), done(5, "press", 1)),
)


class TestAddingASet:
    def test_it_takes_the_place_that_the_plan_has_free_and_repeats_the_last_one(self) -> None:
        session, place = with_set_added(SESSION, "swing")
        new = session.sets[place]
        assert (place, new.slot, new.number) == (2, 2, 2)
        assert (new.reps, new.load, new.form, new.note, new.rest_taken_s) == (Reps(9), 24.0, None, "", None)
        assert session.sets[:2] + session.sets[3:] == SESSION.sets

    def test_where_all_planned_sets_are_done_it_follows_the_plan(self) -> None:
        session, _ = with_set_added(SESSION, "swing")
        session, place = with_set_added(session, "swing")
        assert (session.sets[place].slot, session.sets[place].number) == (6, 4)

    def test_a_planned_exercise_that_was_not_done_comes_as_planned(self) -> None:
        session, place = with_set_added(SESSION, "lunge")
        new = session.sets[place]
        assert (place, new.slot, new.number, new.reps, new.load) == (3, 4, 1, Reps(8, 8), 12.0)

    def test_nobody_knows_how_long_it_took(self) -> None:
        session, place = with_set_added(SESSION, "swing")
        assert untimed(session.sets[place])
        assert not untimed(session.sets[0])

    def test_a_session_without_sets_gets_its_first(self) -> None:
        session, place = with_set_added(replace(SESSION, sets=()), "lunge")
        assert (place, session.sets[0].started) == (0, START)

    def test_only_what_was_planned_or_done_can_be_added(self) -> None:
        assert exercises_of(SESSION) == ("swing", "lunge", "press")
        with pytest.raises(ValueError, match="not in this session"):
            with_set_added(SESSION, "clean")


class TestDeletingASet:
    def test_the_others_stay_as_they_are(self) -> None:
        assert without_set(SESSION, 0).sets == SESSION.sets[1:]

    def test_after_the_last_set_there_is_no_rest(self) -> None:
        left = without_set(SESSION, 2).sets
        assert left[0] == SESSION.sets[0]
        assert left[1] == replace(SESSION.sets[1], rest_taken_s=None)

    def test_the_only_set_stays(self) -> None:
        with pytest.raises(ValueError, match="the only set: move the session to the trash"):
            without_set(replace(SESSION, sets=SESSION.sets[:1]), 0)


class TestTimes:
    def test_they_are_shown_as_they_are_typed(self) -> None:
        assert times_text(SESSION) == "2026-11-23 18:04 – 18:24"
        assert parse_times(times_text(SESSION), SESSION) == (SESSION.started, SESSION.finished)
        late = replace(SESSION, started=START.replace(hour=23, minute=50), finished=START + timedelta(hours=7))
        assert times_text(late) == "2026-11-23 23:50 – 2026-11-24 01:04"
        assert parse_times(times_text(late), late) == (late.started, late.finished)

    @pytest.mark.parametrize(
        "typed", ["2026-11-22 9:05 - 9:40", "2026-11-22 09:05–09:40", "2026-11-22 9:05 9:40", "2026-11-22 9:05 to 9:40"]
    )
    def test_several_ways_to_type_them(self, typed: str) -> None:
        started, finished = parse_times(typed, SESSION)
        assert started.isoformat() == "2026-11-22T09:05:00+01:00"
        assert finished.isoformat() == "2026-11-22T09:40:00+01:00"

    def test_an_end_before_the_begin_is_on_the_next_day(self) -> None:
        _, finished = parse_times("2026-11-22 23:40 - 0:10", SESSION)
        assert finished.isoformat() == "2026-11-23T00:10:00+01:00"

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("yesterday", "written as in 2026-11-23 18:04 – 18:31"),
            ("2026-02-30 18:00 - 19:00", "no such day or time"),
            ("2026-11-23 18:00 - 25:00", "no such day or time"),
            ("9999-12-31 18:00 - 17:00", "no such day or time"),
            ("0001-01-01 0:00 - 0:10", "no such day or time"),
            ("2026-11-23 18:00 - 2026-11-22 19:00", "must not be before"),
            ("2026-11-23 18:00 - 2026-11-25 19:00", "more than 24 hours"),
        ],
    )
    def test_what_is_wrong_is_told(self, typed: str, said: str) -> None:
        with pytest.raises(ValueError, match=said):
            parse_times(typed, SESSION)

    def test_the_sets_move_with_the_begin_and_their_lengths_stay(self) -> None:
        day = timedelta(days=1)
        moved = retimed(SESSION, START - day, START - day + timedelta(minutes=30))
        assert [s.started for s in moved.sets] == [s.started - day for s in SESSION.sets]
        assert [s.duration_s for s in moved.sets] == [40, 40, 40]
        assert moved.duration_s == 1800

    def test_a_session_cannot_end_before_its_last_set(self) -> None:
        with pytest.raises(ValueError, match="the last set ended at 18:19: "):
            retimed(SESSION, START, START + timedelta(minutes=10))

    def test_times_at_the_end_of_the_calendar_are_no_crash(self) -> None:
        last = datetime(9999, 12, 31, 23, 30, tzinfo=timezone(timedelta(0)))
        odd = replace(SESSION, finished=last, sets=(replace(SESSION.sets[0], finished=last),))
        assert times_text(odd) == "2026-11-23 18:04 – 9999-12-31 23:30"
        with pytest.raises(ValueError, match="no calendar"):
            retimed(odd, START + timedelta(days=1), START + timedelta(days=1, hours=1))

    def test_sets_entered_afterwards_are_spread_anew(self) -> None:
        by_hand = replace(SESSION, sets=spread(SESSION.sets, START, START + timedelta(minutes=30)))
        assert [(s.finished - START).total_seconds() for s in by_hand.sets] == [600, 1200, 1800]
        shorter = retimed(by_hand, START, START + timedelta(minutes=3))
        assert [(s.finished - START).total_seconds() for s in shorter.sets] == [60, 120, 180]
