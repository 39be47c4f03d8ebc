"""The colours of a theme as this terminal shows them, and pictures painted in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.color import Color
from textual.strip import Strip
from textual.style import Style

from setpace.ui.canvas import bare_style, is_smooth
from setpace.ui.packed import PackedStrip

if TYPE_CHECKING:
    from rich.style import Style as RichStyle
    from textual.app import App
    from textual.geometry import Size

    from setpace.ui.parts import Part

_KEPT = 160
"""Pictures kept: all of a set, its rest and the clock between; more than that are no longer looked at."""


class Look:
    """Everything that decides how a part looks, and what was already painted that way.

    Args:
        app: its theme, its terminal's colours and limits.
    """

    def __init__(self, app: App[object]) -> None:
        self.smooth = is_smooth(app)
        self._filters = tuple(app.get_line_filters())
        self._variables = dict(app.theme_variables)
        self._colors: dict[str, Color] = {}
        self._styles: dict[tuple[str, Color, Color], RichStyle] = {}
        self._pictures: dict[tuple[Part, Size, Color], list[Strip]] = {}
        self._bare: dict[tuple[int, Color], Strip] = {}
        self._joined: dict[tuple[int, ...], tuple[Strip, list[Strip]]] = {}

    def color(self, name: str) -> Color:
        """A colour of the theme by its name, such as `accent` or `ready-ground`."""
        found = self._colors.get(name)
        if found is None:
            found = self._colors[name] = Color.parse(self._variables[name])
        return found

    def style(self, written: str, ink: Color, ground: Color) -> RichStyle:
        """A style as it is written in a content (`bold $accent`), on a ground; without a colour of its own in `ink`."""
        key = (written, ink, ground)
        found = self._styles.get(key)
        if found is None:
            base = Style(background=ground, foreground=ink)
            found = self._styles[key] = (base + Style.parse(written, self._variables)).rich_style
        return found

    def picture(self, part: Part, size: Size, ground: Color) -> list[Strip]:
        """A part in exactly that many cells, with the terminal's limits put on its colours.

        Args:
            part: what to show.
            size: cells.
            ground: what is behind it, where it has none of its own.
        """
        key = (part, size, ground)
        found = self._pictures.get(key)
        if found is None:
            if len(self._pictures) >= _KEPT:
                self._pictures.clear()
            found = self._pictures[key] = self._painted(part, size, ground)
        return found

    def _painted(self, part: Part, size: Size, ground: Color) -> list[Strip]:
        behind = self.color(part.ground) if part.ground else ground
        width, height = size
        style = bare_style(behind)
        lines = [line.adjust_cell_length(width, style) for line in part.picture(size, behind, self)[:height]]
        # Rows that are the same strip stay one, so that Textual cuts and writes them once.
        limited = {id(line): self._limited(line, behind) for line in lines}
        return [limited[id(line)] for line in lines] + [self.bare(width, behind)] * (height - len(lines))

    def bare(self, width: int, ground: Color) -> Strip:
        """So many cells of a ground."""
        key = (width, ground)
        found = self._bare.get(key)
        if found is None:
            found = self._bare[key] = self._limited(Strip.blank(width, bare_style(ground)), ground)
        return found

    def _limited(self, line: Strip, ground: Color) -> Strip:
        for each in self._filters:
            line = line.apply_filter(each, ground)
        return PackedStrip(line, line.cell_length)

    def joined(self, pieces: list[Strip]) -> Strip:
        """Strips beside one another; the same ones always give the same strip."""
        if len(pieces) == 1:
            return pieces[0]
        cells = sum(piece.cell_length for piece in pieces)
        key = tuple(map(id, pieces))
        found = self._joined.get(key)
        if found is None:
            if len(self._joined) >= _KEPT:
                self._joined.clear()
            # The pieces are kept with it: as long as they live, nothing else has their ids.
            found = self._joined[key] = (PackedStrip([segment for piece in pieces for segment in piece], cells), pieces)
        return found[0]
