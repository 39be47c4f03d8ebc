"""Signals that end the program: the session is kept and the terminal restored, whatever comes."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from typing import TYPE_CHECKING

from textual.events import Key

from setpace.ui.ending import leave_last_words, say_last_words
from setpace.ui.job_control import JobControl

if TYPE_CHECKING:
    from textual.events import Event

    from setpace.ui.app import SetpaceApp

PATIENCE_S = 4
"""Seconds the app gets to end in order; a terminal that is gone may never take what is written to it.

A disk that hangs is waited for less long (`setpace.run.saver.PATIENCE_S`), so that the session can still be printed.
"""

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
        self._hang_up: select.epoll | None = None
        self.status: int | None = None
        self.jobs: JobControl | None = None

    def install(self) -> None:
        """Take over SIGTERM, SIGHUP and SIGINT, before the terminal is touched; does nothing without a terminal."""
        if self._app.is_headless or sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            loop.add_signal_handler(number, self._end, number)

    def install_on_terminal(self) -> None:
        """Take over the signals that Textual's driver has taken, and watch the terminal that it reads."""
        driver = self._app._driver  # noqa: SLF001 - Textual has no public way to it
        if self._app.is_headless or sys.platform == "win32" or driver is None:
            return
        self.jobs = JobControl(self._app, driver, self.install, self._end_stopped)
        self.jobs.install()
        if hasattr(select, "epoll") and sys.stdin is not None:
            # A program that is not the terminal's own (setsid) gets no SIGHUP when it goes, and Textual would then
            # read its end over and over. Nothing is asked for, so only a hang-up makes this readable.
            self._hang_up = select.epoll()
            self._hang_up.register(sys.stdin.fileno(), 0)
            asyncio.get_running_loop().add_reader(self._hang_up.fileno(), self._terminal_is_gone)

    def stopped_by(self, event: Event) -> bool:
        """Stop if the event is `ctrl+z`, as anywhere in a terminal, unless the user gave that key to a command."""
        if self.jobs is None or not isinstance(event, Key) or event.key != STOP_KEY:
            return False
        if any(STOP_KEY in keys for keys in self._app.remapped_keys.values()):
            return False
        self.jobs.stop()
        return True

    def _terminal_is_gone(self) -> None:
        if self._hang_up is not None:
            asyncio.get_running_loop().remove_reader(self._hang_up.fileno())
            self._hang_up.close()
            self._hang_up = None
        self._end(signal.SIGHUP)

    def _end(self, number: int) -> None:
        """Keep the session, then end."""
        if self.status is not None:
            return
        self.status = status = _EXIT_BASE + number
        if hasattr(signal, "SIGTTOU"):  # in the background, restoring the terminal would stop the program for good
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        self._end_in_time(status)
        self._app.close_sessions()
        self._app.exit(return_code=status)

    def _end_stopped(self, number: int) -> None:
        """Keep the session and end at once: the terminal is restored already, and may be another program's by now."""
        self._end_in_time(_EXIT_BASE + number)
        self._app.close_sessions()
        say_last_words(self._app.last_words)
        let_go_of_lost_terminal()
        os._exit(_EXIT_BASE + number)

    def _end_in_time(self, status: int) -> None:
        """End in any case, with the sessions that could not be written in a file where nobody was told of them."""

        def give_up() -> None:
            leave_last_words(self._app.last_words)
            os._exit(status)

        watchdog = threading.Timer(PATIENCE_S, give_up)
        watchdog.daemon = True
        watchdog.start()


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
