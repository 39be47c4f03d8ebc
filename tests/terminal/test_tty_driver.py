"""The driver itself, on a tiny program: what it says of a terminal must be true, or nothing built on it is."""

from __future__ import annotations

import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from terminal.tty_driver import BETWEEN_PRESSES_S, TtyDriver, run_without_terminal
from terminal.tty_screen import TtyScreen

TINY = (sys.executable, str(Path(__file__).with_name("tiny_app.py")))


def test_a_program_is_typed_on_resized_and_ends_with_its_status_and_a_clean_terminal(env: dict[str, str]) -> None:
    with TtyDriver(TINY, env, columns=60, rows=18) as tiny:
        tiny.wait_for(r"60 by 18")
        assert "the alternate screen is still shown" in tiny.not_restored()
        assert "the line settings (echo, line by line) are not as before" in tiny.not_restored()
        first = tiny.press_next()
        seen = tiny.wait_for(r"^1 presses")
        second = tiny.press_next()
        assert tiny.wait_for(r"^2 presses").at > second
        assert first < seen.at < second
        assert second - first >= BETWEEN_PRESSES_S
        tiny.resize(100, 30)
        tiny.wait_for(r"100 by 30")
        tiny.wait_for(r"2 presses")
        tiny.send("q")
        assert tiny.wait_exit() == 7
        assert tiny.not_restored() == []


def test_a_killed_program_leaves_what_it_had_switched_on(env: dict[str, str]) -> None:
    with TtyDriver(TINY, env) as tiny:
        tiny.wait_for(r"80 by 24")
        tiny.signal(signal.SIGKILL)
        assert tiny.wait_exit() == -signal.SIGKILL
        left = tiny.not_restored()
    for wanted in ("alternate screen", "cursor", "mouse", "pasting", "keyboard protocol", "line settings"):
        assert any(wanted in problem for problem in left), wanted


def test_a_text_that_never_comes_and_an_early_end_are_told_with_the_screen(env: dict[str, str]) -> None:
    with TtyDriver(TINY, env) as tiny:
        tiny.wait_for(r"80 by 24")
        with pytest.raises(AssertionError, match=r"(?s)did not show 'nothing' within 0\.1 s.*\|80 by 24"):
            tiny.wait_for(r"nothing", timeout_s=0.1)
        with pytest.raises(AssertionError, match=r"still running after 0\.1 s"):
            tiny.wait_exit(timeout_s=0.1)
    command = (sys.executable, "-c", "print('last words'); raise SystemExit(3)")
    with (
        TtyDriver(command, env) as brief,
        pytest.raises(AssertionError, match=r"(?s)ended with status 3 before.*\|last words"),
    ):
        brief.wait_for(r"nothing")


def test_the_end_kills_the_whole_process_group(env: dict[str, str]) -> None:
    code = "import subprocess,sys; p = subprocess.Popen(['sleep', '60']); print(p.pid, 'runs'); p.wait()"
    with TtyDriver((sys.executable, "-c", code), env) as parent:
        child = psutil.Process(int(parent.wait_for(r"^(\d+) runs").match[1]))
        assert child.cmdline() == ["sleep", "60"]
    wait_until_dead(child)


def wait_until_dead(process: psutil.Process) -> None:
    end = time.monotonic() + 5
    # A container without an init process keeps a dead child as a zombie, which is a kind of NoSuchProcess here.
    with suppress(psutil.NoSuchProcess):
        while process.cmdline():
            assert time.monotonic() < end, f"{process} still runs"
            time.sleep(0.01)


def test_the_program_has_a_controlling_terminal_and_a_hang_up_reaches_it(env: dict[str, str]) -> None:
    code = "import os,time; os.close(os.open('/dev/tty', os.O_RDWR)); print('has one', flush=True); time.sleep(60)"
    with TtyDriver((sys.executable, "-c", code), env) as program:
        program.wait_for(r"has one")
        program.hang_up()
        assert program.wait_exit() == -signal.SIGHUP
    without = run_without_terminal((sys.executable, "-c", code), env)
    assert (without.returncode, "OSError" in without.stderr) == (1, True)


def test_queries_are_answered_and_cut_sequences_are_put_together() -> None:
    screen = TtyScreen(20, 3)
    assert screen.receive(b"\x1b[?2026$p\x1b[?2048$p\x1b[c", 0.0) == b"\x1b[?2026;2$y\x1b[?2048;0$y\x1b[?62;22c"
    assert screen.receive(b"ab\x1b[6n", 0.0) == b"\x1b[1;3R"
    assert screen.receive(b"\x1b[", 0.0) == b""
    assert screen.receive(b"5n\xe2\x80", 0.0) == b"\x1b[0n"
    screen.receive(b"\x93\x1b[>1u\x1b[58:2::1:2:3mc", 0.0)
    assert list(screen.replay())
    assert screen.text.splitlines()[0] == "ab–c"
    assert screen.left_behind() == ["the keyboard protocol was not popped"]


def test_a_frame_is_only_seen_when_it_is_complete() -> None:
    screen = TtyScreen(20, 2)
    screen.receive(b"old\x1b[?2026h\rnew", 1.0)
    assert list(screen.replay()) == [1.0]
    assert screen.text.splitlines()[0] == "old"
    screen.receive(b" one\x1b[?2026l", 2.0)
    assert list(screen.replay()) == [2.0]
    assert screen.text.splitlines()[0] == "new one"
