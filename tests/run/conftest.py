"""A user's folder, a clock that is moved by hand, and sessions on both."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from run.plain_gym import Gym

from setpace.run.clock import FakeClock
from setpace.run.training import Training, resume_session, start_session
from setpace.store.exercises import load_library
from setpace.store.paths import Paths, find_paths
from setpace.store.routines import load_routines
from setpace.store.sessions import Log
from setpace.store.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.store.session_format import SessionFile

START = datetime(2026, 11, 23, 18, 4, 11, tzinfo=timezone(timedelta(hours=1)))


class Bench:
    """Where sessions are begun and what they leave on disk; every save is done when the call returns."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.clock = FakeClock(START)
        self.library, _ = load_library(paths)
        self.log = Log(paths)

    def start(self, routine_id: str = "beginner") -> Training:
        routine = next(r for r in load_routines(self.paths, self.library).routines if r.id == routine_id)
        settings = load_settings(self.paths).settings
        return start_session(self.paths, routine, self.library, settings, self.clock, direct=True)

    def resume(self, file: Path, keys: dict[str, tuple[str, ...]] | None = None) -> Training:
        return resume_session(self.paths, file, self.library, self.clock, keys=keys, direct=True)

    def next(self, training: Training, after_s: float = 40) -> None:
        """Press the one key a while later."""
        self.clock.advance(after_s)
        outcome = training.runner.advance()
        assert not outcome.refused, outcome.said

    def lift(self, training: Training, sets: int, load: float | None = None) -> None:
        """Do so many sets of 40 s, with a rest of 75 s before each but the session's first."""
        for place in range(sets):
            if place or training.runner.state.performed:
                self.next(training, after_s=75)
            prompt = training.runner.view().current
            assert prompt is not None
            if load is not None and prompt.load != load:
                training.runner.type_load(prompt, load)
            self.next(training)

    def left(self, sets: int = 2) -> Path:
        """The file of a session left in the rest after so many sets."""
        training = self.start()
        self.lift(training, sets)
        assert training.leave() is None
        return training.file

    def files(self) -> list[Path]:
        """The sessions on disk, by name."""
        return sorted(self.paths.log_dir.glob("2*/*.toml"))

    def read(self, file: Path) -> SessionFile:
        return self.log.read(file)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find_paths({"SETPACE_HOME": str(tmp_path)})


@pytest.fixture
def bench(paths: Paths) -> Bench:
    return Bench(paths)


@pytest.fixture
def gym(tmp_path: Path) -> Gym:
    return Gym(tmp_path, START)


@pytest.fixture
def last_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where sessions go that can go nowhere else, instead of the real home folder."""
    folder = tmp_path_factory.mktemp("last")
    monkeypatch.setattr("setpace.run.rescue._last_folders", lambda: [str(folder)])
    return folder
