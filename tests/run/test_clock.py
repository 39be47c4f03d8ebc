"""The clock: wall time read once, then what has elapsed, whatever is done to the wall clock or the lid."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from setpace.run import clock as clock_module
from setpace.run.clock import FakeClock, SystemClock, elapsed_s

CET = timezone(timedelta(hours=1))
WALL = datetime(2026, 11, 23, 18, 4, 11, 250_750, tzinfo=CET)


class Machine:
    """A machine whose wall clock and time since boot are set by hand; it cannot be waited for."""

    def __init__(self) -> None:
        self.wall = WALL
        self.since_boot_s = 5000.0

    def now(self) -> datetime:
        return self.wall

    def clock_gettime(self, which: str) -> float:
        return {"boot": self.since_boot_s, "mono": self.since_boot_s - 1000}[which]

    def monotonic(self) -> float:
        return self.since_boot_s - 2000


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine()
    with_names = {"CLOCK_BOOTTIME": "boot", "CLOCK_MONOTONIC": "mono"}
    stand_in = SimpleNamespace(clock_gettime=made.clock_gettime, monotonic=made.monotonic, **with_names)
    monkeypatch.setattr(clock_module, "time", stand_in)
    monkeypatch.setattr(clock_module, "datetime", SimpleNamespace(now=made.now))
    return made


@pytest.mark.parametrize(
    ("platform", "seconds"), [("linux", 5000.0), ("darwin", 4000.0), ("win32", 3000.0), ("freebsd14", 3000.0)]
)
def test_each_system_is_asked_for_the_clock_that_counts_sleep(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, platform: str, seconds: float
) -> None:
    assert machine.since_boot_s == 5000.0
    monkeypatch.setattr(sys, "platform", platform)
    assert elapsed_s() == seconds


def test_a_linux_without_the_boot_clock_still_has_a_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(clock_module, "time", SimpleNamespace(monotonic=lambda: 7.0))
    assert elapsed_s() == 7.0


def test_it_shows_the_wall_time_it_began_at_to_the_millisecond(machine: Machine) -> None:
    shown = SystemClock().now()
    assert shown == machine.wall.replace(microsecond=250_000)
    assert shown.utcoffset() is not None


def test_a_closed_lid_is_time_that_went_by(machine: Machine) -> None:
    clock = SystemClock()
    machine.since_boot_s += 3600.5
    assert clock.now() == WALL.replace(microsecond=750_000) + timedelta(hours=1)


@pytest.mark.parametrize("moved", [timedelta(hours=-2), timedelta(days=400)], ids=["back", "ahead"])
def test_a_wall_clock_that_is_changed_meanwhile_changes_nothing(machine: Machine, moved: timedelta) -> None:
    clock = SystemClock()
    before = clock.now()
    machine.wall += moved
    machine.since_boot_s += 10
    assert clock.now() - before == timedelta(seconds=10)


def test_a_resumed_session_does_not_begin_before_its_last_stamp(machine: Machine) -> None:
    last_stamp = WALL + timedelta(minutes=5)
    clock = SystemClock(not_before=last_stamp)
    assert clock.now() == last_stamp.replace(microsecond=250_000)
    machine.since_boot_s += 60
    assert clock.now() == last_stamp.replace(microsecond=250_000) + timedelta(minutes=1)


def test_a_stamp_in_the_past_leaves_the_wall_time_as_it_is(machine: Machine) -> None:
    assert machine.wall == WALL
    assert SystemClock(not_before=WALL.astimezone(UTC) - timedelta(seconds=1)).now() == WALL.replace(
        microsecond=250_000
    )


def test_a_fake_clock_moves_only_when_told_to() -> None:
    clock = FakeClock(WALL)
    assert clock.now() == clock.now() == WALL
    clock.advance(0.4)
    assert clock.now() - WALL == timedelta(milliseconds=400)
