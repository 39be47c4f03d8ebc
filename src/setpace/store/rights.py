"""Why the system refuses a file or folder, and what gives a user back the right to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from pathlib import Path


def why_refused(path: Path, error: OSError) -> str:
    """The system's reason, or that the path is a link to nowhere: of that it says what it says of nothing at all."""
    if leads_nowhere(path):
        return f"a link to {printable(str(path.readlink()))}, which is not there: is its disk?"
    return error.strerror or str(error)


def leads_nowhere(path: Path) -> bool:
    """Whether the path is a link to what is not there, as to a disk that is not mounted."""
    if not path.is_symlink():
        return False
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def right_given_back(path: Path, right: str) -> str:
    """What to do about a path that is refused: to itself, or to the folder that lets nobody in to it.

    Args:
        path: what was refused; it need not be there yet.
        right: as chmod takes it, where the path itself is what lacks it: `u+r`.

    Returns:
        The end of a sentence that has said what cannot be done.
    """
    at, owner = _refusing(path)
    where = "" if at == path else printable(str(at))
    if os.name == "posix" and owner not in (None, os.getuid()):
        return f"{where or 'it'} belongs to another user: if it should be yours (made with sudo?), chown gives it back"
    if where:
        return f"give yourself the right to {where} with chmod u+rwx"
    return f"give yourself the right with chmod {right}"


def _refusing(path: Path) -> tuple[Path, int | None]:
    """The path or the nearest folder above it that can be looked at, where a link leads, and its owner if known."""
    for each in (path, *path.parents):
        try:
            owner = each.lstat().st_uid
        except OSError:
            continue
        try:
            return each, each.stat().st_uid
        except PermissionError:  # a link into a folder that lets nobody in
            return _refusing(each.parent / each.readlink()) if each.is_symlink() else (each, owner)
        except OSError:
            return each, owner
    return path, None
