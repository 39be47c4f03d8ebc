"""A small canvas of half-block pixels: glyphs, bars and charts are painted on it and come out as lines of the terminal.

A cell holds two pixels, one above the other. With all colours at hand the edges of shapes are blended into what lies
under them; with fewer, a pixel is painted when at least half of it is covered, so that everything stays crisp.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from setpace.ui.strokes import FULL, Line, cover

if TYPE_CHECKING:
    from textual.app import App
    from textual.color import Color

    from setpace.ui.strokes import Rows


def is_smooth(app: App[object]) -> bool:
    """Whether colours may be blended.

    They may where the terminal shows any colour, the theme does not leave the choice to the terminal, and the user has
    not asked for no colour. Elsewhere shapes and patterns must carry the meaning.
    """
    return app.console.color_system == "truecolor" and not app.native_ansi_color and not app.no_color


class Canvas:
    """Pixels that carry a colour each.

    Args:
        width: in pixels, which are cells.
        height: in pixels, two a cell; of an odd number the last half row of cells stays bare.
        ground: what is there before anything is painted.
        smooth: whether edges are blended, as `is_smooth` tells.

    Colours painted may be translucent. Coordinates are pixels from the top left, y downwards, and need not be whole;
    what lies outside is cut off.
    """

    def __init__(self, width: int, height: int, ground: Color, *, smooth: bool = True) -> None:
        self.width = max(width, 0)
        self.height = max(height, 0)
        self.ground = ground
        self.smooth = smooth
        self._pixels = [[ground] * self.width for _ in range(self.height + self.height % 2)]

    def pixel(self, x: int, y: int) -> Color:
        """The colour of a pixel."""
        return self._pixels[y][x]

    def blit(self, coverage: Rows, x: int, y: int, color: Color) -> None:
        """Paint a glyph, or any coverage, with its top left pixel at (x, y)."""
        smooth = self.smooth
        for row, covered in enumerate(coverage, y):
            if not 0 <= row < self.height:
                continue
            pixels = self._pixels[row]
            for column, sixteenths in enumerate(covered, x):
                if sixteenths and 0 <= column < self.width and (smooth or sixteenths * 2 >= FULL):
                    pixels[column] = mixed(pixels[column], color, sixteenths if smooth else FULL)

    def fill_rect(self, x: float, y: float, width: float, height: float, color: Color) -> None:
        """Paint a rectangle; its edges may lie between pixels."""
        columns = _covered(x, x + width, self.width)
        rows = _covered(y, y + height, self.height)
        coverage = tuple(bytes(round(part * other * FULL) for other in columns) for part in rows)
        self.blit(coverage, 0, 0, color)

    def line(self, x0: float, y0: float, x1: float, y1: float, color: Color, thickness: float = 1.0) -> None:
        """Paint a line with round ends; (0.5, 0.5) is the middle of the first pixel."""
        left, top = int(min(x0, x1) - thickness) - 1, int(min(y0, y1) - thickness) - 1
        width, height = int(abs(x1 - x0) + 2 * thickness) + 4, int(abs(y1 - y0) + 2 * thickness) + 4
        stroke = Line(x0 - left, y0 - top, x1 - left, y1 - top, thickness)
        self.blit(cover([stroke], width, height), left, top, color)

    def dot(self, x: float, y: float, color: Color, diameter: float = 1.0) -> None:
        """Paint a dot around a point."""
        self.line(x, y, x, y, color, diameter)

    def strips(self) -> list[Strip]:
        """The lines of the terminal, runs of one style merged."""
        rows = self._pixels
        return [_strip(rows[y], rows[y + 1], self.ground) for y in range(0, len(rows), 2)]


@lru_cache(maxsize=4096)
def mixed(under: Color, over: Color, sixteenths: int) -> Color:
    """A colour painted over another, covering so much of it; named colours do not mix, the later one wins."""
    return under.blend(over, over.a * sixteenths / FULL, 1.0)


@lru_cache(maxsize=4096)
def style_of(color: Color, background: Color) -> Style:
    """The terminal's style of two colours."""
    return Style.from_color(color.rich_color, background.rich_color)


@lru_cache(maxsize=256)
def bare_style(ground: Color) -> Style:
    """The style of cells where there is nothing: an ink that is not seen need not be sent either."""
    return Style(bgcolor=ground.rich_color)


def _strip(above: list[Color], below: list[Color], ground: Color) -> Strip:
    """One line of cells."""
    segments: list[Segment] = []
    text, background = "", ground
    color: Color | None = None
    for top, bottom in zip(above, below, strict=True):
        if top == bottom:
            char, fore, back = (" ", None, ground) if top == ground else ("█", top, ground)
        elif bottom == ground:
            char, fore, back = "▀", top, ground
        elif top == ground or (bottom == color and top == background):
            char, fore, back = "▄", bottom, top
        else:
            char, fore, back = "▀", top, bottom
        fits = back == background and (fore is None or color is None or fore == color)
        if text and not fits:
            segments.append(Segment(text, _style(color, background)))
            text, color = "", None
        text, color, background = text + char, fore or color, back
    if text:
        segments.append(Segment(text, _style(color, background)))
    return Strip(segments, len(above))


def _style(color: Color | None, background: Color) -> Style:
    return bare_style(background) if color is None else style_of(color, background)


def _covered(start: float, end: float, length: int) -> list[float]:
    """How much of each of so many pixels lies between two points, 0 to 1."""
    return [max(0.0, min(end, pixel + 1.0) - max(start, float(pixel))) for pixel in range(length)]
