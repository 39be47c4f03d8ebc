"""Signals that end the program: the session is kept and the terminal restored, whatever comes."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.events import Key

from setpace.run.watchdog import Watchdog
from setpace.ui.ending import errors_noted, leave_behind, say_last_words
from setpace.ui.job_control import JobControl

if TYPE_CHECKING:
    from textual.events import Event

    from setpace.ui.app import SetpaceApp

STOP_KEY = "ctrl+z"

_EXIT_BASE = 128
"""A program ended by signal N has the exit status 128 + N, as shells have it."""


class Signals:
    """The signals of one app.

    Attributes:
        status: exit status asked for by a signal; None where none came.
        jobs: stopping and going on, as shells have it; None where there is no such thing.
    """

    def __init__(self, app: SetpaceApp) -> None:
        self._app = app
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watchdog: Watchdog | None = None
        self._line_settings: list[Any] | None = None
        self.status: int | None = None
        self.jobs: JobControl | None = None

    def install(self) -> None:
        """Take over SIGTERM, SIGHUP and SIGINT, before the terminal is touched; does nothing without a terminal."""
        if self._app.is_headless or sys.platform == "win32":
            return
        self._loop = asyncio.get_running_loop()
        self._watchdog = self._watchdog or Watchdog(self._give_up)
        # Not the loop's own handlers: a terminal that takes nothing holds up the loop, and they would never run.
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, self._asked_to_end)

    def install_on_terminal(self) -> None:
        """Take over the signals that Textual's driver has taken, and watch the terminal that it reads."""
        driver = self._app._driver  # noqa: SLF001 - Textual has no public way to it
        if self._app.is_headless or sys.platform == "win32" or driver is None:
            return
        self.jobs = JobControl(self._app, driver, self.install, self._end_stopped)
        self.jobs.install()
        self._line_settings = getattr(driver, "attrs_before", None)
        if hasattr(select, "epoll") and sys.stdin is not None:
            threading.Thread(target=_watch_terminal, args=(sys.stdin.fileno(),), daemon=True).start()

    def stopped_by(self, event: Event) -> bool:
        """Stop if the event is `ctrl+z`, as anywhere in a terminal, unless the user gave that key to a command."""
        if self.jobs is None or not isinstance(event, Key) or event.key != STOP_KEY:
            return False
        if any(STOP_KEY in keys for keys in self._app.remapped_keys.values()):
            return False
        self.jobs.stop()
        return True

    def _asked_to_end(self, number: int, _frame: object = None) -> None:
        """End in order, as soon as the loop comes to it, and in any case."""
        if self.status is not None or self._watchdog is None or self._loop is None:
            return
        self.status = _EXIT_BASE + number
        if sys.platform != "win32":  # in the background, restoring the terminal would stop the program for good
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        self._watchdog.let_loose(self.status)
        with suppress(RuntimeError):  # the app has ended already
            self._loop.call_soon_threadsafe(self._end, self.status)

    def _end(self, status: int) -> None:
        """Keep the session, then end."""
        with errors_noted(self._app):
            self._app.close_sessions()
        self._app.exit(return_code=status)

    def _end_stopped(self, number: int) -> None:
        """Keep the session and end at once: the terminal is restored already, and may be another program's by now."""
        self._line_settings = None
        if self._watchdog is not None:
            self._watchdog.let_loose(_EXIT_BASE + number)
        with errors_noted(self._app):
            self._app.close_sessions()
        say_last_words(self._app.last_words)
        let_go_of_lost_terminal()
        os._exit(_EXIT_BASE + number)

    def _give_up(self) -> None:
        """In the watchdog's thread: no set is lost; a terminal that takes nothing has line settings all the same."""
        try:
            leave_behind(self._app)
        finally:
            if sys.platform != "win32" and self._line_settings is not None and sys.__stdin__ is not None:
                import termios  # noqa: PLC0415 - not on every system

                with suppress(termios.error):
                    termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, self._line_settings)


def _watch_terminal(descriptor: int) -> None:
    """Wait until the terminal is gone, and then tell of it as the system would.

    A program that is not the terminal's own (setsid) gets no SIGHUP when it goes, and would go on with nobody there.
    """
    if sys.platform == "linux":
        with select.epoll() as hang_up:
            hang_up.register(descriptor, 0)  # nothing is asked for, so only a hang-up ends the wait
            hang_up.poll()
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGHUP)


def let_go_of_lost_terminal() -> None:
    """Send what is still to be printed nowhere where the terminal is gone.

    Python would find out at its very end, and exit with 120 in place of the status asked for.
    """
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        if stream is None:
            continue
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
