"""Reading one TOML file so that everything wrong with it can be said in one line."""

from __future__ import annotations

import errno
import os
import re
import stat
import tomllib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from setpace.core.errors import DataError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LARGEST_BYTES = 1024 * 1024
"""A file of ours has some kilobytes; a bigger one is something else and is not read into memory."""

MOST_KEY_STEPS = 5000
"""Dots within the keys of a file. tomllib takes minutes for some hundred thousand; no file of ours has fifty."""

_KEY_STEP = re.compile(r"""\.[ \t]*[A-Za-z_"'-]""")

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

_IN_OUR_WORDS = (
    ("Expected '='", "expected = and a value after the key, as in reps = 10"),
    ("Invalid value", "not a value: text stands in quotes, numbers, true and false without them"),
    ("Expected newline", "something follows the value: one key = value a line, text in quotes"),
    ("Invalid initial character for a key", "expected a key, as in reps = 10"),
    ("Invalid statement", "expected key = value, [table] or a # comment"),
    ("Cannot overwrite a value", "this key or table stands in the file twice; keep one of them"),
    ("Duplicate inline table key", "this key stands in the table twice; keep one of them"),
    ("Cannot declare", "this table stands in the file twice; keep one of them"),
    ("Cannot mutate immutable", "this table was completed above; put its keys there"),
    ("Cannot redefine namespace", "this table was completed above; put its keys there"),
    ("Expected ']]'", "this header does not end with ]]"),
    ("Expected ']'", "this header does not end with ]"),
    ("Unclosed array", "a list above does not end with ], or lacks a comma between two values"),
    ("Unclosed inline table", "a table in braces does not end with }, or lacks a comma between two keys"),
    ("Unterminated string", "a text that began here or above has no closing quotes"),
    ("Expected '\"'", "a text that began here or above has no closing quotes"),
    ("Expected \"'", "a text that began here or above has no closing quotes"),
    ("Illegal character '\\n'", "a text has no closing quotes on its line"),
    ("Found invalid character '\\n'", "a text has no closing quotes on its line"),
    ("Unescaped", "a \\ in a text is written \\\\, or put the text in single quotes"),
    ("Invalid hex value", "\\u in a text needs four hexadecimal digits, \\U eight"),
    ("Escaped character is not", "this \\u or \\U names no character"),
    ("Invalid date or datetime", "no such date or time"),
    ("Illegal character", "a control character, which must not stand here; delete it"),
    ("Found invalid character", "a control character, which must not stand here; delete it"),
)
"""How tomllib's messages begin, and what we say instead; the first that fits."""

_OS_IN_OUR_WORDS: Mapping[int, str] = {
    errno.ENOENT: "no such file",
    errno.ENOTDIR: "no such file: a part of its path is a file, not a folder",
    errno.ELOOP: "a link that leads back to itself; point it at the file",
    errno.ENAMETOOLONG: "the name is too long for a file",
}


@dataclass(frozen=True)
class TomlFile:
    """A TOML file that was read.

    Attributes:
        file: where it was read from.
        text: its text as it stands, line ends included, without a byte order mark.
        data: its values.
    """

    file: Path
    text: str
    data: dict[str, Any]

    @cached_property
    def _lines(self) -> dict[tuple[str | int, ...], int]:
        from setpace.store.toml_lines import key_lines  # noqa: PLC0415 - only a file with a problem needs it

        return key_lines(self.text)

    def line(self, *key_path: str | int) -> int | None:
        """The 1-based line of a key, by its path of keys and 0-based places in arrays.

        Returns:
            The line of the key itself, or of the nearest table around it that has one; None for the whole document.
        """
        for length in range(len(key_path), 0, -1):
            line = self._lines.get(key_path[:length])
            if line is not None:
                return line
        return None

    def problem(self, what: str, *key_path: str | int) -> Problem:
        """A problem with what stands at `key_path`."""
        return Problem(printable(str(self.file)), self.line(*key_path), what)


def read_toml(file: Path) -> TomlFile:
    """Read a TOML file; a byte order mark and Windows line ends are accepted.

    Raises:
        DataError: the file is missing, may not be read, is no regular file, is larger than `LARGEST_BYTES`, is not
            UTF-8, has keys of thousands of parts, or is not TOML; with the line where there is one.
    """
    try:
        text = _read_bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _error(
            file, line, f"not UTF-8 text (byte 0x{error.object[error.start]:02x}); save it as UTF-8"
        ) from error
    if text.count(".") > MOST_KEY_STEPS and len(_KEY_STEP.findall(text)) > MOST_KEY_STEPS:
        raise _error(file, None, "keys have too many parts; one or two are enough, as in rest.hinge")
    try:
        return TomlFile(file, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise _error(file, *_explain(error, text)) from error
    except RecursionError as error:
        raise _error(file, None, "lists or tables are nested too deeply; a few levels are enough") from error
    except ValueError as error:  # Python refuses to read a number of thousands of digits
        raise _error(file, None, "a number has too many digits") from error


def is_missing(file: Path) -> bool:
    """Whether nothing stands at that path; a link to nowhere is something, and so is what may not be looked at."""
    try:
        file.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _read_bytes(file: Path) -> bytes:
    """The bytes of a regular file of acceptable size."""
    try:
        mode = file.stat().st_mode  # asked first, because opening a pipe waits for a writer
        if stat.S_ISDIR(mode):
            if not os.access(file, os.R_OK | os.X_OK):
                from setpace.store.rights import right_given_back  # noqa: PLC0415 - as below

                raise _error(file, None, f"a folder that may not be read; {right_given_back(file, 'u+rx')}")
            raise _error(file, None, "a folder; a TOML file belongs here")
        if not stat.S_ISREG(mode):
            raise _error(file, None, "a pipe or device; a TOML file belongs here")
        with file.open("rb") as source:
            raw = source.read(LARGEST_BYTES + 1)
    except PermissionError as error:
        from setpace.store.rights import right_given_back  # noqa: PLC0415 - only a refusal needs it

        raise _error(file, None, f"may not be read; {right_given_back(file, 'u+r')}") from error
    except OSError as error:
        what = _OS_IN_OUR_WORDS.get(error.errno or 0) or f"cannot be read: {error.strerror or error}"
        raise _error(file, None, what) from error
    except ValueError as error:  # a zero byte in the name, typed on the command line
        raise _error(file, None, "no such file") from error
    if len(raw) > LARGEST_BYTES:
        raise _error(file, None, "larger than 1 MiB, so not a file of Setpace; it was not read")
    return raw


def _explain(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """Line and reason of a syntax error, from tomllib's message."""
    message = str(error)
    place = _PLACE.search(message)
    line = int(place[1]) if place and place[1] else text.rstrip("\n").count("\n") + 1
    bare = message[: place.start()] if place else message
    for start, ours in _IN_OUR_WORDS:
        if bare.startswith(start):
            return line, ours
    return line, f"not valid TOML: {printable(bare)}"


def _error(file: Path, line: int | None, what: str) -> DataError:
    return DataError(Problem(printable(str(file)), line, what))


def changed_meanwhile(file: Path) -> Problem:
    """That a file was changed by another program in the moment in which it was to be written."""
    return Problem(printable(str(file)), None, "changed on disk in this moment, so nothing was written; do it again")


def printable(text: str) -> str:
    r"""The text on one line and harmless to a terminal: control characters and the like as `\n`, `\x1b`, `\u202e`."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def shown(value: object, longest: int = 40) -> str:
    """A TOML value as it is quoted in a message: `"ten"`, `true`, `[1, 2]`, `a table`; cut after `longest` signs."""
    match value:
        case bool():
            text = str(value).lower()
        case str():
            cut = value if len(value) <= longest else value[:longest] + "…"
            escaped = cut.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{printable(escaped)}"'
        case dict():
            return "a table"
        case list():
            parts = ("[…]" if isinstance(element, list) else shown(element, 12) for element in value[:longest])
            text = f"[{', '.join(parts)}]"
        case int() if abs(value) >= 10**longest:
            return "a huge number"
        case _:
            text = str(value)
    return text if len(text) <= longest else text[:longest] + "…"


def nearest(name: str, known: list[str]) -> str | None:
    """The known name that was probably meant, None where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    return next(iter(get_close_matches(name[:80], known, n=1)), None)
