"""Lines of text that are painted only when they change, and fast: several change with every key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from setpace.ui.painting import Painting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.style import Style as RichStyle
    from textual.color import Color


class Line(Painting):
    """One line of text, or as many rows as its box has; each is cut with an ellipsis, and none moves its neighbours."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; text-align: center; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.shown: Content | str = ""
        self._rich: dict[str, RichStyle] = {}
        self._colors: tuple[Color, ...] = ()
        self._variables: Mapping[str, str] = {}

    def show(self, content: Content | str) -> None:
        """Paint `content` if it is not what stands there."""
        if content != self.shown:
            self.shown = content
            self.text = content if isinstance(content, str) else content.plain
            self.refresh()

    def picture(self) -> list[Strip]:
        """The rows of the text, each in its place."""
        colors, variables = (self.ground, self.ink), self.app.theme_variables
        if colors != self._colors or variables is not self._variables:
            self._rich, self._colors, self._variables = {}, colors, variables
        content = self.shown if isinstance(self.shown, Content) else Content(self.shown)
        return [self._row(row) for row in content.split("\n", allow_blank=True)]

    def _row(self, row: Content) -> Strip:
        width = self.size.width
        if row.cell_length > width:
            row = row.truncate(width, ellipsis=True)
        spare = max(width - row.cell_length, 0)
        before = {"left": 0, "start": 0, "right": spare, "end": spare}.get(self.styles.text_align, spare // 2)
        pad = self._style("")
        return Strip([Segment(" " * before, pad), *self._segments(row), Segment(" " * (spare - before), pad)], width)

    def _segments(self, row: Content) -> Iterator[Segment]:
        """The parts of a row in their styles; of two that overlap the first one counts."""
        text, place = row.plain, 0
        for start, end, style in sorted(row.spans):
            if start > place:
                yield Segment(text[place:start], self._style(""))
            if end > max(start, place):
                yield Segment(text[max(start, place) : end], self._style(style))
            place = max(place, end)
        if place < len(text):
            yield Segment(text[place:], self._style(""))

    def _style(self, style: str | Style) -> RichStyle:
        """A style as written, on this line's ground and in the colours of the theme; made once for each."""
        key = str(style)
        if key not in self._rich:
            base = Style(background=self.ground, foreground=self.ink)
            own = Style.parse(style, dict(self._variables)) if isinstance(style, str) else style
            self._rich[key] = (base + own).rich_style
        return self._rich[key]
