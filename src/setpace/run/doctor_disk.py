"""What `setpace doctor` says of the disk: whether saving works, how fast, the room, who may look, what is left over."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from setpace.core.errors import SetpaceError
from setpace.core.units import counted
from setpace.run.disk import SILENT, answer_within
from setpace.run.rescue import left_in_files
from setpace.run.saver import ONE_SAVE_S
from setpace.store.atomic import TEMPORARY_SUFFIX, check_folder
from setpace.store.session_lock import is_locked
from setpace.store.toml_file import is_missing, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from setpace.core.session import Session
    from setpace.store.paths import Paths

SLOW_S = 1.0
"""A save that takes longer is seen: the app says saving… meanwhile."""

LITTLE_ROOM_BYTES = 10 * 1024 * 1024
"""Room for some hundred sessions; a disk with less is as good as full."""

PATIENCE_S = 3.0
"""A disk that has not taken a small file by then is told of as one that hangs, in seconds."""

_LEFT_AFTER_S = 60
"""A temporary file that old belongs to no write that goes on."""

_INTERNAL = " CRITICAL "


def unwritable(folder: Path) -> str | None:
    """Why nothing can be written in a folder, found by trying, because rights do not tell all; None where it can.

    Args:
        folder: there, or to be made.
    """
    try:
        check_folder(folder)
    except PermissionError:
        if os.name == "posix" and folder.exists() and folder.stat().st_uid != os.getuid():
            return "; it belongs to another user (made with sudo?): chown gives it back"
        return "; give yourself the right with chmod u+rwx"
    except OSError as error:
        return f": {error.strerror or error}"
    return None


def disk_problems(paths: Paths, elapsed_s: Callable[[], float] = time.perf_counter) -> tuple[list[str], bool]:
    """What keeps the program from saving, or makes it slow.

    Args:
        paths: where everything is.
        elapsed_s: a clock in seconds, for how long a save takes.

    Returns:
        The problems, and whether the disk of the log answers at all.
    """
    began_s = elapsed_s()
    problems, answers = _tried(paths.log_dir, "sessions cannot be saved here", PATIENCE_S)
    took_s = elapsed_s() - began_s
    if answers and took_s > SLOW_S:
        problems.append(
            f"{printable(str(paths.log_dir))}: one save took {took_s:.1f} s; the clock goes on meanwhile, but leaving "
            "waits for it: a folder on a disk of this computer is faster"
        )
    patience_s = PATIENCE_S if answers else ONE_SAVE_S  # it is the same disk, most often
    for folder, what in (
        (paths.locks_dir, "sessions cannot be held here while they run"),
        (paths.config, "settings cannot be changed here"),
        (paths.cache, "neither tones nor summaries of the log can be kept here"),
    ):
        problems += _tried(folder, what, patience_s)[0]
    return problems + (_little_room(paths.log_dir) if answers else []), answers


def _tried(folder: Path, what: str, patience_s: float) -> tuple[list[str], bool]:
    """What does not work and why, and whether there was an answer at all."""
    answer = answer_within(patience_s, lambda: (unwritable(folder),))
    if answer is None:
        return [f"{printable(str(folder))}: {what}: {SILENT}"], False
    return [f"{printable(str(folder))}: {what}{why}" for why in answer if why is not None], True


def _little_room(folder: Path) -> list[str]:
    there = next((each for each in (folder, *folder.parents) if each.is_dir()), None)
    with suppress(OSError):
        if there is not None and (free := shutil.disk_usage(there).free) < LITTLE_ROOM_BYTES:
            return [f"{printable(str(folder))}: only {free // 1024} KiB are left on its disk; make room"]
    return []


def leftovers(paths: Paths, now: datetime) -> list[str]:
    """Temporary files that a killed program left; they are never read."""
    log, name = paths.log_dir, f".setpace-*{TEMPORARY_SUFFIX}"
    found: set[Path] = set()
    with suppress(OSError):
        for folder in (log, *log.glob("*/"), paths.config, paths.locks_dir, paths.cache, *paths.cache.glob("*/")):
            found.update(folder.glob(name))
        old = sorted(file for file in found if now.timestamp() - file.lstat().st_mtime > _LEFT_AFTER_S)
        return [f"{printable(str(file))}: left by a save that was cut short; it may be deleted" for file in old]
    return []


def rescued() -> list[str]:
    """Sessions that could not be saved and that nobody could be told of."""
    with suppress(OSError):
        return [
            f"{printable(str(file))}: a session that could not be saved; its second line says where it belongs"
            for file in left_in_files()
        ]
    return []


def privacy(paths: Paths) -> str:
    """Whether other users of this computer may look at the files."""
    if os.name != "posix":
        return "as the system has it"
    open_to_others = []
    for folder in dict.fromkeys((paths.log_dir, paths.config, paths.state, paths.cache)):
        with suppress(OSError):
            if folder.stat().st_mode & 0o077:
                open_to_others.append(printable(str(folder)))
    if not open_to_others:
        return "yes"
    return f"others on this computer may look into {', '.join(open_to_others)}; chmod 700 closes it"


def running(paths: Paths, unfinished: Sequence[Session]) -> list[tuple[str, str]]:
    """How many sessions another program leads at the moment, and how many were left or cut short."""
    count = 0
    for session in unfinished:
        with suppress(SetpaceError):
            count += is_locked(paths, session.id)
    left = len(unfinished) - count
    return [
        ("running", f"{counted(count, 'session')} in another window" if count else "no session"),
        ("unfinished", f"{counted(left, 'session')}: home offers the newest to go on with" if left else "no session"),
    ]


def diagnostics(file: Path) -> tuple[str, list[str]]:
    """What the diagnostics log holds, and what of it belongs into a report."""
    text = printable(str(file))
    if is_missing(file):
        return f"{text} (not there yet)", []
    if not file.is_file():
        return text, [f"{text}: not a file; move it away, so that something can be noted here"]
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        return text, [f"{text}: cannot be read: {error.strerror or error}"]
    internal = [line for line in lines if _INTERNAL in line]
    said = f"{text}: {counted(len(lines), 'line')}"
    if not internal:
        return said, []
    errors = counted(len(internal), "internal error")
    return said, [f"{text}: {errors}, the last at {internal[-1][:19]}; its end belongs into a report"]
