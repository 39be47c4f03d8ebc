"""The large widgets: what is painted, and how little of it at a time."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
import textual.constants
from rich.color import ColorType
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.color import Color
from textual.containers import Horizontal, Vertical

from setpace.core.workout_view import Pip
from setpace.store.paths import Paths
from setpace.store.themes import load_theme
from setpace.ui.gauges import Bar, Pips
from setpace.ui.giant import GiantNumber, GiantWords, GlyphCell
from setpace.ui.glyphs import PLAIN, SEVEN_HIGH, fit_digits, stroked
from setpace.ui.theme import textual_theme, theme_name

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.screen import Screen
    from textual.widget import Widget

CLOCK = stroked(24)


class Bench(App[None]):
    """Shows widgets in one of Setpace's themes and keeps what goes to the terminal."""

    CSS: ClassVar[str] = """
    Screen { background: $background; }
    Vertical { height: auto; }
    GiantNumber { color: $rest; }
    .-lit { background: $panel; }
    .-lit GiantNumber { color: $go; }
    """

    def __init__(self, *widgets: Widget, theme: str = "midnight") -> None:
        super().__init__()
        self.shown_widgets = widgets
        self.sent: list[str] = []
        spec, _ = load_theme(Paths(*[Path("none")] * 4), theme)
        assert spec is not None
        self.register_theme(textual_theme(spec))
        self.theme = theme_name(spec)

    def compose(self) -> ComposeResult:
        yield Vertical(*self.shown_widgets)

    def _display(self, screen: Screen[object], renderable: object) -> None:
        if isinstance(renderable, CompositorUpdate):
            self.sent.append(renderable.render_segments(self.console))
        super()._display(screen, renderable)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _any_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textual.constants, "COLOR_SYSTEM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


def lines(widget: Widget) -> list[str]:
    """What stands on the screen where the widget is."""
    region = widget.region
    rows = widget.screen._compositor.render_strips()
    return [row.crop(region.x, region.right).text for row in rows[region.y : region.bottom]]


def color_names(widget: Widget) -> set[str]:
    region = widget.region
    strips = widget.screen._compositor.render_strips()[region.y : region.bottom]
    styles = [s.style for strip in strips for s in strip.crop(region.x, region.right)]
    return {color.name for style in styles if style for color in (style.color, style.bgcolor) if color}


def hexed(name: str, app: App[None]) -> str:
    return Color.parse(app.theme_variables[name]).hex.lower()


def count_paintings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    painted: list[str] = []
    picture = GlyphCell.picture

    def counted(self: GlyphCell) -> list[object]:
        painted.append(self.text)
        return picture(self)  # type: ignore[return-value]

    monkeypatch.setattr(GlyphCell, "picture", counted)
    return painted


async def test_only_the_changed_digit_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    painted = count_paintings(monkeypatch)
    number = GiantNumber("0:47")
    number.use(CLOCK)
    async with Bench(number).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert sorted(painted) == ["0", "4", "7", ":"]
        painted.clear()
        number.show("0:46")
        await pilot.pause()
        assert painted == ["6"]
        painted.clear()
        number.show("0:46")
        number.use(stroked(24))
        await pilot.pause()
        assert painted == []
        number.show("0:39")
        await pilot.pause()
        assert sorted(painted) == ["3", "9"]


async def test_a_second_writes_nothing_left_of_its_digit() -> None:
    number = GiantNumber("0:47")
    number.use(CLOCK)
    app = Bench(number)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.sent.clear()
        number.show("0:46")
        await pilot.pause()
        sent = "".join(app.sent)
        columns = [int(column) for column in re.findall(r"\x1b\[\d+;(\d+)H", sent)]
        assert columns
        assert min(columns) == number.glyph_cells[3].region.x + 1
        assert len(sent.encode()) < 5000


async def test_the_number_is_as_large_as_its_text() -> None:
    number = GiantNumber("0:47")
    async with Bench(Horizontal(number)).run_test(size=(80, 24)) as pilot:
        size = number.fit(68, 14, widest="88:88")
        await pilot.pause()
        assert size == fit_digits("88:88", 68, 14)
        assert number.text == "0:47"
        assert number.size.height == size.rows == 13
        narrow = number.size.width
        number.show("1:17")
        await pilot.pause()
        assert number.size.width == narrow
        number.show("10:47")
        await pilot.pause()
        assert narrow < number.size.width <= 68
        number.show("")
        await pilot.pause()
        assert number.size.width == 0


async def test_a_text_longer_than_any_before_is_shown_whole() -> None:
    number = GiantNumber("8")
    number.use(SEVEN_HIGH)
    async with Bench(number).run_test(size=(100, 24)) as pilot:
        number.show("888888888888")
        await pilot.pause()
        assert lines(number)[0] == " ".join(["▄▀▀▀▄"] * 12)
        number.show("1")
        await pilot.pause()
        assert number.size.width == 5


async def test_without_room_the_number_is_plain_bold_text() -> None:
    number = GiantNumber("0:47")
    async with Bench(number).run_test(size=(80, 24)) as pilot:
        assert number.fit(9, 2) is PLAIN
        await pilot.pause()
        assert lines(number) == ["0:47"]


async def test_colours_come_from_the_style_sheet_and_follow_it() -> None:
    number = GiantNumber("0:47")
    number.use(CLOCK)
    app = Bench(number)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert {hexed("rest", app), hexed("background", app)} <= color_names(number)
        app.query_one(Vertical).add_class("-lit")
        await pilot.pause()
        assert {hexed("go", app), hexed("panel", app)} <= color_names(number)
        assert hexed("background", app) not in color_names(number)
        assert len(color_names(number)) > 6


@pytest.mark.parametrize(("theme", "system"), [("midnight", "256"), ("sixteen", "truecolor"), ("midnight", "standard")])
async def test_crisp_where_colours_cannot_be_blended(monkeypatch: pytest.MonkeyPatch, theme: str, system: str) -> None:
    monkeypatch.setattr(textual.constants, "COLOR_SYSTEM", system)
    number = GiantNumber("0:47")
    number.use(CLOCK)
    async with Bench(number, theme=theme).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert len(color_names(number)) == 2


async def test_crisp_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    number = GiantNumber("0:47")
    number.use(CLOCK)
    async with Bench(number).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert len(color_names(number)) == 2


async def test_a_theme_of_named_colours_stays_named() -> None:
    widgets = (GiantNumber("8"), GiantWords("Clean"), Bar(), Pips())
    app = Bench(*widgets, theme="sixteen")
    async with app.run_test(size=(80, 24)) as pilot:
        widgets[0].use(CLOCK)
        widgets[2].show(70, 60, 120)
        widgets[3].show(tuple(Pip))
        await pilot.pause()
        for widget in widgets:
            region = widget.region
            for strip in app.screen._compositor.render_strips()[region.y : region.bottom]:
                for segment in strip.crop(region.x, region.right):
                    assert segment.style is not None
                    assert segment.style.color is None or segment.style.color.type is ColorType.STANDARD


async def test_words_fill_their_box_and_fall_back_to_plain_text() -> None:
    words = GiantWords("Barbell Clean")
    async with Bench(words).run_test(size=(80, 24)) as pilot:
        words.styles.height = 4
        await pilot.pause()
        assert words.words_layout is not None
        picture = lines(words)
        assert len(picture) == 4
        assert all(len(line) == 80 for line in picture)
        left, right = (min(len(line) - len(strip(line)) for line in picture) for strip in (str.lstrip, str.rstrip))
        assert abs(left - right) <= 1
        words.styles.height = 2
        words.show("Two-Hand Kettlebell Swing")
        await pilot.pause()
        assert [line.strip() for line in lines(words) if line.strip()] == ["TWO-HAND KETTLEBELL SWING"]
        words.show("[red]\x1b[2J " * 30)
        await pilot.pause()
        assert all(len(line) == 80 for line in lines(words))
        assert "\x1b" not in "".join(lines(words))
        assert words.text.startswith("[red]")


@pytest.mark.parametrize("size", [(10, 3), (1, 1), (40, 12), (300, 100)])
async def test_any_size_of_the_window_is_safe(size: tuple[int, int]) -> None:
    number, words, bar, pips = GiantNumber("0:47"), GiantWords("Pistol Squat"), Bar(), Pips()
    async with Bench(words, number, bar, pips).run_test(size=(80, 24)) as pilot:
        bar.show(47, 60, 120)
        pips.show(tuple(Pip))
        await pilot.resize_terminal(*size)
        number.fit(size[0], size[1] // 2)
        await pilot.pause()
        assert number.size.width <= size[0] or number.glyph_size is PLAIN


async def bar_line(bar: Bar, theme: str = "midnight") -> list[tuple[str, str | None, str | None]]:
    """The characters of the bar's middle row with their colours."""
    async with Bench(bar, theme=theme).run_test(size=(40, 12)) as pilot:
        bar.styles.height = 3
        await pilot.pause()
        assert len(set(lines(bar))) == 1
        row = bar.screen._compositor.render_strips()[bar.region.y + 1]
        return [
            (char, style.color.name if style.color else None, style.bgcolor.name if style.bgcolor else None)
            for text, style, _ in row
            if style
            for char in text
        ]


async def test_the_bar_fills_by_eighths_of_a_cell() -> None:
    bar = Bar()
    bar.show(31, 60, 120)
    row = await bar_line(bar)
    assert [char for char, _, _ in row] == [" "] * 10 + ["▍"] + [" "] * 9 + ["▌"] + [" "] * 19
    fill, bare, zone = row[0][2], row[15][2], row[30][2]
    assert len({fill, bare, zone}) == 3
    assert row[10][1:] == (fill, bare)
    assert bar.text == "0:31 of 1:00-2:00"


@pytest.mark.parametrize(
    ("span", "picture"),
    [
        ((0, 60, 120), "░" * 20 + "▌" + "▒" * 19),
        ((59, 60, 120), "█" * 19 + "▋" + "▌" + "▒" * 19),
        ((60, 60, 120), "█" * 20 + "▌" + "▒" * 19),
        ((90, 60, 120), "█" * 20 + "▌" + "█" * 9 + "▒" * 10),
        ((120, 60, 120), "█" * 20 + "▌" + "█" * 19),
        ((999, 60, 120), "█" * 20 + "▌" + "█" * 19),
        ((30, 60, 60), "█" * 20 + "░" * 20),
        ((30, 0, 60), "█" * 20 + "▒" * 20),
        ((0, 0, 0), "░" * 40),
    ],
)
async def test_the_bar_without_tints(span: tuple[int, int, int], picture: str) -> None:
    bar = Bar()
    bar.show(*span)
    assert "".join(char for char, _, _ in await bar_line(bar, theme="sixteen")) == picture


@pytest.mark.parametrize("height", [1, 2, 5])
@pytest.mark.parametrize("width", [40, 80])
async def test_every_pip_is_known_by_its_shape(width: int, height: int) -> None:
    pips = Pips()
    shapes = set()
    told_apart = [Pip.DONE, Pip.SHAKY, Pip.BROKEN, Pip.AT_HAND, Pip.TO_DO, Pip.DROPPED]
    async with Bench(pips).run_test(size=(width, 24)) as pilot:
        pips.styles.height = height
        for pip in told_apart:
            pips.show([pip] * 4)
            await pilot.pause()
            shapes.add(tuple(lines(pips)))
            assert pips.text == ", ".join([pip] * 4)
    assert len(shapes) == len(told_apart)


async def test_pips_are_of_one_width_however_many() -> None:
    pips = Pips()
    async with Bench(pips).run_test(size=(40, 24)) as pilot:
        for count in (1, 3, 7, 13, 20, 40):
            pips.show([Pip.DONE] * count)
            await pilot.pause()
            runs = lines(pips)[0].split()
            assert len({len(run) for run in runs}) == 1
            assert len(runs) == (count if count <= 20 else 1)
        pips.show([Pip.DONE] * 41)
        await pilot.pause()
        assert not lines(pips)[0].strip()
        assert pips.text.count("done") == 41
