"""Notices about files with something wrong: few, so that the first is still there when the last is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from setpace.core.units import counted
from setpace.store.toml_fields import in_file_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from setpace.core.errors import Problem

_MOST = 3
_ROWS_EACH = 12
"""Rows of the screen for each notice: most of them stay free."""

SHORTEST_S = 8.0
_SIGNS_PER_S = 15
"""How fast a notice is read, by somebody who has just looked up."""


def notices_of(problems: Iterable[Problem], rows: int) -> list[str]:
    """One notice a file, its first problem in full; with more files than have room one notice for all of them.

    Args:
        problems: what is to be said.
        rows: height of the screen.
    """
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.file, []).append(problem)
    files = [in_file_order(found) for found in by_file.values()]
    if len(files) > max(1, min(_MOST, rows // _ROWS_EACH)):
        return [_notice([problem for found in files for problem in found], counted(len(files), "file"))]
    return [_notice(found, file_name(found[0])) for found in files]


def file_name(problem: Problem) -> str:
    """The file of a problem without its folders, for where there is little room."""
    return problem.file.replace("\\", "/").rpartition("/")[2]


def short_text(problem: Problem) -> str:
    """A problem without the folders of its file: `exercises.toml:3: what`."""
    where = file_name(problem) if problem.line is None else f"{file_name(problem)}:{problem.line}"
    return f"{where}: {problem.what}"


def _notice(found: Sequence[Problem], where: str) -> str:
    if len(found) == 1:
        return str(found[0])
    return f"{len(found)} things are wrong in {where}, setpace doctor names all. The first: {found[0]}"


def reading_s(text: str) -> float:
    """How long a notice stays, in seconds."""
    return max(SHORTEST_S, len(text) / _SIGNS_PER_S)
