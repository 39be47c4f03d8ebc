"""Thick bars that can be read from three metres: the rest, and the sets of the exercise at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.strip import Strip

from setpace.core.units import clock_text
from setpace.core.workout_view import Pip
from setpace.ui.canvas import Canvas, mixed, style_of
from setpace.ui.painting import Painting
from setpace.ui.strokes import FULL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.color import Color

EIGHTHS = " ▏▎▍▌▋▊▉█"
MARK = "▌"
WIDE_BAR = 60
"""From this width on, in cells, the mark is a whole cell or more."""


class Bar(Painting):
    """The rest from 0 to its maximum: filled up to now, tinted from the minimum on, the minimum marked.

    As many rows high as its box. Where colours cannot be tinted, patterns stand for them.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bar--fill",
        "bar--mark",
        "bar--bare",
        "bar--zone",
        "bar--bare-pattern",
        "bar--zone-pattern",
    }
    DEFAULT_CSS = """
    Bar { width: 1fr; height: 2; }
    Bar > .bar--fill { color: $rest; }
    Bar > .bar--bare { color: $panel; }
    Bar > .bar--zone { color: $ready 38%; }
    Bar > .bar--mark { color: $text; }
    Bar > .bar--bare-pattern { color: $muted; }
    Bar > .bar--zone-pattern { color: $ready; }
    Bar.-ready > .bar--fill { color: $ready; }
    Bar.-go > .bar--fill { color: $go; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._span = (0, 0, 0)

    def show(self, rested_s: int, rest_min_s: int, rest_max_s: int) -> None:
        """Show where the rest stands.

        Args:
            rested_s: seconds since the set was done; above the maximum the bar is full.
            rest_min_s: where the mark stands, in seconds.
            rest_max_s: where the bar ends, in seconds; 0: an empty bar.
        """
        if (rested_s, rest_min_s, rest_max_s) != self._span:
            self._span = (rested_s, rest_min_s, rest_max_s)
            self.text = f"{clock_text(rested_s)} of {clock_text(rest_min_s)}-{clock_text(rest_max_s)}"
            self.refresh()

    @property
    def mark_column(self) -> int | None:
        """Where the minimum is marked, in cells from the left; None where it is at either end."""
        _, minimum, maximum = self._span
        column = round(minimum / maximum * self.size.width) if maximum > 0 else 0
        return column if 0 < minimum < maximum and 0 < column < self.size.width else None

    def picture(self) -> list[Strip]:
        """The same line in every row."""
        rested, minimum, maximum = self._span
        width, smooth = self.size.width, self.smooth
        eighths = round(min(max(rested, 0) / maximum, 1.0) * width * 8) if maximum > 0 else 0
        zone_from = width if maximum <= 0 else round(min(minimum / maximum, 1.0) * width)
        parts = ("fill", "mark", "bare", "zone") if smooth else ("fill", "mark", "bare-pattern", "zone-pattern")
        fill, mark, bare, zone = (mixed(self.ground, self.part_color(f"bar--{part}"), FULL) for part in parts)
        segments: list[Segment] = []

        def put(text: str, color: Color, background: Color) -> None:
            if text:
                segments.append(Segment(text, style_of(color, background)))

        for start, end, is_zone in ((0, zone_from, False), (zone_from, width, True)):
            rest_color = zone if is_zone else bare
            behind = rest_color if smooth else self.ground
            marked = min(1 + width // 100, end - start) if is_zone and start == self.mark_column else 0
            put((MARK if width < WIDE_BAR else "█") * marked, mark, fill if eighths > start * 8 else behind)
            room = end - start - marked
            whole, part = divmod(min(max(eighths - (start + marked) * 8, 0), room * 8), 8)
            put((" " if smooth else "█") * whole, fill, fill)
            put(EIGHTHS[part] if part else "", fill, behind)
            pattern = " " if smooth else "▒" if is_zone else "░"
            put(pattern * (room - whole - (part > 0)), rest_color, behind)
        return [Strip(segments, width)] * self.size.height


_ON_DISK = (Pip.DONE, Pip.CLEAN, Pip.SHAKY, Pip.BROKEN)
"""What a set that was done can look like."""


class Pips(Painting):
    """A thick bar for each set of the exercise at hand; its state is told by colour and by shape.

    Done: full. Shaky: its top is ragged. Broken: a gap in the middle. At hand: the first half full, then a line.
    To do: a line. Dropped: a dotted line.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"pips--{pip.replace(' ', '-')}" for pip in Pip}
    DEFAULT_CSS = """
    Pips { width: 1fr; height: 1; }
    Pips > .pips--done { color: $text; }
    Pips > .pips--clean { color: $clean; }
    Pips > .pips--shaky { color: $shaky; }
    Pips > .pips--broken { color: $broken; }
    Pips > .pips--at-hand { color: $accent; }
    Pips > .pips--to-do { color: $muted; }
    Pips > .pips--dropped { color: $muted; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.pips: tuple[Pip, ...] = ()
        self.unsaved = False

    def show(self, pips: Sequence[Pip], *, unsaved: bool = False) -> None:
        """Show the sets, in order; `unsaved`: the last one done is not on disk yet, so its bar is not solid yet."""
        if (tuple(pips), unsaved) != (self.pips, self.unsaved):
            self.pips, self.unsaved = tuple(pips), unsaved
            self.text = ", ".join(self.pips)
            self.refresh()

    def picture(self) -> list[Strip]:
        """The bars, all of one width, in the middle of the box; as text where there are more sets than cells."""
        width, height, count = self.size.width, self.size.height * 2, len(self.pips)
        canvas = Canvas(width, height, self.ground, smooth=self.smooth)
        if not count or count > width:
            return canvas.strips()
        gap = 2 if count * 6 <= width + 2 else 1 if count * 2 <= width + 1 else 0
        each = (width - gap * (count - 1)) // count
        x = (width - each * count - gap * (count - 1)) // 2
        waiting = max((i for i, pip in enumerate(self.pips) if pip in _ON_DISK), default=-1) if self.unsaved else -1
        for place, pip in enumerate(self.pips):
            self._paint_pip(canvas, x, each, pip)
            if place == waiting:  # half a bar: it becomes solid when its write has returned
                canvas.fill_rect(x, 0, each, height // 2, canvas.ground)
            x += each + gap
        return canvas.strips()

    def _paint_pip(self, canvas: Canvas, x: int, width: int, pip: Pip) -> None:
        """One bar of the canvas's height."""
        color = self.part_color(f"pips--{pip.replace(' ', '-')}")
        height = canvas.height
        line = max(height // 3, 1)
        if pip in (Pip.TO_DO, Pip.AT_HAND):
            canvas.fill_rect(x, height - line, width, line, color)
        if pip is Pip.DROPPED:
            for dot in range(x, x + width, 2):
                canvas.fill_rect(dot, height - line, 1, line, color)
        elif pip is Pip.AT_HAND:
            canvas.fill_rect(x, 0, max(width // 2, 1), height - line * (width == 1), color)
        elif pip is Pip.BROKEN:
            canvas.fill_rect(x, 0, width, height, color)
            if width > 2:  # noqa: PLR2004 - there must be something on both sides
                hole = max(width // 5, 1) + (max(width // 5, 1) - width) % 2
                canvas.fill_rect(x + (width - hole) // 2, 0, hole, height, canvas.ground)
        elif pip is not Pip.TO_DO:
            canvas.fill_rect(x, 0, width, height, color)
            if pip is Pip.SHAKY:
                for notch in range(x + 1, x + width, 2):
                    canvas.fill_rect(notch, 0, 1, line, canvas.ground)
