"""A line of text that is painted only when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

if TYPE_CHECKING:
    from textual.content import Content


class Line(Static):
    """One line of text (or as many rows as its box has) that never moves its neighbours."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; text-align: center; text-wrap: nowrap; text-overflow: ellipsis; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__("", id=id, classes=classes, markup=False)
        self.shown: Content | str = ""

    def show(self, content: Content | str) -> None:
        """Paint `content` if it is not what stands there."""
        if content != self.shown:
            self.shown = content
            self.update(content, layout=False)
