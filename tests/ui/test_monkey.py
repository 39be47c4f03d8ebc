"""A monkey on keyboard and mouse, in a window that somebody resizes all the time: nothing breaks, and the log agrees.

It is led to each screen in turn and let loose there, at least once on each. 1,000 keys and clicks by default; the long
run, with more of them or with a seed that failed:

    SETPACE_MONKEY_KEYS=50000 SETPACE_SEED=7 .venv/bin/pytest -n0 --timeout=0 tests/ui/test_monkey.py
"""

from __future__ import annotations

import errno
import importlib
import os
import pkgutil
import random
import re
import shutil
import sys
import time
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from run.conftest import START
from terminal.log_files import make_log
from textual.events import Key, MouseDown, MouseMove, MouseScrollDown, MouseScrollUp, MouseUp, Resize
from textual.geometry import Size
from textual.screen import Screen

import setpace.ui
from setpace.core.commands import COMMAND_BY_ID, COMMANDS, keys_of
from setpace.core.workout import Ended, to_session
from setpace.core.workout_view import Phase
from setpace.run.clock import FakeClock
from setpace.store.paths import Paths, find_paths
from setpace.store.sessions import Log
from setpace.ui.app import SetpaceApp
from setpace.ui.calendar import CalendarScreen
from setpace.ui.compare import CompareScreen
from setpace.ui.correct import CorrectScreen
from setpace.ui.dialogs import ChoiceDialog, Dialog, NoteDialog, NumberDialog
from setpace.ui.first_files import read_first_files
from setpace.ui.help import HelpScreen
from setpace.ui.history import HistoryScreen
from setpace.ui.history_filter import FilterLine
from setpace.ui.home import HomeScreen
from setpace.ui.palette import Palette
from setpace.ui.progress import ProgressScreen
from setpace.ui.run_dialog import RunDialog
from setpace.ui.search_dialog import SearchDialog
from setpace.ui.settings_dialogs import KeysDialog, TypeDialog
from setpace.ui.settings_screen import SettingsScreen
from setpace.ui.theme_picker import ThemePicker
from setpace.ui.times_dialog import TimesDialog
from setpace.ui.too_small import TooSmallScreen, is_too_small
from setpace.ui.trash import TrashDialog
from setpace.ui.unreadable import UnreadableDialog
from setpace.ui.unsaved import FolderDialog
from setpace.ui.why import WhyScreen
from setpace.ui.workout import WorkoutScreen
from setpace.ui.workout_dialogs import DetailsScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.events import MouseEvent
    from textual.pilot import Pilot

KEYS = int(os.environ.get("SETPACE_MONKEY_KEYS", "1000"))
BURST = 40
"""Keys and resizes that are posted at most before the program is given time to do them all."""

SHORT_BURST = 8
"""The same, most of the time: the more bursts, the more there is to compare."""

FULL = "full"
"""A step on the way to a screen: from here on the disk is full."""

OLD = ("history", "history-filter", *"2026-11-03..2026-11-19", "enter", "home")
"""The way to a session that was there before the monkey: what this made today may be unfinished, or the first."""

AnyScreen = type[Screen[Any]]

WAYS: dict[str, dict[AnyScreen, tuple[str, ...]]] = {
    "workout": {
        WorkoutScreen: (),
        NoteDialog: ("session-note",),
        NumberDialog: ("type-load",),
        ChoiceDialog: ("leave",),
        DetailsScreen: ("details",),
        TooSmallScreen: ("10x3",),
        Palette: ("ctrl+p",),
        FolderDialog: (FULL, "next", "leave", "l", "s"),
    },
    "history": {
        HistoryScreen: ("history",),
        CorrectScreen: (*OLD, "correct"),
        TimesDialog: (*OLD, "correct", "correct-times"),
        SearchDialog: (*OLD, "correct", "correct-add", "a"),
        CompareScreen: (*OLD, "compare"),
        TrashDialog: ("history", "trash"),
        UnreadableDialog: ("history", "unreadable"),
        ProgressScreen: ("history", "history-progress"),
        CalendarScreen: ("progress", "calendar"),
    },
    "home": {
        HomeScreen: (),
        HelpScreen: ("help",),
        WhyScreen: ("why",),
        RunDialog: ("run",),
        ThemePicker: ("theme",),
        SettingsScreen: ("settings",),
        TypeDialog: ("settings", "setting-type"),
        KeysDialog: ("settings", "end", "setting-change"),
    },
}
"""Where the monkey is let loose: for each screen the commands, keys and sizes that lead there.

In a workout from its first set, else from home.
"""

SHARES: dict[AnyScreen, int] = {WorkoutScreen: 5}
"""How many times as long the monkey stays there as on any other screen."""

ROUND = 1000
"""Keys in which it is led to every screen once."""

COMPARED = {"workout": 8, "history": 4, "home": 0}
"""How often at least a round holds a screen against the log, by where it is led; most hold 30 and 17 of them."""

FEW_SESSIONS = 5

SIGNS = {"plus": "+", "minus": "-", "equals_sign": "=", "question_mark": "?", "space": " ", "full_stop": "."}
NAMES = {sign: name for name, sign in SIGNS.items()}
OFTEN = ("space", "enter", "escape", "up", "down", "1", "2", "3", "plus", "minus", "z", "s", "n", "x")
"""What a lifter presses, so that there is something to be found in the log."""

MOUSE = 0.15
"""How many of the monkey's acts are done with the mouse."""

BUTTONS = (1, 1, 1, 2, 3)
"""Left most of the time, now and then the middle one or the right one."""

WAITS_S = (0.0, 0.1, 0.4, 1.0, 7.3, 45.0, 61.0, 125.0, 320.0, 4000.0)


class Monkey:
    """Presses keys, clicks, scrolls, resizes, lets time go by, and compares what it sees with what is on disk.

    Attributes:
        met: the screens that were on top, with nothing left to do, when keys came.
        left: keys it will press before it is led elsewhere.
        keys_pressed: of keys and clicks, so far.
        compared: how often what was painted was held against the log, by screen.
    """

    def __init__(self, home: Path, rng: random.Random) -> None:
        self.rng = rng
        self.clock = FakeClock(START)
        self.home = home
        self.paths: Paths = find_paths({"SETPACE_HOME": str(home)})
        self.log = Log(self.paths)
        self.spoiled = self.paths.log_dir / "2026" / "spoiled.toml"
        self.left = 0
        self.keys_pressed = 0
        self.compared = dict.fromkeys(CHECKS, 0)
        self.met: set[AnyScreen] = set()
        self.sizes = [(300, 100), (10, 3)]
        self.disk_is_full = False
        all_keys = {key for command in COMMANDS for key in command.keys} | set("abcdefghijklmnopqrstuvwxyz0123456789")
        self.keys = sorted({*all_keys, "backspace", "delete", "full_stop", "home", "end", "ctrl+p", "ctrl+z", "tab"})

    async def visit(self, place: str, target: AnyScreen, keys: int) -> int:
        """Start the program, go to a screen, and let the monkey loose; it may quit.

        Returns:
            How many keys it has not pressed.
        """
        self.left = keys
        self.stock()
        files = read_first_files(self.paths)
        app = SetpaceApp(self.paths, files, "workout" if place == "workout" else "home", clock=self.clock)
        async with app.run_test(size=(self.rng.randint(80, 120), self.rng.randint(24, 40))) as pilot:
            await pilot.pause()
            for step in WAYS[place][target]:
                await self.take(step, app, pilot)
            assert type(app.screen) is target, f"not led to {target.__name__}:\n{self.painted(app)}"
            while self.left > 0 and app._exit is False:
                self.met.add(type(app.screen))
                self.burst(app)
                await self.settle(app, pilot)
                if app._exit is False:
                    await self.look_up(app, pilot)
                if app._exit is False:
                    await self.compare(app, pilot)
            self.disk_is_full = False
            await pilot.pause()
            sessions = [each for each in app.screen_stack if isinstance(each, WorkoutScreen) and not each._let_go]
            app.close_sessions()
            assert all(self.is_written(screen) for screen in sessions if screen.runner.state.performed)
        for name, found in self.log.recent():
            assert name.file == self.spoiled or not isinstance(found, Exception), f"{name.file}: {found}"
            assert isinstance(found, Exception) or found.problems == ()
        assert [f for f in self.paths.log_dir.rglob(".*.tmp") if f.is_file()] == []
        return self.left

    def stock(self) -> None:
        """Have a log in which there is something to be found on every screen."""
        if sum("2026-11-02" < name.stamp < "2026-11-20" for name in self.log.names()) > FEW_SESSIONS:
            return
        shutil.rmtree(self.paths.log_dir, ignore_errors=True)
        files = make_log(self.home, 14)
        for file in files[-2:]:
            self.log.trash(file)
        self.spoiled.write_text("id =")

    async def take(self, step: str, app: SetpaceApp, pilot: Pilot[None]) -> None:
        """One step on the way to a screen."""
        if step == FULL:
            self.disk_is_full = True
        elif re.fullmatch(r"\d+x\d+", step):
            columns, rows = map(int, step.split("x"))
            self.resize(app, (columns, rows))
        else:
            key = keys_of(step, app.settings.keys)[0] if step in COMMAND_BY_ID else step
            self.post(app, self.press(NAMES.get(key, key)))
        self.clock.advance(1)
        await pilot.pause()

    def fsync(self, _descriptor: int) -> None:
        """What brings a file to the disk."""
        if self.disk_is_full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def size(self) -> tuple[int, int]:
        """Mostly a size of this world; now and then hardly anything, or a whole wall."""
        if self.sizes:
            return self.sizes.pop()
        kind = self.rng.random()
        if kind < 0.2:
            return self.rng.randint(10, 45), self.rng.randint(3, 14)
        if kind < 0.94:
            return self.rng.randint(40, 120), self.rng.randint(12, 40)
        return self.rng.randint(130, 300), self.rng.randint(30, 100)

    def burst(self, app: SetpaceApp) -> None:
        """Post some events without waiting for what they do."""
        longest = BURST if self.rng.random() < 0.3 else SHORT_BURST
        for _ in range(min(self.rng.randint(1, longest), self.left)):
            if self.rng.random() < 0.15:
                self.resize(app, self.size())
            for event in self.mouse(app) if self.rng.random() < MOUSE else self.key():
                self.post(app, event)
            self.clock.advance(self.rng.choice(WAITS_S) * self.rng.random())
            self.left -= 1
            self.keys_pressed += 1

    def resize(self, app: SetpaceApp, cells: tuple[int, int]) -> None:
        """As the pilot does it, without its pause."""
        size = Size(*cells)
        app._driver._size = size  # type: ignore[union-attr]
        app.post_message(Resize(size, size))

    def post(self, app: SetpaceApp, event: Key | MouseEvent) -> None:
        event.set_sender(app)
        app.post_message(event)

    def press(self, key: str) -> Key:
        return Key(key, SIGNS.get(key, key if len(key) == 1 else None))

    def key(self) -> list[Key | MouseEvent]:
        return [self.press(self.rng.choice(OFTEN if self.rng.random() < 0.6 else self.keys))]

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
            if isinstance(screen, WorkoutScreen) and not screen._let_go and not self.disk_is_full:
                assert self.is_written(screen)
            if isinstance(screen, CorrectScreen) and not self.disk_is_full:
                assert self.log.read(screen.file).session == screen.session

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

    async def look_up(self, app: SetpaceApp, pilot: Pilot[None]) -> None:
        """Most of the time leave what lies over a screen that can be held against the log."""
        if not any(isinstance(screen, tuple(CHECKS)) for screen in app.screen_stack) or self.rng.random() < 0.3:
            return
        if is_too_small(app.size) or self.rng.random() < 0.5:
            self.resize(app, (self.rng.randint(80, 120), self.rng.randint(20, 40)))
            await self.settle(app, pilot)
        for _ in range(3):
            if app._exit is not False or not isinstance(app.screen, Dialog | Palette):
                return
            self.post(app, self.press("escape"))
            await self.settle(app, pilot)

    async def compare(self, app: SetpaceApp, pilot: Pilot[None]) -> None:
        """What stands on the screen, once it was painted, is what stands in the log."""
        for _ in range(20):
            if is_too_small(app.size) == isinstance(app.screen, TooSmallScreen):
                break
            await pilot.pause()
        assert is_too_small(app.size) == isinstance(app.screen, TooSmallScreen), (app.size, app.screen_stack)
        check = CHECKS.get(type(app.screen))
        if check is not None and not self.disk_is_full:
            if isinstance(app.screen, WorkoutScreen):
                app.screen.paint()
                await pilot.pause()
            self.compared[type(app.screen)] += check(self, app.screen, self.painted(app))

    def painted(self, app: SetpaceApp) -> str:
        strips = app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def check_workout(self, screen: WorkoutScreen, text: str) -> bool:
        """The place in the session, and the set just done."""
        if screen._let_go:
            return False
        view = screen.runner.view()
        file = self.file_of(screen)
        done = sum("kind" not in each for each in file.get("sets", []))  # warm-up and technique do not count
        place = re.search(r"set (\d+)/(\d+)", text)
        if place is not None:
            assert int(place[1]) == done + (view.phase is not Phase.SUMMARY), text
        if view.phase not in (Phase.REST, Phase.READY) or screen.app.size.width < 80:
            return place is not None
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
        return True

    def check_correction(self, screen: CorrectScreen, text: str) -> bool:
        """The sets in sight, which are a piece of those of the file."""
        if screen.app.size.width < 80:
            return False
        row = r" (\d+) +(—|[\d.]+ (?:kg|lb)) × (\d+)(?: L · (\d+) R)?.*?  (?:\S )?(clean|shaky|broken|not rated)"
        shown = re.findall(row, text)
        assert len(shown) == text.count(" × "), text
        file = tomllib.loads(screen.file.read_text(encoding="utf-8"))
        kept = [
            (
                str(each["set"]),
                f"{each['load']:g} {file['unit']}" if "load" in each else "—",
                str(each.get("reps", each.get("reps_left"))),
                str(each.get("reps_right", "")),
                each.get("form", "not rated"),
            )
            for each in file.get("sets", [])
        ]
        begins = range(len(kept) - len(shown) + 1)
        assert any(kept[begin : begin + len(shown)] == shown for begin in begins), (kept, text)
        return bool(shown)

    def check_history(self, screen: HistoryScreen, text: str) -> bool:
        """How many sessions there are."""
        if screen._reading.goes_on or screen.query_one(FilterLine).is_open:
            return False
        kept = sum(not isinstance(found, Exception) for _, found in self.log.recent())
        place = re.search(r"HISTORY  \d+ of (\d+)", text)
        assert (int(place[1]) if place else 0) == kept, text
        return True


CHECKS: dict[AnyScreen, Callable[[Monkey, Any, str], bool]] = {
    WorkoutScreen: Monkey.check_workout,
    CorrectScreen: Monkey.check_correction,
    HistoryScreen: Monkey.check_history,
}
"""What is held against the log, by screen; it says whether there was something to compare."""


@pytest.mark.timeout(120)
@pytest.mark.parametrize("place", WAYS)
async def test_a_monkey_breaks_nothing_and_the_log_says_what_the_screen_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    seed = os.environ.get("SETPACE_SEED") or str(random.randrange(10**6))
    sys.stdout.write(f"seed {seed}\n")
    monkey = Monkey(tmp_path, random.Random(f"{seed}-{place}"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "fsync", monkey.fsync)
    began = time.perf_counter()
    ways = WAYS[place]
    rounds = max(KEYS // ROUND, 1)
    shares = {screen: SHARES.get(screen, 1) for each in WAYS.values() for screen in each}
    for _ in range(rounds):
        for screen in ways:
            left = max(KEYS * shares[screen] // (rounds * sum(shares.values())), 1)
            while left > 0:
                left = await monkey.visit(place, screen, left)
    took_s = time.perf_counter() - began
    compared = ", ".join(f"{screen.__name__} {count}" for screen, count in monkey.compared.items())
    sys.stdout.write(f"{place}: {monkey.keys_pressed} keys and clicks in {took_s:.1f} s, compared: {compared}\n")
    assert monkey.met >= set(ways)
    assert KEYS < ROUND or sum(monkey.compared.values()) >= COMPARED[place] * rounds


def test_the_monkey_is_led_to_every_screen_there_is() -> None:
    for module in pkgutil.iter_modules(setpace.ui.__path__, "setpace.ui."):
        importlib.import_module(module.name)
    found: list[AnyScreen] = [Screen]
    for each in found:
        found += [below for below in each.__subclasses__() if below not in found]
    ours = [each for each in found if each.__module__.startswith("setpace.")]
    leaves = {each for each in ours if not any(below in ours for below in each.__subclasses__())}
    assert {screen for ways in WAYS.values() for screen in ways} == leaves
