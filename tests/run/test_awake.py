"""When the laptop is kept awake, and that nothing of it is ever waited for."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from setpace.run.awake import Awake, Wakepy, can_keep_awake

if TYPE_CHECKING:
    from run.conftest import Bench

    from setpace.run.training import Training

LONG_S = 30.0
MINUTE_S = 60


class Keeper:
    """Writes down what is asked of it."""

    def __init__(self, why: str | None = None) -> None:
        self.asked: list[str] = []
        self.why = why
        self.threads: set[int] = set()

    def take(self) -> str | None:
        self.asked.append("take")
        self.threads.add(threading.get_ident())
        return self.why

    def release(self) -> None:
        self.asked.append("release")
        self.threads.add(threading.get_ident())


class Bed:
    """A session and what keeps the laptop under it awake."""

    def __init__(self, bench: Bench, keeper: Keeper) -> None:
        self.bench = bench
        self.training: Training = bench.start()
        self.awake = Awake(make_keeper=lambda: keeper, after_s=0)
        self.follow()

    def follow(self) -> bool:
        """Paint; whether the laptop is kept awake then."""
        self.awake.follow(self.training.runner.view(), self.bench.clock.now())
        assert self.awake.settled(LONG_S)
        return self.awake.held

    def after(self, seconds: float) -> bool:
        self.bench.clock.advance(seconds)
        return self.follow()

    def press(self) -> bool:
        self.bench.next(self.training, after_s=1)
        return self.follow()


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@pytest.fixture
def bed(bench: Bench, keeper: Keeper) -> Bed:
    return Bed(bench, keeper)


def test_a_running_session_keeps_the_laptop_awake_until_it_is_finished(bed: Bed, keeper: Keeper) -> None:
    assert bed.follow()
    bed.press()
    assert bed.after(119)
    assert bed.after(60)
    bed.training.runner.finish()
    assert not bed.follow()
    assert keeper.asked == ["take", "release"]


def test_a_pause_of_more_than_ten_minutes_lets_it_sleep_and_going_on_wakes_it(bed: Bed) -> None:
    bed.press()
    bed.bench.clock.advance(5)
    bed.training.runner.toggle_pause()
    assert bed.follow()
    assert bed.after(10 * MINUTE_S)
    assert not bed.after(1)
    assert bed.press()


def test_fifteen_minutes_past_the_maximum_without_a_key_it_may_sleep(bed: Bed) -> None:
    bed.press()
    assert bed.after(120 + 15 * MINUTE_S)
    assert not bed.after(1)
    assert bed.press()


def test_a_key_past_the_maximum_counts_as_somebody_there(bed: Bed) -> None:
    bed.press()
    assert bed.after(120 + 14 * MINUTE_S)
    done = bed.training.runner.view().done
    assert done is not None
    bed.training.runner.change_reps(done, -1)
    assert bed.follow()
    assert bed.after(15 * MINUTE_S)
    assert not bed.after(1)


def test_what_the_clock_does_is_no_key(bed: Bed) -> None:
    bed.press()
    for _ in range(121 + 15 * MINUTE_S):  # past the minimum, the maximum and what counts as begun
        last = bed.after(1)
    assert not last


def test_a_first_set_that_nobody_does_lets_it_sleep(bed: Bed) -> None:
    assert bed.after(30 * MINUTE_S)
    assert not bed.after(1)
    assert bed.press()


def test_leaving_lets_go_and_nothing_is_held_afterwards(bed: Bed, keeper: Keeper) -> None:
    with bed.awake:
        assert bed.follow()
    assert not bed.awake.held
    bed.awake.close()
    bed.awake.follow(bed.training.runner.view(), bed.bench.clock.now())
    assert keeper.asked == ["take", "release"]


def test_stopped_the_laptop_may_sleep_and_going_on_it_stays_awake_as_the_rules_say(bed: Bed, keeper: Keeper) -> None:
    bed.press()
    bed.awake.let_go()
    assert not bed.awake.held
    assert bed.after(60)
    bed.awake.let_go()
    assert not bed.after(120 + 15 * MINUTE_S)  # stopped for so long that nobody is there any more
    bed.awake.let_go()
    assert keeper.asked == ["take", "release", "take", "release"]
    assert bed.press()


def test_stopping_waits_for_a_take_that_is_under_way(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("setpace.run.awake._CLOSING_S", LONG_S)
    keeper = Hangs()
    training = bench.start()
    awake = Awake(make_keeper=lambda: keeper, after_s=0)
    awake.follow(training.runner.view(), bench.clock.now())
    assert keeper.asking.wait(LONG_S)
    threading.Timer(0, keeper.answers.set).start()
    awake.let_go()
    assert keeper.asked == ["take", "release"]
    assert not awake.held
    awake.close()


def test_one_thread_does_it_all_and_not_the_callers(bed: Bed, keeper: Keeper) -> None:
    bed.awake.close()
    assert len(keeper.threads) == 1
    assert threading.get_ident() not in keeper.threads


def test_where_it_cannot_be_had_one_line_says_why(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bed = Bed(bench, Keeper("there is no D-Bus session"))
    bed.press()
    assert not bed.after(120 + 16 * MINUTE_S)
    assert not bed.press()
    assert caplog.messages == ["not kept awake: there is no D-Bus session"]


def test_switched_off_it_asks_for_nothing(bench: Bench, keeper: Keeper) -> None:
    training = bench.start()
    awake = Awake(enabled=False, make_keeper=lambda: keeper, after_s=0)
    awake.follow(training.runner.view(), bench.clock.now())
    awake.close()
    assert keeper.asked == []


class Hangs(Keeper):
    """A desktop that never answers, until the test is over."""

    def __init__(self) -> None:
        super().__init__()
        self.asking = threading.Event()
        self.answers = threading.Event()

    def take(self) -> str | None:
        self.asking.set()
        self.answers.wait(LONG_S)
        return super().take()


def test_a_desktop_that_does_not_answer_holds_up_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("setpace.run.awake._CLOSING_S", 0.01)
    keeper = Hangs()
    training = bench.start()
    awake = Awake(make_keeper=lambda: keeper, after_s=0)
    awake.follow(training.runner.view(), bench.clock.now())
    assert keeper.asking.wait(LONG_S)
    awake.close()
    assert keeper.asked == []
    keeper.answers.set()
    assert awake._thread is not None
    awake._thread.join(LONG_S)
    assert keeper.asked == ["take", "release"]  # an answer that comes after all is let go of at once


def test_doctor_does_not_wait_for_such_a_desktop() -> None:
    keeper = Hangs()
    assert can_keep_awake(0.01, lambda: keeper) == "the desktop did not answer within 0.01 s"
    keeper.answers.set()
    assert can_keep_awake(LONG_S, Keeper) is None
    assert can_keep_awake(LONG_S, lambda: Keeper("no way")) == "no way"


def test_without_a_d_bus_wakepy_says_so_and_shows_nothing() -> None:
    code = "from setpace.run.awake import Wakepy\nk = Wakepy()\nwhy = k.take()\nk.release()\nprint(why)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, env={"PATH": ""}, check=True
    )
    assert done.stderr == ""
    if sys.platform == "linux":
        assert done.stdout == "there is no D-Bus session (DBUS_SESSION_BUS_ADDRESS is not set)\n"


def test_wakepy_is_taken_and_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    import wakepy  # noqa: PLC0415 - as late as the program does it

    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "1")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")  # without one it is not even asked
    before = wakepy.modecount()
    keeper = Wakepy()
    assert keeper.take() is None
    assert wakepy.modecount() == before + 1
    keeper.release()
    assert wakepy.modecount() == before
