"""The history filtered and sorted as a runner does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from terminal.log_files import make_log
from textual.widgets import Input
from ui.test_history import SIZES, HistoryApp, paths, settled

from setpace.ui.history import HistoryScreen
from setpace.ui.history_rows import HistoryList, HistoryRow
from setpace.ui.log_reading import FIRST_FILES, SECOND_FILES, Piece

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.store.paths import Paths

__all__ = ("paths",)  # the fixture


def write(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def sore_knees(home: Path, count: int) -> None:
    """A log in which every third session has a note, from the second on."""
    for file in make_log(home, count)[1::3]:
        write(file, 'note = ""', 'note = "Left knee sore"')


@pytest.mark.parametrize("size", SIZES)
async def test_sessions_that_do_not_fit_go_as_it_is_typed(paths: Paths, tmp_path: Path, size: tuple[int, int]) -> None:
    sore_knees(tmp_path, 9)
    async with HistoryApp(paths).run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"kne")
        text = await settled(pilot)
        assert "3 of 9" in text
        assert "1 of 3" in text
        assert "“Left knee sore”" in text  # the chosen session is one that fits
        assert ("▌ 21 Nov" if size[0] < 80 else "▌ 2026-11-21") in text
        assert "2026-11-23" not in text
        await pilot.press("x")
        text = await settled(pilot)
        assert "0 of 9" in text
        assert "sore" not in text


async def test_letters_are_typed_and_arrows_choose(paths: Paths, tmp_path: Path) -> None:
    sore_knees(tmp_path, 9)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"note:", "down")
        text = await settled(pilot)
        assert "2 of 3" in text
        assert "▌ 2026-11-15" in text
        await pilot.press("enter", "k")  # the keys are the list's again
        text = await settled(pilot)
        assert "1 of 3" in text
        assert "note:" in text
        await pilot.press("slash", *" form:broken")
        assert "0 of 9" in await settled(pilot)


async def test_escape_clears_the_filter_and_only_then_leaves(paths: Paths, tmp_path: Path) -> None:
    sore_knees(tmp_path, 4)
    app = HistoryApp(paths)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"knee", "escape")
        text = await settled(pilot)
        assert "2 of 4" in text  # the session that was chosen stays chosen
        assert "knee" not in text.splitlines()[1]
        assert pilot.app.screen.focused is None
        await pilot.press("escape")
        await pilot.pause()
        assert app.left


async def test_an_empty_line_goes_away_and_takes_no_key_while_it_is_not_there(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 2)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        before = await settled(pilot)
        assert not pilot.app.screen.query_one(Input).focusable
        await pilot.press("tab", "j")
        assert "2 of 2" in await settled(pilot)
        await pilot.press("k", "slash", "enter")
        assert await settled(pilot) == before


async def test_what_cannot_be_understood_is_told(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 3)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"form:good")
        text = await settled(pilot)
        assert "form:good is none: clean, shaky, broken or unrated" in text
        assert "3 of 3" in text
        await pilot.press(*["backspace"] * 4, "c")
        assert "is none" not in await settled(pilot)


async def test_sessions_read_later_are_filtered_too(paths: Paths, tmp_path: Path) -> None:
    count = FIRST_FILES + SECOND_FILES + 9
    sore_knees(tmp_path, count)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, HistoryScreen)
        await pilot.press("slash", *"knee")
        await settled(pilot)
        rows = list(screen._selection.all[:2])
        piece: Piece[HistoryRow] = Piece()
        piece.items += rows
        piece.last = True
        screen.post_message(piece)
        assert f"24 of {count + 2}" in await settled(pilot)
        assert len(screen.query_one(HistoryList)) == 24
