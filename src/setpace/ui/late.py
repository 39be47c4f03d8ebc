"""What a disk answers when no screen waits for it any more."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from textual.screen import Screen

Answer = TypeVar("Answer")


def when_late(
    screen: Screen[Any],
    take: Callable[[Future[Answer]], object],
    gone: Callable[[Future[Answer]], object] = lambda _: None,
) -> Callable[[Future[Answer]], None]:
    """What `setpace.run.disk.ask_disk` is to call with a late answer.

    Args:
        screen: asks.
        take: called on the screen's own thread with what came of it; may be async.
        gone: called in the other thread instead where the screen or the app is no more.
    """
    app = screen.app

    def told(asked: Future[Answer]) -> None:
        with suppress(RuntimeError):  # the loop has ended in this moment
            if app.is_running and screen.call_later(take, asked):
                return
        gone(asked)

    return told
