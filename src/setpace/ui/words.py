"""How large a name can be written, and in which lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from setpace.ui.glyphs import SLIMMEST_LETTER, GlyphSize, has_glyphs, sizes_down_from, text_width

MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class WordsLayout:
    """A name in large letters.

    Attributes:
        lines: from the top.
        size: of the letters.
        leading: between two lines, in pixels (half cells).
    """

    lines: tuple[str, ...]
    size: GlyphSize
    leading: int

    @property
    def cols(self) -> int:
        """The width of the widest line, in cells."""
        return max(text_width(line, self.size) for line in self.lines)

    @property
    def height(self) -> int:
        """The height of all lines, in pixels."""
        return len(self.lines) * self.size.height + (len(self.lines) - 1) * self.leading

    @property
    def rows(self) -> int:
        """The height of all lines, in cells."""
        return (self.height + 1) // 2


@lru_cache(maxsize=64)
def fit_words(name: str, max_cols: int, max_rows: int, max_lines: int = MOST_LINES) -> WordsLayout | None:
    """The largest letters in which a name fits, broken between words and after hyphens.

    Args:
        name: of an exercise, a phase, …
        max_cols: in cells.
        max_rows: in cells.
        max_lines: 1 to 3 lines.

    Returns:
        The lines, as even in length as they can be; None where the smallest letters do not fit, and where there is no
        name or one with signs that have no large form.
    """
    parts = _parts(name)
    if not parts or not has_glyphs(name):
        return None
    for size in sizes_down_from(max_rows, slimmest=SLIMMEST_LETTER):
        leading = max(2, size.stroke)
        room = min((max_rows * 2 + leading) // (size.height + leading), max_lines)
        lines = _broken(parts, size, max_cols, room)
        if lines:
            return WordsLayout(_evened(parts, size, lines), size, leading)
    return None


def _parts(name: str) -> list[str]:
    """What may not be broken: words, and the parts of hyphenated ones with their hyphen; a blank before a word."""
    return [
        (" " if number == 0 else "") + part
        for word in name.split()
        for number, part in enumerate(word.replace("-", "-\0").rstrip("\0").split("\0"))
    ]


def _broken(parts: list[str], size: GlyphSize, max_cols: int, max_lines: int) -> tuple[str, ...]:
    """The lines, each as full as it can be; none where a part is wider than a line or the lines do not suffice."""
    lines: list[str] = []
    for part in parts:
        if lines and text_width(lines[-1] + part, size) <= max_cols:
            lines[-1] += part
        elif len(lines) < max_lines and text_width(part.lstrip(), size) <= max_cols:
            lines.append(part.lstrip())
        else:
            return ()
    return tuple(lines)


def _evened(parts: list[str], size: GlyphSize, lines: tuple[str, ...]) -> tuple[str, ...]:
    """As many lines, the widest of them as narrow as it can be."""
    while len(lines) > 1:
        narrower = _broken(parts, size, max(text_width(line, size) for line in lines) - 1, len(lines))
        if not narrower:
            break
        lines = narrower
    return lines
