"""How the app ends when something is wrong: the session kept, the terminal restored, one line said."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, MutableSequence

    from setpace.store.paths import Paths
    from setpace.ui.app import SetpaceApp


@runtime_checkable
class HoldsSession(Protocol):
    """A screen with a running session."""

    def close_session(self) -> str | None:
        """Save all that is to be saved and let the session go, to be resumed later; what went wrong, in one line."""

    def rescued_text(self, trouble: str) -> str:
        """The session as text, where it could not be written because of `trouble`."""


@runtime_checkable
class HoldsTyped(Protocol):
    """A screen in which something is being typed that belongs to a session."""

    def keep_typed(self) -> None:
        """Take what has been typed so far, as if it had been completed."""


def close_sessions(screens: Iterable[object]) -> list[str]:
    """Let the sessions of the screens go; what could not be written, as text to be printed."""
    screens = list(screens)
    for screen in reversed(screens):
        if isinstance(screen, HoldsTyped):
            screen.keep_typed()
    held = [screen for screen in screens if isinstance(screen, HoldsSession)]
    troubles = [(screen, screen.close_session()) for screen in held]
    return [screen.rescued_text(trouble) for screen, trouble in troubles if trouble]


def end_after_error(app: SetpaceApp, error: Exception) -> None:
    """Keep the session, note the error in the diagnostics log, and end with status 1.

    Args:
        app: to be ended; an error while it ends is noted only.
        error: that no handler expected.
    """
    from setpace.run.diagnostics import note_internal_error  # noqa: PLC0415 - only an error needs it

    said = note_internal_error(app.paths, error)
    if app.return_code:  # it ends already, by a signal or an error before this one
        return
    app._return_code = 1  # noqa: SLF001 - Textual has no other way to end at once; `exit` waits for its turn
    app.last_words.append(f"setpace: {said}")
    try:
        app.close_sessions()
    except Exception as second:  # noqa: BLE001 - it may be the very same error; the program must end all the same
        app.last_words.append(f"setpace: {note_internal_error(app.paths, second)}")
    app._close_messages_no_wait()  # noqa: SLF001


@contextmanager
def errors_of_threads_noted(paths: Paths) -> Iterator[None]:
    """Have errors of other threads noted in the diagnostics log; Python would print them over the screen."""
    before = threading.excepthook

    def note(failed: threading.ExceptHookArgs) -> None:
        from setpace.run.diagnostics import note_internal_error  # noqa: PLC0415 - only an error needs it

        if failed.exc_value is not None:
            note_internal_error(paths, failed.exc_value)

    threading.excepthook = note
    try:
        yield
    finally:
        threading.excepthook = before


def say_last_words(words: MutableSequence[str]) -> None:
    """Print what must not be missed, now that the terminal is restored; where it is gone, sessions go to a file.

    Args:
        words: what was said is taken out.
    """
    stream = sys.__stderr__  # a running app takes away the other one
    try:
        while words:
            if stream is not None:
                stream.write(f"{words[0]}\n")
                stream.flush()
            del words[0]
    except OSError:
        leave_last_words(words)


def leave_last_words(words: MutableSequence[str]) -> None:
    """Write sessions among the last words into a file: nobody can be told."""
    from setpace.run.rescue import leave_in_file  # noqa: PLC0415 - only a lost terminal on a bad disk needs it

    sessions = [each for each in words if each.startswith("#")]
    words.clear()
    if sessions:
        leave_in_file("\n".join(sessions))
