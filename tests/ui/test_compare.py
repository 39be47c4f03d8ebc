"""A session beside the last one of its routine, as a runner sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from terminal.log_files import make_log
from textual.widgets import Static
from ui.test_history import SIZES, HistoryApp, paths, settled
from ui.test_history_filter import write

from setpace.ui.compare import CompareScreen
from setpace.ui.history import HistoryScreen

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.store.paths import Paths

__all__ = ("paths",)  # the fixture


@pytest.mark.parametrize("size", SIZES)
async def test_both_sessions_are_there_set_by_set(paths: Paths, tmp_path: Path, size: tuple[int, int]) -> None:
    newest, other, before = make_log(tmp_path, 3)
    write(other, 'routine = "beginner"', 'routine = "advanced"')
    write(before, 'form = "clean"', 'form = "shaky"')
    write(newest, "load = 24.0", "load = 28.0")
    write(newest, "rest_taken = 90", "rest_taken = 75")
    async with HistoryApp(paths).run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("c")
        text = await settled(pilot)
        assert "Thu 2026-11-19 18:04" in text
        assert "Mon 2026-11-23 18:04" in text
        assert "2026-11-21" not in text
        first = next(line for line in text.splitlines() if line.lstrip().startswith("1 "))
        assert " ".join(first.split()).startswith("1 24 kg × 12 ~ 1:30 28 kg × 12 ✓ 1:15")
        if size[0] >= 80:
            assert "+4 kg  form better" in first
        if size[0] >= 120:
            assert "rest −15 s" in first
        await pilot.press("pagedown", "pagedown")
        assert "Barbell Clean" in await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        assert isinstance(pilot.app.screen, HistoryScreen)


async def test_what_cannot_be_read_is_named_and_is_not_said_to_be_not_done(paths: Paths, tmp_path: Path) -> None:
    newest, before = make_log(tmp_path, 2)
    text = before.read_text(encoding="utf-8").replace("reps = 12\nload", 'reps = "12"\nload', 2)
    before.write_text(text, encoding="utf-8")
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        seen = await settled(pilot)
        line = text.splitlines().index('reps = "12"') + 1
        assert f"{before.name}:{line} and 1 more, left out here:" in seen
        assert 'reps must be a whole number from 0 to 1000000000, not "12"' in seen
        assert newest.name not in seen
        await pilot.press("escape", "down", "pagedown", "pagedown", "pagedown")
        for _ in range(40):
            await pilot.press("shift+down")
        seen = await settled(pilot)
        assert "Barbell Clean" in seen
        assert "Planned and not done" not in seen


async def test_without_an_earlier_one_it_says_so(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 2)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("end", "c")
        assert "No earlier session of Beginner to compare with." in await settled(pilot)
        assert not isinstance(pilot.app.screen, CompareScreen)


async def test_a_set_that_was_left_out_is_told(paths: Paths, tmp_path: Path) -> None:
    newest, _ = make_log(tmp_path, 2)
    head, *sets = newest.read_text(encoding="utf-8").split("[[sets]]")
    newest.write_text("[[sets]]".join([head, *sets[:-1]]), encoding="utf-8")
    async with HistoryApp(paths).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        text = await settled(pilot)
        last = [line for line in text.splitlines() if line.lstrip().startswith("3 ")][-1]
        assert "40 kg × 5" in last
        assert "not done" in last
        assert "9/9" in text
        assert "8/9" in text


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("old", "new"),
    [("\nreps = 12\n", "\nreps = -12\n"), ('exercise = "kettlebell-deadlift"\nset = 1', "exercise = 3\nset = 0")],
    ids=["reps", "exercise and number"],
)
async def test_a_set_that_cannot_be_read_is_not_called_not_done(
    paths: Paths, tmp_path: Path, size: tuple[int, int], old: str, new: str
) -> None:
    newest, _ = make_log(tmp_path, 2)
    head, *sets = newest.read_text(encoding="utf-8").split("[[sets]]")
    assert old in sets[0]
    newest.write_text("[[sets]]".join([head, sets[0].replace(old, new), *sets[1:-1]]), encoding="utf-8")
    async with HistoryApp(paths).run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("c")
        text = str(pilot.app.screen.query_one("#compare-text", Static).content)
    lines = text.splitlines()
    (first,) = [line for line in lines if "not readable" in line]
    assert first.split()[:2] == ["1", "24"]
    (last,) = [line for line in lines if "not done" in line]
    assert last.split()[0] == "3"


async def test_the_filter_does_not_hide_what_it_is_compared_with(paths: Paths, tmp_path: Path) -> None:
    newest, _ = make_log(tmp_path, 2)
    write(newest, 'note = ""', 'note = "knee"')
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"knee", "enter", "c")
        assert "Sat 2026-11-21 18:04" in await settled(pilot)


async def test_text_of_the_user_is_shown_as_text(paths: Paths, tmp_path: Path) -> None:
    for file in make_log(tmp_path, 2):
        write(file, 'name = "Beginner"', 'name = "[red]A\\u001b[31m"')
        write(file, 'exercise = "barbell-clean"\nset = 1', 'exercise = "[/] x\\u0007"\nset = 1')
        write(file, 'note = ""', 'note = "[b]\\u001b]0;x\\u0007"')
    async with HistoryApp(paths).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        for keys, shown in ((("c",), "[/] X"), (("escape", "x", "T"), "[red]A"), (("escape", "enter"), "[/] X")):
            await pilot.press(*keys)
            text = await settled(pilot)
            assert shown in text
            assert not set(text) & {"\x1b", "\x07"}
