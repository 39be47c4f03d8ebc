"""Waiting for an app to have nothing left to do, without letting time go by.

Textual's pilot sleeps until the processor is idle, twice for each key. Here the event loop itself is asked: while a
callback is ready it goes on, and a timer that is due soon (Textual paints 60 times a second) is brought forward by
moving the loop's clock instead of by sleeping. Only for a thread that reads or saves real time goes by, until it tells
that it is done.
"""

from __future__ import annotations

import asyncio
from asyncio.base_events import BaseEventLoop
from time import monotonic
from typing import TYPE_CHECKING, Any

import textual._time
import textual.app
import textual.pilot
from textual._context import active_app
from textual.pilot import Pilot

import setpace.run.disk
import setpace.run.saver
import setpace.run.training
from setpace.run.saver import Saved, ThreadSaver

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from setpace.core.workout import Workout
    from setpace.store.session_writer import SessionWriter

SOON_S = 0.02
"""How far ahead timers are brought forward: as long as Textual's pilot would sleep at least."""

TURNS = 100_000
"""An app that still has something to do after as many turns of the loop will never come to rest."""

PATIENCE_S = 20.0
"""What a thread does takes milliseconds; one that takes so long hangs."""

LOOK_AGAIN_S = 1.0
"""A thread tells when it is done; one that ended without that is found out by a look after so long."""


_run = BaseEventLoop.run_in_executor


class WatchedSaver(ThreadSaver):
    """Saves as in the program; a test can see whether it is done.

    Attributes:
        is_busy: whether something waits to be written, is being written, or is written and not yet told.
    """

    def __init__(self, writer: SessionWriter, tell_done: Callable[[], None]) -> None:
        self.is_busy = False
        self._tell_done = tell_done
        self._next: Workout | None = None
        self._tell: Callable[[Saved], None]
        super().__init__(writer)

    @property
    def _waiting(self) -> Workout | None:
        return self._next

    @_waiting.setter
    def _waiting(self, state: Workout | None) -> None:
        self._next = state
        self.is_busy |= state is not None

    @property
    def on_saved(self) -> Callable[[Saved], None]:
        return self._answer

    @on_saved.setter
    def on_saved(self, tell: Callable[[Saved], None]) -> None:
        self._tell = tell

    def _answer(self, saved: Saved) -> None:
        try:
            self._tell(saved)
        finally:
            self.is_busy = False
            self.is_busy |= self._next is not None  # asked for meanwhile
            self._tell_done()


class Rest:
    """Brings apps to rest.

    Attributes:
        ahead_s: by how much the clock of event loops and of Textual's timers is ahead of the real one.
        savers: those of the sessions that run.
        at_work: what threads of the loop's executor do; a screen that was closed waits for them no more.
    """

    def __init__(self) -> None:
        self.ahead_s = 0.0
        self.savers: list[WatchedSaver] = []
        self.at_work: set[object] = set()
        self._waiting: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None

    def now(self) -> float:
        return monotonic() + self.ahead_s

    def saver(self, writer: SessionWriter) -> WatchedSaver:
        self.savers.append(WatchedSaver(writer, self.tell_done))
        return self.savers[-1]

    async def settle(self, *_: float) -> None:
        """Let the app do all it has to do now, and what its timers bring within `SOON_S`."""
        loop: Any = asyncio.get_running_loop()
        app = active_app.get(None)
        until, end = self.now() + SOON_S, monotonic() + PATIENCE_S
        for _turn in range(TURNS):
            await asyncio.sleep(0)
            if loop._ready:
                continue
            if self._is_a_thread_at_work(app):
                assert monotonic() < end, f"a thread still reads or saves after {PATIENCE_S} s"
                await self._thread_done(loop, app)
                continue
            due = min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=None)
            if due is None or (due > until and not _is_moving(app)):
                return
            self.ahead_s += max(0.0, due - self.now())
        raise AssertionError(f"the app still has something to do after {TURNS:,} turns of its loop")

    async def _thread_done(self, loop: asyncio.AbstractEventLoop, app: textual.app.App[Any] | None) -> None:
        """Wait until a thread tells that it has done its work."""
        told = asyncio.Event()
        self._waiting = loop, told
        try:
            if self._is_a_thread_at_work(app):  # still, now that it would be heard
                async with asyncio.timeout(LOOK_AGAIN_S):
                    await told.wait()
        except TimeoutError:
            pass
        finally:
            self._waiting = None

    def tell_done(self) -> None:
        """Let go on who waits for threads; called in any of them."""
        waiting = self._waiting
        if waiting is not None:
            loop, told = waiting
            loop.call_soon_threadsafe(told.set)

    def run(self, loop: BaseEventLoop, executor: Any, work: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
        """Have a thread do it, as the loop does; it is known to be at work also when its future was cancelled."""
        token, began = object(), []

        def at_work() -> Any:
            began.append(True)
            try:
                return work(*args)
            finally:
                self.at_work.discard(token)
                self.tell_done()

        def done(future: asyncio.Future[Any]) -> None:
            if future.cancelled() and not began:
                self.at_work.discard(token)
            self.tell_done()  # its worker has been told by now

        self.at_work.add(token)
        future = _run(loop, executor, at_work)
        future.add_done_callback(done)
        return future

    def _is_a_thread_at_work(self, app: textual.app.App[Any] | None) -> bool:
        """Whether one reads for a screen, or writes a session."""
        self.savers = [saver for saver in self.savers if saver._thread.is_alive()]
        told = app is None or not any(each._thread_worker and each.is_running for each in app.workers)
        return bool(self.at_work) or not told or any(saver.is_busy for saver in self.savers)


def _is_moving(app: textual.app.App[Any] | None) -> bool:
    """Whether something on the screen is animated, or about to be."""
    return app is not None and bool(app.animator._animations or app.animator._scheduled)


def wire(patch: pytest.MonkeyPatch) -> None:
    """Let every pilot wait like this."""
    rest = Rest()

    def run_in_executor(loop: BaseEventLoop, *args: Any) -> asyncio.Future[Any]:
        return rest.run(loop, *args)

    async def wait_for_screen(_: Pilot[Any]) -> None:
        await rest.settle()

    patch.setattr(BaseEventLoop, "time", lambda _: rest.now())
    patch.setattr(BaseEventLoop, "run_in_executor", run_in_executor)
    patch.setattr(textual._time, "get_time", rest.now)
    patch.setattr(textual.app, "wait_for_idle", rest.settle)
    patch.setattr(textual.pilot, "wait_for_idle", rest.settle)
    patch.setattr(Pilot, "_wait_for_screen", wait_for_screen)
    patch.setattr(setpace.run.training, "ThreadSaver", rest.saver)
    patch.setattr(setpace.run.saver, "FRAME_S", 0.0)  # no frame is held up here
    patch.setattr(setpace.run.disk, "LOOK_S", PATIENCE_S)
