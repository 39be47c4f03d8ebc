"""The 400 ms rule: a bouncing clicker or a key held down counts once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from setpace.run.clock import Clock

BOUNCE = timedelta(milliseconds=400)
"""A press counts only if none came in this time before it."""


class Presses:
    """Tells real presses from bounces.

    Args:
        clock: gives the time of each press.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: datetime | None = None

    def counts(self) -> bool:
        """Take note of a press; whether it counts. A press that does not count starts the 400 ms anew."""
        now = self._clock.now()
        last, self._last = self._last, now
        return last is None or now - last >= BOUNCE
