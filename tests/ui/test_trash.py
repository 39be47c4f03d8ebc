"""Sessions thrown away in the history, and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from terminal.log_files import make_log
from ui.test_history import SIZES, HistoryApp, paths, settled

from setpace.store.session_lock import try_lock
from setpace.ui.history import HistoryScreen

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.store.paths import Paths

__all__ = ("paths",)  # the fixture


@pytest.mark.parametrize("size", SIZES)
async def test_there_and_back(paths: Paths, tmp_path: Path, size: tuple[int, int]) -> None:
    files = make_log(tmp_path, 3)
    days = ("23 Nov", "21 Nov", "19 Nov") if size[0] < 80 else ("2026-11-23", "2026-11-21", "2026-11-19")
    content = files[1].read_bytes()
    async with HistoryApp(paths).run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("down", "x")
        text = await settled(pilot)
        assert "Beginner of 2026-11-21 18:04 trashed: T restores it" in text
        assert "2 of 2" in text
        assert f"▌ {days[2]}" in text  # the next one takes its place, beside its own text
        assert "Thursday 2026-11-19" in text
        assert not files[1].exists()
        await pilot.press("T")
        assert "2026-11-21 18:04  Beginner  9/9 sets" in await settled(pilot)
        await pilot.press("enter")
        text = await settled(pilot)
        assert "Beginner of 2026-11-21 18:04 is back" in text
        assert "Nothing is in the trash" not in text
        await pilot.press("escape")
        text = await settled(pilot)
        assert text.index(days[0]) < text.index(f"▌ {days[1]}") < text.index(days[2])
        assert "2 of 3" in text
        assert "Saturday 2026-11-21" in text
    assert files[1].read_bytes() == content


@pytest.mark.parametrize(
    ("size", "row"),
    [
        ((40, 12), "▌ 2026-11-23  Beginner  9/9"),
        ((40, 20), "▌ 2026-11-23  Beginner  9/9"),
        ((60, 18), "▌ 2026-11-23 18:04  Beginner  9/9 sets"),
    ],
)
async def test_a_deleted_session_takes_one_line_whatever_its_name(
    paths: Paths, tmp_path: Path, size: tuple[int, int], row: str
) -> None:
    _first, second = make_log(tmp_path, 2)
    long = second.read_text(encoding="utf-8").replace('name = "Beginner"', 'name = "Back to hills after the winter"')
    second.write_text(long, encoding="utf-8")
    async with HistoryApp(paths).run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("x", "x", "T")
        lines = (await settled(pilot)).splitlines()
        place = next(place for place, line in enumerate(lines) if row in line)
        assert "2026-11-21" in lines[place + 1]
        assert "…" in lines[place + 1]
        assert "9/9" in lines[place + 1]
        await pilot.resize_terminal(120, 40)
        assert "Back to hills after the winter  9/9 sets" in await settled(pilot)


async def test_an_empty_trash_says_so(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("T", "enter")
        assert "Nothing is in the trash." in await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, HistoryScreen)


async def test_the_last_one_thrown_away_leaves_an_empty_history(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("delete")
        text = await settled(pilot)
        assert "No sessions yet" in text
        assert "T restores it" in text
        await pilot.press("x", "T", "enter", "escape")
        assert "1 of 1" in await settled(pilot)


async def test_several_are_restored_in_one_go(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 4)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("x", "x", "x", "T")
        await settled(pilot)
        await pilot.press("down", "enter", "enter", "escape")
        text = await settled(pilot)
        assert "of 3" in text
        assert "2026-11-23" not in text
        assert text.index("2026-11-21") < text.index("2026-11-19") < text.index("2026-11-17")


async def test_a_copy_of_a_session_that_is_here_is_not_shown_twice(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        paths.trash_dir.mkdir()
        (paths.trash_dir / file.name).write_bytes(file.read_bytes())
        await pilot.press("T", "enter", "escape")
        text = await settled(pilot)
        assert "is a copy of a session that is here already" in text
        assert "1 of 1" in text


async def test_a_session_that_runs_elsewhere_is_not_thrown_away(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        lock = try_lock(paths, "s00000")
        assert lock is not None
        await pilot.press("x")
        assert "running in another window" in await settled(pilot)
        lock.release()
    assert file.exists()


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_emptied_after_a_question_that_names_how_many(
    paths: Paths, tmp_path: Path, size: tuple[int, int]
) -> None:
    files = make_log(tmp_path, 3)
    async with HistoryApp(paths).run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("x", "x", "T", "e")
        assert "Delete 2 sessions for good?" in await settled(pilot)
        await pilot.press("space")  # the default keeps them
        await settled(pilot)
        assert len(list(paths.trash_dir.glob("*.toml"))) == 2
        await pilot.press("e", "down", "enter")
        assert "2 sessions deleted for good" in await settled(pilot)
        assert list(paths.trash_dir.iterdir()) == []
        await pilot.press("e")
        text = await settled(pilot)
        assert "there is nothing to delete" in text
        assert "restore" not in text  # neither in the dialog nor behind it
        await pilot.press("escape")
        text = await settled(pilot)
        assert "1 of 1" in text
        assert "restore" not in text
    assert [file.exists() for file in files] == [False, False, True]


async def test_what_was_restored_before_it_was_emptied_is_shown_again(paths: Paths, tmp_path: Path) -> None:
    files = make_log(tmp_path, 3)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("x", "x", "T", "enter", "e", "d")
        assert "1 session deleted for good" in await settled(pilot)
        await pilot.press("escape")
        assert "of 2" in await settled(pilot)
    assert [file.exists() for file in files] == [True, False, True]
