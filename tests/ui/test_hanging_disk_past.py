"""The history, the trash and corrections on a disk that does not answer: they say so, go on, and take up what comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from terminal.log_files import make_log
from ui.hanging import hanging, on_top, opened, pressed
from ui.test_history import HistoryApp, on_disk
from ui.test_home import paths, settled

from setpace.store.session_naming import named_by_start
from setpace.ui.history import HistoryScreen

if TYPE_CHECKING:
    from pathlib import Path

    from ui.hanging import Hanging

    from setpace.store.paths import Paths

__all__ = ("hanging", "paths")  # the fixtures


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("down",), "the disk does not answer"),
        (("enter",), "the disk does not answer"),
        (("c",), "the disk does not answer"),
        (("T",), "the disk does not answer"),
        (("n",), "the routines cannot be read: the disk does not answer"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
async def test_what_cannot_be_read_is_told_and_the_list_goes_on(
    paths: Paths, tmp_path: Path, hanging: Hanging, keys: tuple[str, ...], said: str
) -> None:
    make_log(tmp_path, 3)
    async with opened(HistoryApp(paths)) as pilot:
        assert said not in await settled(pilot)
        hanging.hang()
        text = await pressed(pilot, *keys)
        assert said in text
        assert on_top(pilot) is HistoryScreen
        await hanging.answer(pilot)
        assert said not in await pressed(pilot, "end")


async def test_a_session_goes_to_the_trash_and_out_of_the_list_when_the_disk_answers(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    files = make_log(tmp_path, 3)
    async with opened(HistoryApp(paths)) as pilot:
        hanging.hang()
        text = await pressed(pilot, "x")
        assert "it is done as soon as it does" in text
        assert "1 of 3" in text
        text = await hanging.answer(pilot)
        assert "trashed: T restores it" in text
        assert "1 of 2" in text
    assert not files[0].exists()


async def test_a_correction_is_not_saved_yet_and_then_saved_after_all(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    (file,) = make_log(tmp_path, 1)
    async with opened(HistoryApp(paths), "enter") as pilot:
        hanging.hang()
        text = await pressed(pilot, "plus")
        assert "not saved yet: the disk does not answer" in text
        assert "28 kg" not in text
        text = await hanging.answer(pilot)
        assert "the disk answered: saved after all" in text
        assert "▌ Kettlebell Deadlift    1   28 kg" in text
        assert on_disk(file)["sets"][0]["load"] == 28
        await pressed(pilot, "z")
        assert on_disk(file)["sets"][0]["load"] == 24


async def test_a_correction_that_is_refused_after_all_is_told(paths: Paths, tmp_path: Path, hanging: Hanging) -> None:
    (file,) = make_log(tmp_path, 1)
    async with opened(HistoryApp(paths), "enter") as pilot:
        hanging.hang()
        await pressed(pilot, "plus")
        file.write_text(file.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
        text = await hanging.answer(pilot)
        assert "changed on disk since it was read" in text
        assert "▌ Kettlebell Deadlift    1   24 kg" in text


async def test_a_session_comes_back_from_the_trash_when_the_disk_answers(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    (file,) = make_log(tmp_path, 1)
    async with opened(HistoryApp(paths), "x", "T") as pilot:
        hanging.hang()
        assert "it is done as soon as it does" in await pressed(pilot, "enter")
        assert "is back" in await hanging.answer(pilot)
        assert "1 of 1" in await pressed(pilot, "escape")
    assert file.exists()


async def test_what_is_refused_late_is_told(paths: Paths, tmp_path: Path, hanging: Hanging) -> None:
    files = make_log(tmp_path, 3)
    async with opened(HistoryApp(paths)) as pilot:
        hanging.hang()
        await pressed(pilot, "x")
        paths.trash_dir.write_text("in the way", encoding="utf-8")
        text = await hanging.answer(pilot)
        assert "cannot be moved to the trash" in text
        assert "1 of 3" in text
    assert files[0].exists()


async def test_a_session_entered_afterwards_is_listed_when_the_disk_answers(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    make_log(tmp_path, 1)
    async with opened(HistoryApp(paths), "n", "enter") as pilot:
        hanging.hang()
        assert "it is done as soon as it does" in await pressed(pilot, "enter")
        assert "Saved, all as planned" in await hanging.answer(pilot)
        assert "of 2" in await pressed(pilot, "escape")


async def test_a_trash_that_takes_long_opens_when_it_is_read(paths: Paths, tmp_path: Path, hanging: Hanging) -> None:
    make_log(tmp_path, 2)
    async with opened(HistoryApp(paths), "x") as pilot:
        hanging.hang()
        await pressed(pilot, "T")
        assert "2026-11-23 18:04  Beginner  9/9 sets" in await hanging.answer(pilot)


async def test_a_file_whose_new_name_comes_late_is_corrected_further(
    paths: Paths, tmp_path: Path, hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = make_log(tmp_path, 1)

    def named(*args: Any) -> Path:
        return named_by_start(*args)

    async with opened(HistoryApp(paths), "enter", "t") as pilot:
        monkeypatch.setattr("setpace.ui.session_editor.named_by_start", named)
        hanging.hangs_at = named
        await pressed(pilot, *["backspace"] * 40, *"2026-11-23 17:04 - 17:34", "enter")
        assert "not saved yet" in await pressed(pilot, "plus")
        await hanging.answer(pilot)
        assert "load 28 kg, saved" in await pressed(pilot, "plus")
    assert not file.exists()
    (new,) = file.parent.iterdir()
    assert new.name.startswith("2026-11-23_17-04")
    assert on_disk(new)["sets"][0]["load"] == 28


async def test_a_late_undo_is_an_undo(paths: Paths, tmp_path: Path, hanging: Hanging) -> None:
    (file,) = make_log(tmp_path, 1)
    async with opened(HistoryApp(paths), "enter", "right", "plus") as pilot:
        hanging.hang()
        await pressed(pilot, "z")
        await hanging.answer(pilot)
        assert on_disk(file)["sets"][0]["load"] == 24
        assert on_disk(file)["sets"][0]["reps"] == 13
        await pressed(pilot, "z")
        assert on_disk(file)["sets"][0]["reps"] == 12
