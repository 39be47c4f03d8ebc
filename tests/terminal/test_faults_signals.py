"""Stopped, continued, hung up, ended at any moment: the terminal is given back, the session kept, the clock right."""

from __future__ import annotations

import shutil
import signal
import sys
import termios
import time
from typing import TYPE_CHECKING

import psutil
import pytest
from terminal.test_real_program import HOME, prompt, the_log, to_first_rest, wait_for_saved_sets, write_routine
from terminal.tty_driver import SETPACE, TtyDriver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from terminal.conftest import Start

REST = r"\bREST (\d+):(\d\d) · next"
IDLE_CPU = 0.25
"""CPU seconds within one second that nobody could call idle; at rest the program takes 0.01."""

needs_shell = pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")


@pytest.fixture
def shell(env: dict[str, str], home: Path) -> Iterator[TtyDriver]:
    """A shell of a user, in whose foreground Setpace is started; `fg` and `bg` work."""
    (home / "inputrc").write_text("set enable-bracketed-paste off\n", encoding="utf-8")
    env |= {"PS1": "shell> ", "INPUTRC": str(home / "inputrc")}
    with TtyDriver(("bash", "--norc", "--noprofile", "-i"), env) as driver:
        driver.wait_for("shell>")
        yield driver


def started_in(shell: TtyDriver, home: Path) -> psutil.Process:
    """Start in the shell, do the first set, and wait for its rest."""
    write_routine(home, "[60, 120]", "[60, 120]")
    shell.send(" ".join((*SETPACE, "start", "short")) + "\r")
    shell.wait_for(prompt("Kettlebell Deadlift", 1, 2))
    shell.press_next()
    shell.wait_for(REST)
    wait_for_saved_sets(shell, home, 1)
    (program,) = psutil.Process(shell.pid).children()
    return program


def seconds_left(driver: TtyDriver) -> int:
    driver.screen_text()  # else the picture that was looked at last would do
    found = driver.wait_for(REST).match
    return int(found[1]) * 60 + int(found[2])


def cpu_in_a_second(driver: TtyDriver, program: psutil.Process) -> float:
    before = program.cpu_times()
    driver.run_for(1)
    after = program.cpu_times()
    return after.user + after.system - before.user - before.system


@needs_shell
@pytest.mark.parametrize("over", ["", "n", "ctrl+p"], ids=["workout", "note", "palette"])
def test_ctrl_z_gives_the_terminal_back_and_fg_goes_on_with_the_right_clock(
    shell: TtyDriver, home: Path, over: str
) -> None:
    program = started_in(shell, home)
    left_s, seen_at = seconds_left(shell), time.perf_counter()
    if over:
        shell.send(over)
        shell.run_for(0.3)
    shell.send("ctrl+z")
    shell.wait_for("Stopped")
    assert program.status() == psutil.STATUS_STOPPED
    assert shell.screen.left_behind() == []
    assert shell.screen.title == ""

    shell.run_for(1.2)
    shell.send("fg\r")
    if over:
        shell.run_for(0.3)
        shell.send("escape")
    assert abs(left_s - seconds_left(shell) - (time.perf_counter() - seen_at)) <= 1.5
    shell.run_for(0.3)  # the title follows the frame
    assert shell.screen.title.startswith("REST")
    assert len(the_log(home)["sets"]) == 1


@needs_shell
def test_in_the_background_it_stops_again_instead_of_painting_over_the_shell(shell: TtyDriver, home: Path) -> None:
    program = started_in(shell, home)
    threads = program.num_threads()
    shell.send("ctrl+z")
    shell.wait_for("Stopped")
    shell.send("bg\r")
    shell.wait_for(r"(?s)start short &.*shell>")
    shell.run_for(0.3)
    assert program.status() == psutil.STATUS_STOPPED
    assert shell.screen.left_behind() == []
    shell.send("fg\r")
    shell.wait_for(REST)
    shell.press_next("p")
    shell.wait_for("PAUSED")
    assert program.num_threads() == threads


@needs_shell
def test_ended_while_it_is_stopped_it_keeps_the_session_and_leaves_the_shell_alone(
    shell: TtyDriver, home: Path
) -> None:
    program = started_in(shell, home)
    shell.send("ctrl+z")
    shell.wait_for("Stopped")
    shell.send("kill %1\r")
    assert psutil.wait_procs([program], timeout=10)[1] == []
    shell.send("\recho shell is well\r")
    shell.wait_for("(?m)^shell is well$")
    assert shell.screen.left_behind() == []
    assert "Traceback" not in shell.screen_text()
    shell.send(" ".join(SETPACE) + "\r")
    shell.wait_for(r"(?i)set\s+2\s+of\s+4")


@needs_shell
def test_a_plain_stop_and_fg_bring_back_what_the_shell_has_changed_meanwhile(shell: TtyDriver, home: Path) -> None:
    program = started_in(shell, home)
    threads = program.num_threads()
    shell.run_for(0.5)  # stopped within a frame, the terminal would hold back what the shell says until the frame ends
    program.send_signal(signal.SIGSTOP)
    shell.wait_for("Stopped")
    shell.send("fg\r")
    shell.wait_for(REST)
    shell.wait_until_gone("Stopped")
    shell.press_next("p")  # a terminal still in the shell's settings would wait for the end of the line
    shell.wait_for("PAUSED")
    assert program.num_threads() == threads
    program.terminate()
    assert psutil.wait_procs([program], timeout=10)[1] == []
    shell.send("echo status $?\r")
    shell.wait_for("status 143")
    assert shell.screen.left_behind() == []


def test_where_no_shell_could_go_on_with_it_ctrl_z_says_so_and_does_not_stop(start: Start, home: Path) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    program, _ = to_first_rest(start, home)
    program.send("ctrl+z")
    program.wait_for("No shell")
    program.press_next("p")
    program.wait_for("PAUSED")


def test_ctrl_z_is_the_users_own_where_the_settings_say_so(start: Start, home: Path) -> None:
    (home / "settings.toml").write_text('[keys]\nundo = ["ctrl+z"]\n', encoding="utf-8")
    write_routine(home, "[60, 120]", "[60, 120]")
    program, _ = to_first_rest(start, home)
    program.send("ctrl+z")
    program.wait_for("undone: set done")


def test_stopped_and_continued_again_and_again_it_has_one_set_of_threads_and_quits_cleanly(
    start: Start, home: Path
) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    driver, _ = to_first_rest(start, home)
    program = psutil.Process(driver.pid)
    threads, left_s, seen_at = program.num_threads(), seconds_left(driver), time.perf_counter()
    cooked = driver.line_settings()
    cooked[3] |= termios.ICANON | termios.ECHO
    for stopped_s in (0.0, 0.05, 1.2):
        driver.signal(signal.SIGSTOP)
        driver.run_for(stopped_s)
        driver.set_line_settings(cooked)  # as any other program may leave it
        driver.signal(signal.SIGCONT)
        driver.run_for(0.3)
    assert abs(left_s - seconds_left(driver) - (time.perf_counter() - seen_at)) <= 1.5
    assert not driver.line_settings()[3] & (termios.ICANON | termios.ECHO)
    assert program.num_threads() == threads
    assert cpu_in_a_second(driver, program) < IDLE_CPU
    driver.press_next("escape")
    driver.wait_for("later")
    driver.send("l")
    driver.wait_for(HOME)
    driver.press_next("q")
    assert driver.wait_exit(5) == 0
    assert driver.not_restored() == []
    assert driver.left_running() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_no_process_behind(start: Start, home: Path, number: signal.Signals) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    driver, _ = to_first_rest(start, home)
    driver.send("n")  # with a dialog open
    driver.wait_for("Note on")
    driver.signal(number)
    assert driver.wait_exit() == 128 + number
    assert driver.not_restored() == []
    assert driver.screen.title == ""
    assert driver.left_running() == []
    assert len(the_log(home)["sets"]) == 1


def test_a_signal_at_any_moment_of_the_start_leaves_the_terminal_as_it_was(start: Start, home: Path) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    first = start("start", "short")
    takes_s = first.wait_for(prompt("Kettlebell Deadlift", 1, 2)).at - first.started_at
    for part in (0.3, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1):
        driver = start("start", "short")
        driver.run_for(takes_s * part)
        driver.signal(signal.SIGTERM)
        assert driver.wait_exit() in (-signal.SIGTERM, 128 + signal.SIGTERM), part
        assert driver.not_restored() == [], part
        assert "Traceback" not in driver.screen_text()
        driver.close()


def test_a_terminal_that_goes_without_a_word_ends_it_too(env: dict[str, str], home: Path) -> None:
    # In a session of its own (setsid) nobody tells it: it would read the end of the terminal over and over.
    write_routine(home, "[60, 120]", "[60, 120]")
    detached = f"import os; os.fork() and os._exit(os.wait()[1]); os.setsid(); os.execv({SETPACE[0]!r}, {SETPACE!r})"
    detached = detached.replace(repr(SETPACE), repr((*SETPACE, "start", "short")))
    with TtyDriver((sys.executable, "-c", detached), env) as driver:
        driver.wait_for(prompt("Kettlebell Deadlift", 1, 2))
        (program,) = psutil.Process(driver.pid).children()
        driver.press_next()
        driver.wait_for(REST)
        wait_for_saved_sets(driver, home, 1)
        driver.hang_up()
        alive = psutil.wait_procs([program], timeout=10)[1]
        for each in alive:
            each.kill()
        assert alive == []
    assert len(the_log(home)["sets"]) == 1
    assert the_log(home)["events"]
