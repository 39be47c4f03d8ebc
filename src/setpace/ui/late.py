"""What a disk answers when no screen waits for it any more."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, TypeVar

from setpace.run.disk import loosely

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from setpace.ui.configured_app import ConfiguredApp

News = TypeVar("News")


def when_late(
    screen: Screen[Any], take: Callable[[News], object], gone: Callable[[News], object]
) -> Callable[[News], None]:
    """What is to be called in another thread with what a screen did not wait for.

    Args:
        screen: asks.
        take: called on the screen's own thread with it; may be async.
        gone: called in another thread instead where the screen or the app is no more.
    """
    app = screen.app

    async def taken(news: News) -> None:
        if screen not in app.screen_stack:  # left, and not closed yet: nobody would see it
            loosely(partial(gone, news))
        elif isawaitable(shown := take(news)):
            await shown

    def told(news: News) -> None:
        with suppress(RuntimeError):  # the loop has ended in this moment
            if app.is_running and screen.call_later(taken, news):
                return
        gone(news)

    return told


def said_by(app: ConfiguredApp, word: Callable[[News], str]) -> Callable[[News], None]:
    """For `gone`: the app says it, on its own thread; empty words it does not."""

    def gone(news: News) -> None:
        what = word(news)
        with suppress(RuntimeError):  # as above
            if what and app.is_running:
                app.call_later(app.say_late, what)

    return gone


def no_matter(_: object) -> None:
    """For `gone`: nobody needs the answer any more."""
