"""What the lifter sees of a disk that is slow, or that takes nothing."""

from __future__ import annotations

import errno
import os
import threading
from typing import TYPE_CHECKING

from ui.gym import Gym

from setpace.run.saver import Saved, ThreadSaver
from setpace.ui.dialogs import ChoiceDialog
from setpace.ui.workout import WorkoutScreen

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PATIENCE_S = 20


async def test_a_disk_that_hangs_stops_neither_clock_nor_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gym = Gym(tmp_path)
    busy, free = threading.Event(), threading.Event()
    fsync = os.fsync

    def hangs(descriptor: int) -> None:
        if threading.current_thread() is not threading.main_thread():
            busy.set()
            assert free.wait(PATIENCE_S)
        fsync(descriptor)

    training = gym.start()
    saver = training.runner.saver = ThreadSaver(training.writer)
    monkeypatch.setattr(os, "fsync", hangs)
    try:
        async with gym.app.run_test(size=gym.size) as gym.pilot:
            await gym.open(training)
            await gym.press("space")
            assert busy.wait(PATIENCE_S)
            await gym.wait(5)
            assert "REST 0:55" in gym.text
            assert "saving…" in gym.text
            await gym.wait(10)
            assert "REST 0:45" in gym.text
            await gym.press("space")
            assert "SET 2 of 3" in gym.text
            assert "saving…" not in gym.text.splitlines()[0]
            free.set()
            saver.close()
            await gym.pilot.pause()
            await gym.wait(5)
            assert "saving…" not in gym.text
    finally:
        free.set()


async def test_a_full_disk_is_told_at_once_and_leaving_asks_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gym = Gym(tmp_path)
    training = gym.start()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with gym.app.run_test(size=gym.size) as gym.pilot:
        await gym.open(training)
        gym.screen.runner.saver.on_saved = gym.screen._saved
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", full)
            await gym.press("space")
            assert "not saved: No space left on device" in gym.text
            await gym.press("escape")
            await gym.press("l")
            for _ in range(2):
                assert isinstance(gym.app.screen, ChoiceDialog)
                assert "The session is not on disk" in gym.text
                assert "The last state, 1 set, is in memory only." in " ".join(gym.text.split())
                await gym.press("space")  # try again
            await gym.press("escape")
            await gym.wait(10)
            assert "not on disk" not in gym.text
            assert "REST 0:" in gym.text
        await gym.press("escape")
        await gym.press("l")
        assert not isinstance(gym.app.screen, (WorkoutScreen, ChoiceDialog))
    [session] = gym.files()
    assert len(session["sets"]) == 1


async def test_what_is_left_without_is_as_it_was_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gym = Gym(tmp_path)
    training = gym.start()
    heard: list[Saved] = []

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with gym.app.run_test(size=gym.size) as gym.pilot:
        await gym.open(training)
        training.runner.saver.on_saved = heard.append
        await gym.press("space")
        monkeypatch.setattr(os, "fsync", full)
        await gym.press("space", after_s=60)
        await gym.press("space", after_s=60)
        assert [saved.error is None for saved in heard] == [True, False, False]
        await gym.press("escape")
        await gym.press("l")
        await gym.press("4")
        assert not isinstance(gym.app.screen, (WorkoutScreen, ChoiceDialog))
        assert [notice.message for notice in gym.app._notifications] == ["not saved: No space left on device"]
    [session] = gym.files()
    assert len(session["sets"]) == 1
    assert not list(gym.paths.locks_dir.iterdir())
