"""What is typed in plain mode: bytes of a terminal as keys, bytes of a pipe as lines, and signals in between."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is needed", allow_module_level=True)

import termios

from setpace.run.plain_keys import Closed, Line, PosixKeys, Press, ThreadedKeys, next_key
from setpace.run.plain_signals import Stops

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG_S = 30.0
"""Longer than any test may take: what comes must end the wait."""


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        (" ", "space"),
        ("\r", "enter"),
        ("\n", "enter"),
        ("\t", "tab"),
        ("\x1b", "escape"),
        ("\x7f", "backspace"),
        ("a", "a"),
        ("N", "N"),
        ("+", "plus"),
        ("?", "question_mark"),
        ("é", "é"),
        ("\x0e", "ctrl+n"),
        ("\x1bx", "alt+x"),
        ("\x1b[A", "up"),
        ("\x1bOD", "left"),
        ("\x1b[6~", "pagedown"),
        ("\x1bOP", "f1"),
        ("\x1b[15~", "f5"),
        ("\x1b[24~", "f12"),
    ],
)
def test_a_key_has_the_name_that_the_settings_have_for_it(sent: str, key: str) -> None:
    assert next_key(sent, more=False) == (key, len(sent))
    if key != "escape":  # followed by a letter it is alt and that letter
        assert next_key(sent + "z", more=True) == (key, len(sent))


def test_what_is_no_key_is_swallowed_whole() -> None:
    mouse = "\x1b[<0;12;7M"
    assert next_key(mouse + " ", more=True) == ("", len(mouse))


@pytest.mark.parametrize("sent", ["\x1b", "\x1b[", "\x1b[6", "\x1bO"])
def test_half_a_sequence_waits_for_its_other_half(sent: str) -> None:
    assert next_key(sent, more=True) == ("", 0)


class Piped:
    def __init__(self, exits: ExitStack, *, on_terminal: bool) -> None:
        self.read_end, self.write_end = os.openpty()[::-1] if on_terminal else os.pipe()
        exits.callback(self.close)
        self.before = termios.tcgetattr(self.read_end) if on_terminal else None
        self.stops = exits.enter_context(Stops())
        self.keys = PosixKeys(self.read_end, self.stops)

    def close(self) -> None:
        os.close(self.read_end)
        self.hang_up()

    def hang_up(self) -> None:
        if self.write_end >= 0:
            os.close(self.write_end)
        self.write_end = -1

    def type(self, text: str) -> None:
        os.write(self.write_end, text.encode())


@pytest.fixture
def exits() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_a_pipe_gives_lines_and_then_its_end(exits: ExitStack) -> None:
    pipe = Piped(exits, on_terminal=False)
    with pipe.keys as keys:
        assert not keys.terminal
        pipe.type("\nundo\r\nn leg")
        assert [keys.read(LONG_S), keys.read(LONG_S)] == [Line(""), Line("undo")]
        assert keys.read(0.01) is None
        pipe.type("s fresh")
        pipe.hang_up()
        assert [keys.read(LONG_S) for _ in range(3)] == [Line("n legs fresh"), Closed(), Closed()]


def test_a_line_without_end_does_not_fill_the_memory(exits: ExitStack) -> None:
    pipe = Piped(exits, on_terminal=False)
    with pipe.keys as keys:
        pipe.type("x" * 20_000)
        line = keys.read(LONG_S)
        assert isinstance(line, Line)
        assert 4096 < len(line.text) < 10_000


def test_a_terminal_gives_keys_and_is_afterwards_as_before(exits: ExitStack) -> None:
    tty = Piped(exits, on_terminal=True)
    with tty.keys as keys:
        assert keys.terminal
        assert not termios.tcgetattr(tty.read_end)[3] & (termios.ICANON | termios.ECHO)
        tty.type(" z\x1b[5~\x1b[<0;1;1M1")
        assert [keys.read(LONG_S) for _ in range(4)] == [Press("space"), Press("z"), Press("pageup"), Press("1")]
        tty.type("\x1b")
        assert keys.read(LONG_S) == Press("escape")
        assert keys.read(0.01) is None
    assert termios.tcgetattr(tty.read_end) == tty.before


def test_a_terminal_takes_a_line_when_asked_and_keeps_what_was_typed_ahead(exits: ExitStack) -> None:
    tty = Piped(exits, on_terminal=True)
    with tty.keys as keys:
        tty.type("nleg")
        assert keys.read(LONG_S) == Press("n")
        keys.take_lines(on=True)
        assert termios.tcgetattr(tty.read_end) == tty.before
        tty.type("s fresh\n")
        assert keys.read(LONG_S) == Line("legs fresh")
        tty.type("\x04")  # ctrl+d ends a line, not the program
        assert keys.read(LONG_S) == Closed()
        tty.type("no end\x04\x04")
        assert keys.read(LONG_S) == Line("no end")
        keys.take_lines(on=False)
        tty.type("z")
        assert keys.read(LONG_S) == Press("z")


def test_a_terminal_that_is_gone_says_so_every_time(exits: ExitStack) -> None:
    tty = Piped(exits, on_terminal=True)
    with tty.keys as keys:
        tty.hang_up()
        assert [keys.read(LONG_S), keys.read(LONG_S)] == [Closed(), Closed()]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_the_wait_for_a_key(number: signal.Signals, status: int) -> None:
    before = signal.getsignal(number)
    with ExitStack() as inner:
        pipe = Piped(inner, on_terminal=False)
        with pipe.keys as keys:
            os.kill(os.getpid(), number)
            assert keys.read(LONG_S) is None
        assert pipe.stops.status == status
    assert signal.getsignal(number) is before


def test_after_a_stop_the_terminal_is_taken_again(exits: ExitStack) -> None:
    tty = Piped(exits, on_terminal=True)
    with tty.keys as keys:
        assert tty.before is not None
        termios.tcsetattr(tty.read_end, termios.TCSANOW, tty.before)  # as a shell does meanwhile
        os.kill(os.getpid(), signal.SIGCONT)
        assert keys.read(LONG_S) is None
        assert not termios.tcgetattr(tty.read_end)[3] & termios.ICANON


def test_where_a_thread_reads_it_reads_a_line_or_a_key_as_it_was_asked_to() -> None:
    lines, pressed = iter(["legs fresh\r\n", ""]), iter(["", "space", "n"])
    keys = ThreadedKeys(lambda: next(lines), lambda: next(pressed))
    with keys:
        assert keys.terminal
        assert [keys.read(LONG_S), keys.read(LONG_S)] == [Press("space"), Press("n")]
        keys.take_lines(on=True)
        assert [keys.read(LONG_S), keys.read(LONG_S)] == [Line("legs fresh"), Closed()]


def test_where_there_are_lines_only_keys_are_never_asked_for() -> None:
    lines = iter(["\n", "undo\n", ""])
    keys = ThreadedKeys(lambda: next(lines))
    keys.take_lines(on=False)
    assert [keys.read(LONG_S) for _ in range(3)] == [Line(""), Line("undo"), Closed()]
