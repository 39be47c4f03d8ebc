"""A monkey on keyboard and mouse, in a window that somebody resizes all the time: nothing breaks, and the log agrees.

1,000 keys and clicks by default; the long run, with more of them or with a seed that failed:

    SETPACE_MONKEY_KEYS=50000 SETPACE_SEED=7 .venv/bin/pytest -n0 --timeout=0 tests/ui/test_monkey.py
"""

from __future__ import annotations

import os
import random
import re
import sys
import time
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from run.conftest import START
from terminal.log_files import make_log
from textual.events import Key, MouseDown, MouseMove, MouseScrollDown, MouseScrollUp, MouseUp, Resize
from textual.geometry import Size

from setpace.core.commands import COMMANDS
from setpace.core.workout import Ended, to_session
from setpace.core.workout_view import Phase
from setpace.run.clock import FakeClock
from setpace.store.paths import Paths, find_paths
from setpace.store.sessions import Log
from setpace.store.settings import load_settings
from setpace.ui.app import SetpaceApp
from setpace.ui.too_small import TooSmallScreen, is_too_small
from setpace.ui.workout import WorkoutScreen

if TYPE_CHECKING:
    from pathlib import Path

    from textual.events import MouseEvent
    from textual.pilot import Pilot

KEYS = int(os.environ.get("SETPACE_MONKEY_KEYS", "1000"))
BURST = 40
"""Keys and resizes that are posted at most before the program is given time to do them all."""

SIGNS = {"plus": "+", "minus": "-", "equals_sign": "=", "question_mark": "?", "space": " ", "full_stop": "."}
OFTEN = ("space", "enter", "escape", "up", "down", "1", "2", "3", "plus", "minus", "z", "s", "n", "x")
"""What a lifter presses, so that there is something to be found in the log."""

MOUSE = 0.15
"""How many of the monkey's acts are done with the mouse."""

BUTTONS = (1, 1, 1, 2, 3)
"""Left most of the time, now and then the middle one or the right one."""

WAITS_S = (0.0, 0.1, 0.4, 1.0, 7.3, 45.0, 61.0, 125.0, 320.0, 4000.0)


class Monkey:
    """Presses keys, clicks, scrolls, resizes, lets time go by, and compares what it sees with what is on disk."""

    def __init__(self, home: Path, rng: random.Random) -> None:
        self.rng = rng
        self.clock = FakeClock(START)
        self.paths: Paths = find_paths({"SETPACE_HOME": str(home)})
        self.log = Log(self.paths)
        self.left = KEYS
        self.compared = 0
        self.screens: set[str] = set()
        all_keys = {key for command in COMMANDS for key in command.keys} | set("abcdefghijklmnopqrstuvwxyz0123456789")
        self.keys = sorted({*all_keys, "backspace", "delete", "full_stop", "home", "end", "ctrl+p", "ctrl+z", "tab"})

    async def run_program(self) -> None:
        """From a start to a quit, or to the last key."""
        open_at = self.rng.choice(["home", "workout", "workout", "history"])
        settings = load_settings(self.paths).settings
        app = SetpaceApp(self.paths, settings, open_at, clock=self.clock)
        async with app.run_test(size=self.size()) as pilot:
            while self.left > 0 and app._exit is False:
                self.burst(app)
                await self.settle(app, pilot)
                if app._exit is False:
                    self.screens.add(type(app.screen).__name__)
                    await self.compare(app, pilot)
            await pilot.pause()
            app.close_sessions()
        for name, found in self.log.recent():
            assert not isinstance(found, Exception), f"{name.file}: {found}"
            assert found.problems == ()
        assert [f for f in self.paths.log_dir.rglob(".*.tmp") if f.is_file()] == []

    def size(self) -> tuple[int, int]:
        """Mostly a size of this world; now and then hardly anything, or a whole wall."""
        kind = self.rng.random()
        if kind < 0.2:
            return self.rng.randint(10, 45), self.rng.randint(3, 14)
        if kind < 0.94:
            return self.rng.randint(40, 120), self.rng.randint(12, 40)
        return self.rng.randint(130, 300), self.rng.randint(30, 100)

    def burst(self, app: SetpaceApp) -> None:
        """Post some events without waiting for what they do."""
        for _ in range(self.rng.randint(1, BURST)):
            if self.rng.random() < 0.15:
                size = Size(*self.size())
                app._driver._size = size  # type: ignore[union-attr]  # as the pilot does it, without its pause
                app.post_message(Resize(size, size))
            for event in self.mouse(app) if self.rng.random() < MOUSE else self.key():
                event.set_sender(app)
                app.post_message(event)
            self.clock.advance(self.rng.choice(WAITS_S) * self.rng.random())
            self.left -= 1

    def key(self) -> list[Key | MouseEvent]:
        key = self.rng.choice(OFTEN if self.rng.random() < 0.6 else self.keys)
        return [Key(key, SIGNS.get(key, key if len(key) == 1 else None))]

    def mouse(self, app: SetpaceApp) -> list[Key | MouseEvent]:
        """A click, a click that slips, a turn of the wheel or a mere move; also where the window was a moment ago."""

        def event(kind: type[MouseEvent], at: tuple[int, int], button: int = 0) -> MouseEvent:
            x, y = at
            return kind(None, x, y, 0, 0, button, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y)

        def place() -> tuple[int, int]:
            return self.rng.randrange(app.size.width + 5), self.rng.randrange(app.size.height + 3)

        at, button = place(), self.rng.choice(BUTTONS)
        match self.rng.choice(["click", "click", "click", "drag", "wheel", "move"]):
            case "click":
                return [event(MouseDown, at, button), event(MouseUp, at, button)]
            case "drag":
                to = place()
                return [event(MouseDown, at, button), event(MouseMove, to, button), event(MouseUp, to, button)]
            case "wheel":
                kind = self.rng.choice([MouseScrollDown, MouseScrollUp])
                return [event(kind, at) for _ in range(self.rng.randint(1, 5))]
            case _:
                return [event(MouseMove, at)]

    async def settle(self, app: SetpaceApp, pilot: Pilot[None]) -> None:
        """Let everything be done and written."""
        await pilot.pause()
        for screen in app.screen_stack:
            if isinstance(screen, WorkoutScreen) and not screen._let_go:
                assert self.is_written(screen)

    def file_of(self, screen: WorkoutScreen) -> dict[str, Any]:
        return tomllib.loads(screen.training.file.read_text(encoding="utf-8"))

    def is_written(self, screen: WorkoutScreen) -> bool:
        """Whether the file holds the session as the screen has it."""
        state = screen.runner.state
        file = self.file_of(screen)
        session = to_session(state)
        told = [
            (done.slot, done.exercise, done.reps.left, done.load, str(done.form or ""), done.note)
            for done in session.sets
        ]
        kept = [
            (
                s["slot"],
                s["exercise"],
                s.get("reps", s.get("reps_left")),
                s.get("load"),
                s.get("form", ""),
                s.get("note", ""),
            )
            for s in file.get("sets", [])
        ]
        return told == kept and ("finished" in file) == isinstance(state.stage, Ended)

    async def compare(self, app: SetpaceApp, pilot: Pilot[None]) -> None:
        """What stands on the screen, once it was painted, is what stands in the file."""
        for _ in range(20):
            if is_too_small(app.size) == isinstance(app.screen, TooSmallScreen):
                break
            await pilot.pause()
        assert is_too_small(app.size) == isinstance(app.screen, TooSmallScreen), (app.size, app.screen_stack)
        screen = app.screen
        if not isinstance(screen, WorkoutScreen) or screen._let_go:
            return
        view = screen.paint()
        await pilot.pause()
        strips = screen._compositor.render_strips()
        text = "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)
        file = self.file_of(screen)
        done = sum("kind" not in each for each in file.get("sets", []))  # warm-up and technique do not count
        place = re.search(r"set (\d+)/(\d+)", text)
        if place is not None:
            assert int(place[1]) == done + (view.phase is not Phase.SUMMARY), text
        if view.phase in (Phase.REST, Phase.READY) and app.size.width >= 80:
            last = file["sets"][-1]
            left, right = last.get("reps_left"), last.get("reps_right")
            reps = f"{last['reps']}" if left is None else f"{left} L · {right} R"
            load = f"{last['load']:g} {file['unit']}" if "load" in last else "—"
            implements = screen.runner.library.implements(last["exercise"])
            load = f"{implements} × {load}" if implements > 1 and "load" in last else load
            line = re.search(r"DONE +(.*)", text)
            assert line is not None, text
            assert f" {last['set']}  {load} × {reps}" in line[1], text
            rated = re.search("  (clean|shaky|broken)", line[1])  # the keys that rate it stand one blank before theirs
            assert last.get("form") == (rated and rated[1]), text
        self.compared += 1


@pytest.mark.timeout(120)
async def test_a_monkey_breaks_nothing_and_the_log_says_what_the_screen_says(tmp_path: Path) -> None:
    seed = os.environ.get("SETPACE_SEED") or str(random.randrange(10**6))
    sys.stdout.write(f"seed {seed}\n")
    make_log(tmp_path, 12)
    monkey = Monkey(tmp_path, random.Random(seed))
    began = time.perf_counter()
    programs = 0
    while monkey.left > 0:
        await monkey.run_program()
        programs += 1
    took_s = time.perf_counter() - began
    screens = ", ".join(sorted(monkey.screens))
    sys.stdout.write(
        f"{KEYS} keys and clicks in {took_s:.1f} s, {programs} programs, {monkey.compared} comparisons: {screens}\n"
    )
