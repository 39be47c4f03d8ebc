"""Thick bars that can be read from three metres: the rest, and the sets of the exercise at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from setpace.core.workout_view import Pip
from setpace.ui.canvas import Canvas, mixed, style_of
from setpace.ui.parts import Part
from setpace.ui.strokes import FULL

if TYPE_CHECKING:
    from textual.color import Color
    from textual.geometry import Size

    from setpace.ui.look import Look

EIGHTHS = " ▏▎▍▌▋▊▉█"
MARK = "▌"
ZONE_ALPHA = 0.38
"""How much of READY's colour is in what is still to come of it."""

WIDE_BAR = 60
"""From this width on, in cells, the mark is a whole cell or more."""


@dataclass(frozen=True)
class Bar(Part):
    """The rest from 0 to its maximum: filled up to now in the ink, tinted from the minimum on, the minimum marked.

    As many rows high as its box. Where colours cannot be tinted, patterns stand for them.

    Attributes:
        rested_s: seconds since the set was done; above the maximum the bar is full.
        rest_min_s: where the mark stands, in seconds.
        rest_max_s: where the bar ends, in seconds; 0: an empty bar.
    """

    rested_s: int = 0
    rest_min_s: int = 0
    rest_max_s: int = 0

    def mark_column(self, width: int) -> int | None:
        """Where the minimum is marked in so many cells, from the left; None where it is at either end."""
        minimum, maximum = self.rest_min_s, self.rest_max_s
        column = round(minimum / maximum * width) if maximum > 0 else 0
        return column if 0 < minimum < maximum and 0 < column < width else None

    def picture(self, size: Size, ground: Color, look: Look) -> list[Strip]:
        """The same line in every row."""
        rested, minimum, maximum = self.rested_s, self.rest_min_s, self.rest_max_s
        width, smooth = size.width, look.smooth
        eighths = round(min(max(rested, 0) / maximum, 1.0) * width * 8) if maximum > 0 else 0
        zone_from = width if maximum <= 0 else round(min(minimum / maximum, 1.0) * width)
        fill, mark = look.color(self.ink), look.color("text")
        bare = look.color("panel" if smooth else "muted")
        zone = mixed(ground, look.color("ready").with_alpha(ZONE_ALPHA), FULL) if smooth else look.color("ready")
        segments: list[Segment] = []

        def put(text: str, color: Color, background: Color) -> None:
            if text:
                segments.append(Segment(text, style_of(color, background)))

        for start, end, is_zone in ((0, zone_from, False), (zone_from, width, True)):
            rest_color = zone if is_zone else bare
            behind = rest_color if smooth else ground
            marked = min(1 + width // 100, end - start) if is_zone and start == self.mark_column(width) else 0
            put((MARK if width < WIDE_BAR else "█") * marked, mark, fill if eighths > start * 8 else behind)
            room = end - start - marked
            whole, part = divmod(min(max(eighths - (start + marked) * 8, 0), room * 8), 8)
            put((" " if smooth else "█") * whole, fill, fill)
            put(EIGHTHS[part] if part else "", fill, behind)
            pattern = " " if smooth else "▒" if is_zone else "░"
            put(pattern * (room - whole - (part > 0)), rest_color, behind)
        return [Strip(segments, width)] * size.height


_ON_DISK = (Pip.DONE, Pip.CLEAN, Pip.SHAKY, Pip.BROKEN)
"""What a set that was done can look like."""


_PIP_INKS = {
    Pip.DONE: "text",
    Pip.CLEAN: "clean",
    Pip.SHAKY: "shaky",
    Pip.BROKEN: "broken",
    Pip.AT_HAND: "accent",
    Pip.TO_DO: "muted",
    Pip.DROPPED: "muted",
}


@dataclass(frozen=True)
class Pips(Part):
    """A thick bar for each set of the exercise at hand; its state is told by colour and by shape.

    Done: full. Shaky: its top is ragged. Broken: a gap in the middle. At hand: the first half full, then a line.
    To do: a line. Dropped: a dotted line.

    Attributes:
        pips: the sets, in order.
        unsaved: the last one done is not on disk yet, so its bar is not solid yet.
    """

    pips: tuple[Pip, ...] = ()
    unsaved: bool = False

    def picture(self, size: Size, ground: Color, look: Look) -> list[Strip]:
        """The bars, all of one width, in the middle of the box; nothing where there are more sets than cells."""
        width, height, count = size.width, size.height * 2, len(self.pips)
        canvas = Canvas(width, height, ground, smooth=look.smooth)
        if not count or count > width:
            return canvas.strips()
        gap = 2 if count * 6 <= width + 2 else 1 if count * 2 <= width + 1 else 0
        each = (width - gap * (count - 1)) // count
        x = (width - each * count - gap * (count - 1)) // 2
        waiting = max((i for i, pip in enumerate(self.pips) if pip in _ON_DISK), default=-1) if self.unsaved else -1
        for place, pip in enumerate(self.pips):
            _paint_pip(canvas, x, each, pip, look.color(_PIP_INKS[pip]))
            if place == waiting:  # half a bar: it becomes solid when its write has returned
                canvas.fill_rect(x, 0, each, height // 2, ground)
            x += each + gap
        return canvas.strips()


def _paint_pip(canvas: Canvas, x: int, width: int, pip: Pip, color: Color) -> None:
    """One bar of the canvas's height."""
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
