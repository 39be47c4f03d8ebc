"""What doctor asks of the disk: none is waited for long, so there is a report whatever hangs."""

from __future__ import annotations

from concurrent.futures import wait
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from setpace.core.errors import SetpaceError
from setpace.run.disk import SILENT, NoAnswerError, loosely
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

Answer = TypeVar("Answer")
_Item = TypeVar("_Item")

PATIENCE_S = 3.0
"""A disk that has not answered by then, or not taken a small file, is told of as one that hangs, in seconds."""

SHORT_S = 1.0
"""How long is waited when a question was not answered already: most often it is the same disk, in seconds."""


class Asking:
    """The questions of one report.

    Attributes:
        hangs: whether one was not answered in time so far.
    """

    def __init__(self) -> None:
        self.hangs = False

    def look(
        self, act: Callable[[], Answer], patience_s: float | None = None, *, refused: str = "cannot be looked at"
    ) -> Answer:
        """What `act` gives, which looks at the disk.

        Args:
            act: what it raises but OSError is passed on.
            patience_s: seconds to wait for it; None = as long as this report has patience.
            refused: what is told before the system's reason where it refuses.

        Raises:
            NoAnswerError: it did not answer in time.
            SetpaceError: the system refuses.
        """
        asked = loosely(act)
        self.wait_for(asked, patience_s=patience_s)
        return answer_of(asked, refused)

    def wait_for(self, *asked: Future[Any], patience_s: float | None = None) -> None:
        """Wait for questions that were asked at once, as long as for one."""
        self.hangs |= bool(wait(asked, self._patience_s if patience_s is None else patience_s).not_done)

    def look_at_each(self, act: Callable[[_Item], Answer], items: Iterable[_Item]) -> Iterator[Answer]:
        """What `act` gives of one item after the other, in one thread: a thread for each would take as long as reading.

        Raises:
            NoAnswerError: the next one did not come in time.
        """
        answers: SimpleQueue[tuple[Answer] | None] = SimpleQueue()

        def work() -> None:
            try:
                for item in items:
                    answers.put((act(item),))
            finally:
                answers.put(None)

        asked = loosely(work)
        while True:
            try:
                answer = answers.get(timeout=self._patience_s)
            except Empty:
                self.hangs = True
                raise NoAnswerError(SILENT) from None
            if answer is None:
                return asked.result()
            yield answer[0]

    @property
    def _patience_s(self) -> float:
        return SHORT_S if self.hangs else PATIENCE_S


def answer_of(asked: Future[Answer], refused: str = "cannot be looked at") -> Answer:
    """The answer to a question that was waited for.

    Args:
        asked: the question.
        refused: what is told before the system's reason where it refuses.

    Raises:
        NoAnswerError: there is none yet.
        SetpaceError: the system refuses.
    """
    if not asked.done():
        raise NoAnswerError(SILENT)
    try:
        return asked.result()
    except OSError as error:
        raise SetpaceError(f"{refused}: {error.strerror or error}") from error


def answer_or(asked: Future[Answer], otherwise: Callable[[str], Answer]) -> Answer:
    """The answer to a question that was waited for, or what is said instead, made of why there is none."""
    try:
        return answer_of(asked)
    except SetpaceError as error:
        return otherwise(printable(str(error)))
