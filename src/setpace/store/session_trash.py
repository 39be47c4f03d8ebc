"""The trash of the log: deleted sessions, and the way back."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from setpace.core.errors import DataError, Problem
from setpace.store.atomic import make_private_folder, move_exclusively
from setpace.store.session_format import name_parts
from setpace.store.sessions import Log
from setpace.store.summary_cache import SummaryCache, at_once
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from setpace.store.paths import Paths
    from setpace.store.session_format import SessionFile
    from setpace.store.summary_cache import Ask

_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Emptied:
    """What became of deleted sessions that were to go for good.

    Attributes:
        gone: files that are no more.
        problem: why one of the others, or something of these, is still there, the first of that; None where none is.
    """

    gone: tuple[Path, ...]
    problem: Problem | None


class Trash:
    """The deleted sessions of one user.

    Args:
        paths: where they are.
        ask: has done what concerns the cache of summaries.

    Attributes:
        folder: where they are; `Log.trash` brings them there.
    """

    def __init__(self, paths: Paths, ask: Ask = at_once) -> None:
        self.folder = paths.trash_dir
        self._cache = SummaryCache(paths, ask)
        self._log = Log(paths)

    def files(self) -> tuple[Path, ...]:
        """All deleted sessions, newest first by the local start in their names; odd names come last.

        Raises:
            DataError: the trash cannot be read.
        """
        try:
            names = [name for name in os.listdir(self.folder) if name.endswith(".toml") and name[0] != "."]  # noqa: PTH208 - names are all that is needed
        except FileNotFoundError:
            return ()
        except OSError as error:
            what = f"the trash cannot be read: {error.strerror or error}"
            raise DataError(Problem(printable(str(self.folder)), None, what)) from error
        names.sort(key=lambda name: (name_parts(name.removesuffix(".toml"))[0], name), reverse=True)
        return tuple(self.folder / name for name in names)

    def read(self, file: Path) -> SessionFile:
        """A deleted session.

        Raises:
            DataError: it cannot be read as a session.
        """
        return self._log.read(file)

    def restore(self, file: Path) -> Path:
        """Move a session back into the log, to the folder of its year, under its name; nothing is ever overwritten.

        The year is that of the name, else that of the session; a file of neither goes to the top of the log, where it
        is named as unreadable.

        Returns:
            Where it is now: under its name, or `…_2` where that is taken.

        Raises:
            DataError: it cannot be moved.
        """
        folder = self._log.folder / self._year(file)
        to, count = folder / file.name, 1
        try:
            make_private_folder(folder)
            while True:
                try:
                    move_exclusively(file, to)
                except FileExistsError:
                    count += 1
                    to = folder / f"{file.stem}_{count}{file.suffix}"
                else:
                    return to
        except OSError as error:
            what = f"cannot be restored: {error.strerror or error}"
            raise DataError(Problem(printable(str(file)), None, what)) from error

    def empty(self, files: Iterable[Path]) -> Emptied:
        """Delete deleted sessions for good, and with them what the cache of summaries says of their years.

        Args:
            files: what `files()` gave; others that came meanwhile stay.
        """
        gone: list[Path] = []
        trouble: Problem | None = None
        for file in files:
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                what = f"cannot be deleted: {error.strerror or error}"
                trouble = trouble or Problem(printable(str(file)), None, what)
            else:
                gone.append(file)
        if not self._cache.forget({_year_in_name(file) for file in gone} - {""}) and gone:
            what = "may still hold what they said, until the history is opened next time; it may be deleted"
            trouble = trouble or Problem(printable(str(self._cache.folder)), None, what)
        return Emptied(tuple(gone), trouble)

    def _year(self, file: Path) -> str:
        year = _year_in_name(file)
        if year:
            return year
        try:
            return f"{self.read(file).session.started:%Y}"
        except DataError:
            return ""


def _year_in_name(file: Path) -> str:
    """The year that a file's name says; empty where it says none."""
    return name_parts(file.stem)[0][:_YEAR_DIGITS]
