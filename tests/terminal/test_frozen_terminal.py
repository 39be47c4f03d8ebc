"""A terminal that takes no byte and still lives: sets are saved all the same, and the program can be ended."""

from __future__ import annotations

import signal
import sys
import termios
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from terminal.test_faults_signals import IDLE_CPU, cpu_in_a_second
from terminal.test_hung_disk import ENDS_S, hang, hangs, start_on_bad_disk
from terminal.test_real_program import log_files, the_log, to_first_rest, wait_for_saved_sets, write_routine

if TYPE_CHECKING:
    from terminal.conftest import Start
    from terminal.tty_driver import TtyDriver

__all__ = ["hangs", "start_on_bad_disk"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a pseudo-terminal is stopped otherwise elsewhere")

FRAMES = 100
"""So many keys that paint: more than enough to hold up a program whose terminal takes nothing."""

TAKEN_S = 1.0
"""A key that the log has not seen by then was not taken."""


def hold_up(program: TtyDriver, home: Path) -> None:
    """Let the terminal take nothing, and send keys until the program has no room left for what they paint."""
    program.freeze()
    for count in range(FRAMES):
        before = log_files(home)[-1].read_bytes()
        program.send("right" if count % 2 else "left")
        end = time.perf_counter() + TAKEN_S
        while log_files(home)[-1].read_bytes() == before:
            if time.perf_counter() > end:
                return
            program.run_for(0.01)
    raise AssertionError("it was never held up")


def in_frozen_rest(program: TtyDriver, home: Path) -> None:
    """Do the second set with a terminal that shows nothing of it; then go on until nothing more goes through."""
    program.freeze()
    program.press_next()
    program.press_next()
    wait_for_saved_sets(program, home, 2)
    hold_up(program, home)


def frozen(start: Start, home: Path) -> TtyDriver:
    write_routine(home, "[60, 120]", "[60, 120]")
    program, _ = to_first_rest(start, home)
    in_frozen_rest(program, home)
    return program


def assert_ends(program: TtyDriver, status: int) -> None:
    assert program.wait_exit(ENDS_S) == status
    assert program.left_running() == []


@pytest.mark.true_patience
def test_a_signal_ends_it_in_time_with_its_status(start_hurried: Start, home: Path) -> None:
    program = frozen(start_hurried, home)
    program.signal(signal.SIGTERM)
    assert_ends(program, 128 + signal.SIGTERM)
    assert program.line_settings()[3] & termios.ECHO  # what can be given back without a byte
    assert program.line_settings()[3] & termios.ICANON
    session = the_log(home)
    assert len(session["sets"]) == 2
    assert session["events"]


def test_closing_its_window_ends_it_in_time(start_hurried: Start, home: Path) -> None:
    program = frozen(start_hurried, home)
    program.hang_up()
    assert_ends(program, 128 + signal.SIGHUP)
    assert len(the_log(home)["sets"]) == 2
    assert "internal error" not in (home / "state" / "setpace.log").read_text(encoding="utf-8")


def test_it_waits_without_work_and_goes_on_where_it_should_be_by_then(start_hurried: Start, home: Path) -> None:
    program = frozen(start_hurried, home)
    assert cpu_in_a_second(program, psutil.Process(program.pid)) < IDLE_CPU
    program.thaw()
    program.wait_for(r"(?s)set 3/4.*\bREST\b")
    program.press_next()
    program.wait_for(r"SET 1 of 2 ·")
    program.signal(signal.SIGTERM)
    assert program.wait_exit() == 128 + signal.SIGTERM
    assert program.not_restored() == []


def test_plain_mode_ends_in_time_too(start_hurried: Start, home: Path) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    program = start_hurried("start", "short", "--plain")
    program.wait_for(r"(?i)set\s+1\s+of\s+2")
    program.freeze()
    program.press_next()
    wait_for_saved_sets(program, home, 1)
    program.signal(signal.SIGTERM)
    assert_ends(program, 128 + signal.SIGTERM)
    assert program.line_settings()[3] & termios.ECHO
    assert len(the_log(home)["sets"]) == 1


@pytest.mark.parametrize("plain", [False, True], ids=["app", "plain"])
def test_with_a_disk_that_hangs_as_well_the_session_is_kept_in_the_home_folder(
    start_on_bad_disk: Start, home: Path, hangs: Path, env: dict[str, str], *, plain: bool
) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    program = start_on_bad_disk("start", "short", *(["--plain"] if plain else []))
    program.wait_for(r"(?i)set\s+1\s+of\s+2")
    hang(hangs, home)
    program.press_next()
    program.wait_for(r"\bREST\b")
    program.freeze()
    for count in range(1 if plain else FRAMES):
        program.send("right" if count % 2 else "left")
        program.run_for(0.012)
    program.signal(signal.SIGTERM)
    assert_ends(program, 128 + signal.SIGTERM)
    [file] = Path(env["HOME"]).glob("setpace-not-saved-*.toml")
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# setpace: not saved: the disk does not answer")
    assert len(tomllib.loads(text)["sets"]) == 1
