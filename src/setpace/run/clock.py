"""The only place where time is read."""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta
from typing import Protocol


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
    """

    def __init__(self, not_before: datetime | None = None) -> None:
        wall = datetime.now().astimezone()
        self._origin = max(wall, not_before) if not_before else wall
        self._elapsed_origin_s = elapsed_s()

    def now(self) -> datetime:
        """The present, to the millisecond."""
        present = self._origin + timedelta(seconds=elapsed_s() - self._elapsed_origin_s)
        return present.replace(microsecond=present.microsecond // 1000 * 1000)


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
