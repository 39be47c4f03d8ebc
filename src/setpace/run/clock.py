"""The only place where time is read."""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Clock(Protocol):
    """What time it is; passed in wherever time matters, so that tests never wait."""

    def now(self) -> datetime:
        """The present, aware, to the millisecond; never runs backwards within one clock."""
        ...


def elapsed_s() -> float:
    """Seconds since boot on a clock that runs on under a closed lid and ignores changes of the wall clock.

    Linux: CLOCK_BOOTTIME. macOS: CLOCK_MONOTONIC asked for by name (`time.monotonic` stops asleep there).
    Elsewhere: `time.monotonic`, which counts sleep on Windows.
    """
    named = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}.get(sys.platform, "")
    which = getattr(time, named, None)
    return time.monotonic() if which is None else time.clock_gettime(which)


class SystemClock:
    """Wall time read once, plus what has elapsed since.

    Args:
        not_before: the last stamp of a resumed session: the wall clock may have been set back since.
        wall: for tests: gives the wall time, aware; read once.
        elapsed: for tests: gives the seconds since boot, sleep counted.
    """

    def __init__(
        self,
        not_before: datetime | None = None,
        *,
        wall: Callable[[], datetime] | None = None,
        elapsed: Callable[[], float] | None = None,
    ) -> None:
        present = wall() if wall else datetime.now().astimezone()
        self._origin = max(present, not_before) if not_before else present
        self._elapsed = elapsed or elapsed_s
        self._elapsed_origin_s = self._elapsed()

    def now(self) -> datetime:
        """The present, to the millisecond, with the offset that is in force here by now."""
        present = self._origin + timedelta(seconds=self._elapsed() - self._elapsed_origin_s)
        # Summer time may have ended since the program began, and a start belongs to the day that the user is in.
        return present.replace(microsecond=present.microsecond // 1000 * 1000).astimezone()


class LaterClock:
    """Another clock, put on so far that it begins no earlier than a stamp.

    Args:
        clock: gives what goes by.
        not_before: aware.
    """

    def __init__(self, clock: Clock, not_before: datetime) -> None:
        self._clock = clock
        self._ahead = max(not_before - clock.now(), timedelta(0))

    def now(self) -> datetime:
        """The present of the other clock, put on."""
        return self._clock.now() + self._ahead


class FakeClock:
    """A clock that moves only when told to.

    Args:
        present: what it shows at first; aware.
    """

    def __init__(self, present: datetime) -> None:
        self._present = present

    def now(self) -> datetime:
        """The present, as told."""
        return self._present

    def advance(self, seconds: float) -> None:
        """Let `seconds` go by."""
        self._present += timedelta(seconds=seconds)
