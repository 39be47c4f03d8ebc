"""What `setpace doctor` says of each place: whether it is there, who may look, what was noted, what lies about."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from setpace.core.units import counted
from setpace.run.rescue import left_in_files
from setpace.store.atomic import TEMPORARY_SUFFIX
from setpace.store.session_lock import is_locked
from setpace.store.toml_file import is_missing, printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from setpace.core.session import Session
    from setpace.store.paths import Paths

_LEFT_AFTER_S = 60
"""A temporary file that old belongs to no write that goes on."""

_INTERNAL = " CRITICAL "


def place(path: Path) -> str:
    """The path, with `(not there yet)` where nothing is.

    Raises:
        OSError: it cannot be looked at.
    """
    text = printable(str(path))
    if is_missing(path):
        return f"{text} (not there yet)"
    if stat.S_ISLNK(path.lstat().st_mode):
        try:
            path.stat()
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
                return f"{text} (a link to nowhere)"
            raise
    return text


def privacy(paths: Paths) -> str:
    """Whether other users of this computer may look at the files."""
    if os.name != "posix":
        return "as the system has it"
    open_to_others, unknown = [], []
    for folder in dict.fromkeys((paths.log_dir, paths.config, paths.state, paths.cache)):
        try:
            if folder.stat().st_mode & 0o077:
                open_to_others.append(printable(str(folder)))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            unknown.append(f"{printable(str(folder))} cannot be looked at: {error.strerror or error}")
    if open_to_others:
        unknown.insert(0, f"others on this computer may look into {', '.join(open_to_others)}; chmod 700 closes it")
    return "; ".join(unknown) or "yes"


def leftovers(folder: Path, now: datetime) -> list[Path]:
    """Temporary files that a killed program left in a folder and those in it; they are never read."""
    found: list[Path] = []
    for pattern in (f".setpace-*{TEMPORARY_SUFFIX}", f"*/.setpace-*{TEMPORARY_SUFFIX}"):
        with suppress(OSError):
            found += [each for each in folder.glob(pattern) if _age_s(each, now) > _LEFT_AFTER_S]
    return found


def _age_s(file: Path, now: datetime) -> float:
    with suppress(OSError):  # gone by now: the write goes on
        return now.timestamp() - file.lstat().st_mtime
    return 0.0


def rescued() -> list[str]:
    """Sessions that could not be saved and that nobody could be told of.

    Raises:
        OSError: a folder where they may lie cannot be looked at.
    """
    return [
        f"{printable(str(file))}: a session that could not be saved; its second line says where it belongs"
        for file in left_in_files()
    ]


def running(paths: Paths, unfinished: Sequence[Session]) -> list[tuple[str, str]]:
    """How many sessions another program leads at the moment, and how many were left or cut short.

    Raises:
        OSError: what is held cannot be looked at. SetpaceError too, where a lock cannot be tried.
    """
    count = sum(is_locked(paths, session.id) for session in unfinished)
    left = len(unfinished) - count
    return [
        ("running", f"{counted(count, 'session')} in another window" if count else "no session"),
        ("unfinished", f"{counted(left, 'session')}: home offers the newest to go on with" if left else "no session"),
    ]


def diagnostics(file: Path) -> tuple[str, list[str]]:
    """How much the diagnostics log holds, empty where it is none, and what of it belongs into a report.

    Raises:
        OSError: it cannot be looked at.
    """
    text = printable(str(file))
    if is_missing(file):
        return "", []
    if not file.is_file():
        return "", [f"{text}: not a file; move it away, so that something can be noted here"]
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        return "", [f"{text}: cannot be read: {error.strerror or error}"]
    internal = [line for line in lines if _INTERNAL in line]
    problems = []
    if internal:
        errors = counted(len(internal), "internal error")
        problems = [f"{text}: {errors}, the last at {internal[-1][:19]}; its end belongs into a report"]
    return counted(len(lines), "line"), problems
