"""Saving while training: in order, newest state wins, never in the way of the clock."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from setpace.core.errors import SetpaceError
from setpace.core.workout import to_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from setpace.core.workout import Workout
    from setpace.store.session_writer import SessionWriter


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
        return Saved(state, error=f"not saved: {error}")
    return Saved(state, moved=writer.moved_to != before)


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
    """One thread that saves the newest state.

    Args:
        writer: writes the session's file.
        on_saved: called in the saving thread after each write.
    """

    def __init__(self, writer: SessionWriter, on_saved: Callable[[Saved], None] = lambda _: None) -> None:
        self._writer = writer
        self.on_saved = on_saved
        self._waiting: Workout | None = None
        self._closing = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="setpace-saver", daemon=True)
        self._thread.start()

    def save(self, state: Workout) -> None:
        """Have `state` written soon; one that still waits is replaced by it."""
        with self._changed:
            self._waiting = state
            self._changed.notify()

    def close(self) -> None:
        """Wait until the newest state is written, and end the thread."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join()

    def _work(self) -> None:
        while True:
            with self._changed:
                while self._waiting is None and not self._closing:
                    self._changed.wait()
                state, self._waiting = self._waiting, None
            if state is None:
                return
            self.on_saved(write(self._writer, state))
