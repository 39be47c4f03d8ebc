"""A terminal as a program sees it: takes its bytes, answers its queries, remembers its modes, shows its text.

pyte paints. What pyte does not know (private queries, alternate screen, synchronised output, the keyboard protocol of
kitty) is handled here, so that a picture is only looked at when the program says that a frame is complete.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEQUENCE = re.compile(
    rb"\x1b\[(?P<mark>[<=>?]?)(?P<args>[0-9;:]*)(?P<mid>[ -/]*)(?P<final>[@-~])"
    rb"|\x1b\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    rb"|\x1b[PX^_][^\x1b]*\x1b\\"
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[<=>?]?[0-9;:]*[ -/]*|\][^\x07\x1b]*\x1b?|[PX^_][^\x1b]*\x1b?|[()])?\Z")

_ALTERNATE = {47, 1047, 1049}
_SYNCHRONISED = 2026
_ON_AT_START = {7, 25}
_KNOWN_TO_PYTE = {5, 6, 7, 25}

_MODE_NAMES = {
    **dict.fromkeys(_ALTERNATE, "the alternate screen is still shown"),
    **dict.fromkeys((1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016), "the mouse is still reported"),
    1004: "focus is still reported",
    2004: "pasting is still bracketed",
    2048: "resizes are still reported in band",
    _SYNCHRONISED: "output is still held back",
}


@dataclass
class _Frame:
    """What to paint in one go: bytes, and the screen (main or alternate) from which on to paint."""

    at: float = 0.0
    steps: list[bytes | pyte.Screen] = field(default_factory=list)


class TtyScreen:
    """The receiving side of a pseudo-terminal.

    Args:
        columns: width in cells.
        rows: height in cells.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.raw = bytearray()
        self.title = ""
        self._titles: list[str] = []
        self._modes = set(_ON_AT_START)
        self._kitty = {False: 0, True: 0}
        self._main = pyte.Screen(columns, rows)
        self._alternate = pyte.Screen(columns, rows)
        self._shown = self._main
        self._stream = pyte.ByteStream(self._main)
        self._held = b""
        self._frame = _Frame()
        self._frames: deque[_Frame] = deque()
        self._answers: list[bytes] = []

    def receive(self, chunk: bytes, at: float) -> bytes:
        """Take what the program wrote at time `at`; returns what the terminal answers. Paints nothing yet."""
        self.raw += chunk
        data = self._held + chunk
        unfinished = _UNFINISHED.search(data)
        end = unfinished.start() if unfinished else len(data)
        self._held = data[end:]
        self._frame.at = at
        done = 0
        for found in _SEQUENCE.finditer(data, 0, end):
            self._paint_later(data[done : found.start()])
            done = found.end()
            if found["final"]:
                self._control(found, at)
            elif found["osc"] is not None:
                self._operating_system_command(found["osc"])
        self._paint_later(data[done:end])
        if _SYNCHRONISED not in self._modes:
            self._close_frame(at)
        answers, self._answers = b"".join(self._answers), []
        return answers

    def replay(self) -> Iterator[float]:
        """Paint the complete frames one by one, yielding the time at which each was complete."""
        while self._frames:
            frame = self._frames.popleft()
            for step in frame.steps:
                if isinstance(step, bytes):
                    self._stream.feed(step)
                else:
                    self._show(step)
            yield frame.at

    @property
    def text(self) -> str:
        """The text on the screen, row by row, as far as it was painted."""
        # Not pyte's `display`, which measures each sign: where a wide one reaches into the next cell, that is empty.
        lines = (self._shown.buffer[row] for row in range(self.rows))
        return "\n".join("".join(line[column].data for column in range(self.columns)).rstrip() for line in lines)

    def resize(self, columns: int, rows: int) -> None:
        """Give both screens a new size; what was painted before is cleared, as the program will paint all anew."""
        self.columns, self.rows = columns, rows
        for screen in (self._main, self._alternate):
            screen.resize(rows, columns)
        self._alternate.erase_in_display(2)

    def left_behind(self) -> list[str]:
        """What the program has switched on and not off again, in words; empty = the terminal is as before."""
        problems = {text for mode, text in _MODE_NAMES.items() if mode in self._modes}
        if self._titles:
            problems.add("the title was not given back")
        if 25 not in self._modes:
            problems.add("the cursor is still hidden")
        if 7 not in self._modes:
            problems.add("lines do not wrap any more")
        if any(depth > 0 for depth in self._kitty.values()):
            problems.add("the keyboard protocol was not popped")
        return sorted(problems)

    def _show(self, screen: pyte.Screen) -> None:
        if screen is self._alternate and screen is not self._shown:
            screen.reset()
        self._stream.detach(self._shown)
        self._stream.attach(screen)
        self._shown = screen

    def _paint_later(self, step: bytes | pyte.Screen) -> None:
        if step != b"":
            self._frame.steps.append(step)

    def _close_frame(self, at: float) -> None:
        if self._frame.steps:
            self._frame.at = at
            self._frames.append(self._frame)
            self._frame = _Frame()

    def _control(self, found: re.Match[bytes], at: float) -> None:
        mark, mid, final = found["mark"], found["mid"], found["final"]
        args = [int(arg) for arg in re.findall(rb"\d+", found["args"])]
        match mark, mid, final:
            case b"?", b"", b"h" | b"l":
                self._set_modes(args, at, found[0], on=final == b"h")
            case b"?", b"$", b"p":
                state = (1 if args[0] in self._modes else 2) if args[0] == _SYNCHRONISED else 0
                self._answers.append(b"\x1b[?%d;%d$y" % (args[0], state))
            case b">" | b"<", b"", b"u":
                self._kitty[self._is_alternate] += 1 if mark == b">" else -(args or [1])[0]
            case b"", b"", b"c":
                self._answers.append(b"\x1b[?62;22c")
            case b">", b"", b"c":
                self._answers.append(b"\x1b[>1;10;0c")
            case b"", b"", b"t":
                self._keep_title(args)
            case b"", b"", b"n" if args == [5]:
                self._answers.append(b"\x1b[0n")
            case b"", b"", b"n" if args == [6]:
                self._close_frame(at)
                deque(self.replay(), maxlen=0)
                cursor = self._shown.cursor
                self._answers.append(b"\x1b[%d;%dR" % (cursor.y + 1, cursor.x + 1))
            case b"", b"", _ if final.decode() in pyte.Stream.csi and b":" not in found["args"]:
                self._paint_later(found[0])
            case _:
                pass  # a terminal ignores what it does not know

    @property
    def _is_alternate(self) -> bool:
        return bool(self._modes & _ALTERNATE)

    def _set_modes(self, modes: list[int], at: float, sequence: bytes, *, on: bool) -> None:
        (self._modes.update if on else self._modes.difference_update)(modes)
        if _SYNCHRONISED in modes:
            self._close_frame(at)
        if _ALTERNATE & set(modes):
            self._paint_later(self._alternate if on else self._main)
        if set(modes) <= _KNOWN_TO_PYTE:
            self._paint_later(sequence)

    def _keep_title(self, args: list[int]) -> None:
        """XTWINOPS: the terminal keeps titles on a stack."""
        if args[:1] == [22]:
            self._titles.append(self.title)
        elif args[:1] == [23] and self._titles:
            self.title = self._titles.pop()

    def _operating_system_command(self, text: bytes) -> None:
        number, _, value = text.partition(b";")
        if number in {b"0", b"2"}:
            self.title = value.decode(errors="replace")
        elif number in {b"10", b"11"} and value == b"?":
            colour = b"e0e0/e0e0/e0e0" if number == b"10" else b"1010/1010/1010"
            self._answers.append(b"\x1b]" + number + b";rgb:" + colour + b"\x1b\\")
