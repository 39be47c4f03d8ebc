"""A chart over time, in half-block pixels, with a sign for each point: never the colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from setpace.ui.canvas import Canvas, mixed, style_of
from setpace.ui.chart_scale import day_labels, scale_of, tick_text
from setpace.ui.painting import Painting
from setpace.ui.strokes import FULL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.color import Color

    from setpace.ui.chart_scale import Scale
    from setpace.ui.strokes import Rows


class Sign(StrEnum):
    """What a point is; the value names the component class of its colour."""

    CLEAN = "clean"
    SHAKY = "shaky"
    BROKEN = "broken"
    UNRATED = "unrated"
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


SIGNS: dict[Sign, str] = {
    Sign.CLEAN: "●",
    Sign.SHAKY: "◆",
    Sign.BROKEN: "✗",
    Sign.UNRATED: "○",
    Sign.LEFT: "L",
    Sign.RIGHT: "R",
    Sign.BOTH: "=",
}
"""The shape of each point."""

RECORD = "★"

_WORST_FIRST = (Sign.BROKEN, Sign.SHAKY, Sign.UNRATED, Sign.CLEAN)
_HEADROOM = 2
"""Pixels above the highest value: a star has its place there."""

_MARGIN_LEFT, _MARGIN_RIGHT = 2, 1
_ROWS_A_TICK = 3
_BOLD = Style(bold=True)


@dataclass(frozen=True, slots=True)
class Mark:
    """One point of a chart.

    Attributes:
        day: when.
        value: how much, in the unit that is shown.
        sign: what it is.
        record: whether it was a personal record.
    """

    day: date
    value: float
    sign: Sign
    record: bool = False


@dataclass(frozen=True, slots=True)
class _Spot:
    """A point in its place: column of the plot, pixel row, and what stands there."""

    x: int
    y: int
    sign: Sign
    record: bool = False


@dataclass(frozen=True)
class _Plot:
    """All but the signs, which is painted anew only for other values, another size or other colours.

    Attributes:
        look: what it was painted for.
        scale: of its values.
        lines: the spots of each series.
        strips: the plot without signs, numbers and days.
        under: the colour behind the sign in each cell.
        left: cells of the numbers.
    """

    look: tuple[object, ...]
    scale: Scale
    lines: tuple[tuple[_Spot, ...], ...]
    strips: list[Strip]
    under: list[list[Color]]
    left: int


class Chart(Painting):
    """Values over time: one series as a line or as bars from zero, two with the gap between them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"chart--{sign}" for sign in Sign),
        *(f"chart--{part}" for part in ("line", "bar", "gap", "area", "grid", "axis", "record")),
    }
    DEFAULT_CSS = """
    Chart { width: 1fr; height: 1fr; }
    Chart > .chart--line { color: $rest; }
    Chart > .chart--bar { color: $rest 55%; }
    Chart > .chart--gap { color: $muted 55%; }
    Chart > .chart--area { color: $rest 14%; }
    Chart > .chart--grid { color: $panel 60%; }
    Chart > .chart--axis { color: $muted; }
    Chart > .chart--record { color: $accent; }
    Chart > .chart--clean { color: $clean; }
    Chart > .chart--shaky { color: $shaky; }
    Chart > .chart--broken { color: $broken; }
    Chart > .chart--unrated { color: $muted; }
    Chart > .chart--left { color: $rest; }
    Chart > .chart--right { color: $shaky; }
    Chart > .chart--both { color: $text; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._lines: tuple[tuple[Mark, ...], ...] = ()
        self._span = (date.min, date.max)
        self._bars = False
        self._chosen: tuple[Mark, ...] = ()
        self._plot: _Plot | None = None

    def show(self, lines: Sequence[Sequence[Mark]], first: date, last: date, *, bars: bool = False) -> None:
        """Show other values; none is chosen.

        Args:
            lines: one or two series, each oldest first.
            first: the day at the left edge.
            last: the day at the right edge, after `first`.
            bars: bars from zero instead of a line.
        """
        self._lines = tuple(map(tuple, lines))
        self._span = (first, last)
        self._bars = bars
        self._chosen, self._plot = (), None
        marks = [mark for line in self._lines for mark in line]
        records = sum(mark.record for mark in marks)
        self.text = f"{len(marks)} points, {records} records, {first} to {last}" if marks else "nothing to show"
        self.refresh()

    def choose(self, marks: Sequence[Mark]) -> None:
        """Point out the marks of one session; none: of no one."""
        if tuple(marks) != self._chosen:
            self._chosen = tuple(marks)
            self.refresh()

    def picture(self) -> list[Strip]:
        """Numbers at the left, the plot, days below it."""
        width, rows = self.size.width - _MARGIN_RIGHT, self.size.height - 1
        if not any(self._lines) or rows < 2 or width < 20:  # noqa: PLR2004 - less says nothing
            return []
        parts = [self.part_color(f"chart--{part}") for part in ("line", "bar", "gap", "area", "grid")]
        look = (width, rows, self.smooth, self.ground, *parts)
        if self._plot is None or self._plot.look != look:
            self._plot = self._painted(width, rows, parts, look)
        plot = self._plot
        signs = self._signs(plot, rows)
        lines = [_overlaid(strip, signs.get(row, {})) for row, strip in enumerate(plot.strips)]
        axis = style_of(self._full("axis"), self.ground)
        numbers = {round(_pixel(tick, rows * 2, plot.scale)) // 2: tick_text(tick) for tick in plot.scale.ticks}
        left = plot.left
        beside = [Strip([Segment(f"{numbers.get(row, ''):>{left - 1}} ", axis)], left) for row in range(rows)]
        joined = [Strip.join(pair) for pair in zip(beside, lines, strict=True)]
        days = Strip([Segment(" " * left + self._days_line(width - left), axis)], width)
        blank = style_of(self.ground, self.ground)
        return [line.adjust_cell_length(width + _MARGIN_RIGHT, blank) for line in (*joined, days)]

    def _painted(self, width: int, rows: int, colors: Sequence[Color], look: tuple[object, ...]) -> _Plot:
        """Grid, area and line, bars, or the gaps between two series; `colors` are of line, bar, gap, area and grid."""
        line, bar, gap, area, grid = colors
        values = [mark.value for marks in self._lines for mark in marks]
        scale = scale_of(values, max(2, (rows - 1) // _ROWS_A_TICK + 1), from_zero=self._bars)
        left = max((len(tick_text(tick)) for tick in scale.ticks), default=0) + 1 + _MARGIN_LEFT
        canvas = Canvas(width - left, rows * 2, self.ground, smooth=self.smooth)
        lines = tuple(self._spots(marks, canvas, scale) for marks in self._lines)
        if self.smooth:
            for tick in scale.ticks:
                canvas.fill_rect(0, round(_pixel(tick, canvas.height, scale)), canvas.width, 1, grid)
            if not self._bars and len(lines) == 1:
                canvas.blit(_area_of(lines[0], canvas), 0, 0, area)
        under = [[canvas.pixel(x, y) for x in range(canvas.width)] for y in range(1, canvas.height, 2)]
        if len(lines) > 1:
            canvas.blit(_gaps_of(lines[0], lines[1], canvas), 0, 0, gap)
        elif self._bars:
            canvas.blit(_bars_of(lines[0], canvas), 0, 0, bar)
        else:
            for before, after in pairwise(lines[0]):
                canvas.line(before.x + 0.5, before.y + 0.5, after.x + 0.5, after.y + 0.5, line)
        return _Plot(look, scale, lines, canvas.strips(), under, left)

    def _full(self, part: str) -> Color:
        return mixed(self.ground, self.part_color(f"chart--{part}"), FULL)

    def _column(self, day: date, width: int) -> int:
        first, last = self._span
        return round((day - first).days / max((last - first).days, 1) * (width - 1))

    def _spots(self, marks: Sequence[Mark], canvas: Canvas, scale: Scale) -> tuple[_Spot, ...]:
        """One spot a column: where several sessions share one, the highest value and the worst form."""
        columns: dict[int, list[Mark]] = {}
        for mark in marks:
            columns.setdefault(self._column(mark.day, canvas.width), []).append(mark)
        spots: list[_Spot] = []
        for x, found in sorted(columns.items()):
            signs = {mark.sign for mark in found}
            worst = next((sign for sign in _WORST_FIRST if sign in signs), found[-1].sign)
            y = _pixel(max(mark.value for mark in found), canvas.height, scale)
            spots.append(_Spot(x, round(y), worst, any(mark.record for mark in found)))
        return tuple(spots)

    def _signs(self, plot: _Plot, rows: int) -> dict[int, dict[int, Segment]]:
        """What stands over the plot as letters, by row and column: points, and a star above each record."""
        signs: dict[int, dict[int, Segment]] = {}
        taken: dict[tuple[int, int], Sign] = {}
        colors = {part: self._full(part) for part in (*Sign, "record")}

        def put(row: int, x: int, text: str, part: str) -> None:
            signs.setdefault(row, {})[x] = Segment(text, style_of(colors[part], plot.under[row][x]) + _BOLD)

        for spot in (spot for spots in plot.lines for spot in spots):
            row = spot.y // 2
            other = taken.get((row, spot.x))
            sign = Sign.BOTH if other is Sign.LEFT and spot.sign is Sign.RIGHT else spot.sign
            taken[row, spot.x] = sign
            put(row, spot.x, SIGNS[sign], sign)
        for spot in (spot for spots in plot.lines for spot in spots if spot.record):
            put(max(spot.y // 2 - 1, 0), spot.x, RECORD, "record")
        for mark in self._chosen:
            x = self._column(mark.day, plot.strips[0].cell_length)
            row = round(_pixel(mark.value, rows * 2, plot.scale)) // 2
            sign = Sign.BOTH if taken.get((row, x)) is Sign.BOTH else mark.sign
            if 0 <= row < rows and 0 <= x < len(plot.under[row]):
                signs.setdefault(row, {})[x] = Segment(SIGNS[sign], style_of(self.ground, colors["record"]) + _BOLD)
        return signs

    def _days_line(self, width: int) -> str:
        """The days below the plot, none over another."""
        line = ""
        for day, name in day_labels(*self._span, width):
            column = min(self._column(day, width), width - len(name))
            if column >= len(line) + bool(line):
                line = line.ljust(column) + name
        return line.ljust(width)[:width]


def _pixel(value: float, height: int, scale: Scale) -> float:
    """The row of pixels of a value, in a plot of that height."""
    return _HEADROOM + (1 - scale.share(value)) * (height - 1 - _HEADROOM)


def _area_of(spots: Sequence[_Spot], canvas: Canvas) -> Rows:
    """The pixels below a line."""
    tops = [canvas.height] * canvas.width
    for before, after in pairwise(spots):
        for x in range(before.x, after.x + 1):
            tops[x] = int(before.y + (after.y - before.y) * (x - before.x) / (after.x - before.x)) + 1
    return tuple(bytes(FULL if y >= top else 0 for top in tops) for y in range(canvas.height))


def _bars_of(spots: Sequence[_Spot], canvas: Canvas) -> Rows:
    """The pixels of the bars, with a gap between two where there is room."""
    wide = max(1, min(3, min((after.x - before.x for before, after in pairwise(spots)), default=3) - 1))
    tops = [canvas.height] * canvas.width
    for spot in spots:
        for x in range(max(spot.x - wide // 2, 0), min(spot.x - wide // 2 + wide, canvas.width)):
            tops[x] = spot.y
    return tuple(bytes(FULL if y >= top else 0 for top in tops) for y in range(canvas.height))


def _gaps_of(one: Sequence[_Spot], other: Sequence[_Spot], canvas: Canvas) -> Rows:
    """The pixels between two series, in the columns that both have."""
    beside = {spot.x: spot.y for spot in other}
    spans = {spot.x: sorted((spot.y, beside[spot.x])) for spot in one if spot.x in beside}
    inside = [spans.get(x, [1, 0]) for x in range(canvas.width)]
    return tuple(bytes(FULL if top <= y <= end else 0 for top, end in inside) for y in range(canvas.height))


def _overlaid(strip: Strip, signs: dict[int, Segment]) -> Strip:
    """A line with letters over some of its cells."""
    parts: list[Strip] = []
    at = 0
    for x, segment in sorted(signs.items()):
        parts += [strip.crop(at, x), Strip([segment], 1)]
        at = x + 1
    return Strip.join([*parts, strip.crop(at)]) if signs else strip
