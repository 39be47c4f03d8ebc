"""Keeping the laptop awake while a session runs (wakepy), and letting go when nobody is there."""

from __future__ import annotations

import logging
import os
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, Self

from setpace.core.workout_view import Phase, View

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from types import TracebackType

LOG = logging.getLogger("setpace.awake")
"""Why the laptop cannot be kept awake."""

for _name in ("setpace.awake", "wakepy"):  # without any handler Python would print warnings on the screen
    logging.getLogger(_name).addHandler(logging.NullHandler())

LONGEST_PAUSE_S = 600
"""A longer pause lets the laptop sleep."""

LONGEST_GO_S = 900
"""So long past the maximum without a key, the lifter is gone."""

LONGEST_SET_S = 1800
"""No set lasts so long: without a key since, the lifter is gone."""

_BUS = "DBUS_SESSION_BUS_ADDRESS"
_NO_BUS = f"there is no D-Bus session ({_BUS} is not set)"

_CLOSING_S = 1.0
_AFTER_START_S = 2.0
"""wakepy costs some 45 ms to import: not while the first screen is painted."""


def holds(view: View, *, since_key_s: float, paused_s: float) -> bool:
    """Whether the laptop is to be kept awake.

    Args:
        view: the workout now.
        since_key_s: seconds since a key last changed something.
        paused_s: how long the open pause has lasted so far; of no meaning without one.
    """
    if view.phase is Phase.SUMMARY:
        return False
    if view.paused:
        return paused_s <= LONGEST_PAUSE_S
    if view.rest is None:
        return since_key_s <= LONGEST_SET_S
    past_s = view.rest_elapsed_s - view.rest.max_s
    return min(past_s, since_key_s) <= LONGEST_GO_S


class Keeper(Protocol):
    """What keeps a computer awake. All its methods are called in one and the same thread."""

    def take(self) -> str | None:
        """Keep it awake from now on; why that cannot be had, None = it is."""
        ...

    def release(self) -> None:
        """Let it sleep again."""
        ...


class Wakepy:
    """Keeps the screen on and the computer awake through wakepy; where that cannot be had, the computer alone."""

    def __init__(self) -> None:
        self._mode: Any = None

    def take(self) -> str | None:
        """Enter wakepy's mode."""
        if sys.platform == "linux" and not os.environ.get(_BUS):
            return _NO_BUS  # as on a console or through ssh: wakepy has no other way there, and takes a megabyte
        try:
            from wakepy import keep  # noqa: PLC0415 - slow, and only a running session needs it
        except ImportError as error:
            return f"wakepy cannot be imported: {error}"
        why = ""
        for make in (keep.presenting, keep.running):
            mode: Any = make(on_fail="pass")
            try:
                mode.__enter__()
            except (RuntimeError, OSError) as error:
                return str(error)
            if mode.result.success:
                self._mode = mode
                return None
            why = why or _why_not(mode.result)
        return why

    def release(self) -> None:
        """Leave it."""
        mode, self._mode = self._mode, None
        if mode is not None:
            with suppress(RuntimeError, OSError):  # the desktop may have gone before us
                mode.__exit__(None, None, None)


def _why_not(result: Any) -> str:  # noqa: ANN401 - wakepy is imported late
    """The first reason wakepy gives, in one short line."""
    for tried in result.list_methods(ignore_platform_fails=True):
        if tried.success is False:
            reason = str(tried.failure_reason or "no reason given")
            if _BUS in reason:
                return _NO_BUS
            reason = " ".join(reason.rpartition("failed with message: ")[2].split()).rstrip("\")'")
            return f"{tried.method_name}: {reason}"
    return "wakepy knows no way on this system"


class Awake:
    """Follows a session and keeps the laptop awake as long as its rule says.

    A context manager: leaving it lets go. A process that dies lets go too, because what holds belongs to it.

    Args:
        enabled: the setting `keep_awake`.
        make_keeper: makes what does it, in the thread that will use it.
        after_s: seconds between the first wish and the first try.
    """

    def __init__(
        self,
        *,
        enabled: bool = True,
        make_keeper: Callable[[], Keeper] = Wakepy,
        after_s: float = _AFTER_START_S,
    ) -> None:
        self._enabled = enabled
        self._make_keeper = make_keeper
        self._after_s = after_s
        self._wanted = False
        self._held = False
        self._done = False  # what the thread has made of the last wish
        self._busy = False  # with another one
        self._closing = threading.Event()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._last_seen: object = None
        self._last_key: datetime | None = None
        self._paused_since: datetime | None = None

    @property
    def held(self) -> bool:
        """Whether the laptop is kept awake at this moment."""
        return self._held

    def follow(self, view: View, now: datetime) -> None:
        """Decide anew; call it with every view that is painted. Returns at once.

        Args:
            view: the workout now.
            now: the time of that view.
        """
        if not self._enabled or self._closing.is_set():
            return
        seen = (view.done, view.current or view.next, view.rest, view.paused, view.place, view.total)
        if self._last_key is None or seen != self._last_seen:
            self._last_seen, self._last_key = seen, now
        if not view.paused:
            self._paused_since = None
        elif self._paused_since is None:
            self._paused_since = now
        paused_s = (now - self._paused_since).total_seconds() if self._paused_since else 0.0
        wanted = holds(view, since_key_s=(now - self._last_key).total_seconds(), paused_s=paused_s)
        if wanted != self._wanted:
            self._want(wanted)

    def settled(self, timeout_s: float) -> bool:
        """Wait until what is wanted is so, or cannot be; whether that came in time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._busy and self._done == self._wanted, timeout_s)

    def let_go(self) -> None:
        """Let it sleep until `follow` decides anew: the program is about to be stopped. Waits 1 s at most for that."""
        if self._wanted and not self._closing.is_set():
            self._want(False)
            self.settled(_CLOSING_S)

    def close(self) -> None:
        """Let go for good; safe to call twice."""
        self._closing.set()
        with self._changed:
            self._wanted = False
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(_CLOSING_S)  # a desktop that does not answer is left behind: the thread is a daemon

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _want(self, wanted: bool) -> None:  # noqa: FBT001 - the one value
        with self._changed:
            self._wanted = wanted
            self._changed.notify_all()
        if self._thread is None:
            thread = threading.Thread(target=self._work, name="setpace-awake", daemon=True)
            try:
                thread.start()
            except RuntimeError as error:  # the system gives no more threads
                LOG.warning("not kept awake: %s", error)
                self._enabled = False
                return
            self._thread = thread

    def _work(self) -> None:
        self._closing.wait(self._after_s)
        keeper = self._make_keeper()
        told = ""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing.is_set() or self._wanted != self._done)
                wanted, self._busy = self._wanted, True
            if wanted and not self._held:
                why = keeper.take()
                self._held = why is None
                if why is not None and why != told:
                    LOG.warning("not kept awake: %s", why)
                    told = why
            elif not wanted and self._held:
                keeper.release()
                self._held = False
            with self._changed:
                self._done, self._busy = wanted, False
                self._changed.notify_all()
            if self._closing.is_set() and not self._held:
                return


def can_keep_awake(timeout_s: float, make_keeper: Callable[[], Keeper] = Wakepy) -> str | None:
    """Try it once and let go at once.

    Args:
        timeout_s: how long to wait for the desktop's answer.
        make_keeper: what does it.

    Returns:
        Why it cannot be had; None = it can.
    """
    answer: list[str | None] = []

    def work() -> None:
        keeper = make_keeper()
        why = keeper.take()
        keeper.release()
        answer.append(why)

    thread = threading.Thread(target=work, name="setpace-awake-trial", daemon=True)
    thread.start()
    thread.join(timeout_s)
    return answer[0] if answer else f"the desktop did not answer within {timeout_s:g} s"
