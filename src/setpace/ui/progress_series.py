"""What the chart of an exercise shows, and the line of figures above it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from setpace.core.progress import LASTING_SESSIONS, Measure, best_of, in_unit, sides_lately, value_text
from setpace.core.units import number
from setpace.ui.charts import Mark, Sign
from setpace.ui.progress_rows import SIGN_OF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from setpace.core.progress import Point
    from setpace.core.units import Unit

SPANS: tuple[tuple[str, int | None], ...] = (("12 months", 365), ("all", None), ("3 months", 92))
"""How much time the chart shows, in days back from the newest session."""

_SHORTEST_DAYS = 14
"""A chart of fewer days would make two sessions look like a trend."""


class Shown(NamedTuple):
    """One exercise as it is shown: its points, oldest first, with their records."""

    points: tuple[Point, ...]
    records: tuple[frozenset[Measure], ...]


class Series(NamedTuple):
    """What `Chart.show` takes: the lines, and the days at the left and at the right edge."""

    lines: list[list[Mark]]
    first: date
    last: date


def series_of(shown: Shown, measure: Measure, unit: Unit, days: int | None) -> Series:
    """The series of a chart: one, or one a leg.

    Args:
        shown: the points with their records.
        measure: what is looked at; points without a value are left out.
        unit: of the numbers beside the chart.
        days: how far back from the newest point; None = all.
    """
    pairs = [(p, r) for p, r in zip(*shown, strict=True) if p.value(measure) is not None]
    if not pairs:
        return Series([], date.min, date.max)
    last = pairs[-1][0].started.date()
    first = pairs[0][0].started.date()
    if days is not None and (last - first).days > days:
        first = last - timedelta(days=days)
    if (last - first).days < _SHORTEST_DAYS and last.year > 1:
        first = last - timedelta(days=_SHORTEST_DAYS)
    lines = [marks_of(p, measure, unit, record=measure in r) for p, r in pairs if p.started.date() >= first]
    return Series([list(line) for line in zip(*lines, strict=True)], first, last)


def marks_of(point: Point, measure: Measure, unit: Unit, *, record: bool = False) -> tuple[Mark, ...]:
    """The marks of one point that has a value: one, or one a leg."""
    day = point.started.date()
    if measure is Measure.SIDES:
        left, right = float(point.left or 0), float(point.right or 0)
        return Mark(day, left, Sign.LEFT), Mark(day, right, Sign.RIGHT)
    value = point.value(measure) or 0.0
    if measure is Measure.LOAD and point.load is not None:
        value = point.load.to(unit).value
    elif measure is not Measure.REPS:
        value = in_unit(value, unit)
    return (Mark(day, value, SIGN_OF[point.form], record),)


def figures(points: Sequence[Point], measure: Measure, unit: Unit, span: str, width: int) -> Content:
    """What the chart shows, and the best of it, in one line.

    Args:
        points: all of them, oldest first.
        measure: the one in the chart.
        unit: of loads and volume.
        span: how much time the chart shows, in words.
        width: cells; what is not of the chart itself is left out where it has no room.
    """
    if not points:
        return Content("")
    parts: list[str | tuple[str, str]] = [(str(measure), "bold $accent"), f", {span}"]
    if measure is Measure.SIDES:
        lately = sides_lately(points)
        if lately is not None:
            parts.append(f" · last {LASTING_SESSIONS} sessions {lately[0]} L {lately[1]} R")
        return Content.assemble(*parts)
    for other in dict.fromkeys((measure, Measure.LOAD, Measure.ONE_RM)):
        best = best_of(points, other)
        if best is None:
            continue
        load = best.sound_load if other is Measure.LOAD else None
        value = value_text(best, other, unit) if load is None else number(load.to(unit).value)
        text = f"{value} {'reps' if other is Measure.REPS else unit}"
        if other is measure:
            parts += [" · best ", (text, "bold"), (f" on {best.started:%Y-%m-%d}", "$muted")]
        else:
            more = f" · {other} {text}"
            parts += [more] if Content.assemble(*parts, more).cell_length <= width else []
    return Content.assemble(*parts)
