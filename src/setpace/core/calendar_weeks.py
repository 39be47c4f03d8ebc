"""Sessions by day and by week: the calendar, sessions a week, and the streak.

The streak is counted in weeks, because rest days belong to the training: a day of rest between two sessions must not
end it. A week runs from Monday to Sunday (ISO 8601) and counts with at least one session. The week that is running
cannot break a streak before it is over.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from typing import TYPE_CHECKING

from setpace.core.summary import monday_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

WEEK = timedelta(days=7)

STREAK_RULE = (
    "A week, Monday to Sunday, with at least one session counts; "
    "rest days never break a streak, nor does the present week."
)
"""The rule of the streak as the screen says it."""


@dataclass(frozen=True, slots=True)
class Streak:
    """Weeks in a row with at least one session each.

    Attributes:
        weeks: of the streak that runs now; 0 = none does.
        longest: of the longest one ever.
        longest_from: the Monday on which that one began; None where there was none.
    """

    weeks: int
    longest: int
    longest_from: date | None


@dataclass(frozen=True, slots=True)
class Year:
    """One calendar year.

    Attributes:
        year: which.
        sessions: how many.
        weeks: in how many weeks of the year there was at least one.
        a_week: sessions a week, from the year's first day or the first session ever (what is later) to its last day
            or today.
        months: sessions of each month, January first.
    """

    year: int
    sessions: int
    weeks: int
    a_week: float
    months: tuple[int, ...]


def streak(days: Iterable[date], today: date) -> Streak:
    """The streak of weeks.

    Args:
        days: days with a session, in any order, also twice; days after today's week are passed over.
        today: the present day.
    """
    this_week = monday_of(today)
    weeks = sorted({monday_of(day) for day in days if monday_of(day) <= this_week})
    longest = run = 0
    longest_from: date | None = None
    before: date | None = None
    for week in weeks:
        run = run + 1 if before is not None and week - before == WEEK else 1
        if run > longest:
            longest, longest_from = run, week - (run - 1) * WEEK
        before = week
    running = before is not None and before >= this_week - WEEK
    return Streak(run if running else 0, longest, longest_from)


def by_week(a_day: Mapping[date, int]) -> Counter[date]:
    """Sessions a week, by its Monday; `a_day` are sessions by day."""
    weeks: Counter[date] = Counter()
    for day, count in a_day.items():
        weeks[monday_of(day)] += count
    return weeks


def year_of(a_day: Mapping[date, int], year: int, today: date) -> Year:
    """The figures of one year.

    Args:
        a_day: sessions by day, of all years.
        year: which one.
        today: the present day.
    """
    within = {day: count for day, count in a_day.items() if day.year == year}
    months = [0] * 12
    for day, count in within.items():
        months[day.month - 1] += count
    sessions = sum(within.values())
    first = max(date(year, 1, 1), min(a_day, default=date(year, 1, 1)))
    last = min(date(year, 12, 31), max(today, max(within, default=today)))
    weeks = max(((last - first).days + 1) / 7, 1.0)
    return Year(year, sessions, len({monday_of(day) for day in within}), sessions / weeks, tuple(months))


def weeks_of(year: int) -> Iterator[tuple[date | None, ...]]:
    """The weeks that touch a year, each as its seven days from Monday; None where a day lies outside the year."""
    day = date(year, 1, 1)
    last = date(year, 12, 31)
    week: list[date | None] = [None] * day.weekday()
    while True:
        week.append(day)
        if day == last:
            yield (*week, *[None] * (7 - len(week)))
            return
        if len(week) == 7:  # noqa: PLR2004 - days of a week
            yield tuple(week)
            week = []
        day += timedelta(days=1)


def year_beside(year: int, by: int, years: Iterable[int]) -> int:
    """The year so many years earlier (negative) or later, within the years there are; `years` are never none."""
    known = [*years, year]
    return max(min(known), min(year + by, max(known), MAXYEAR))
