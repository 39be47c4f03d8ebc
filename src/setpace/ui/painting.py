"""A widget that is painted as a whole when it changes, in the colours of its CSS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from textual.strip import Strip
from textual.widget import Widget

from setpace.ui.canvas import is_smooth, style_of

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
        self._drawn_as: tuple[object, ...] = ()
        self._look: tuple[Color, ...] = ()  # of this picture: to find out the colours costs as much as to paint

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
        return (self._look or self.colors)[2]

    @property
    def ink(self) -> Color:
        """The colour it is drawn in."""
        return (self._look or self.colors)[3]

    def part_color(self, part: str) -> Color:
        """The colour of one of its component classes; it may be translucent."""
        return self.get_component_styles(part).color

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint anew, as Textual does it; the picture that was kept is no longer true."""
        self._picture = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines for Textual, without its own way over borders and paddings, which costs more than the picture.

        The picture is kept until it is refreshed, or its box or the colours around it change.
        """
        self._look = self.colors
        drawn_as = (self.size, self._look)
        if self._picture is None or self._drawn_as != drawn_as:
            self._picture, self._drawn_as = self._framed(self.picture()), drawn_as
        lines = self._picture[crop.y : crop.bottom]
        return lines if crop.width == self.size.width else [line.crop(crop.x, crop.right) for line in lines]

    def _framed(self, picture: list[Strip]) -> list[Strip]:
        """The picture in exactly the size of its box, with the terminal's limits put on its colours."""
        width, height = self.size
        style = style_of(self.ink, self.ground)
        lines = [line.adjust_cell_length(width, style) for line in picture[:height]]
        lines += [Strip.blank(width, style)] * (height - len(lines))
        for each in self.app.get_line_filters():
            lines = [line.apply_filter(each, self.ground) for line in lines]
        return lines
