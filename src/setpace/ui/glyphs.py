"""Glyphs of any size: how a text is spelled, how large it can be, and the pixels of each glyph.

A size is chosen once for a box (`fit_digits`), the pixels are made once for a character and a size, and only the
colours are put on when they are painted. A pixel is half a cell high and a cell wide, which is about a square.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from setpace.ui.block_forms import FIVE, SEVEN
from setpace.ui.stroke_forms import STROKE_FORMS, form_width, strokes_of
from setpace.ui.strokes import FULL, Rows, cover

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

UNKNOWN = "?"
SPELLED = {
    "Æ": "AE",
    "Œ": "OE",
    "Ø": "O",
    "Ł": "L",
    "Đ": "D",
    "Ð": "D",
    "Þ": "TH",
    "’": "'",
    "‘": "'",
    "′": "'",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "⁄": "/",
    "[": "(",
    "]": ")",
    "_": "-",
    ";": ",",
    '"': "'",
    "\t": " ",
    "\n": " ",
}
"""What has no accent to take off and still a plain form."""

SMALLEST_STROKED = 10
"""Stroked glyphs lower than this, in pixels, are less clear than blocks of pixels."""


SLIMMEST_DIGIT = 6
SLIMMEST_LETTER = 8
"""Letters have more in them than digits: when slimmer, in cells, they fill up."""


class Form(Enum):
    """How a glyph is made."""

    STROKES = "strokes"
    SEVEN = "seven pixels high"
    FIVE = "five pixels high"
    PLAIN = "the terminal's own letter"


@dataclass(frozen=True, slots=True)
class GlyphSize:
    """What all glyphs of one text share. Two texts with one size stand beside one another at one height.

    Attributes:
        form: how they are made.
        height: in pixels, half cells (of plain text 2).
        digit: how wide a digit is, in cells.
        stroke: how thick, in pixels.
        gap: between two glyphs, in cells.
    """

    form: Form
    height: int
    digit: int
    stroke: int
    gap: int

    @property
    def rows(self) -> int:
        """The height in cells."""
        return ceil(self.height / 2)


SEVEN_BOLD = GlyphSize(Form.SEVEN, height=7, digit=6, stroke=2, gap=1)
SEVEN_HIGH = GlyphSize(Form.SEVEN, height=7, digit=5, stroke=1, gap=1)
FIVE_HIGH = GlyphSize(Form.FIVE, height=5, digit=3, stroke=1, gap=1)
PLAIN = GlyphSize(Form.PLAIN, height=2, digit=1, stroke=1, gap=0)
_BLOCKS = {Form.SEVEN: SEVEN, Form.FIVE: FIVE}


def stroked(height: int, slimness: int = 0) -> GlyphSize:
    """A size of stroked glyphs.

    Args:
        height: in pixels, 8 or more.
        slimness: 0 is the natural width, each step makes a digit 2 cells narrower.
    """
    width = max(8, round(height * 0.68)) - 2 * slimness
    stroke = max(2, round(min(height * 0.17, width * 0.27)))
    digit = width + (stroke - width) % 2
    return GlyphSize(Form.STROKES, height, digit, stroke, gap=max(1, round(stroke * 0.8)))


@lru_cache(maxsize=256)
def spell(text: str) -> str:
    """The text in the characters that have a glyph: capitals without accents, `?` for what has none.

    Control characters and other invisible ones are left out, so that none reaches the terminal.
    """
    decomposed = unicodedata.normalize("NFKD", "".join(SPELLED.get(c, c) for c in text.upper()))
    shown = ("".join(SPELLED.get(c, c)) for c in decomposed if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    return "".join(c if c in STROKE_FORMS else UNKNOWN for c in "".join(shown))


def has_glyphs(text: str) -> bool:
    """Whether all of a text can be spelled; of a name in another script only `?` would come."""
    return spell(text).count(UNKNOWN) == text.count(UNKNOWN)


def glyph_width(char: str, size: GlyphSize) -> int:
    """How wide a spelled character is, in cells, without the gap after it."""
    if size.form is Form.STROKES:
        return form_width(STROKE_FORMS[char], size.digit, size.stroke)
    if size.form is Form.PLAIN:
        return 1
    return _BLOCKS[size.form][char].index(" ") + size.stroke - 1


def text_width(text: str, size: GlyphSize) -> int:
    """How wide a text is, in cells, with the gaps between its glyphs."""
    spelled = spell(text)
    return sum(glyph_width(c, size) for c in spelled) + size.gap * max(len(spelled) - 1, 0)


@lru_cache(maxsize=512)
def glyph(char: str, size: GlyphSize) -> Rows:
    """The pixels of a spelled character, `size.height` rows of `glyph_width` pixels; not for plain text."""
    if size.form is Form.STROKES:
        form = STROKE_FORMS[char]
        strokes = strokes_of(form, size.digit, size.height, size.stroke)
        return cover(strokes, form_width(form, size.digit, size.stroke), size.height)
    rows = _BLOCKS[size.form][char].split(" ")
    return tuple(_thick(row, size.stroke) for row in rows)


def _thick(row: str, stroke: int) -> bytes:
    """A row of blocks; what stands upright is made as thick as asked by drawing it more than once, side by side."""
    return bytes(FULL * ("#" in row[max(x - stroke + 1, 0) : x + 1]) for x in range(len(row) + stroke - 1))


def warm(chars: Iterable[str], size: GlyphSize) -> None:
    """Make the glyphs of these characters, so that the first picture with them need not; safe in any thread."""
    if size.form is not Form.PLAIN:
        for char in spell("".join(chars)):
            glyph(char, size)


def fit_digits(
    texts: str | tuple[str, ...], max_cols: int, max_rows: int, between: int = 0, *, bare: bool = False
) -> GlyphSize:
    """The largest size at which the texts fit.

    Args:
        texts: the widest text that will be shown (`88:88`), or several that stand beside one another at one size.
        max_cols: how wide all may be together, in cells.
        max_rows: how high, in cells.
        between: what stands between or beside the texts, in cells in all.
        bare: whether half a row stays bare, so that the digits do not touch what is above or below.

    Returns:
        The size; `PLAIN` where there is too little room for any other.
    """
    several = (texts,) if isinstance(texts, str) else texts
    room = max_cols - between
    for size in sizes_down_from(max_rows, slimmest=SLIMMEST_DIGIT, bare=bare):
        if sum(text_width(text, size) for text in several) <= room:
            return size
    return PLAIN


def sizes_down_from(rows: int, slimmest: int, *, bare: bool = False) -> Iterator[GlyphSize]:
    """All sizes that are no higher than so many cells, the best first; of one height the wider ones first.

    Height is what is seen from afar: glyphs get slimmer, down to half as wide as high, before they get lower.

    Args:
        rows: in cells.
        slimmest: what a stroked digit has at least, in cells.
        bare: whether half a row stays bare.
    """
    for height in range(rows * 2 - bare, SMALLEST_STROKED - 1, -2):
        for slimness in range(height):
            size = stroked(height, slimness)
            if slimness and size.digit < max(slimmest, height / 2):
                break
            yield size
    yield from (size for size in (SEVEN_BOLD, SEVEN_HIGH, FIVE_HIGH) if size.rows <= rows)
