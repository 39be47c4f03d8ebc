"""Where there is little room: what must stay in sight does, and nothing is cut that has room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from terminal.log_files import NEWEST, make_log
from ui.test_history import screen_text

from setpace.core.commands import COMMANDS, Scope
from setpace.run.clock import FakeClock
from setpace.store.paths import Paths
from setpace.ui.app import SetpaceApp
from setpace.ui.first_files import read_first_files
from setpace.ui.keys_bar import keys_bar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

SMALL = ((60, 18), (40, 12))


@pytest.fixture
def app(tmp_path: Path) -> Callable[[], SetpaceApp]:
    paths = Paths(config=tmp_path, data=tmp_path, state=tmp_path / "state", cache=tmp_path / "cache")
    return lambda: SetpaceApp(paths, read_first_files(paths), clock=FakeClock(NEWEST))


async def shown(pilot: Pilot[None], *keys: str) -> str:
    for key in keys:
        await pilot.app.workers.wait_for_complete()
        await pilot.press(key)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()
    return screen_text(pilot)


async def test_at_80_cells_home_cuts_no_name_of_an_exercise(app: Callable[[], SetpaceApp]) -> None:
    async with app().run_test(size=(80, 24)) as pilot:
        text = await shown(pilot)
        assert "3 × 10  Dumbbell Bulgarian Split Squat" in text
        assert "…" not in text
        assert "3 × 10 each side" in text, "the panel of the chosen one says it in full"
        await pilot.resize_terminal(120, 40)
        assert "3 × 10 each side  Dumbbell Bulgarian Split Squat" in await shown(pilot)


@pytest.mark.parametrize("keys", ["", "h", "p", "pc", "s", "i", "h enter", "hc"])
@pytest.mark.parametrize("size", [(80, 24), *SMALL])
async def test_the_bar_of_keys_is_whole_and_names_the_way_on(
    app: Callable[[], SetpaceApp], tmp_path: Path, keys: str, size: tuple[int, int]
) -> None:
    make_log(tmp_path, 3)
    async with app().run_test(size=size) as pilot:
        pressed = [*keys.removesuffix(" enter"), *(["enter"] if "enter" in keys else [])]
        bar = (await shown(pilot, *pressed)).splitlines()[-1]
        assert "…" not in bar
        assert "? keys" in bar
        assert bar.split()[-1] in ("quit", "back", "done")


def test_the_spare_keys_go_first_and_the_way_back_last() -> None:
    bar = [
        (("correct",), "correct"),
        (("compare",), "compare"),
        (("history-help",), "keys"),
        (("history-back",), "back"),
    ]
    words = [
        [word for _, word in bar if f" {word}" in keys_bar(bar, {}, width, ("compare",)).plain]
        for width in (60, 34, 20)
    ]
    assert words == [["correct", "compare", "keys", "back"], ["correct", "keys", "back"], ["keys", "back"]]


@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize("keys", ["?", "h?"])
async def test_help_says_how_it_is_left(app: Callable[[], SetpaceApp], size: tuple[int, int], keys: str) -> None:
    async with app().run_test(size=size) as pilot:
        text = await shown(pilot, *keys)
        first = next(c for c in COMMANDS if c.scope is (Scope.HOME if keys == "?" else Scope.HISTORY))
        assert first.doc.split()[0] in text
        assert "esc back" in text


async def test_at_40_cells_the_calendar_has_all_months(app: Callable[[], SetpaceApp], tmp_path: Path) -> None:
    make_log(tmp_path, 3)
    async with app().run_test(size=(40, 40)) as pilot:
        lines = (await shown(pilot, "p", "c")).splitlines()
        months = " ".join(line for line in lines if "’26" in line)
        assert [name for name in ("Jan", "Jun", "Jul", "Nov", "Dec") if name not in months] == []
        assert sum(line.count("■") for line in lines) == 3 + 1, "the legend has one"
        assert max(map(len, lines)) <= 40


async def test_at_40_cells_two_sessions_stand_side_by_side(app: Callable[[], SetpaceApp], tmp_path: Path) -> None:
    make_log(tmp_path, 2)
    async with app().run_test(size=(40, 40)) as pilot:
        text = await shown(pilot, "h", "c")
        assert ["2026-11-21", "2026-11-23"] in [line.split() for line in text.splitlines()]
        assert "40 × 5     ✓     40 × 5     ✓" in text


async def test_a_filter_that_nothing_fits_says_so(app: Callable[[], SetpaceApp], tmp_path: Path) -> None:
    make_log(tmp_path, 2)
    async with app().run_test(size=(80, 24)) as pilot:
        assert "No session fits: esc shows all again." in await shown(pilot, "h", "slash", "z", "z")
        assert "No session fits" not in await shown(pilot, "escape")
