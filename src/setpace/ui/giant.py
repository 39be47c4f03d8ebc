"""Numbers and names large enough to be read from three metres."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from setpace.ui.canvas import Canvas, style_of
from setpace.ui.glyphs import PLAIN, Form, GlyphSize, fit_digits, glyph, glyph_width, spell, text_width
from setpace.ui.painting import Bare, Painting
from setpace.ui.words import WordsLayout, fit_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.color import Color

BOLD = Style(bold=True)
SPARE_GLYPHS = 8
"""Glyph widgets made at once: mounting one later costs more than keeping it hidden."""


class GlyphCell(Painting):
    """One glyph: a widget of its own, since a change within a wider one is rewritten from the left edge of that."""

    DEFAULT_CSS = "GlyphCell { width: 1; height: 1; display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self._shown_as: tuple[str, GlyphSize, int] = ("", PLAIN, 0)

    def put(self, char: str, size: GlyphSize, gap: int) -> None:
        """Show a spelled character; nothing is painted anew where it stands there already.

        Args:
            char: one character; empty hides the widget.
            size: of the glyph.
            gap: bare cells after it.
        """
        if (char, size, gap) == self._shown_as:
            return
        self._shown_as, self.text = (char, size, gap), char
        self.display = bool(char)
        if char:
            self.styles.width = glyph_width(char, size) + gap
            self.styles.height = size.rows
        self.refresh()

    def picture(self) -> list[Strip]:
        """The glyph in the colour of the widget."""
        char, size, _ = self._shown_as
        if not char:
            return []
        color, ground = self.ink, self.ground
        if size.form is Form.PLAIN:
            return [plain_strip(char, color, ground)]
        canvas = Canvas(self.size.width, size.height, ground, smooth=self.smooth)
        canvas.blit(glyph(char, size), 0, 0, color)
        return canvas.strips()


class GiantNumber(Bare):
    """A short text in large digits, as wide and as high as the text in its size.

    The parent chooses the size, since it alone knows the room: `number.fit(cols, rows, widest="88:88")`, or one size
    for several numbers: `size = fit_digits(("37.5", "10"), cols, rows, between=9)`, then `number.use(size)` for each.

    Attributes:
        text: what it shows.
        glyph_size: of all its glyphs.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "GiantNumber { layout: horizontal; width: auto; height: auto; color: $text; }"

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        self.text = text
        self.glyph_size = PLAIN
        self.glyph_cells = [GlyphCell() for _ in range(max(SPARE_GLYPHS, len(spell(text))))]
        super().__init__(*self.glyph_cells, id=id, classes=classes)
        self._put_all()

    def show(self, text: str) -> None:
        """Show a text; only the glyphs that changed are painted anew."""
        if text != self.text:
            self.text = text
            self._put_all()

    def use(self, size: GlyphSize) -> None:
        """Show the text in that size."""
        if size != self.glyph_size:
            self.glyph_size = size
            self._put_all()

    def fit(self, cols: int, rows: int, widest: str = "") -> GlyphSize:
        """Show the text as large as it can be.

        Args:
            cols: the room for it, in cells.
            rows: in cells.
            widest: the widest text that will be shown, so that the size stays; empty: the present one.

        Returns:
            The size, with the rows it takes.
        """
        size = fit_digits(widest or self.text, cols, rows)
        self.use(size)
        return size

    def _put_all(self) -> None:
        spelled, size = spell(self.text), self.glyph_size
        missing = [GlyphCell() for _ in range(len(spelled) - len(self.glyph_cells))]
        self.glyph_cells += missing
        if missing and self.is_attached:
            self.mount(*missing)
        last = len(spelled) - 1
        for place, cell in enumerate(self.glyph_cells):
            char = spelled[place] if place <= last else ""
            cell.put(char, size, size.gap if place < last else 0)


class GiantWords(Painting):
    """A name in block letters, as large as its box allows, in up to three lines; plain text where there is no room.

    `fit_words(name, cols, rows)` tells beforehand how many rows a name will take.
    """

    DEFAULT_CSS = "GiantWords { width: 1fr; height: 4; text-align: center; color: $text; }"

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.text = text

    def show(self, text: str) -> None:
        """Show a name."""
        if text != self.text:
            self.text = text
            self.refresh()

    @property
    def words_layout(self) -> WordsLayout | None:
        """How the name stands in the box of now; None: as plain text."""
        return fit_words(self.text, self.size.width, self.size.height)

    def picture(self) -> list[Strip]:
        """The name in the colour of the widget, in the middle of its rows."""
        layout, color, ground = self.words_layout, self.ink, self.ground
        if layout is None:
            return list(self._plain())
        # From a whole cell on: so all letters of one height look alike wherever they stand.
        top = (self.size.height - layout.rows) // 2 * 2
        canvas = Canvas(self.size.width, self.size.height * 2, ground, smooth=self.smooth)
        for number, line in enumerate(layout.lines):
            y = top + number * (layout.size.height + layout.leading)
            x = self._indent(text_width(line, layout.size))
            for char in spell(line):
                canvas.blit(glyph(char, layout.size), x, y, color)
                x += glyph_width(char, layout.size) + layout.size.gap
        return canvas.strips()

    def _plain(self) -> Iterator[Strip]:
        """The name in the terminal's own letters, in as many lines as there are rows; cut where they do not suffice."""
        width, rows = self.size.width, self.size.height
        lines = wrap(spell(self.text), max(width, 1), max_lines=max(rows, 1), placeholder="…"[:width])
        for _ in range((rows - len(lines)) // 2):
            yield Strip.blank(width, style_of(self.ink, self.ground))
        for line in lines:
            yield plain_strip(" " * self._indent(len(line)) + line, self.ink, self.ground)

    def _indent(self, width: int) -> int:
        """Where a line of that width begins, in cells."""
        spare = max(self.size.width - width, 0)
        return {"left": 0, "start": 0, "right": spare, "end": spare}.get(self.styles.text_align, spare // 2)


def plain_strip(text: str, color: Color, ground: Color) -> Strip:
    """A line in the terminal's own bold letters."""
    return Strip([Segment(text, style_of(color, ground) + BOLD)], len(text))
