"""What a sheet is made of: each part knows what it shows, and paints that in any size and any look."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.content import Content, Span
from textual.strip import Strip

from setpace.store.toml_file import printable
from setpace.ui.canvas import Canvas, style_of
from setpace.ui.glyphs import glyph, glyph_width, has_glyphs, spell, text_width
from setpace.ui.words import fit_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.color import Color
    from textual.geometry import Region, Size

    from setpace.ui.look import Look

Align = Literal["left", "center", "right"]
_BOLD = Style(bold=True)


@dataclass(frozen=True)
class Part(ABC):
    """Something to be painted; equal parts look alike, so what has not changed is not painted again.

    Attributes:
        ink: the name of the colour it is drawn in.
        ground: the name of the colour behind it; empty: what is behind the sheet.
    """

    ink: str = "text"
    ground: str = ""

    @abstractmethod
    def picture(self, size: Size, ground: Color, look: Look) -> list[Strip]:
        """Its lines from the top; missing ones stay bare, longer ones are cut.

        Args:
            size: cells there are.
            ground: the colour behind it.
            look: the other colours, and what the terminal can show.
        """


@dataclass(frozen=True)
class Placed:
    """A part and where it stands.

    Attributes:
        part: what.
        region: cells of the sheet.
    """

    part: Part
    region: Region


@dataclass(frozen=True)
class Fill(Part):
    """The same sign in every cell.

    Attributes:
        sign: one cell wide.
    """

    sign: str = " "

    def picture(self, size: Size, ground: Color, look: Look) -> list[Strip]:
        """The sign, in every cell."""
        style = style_of(look.color(self.ink), ground)
        return [Strip([Segment(self.sign * size.width, style)], size.width)] * size.height


@dataclass(frozen=True)
class Text(Part):
    """Lines in the terminal's own letters; each is cut with an ellipsis, and none moves its neighbours.

    Attributes:
        plain: the lines.
        spans: where they are styled, and how; of two that overlap the first one counts.
        align: where a line stands.
    """

    plain: str = ""
    spans: tuple[Span, ...] = ()
    align: Align = "center"

    @classmethod
    def of(cls, content: Content | str, align: Align = "center", *, ink: str = "text", ground: str = "") -> Text:
        """The same as a content says."""
        if isinstance(content, str):
            return cls(ink, ground, content, (), align)
        return cls(ink, ground, content.plain, tuple(content.spans), align)

    def picture(self, size: Size, ground: Color, look: Look) -> list[Strip]:
        """The rows of the text, each in its place."""
        ink = look.color(self.ink)
        rows = Content(self.plain, spans=list(self.spans)).split("\n", allow_blank=True)
        return [self._row(row, size.width, ink, ground, look) for row in rows]

    def _row(self, row: Content, width: int, ink: Color, ground: Color, look: Look) -> Strip:
        if row.cell_length > width:
            row = row.truncate(width, ellipsis=True)
        before, after = _room_beside(row.cell_length, width, self.align)
        pad = style_of(ink, ground)
        segments = [Segment(" " * before, pad)] if before else []
        segments += (Segment(words, look.style(style, ink, ground)) for words, style in _styled(row))
        if after:
            segments.append(Segment(" " * after, pad))
        return Strip(segments, width)


@dataclass(frozen=True)
class Words(Part):
    """A name in block letters as large as its box allows, in up to three lines; plain text where there is no room.

    `fit_words(name, cols, rows)` tells beforehand how many rows a name will take.

    Attributes:
        text: the name.
        align: where its lines stand.
    """

    text: str = ""
    align: Align = "center"

    def picture(self, size: Size, ground: Color, look: Look) -> list[Strip]:
        """The name in the middle of its rows."""
        layout, ink = fit_words(self.text, size.width, size.height), look.color(self.ink)
        if layout is None:
            return list(self._plain(size, ink, ground))
        # From a whole cell on: so all letters of one height look alike wherever they stand.
        top = (size.height - layout.rows) // 2 * 2
        canvas = Canvas(size.width, size.height * 2, ground, smooth=look.smooth)
        for number, line in enumerate(layout.lines):
            y = top + number * (layout.size.height + layout.leading)
            x, _ = _room_beside(text_width(line, layout.size), size.width, self.align)
            for char in spell(line):
                canvas.blit(glyph(char, layout.size), x, y, ink)
                x += glyph_width(char, layout.size) + layout.size.gap
        return canvas.strips()

    def _plain(self, size: Size, ink: Color, ground: Color) -> Iterator[Strip]:
        """The name in the terminal's own letters, in as many lines as there are rows; cut where they do not suffice."""
        width, rows = max(size.width, 1), max(size.height, 1)
        text = Content(spell(self.text) if has_glyphs(self.text) else printable(self.text))
        lines = [line.rstrip() for line in text.wrap(width)]
        if len(lines) > rows:
            last = lines[rows - 1].truncate(width - 1)
            lines = [*lines[: rows - 1], last + "…"]
        for _ in range((rows - len(lines)) // 2):
            yield Strip.blank(width, style_of(ink, ground))
        for line in lines:
            before, _ = _room_beside(line.cell_length, width, self.align)
            yield bold_strip(" " * before + line.plain, ink, ground)


def bold_strip(text: str, ink: Color, ground: Color) -> Strip:
    """A line in the terminal's own bold letters."""
    return Strip([Segment(text, style_of(ink, ground) + _BOLD)], cell_len(text))


def _room_beside(cells: int, width: int, align: Align) -> tuple[int, int]:
    """Bare cells before and after a line."""
    spare = max(width - cells, 0)
    before = {"left": 0, "right": spare}.get(align, spare // 2)
    return before, spare - before


def _styled(row: Content) -> Iterator[tuple[str, str]]:
    """The parts of a row with their styles."""
    text, place = row.plain, 0
    for start, end, style in sorted(row.spans, key=lambda span: (span.start, span.end)):
        if start > place:
            yield text[place:start], ""
        if end > max(start, place):
            yield text[max(start, place) : end], str(style)
        place = max(place, end)
    if place < len(text):
        yield text[place:], ""
