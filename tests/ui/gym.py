"""A gym for tests: a running session with a clock that the test moves."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from setpace.run.clock import FakeClock
from setpace.run.training import Training, start_session
from setpace.store.exercises import load_library
from setpace.store.paths import Paths
from setpace.store.routines import load_routines
from setpace.store.settings import load_settings
from setpace.ui.app import SetpaceApp
from setpace.ui.first_files import read_first_files
from setpace.ui.workout import WorkoutScreen

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from textual.pilot import Pilot

START = datetime(2026, 11, 23, 18, 4, 11, tzinfo=timezone(timedelta(hours=1)))


class Gym:
    """A running beginner session with a clock that the test moves."""

    def __init__(
        self, home: Path, size: tuple[int, int] = (80, 24), *, settings: str = "", exercises: str = ""
    ) -> None:
        self.paths = Paths(config=home, data=home, state=home / "state", cache=home / "cache")
        home.mkdir(exist_ok=True)
        for file, content in ((self.paths.settings_file, settings), (self.paths.exercises_file, exercises)):
            if content:
                file.write_text(content, encoding="utf-8")
        self.clock = FakeClock(START)
        self.size = size
        self.settings = load_settings(self.paths).settings
        self.library, _ = load_library(self.paths)
        self.app = SetpaceApp(self.paths, read_first_files(self.paths), clock=self.clock)
        self.pilot: Pilot[None]
        self.screen: WorkoutScreen

    def write_routine(self, routine_id: str, content: str) -> None:
        self.paths.routines_dir.mkdir(exist_ok=True)
        (self.paths.routines_dir / f"{routine_id}.toml").write_text(content, encoding="utf-8")

    async def open(self, training: Training) -> None:
        self.screen = WorkoutScreen(training, ticking=False)
        await self.app.push_screen(self.screen)
        await self.pilot.pause()

    def start(self, routine_id: str = "beginner") -> Training:
        shelf = load_routines(self.paths, self.library)
        routine = next(r for r in shelf.routines if r.id == routine_id)
        return start_session(self.paths, routine, self.library, self.settings, self.clock, direct=True)

    async def press(self, *keys: str, after_s: float = 1) -> None:
        self.clock.advance(after_s)
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.screen.paint()
        await self.pilot.pause()

    @property
    def text(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def files(self) -> list[dict[str, Any]]:
        return [tomllib.loads(f.read_text()) for f in sorted((self.paths.log_dir).glob("*/*.toml"))]
