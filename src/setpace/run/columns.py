"""Text in columns on a terminal, where a letter may take two cells, one or none."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def cells(text: str) -> int:
    """Cells that a line of text takes: wide letters (Unicode's East Asian Width W and F) two, combining signs none."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def padded(text: str, width: int) -> str:
    """The text with as many blanks behind it as `width` cells have room for."""
    return text + " " * (width - cells(text))


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells; `…` stands for what was cut off."""
    if cells(text) <= width:
        return text
    room = width - len("…")
    kept = 0
    for sign in text:
        room -= _cells_of(sign)
        if room < 0:
            break
        kept += 1
    return f"{text[:kept]}…"


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """A line each row, two blanks between the columns; each column is as wide as its widest text.

    Args:
        rows: of one length.
    """
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(padded, row, widths)).rstrip() for row in rows]


def _cells_of(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
