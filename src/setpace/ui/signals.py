"""Signals: whatever ends the program, the session is kept and the terminal restored."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from setpace.ui.app import SetpaceApp

PATIENCE_S = 4
"""Seconds the app gets to end in order; a terminal that is gone may never take what is written to it."""

_EXIT_BASE = 128
"""A program ended by signal N has the exit status 128 + N, as shells have it."""


class Signals:
    """The signals of one app.

    Attributes:
        status: exit status asked for by a signal; None where none came.
    """

    def __init__(self, app: SetpaceApp) -> None:
        self._app = app
        self.status: int | None = None

    def install(self) -> None:
        """Take over SIGTERM, SIGHUP and SIGINT, and Textual's SIGCONT; does nothing outside of a real terminal."""
        if self._app.is_headless or os.name != "posix":
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            loop.add_signal_handler(number, self._end, number)
        self._tame_continue(loop)

    def _end(self, number: int) -> None:
        """Keep the session, then end."""
        if self.status is not None:
            return
        self.status = status = _EXIT_BASE + number
        app = self._app
        trouble = app.close_sessions()
        watchdog = threading.Timer(PATIENCE_S, os._exit, (status,))
        watchdog.daemon = True
        watchdog.start()
        app.exit(return_code=status, message=trouble)

    def _tame_continue(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let Textual resume its driver only where it had suspended it.

        After a plain SIGSTOP it would start a second pair of input and writer threads and hang at the end.
        """
        driver = self._app._driver  # noqa: SLF001 - Textual has no public way to it
        if not hasattr(driver, "_must_signal_resume"):
            return
        resume = signal.getsignal(signal.SIGCONT)

        def on_continue(number: int, frame: object) -> None:
            if getattr(driver, "_must_signal_resume", False) and callable(resume):
                resume(number, frame)  # type: ignore[arg-type]
            else:
                loop.call_soon_threadsafe(self._app.refresh)

        signal.signal(signal.SIGCONT, on_continue)


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
