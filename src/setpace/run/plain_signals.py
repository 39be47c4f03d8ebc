"""Signals in plain mode: each ends the wait for a key at once, and the session is kept."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from setpace.run.watchdog import Watchdog

if TYPE_CHECKING:
    from collections.abc import Callable

_EXIT_BASE = 128
"""A program ended by signal N has the exit status 128 + N, as shells have it."""

HANG_UP_STATUS = _EXIT_BASE + 1
"""The status where the terminal is gone, which the system tells by SIGHUP (1)."""


class Stops:
    """The signals that end the program, as a context; they are as before afterwards.

    Attributes:
        status: exit status that a signal asks for; None where none came.
        wakes: descriptors that can be read once a signal came.
        on_stop: called before `ctrl+z` stops the program.
        last_chance: called before the program is ended because it did not end by itself, in another thread.
    """

    def __init__(self) -> None:
        self.status: int | None = None
        self.wakes: tuple[int, ...] = ()
        self.on_stop: Callable[[], None] = lambda: None
        self.last_chance: Callable[[], object] = lambda: None
        self._write_end = -1
        self._before: dict[int, Any] = {}
        self._wakeup_before = -1
        self._watchdog: Watchdog | None = None
        self._release: Callable[[], None] = lambda: None
        self._take: Callable[[], None] = lambda: None

    def __enter__(self) -> Self:
        self._watchdog = Watchdog(self._give_up)
        if sys.platform != "win32":
            read_end, self._write_end = os.pipe()
            self.wakes = (read_end,)
            for end in (read_end, self._write_end):
                os.set_blocking(end, False)
            self._wakeup_before = signal.set_wakeup_fd(self._write_end, warn_on_full_buffer=False)
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                self._handle(getattr(signal, name), self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        if self._watchdog is not None:
            self._watchdog.call_off()
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self.wakes:
            signal.set_wakeup_fd(self._wakeup_before)
            for end in (*self.wakes, self._write_end):
                os.close(end)

    def came(self) -> bool:
        """Whether a signal asks for the end."""
        return self.status is not None

    def on_terminal(self, release: Callable[[], None], take: Callable[[], None]) -> None:
        """Give the terminal back while the program is stopped (`ctrl+z`), and take it again.

        Args:
            release: restores the terminal's modes; called before a stop.
            take: sets ours; called when the program goes on.
        """
        self._release, self._take = release, take
        if sys.platform != "win32":
            self._handle(signal.SIGTSTP, self._suspend)
            self._handle(signal.SIGCONT, self._resume)

    def woken(self) -> None:
        """Forget what woke the wait."""
        for end in self.wakes:
            with suppress(BlockingIOError):
                os.read(end, 512)

    def _handle(self, number: int, handler: Callable[[int, object], None]) -> None:
        before = signal.signal(number, handler)
        self._before.setdefault(number, before)

    def _stop(self, number: int, _frame: object) -> None:
        if self.status is None:
            self.status = _EXIT_BASE + number
            if self._watchdog is not None:
                self._watchdog.let_loose(self.status)

    def _give_up(self) -> None:
        """A terminal that takes nothing more has modes all the same."""
        try:
            self.last_chance()
        finally:
            self._release()

    def _suspend(self, number: int, _frame: object) -> None:
        self._release()
        self.on_stop()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)  # stops here; without a shell that could continue it the system ignores it
        self._resume(number, None)

    def _resume(self, _number: int, _frame: object) -> None:
        if sys.platform != "win32":
            signal.signal(signal.SIGTSTP, self._suspend)
        self._take()
