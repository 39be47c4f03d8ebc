"""Taking the user's own words out of what is made to be pasted into a bug report."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from setpace.core.errors import Problem

HIDDEN = "…"

_QUOTED = re.compile(r'(?<!as in )(?<!as in \[)"(?:[^"\\]|\\.)*"?')
"""A value as `setpace.store.toml_file.shown` quotes it; what follows "as in" is an example of ours."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is hidden.

    Attributes:
        own: ids that the user thought of: of exercises and themes that do not come with the program.
    """

    own: frozenset[str]

    @classmethod
    def of(cls, ids: Iterable[str], shipped: Iterable[str]) -> Redaction:
        """Hide all `ids` that are not `shipped`."""
        return cls(frozenset(ids) - frozenset(shipped))

    def of_problem(self, problem: Problem) -> Problem:
        """The problem without what the user wrote; file and line tell where it stands."""
        what = _QUOTED.sub(f'"{HIDDEN}"', problem.what)
        for each in sorted(self.own, key=len, reverse=True):
            what = re.sub(rf"(?<![\w-]){re.escape(each)}(?![\w-])", HIDDEN, what)
        return replace(problem, what=what)


def without_home(line: str) -> str:
    """The line with `~` for the user's home folder, whose name is often the user's own."""
    try:
        home = printable(str(Path.home()))
    except RuntimeError:  # the system knows of none
        return line
    if home == Path(home).anchor:
        return line
    return re.sub(rf"(?<![\w/\\-]){re.escape(home)}(?=$|[/\\:,\s])", "~", line)
