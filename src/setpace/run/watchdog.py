"""The end of the program within a bounded time, whatever holds it up."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_S = 4
"""Seconds to end in order: a terminal that is gone, stopped or frozen may never take what is written to it.

A disk that hangs is waited for less long (`setpace.run.saver.PATIENCE_S`), so that the session can still be printed.
"""


class Watchdog:
    """A thread that waits to be let loose, and then ends the process unless it ends by itself.

    Args:
        last_chance: called in that thread before the end; it must not take long.
    """

    def __init__(self, last_chance: Callable[[], object]) -> None:
        self._last_chance = last_chance
        self._loose = threading.Event()
        self._off = threading.Event()
        self._status = 1
        # Begun now and not when it is needed: a signal may come while the main thread holds what starting one needs.
        self._thread = threading.Thread(target=self._watch, name="setpace-watchdog", daemon=True)
        self._thread.start()

    def let_loose(self, status: int) -> None:
        """End the process with `status` after `PATIENCE_S`; may be called by the handler of a signal, once."""
        self._status = status
        self._loose.set()

    def call_off(self) -> None:
        """Never end it, and end the thread."""
        self._off.set()
        self._loose.set()

    def _watch(self) -> None:
        self._loose.wait()
        if self._off.wait(PATIENCE_S):
            return
        try:
            self._last_chance()
        finally:
            os._exit(self._status)
