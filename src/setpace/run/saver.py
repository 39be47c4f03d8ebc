"""Saving while training: in order, newest state wins, never in the way of the clock."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from setpace.core.errors import DataError, SetpaceError
from setpace.core.workout import to_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from setpace.core.workout import Workout
    from setpace.store.session_writer import SessionWriter


LOG = logging.getLogger("setpace.saver")

RETRY_S = 2.0
"""A disk that is full or away may be back after so many seconds."""


FRAME_S = 0.02
"""How long a save lets the screen go first, in seconds."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save.

    Attributes:
        state: the state it was for.
        error: why it could not be written, one line; None = it is on disk.
        moved: the file was changed by another program, so the session goes on in a new one.
    """

    state: Workout
    error: str | None = None
    moved: bool = False


class Saver(Protocol):
    """Where a runner sends each new state.

    Attributes:
        on_saved: called after each write, perhaps in another thread.
    """

    on_saved: Callable[[Saved], None]

    def save(self, state: Workout) -> None:
        """Have `state` written; returns at once."""
        ...

    def close(self) -> None:
        """Wait until everything is written."""
        ...


def write(writer: SessionWriter, state: Workout, *, events: bool = True) -> Saved:
    """Write one state, with its events unless the session is left for good; never raises for a full or missing disk."""
    before = writer.moved_to
    try:
        writer.write(to_session(state), state.history if events else ())
    except (OSError, SetpaceError) as error:
        return Saved(state, error=f"not saved: {_reason(error)}")
    return Saved(state, moved=writer.moved_to != before)


def _reason(error: OSError | SetpaceError) -> str:
    """Why, without the file's path: the line on the screen is short, and doctor names the folder."""
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
    if isinstance(cause, OSError):
        return cause.strerror or str(cause)
    return error.problem.what if isinstance(error, DataError) else str(error)


class DirectSaver:
    """Saves before it returns (tests, and commands that end at once)."""

    def __init__(self, writer: SessionWriter, on_saved: Callable[[Saved], None] = lambda _: None) -> None:
        self._writer = writer
        self.on_saved = on_saved

    def save(self, state: Workout) -> None:
        """Write it now."""
        self.on_saved(write(self._writer, state))

    def close(self) -> None:
        """Nothing is waiting."""


class ThreadSaver:
    """One thread that saves the newest state, and tries again by itself where that failed.

    Args:
        writer: writes the session's file.
        on_saved: called in the saving thread after each write.
        retry_s: seconds until a write that failed is tried again.
    """

    def __init__(
        self,
        writer: SessionWriter,
        on_saved: Callable[[Saved], None] = lambda _: None,
        *,
        retry_s: float = RETRY_S,
    ) -> None:
        self._writer = writer
        self.on_saved = on_saved
        self._retry_s = retry_s
        self._waiting: Workout | None = None
        self._closing = False
        self._changed = threading.Condition()
        self._thread = self._started()

    def save(self, state: Workout) -> None:
        """Have `state` written soon; one that still waits is replaced by it. After `close` it goes on saving."""
        with self._changed:
            self._waiting = state
            if not self._thread.is_alive():
                self._closing = False
                self._thread = self._started()
            self._changed.notify()

    def close(self) -> None:
        """Wait until the newest state is written, and end the thread."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join()

    def _started(self) -> threading.Thread:
        thread = threading.Thread(target=self._work, name="setpace-saver", daemon=True)
        thread.start()
        return thread

    def _work(self) -> None:
        unsaved: Workout | None = None
        noted: str | None = None
        while True:
            with self._changed:
                if self._waiting is None and not self._closing:
                    self._changed.wait(None if unsaved is None else self._retry_s)
                # The frame that answers the key goes first: two threads at once would keep each other from running.
                self._changed.wait_for(lambda: self._closing, FRAME_S)
                state, self._waiting, closing = self._waiting or unsaved, None, self._closing
            if state is not None:
                saved = write(self._writer, state)
                unsaved = state if saved.error else None
                if saved.error != noted:
                    LOG.warning("%s", saved.error or "saved again")
                    noted = saved.error
                self.on_saved(saved)
            if closing:
                return
