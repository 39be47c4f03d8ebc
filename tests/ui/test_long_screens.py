"""Eight hours on the screens, by a clock moved by hand: what a day leaves behind in the app is nothing.

Counted are things and not bytes: widgets, nodes of the app, timers, tasks, handlers of the event loop, subscriptions.
"""

from __future__ import annotations

import asyncio
import gc
import threading
from collections import Counter
from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING

import pytest
from textual.events import Key
from textual.message_pump import MessagePump
from textual.timer import Timer
from ui.gym import START, Gym

from setpace.core.session import Form
from setpace.core.workout_view import Does, Phase
from setpace.run.saver import ThreadSaver
from setpace.ui.workout import WorkoutScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOURS = 8
PATIENCE_S = 20
SIGNS = {"space": " ", "question_mark": "?"}
SETS = 3
ROUTINE = f"""\
name = "All day"
level = "beginner"
[[exercises]]
exercise = "kettlebell-deadlift"
sets = {SETS - 1}
reps = 12
[[exercises]]
exercise = "barbell-clean"
sets = 1
reps = 5
"""

OVER_A_SET = (("d",), ("question_mark",), ("n",), ("x",), ("w",), ("N",))
"""What is opened over a workout, in turns; `escape` closes it."""

AT_HOME = (("h",), ("p", "c"), ("s",), ("t",), ("i",), ("question_mark",), ("ctrl+p",), ("u",))
"""What is opened at home, in turns; one `escape` for each."""


class Counts:
    """How much of what an app could forget to let go of is there."""

    def __init__(self, gym: Gym) -> None:
        gc.collect()
        kinds = Counter[type]()
        timers = 0
        for each in gc.get_objects():
            if isinstance(each, MessagePump):
                kinds[type(each)] += 1
            elif isinstance(each, Timer):
                timers += 1
        loop = asyncio.get_running_loop()
        app = gym.app
        signals = (app.app_suspend_signal, app.app_resume_signal, app.screen_change_signal, app.theme_changed_signal)
        self.pumps = dict(kinds)
        self.others = {
            "nodes": len(app._registry),
            "timers": timers,
            "tasks": len(asyncio.all_tasks()),
            "scheduled": sum(not handle.cancelled() for handle in loop._scheduled),  # type: ignore[attr-defined]
            "subscriptions": sum(len(calls) for signal in signals for calls in signal._subscriptions.values()),
            "threads": threading.active_count(),
            "notices": len(app._notifications),
        }

    def more_than(self, before: Counts) -> dict[str, int]:
        """What has become more, and by how many."""
        grown = {kind.__name__: count - before.pumps.get(kind, 0) for kind, count in self.pumps.items()}
        grown |= {name: count - before.others[name] for name, count in self.others.items()}
        return {name: by for name, by in grown.items() if by > 0}


class Day:
    """Sessions one after another, and every screen between them."""

    def __init__(self, gym: Gym) -> None:
        self.gym = gym
        self.sessions = 0
        self.over_a_set, self.at_home = cycle(OVER_A_SET), cycle(AT_HOME)

    async def press(self, key: str, happens: Callable[[], bool]) -> None:
        """Press a key a second later, and go on as soon as it has done what it does; a pilot would wait far longer."""
        self.gym.clock.advance(1)
        event = Key(key, SIGNS.get(key, key if len(key) == 1 else None))
        event.set_sender(self.gym.app)
        self.gym.app.post_message(event)
        await self.until(happens)

    async def until(self, happens: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not happens():  # noqa: ASYNC110 - the app itself is what is waited for
                await asyncio.sleep(0)

    async def visit(self, keys: tuple[str, ...]) -> None:
        """Open one screen over the other, and close them."""
        app = self.gym.app
        below = app.screen_stack
        for key in keys:
            depth = len(app.screen_stack)
            await self.press(key, lambda d=depth: len(app.screen_stack) > d and app.screen.is_mounted)  # type: ignore[misc]
        for _ in keys:
            depth = len(app.screen_stack)
            await self.press("escape", lambda d=depth: len(app.screen_stack) < d)  # type: ignore[misc]
        assert app.screen_stack == below

    async def seconds(self, count: int) -> None:
        """Let time go by, with the timer that wakes the screen up at each second that it would."""
        screen = self.gym.screen
        for step_s in (1, count - 1):
            self.gym.clock.advance(step_s)
            assert screen._timer is not None
            screen._timer.stop()  # it would have rung
            screen.tick()
            await self.gym.pilot.pause()

    async def session(self) -> None:
        """Sets, corrections, and what can be opened meanwhile, then home; every other session is left in the middle."""
        gym = self.gym
        training = gym.start("all-day")
        runner = training.runner
        runner.saver = ThreadSaver(training.writer)
        gym.screen = WorkoutScreen(training)
        await gym.app.push_screen(gym.screen)
        await gym.pilot.pause()
        self.sessions += 1
        to_the_end = self.sessions % 2 == 0

        def resting() -> bool:
            return runner.view().does is Does.START

        for _ in range(SETS if to_the_end else SETS - 1):
            await self.seconds(240)
            await self.visit(next(self.over_a_set))
            await self.press("space", lambda: resting() or runner.view().phase is Phase.SUMMARY)
            if not resting():
                break
            await self.seconds(50)
            await self.press("2", lambda: runner.state.performed[-1].form is Form.SHAKY)
            await self.visit(next(self.over_a_set))
            await self.seconds(3000)  # past the maximum, and past what counts as begun
            await self.press("space", lambda: not resting())
        if to_the_end:
            gym.clock.advance(10)
            await self.press("space", lambda: gym.screen not in gym.app.screen_stack)
        else:
            await self.press("escape", lambda: gym.app.screen is not gym.screen and gym.app.screen.is_mounted)
            await self.press("l", lambda: gym.screen not in gym.app.screen_stack)
        for _ in range(len(AT_HOME) // 2):
            await self.visit(next(self.at_home))
        gym.app.clear_notifications()
        await gym.pilot.pause()


@pytest.mark.timeout(120)
async def test_a_day_of_training_leaves_nothing_behind_in_the_app(tmp_path: Path) -> None:
    gc.collect()
    gc.freeze()  # what other tests left in this process is not counted, nor looked through each time
    gym = Gym(tmp_path)
    gym.write_routine("all-day", ROUTINE)
    day = Day(gym)
    async with gym.app.run_test(size=gym.size) as gym.pilot:
        await gym.pilot.pause()
        for _ in range(2):  # each screen once: what is loaded and kept on first use
            await day.session()
        early = Counts(gym)
        began = gym.clock.now()
        while gym.clock.now() - began < timedelta(hours=HOURS):
            await day.session()
        # A thread that reads for a screen which was closed meanwhile holds that until it has read.
        await asyncio.get_running_loop().shutdown_default_executor()
        grown = Counts(gym).more_than(early)
        for _ in range(10):  # what was closed last may be on its way out still
            if grown:
                await gym.pilot.pause()
                grown = Counts(gym).more_than(early)
    assert gym.clock.now() - START > timedelta(hours=HOURS)
    assert early.pumps
    assert grown == {}
