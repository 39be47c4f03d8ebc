"""How a screen gets the log in short: a thread reads it and sends it on, a small piece first, to be seen at once."""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual.message import Message
from textual.worker import get_current_worker

from setpace.core.errors import SetpaceError
from setpace.run.disk import LOOK_S, SILENT, answer_within
from setpace.store.summaries import Summaries

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from setpace.core.errors import Problem
    from setpace.core.summary import SessionSummary
    from setpace.store.paths import Paths
    from setpace.store.summaries import Found

Answer = TypeVar("Answer")
Item = TypeVar("Item")

FIRST_FILES = 12
"""Files read before something is shown: about a month of training."""

SECOND_FILES = 48
"""Files read before the next piece: enough for the highest screens, and soon there without a cache too."""

SEEN_WITHIN_S = 0.5
"""How long the thread lets the screen paint its first piece undisturbed, at most."""

WRITTEN_AFTER_S = 0.06
"""How long after painting the terminal has got it: until then the thread would only be in the way."""

CACHE_S = 1.0
"""How long the cache of summaries is waited for, in seconds: it may lie on another disk than the log."""


def ask_cache(act: Callable[[], Answer], /) -> Answer | None:
    """As `setpace.store.summary_cache.Ask`. What else is asked of disks is waited for as ever."""
    return answer_within(CACHE_S, act, tells_of_all=False)


class Piece(Message, Generic[Item]):
    """What the thread has read, older than what it sent before.

    Attributes:
        items: what the screen makes of the sessions, newest first.
        unreadable: of each file that cannot be read the first problem.
        partly: of each file that was read in part the first problem.
        failed: why the log cannot be read at all; None where it can.
        last: whether this was all.
    """

    def __init__(self) -> None:
        super().__init__()
        self.items: list[Item] = []
        self.unreadable: list[Problem] = []
        self.partly: list[Problem] = []
        self.failed: str | None = None
        self.last = False


class LogReading(Generic[Item]):
    """The log as one screen has read it so far. The screen gets each `Piece` as a message, and gives it to `take`.

    Attributes:
        goes_on: whether more is to come.
        unreadable: what is wrong with files that cannot be read.
        partly: what is wrong with files that were read in part.
        failed: why there is nothing to be shown, in one line; None where there is no such reason.
    """

    def __init__(self, paths: Paths, item: Callable[[Found, SessionSummary], Item], chunk_files: int) -> None:
        """Make it, without reading.

        Args:
            paths: where the log and its cache are.
            item: called in the thread, with each session.
            chunk_files: files between two later pieces.
        """
        self.goes_on = True
        self.unreadable: list[Problem] = []
        self.partly: list[Problem] = []
        self.failed: str | None = None
        self._paths = paths
        self._item = item
        self._chunk_files = chunk_files
        self._heard = False
        self._first_seen = Event()

    def begin(self, screen: Screen[Any], say: Callable[[], None]) -> None:
        """Read for a screen.

        Args:
            screen: gets the pieces.
            say: has `failed` shown: a disk that does not answer has sent nothing by now.
        """

        def say_if_silent() -> None:
            if not self._heard:
                self.failed = SILENT  # until something is read
                say()

        screen.run_worker(partial(self._read, screen), thread=True, group="log")
        screen.set_timer(LOOK_S, say_if_silent)

    def take(self, piece: Piece[Item], screen: Screen[Any]) -> None:
        """Know what was read; the thread goes on once the screen has painted it."""
        self.unreadable += piece.unreadable
        self.partly += piece.partly
        self.failed = piece.failed
        self.goes_on, self._heard = not piece.last, True
        screen.call_after_refresh(screen.set_timer, WRITTEN_AFTER_S, self._first_seen.set)

    def _read(self, screen: Screen[Any]) -> None:
        """In the thread: read the log, newest first, and send it on."""
        worker = get_current_worker()
        piece: Piece[Item] = Piece()
        count, due = 0, FIRST_FILES
        try:
            for found in Summaries(self._paths, ask_cache).recent():
                if worker.is_cancelled:
                    return
                if found.summary is None:
                    piece.unreadable.extend(found.problems[:1])
                else:
                    piece.items.append(self._item(found, found.summary))
                    piece.partly.extend(found.problems[:1])
                count += 1
                if count == due:
                    screen.post_message(piece)
                    self._first_seen.wait(SEEN_WITHIN_S)
                    piece = Piece()
                    due += SECOND_FILES if due == FIRST_FILES else self._chunk_files
        except SetpaceError as error:
            piece.failed = str(error)
        piece.last = True
        screen.post_message(piece)
