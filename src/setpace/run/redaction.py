"""Taking the user's own words out of what is made to be pasted into a bug report."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from setpace.core.errors import Problem

HIDDEN = "…"

_QUOTED = re.compile(r'(as in (?:[\w-]+ = )?\[?"[^"]*")|"(?:[^"\\]|\\.)*"?')
"""A value as `setpace.store.toml_file.shown` quotes it; what follows "as in" is an example of ours."""

_OUR_NAME = re.compile(r"\d{4}|\.trash|\.setpace-[0-9a-f]+\.tmp")
_SESSION_NAME = re.compile(r"(\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_)(.+?)((?:_\d+)?\.toml)")
_OUR_ID = re.compile(r"[a-z0-9]{6}")


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is hidden.

    Attributes:
        own: ids that the user thought of: of exercises and themes that do not come with the program.
        shipped: ids of what comes with it: of exercises, themes and routines.
        folders: in them files are named as the user likes.
    """

    own: frozenset[str]
    shipped: frozenset[str]
    folders: tuple[str, ...]

    @classmethod
    def of(cls, ids: Iterable[str], shipped: Iterable[str], folders: Iterable[Path]) -> Redaction:
        """Hide all `ids` that are not `shipped`, and names in `folders` that hold others."""
        known = frozenset(shipped)
        return cls(frozenset(ids) - known, known, tuple(printable(str(folder)) for folder in folders))

    def of_problem(self, problem: Problem) -> Problem:
        """The problem without what the user wrote; file and line tell where it stands."""
        what = _QUOTED.sub(lambda found: found[1] or f'"{HIDDEN}"', problem.what)
        for each in sorted(self.own, key=len, reverse=True):
            what = re.sub(rf"(?<![\w-]){re.escape(each)}(?![\w-])", HIDDEN, what)
        return replace(problem, file=self.of_file(problem.file), what=what)

    def of_file(self, file: Path | str) -> str:
        """The path of a file, the names that the user thought of cut to their first sign; enough is left to find it."""
        text = printable(str(file))
        for folder in self.folders:
            if text.startswith(folder + os.sep):
                within = Path(text).relative_to(folder).parts
                return str(Path(folder, *map(self._of_name, within)))
        return text

    def of_id(self, session_id: str) -> str:
        """The id of a session, unless it was edited into something that tells more."""
        return session_id if _OUR_ID.fullmatch(session_id) else HIDDEN

    def _of_name(self, name: str) -> str:
        if _OUR_NAME.fullmatch(name):
            return name
        if found := _SESSION_NAME.fullmatch(name):
            return found[1] + self._cut(found[2]) + found[3]
        stem = name.removesuffix(".toml")
        return self._cut(stem) + name[len(stem) :]

    def _cut(self, stem: str) -> str:
        if stem in self.shipped:
            return stem
        begins = (known for known in self.shipped if stem.startswith(known))
        return max(begins, key=len, default=stem[:1]) + HIDDEN


def without_home(line: str) -> str:
    """The line with `~` for the user's home folder, whose name is often the user's own."""
    try:
        home = printable(str(Path.home()))
    except RuntimeError:  # the system knows of none
        return line
    if home == Path(home).anchor:
        return line
    return re.sub(rf"(?<![\w/\\-]){re.escape(home)}(?![\w-]|\.\w)", "~", line)


def own_names() -> frozenset[str]:
    """What the system calls the user and the computer: folders are often named like that."""
    import getpass  # noqa: PLC0415 - only a report needs it
    import platform  # noqa: PLC0415 - same

    host = platform.node()
    names = {host, host.partition(".")[0]}
    with suppress(OSError, KeyError, ImportError):  # the system knows of none
        names.add(getpass.getuser())
    return frozenset(names - {""})


def without_names(line: str, names: Iterable[str]) -> str:
    """The line with `…` for each folder that is named like the user or the computer."""
    for name in sorted(names, key=len, reverse=True):  # of a computer the full name first
        line = re.sub(rf"(?<=[/\\]){re.escape(printable(name))}(?![\w-])", HIDDEN, line)
    return line
