"""What is typed in plain mode: single keys where stdin is a terminal, else lines."""

from __future__ import annotations

import codecs
import os
import re
import select
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self, TextIO

from setpace.core.commands import key_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from setpace.run.plain_signals import Stops


@dataclass(frozen=True, slots=True)
class Press:
    """A key, by the name that the command table has for it."""

    key: str


@dataclass(frozen=True, slots=True)
class Line:
    """A whole line, without its end."""

    text: str


@dataclass(frozen=True, slots=True)
class Closed:
    """No more comes: the end of the input, the terminal is gone, or `ctrl+d` in a line typed on one."""


Typed = Press | Line | Closed


class Keys(Protocol):
    """Where the lifter's keys come from.

    Attributes:
        terminal: single keys are pressed on a terminal; False = every command is a line.
    """

    terminal: bool

    def read(self, timeout_s: float) -> Typed | None:
        """What is typed next; None if nothing is within `timeout_s` seconds, or a signal came."""
        ...

    def take_lines(self, *, on: bool) -> None:
        """Take lines instead of single keys, with the terminal's own editing and echo; or keys again."""
        ...


_NAMES = {
    **dict(zip(("[A", "[B", "[C", "[D", "[H", "[F"), ("up", "down", "right", "left", "home", "end"), strict=True)),
    **dict(zip(("OA", "OB", "OC", "OD", "OH", "OF"), ("up", "down", "right", "left", "home", "end"), strict=True)),
    **{f"[{number}~": name for number, name in ((1, "home"), (2, "insert"), (3, "delete"), (4, "end"))},
    "[5~": "pageup",
    "[6~": "pagedown",
    "[Z": "shift+tab",
    **{f"O{letter}": f"f{place}" for place, letter in enumerate("PQRS", start=1)},
    **{
        f"[{code}~": f"f{place}" for place, code in enumerate((11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24), start=1)
    },
}
"""What terminals send after the escape character (ECMA-48 and xterm's function keys), with the names of the keys."""

_SEQUENCE = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|O[ -~])")
_UNFINISHED = re.compile(r"\x1b(\[[0-?]*[ -/]*|O)?\Z")
_SPLIT_S = 0.05
"""A key's sequence that a slow line splits goes on within this time; an escape key that was pressed does not."""

_LONGEST_LINE = 4096
"""Signs of a line; what goes on for longer is no typing, and must not fill the memory."""

_CONTROL = {"\r": "enter", "\n": "enter", "\t": "tab", "\x7f": "backspace", "\x08": "backspace", "\x1b": "escape"}


def next_key(text: str, *, more: bool) -> tuple[str, int]:
    """The first key of what a terminal sent.

    Args:
        text: what was sent, not empty.
        more: more may be on its way.

    Returns:
        Its name, empty for what is no key; and how many characters it takes, 0 = wait for more.
    """
    if more and _UNFINISHED.match(text):
        return "", 0
    if found := _SEQUENCE.match(text):
        return _NAMES.get(found[1], ""), found.end()
    first = text[0]
    if first == "\x1b" and len(text) > 1 and text[1].isprintable():
        return f"alt+{key_name(text[1])}", 2
    if first in _CONTROL:
        return _CONTROL[first], 1
    if first < " ":
        return f"ctrl+{chr(ord(first) + 96)}" if "\x01" <= first <= "\x1a" else "", 1
    return key_name(first), 1


class PosixKeys:
    """Keys of a terminal, or lines of anything else, read straight from the descriptor.

    Args:
        descriptor: of the standard input.
        stops: the signals, which end every wait.
    """

    def __init__(self, descriptor: int, stops: Stops) -> None:
        self.terminal = os.isatty(descriptor)
        self._descriptor = descriptor
        self._stops = stops
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._text = ""
        self._lines = not self.terminal
        self._closed = False
        self._before: list[Any] | None = None

    def __enter__(self) -> Self:
        if self.terminal:
            import termios  # noqa: PLC0415 - not on every system

            self._before = termios.tcgetattr(self._descriptor)
            self._stops.on_terminal(self._restore, self._apply)
            self._apply()
        return self

    def __exit__(self, *_: object) -> None:
        self._restore()

    def take_lines(self, *, on: bool) -> None:
        """Take lines or single keys; what was typed ahead is kept."""
        if self.terminal and on != self._lines:
            self._lines = on
            self._apply()

    def read(self, timeout_s: float) -> Typed | None:
        """The next key or line; a line is waited for by the terminal itself, which also shows it."""
        typed = self._next(more=not self._closed)
        while typed is None:
            unfinished = bool(self._text) and not self._lines
            wait_s = min(timeout_s, _SPLIT_S) if unfinished else timeout_s
            ready, _, _ = select.select([self._descriptor, *self._stops.wakes], [], [], max(wait_s, 0.0))
            if self._descriptor not in ready:
                self._stops.woken()
                return self._next(more=False) if unfinished else None
            self._receive()
            typed = self._next(more=not self._closed)
        return typed

    def _receive(self) -> None:
        try:
            data = os.read(self._descriptor, 4096)
        except OSError:  # the terminal is gone
            data = b""
        self._text += self._decode(data, not data)
        self._closed = not data

    def _next(self, *, more: bool) -> Typed | None:
        if self._lines:
            line, end, rest = self._text.partition("\n")
            if end or (line and (self._closed or len(line) > _LONGEST_LINE)):
                self._text = rest
                self._closed = self._closed and bool(end or not self.terminal)
                return Line(line.removesuffix("\r"))
        while self._text and not self._lines:
            name, length = next_key(self._text, more=more)
            self._text = self._text[length:]
            if name:
                return Press(name)
            if not length:
                return None
        if not self._closed:
            return None
        self._closed = not self.terminal  # on a terminal ctrl+d ends one line only; one that is gone says so again
        return Closed()

    def _apply(self) -> None:
        """Single keys without echo, signals as ever; or lines as the terminal had them before."""
        if self._before is None or self._lines:
            self._restore()
            return
        import termios  # noqa: PLC0415 - not on every system

        mode = [*self._before[:6], list(self._before[6])]
        mode[3] &= ~(termios.ICANON | termios.ECHO)
        mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
        self._set(mode)

    def _restore(self) -> None:
        if self._before is not None:
            self._set(self._before)

    def _set(self, mode: list[Any]) -> None:
        import termios  # noqa: PLC0415 - not on every system

        # A terminal that is gone has no modes; the next read tells of it. (With its end comes a SIGCONT too.)
        with suppress(termios.error, OSError):
            if self._stops.status is not None and os.tcgetpgrp(self._descriptor) != os.getpgrp():
                return  # ended while it was stopped: it was given back then, and to touch it would stop us for good
            termios.tcsetattr(self._descriptor, termios.TCSANOW, mode)


class ThreadedKeys:
    """Keys or lines where the system cannot wait for input and for time at once: a thread reads when it is asked to.

    Args:
        read_line: gives the next line with its end, empty at the end of the input.
        read_key: gives the name of the next key, empty for what is none; None = there are lines only.
    """

    def __init__(self, read_line: Callable[[], str], read_key: Callable[[], str] | None = None) -> None:
        from queue import SimpleQueue  # noqa: PLC0415 - where it is not needed it is not loaded

        self.terminal = read_key is not None
        self._read_line = read_line
        self._read_key = read_key
        self._lines = read_key is None
        self._asked: SimpleQueue[bool] = SimpleQueue()
        self._typed: SimpleQueue[Typed] = SimpleQueue()
        self._waiting = False
        self._started = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """The thread ends with the process."""

    def take_lines(self, *, on: bool) -> None:
        """Take lines or single keys from the next `read` on."""
        self._lines = on or not self.terminal

    def read(self, timeout_s: float) -> Typed | None:
        """The next key or line."""
        from queue import Empty  # noqa: PLC0415 - as above

        if not self._started:
            from threading import Thread  # noqa: PLC0415 - as above

            Thread(target=self._work, name="setpace-keys", daemon=True).start()
            self._started = True
        if not self._waiting:
            self._asked.put(self._lines)
            self._waiting = True
        try:
            typed = self._typed.get(timeout=max(timeout_s, 0.001))
        except Empty:
            return None
        self._waiting = False
        return typed

    def _work(self) -> None:
        while True:
            if self._asked.get() or self._read_key is None:
                line = self._read_line()
                self._typed.put(Line(line.rstrip("\r\n")) if line else Closed())
            else:
                while not (key := self._read_key()):
                    pass
                self._typed.put(Press(key))


def open_keys(stdin: TextIO | None, stops: Stops) -> PosixKeys | ThreadedKeys:
    """The keys of this process, to be entered as a context; without a standard input there are none.

    Args:
        stdin: the standard input; None = the caller closed it.
        stops: the signals.
    """
    if stdin is None:
        return ThreadedKeys(lambda: "")
    if sys.platform == "win32":
        return ThreadedKeys(stdin.readline, _windows_key if stdin.isatty() else None)
    else:  # noqa: RET505 - so that mypy knows which half is for which system
        return PosixKeys(stdin.fileno(), stops)


_WINDOWS = {
    **dict(zip("HPKMGO", ("up", "down", "left", "right", "home", "end"), strict=True)),
    **dict(zip("IQRS", ("pageup", "pagedown", "insert", "delete"), strict=True)),
    **{chr(58 + place): f"f{place}" for place in range(1, 11)},
}
"""The second code of keys without a character, as the console of Windows gives them."""


def _windows_key() -> str:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - of Windows only

        typed = msvcrt.getwch()
        return _WINDOWS.get(msvcrt.getwch(), "") if typed in "\0\xe0" else next_key(typed, more=False)[0]
    raise NotImplementedError
