"""What can go wrong that a user can do something about.

Every error here is meant to be shown as one line. A `Problem` is collected and reported while the program goes on
with what is good; a `SetpaceError` ends what was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass


class SetpaceError(Exception):
    """Something the user can cause, explained in one line."""


class UsageError(SetpaceError):
    """The command line itself is wrong: exit 2."""


class DataError(SetpaceError):
    """A file of the user (or a shipped one) that cannot be used as it is.

    Attributes:
        problem: where and what, `str(error)` prints it as `FILE:LINE: what`.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one file.

    Attributes:
        file: the file's path, as the user would type it.
        line: 1-based line in that file, None where no line can be named.
        what: what is wrong and what would be right, without a full stop.
    """

    file: str
    line: int | None
    what: str

    def __str__(self) -> str:
        """`FILE:LINE: what`, or `FILE: what` without a line."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.what}"
