"""What a disk, or another program on it, does when nobody looks at it any more is told where it can be seen."""

from __future__ import annotations

import errno
import os
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest
from terminal.log_files import make_log
from ui.gym import Gym
from ui.hanging import hanging, on_top, opened, pressed, told
from ui.test_history import HistoryApp, on_disk
from ui.test_home import app, paths, unfinished

from setpace.run import disk
from setpace.store import session_writer
from setpace.ui import log_reading
from setpace.ui.correct import CorrectScreen
from setpace.ui.home import HomeScreen
from setpace.ui.workout import WorkoutScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ui.hanging import Hanging

    from setpace.store.paths import Paths
    from setpace.ui.app import SetpaceApp

__all__ = ("app", "hanging", "paths")  # the fixtures

MOVED = "Another program changed the session's file: all of it is in 2026-11-23_18-04-11_beginner_2.toml."


def notices(gym: Gym) -> list[str]:
    return [notice.message for notice in gym.app._notifications]


def changed_by_another(gym: Gym) -> str:
    """The session's file, by a program of somebody else; what it holds now."""
    [file] = gym.paths.log_dir.glob("*/*.toml")
    file.write_text(file.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("keys", [("f", "space"), ("l",)], ids=["from the summary", "to be resumed"])
async def test_home_says_that_the_last_write_went_to_a_new_file(tmp_path: Path, keys: tuple[str, ...]) -> None:
    gym = Gym(tmp_path)
    async with gym.app.run_test(size=gym.size) as gym.pilot:
        await gym.open(gym.start())
        await gym.press("space")
        await gym.press("escape")
        for key in keys[:-1]:
            await gym.press(key)
        theirs = changed_by_another(gym)
        await gym.press(keys[-1], after_s=3)
        assert isinstance(gym.app.screen, HomeScreen)
        assert notices(gym) == [MOVED]
    old, new = sorted(gym.paths.log_dir.glob("*/*.toml"))
    assert old.read_text(encoding="utf-8") == theirs
    assert new.name in MOVED
    assert [len(session["sets"]) for session in gym.files()] == [1, 1]


async def test_of_a_session_without_a_set_no_file_is_named(tmp_path: Path) -> None:
    gym = Gym(tmp_path)
    async with gym.app.run_test(size=gym.size) as gym.pilot:
        await gym.open(gym.start())
        changed_by_another(gym)
        await gym.press("s", "escape", "l")
        assert isinstance(gym.app.screen, HomeScreen)
        assert MOVED not in notices(gym)


async def test_what_was_seen_in_the_workout_is_not_said_again_at_home(tmp_path: Path) -> None:
    gym = Gym(tmp_path)
    async with gym.app.run_test(size=gym.size) as gym.pilot:
        await gym.open(gym.start())
        await gym.press("space")
        changed_by_another(gym)
        await gym.press("1")
        assert "changed by another program: going on in a new file" in gym.text
        await gym.press("escape", "l")
        assert isinstance(gym.app.screen, HomeScreen)
        assert notices(gym) == []


async def test_a_new_file_that_can_be_written_only_later_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gym = Gym(tmp_path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with gym.app.run_test(size=gym.size) as gym.pilot:
        await gym.open(gym.start())
        await gym.press("space")
        changed_by_another(gym)
        with monkeypatch.context() as patched:
            patched.setattr(session_writer, "create_exclusively", full)
            await gym.press("1")
        assert "changed by another program: going on in a new file" in gym.text
        await gym.press("2")
        assert [len(session["sets"]) for session in gym.files()] == [1, 1]


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


@pytest.mark.parametrize("refused", [False, True])
async def test_one_who_is_at_home_by_then_is_told_there_but_not_over_a_set(
    app: Callable[..., SetpaceApp],
    tmp_path: Path,
    hanging: Hanging,
    *,
    refused: bool,
) -> None:
    (file,) = make_log(tmp_path, 1)
    async with opened(app(), "h", "enter") as pilot:
        hanging.hang()
        await pressed(pilot, "3")
        if refused:
            file.write_text(file.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
        await pressed(pilot, "escape", "escape")
        tell = hanging.look()
        pilot.app.clock.advance(1)  # type: ignore[attr-defined]
        await pressed(pilot, "space")
        assert on_top(pilot) is WorkoutScreen
        tell()
        await told(pilot)
        assert not list(pilot.app._notifications)
        text = await pressed(pilot, "escape", "l")
        assert on_top(pilot) is HomeScreen
        assert f"is {'not saved' if refused else 'saved after all'}" in text


async def test_a_session_restored_after_the_trash_was_left_is_in_the_list(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    make_log(tmp_path, 2)
    async with opened(HistoryApp(paths), "x", "T") as pilot:
        hanging.hang()
        await pressed(pilot, "enter")
        assert "1 of 1" in await pressed(pilot, "escape")
        text = await hanging.answer(pilot)
        assert "1 of 2" in text
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


async def test_an_offer_is_settled_once(app: Callable[..., SetpaceApp], tmp_path: Path, hanging: Hanging) -> None:
    unfinished(tmp_path)
    async with opened(app(), "down", "down") as pilot:
        hanging.hang()
        for _ in range(2):
            pilot.app.clock.advance(1)  # type: ignore[attr-defined]
            assert "it is done as soon as it does" in await pressed(pilot, "space")
        text = await hanging.answer(pilot)
        assert "Go on" not in text
        assert "no such file" not in text


async def test_a_run_that_could_not_be_entered_is_told_when_the_session_is_left(
    app: Callable[..., SetpaceApp], paths: Paths, hanging: Hanging
) -> None:
    async with opened(app()) as pilot:
        hanging.hang()
        await pressed(pilot, "u", "2", "enter")
        paths.runs_file.mkdir()
        tell = hanging.look()
        pilot.app.clock.advance(1)  # type: ignore[attr-defined]
        await pressed(pilot, "space")
        tell()
        await told(pilot)
        assert not list(pilot.app._notifications)
        assert "The run is not entered: " in await pressed(pilot, "escape", "l")


async def test_a_run_that_is_written_late_says_nothing_over_a_set(
    app: Callable[..., SetpaceApp], paths: Paths, hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(app()) as pilot:
        hanging.hang()
        await pressed(pilot, "u", "2", "enter")
        tell = hanging.look()
        pilot.app.clock.advance(1)  # type: ignore[attr-defined]
        await pressed(pilot, "space")
        assert on_top(pilot) is WorkoutScreen
        asked: list[object] = []

        def asks(act: object) -> Future[Any]:
            asked.append(act)
            return Future()

        with monkeypatch.context() as patched:
            patched.setattr(disk, "loosely", asks)
            tell()
            await told(pilot)
        assert not asked
        assert not list(pilot.app._notifications)
    assert 'kind = "hard"' in paths.runs_file.read_text(encoding="utf-8")


def test_a_cache_that_does_not_answer_costs_the_log_none_of_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = threading.Event()
    monkeypatch.setattr(log_reading, "CACHE_S", 0.0)
    waited: list[float] = []
    try:
        assert log_reading.ask_cache(answers.wait) is None
        monkeypatch.setattr(disk, "wait", lambda _, patience_s: waited.append(patience_s))
        with pytest.raises(disk.NoAnswerError):
            disk.ask_disk(answers.wait)
    finally:
        answers.set()
    for each in disk._questions():
        each.join()
    assert waited == [disk.LOOK_S]
