"""What a disk does for a screen over the history, when that is left or something else is done by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.log_files import make_log
from ui.hanging import hanging, on_top, opened, pressed, told
from ui.test_history import HistoryApp, on_disk
from ui.test_home import paths

from setpace.ui.correct import CorrectScreen
from setpace.ui.history import HistoryScreen

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from ui.hanging import Hanging

    from setpace.store.paths import Paths

__all__ = ("hanging", "paths")  # the fixtures


async def test_a_session_is_restored_once_and_nothing_else_is_asked_meanwhile(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    make_log(tmp_path, 2)
    async with opened(HistoryApp(paths), "x", "x", "T") as pilot:
        hanging.hang()
        for key in ("enter", "enter", "e"):
            assert "it is done as soon as it does" in await pressed(pilot, key)
        text = await hanging.answer(pilot)
        assert "Beginner of 2026-11-23 18:04 is back" in text
        assert "▌ 2026-11-21" in text
        assert "Delete 1 session for good?" in await pressed(pilot, "e")


async def test_a_trash_that_was_to_be_emptied_gives_nothing_back_meanwhile(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    make_log(tmp_path, 2)
    async with opened(HistoryApp(paths), "x", "T", "e") as pilot:
        hanging.hang()
        await pressed(pilot, "d")
        assert "it is done as soon as it does" in await pressed(pilot, "enter")
        assert "1 session deleted for good" in await hanging.answer(pilot)
        assert "1 of 1" in await pressed(pilot, "escape")


async def test_what_is_left_in_the_trash_can_be_restored_when_the_disk_has_answered(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    make_log(tmp_path, 2)
    async with opened(HistoryApp(paths), "x", "x", "T", "e") as pilot:
        hanging.hang()
        await pressed(pilot, "d")
        first, _ = sorted(paths.trash_dir.iterdir())
        kept = first.rename(tmp_path / "kept.toml")
        first.mkdir()  # what no user may delete as a file, not even root
        assert "1 session deleted for good;" in await hanging.answer(pilot)
        first.rmdir()
        kept.rename(first)
        assert "is back" in await pressed(pilot, "enter")


async def test_a_session_that_was_to_be_thrown_away_twice_is_in_the_trash(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    make_log(tmp_path, 2)
    async with opened(HistoryApp(paths)) as pilot:
        hanging.hang()
        await pressed(pilot, "x")
        await pressed(pilot, "x")
        assert "trashed: T restores it" in await hanging.answer(pilot)


async def test_a_session_is_shown_in_full_when_the_disk_answers_and_still_the_chosen_one(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    make_log(tmp_path, 3)
    async with opened(HistoryApp(paths)) as pilot:
        hanging.hang()
        await pressed(pilot, "down")
        assert "the disk does not answer" in await pressed(pilot, "down")
        text = await hanging.answer(pilot)
        assert "Thursday 2026-11-19" in text
        assert "the disk does not answer" not in text


async def test_a_session_that_is_chosen_no_more_is_not_shown_when_the_disk_answers(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    make_log(tmp_path, 3)
    async with opened(HistoryApp(paths)) as pilot:
        hanging.hang()
        await pressed(pilot, "down")
        tell = hanging.look()  # it is read, and not told yet
        await pressed(pilot, "down")
        tell()
        assert "Thursday 2026-11-19" in await told(pilot)


async def test_nothing_is_asked_of_a_set_while_another_one_may_go(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    (file,) = make_log(tmp_path, 1)
    async with opened(HistoryApp(paths), "enter") as pilot:
        hanging.hang()
        await pressed(pilot, "delete")
        for _ in range(8):
            await pressed(pilot, "down")
        for key in ("n", "w", "a", "N"):
            assert "not saved yet: the disk does not answer" in await pressed(pilot, key)
            assert on_top(pilot) is CorrectScreen
        await hanging.answer(pilot)
        assert len(on_disk(file)["sets"]) == 8
        await pressed(pilot, "end")
        await pressed(pilot, "n", *"fine", "enter")
    assert [done.get("note") for done in on_disk(file)["sets"]].count("fine") == 1


async def test_a_correction_refused_after_it_was_left_is_told_in_the_history(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    (file,) = make_log(tmp_path, 1)
    async with opened(HistoryApp(paths), "enter") as pilot:
        hanging.hang()
        await pressed(pilot, "3")
        file.write_text(file.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
        await pressed(pilot, "escape")
        text = await hanging.answer(pilot)
        assert "2026-11-23 18:04 – 18:24 is not saved:" in text
        assert "changed on disk since it was read" in text


async def test_a_correction_saved_after_it_was_left_is_shown_in_the_history(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    make_log(tmp_path, 1)
    async with opened(HistoryApp(paths), "enter", "t", "ctrl+u", *"2026-11-22 10:00-10:30") as pilot:
        hanging.hang()
        assert "not saved yet" in await pressed(pilot, "enter")
        assert "▌ 2026-11-23 18:04" in await pressed(pilot, "escape")
        text = await hanging.answer(pilot)
        assert "▌ 2026-11-22 10:00" in text
        assert "saved after all" in text
    assert [file.name for file in paths.log_dir.glob("*/*.toml")] == ["2026-11-22_10-00-00_beginner.toml"]


async def test_a_late_word_does_not_move_the_mark_of_one_who_has_moved_on(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    make_log(tmp_path, 3)
    async with opened(HistoryApp(paths), "enter") as pilot:
        hanging.hang()
        await pressed(pilot, "3")
        assert "▌ 2026-11-19" in await pressed(pilot, "escape", "down", "down")
        text = await hanging.answer(pilot)
        assert "▌ 2026-11-19" in text
        assert "is saved after all" in text
        assert "8✓      1✗" in text


async def test_what_comes_while_a_screen_is_being_left_is_told_below_it(
    paths: Paths, tmp_path: Path, hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = make_log(tmp_path, 1)
    async with opened(HistoryApp(paths), "enter") as pilot:
        hanging.hang()
        await pressed(pilot, "3")
        file.write_text(file.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
        read_again = HistoryScreen._read_again

        def meanwhile(screen: HistoryScreen, was: Path, now: Path) -> bool:
            hanging.look()()  # the history reads, and the disk answers what was asked before
            return read_again(screen, was, now)

        with monkeypatch.context() as patched:
            patched.setattr(HistoryScreen, "_read_again", meanwhile)
            assert "is not saved:" in await pressed(pilot, "escape")


async def test_a_session_that_got_another_name_meanwhile_is_not_thrown_away_in_silence(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    make_log(tmp_path, 1)
    async with opened(HistoryApp(paths), "enter", "t", "ctrl+u", *"2026-11-22 10:00-10:30") as pilot:
        hanging.hang()
        await pressed(pilot, "enter")
        await pressed(pilot, "escape")
        await pressed(pilot, "x")
        text = await hanging.answer(pilot)
        assert "▌ 2026-11-22 10:00" in text
        assert "2026-11-23_18-04-11_beginner.toml" in "".join(text.split())  # was to be thrown away, and is no more


async def test_a_session_restored_after_the_trash_was_left_is_in_the_list(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    make_log(tmp_path, 2)
    async with opened(HistoryApp(paths), "x", "T") as pilot:
        hanging.hang()
        await pressed(pilot, "enter")
        assert "1 of 1" in await pressed(pilot, "escape")
        text = await hanging.answer(pilot)
        assert "2 of 2" in text  # the mark stays where it was
        assert "Beginner of 2026-11-23 18:04 is back" in text


async def test_what_could_not_be_deleted_after_the_trash_was_left_is_told(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    make_log(tmp_path, 2)
    async with opened(HistoryApp(paths), "x", "T", "e") as pilot:
        hanging.hang()
        await pressed(pilot, "d")
        await pressed(pilot, "escape")
        (file,) = paths.trash_dir.iterdir()
        file.unlink()
        file.mkdir()  # what no user may delete as a file, not even root
        assert "0 sessions deleted for good;" in await hanging.answer(pilot)
