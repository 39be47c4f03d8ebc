"""Lines of text that are painted only when they change, and fast: several change with every key."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from setpace.ui.painting import Painting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Line(Painting):
    """One line of text, or as many rows as its box has; each is cut with an ellipsis, and none moves its neighbours."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; text-align: center; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.shown: Content | str = ""
        self._styles: dict[str, Style] = {}
        self._styles_of: Mapping[str, str] = {}

    def show(self, content: Content | str) -> None:
        """Paint `content` if it is not what stands there."""
        if content != self.shown:
            self.shown = content
            self.text = content if isinstance(content, str) else content.plain
            self.refresh()

    def picture(self) -> list[Strip]:
        """The rows of the text, each in its place."""
        _, _, background, color = self.colors
        base = Style(background=background, foreground=color)
        content = self.shown if isinstance(self.shown, Content) else Content(self.shown)
        return [self._row(row, base) for row in content.split("\n", allow_blank=True)]

    def _row(self, row: Content, base: Style) -> Strip:
        width = self.size.width
        if row.cell_length > width:
            row = row.truncate(width, ellipsis=True)
        spare = max(width - row.cell_length, 0)
        before = {"left": 0, "start": 0, "right": spare, "end": spare}.get(self.styles.text_align, spare // 2)
        pad = base.rich_style
        segments = list(self._segments(row, base))
        return Strip([Segment(" " * before, pad), *segments, Segment(" " * (spare - before), pad)], width)

    def _segments(self, row: Content, base: Style) -> Iterator[Segment]:
        """The parts of a row in their styles; parts that lie within others are left to Textual, which is slower."""
        text, place = row.plain, 0
        spans = sorted(row.spans)
        if any(span.end > after.start for span, after in pairwise(spans)):
            yield from (Segment(part, style.rich_style) for part, style in row.render(base, "", self._parsed))
            return
        for start, end, style in spans:
            if start > place:
                yield Segment(text[place:start], base.rich_style)
            yield Segment(text[start:end], (base + self._parsed(style)).rich_style)
            place = end
        if place < len(text):
            yield Segment(text[place:], base.rich_style)

    def _parsed(self, style: str | Style) -> Style:
        """A style as written, in the colours of the theme; kept until the theme changes."""
        if isinstance(style, Style):
            return style
        variables = self.app.theme_variables
        if variables is not self._styles_of:
            self._styles, self._styles_of = {}, variables
        if style not in self._styles:
            self._styles[style] = Style.parse(style, dict(variables))
        return self._styles[style]
