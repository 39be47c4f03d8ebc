"""Scales of a chart: which numbers stand beside it, and which days below it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from setpace.core.units import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_FEW_DAYS = 70
"""Up to so many days single days are named below a chart, months above."""

_GAP = 2
_LEAST_SPAN = 0.2
"""What an axis spans at least, as a share of the highest value: half a kilogram must not look like a mountain."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The upright axis.

    Attributes:
        low: the value at the bottom.
        high: the value at the top, above `low`.
        ticks: round values between them, each with a line and a number.
    """

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """How far up a value stands, 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def scale_of(values: Sequence[float], most_ticks: int, *, from_zero: bool) -> Scale:
    """An axis that just holds all values, with round numbers on it.

    Args:
        values: what is shown; none: 0 to 1.
        most_ticks: how many numbers have room, 2 or more.
        from_zero: whether the axis begins at 0, as that of bars must.
    """
    low, high = min(values, default=0.0), max(values, default=1.0)
    if from_zero:
        low = 0.0
    least = max(abs(high) * _LEAST_SPAN, 1.0)
    if from_zero:
        high = max(high, least)
    elif high - low < least:
        middle = (low + high) / 2
        low = max(middle - least / 2, 0.0)
        high = low + least
    step = _step((high - low) / max(most_ticks, 2))
    while True:
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= max(most_ticks, 2):
            return Scale(low, high, tuple(round(n * step, 6) for n in range(first, last + 1)))
        step = _step(step * 1.01)


def _step(least: float) -> float:
    """The smallest round number that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(nice * power for nice in _NICE if nice * power >= least * (1 - 1e-9))


def tick_text(value: float) -> str:
    """A number beside the axis: `37.5`, `1500`, `12k`."""
    return f"{number(value / 1000)}k" if value >= 10_000 else number(value)  # noqa: PLR2004 - five digits take room


def day_labels(first: date, last: date, width: int) -> list[tuple[date, str]]:
    """The days to be named below a chart, as many as have room.

    Args:
        first: the day at the left edge.
        last: the day at the right edge.
        width: cells between them.

    Returns:
        Days with their names: `Jun`, the year instead of January, `3 Jun` where few days are shown.
    """
    days = max((last - first).days, 1)
    if days <= _FEW_DAYS:
        cells = len("30 Nov") + _GAP
        step = max(1, math.ceil(days * cells / max(width, 1)))
        step = next(nice for nice in (1, 2, 7, 14, 28, 56, 112) if nice >= step or nice == 112)  # noqa: PLR2004 - the last
        found = [first + timedelta(days=n) for n in range(0, days + 1, step)]
        return [(day, f"{day.day} {_MONTHS[day.month - 1]}") for day in found]
    cells = len("2026") + _GAP
    for step in _MONTH_STEPS:
        starts = list(_month_starts(first, last, step))
        if len(starts) * cells <= width or step == _MONTH_STEPS[-1]:
            break
    return [(day, str(day.year) if day.month == 1 else _MONTHS[day.month - 1]) for day in starts]


def _month_starts(first: date, last: date, step: int) -> Iterator[date]:
    """The first of every so many months within two days."""
    month = first.year * 12 + first.month - 1
    month += (-month) % step
    while month <= last.year * 12 + last.month - 1:
        day = date(month // 12, month % 12 + 1, 1)
        if day >= first:
            yield day
        month += step
