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
from ui.test_home import app, paths, unfinished

from setpace.run import disk
from setpace.store import session_writer
from setpace.ui import log_reading
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


@pytest.mark.parametrize("keys", [("x",), ("n", "enter", "enter")], ids=["thrown away", "entered"])
async def test_what_is_refused_late_is_told_at_home(
    app: Callable[..., SetpaceApp], paths: Paths, tmp_path: Path, hanging: Hanging, keys: tuple[str, ...]
) -> None:
    make_log(tmp_path, 1)
    async with opened(app(), "h", *keys[:-1]) as pilot:
        hanging.hang()
        await pressed(pilot, keys[-1])
        await pressed(pilot, "escape")
        paths.log_dir.rename(tmp_path / "elsewhere")
        paths.log_dir.write_text("in the way", encoding="utf-8")
        text = await hanging.answer(pilot)
        assert on_top(pilot) is HomeScreen
        assert ("Beginner of 2026-11-23 18:04: " if keys == ("x",) else "The session is not entered: ") in text


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


async def test_an_offer_that_could_not_be_settled_is_told_when_the_session_is_left(
    app: Callable[..., SetpaceApp], tmp_path: Path, hanging: Hanging
) -> None:
    file = unfinished(tmp_path)
    async with opened(app(), "down") as pilot:
        hanging.hang()
        assert "it is done as soon as it does" in await pressed(pilot, "space")
        file.unlink()
        tell = hanging.look()
        pilot.app.clock.advance(1)  # type: ignore[attr-defined]
        await pressed(pilot, "down", "down", "space")
        assert on_top(pilot) is WorkoutScreen
        pilot.app.clear_notifications()
        tell()
        await told(pilot)
        assert not list(pilot.app._notifications)
        text = await pressed(pilot, "escape", "l")
        assert f"{file}: cannot be read" in text


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
