"""What gives a user back the right to a file or folder that the system refuses."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from pathlib import Path


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
