"""How the app ends when something is wrong: the session kept, the terminal restored, one line said."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, MutableSequence, Sequence

    from textual.app import App

    from setpace.run.training import Training
    from setpace.ui.app import SetpaceApp


@runtime_checkable
class HoldsSession(Protocol):
    """A screen with a running session.

    Attributes:
        training: the session.
    """

    training: Training

    def close_session(self) -> str | None:
        """Save all that is to be saved and let the session go, to be resumed later; what went wrong, in one line."""


def leads_session(app: App[None]) -> bool:
    """Whether a session runs: nothing may lie over the set, and nothing may stop the clock."""
    return any(isinstance(screen, HoldsSession) for screen in app.screen_stack)


@runtime_checkable
class HoldsTyped(Protocol):
    """A screen in which something is being typed that belongs to a session."""

    def keep_typed(self) -> None:
        """Take what has been typed so far, as if it had been completed."""


def close_sessions(screens: Sequence[object], words: MutableSequence[str]) -> None:
    """Let the sessions of the screens go, after what is being typed was taken, from the top screen down.

    An error of one step is raised when all the others were done.

    Args:
        screens: from the bottom to the top.
        words: what could not be written is added, as text to be printed.
    """
    typed = [screen.keep_typed for screen in reversed(screens) if isinstance(screen, HoldsTyped)]
    held = [partial(_close_session, screen, words) for screen in reversed(screens) if isinstance(screen, HoldsSession)]
    _do_all([*typed, *held])


def _do_all(steps: Sequence[Callable[[], None]]) -> None:
    """Do each step, whatever becomes of those before it."""
    if steps:
        try:
            steps[0]()
        finally:
            _do_all(steps[1:])


def _close_session(screen: HoldsSession, words: MutableSequence[str]) -> None:
    trouble = screen.close_session()
    if trouble:
        from setpace.run.rescue import rescued_text  # noqa: PLC0415 - only a bad disk needs it

        words.append(rescued_text(screen.training, trouble))


def end_after_error(app: SetpaceApp, error: Exception) -> None:
    """Keep the session, note the error in the diagnostics log, and end with status 1.

    Args:
        app: to be ended; an error while it ends is noted only.
        error: that no handler expected.
    """
    from textual.css.query import NoMatches  # noqa: PLC0415 - only an error needs it
    from textual.worker import WorkerFailed  # noqa: PLC0415 - same

    from setpace.run.diagnostics import note_internal_error  # noqa: PLC0415 - same

    ends = bool(app.return_code)  # already, by a signal or an error before this one
    if app.return_code == 1 and isinstance(error, NoMatches):  # of what that one kept from being made
        return
    # Textual says that a worker has failed, and not where.
    said = note_internal_error(app.paths, error.error if isinstance(error, WorkerFailed) else error)
    if ends:
        return
    app._return_code = 1  # noqa: SLF001 - Textual has no other way to end at once; `exit` waits for its turn
    app.last_words.append(f"setpace: {said}")
    with errors_noted(app):
        app.close_sessions()
    app._close_messages_no_wait()  # noqa: SLF001


@contextmanager
def errors_noted(app: SetpaceApp) -> Iterator[None]:
    """Have an error of the last steps noted and said at the very end: the program must end in order all the same."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever it is; it may be the one that ends the program
        from setpace.run.diagnostics import note_internal_error  # noqa: PLC0415 - only an error needs it

        app.last_words.append(f"setpace: {note_internal_error(app.paths, error)}")


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
        _leave_sessions(_sessions_among(words))


def leave_behind(app: SetpaceApp) -> None:
    """Keep in a file what is not on the disk and was not said: the app is ended before it could be.

    It changes nothing, so that the main thread may be at any step of the end meanwhile.
    """
    sessions = _sessions_among(app.last_words)
    if not sessions:  # none was closed yet, or it is well
        from setpace.run.rescue import unsaved_text  # noqa: PLC0415 - hardly ever needed

        held = [screen.training for screen in list(app.screen_stack) if isinstance(screen, HoldsSession)]
        sessions = [text for text in map(unsaved_text, held) if text is not None]
    _leave_sessions(sessions)


def _sessions_among(words: Iterable[str]) -> list[str]:
    return [each for each in list(words) if each.startswith("#")]


def _leave_sessions(texts: Sequence[str]) -> None:
    """Write sessions into a file: nobody can be told."""
    from setpace.run.rescue import leave_in_file  # noqa: PLC0415 - only a lost terminal on a bad disk needs it

    if texts:
        leave_in_file("\n".join(texts))
