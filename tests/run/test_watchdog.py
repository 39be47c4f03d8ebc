"""The end within a bounded time: the last chance is given, whatever comes of it, and never to a program that ends."""

from __future__ import annotations

import os

import pytest

from setpace.run import watchdog
from setpace.run.watchdog import Watchdog

PATIENCE_S = 20


class End:
    """Takes the place of the process's end."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, patience_s: float) -> None:
        self.seen: list[object] = []
        monkeypatch.setattr(watchdog, "PATIENCE_S", patience_s)
        monkeypatch.setattr(os, "_exit", self.seen.append)


def test_let_loose_it_gives_a_last_chance_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    end = End(monkeypatch, 0.01)
    dog = Watchdog(lambda: end.seen.append("last chance"))
    assert end.seen == []
    dog.let_loose(143)
    dog._thread.join(PATIENCE_S)
    assert end.seen == ["last chance", 143]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_last_chance_that_fails_ends_it_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    end = End(monkeypatch, 0.01)

    def fails() -> None:
        raise ValueError

    dog = Watchdog(fails)
    dog.let_loose(129)
    dog._thread.join(PATIENCE_S)
    assert end.seen == [129]


def test_a_program_that_ends_in_time_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    end = End(monkeypatch, PATIENCE_S)
    for let_loose in (False, True):
        dog = Watchdog(lambda: end.seen.append("last chance"))
        if let_loose:
            dog.let_loose(143)
        dog.call_off()
        dog._thread.join(PATIENCE_S)
        assert not dog._thread.is_alive()
    assert end.seen == []
