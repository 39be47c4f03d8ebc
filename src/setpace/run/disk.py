"""Asking a disk that may never answer: each question in a thread of its own, waited for as long as there is patience.

Nothing else can be done about such a disk: no call to it can be taken back. So neither the screen nor the end of the
program may wait for one.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from setpace.core.errors import SetpaceError

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")
_Args = ParamSpec("_Args")

LOOK_S = 2.0
"""How long a screen waits for what it is to show or to do, in seconds: a disk that is well takes some milliseconds."""

GLANCE_S = 0.1
"""How long a screen waits while an earlier question is not answered yet, in seconds."""

LAST_WAIT_S = 0.5
"""How long the end of the program waits for what threads still read, or put into a cache, in seconds."""

SILENT = "the disk does not answer"
"""What is told where it did not."""

OWED = "the disk does not answer yet: it is done as soon as it does"
"""What is told where something is to be written, moved or deleted: no call can be taken back."""


class NoAnswerError(SetpaceError):
    """The disk did not answer in time; what was asked of it may be done still."""


def ask_disk(
    act: Callable[[], Answer],
    patience_s: float | None = None,
    late: Callable[[Future[Answer]], None] | None = None,
    *,
    owed: bool = False,
) -> Answer:
    """What `act` gives, and raises.

    Args:
        act: reads or writes.
        patience_s: seconds to wait for it; None = `LOOK_S`, or `GLANCE_S` on a disk that hangs already.
        late: called with what came of it after all, when nobody waited any more; most likely in the thread of `act`.
        owed: whether something is changed, so that it is `OWED` where the disk does not answer.

    Raises:
        NoAnswerError: it took longer.
    """
    if patience_s is None:
        patience_s = GLANCE_S if any(each.is_given_up for each in _questions()) else LOOK_S
    asked = loosely(act)
    wait((asked,), patience_s)
    if asked.done():
        return asked.result()
    _give_up(asked)
    if late is not None:
        asked.add_done_callback(late)
    raise NoAnswerError(OWED if owed else SILENT)


def answer_within(patience_s: float, act: Callable[[], Answer], *, tells_of_all: bool = True) -> Answer | None:
    """As `ask_disk`, but None where the disk did not answer in time.

    Args:
        patience_s: seconds to wait for it.
        act: reads or writes.
        tells_of_all: whether other questions are waited for a shorter time then.
    """
    asked = loosely(act)
    wait((asked,), patience_s)
    if asked.done():
        return asked.result()
    if tells_of_all:
        _give_up(asked)
    return None


def wait_for_disk(
    act: Callable[[], Answer], tell: Callable[[], None], stopped: Callable[[], bool] = lambda: False
) -> Answer:
    """What `act` gives, and raises, however long it takes: for what nothing can be shown without.

    Args:
        act: reads or writes.
        tell: called once, if it takes longer than `LOOK_S` and is not stopped before.
        stopped: whether the user, or the system, wants to wait no more.

    Raises:
        NoAnswerError: it was stopped.
    """
    asked = loosely(act)
    glances_left = round(LOOK_S / GLANCE_S)
    while wait((asked,), GLANCE_S).not_done:
        if stopped():
            raise NoAnswerError(SILENT)
        glances_left -= 1
        if glances_left == 0:
            tell()
    return asked.result()


def loosely(act: Callable[[], Answer]) -> Future[Answer]:
    """Have `act` done in a thread for which the end of the program does not wait."""
    question = _Question(act)
    question.start()
    return question.future


class _Question(threading.Thread):
    """Asks the disk once.

    Attributes:
        future: its answer.
        is_given_up: nobody waited for it to the end.
    """

    def __init__(self, act: Callable[[], Any]) -> None:
        super().__init__(name="setpace-disk", daemon=True)
        self.future: Future[Any] = Future()
        self.is_given_up = False
        self._act = act

    def run(self) -> None:
        """Ask, and hand over the answer."""
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            answer = self._act()
        except BaseException as error:  # noqa: BLE001 - handed over to who asked
            self.future.set_exception(error)
        else:
            self.future.set_result(answer)


def _give_up(asked: Future[Any]) -> None:
    """Nobody waits for it any more: the disk hangs."""
    for each in _questions():
        each.is_given_up |= each.future is asked


def _questions() -> list[_Question]:
    """Those that are not answered yet."""
    return [each for each in threading.enumerate() if isinstance(each, _Question)]


class LooseThreads(ThreadPoolExecutor):
    """Does each work in a loose thread. An event loop's own executor would hold up its end for a disk that hangs."""

    def __init__(self) -> None:
        super().__init__(max_workers=1)  # none is ever begun
        self._asked: list[Future[Any]] = []

    def submit(self, fn: Callable[_Args, Answer], /, *args: _Args.args, **kwargs: _Args.kwargs) -> Future[Answer]:
        """Have it done, at once."""
        question = _Question(partial(fn, *args, **kwargs))
        question.start()
        self._asked = [*(each for each in self._asked if not each.done()), question.future]
        return question.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as it is inherited
        """Wait for what is being done, but not for long."""
        if wait:
            _wait_at_the_end(self._asked)
        super().shutdown(wait=wait, cancel_futures=cancel_futures)


def _wait_at_the_end(asked: list[Future[Any]]) -> None:
    wait(asked, LAST_WAIT_S)
