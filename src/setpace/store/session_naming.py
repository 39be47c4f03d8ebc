"""The names of the log's files: a session that began at another time than was written gets the name of its start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from setpace.core.errors import DataError, Problem
from setpace.store.atomic import make_private_folder, move_exclusively
from setpace.store.session_format import name_parts
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.core.session import Session
    from setpace.store.sessions import Log


def named_by_start(log: Log, file: Path, session: Session) -> Path:
    """Give a session's file the name of its start, in the folder of its year; nothing is ever overwritten.

    The order of the history relies on the names, so this follows every change of a start. A file that already has
    that start in its name keeps it, and so does one whose name is the user's own.

    Args:
        log: where it is.
        file: its file.
        session: what stands in it by now.

    Returns:
        Where it is now.

    Raises:
        DataError: it cannot be moved; it is where it was.
    """
    stamp, _ = name_parts(file.stem)
    if not stamp or stamp == f"{session.started:%Y-%m-%d_%H-%M-%S}":
        return file
    try:
        while True:
            to = log.new_file(session)
            make_private_folder(to.parent)
            try:
                move_exclusively(file, to)
            except FileExistsError:
                continue  # taken this very moment: the next name
            else:
                return to
    except OSError as error:
        what = f"cannot get the name of its new start: {error.strerror or error}"
        raise DataError(Problem(printable(str(file)), None, what)) from error
