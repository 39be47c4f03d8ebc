"""What a packed strip writes shows the same cells as Textual's own way, in fewer bytes."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from setpace.ui.packed import PackedStrip, packed

WIDTH = 40
COLORS = (None, "#10131a", "#7aa2f7", "#feb454", "bright_green", "black")

styles = st.builds(
    Style,
    color=st.sampled_from(COLORS),
    bgcolor=st.sampled_from(COLORS),
    bold=st.booleans(),
    reverse=st.booleans(),
    underline=st.booleans(),
)
segments = st.tuples(st.text(" ▀█x", min_size=1, max_size=5), st.one_of(st.none(), styles)).map(
    lambda two: Segment(*two)
)
rows = st.lists(segments, min_size=1, max_size=8)


def cells(written: str) -> list[pyte.screens.Char]:
    """What stands on a terminal after that, and what follows it unstyled."""
    screen = pyte.Screen(WIDTH + 2, 1)
    pyte.Stream(screen).feed(written + "|")
    return [seen(screen.buffer[0][column]) for column in range(WIDTH + 2)]


def seen(cell: pyte.screens.Char) -> pyte.screens.Char:
    """A cell without what nobody can see: the ink, and the weight, of a blank."""
    if cell.data == " " and not (cell.reverse or cell.underscore or cell.strikethrough):
        return cell._replace(fg="default", bold=False)
    return cell


@given(rows, st.sampled_from([ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD]))
def test_the_same_cells_in_no_more_bytes(row: list[Segment], system: ColorSystem) -> None:
    plain = "".join(Strip.render_style(style, text, system) if style else text for text, style, _ in row)
    assert cells(packed(row, system)) == cells(plain)
    assert len(packed(row, system)) <= len(plain)


@given(rows, st.lists(st.integers(1, WIDTH), min_size=1, max_size=4, unique=True))
def test_the_parts_of_a_divided_strip_show_what_the_whole_showed(row: list[Segment], cuts: list[int]) -> None:
    strip = PackedStrip(row)
    at = [cut for cut in sorted(cuts) if cut < strip.cell_length] + [strip.cell_length]
    console = Console(color_system="truecolor")
    assert cells("".join(part.render(console) for part in strip.divide(at))) == cells(strip.render(console))


@pytest.mark.parametrize("written", [Segment("12", Style(color="#7aa2f7", bgcolor="#10131a"))])
def test_a_colour_that_stays_is_said_once(written: Segment) -> None:
    row = [written, Segment("▀", Style(color="#feb454", bgcolor="#10131a")), written]
    assert packed(row, ColorSystem.TRUECOLOR).count("16;19;26") == 1
