"""Stopping and going on: `ctrl+z` and `fg`, SIGSTOP and SIGCONT."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any
from weakref import ref

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.driver import Driver

    from setpace.ui.workout import WorkoutScreen

_LOOK_AGAIN_S = 0.5
"""In the background without a shell that could stop us: so often the foreground is looked for, in seconds."""

_SETTLE_S = 0.05
"""A signal sent together with the one that continues us (as `kill %1` does) may be taken by another thread, a moment
later, in seconds: it must be known before we stop again."""


def stop_and_go_on_with_the_program(screen: WorkoutScreen) -> None:
    """Have what goes along with a session stop while the program is stopped, and be right when it goes on.

    The title is given back and the laptop may fall asleep. Going on, the session is painted before anything else is:
    else the first thing to be seen would be the clock as it was when the program was stopped.

    Args:
        screen: of the session; both end with it.
    """
    # A signal forgets a screen that has gone only if nothing that it calls holds the screen.
    its = ref(screen)

    def stop(_app: App[Any]) -> None:
        if (screen := its()) is not None:
            screen.title_line.restore()
            if screen.awake is not None:
                screen.awake.let_go()

    def go_on(_app: App[Any]) -> None:
        if (screen := its()) is not None:
            screen.paint()

    screen.app.app_suspend_signal.subscribe(screen, stop, immediate=True)
    screen.app.app_resume_signal.subscribe(screen, go_on, immediate=True)


class JobControl:
    """Gives the terminal back while the program is stopped, and takes it again when it goes on.

    Textual's own handlers start a second pair of input and writer threads after a SIGSTOP, which then hang at the end,
    and stop a program for good that no shell could continue. These take their place.

    Args:
        app: the app on the terminal.
        driver: what drives the terminal.
        install_ends: installs the handlers of the signals that end the program.
        end: ends the program by a signal that came while it was stopped, the terminal being restored already.
    """

    def __init__(
        self, app: App[Any], driver: Driver, install_ends: Callable[[], None], end: Callable[[int], None]
    ) -> None:
        self._app = app
        self._driver = driver
        self._install_ends = install_ends
        self._end = end

    def install(self) -> None:
        """Take over SIGTSTP and SIGCONT."""
        if sys.platform != "win32":
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGTSTP, self.stop)
            loop.add_signal_handler(signal.SIGCONT, self._continued)

    def stop(self) -> None:
        """Give the terminal back and stop, as `ctrl+z` does in any program; returns when the program goes on."""
        if not self._driver.can_suspend:
            return
        self._app.app_suspend_signal.publish(self._app)
        self._driver.suspend_application_mode()
        stopped = self._wait_for_the_foreground()
        self._driver.resume_application_mode()
        self._go_on()
        if not stopped:
            self._app.notify("No shell is there that could go on with Setpace: it is not stopped.", markup=False)

    def _continued(self) -> None:
        """Stopped without being asked (SIGSTOP), the terminal is as it was left, or as a shell made it meanwhile."""
        if self._app._exit:  # noqa: SLF001 - Textual has no public way to it
            return  # a lost terminal sends SIGCONT after SIGHUP: threads begun once the driver is closed never end
        if not self._in_foreground():
            self._wait_for_the_foreground()
        self._app.app_suspend_signal.publish(self._app)
        self._driver.suspend_application_mode()
        self._driver.resume_application_mode()
        self._go_on()

    def _go_on(self) -> None:
        self._app.app_resume_signal.publish(self._app)
        self._app.refresh(layout=True)

    def _wait_for_the_foreground(self) -> bool:
        """Stop until a shell says `fg`; after a mere `bg` stop again.

        The event loop does not run meanwhile: what it painted would fill the driver's queue and block.

        Returns:
            Whether the program was stopped; without a shell that could continue it the system does not.
        """
        if sys.platform == "win32":
            return False
        asked: list[int] = []
        continued: list[int] = []
        wakeup = signal.set_wakeup_fd(-1)  # what comes now is not for the event loop
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, lambda number, _: asked.append(number))
        signal.signal(signal.SIGCONT, lambda number, _: continued.append(number))
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        try:
            while not asked:
                before = len(continued)
                os.kill(0, signal.SIGTSTP)  # the whole group, as the terminal would: a script around us stops too
                time.sleep(_SETTLE_S)
                if asked or self._in_foreground():
                    break
                if len(continued) == before:
                    time.sleep(_LOOK_AGAIN_S)
        finally:
            signal.set_wakeup_fd(wakeup)
            self._install_ends()
            self.install()
        if asked:
            self._end(asked[0])
        return bool(continued)

    @staticmethod
    def _in_foreground() -> bool:
        """Whether the terminal is ours to write to; also where it is nobody's."""
        try:
            return sys.__stdin__ is None or os.tcgetpgrp(sys.__stdin__.fileno()) == os.getpgrp()
        except OSError:
            return True
