"""The real program where only the cache lies on a disk that does not answer: it may be deleted, so it may be away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from terminal.log_files import make_log
from terminal.test_hung_disk import DEAD, ENDS_S, TOLD_S, hang
from terminal.test_real_program import HOME

if TYPE_CHECKING:
    from pathlib import Path

    from terminal.conftest import StartHurried
    from terminal.tty_driver import TtyDriver


@pytest.fixture
def program(start_hurried: StartHurried, tmp_path: Path, home: Path) -> TtyDriver:
    """At home, with a log of 30; nothing of the cache comes back."""
    make_log(home, 30)
    (home / "cache").mkdir()
    script, hangs = tmp_path / "dead.py", tmp_path / "hangs"
    script.write_text(DEAD.format(hangs=str(hangs), folder=str(home / "cache")), encoding="utf-8")
    hang(hangs, home / "cache")
    running = start_hurried(script=script)
    running.wait_for(HOME)
    return running


@pytest.mark.true_patience
def test_history_and_progress_are_read_without_it_and_the_program_ends(program: TtyDriver) -> None:
    program.press_next("h")
    program.wait_for("1 of 30", TOLD_S)
    program.wait_until_gone("reading…", TOLD_S)
    assert "does not answer" not in program.screen_text()
    program.press_next("p")
    program.wait_for("1 of 3", TOLD_S)
    program.wait_until_gone("reading…", TOLD_S)
    assert "does not answer" not in program.screen_text()
    program.press_next("escape")
    program.wait_for("1 of 30")
    program.press_next("escape")
    program.wait_for(HOME)
    program.press_next("q")
    assert program.wait_exit(ENDS_S) == 0
    assert program.left_running() == []


def test_the_trash_can_be_emptied(program: TtyDriver, home: Path) -> None:
    program.press_next("h")
    program.wait_for("1 of 30", TOLD_S)
    program.press_next("x")
    program.wait_for("trashed", TOLD_S)
    program.press_next("T")
    program.wait_for("enter restore")
    program.press_next("e")
    program.wait_for("for good")
    program.press_next("d")
    program.wait_for("1 session deleted for good", TOLD_S)
    assert not list((home / "log" / ".trash").iterdir())
