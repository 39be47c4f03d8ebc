"""A widget that is painted as a whole when it changes, in the colours of its CSS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.strip import Strip
from textual.widget import Widget

from setpace.ui.canvas import is_smooth

if TYPE_CHECKING:
    from textual.color import Color
    from textual.geometry import Region


class Painting(Widget, can_focus=False):
    """Base of what is drawn rather than written.

    Attributes:
        text: what it shows, as plain text: for tests, and for a line that says it.
    """

    ALLOW_SELECT = False

    text: str = ""

    def __init__(self, *children: Widget, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(*children, id=id, classes=classes)
        self._picture: list[Strip] | None = None

    def picture(self) -> list[Strip]:
        """The lines of its content, from the top; missing ones stay bare."""
        raise NotImplementedError

    @property
    def smooth(self) -> bool:
        """Whether it is painted with blended colours."""
        return is_smooth(self.app)

    @property
    def ground(self) -> Color:
        """The colour behind it."""
        return self.background_colors[1]

    def part_color(self, part: str) -> Color:
        """The colour of one of its component classes; it may be translucent."""
        return self.get_component_styles(part).color

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual asks for lines: those that it has not kept are painted anew, all at once."""
        self._picture = None
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the picture."""
        if self._picture is None:
            self._picture = self.picture()
        width = self.size.width
        if y < len(self._picture):
            return self._picture[y].adjust_cell_length(width, self.visual_style.rich_style)
        return Strip.blank(width, self.visual_style.rich_style)


def paint_in(widget: Widget, color: Color) -> None:
    """Give a widget a colour of its own, if it has not got it already."""
    if widget.styles.inline.get_rule("color", None) != color:
        widget.styles.color = color
