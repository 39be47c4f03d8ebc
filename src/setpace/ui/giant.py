"""Numbers large enough to be read from three metres, a part for each glyph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.geometry import Region

from setpace.ui.canvas import Canvas
from setpace.ui.glyphs import PLAIN, Form, GlyphSize, glyph, glyph_width, spell
from setpace.ui.parts import Part, Placed, bold_strip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.color import Color
    from textual.geometry import Size
    from textual.strip import Strip

    from setpace.ui.look import Look


@dataclass(frozen=True)
class Glyph(Part):
    """One large character.

    A sheet gives each a widget of its own: a change within a wider one is rewritten from the left edge of that.

    Attributes:
        char: spelled, as `glyphs.spell` gives it.
        size: the same for all of one text.
        low: whether it stands at the bottom of its cells: of an odd height half a cell is bare.
    """

    char: str = ""
    size: GlyphSize = PLAIN
    low: bool = False

    def picture(self, size: Size, ground: Color, look: Look) -> list[Strip]:
        """The glyph at the left of its box."""
        ink = look.color(self.ink)
        if self.size.form is Form.PLAIN:
            return [bold_strip(self.char, ink, ground)]
        canvas = Canvas(size.width, self.size.rows * 2, ground, smooth=look.smooth)
        canvas.blit(glyph(self.char, self.size), 0, self.size.height % 2 if self.low else 0, ink)
        return canvas.strips()


def giant(text: str, size: GlyphSize, x: int, y: int, ink: str, *, low: bool = False) -> Iterator[Placed]:
    """A text in large glyphs, from its top left cell on; `glyphs.text_width` tells how wide it is."""
    spelled = spell(text)
    for place, char in enumerate(spelled, 1):
        width = glyph_width(char, size)
        cols = width + (size.gap if place < len(spelled) else 0)
        yield Placed(Glyph(ink, "", char, size, low), Region(x, y, cols, size.rows))
        x += cols
