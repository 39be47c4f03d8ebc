"""What is waited for however long it takes: who waits is told once, and can end it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from setpace import cli
from setpace.run import disk
from setpace.store.sessions import Log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

GLANCES_BEFORE_IT_IS_TOLD = 20


class _Waited(NamedTuple):
    not_done: tuple[object, ...]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A disk for which so many glances are in vain; nobody waits for it in this test."""

    def begin(glances: int) -> None:
        left = [glances]

        def look(asked: Any, _s: float) -> _Waited:
            if left[0]:
                left[0] -= 1
                return _Waited((asked,))
            for each in asked:
                each.exception(30)  # whatever came of it
            return _Waited(())

        monkeypatch.setattr(disk, "wait", look)

    return begin


@pytest.mark.parametrize(("glances", "times"), [(GLANCES_BEFORE_IT_IS_TOLD - 1, 0), (20, 1), (200, 1)])
def test_it_is_told_once_and_after_two_seconds(slow: Callable[[int], None], glances: int, times: int) -> None:
    told: list[str] = []
    slow(glances)
    assert disk.wait_for_disk(lambda: "there", lambda: told.append("waits")) == "there"
    assert told == ["waits"] * times


def test_one_who_ends_it_at_once_is_told_nothing() -> None:
    answers = threading.Event()
    told: list[str] = []
    try:
        with pytest.raises(disk.NoAnswerError):
            disk.wait_for_disk(answers.wait, lambda: told.append("waits"), lambda: True)
    finally:
        answers.set()
    assert told == []


def test_what_nobody_can_read_costs_no_answer(
    slow: Callable[[int], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Closed:
        def write(self, _: str) -> int:
            raise BrokenPipeError

        def flush(self) -> None:
            raise BrokenPipeError

    monkeypatch.setenv("SETPACE_HOME", str(tmp_path))
    slow(100)
    with monkeypatch.context() as patched:
        patched.setattr("sys.stderr", Closed())
        assert cli.main(["routines"]) == 0
    assert "beginner" in capsys.readouterr().out


def test_reading_a_long_log_is_no_waiting_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_by_who_waits: list[bool] = []

    def recent(_: Log) -> Iterator[None]:
        for _session in range(3):
            read_by_who_waits.append(threading.current_thread() is threading.main_thread())
            yield

    def read_all(found: Iterator[None], _: int | None) -> tuple[list[None], list[None]]:
        for _ in found:
            pass
        return [], []

    monkeypatch.setenv("SETPACE_HOME", str(tmp_path))
    monkeypatch.setattr(Log, "recent", recent)
    monkeypatch.setattr("setpace.run.log_text.past_sessions", read_all)
    assert cli.main(["log"]) == 0
    assert read_by_who_waits == [False, True, True]
