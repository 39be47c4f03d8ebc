"""The calendar and the streak, as their rules say them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setpace.core.calendar_weeks import Streak, by_week, streak, weeks_of, year_beside, year_of

MONDAY = date(2026, 3, 2)
DAYS = timedelta(days=1)
WEEKS = timedelta(weeks=1)


def test_one_session_a_week_is_a_streak_whatever_the_days_of_rest_between() -> None:
    days = [MONDAY, MONDAY + 13 * DAYS, MONDAY + 14 * DAYS, MONDAY + 15 * DAYS]
    assert streak(days, MONDAY + 20 * DAYS) == Streak(3, 3, MONDAY)


def test_a_week_without_a_session_ends_it() -> None:
    days = [MONDAY, MONDAY + WEEKS, MONDAY + 3 * WEEKS]
    assert streak(days, MONDAY + 3 * WEEKS) == Streak(1, 2, MONDAY)


@pytest.mark.parametrize("rest_of_week", range(7))
def test_the_present_week_cannot_break_it_before_it_is_over(rest_of_week: int) -> None:
    days = [MONDAY, MONDAY + WEEKS]
    assert streak(days, MONDAY + 2 * WEEKS + rest_of_week * DAYS).weeks == 2
    assert streak(days, MONDAY + 3 * WEEKS + rest_of_week * DAYS).weeks == 0


def test_without_a_session_there_is_none() -> None:
    assert streak([], MONDAY) == Streak(0, 0, None)


def test_sunday_belongs_to_the_week_that_began_on_monday() -> None:
    assert by_week({MONDAY: 1, MONDAY + 6 * DAYS: 2, MONDAY + 7 * DAYS: 4}) == {MONDAY: 3, MONDAY + WEEKS: 4}


def test_a_year_is_counted_by_month_and_from_the_first_session_on() -> None:
    a_day = {date(2025, 12, 29): 1, date(2026, 1, 5): 2, date(2026, 1, 14): 1}
    year = year_of(a_day, 2026, date(2026, 1, 14))
    assert (year.sessions, year.weeks, year.months[:2]) == (3, 2, (3, 0))
    assert year.a_week == pytest.approx(3 / 2)
    assert year_of({date(2026, 1, 8): 2}, 2026, date(2026, 1, 21)).a_week == pytest.approx(1.0)


def test_a_year_that_is_over_is_counted_to_its_end() -> None:
    assert year_of({date(2024, 1, 1): 61}, 2024, MONDAY).a_week == pytest.approx(61 / (366 / 7))


@given(st.integers(1, 9999))
def test_the_weeks_of_a_year_hold_each_of_its_days_once_under_its_weekday(year: int) -> None:
    weeks = list(weeks_of(year))
    days = [day for week in weeks for day in week if day is not None]
    assert days == sorted(set(days))
    assert (days[0], days[-1]) == (date(year, 1, 1), date(year, 12, 31))
    assert len(days) == (days[-1] - days[0]).days + 1
    assert all(day is None or day.weekday() == place for week in weeks for place, day in enumerate(week))
    assert all(len(week) == 7 for week in weeks)


def test_turning_stays_within_the_years_with_a_session_and_the_present_one() -> None:
    years = (2024, 2026)
    assert year_beside(2026, -1, years) == 2025
    assert year_beside(2024, -1, years) == 2024
    assert year_beside(2026, 1, years) == 2026
