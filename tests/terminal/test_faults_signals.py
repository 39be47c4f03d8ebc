"""Stopped, continued, hung up, ended at any moment: the terminal is given back, the session kept, the clock right."""

from __future__ import annotations

import shutil
import signal
import sys
import termios
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil
import pytest
from terminal.test_real_program import HOME, prompt, the_log, to_first_rest, wait_for_saved_sets, write_routine
from terminal.tty_driver import SETPACE, TtyDriver

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from pathlib import Path

    from terminal.conftest import Start

REST = r"\bREST (\d+):(\d\d) · next"
REST_S = 60
TO_ALTERNATE_SCREEN = b"\x1b[?1049h"
IDLE_CPU = 0.25
"""CPU seconds within one second that nobody could call idle; at rest the program takes 0.01."""

OVER = {"n": "how it went", "ctrl+p": "(?i)search"}
"""What may lie over the workout, by its key, and what stands in it."""

needs_shell = pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")


@pytest.fixture
def shell(env: dict[str, str], home: Path) -> Iterator[TtyDriver]:
    """A shell of a user, in whose foreground Setpace is started; `fg` and `bg` work."""
    (home / "inputrc").write_text("set enable-bracketed-paste off\n", encoding="utf-8")
    env |= {"PS1": "shell> ", "INPUTRC": str(home / "inputrc")}
    with TtyDriver(("bash", "--norc", "--noprofile", "-i"), env) as driver:
        driver.wait_for("shell>")
        yield driver


@dataclass(frozen=True)
class Begun:
    """When the rest began, as far as can be known from outside: no sooner than the key, no later than it was seen."""

    pressed_at: float
    seen_at: float

    def assert_right(self, clock: re.Match[str], painted_after: float, seen_at: float) -> None:
        """What a frame showed was right at some moment between these two: that holds on a busy machine too."""
        left_s = int(clock[1]) * 60 + int(clock[2])
        assert REST_S - (seen_at - self.pressed_at) - 1 <= left_s <= REST_S - (painted_after - self.seen_at) + 1


def in_rest(driver: TtyDriver, home: Path) -> Begun:
    """Do the first set, and wait for its rest."""
    driver.wait_for(prompt("Kettlebell Deadlift", 1, 2))
    pressed_at = driver.press_next()
    begun = Begun(pressed_at, driver.wait_for(REST).at)
    wait_for_saved_sets(driver, home, 1)
    return begun


def started_in(shell: TtyDriver, home: Path) -> tuple[psutil.Process, Begun]:
    """Start in the shell, do the first set, and wait for its rest."""
    write_routine(home, "[60, 120]", "[60, 120]")
    shell.send(" ".join((*SETPACE, "start", "short")) + "\r")
    begun = in_rest(shell, home)
    (program,) = psutil.Process(shell.pid).children()
    return program, begun


def entries(driver: TtyDriver) -> int:
    """How often the program has taken the terminal: each time the screen is empty at first."""
    driver.screen_text()
    return bytes(driver.screen.raw).count(TO_ALTERNATE_SCREEN)


def wait_for_entry(driver: TtyDriver, before: int) -> None:
    end = time.perf_counter() + 15
    while entries(driver) == before:
        assert time.perf_counter() < end, f"the terminal was not taken again:\n{driver.screen_text()}"
        driver.run_for(0.02)


def wait_for_title(driver: TtyDriver, beginning: str) -> None:
    end = time.perf_counter() + 15  # the title follows the frame
    while not driver.screen.title.startswith(beginning):
        assert time.perf_counter() < end, driver.screen.title
        driver.run_for(0.02)


def cpu_in_a_second(driver: TtyDriver, program: psutil.Process) -> float:
    before = program.cpu_times()
    driver.run_for(1)
    after = program.cpu_times()
    return after.user + after.system - before.user - before.system


@needs_shell
@pytest.mark.parametrize("over", ["", *OVER], ids=["workout", "note", "palette"])
def test_ctrl_z_gives_the_terminal_back_and_fg_goes_on_with_the_right_clock(
    shell: TtyDriver, home: Path, over: str
) -> None:
    program, begun = started_in(shell, home)
    if over:
        shell.send(over)
        shell.wait_for(OVER[over])
    shell.send("ctrl+z")
    shell.wait_for("Stopped")
    assert program.status() == psutil.STATUS_STOPPED
    assert shell.screen.left_behind() == []
    assert shell.screen.title == ""

    shell.run_for(2.2)
    painted_after = shell.send("fg\r")
    if over:
        shell.wait_for(OVER[over])
        shell.send("escape")
    back = shell.wait_for(REST)  # the very first that is painted: before it, what the shell said stands there
    begun.assert_right(back.match, painted_after, back.at)
    wait_for_title(shell, "REST")
    assert len(the_log(home)["sets"]) == 1


WITH_A_DESKTOP = """\
import sys
from pathlib import Path
from setpace.run.awake import Wakepy

def note(what):
    with Path({notes!r}).open("a") as notes:
        notes.write(what)

Wakepy.take = lambda self: note("take ")
Wakepy.release = lambda self: note("release ")
from setpace.cli import main
sys.exit(main())
"""


@needs_shell
@pytest.mark.parametrize("plain", [False, True], ids=["app", "plain"])
def test_while_it_is_stopped_the_laptop_may_sleep(shell: TtyDriver, home: Path, *, plain: bool) -> None:
    notes, script = home / "notes", home / "desktop.py"
    script.write_text(WITH_A_DESKTOP.format(notes=str(notes)), encoding="utf-8")

    def wait_for_note(said: str) -> None:
        end = time.perf_counter() + 15
        while not notes.exists() or notes.read_text() != said:
            assert time.perf_counter() < end, f"not {said}: {notes.exists() and notes.read_text()}"
            shell.run_for(0.02)

    write_routine(home, "[60, 120]", "[60, 120]")
    shell.send(" ".join((sys.executable, str(script), "start", "short", *(["--plain"] if plain else []))) + "\r")
    wait_for_note("take ")
    shell.send("ctrl+z")
    shell.wait_for("Stopped")
    assert notes.read_text() == "take release "
    shell.send("fg\r")
    wait_for_note("take release take ")
    shell.press_next()
    shell.wait_for(r"\bREST\b")
    (program,) = psutil.Process(shell.pid).children()
    program.terminate()
    assert psutil.wait_procs([program], timeout=10)[1] == []
    assert notes.read_text() == "take release take release "


@needs_shell
def test_in_the_background_it_stops_again_instead_of_painting_over_the_shell(shell: TtyDriver, home: Path) -> None:
    program, _ = started_in(shell, home)
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
    program, _ = started_in(shell, home)
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
def test_plain_mode_ended_while_it_is_stopped_keeps_the_session_and_leaves_the_shell_alone(
    shell: TtyDriver, home: Path
) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    shell.send(" ".join((*SETPACE, "start", "short", "--plain")) + "\r")
    shell.wait_for(r"(?i)set\s+1\s+of\s+2")
    shell.press_next()
    shell.wait_for(r"\bREST\b")
    (program,) = psutil.Process(shell.pid).children()
    shell.send("ctrl+z")
    shell.wait_for("Stopped")
    shell.wait_for(r"shell>\s*\Z")
    typing = shell.line_settings()
    shell.send("kill %1\r")
    assert psutil.wait_procs([program], timeout=10)[1] == []
    shell.send("\recho shell is well\r")
    shell.wait_for("(?m)^shell is well$")
    shell.wait_for(r"shell>\s*\Z")
    assert shell.line_settings() == typing
    assert "Traceback" not in shell.screen_text()
    assert len(the_log(home)["sets"]) == 1


@needs_shell
def test_a_plain_stop_and_fg_bring_back_what_the_shell_has_changed_meanwhile(shell: TtyDriver, home: Path) -> None:
    program, _ = started_in(shell, home)
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
    driver = start("start", "short")
    begun = in_rest(driver, home)
    program = psutil.Process(driver.pid)
    threads = program.num_threads()
    cooked = driver.line_settings()
    cooked[3] |= termios.ICANON | termios.ECHO
    for stopped_s in (0.0, 0.05, 2.2):
        before = entries(driver)
        driver.signal(signal.SIGSTOP)
        driver.run_for(stopped_s)
        driver.set_line_settings(cooked)  # as any other program may leave it
        painted_after = time.perf_counter()
        driver.signal(signal.SIGCONT)
        wait_for_entry(driver, before)
        back = driver.wait_for(REST)
        begun.assert_right(back.match, painted_after, back.at)
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
def test_a_signal_leaves_no_process_behind_and_keeps_the_note_being_typed(
    start: Start, home: Path, number: signal.Signals
) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    driver, _ = to_first_rest(start, home)
    driver.send("n")
    driver.wait_for("Note on")
    driver.send(" left knee fi")
    driver.wait_for("left knee fi")
    driver.signal(number)
    assert driver.wait_exit() == 128 + number
    assert driver.not_restored() == []
    assert driver.screen.title == ""
    assert driver.left_running() == []
    assert [done["note"] for done in the_log(home)["sets"]] == ["left knee fi"]


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
    noted = (home / "state" / "setpace.log").read_text(encoding="utf-8")
    assert "the terminal is gone" in noted
    assert "internal error" not in noted  # doctor would ask the user for a report
