"""A disk that does not answer for a while, for the tests of screens on it."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from ui.test_home import settled

import setpace.ui.log_reading  # noqa: F401 - before the patience is patched: what it takes of it is a timer's
from setpace.core.errors import SetpaceError
from setpace.run import disk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.app import App
    from textual.pilot import Pilot
    from textual.screen import Screen


class Hanging:
    """A disk that hangs from `hang` to `answer`; what it is asked meanwhile is done then, in order.

    Attributes:
        hangs: whether it does.
        hangs_at: it begins to when it is asked to do this.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hangs = False
        self.hangs_at: object = None
        self._asked: list[tuple[Future[Any], Callable[[], Any]]] = []
        for asking in ("setpace.run.disk.loosely", "setpace.ui.home_begin.loosely", "setpace.ui.late.loosely"):
            monkeypatch.setattr(asking, self._loosely)

    def hang(self) -> None:
        self.hangs = True

    async def answer(self, pilot: Pilot[None]) -> str:
        """Answer what was asked; what the screen shows then."""
        self.hangs, self.hangs_at = False, None
        asked, self._asked = self._asked, []
        for future, act in asked:
            _tell(future, *came_of(act))
        return await told(pilot)

    def look(self) -> Callable[[], None]:
        """Do what was asked, and give what tells of it; new questions are answered at once."""
        self.hangs = False
        asked, self._asked = self._asked, []
        done = [(future, came_of(act)) for future, act in asked]

        def tell() -> None:
            for future, (answer, error) in done:
                _tell(future, answer, error)

        return tell

    def _loosely(self, act: Callable[[], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        self._asked.append((future, act))
        self.hangs |= self.hangs_at is not None and getattr(act, "func", None) is self.hangs_at
        if not self.hangs:
            (_, act), self._asked = self._asked[-1], self._asked[:-1]
            _tell(future, *came_of(act))
        return future


def came_of(act: Callable[[], Any]) -> tuple[Any, SetpaceError | None]:
    try:
        return act(), None
    except SetpaceError as error:
        return None, error


def _tell(future: Future[Any], answer: Any, error: SetpaceError | None) -> None:
    if error is None:
        future.set_result(answer)
    else:
        future.set_exception(error)


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch, quick: None) -> Hanging:  # noqa: ARG001 - it has its own patience
    monkeypatch.setattr(disk, "LOOK_S", 0.0)
    return Hanging(monkeypatch)


@asynccontextmanager
async def opened(app: App[None], *keys: str) -> AsyncIterator[Pilot[None]]:
    """The app on a terminal, its first screen read, and some keys pressed."""
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        for key in keys:
            await pressed(pilot, key)
        yield pilot


async def pressed(pilot: Pilot[None], *keys: str) -> str:
    await pilot.press(*keys)
    return await told(pilot)


async def told(pilot: Pilot[None]) -> str:
    """What the screen shows, and its notices."""
    text = await settled(pilot)
    return "\n".join([text, *(notice.message for notice in pilot.app._notifications)])


def on_top(pilot: Pilot[None]) -> type[Screen[Any]]:
    return type(pilot.app.screen)
