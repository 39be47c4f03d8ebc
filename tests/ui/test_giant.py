"""Large numbers, names and bars: what they show, and how little is sent for it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
import textual.constants
from rich.cells import cell_len
from rich.color import ColorType
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.color import Color
from textual.content import Content
from textual.geometry import Region

from setpace.core.workout_view import Pip
from setpace.store.paths import Paths
from setpace.store.themes import load_theme
from setpace.ui.gauges import Bar, Pips
from setpace.ui.giant import Glyph, giant
from setpace.ui.glyphs import PLAIN, SEVEN_HIGH, fit_digits, stroked, text_width
from setpace.ui.parts import Placed, Text, Words
from setpace.ui.sheet import GLYPHS_AT_ONCE, Sheet
from setpace.ui.theme import textual_theme, theme_name
from setpace.ui.words import fit_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.screen import Screen

    from setpace.ui.glyphs import GlyphSize
    from setpace.ui.parts import Part

CLOCK = stroked(24)


class Bench(App[None]):
    """A sheet that fills the terminal in one of Setpace's themes; it keeps what goes to the terminal."""

    CSS: ClassVar[str] = "Screen { background: $background; }"

    def __init__(self, *placed: Placed, theme: str = "midnight", ground: str = "background") -> None:
        super().__init__()
        self.sheet = Sheet()
        self.first, self.ground = placed, ground
        self.sent: list[str] = []
        spec, _ = load_theme(Paths(*[Path("none")] * 4), theme)
        assert spec is not None
        self.register_theme(textual_theme(spec))
        self.theme = theme_name(spec)

    def compose(self) -> ComposeResult:
        yield self.sheet

    def on_mount(self) -> None:
        self.call_after_refresh(self.show, *self.first)

    def show(self, *placed: Placed, ground: str = "") -> None:
        self.ground = ground or self.ground
        self.sheet.show(placed, self.sheet.look.color(self.ground))

    def _display(self, screen: Screen[object], renderable: object) -> None:
        if isinstance(renderable, CompositorUpdate):
            self.sent.append(renderable.render_segments(self.console))
        super()._display(screen, renderable)  # type: ignore[arg-type]

    def lines(self) -> list[str]:
        return [row.text for row in self.screen._compositor.render_strips()]

    def color_names(self) -> set[str]:
        styles = [segment.style for strip in self.screen._compositor.render_strips() for segment in strip]
        return {color.name for style in styles if style for color in (style.color, style.bgcolor) if color}


def clock(text: str, size: GlyphSize = CLOCK) -> list[Placed]:
    return list(giant(text, size, 0, 0, "rest"))


def placed(part: Part, width: int, height: int, x: int = 0, y: int = 0) -> Placed:
    return Placed(part, Region(x, y, width, height))


@pytest.fixture(autouse=True)
def _any_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textual.constants, "COLOR_SYSTEM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


def hexed(name: str, app: App[None]) -> str:
    return Color.parse(app.theme_variables[name]).hex.lower()


def columns(sent: Iterable[str]) -> list[int]:
    """Where a write to the terminal begins."""
    return [int(column) for column in re.findall(r"\x1b\[\d+;(\d+)H", "".join(sent))]


async def test_only_the_changed_digit_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[str] = []
    picture = Glyph.picture

    def counted(self: Glyph, *args: object) -> list[object]:
        painted.append(self.char)
        return picture(self, *args)  # type: ignore[arg-type,return-value]

    monkeypatch.setattr(Glyph, "picture", counted)
    app = Bench(*clock("0:47"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert sorted(painted) == ["0", "4", "7", ":"]
        painted.clear()
        app.show(*clock("0:46"))
        await pilot.pause()
        assert painted == ["6"]
        painted.clear()
        app.sent.clear()
        app.show(*clock("0:46"))
        await pilot.pause()
        assert painted == []
        assert not app.sent
        app.show(*clock("0:39"))
        await pilot.pause()
        assert sorted(painted) == ["3", "9"]


async def test_a_second_writes_nothing_left_of_its_digit() -> None:
    app = Bench(*clock("0:47"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.sent.clear()
        app.show(*clock("0:46"))
        await pilot.pause()
        left = text_width("0:4", CLOCK) + CLOCK.gap
        assert min(columns(app.sent)) == left + 1
        assert len("".join(app.sent).encode()) < 5000


async def test_a_key_is_answered_by_one_frame() -> None:
    words = placed(Words(text="Barbell Clean"), 80, 4, y=16)
    app = Bench(*clock("0:47"), words)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.sent.clear()
        app.show(*giant("40", stroked(20), 3, 1, "accent"), placed(Words(text="Swing"), 80, 4, y=16))
        await pilot.pause()
        assert len(app.sent) == 1


async def test_a_style_alone_that_changes_is_painted_too() -> None:
    def line(style: str) -> Placed:
        return placed(Text.of(Content.assemble(("24 kg", style), " × 12")), 80, 1)

    app = Bench(line("bold"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert hexed("accent", app) not in app.color_names()
        app.show(line("bold $accent"))
        await pilot.pause()
        assert hexed("accent", app) in app.color_names()


async def test_a_text_with_more_glyphs_than_are_at_hand_is_shown_whole() -> None:
    app = Bench(*clock("8", SEVEN_HIGH))
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.pause()
        app.show(*clock("8" * (GLYPHS_AT_ONCE + 3), SEVEN_HIGH))
        await pilot.pause()
        assert app.lines()[0].rstrip() == " ".join(["▄▀▀▀▄"] * (GLYPHS_AT_ONCE + 3))
        app.show(*clock("1", SEVEN_HIGH))
        await pilot.pause()
        assert len(app.lines()[0].rstrip()) <= 5


async def test_without_room_the_number_is_plain_bold_text() -> None:
    assert fit_digits("0:47", 9, 2) is PLAIN
    app = Bench(*clock("0:47", PLAIN))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.lines()[0].rstrip() == "0:47"


async def test_colours_come_from_the_theme_and_follow_ground_and_theme() -> None:
    app = Bench(*clock("0:47"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert {hexed("rest", app), hexed("background", app)} <= app.color_names()
        assert len(app.color_names()) > 6
        app.show(*clock("0:47"), ground="panel")
        await pilot.pause()
        assert hexed("panel", app) in app.color_names()
        assert hexed("background", app) not in app.color_names()
        spec, _ = load_theme(Paths(*[Path("none")] * 4), "paper")
        assert spec is not None
        app.register_theme(textual_theme(spec))
        app.theme = theme_name(spec)
        await pilot.pause()
        app.show(*clock("0:47"))
        await pilot.pause()
        assert {hexed("rest", app), hexed("panel", app)} <= app.color_names()


@pytest.mark.parametrize(("theme", "system"), [("midnight", "256"), ("sixteen", "truecolor"), ("midnight", "standard")])
async def test_crisp_where_colours_cannot_be_blended(monkeypatch: pytest.MonkeyPatch, theme: str, system: str) -> None:
    monkeypatch.setattr(textual.constants, "COLOR_SYSTEM", system)
    app = Bench(*clock("0:47"), theme=theme)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert len(app.color_names()) == 2


async def test_crisp_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Bench(*clock("0:47"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert len(app.color_names()) == 2


async def test_a_theme_of_named_colours_stays_named() -> None:
    app = Bench(
        *clock("8"),
        placed(Words(text="Clean"), 80, 4, y=13),
        placed(Bar("rest", "", 70, 60, 120), 80, 1, y=18),
        placed(Pips(pips=tuple(Pip)), 80, 1, y=20),
        theme="sixteen",
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "▒" in app.lines()[18]
        for strip in app.screen._compositor.render_strips():
            for segment in strip:
                assert segment.style is not None
                assert segment.style.color is None or segment.style.color.type is ColorType.STANDARD


async def test_words_fill_their_box_and_fall_back_to_plain_text() -> None:
    app = Bench(placed(Words(text="Barbell Clean"), 80, 4))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert fit_words("Barbell Clean", 80, 4) is not None
        picture = app.lines()[:4]
        assert all(line.strip() for line in picture)
        left, right = (min(len(line) - len(strip(line)) for line in picture) for strip in (str.lstrip, str.rstrip))
        assert abs(left - right) <= 1
        app.show(placed(Words(text="Two-Hand Kettlebell Swing"), 80, 2))
        await pilot.pause()
        assert [line.strip() for line in app.lines() if line.strip()] == ["TWO-HAND KETTLEBELL SWING"]
        app.show(placed(Words(text="[red]\x1b[2J " * 30), 80, 2))
        await pilot.pause()
        assert all(len(line) == 80 for line in app.lines())
        assert "\x1b" not in "".join(app.lines())
        assert "[red]\\x1b[2J" in app.lines()[0]


@pytest.mark.parametrize("name", ["下半身トレーニング", "Становая тяга", "תרגיל", "Squat 🏋"])
async def test_a_name_in_another_script_is_shown_in_the_terminals_own_letters(name: str) -> None:
    app = Bench(placed(Words(text=name), 80, 4))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert [line.strip() for line in app.lines() if line.strip()] == [name]
        app.show(placed(Words(text=name), 10, 2))
        await pilot.pause()
        assert all(cell_len(line) == 80 for line in app.lines())


@pytest.mark.parametrize("size", [(10, 3), (1, 1), (40, 12), (300, 100)])
async def test_any_size_of_the_window_is_safe(size: tuple[int, int]) -> None:
    parts = [
        *clock("0:47"),
        placed(Words(text="Pistol Squat"), 80, 4, y=13),
        placed(Bar("rest", "", 47, 60, 120), 80, 1, y=18),
        placed(Pips(pips=tuple(Pip)), 80, 1, y=20),
    ]
    app = Bench(*parts)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert {len(line) for line in app.lines()} == {size[0]}
        app.show(*parts)
        await pilot.pause()
        assert {len(line) for line in app.lines()} == {size[0]}


async def bar_line(bar: Bar, theme: str = "midnight") -> list[tuple[str, str | None, str | None]]:
    """The characters of the bar's middle row with their colours."""
    app = Bench(placed(bar, 40, 3), theme=theme)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        assert len(set(app.lines()[:3])) == 1
        row = app.screen._compositor.render_strips()[1]
        return [
            (char, style.color.name if style.color else None, style.bgcolor.name if style.bgcolor else None)
            for text, style, _ in row
            if style
            for char in text
        ]


async def test_the_bar_fills_by_eighths_of_a_cell() -> None:
    row = await bar_line(Bar("rest", "", 31, 60, 120))
    assert [char for char, _, _ in row] == [" "] * 10 + ["▍"] + [" "] * 9 + ["▌"] + [" "] * 19
    fill, bare, zone = row[0][2], row[15][2], row[30][2]
    assert len({fill, bare, zone}) == 3
    assert row[10][1:] == (fill, bare)


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
    assert "".join(char for char, _, _ in await bar_line(Bar("rest", "", *span), theme="sixteen")) == picture


@pytest.mark.parametrize("height", [1, 2, 5])
@pytest.mark.parametrize("width", [40, 80])
async def test_every_pip_is_known_by_its_shape(width: int, height: int) -> None:
    shapes = set()
    told_apart = [Pip.DONE, Pip.SHAKY, Pip.BROKEN, Pip.AT_HAND, Pip.TO_DO, Pip.DROPPED]
    app = Bench()
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        for pip in told_apart:
            app.show(placed(Pips(pips=(pip,) * 4), width, height))
            await pilot.pause()
            shapes.add(tuple(app.lines()))
    assert len(shapes) == len(told_apart)


async def test_pips_are_of_one_width_however_many() -> None:
    app = Bench()
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.pause()
        for count in (1, 3, 7, 13, 20, 40):
            app.show(placed(Pips(pips=(Pip.DONE,) * count), 40, 1))
            await pilot.pause()
            runs = app.lines()[0].split()
            assert len({len(run) for run in runs}) == 1
            assert len(runs) == (count if count <= 20 else 1)
        app.show(placed(Pips(pips=(Pip.DONE,) * 41), 40, 1))
        await pilot.pause()
        assert not app.lines()[0].strip()
