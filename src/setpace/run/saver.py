"""Saving while training: in order, newest state wins, never in the way of the clock."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from setpace.core.errors import DataError, SetpaceError
from setpace.core.workout import to_session
from setpace.run.disk import SILENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from setpace.core.workout import Workout
    from setpace.store.session_writer import SessionWriter


LOG = logging.getLogger("setpace.saver")

RETRY_S = 2.0
"""A disk that is full or away may be back after so many seconds."""


FRAME_S = 0.02
"""How long a save lets the screen go first, in seconds."""

PATIENCE_S = 2.0
"""How long the end of a session waits for the disk, in seconds; one that hangs may never answer."""

ONE_SAVE_S = 1.0
"""How long a single save is waited for where it is waited for at all, in seconds."""

GLANCE_S = 0.1
"""How long a disk that did not answer is looked at once more, in seconds."""


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
        silent: the disk did not answer the last `close` in time: what was asked is waited for behind the scenes.
    """

    on_saved: Callable[[Saved], None]
    silent: bool

    def save(self, state: Workout) -> None:
        """Have `state` written; returns at once."""
        ...

    def close(self, then: Callable[[], str | None] | None = None, patience_s: float = PATIENCE_S) -> str | None:
        """Wait until everything is written, then do what is to be done with the file at the end.

        Args:
            then: deletes or moves the file; gives one line where it could not.
            patience_s: seconds to wait for the disk.

        Returns:
            What `then` gave; without it, one line where the newest state could not be written. `SILENT` where the disk
            did not answer in time: then all of it is still done as soon as it does, and saving goes on.
        """
        ...

    def stop(self, then: Callable[[], None]) -> None:
        """Take no more; do `then` once all that was asked before is done, each thing tried once; returns at once."""
        ...

    def unsaved(self, state: Workout) -> str | None:
        """Why `state` is not on the disk, in one line; None where it is."""
        ...


def write(writer: SessionWriter, state: Workout) -> Saved:
    """Write one state; never raises for a full or missing disk."""
    before, trouble = writer.moved_to, None
    try:
        writer.write(to_session(state), state.history)
    except (OSError, SetpaceError) as error:  # it may be the new file that cannot be written yet
        trouble = f"not saved: {_reason(error)}"
    return Saved(state, error=trouble, moved=writer.moved_to != before)


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
        self.silent = False
        self._newest: Saved | None = None

    def save(self, state: Workout) -> None:
        """Write it now."""
        self._newest = saved = write(self._writer, state)
        self.on_saved(saved)

    def close(self, then: Callable[[], str | None] | None = None, patience_s: float = PATIENCE_S) -> str | None:  # noqa: ARG002 - of no meaning here
        """Nothing is waiting."""
        return then() if then else _error(self._newest)

    def stop(self, then: Callable[[], None]) -> None:
        """Nothing is being tried."""
        then()

    def unsaved(self, state: Workout) -> str | None:
        """See `Saver`."""
        return _unsaved(self._newest, state)


def _error(newest: Saved | None) -> str | None:
    return None if newest is None else newest.error


def _unsaved(newest: Saved | None, state: Workout) -> str | None:
    """Why a state is not on the disk, by what became of the newest write."""
    if newest is None or (newest.state is not state and newest.error is None):
        return f"not saved: {SILENT}"
    return newest.error


@dataclass(slots=True)
class _Ending:
    """What a thread does once all is written.

    Attributes:
        then: deletes or moves the file, if anything.
        trouble: what came of it, or of the last write.
        done: it is over.
        given_up: nobody waits for it any more, so the thread goes on.
    """

    then: Callable[[], str | None] | None
    trouble: str | None = None
    done: bool = False
    given_up: bool = False


class ThreadSaver:
    """One thread that saves the newest state, and tries again by itself where that failed.

    It alone touches the file, so that a disk that hangs holds up nobody else.

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
        self.silent = False
        self._retry_s = retry_s
        self._waiting: Workout | None = None
        self._newest: Saved | None = None
        self._ending: _Ending | None = None
        self._at_the_end: Callable[[], None] | None = None
        self._changed = threading.Condition()
        self._over = False
        self._thread = self._started()

    def save(self, state: Workout) -> None:
        """Have `state` written soon; one that still waits is replaced by it. After `close` it goes on saving."""
        with self._changed:
            self._waiting = state
            self._wake()

    def close(self, then: Callable[[], str | None] | None = None, patience_s: float = PATIENCE_S) -> str | None:
        """Wait until the newest state is written and `then` is done, and end the thread; see `Saver`."""
        with self._changed:
            ending = self._ending = _Ending(then)
            self._wake()
            self._changed.wait_for(lambda: ending.done, patience_s)
            self.silent = ending.given_up = not ending.done
        if ending.given_up:
            return SILENT
        self._thread.join()
        return ending.trouble

    def stop(self, then: Callable[[], None]) -> None:
        """End the thread after what it was asked for, then do `then`: a disk that hangs may hold it up for ever."""
        with self._changed:
            if self._is_working():
                self._at_the_end = then
                self._changed.notify_all()
                return
        then()

    def unsaved(self, state: Workout) -> str | None:
        """See `Saver`; may be asked in any thread."""
        return _unsaved(self._newest, state)

    def _is_working(self) -> bool:
        """Whether the thread is there; an error of our own may have ended it, and sets must be saved all the same."""
        return not self._over and self._thread.is_alive()

    def _wake(self) -> None:
        if not self._is_working():
            self._over, self._at_the_end = False, None
            self._thread = self._started()
        self._changed.notify_all()

    def _started(self) -> threading.Thread:
        thread = threading.Thread(target=self._work, name="setpace-saver", daemon=True)
        thread.start()
        return thread

    def _hurried(self) -> bool:
        return self._ending is not None or self._at_the_end is not None

    def _work(self) -> None:
        while True:
            with self._changed:
                failed = self._newest.state if self._newest is not None and _error(self._newest) else None
                if self._waiting is None and not self._hurried():
                    self._changed.wait(None if failed is None else self._retry_s)
                # The frame that answers the key goes first: two threads at once would keep each other from running.
                self._changed.wait_for(self._hurried, FRAME_S)
                then = self._at_the_end
                if then is not None and self._waiting is None and self._ending is None:
                    self._over = True
                    break
                state, self._waiting = self._waiting or failed, None
                ending, self._ending = self._ending, None
            if state is not None:
                self._write(state)
            if ending is not None and self._ended(ending):
                return
        then()

    def _write(self, state: Workout) -> None:
        before = _error(self._newest)
        try:
            saved = write(self._writer, state)
        except Exception as error:  # ours, and the only thread that saves: it must go on for the sets to come
            saved = Saved(state, error=f"not saved: internal error ({type(error).__name__})")
            if saved.error != before:
                LOG.critical("internal error while saving", exc_info=error)
        else:
            if saved.error != before:
                LOG.warning("%s", saved.error or "saved again")
        self._newest = saved
        self.on_saved(saved)

    def _ended(self, ending: _Ending) -> bool:
        """Do what is to be done at the end; whether that is the end of the thread too."""
        trouble = ending.then() if ending.then else _error(self._newest)
        with self._changed:
            ending.trouble, ending.done = trouble, True
            self._over = not ending.given_up
            self._changed.notify_all()
        if ending.given_up:
            # Noted by the thread that the disk held up: the notes may lie on the same one.
            LOG.warning("the disk answered too late: what was waited for is done (%s)", trouble or "without trouble")
        return not ending.given_up


class PatientSaver(ThreadSaver):
    """Waits for each save, so that what is said after it is on the disk; but not for ever."""

    def save(self, state: Workout) -> None:
        """Have `state` written; returns once it is, or after a second if the disk does not answer."""
        super().save(state)
        self.close(patience_s=GLANCE_S if self.silent else ONE_SAVE_S)
        if self.silent:
            self.on_saved(Saved(state, error=f"not saved: {SILENT}"))
