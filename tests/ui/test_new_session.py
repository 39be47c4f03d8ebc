"""A session entered afterwards, and the order of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from terminal.log_files import make_log
from ui.test_history import SIZES, HistoryApp, on_disk, paths, settled
from ui.test_history_filter import write

from setpace.ui.correct import CorrectScreen
from setpace.ui.history_rows import HistoryList

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.store.paths import Paths

__all__ = ("paths",)  # the fixture


@pytest.mark.parametrize("size", SIZES)
async def test_a_session_is_entered_and_corrected_at_once(paths: Paths, tmp_path: Path, size: tuple[int, int]) -> None:
    make_log(tmp_path, 3)
    async with HistoryApp(paths).run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("n")
        text = await settled(pilot)
        assert "Which routine was it?" in text
        assert "1 Beginner  9 sets" in text
        await pilot.press("1", *["backspace"] * 40, *"2026-11-22 7:00 - 7:25", "enter")
        text = await settled(pilot)
        assert "40 kg × 5" in text  # the loads of the last time
        assert "Saved, all as planned: correct what was different" in text
        assert isinstance(pilot.app.screen, CorrectScreen)
        file = tmp_path / "log" / "2026" / "2026-11-22_07-00-00_beginner.toml"
        made = on_disk(file)
        assert len(made["sets"]) == len(made["plan"]) == 9
        assert "form" not in made["sets"][0]
        await pilot.press("1", "x", "escape")
        text = await settled(pilot)
        days = ("23 Nov", "▌ 22 Nov", "21 Nov") if size[0] < 80 else ("2026-11-23", "▌ 2026-11-22", "2026-11-21")
        assert text.index(days[0]) < text.index(days[1]) < text.index(days[2])
        assert "2 of 4" in text
        assert "8/9" in text
        assert "not timed" in text
    assert file.stat().st_mode & 0o777 == 0o600


async def test_the_first_session_of_an_empty_log(paths: Paths, tmp_path: Path) -> None:
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("n", "1", "enter", "escape")
        text = await settled(pilot)
        assert "1 of 1" in text
        assert "2026-11-24" in text
    assert len(list((tmp_path / "log" / "2026").iterdir())) == 1


async def test_nothing_is_made_where_it_was_left_or_the_day_is_wrong(paths: Paths, tmp_path: Path) -> None:
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("n", "escape", "n", "1", "escape")
        await settled(pilot)
        await pilot.press("n", "1", *["backspace"] * 40, *"2027-11-22 7:00 - 7:25", "enter")
        assert "that day is in the future" in await settled(pilot)
        await pilot.press("escape")
        assert "No sessions yet" in await settled(pilot)
    assert not (tmp_path / "log").exists()


async def test_where_it_cannot_be_written_the_history_says_why(paths: Paths, tmp_path: Path) -> None:
    async with HistoryApp(paths).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        (tmp_path / "log").write_text("in the way", encoding="utf-8")
        await pilot.press("n", "1", "enter")
        assert "the session cannot be saved: Not a directory" in " ".join((await settled(pilot)).split())


async def test_a_filter_does_not_hide_the_new_session(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 2)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"nothing", "enter", "n", "1", "enter", "escape")
        text = await settled(pilot)
        assert "1 of 3" in text
        assert "▌ 2026-11-24" in text


async def test_the_order_changes_with_each_press_and_comes_round(paths: Paths, tmp_path: Path) -> None:
    files = make_log(tmp_path, 3)
    write(files[1], "load = 40.0", "load = 60.0")
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        seen: list[tuple[str, list[str]]] = []
        for _ in range(5):
            await pilot.press("o")
            title = (await settled(pilot)).splitlines()[0]
            rows = pilot.app.screen.query_one(HistoryList)._rows
            seen.append((title.partition("of 3")[2].strip(), [row.date[-2:] for row in rows]))
        assert seen == [
            ("oldest first", ["19", "21", "23"]),
            ("by routine", ["23", "21", "19"]),
            ("most volume first", ["21", "23", "19"]),
            ("longest first", ["23", "21", "19"]),
            ("", ["23", "21", "19"]),
        ]


async def test_a_filter_keeps_the_order(paths: Paths, tmp_path: Path) -> None:
    files = make_log(tmp_path, 4)
    for file in files[1:3]:
        write(file, 'note = ""', 'note = "knee"')
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("o", "slash", *"knee")
        text = await settled(pilot)
        assert "of 2  oldest first" in text
        assert text.index("2026-11-19") < text.index("2026-11-21")
