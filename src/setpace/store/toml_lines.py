"""Which line of a TOML document holds which key: what tomllib does not tell.

The scanner runs only after tomllib has accepted the text and only when there is something to complain about, so it
may take the grammar for granted. It takes less time than tomllib did.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

KeyPath = tuple[str | int, ...]

_DEEPEST = 12
"""Longer paths are not noted (a dotted key of a hundred thousand parts would take all memory); a parent answers."""

_PLAIN_KEY = re.compile(r"([\w-]+)[ \t]*=[ \t]*", re.ASCII)
_PLAIN_HEADER = re.compile(r"\[([\w-]+)\]", re.ASCII)
"""One bare part: what nearly all keys and headers are."""

_SPACE = re.compile(r"[ \t\n]*")
_BARE = re.compile(r"[^ \t\n=.\]#,}]*")
_SCALAR = re.compile(r"[^,\]}#\n]*")
_UP_TO_ESCAPE = re.compile(r"[^\"\\]*")


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line of every key, table, and element of an array.

    Args:
        text: a document that tomllib accepts.

    Returns:
        1-based lines by path; a path is made of keys and of 0-based places in arrays. Where several lines make one
        table, its first.
    """
    return _Scanner(text.replace("\r\n", "\n")).run()


class _Scanner:
    """Walks a valid document once, statement by statement; nested values are kept on a stack, not on Python's."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self.counts: dict[KeyPath, int] = {}
        """How many elements each array of tables has so far."""
        self.starts = [0, *(end.end() for end in re.finditer("\n", text))]

    def run(self) -> dict[KeyPath, int]:
        """Scan all statements."""
        table: KeyPath = ()
        self.skip_space()
        while self.at < len(self.text):
            if self.text.startswith("[[", self.at):
                table = self.array_header()
            elif self.text[self.at] == "[":
                table = self.table_header()
            else:
                self.value(self.key(table))
            self.skip_space()
        return self.lines

    def note(self, path: KeyPath, at: int) -> None:
        """Remember where `path` first appears."""
        if len(path) <= _DEEPEST:
            self.lines.setdefault(path, bisect_right(self.starts, at))

    def skip_space(self) -> None:
        """To the next sign that is neither white space nor in a comment."""
        text, end = self.text, len(self.text)
        while self.at < end:
            sign = text[self.at]
            if sign == "#":
                line_end = text.find("\n", self.at)
                self.at = end if line_end < 0 else line_end
            elif sign in " \t\n":
                self.past(_SPACE)
            else:
                return

    def past(self, signs: re.Pattern[str]) -> int:
        """Past as many of these signs as there are, none or more: the place behind them."""
        found = signs.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def table_header(self) -> KeyPath:
        """`[a.b]`: the path that the keys below it are in."""
        start = self.at
        plain = _PLAIN_HEADER.match(self.text, start)
        if plain is not None:
            self.at = plain.end()
            table: KeyPath = (plain[1],)  # no array: that would stand there twice
            self.note(table, start)
            return table
        self.at += 1
        table = ()
        for part in self.key_parts():
            table = self.inside((*table, part))
            self.note(table, start)
        self.at += 1
        return table

    def array_header(self) -> KeyPath:
        """`[[a.b]]`: the path of the new element."""
        start = self.at
        self.at += 2
        *parents, last = self.key_parts()
        self.at += 2
        array: KeyPath = ()
        for part in parents:
            array = self.inside((*array, part))
            self.note(array, start)
        array = (*array, last)
        place = self.counts.get(array, 0)
        self.counts[array] = place + 1
        self.note(array, start)
        self.note((*array, place), start)
        return (*array, place)

    def inside(self, path: KeyPath) -> KeyPath:
        """The path itself, or the newest element where it is an array of tables."""
        return (*path, self.counts[path] - 1) if path in self.counts else path

    def key(self, table: KeyPath) -> KeyPath:
        """`a.b =`: the full path of the key; ends at the value."""
        start = self.at
        path = table
        plain = _PLAIN_KEY.match(self.text, start)
        if plain is not None:
            path = (*path, plain[1])[: _DEEPEST + 1]
            self.note(path, start)
            self.at = plain.end()
            return path
        for part in self.key_parts():
            path = (*path, part)[: _DEEPEST + 1]
            self.note(path, start)
        self.at += 1
        self.skip_space()
        return path

    def key_parts(self) -> list[str]:
        """The parts of a dotted key; ends at the `=` or `]` after it."""
        parts = []
        while True:
            self.skip_space()
            parts.append(self.key_part())
            self.skip_space()
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def key_part(self) -> str:
        """One part: bare or in quotes."""
        start = self.at
        if self.text[start] in "\"'":
            self.string()
            (part,) = tomllib.loads(f"{self.text[start : self.at]}=0")
            return part
        return self.text[start : self.past(_BARE)]

    def string(self) -> None:
        """Past a string of any of the four kinds."""
        text, quote = self.text, self.text[self.at]
        closing = quote * 3 if text.startswith(quote * 3, self.at) else quote
        self.at += len(closing)
        if quote == "'":
            self.at = text.index(closing, self.at)
        while quote == '"' and not text.startswith(closing, self.past(_UP_TO_ESCAPE)):
            self.at += 2 if text[self.at] == "\\" else 1
        self.at += len(closing)
        if len(closing) > 1:  # up to two quotes may stand right before the closing three
            while self.at < len(text) and text[self.at] == quote:
                self.at += 1

    def value(self, path: KeyPath) -> None:
        """Past a value, noting everything inside arrays and inline tables."""
        open_values: list[tuple[KeyPath, int | None]] = []  # path, and place of the element for an array
        while True:
            sign = self.text[self.at]
            if sign in "[{":
                self.at += 1
                self.skip_space()
                open_values.append((path, 0 if sign == "[" else None))
                if self.text[self.at] not in "]}":
                    path = self.element(open_values)
                    continue
            elif sign in "\"'":
                self.string()
            else:
                self.past(_SCALAR)
            next_path = self.after_value(open_values)
            if next_path is None:
                return
            path = next_path

    def after_value(self, open_values: list[tuple[KeyPath, int | None]]) -> KeyPath | None:
        """Past closing brackets and a comma: the path of the next value inside, None where the outermost has ended."""
        while open_values:
            self.skip_space()
            if self.text[self.at] == ",":
                self.at += 1
                self.skip_space()
                outer, place = open_values[-1]
                if place is not None:
                    open_values[-1] = (outer, place + 1)
            if self.text[self.at] not in "]}":
                return self.element(open_values)
            self.at += 1
            open_values.pop()
        return None

    def element(self, open_values: list[tuple[KeyPath, int | None]]) -> KeyPath:
        """The path of the element or key that begins here; ends at its value."""
        outer, place = open_values[-1]
        if place is None:
            return self.key(outer)
        path = (*outer, place)[: _DEEPEST + 1]
        self.note(path, self.at)
        return path
