"""The 400 ms rule: a press counts only if none came in the 400 ms before it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from setpace.run.clock import FakeClock
from setpace.run.presses import Presses


@pytest.mark.parametrize(
    ("gaps_s", "counted"),
    [
        ((0,), [True]),
        ((0, 0.399), [True, False]),
        ((0, 0.4), [True, True]),
        # A key held down: no press comes 400 ms after the one before, however long it is held.
        ((0, *[0.033] * 60), [True, *[False] * 60]),
        # A bounce is a press: 400 ms are counted from it.
        ((0, 0.2, 0.3, 0.399, 0.4), [True, False, False, False, True]),
        ((0, 3600, 0.01, 3600), [True, True, False, True]),
        ((0, 0), [True, False]),
    ],
    ids=["first", "too soon", "in time", "held down", "bounces", "far apart", "at once"],
)
def test_what_counts(gaps_s: tuple[float, ...], counted: list[bool]) -> None:
    clock = FakeClock(datetime(2026, 11, 23, 18, 4, 11, tzinfo=UTC))
    presses = Presses(clock)
    seen = []
    for gap_s in gaps_s:
        clock.advance(gap_s)
        seen.append(presses.counts())
    assert seen == counted
