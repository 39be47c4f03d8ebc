"""A sheet of painted parts: one widget for all that stands still, one for each giant glyph."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from textual.geometry import NULL_OFFSET, NULL_SIZE, NULL_SPACING, Region
from textual.layout import Layout, WidgetPlacement
from textual.reactive import Reactive
from textual.widget import Widget

from setpace.ui.giant import Glyph
from setpace.ui.look import Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.color import Color
    from textual.geometry import Size
    from textual.strip import Strip

    from setpace.ui.parts import Part, Placed

GLYPHS_AT_ONCE = 8
"""Glyph widgets made at once: mounting one later costs more than keeping it out of sight."""

MANY = 12
"""Changed parts from which on all is sent: so many pieces of rows cost more than whole rows."""


class GlyphCell(Widget, can_focus=False):
    """Shows one glyph. Its sheet asks for its painting, with all the rest: so a key needs one frame."""

    ALLOW_SELECT = False

    # For Textual another size of what could be scrolled asks for a second layout and a second frame.
    virtual_size = Reactive(NULL_SIZE, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self.part: Part | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines for Textual, without its own way over borders and paddings, which costs more than the picture."""
        sheet = self.parent
        assert isinstance(sheet, Sheet)
        bare = sheet.look.bare(self.size.width, sheet.ground)
        lines = [bare] * self.size.height
        if self.part is not None:
            lines = sheet.look.picture(self.part, self.size, sheet.ground)
        lines = lines[crop.y : crop.bottom]
        return lines if crop.width == self.size.width else [line.crop(crop.x, crop.right) for line in lines]


class SheetLayout(Layout):
    """Puts the children of a sheet where the sheet says; the others stay out of sight."""

    name = "sheet"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> list[WidgetPlacement]:  # noqa: ARG002, FBT001, FBT002 - Textual's
        """Where the children are that have a place."""
        assert isinstance(parent, Sheet)
        places = parent.places()
        return [
            WidgetPlacement(places[child], NULL_OFFSET, NULL_SPACING, child) for child in children if child in places
        ]


class Sheet(Widget, can_focus=False):
    """Shows placed parts; what has not changed is not painted again.

    A layout of many widgets costs several times what a key may take; so the sheet paints all parts itself, and only
    giant glyphs, which change every second, have widgets, from a store of them.

    Args:
        *others: widgets that stand on it, where `places` says.
        id: as Textual has it.

    Attributes:
        shown: what it shows.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "Sheet { width: 1fr; height: 1fr; overflow: hidden hidden; }"

    def __init__(self, *others: Widget, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        self._glyph_cells = [GlyphCell() for _ in range(GLYPHS_AT_ONCE)]
        super().__init__(*self._glyph_cells, *others, id=id)
        self.shown: tuple[Placed, ...] = ()
        self._still: frozenset[Placed] = frozenset()
        self._ground: Color | None = None
        self._sheet_layout = SheetLayout()
        self._look: Look | None = None
        self._glyphs: list[Placed] = []
        self._at_row: dict[int, list[Placed]] = {}
        self._rows: dict[int, Strip] = {}
        self._rows_size: Size | None = None

    @property
    def layout(self) -> Layout:
        """Not from a style sheet: it is what a sheet is."""
        return self._sheet_layout

    @property
    def look(self) -> Look:
        """How parts look in the theme and on the terminal of now."""
        if self._look is None:
            self._look = Look(self.app)
        return self._look

    def places(self) -> dict[Widget, Region]:
        """Where its children stand; those without a place are not shown."""
        return dict(zip(self._glyph_cells, (glyph.region for glyph in self._glyphs), strict=False))

    @property
    def ground(self) -> Color:
        """The colour behind all that has none of its own."""
        return self._ground or self.background_colors[1]

    def notify_style_update(self) -> None:
        """Another theme: nothing that was painted is true any more."""
        super().notify_style_update()
        self._look = None
        self._rows.clear()

    def show(self, placed: Sequence[Placed], ground: Color) -> None:
        """Show these parts and no others.

        Args:
            placed: none above another.
            ground: the colour behind all that has none of its own.
        """
        self.shown = tuple(placed)
        glyphs = [each for each in placed if isinstance(each.part, Glyph) and each.region]
        others = frozenset(each for each in placed if not isinstance(each.part, Glyph) and each.region)
        changed = others ^ self._still
        anew = ground != self._ground or self._rows_size != self.size or len(changed) > MANY
        self._still, self._ground = others, ground
        regions = {each.region for each in changed}
        moved = self._put(glyphs, regions)
        if changed or anew:
            self._at_row = _by_row(others)
        if anew:
            self._rows.clear()
            self.refresh(layout=moved)
            return
        for y in {y for each in changed for y in each.region.line_range}:
            self._rows.pop(y, None)
        if regions or moved:
            self.refresh(*regions, repaint=bool(regions), layout=moved)

    def show_on(self, ground: Color) -> None:
        """Show the same parts on another ground."""
        self.show(self.shown, ground)

    def _put(self, glyphs: list[Placed], regions: set[Region]) -> bool:
        """Give giant glyphs their widgets, and add to `regions` where one is to be painted.

        Returns:
            Whether any of them stands elsewhere than before: only then a layout is needed.
        """
        missing = [GlyphCell() for _ in range(len(glyphs) - len(self._glyph_cells))]
        if missing:
            self._glyph_cells += missing
            self.mount(*missing)
        moved = [each.region for each in glyphs] != [each.region for each in self._glyphs]
        self._glyphs = glyphs
        for cell, glyph in zip(self._glyph_cells, glyphs, strict=False):
            if cell.part != glyph.part:
                cell.part = glyph.part
                regions.add(glyph.region)
        if moved:
            self._clear_arrangement_cache()
        return moved

    def rearrange(self) -> None:
        """Ask again where the children stand."""
        self._clear_arrangement_cache()
        self.refresh(layout=True)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines for Textual; those painted before are kept."""
        if self._rows_size != self.size:
            self._rows_size = self.size
            self._rows.clear()
        lines = [self._rows.get(y) or self._row(y) for y in crop.line_range]
        return lines if crop.width == self.size.width else [line.crop(crop.x, crop.right) for line in lines]

    def _row(self, y: int) -> Strip:
        """The parts of one row beside one another, with the ground between them.

        A row like another one, now or some time ago, is the same strip: Textual keeps what it made of that.
        """
        look, width, x = self.look, self.size.width, 0
        pieces: list[Strip] = []
        for part, region in ((each.part, each.region) for each in self._at_row.get(y, ())):
            start, end = max(region.x, x), min(region.right, width)
            if start >= end:
                continue
            if start > x:
                pieces.append(look.bare(start - x, self.ground))
            strip = look.picture(part, region.size, self.ground)[y - region.y]
            pieces.append(strip if end - start == region.width else strip.crop(start - region.x, end - region.x))
            x = end
        if x < width:
            pieces.append(look.bare(width - x, self.ground))
        row = self._rows[y] = look.joined(pieces)
        return row


def _by_row(placed: Iterable[Placed]) -> dict[int, list[Placed]]:
    """The parts in each row, from the left."""
    rows: dict[int, list[Placed]] = defaultdict(list)
    for each in sorted(placed, key=lambda placed: placed.region.x):
        for y in each.region.line_range:
            rows[y].append(each)
    return rows
