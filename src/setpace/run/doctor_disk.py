"""What `setpace doctor` says of the disk: whether saving works, how fast, the room, who may look, what is left over."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from setpace.core.errors import SetpaceError
from setpace.core.units import counted
from setpace.store.atomic import TEMPORARY_SUFFIX, check_folder
from setpace.store.session_lock import is_locked
from setpace.store.toml_file import is_missing, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from setpace.core.session import Session
    from setpace.store.paths import Paths

SLOW_S = 1.0
"""A save that takes longer is seen: the app says saving… meanwhile."""

LITTLE_ROOM_BYTES = 10 * 1024 * 1024
"""Room for some hundred sessions; a disk with less is as good as full."""

_LEFT_AFTER_S = 60
"""A temporary file that old belongs to no write that goes on."""

_INTERNAL = " CRITICAL "


def unwritable(folder: Path, what: str) -> list[str]:
    """Why nothing can be written in a folder; found by trying, because rights do not tell all.

    Args:
        folder: there, or to be made.
        what: what does not work then.
    """
    try:
        check_folder(folder)
    except PermissionError:
        return [f"{printable(str(folder))}: {what}; give yourself the right with chmod u+rwx"]
    except OSError as error:
        return [f"{printable(str(folder))}: {what}: {error.strerror or error}"]
    return []


def disk_problems(paths: Paths, elapsed_s: Callable[[], float] = time.perf_counter) -> list[str]:
    """What keeps the program from saving, or makes it slow.

    Args:
        paths: where everything is.
        elapsed_s: a clock in seconds, for how long a save takes.
    """
    began_s = elapsed_s()
    problems = unwritable(paths.log_dir, "sessions cannot be saved here")
    took_s = elapsed_s() - began_s
    if took_s > SLOW_S:
        problems.append(
            f"{printable(str(paths.log_dir))}: one save took {took_s:.1f} s; the clock goes on meanwhile, but leaving "
            "waits for it: a folder on a disk of this computer is faster"
        )
    problems += unwritable(paths.locks_dir, "sessions cannot be held here while they run")
    problems += unwritable(paths.config, "settings cannot be changed here")
    return problems + _little_room(paths.log_dir)


def _little_room(folder: Path) -> list[str]:
    there = next((each for each in (folder, *folder.parents) if each.is_dir()), None)
    with suppress(OSError):
        if there is not None and (free := shutil.disk_usage(there).free) < LITTLE_ROOM_BYTES:
            return [f"{printable(str(folder))}: only {free // 1024} KiB are left on its disk; make room"]
    return []


def leftovers(log_dir: Path, now: datetime) -> list[str]:
    """Temporary files that a killed program left in the log; they are never read."""
    with suppress(OSError):
        files = sorted(log_dir.glob(f"*/.setpace-*{TEMPORARY_SUFFIX}"))
        old = [file for file in files if now.timestamp() - file.lstat().st_mtime > _LEFT_AFTER_S]
        return [f"{printable(str(file))}: left by a save that was cut short; it may be deleted" for file in old]
    return []


def privacy(paths: Paths) -> str:
    """Whether other users of this computer may look at the files."""
    if os.name != "posix":
        return "as the system has it"
    open_to_others = []
    for folder in (paths.log_dir, paths.config, paths.state):
        with suppress(OSError):
            if folder.stat().st_mode & 0o077:
                open_to_others.append(printable(str(folder)))
    if not open_to_others:
        return "yes"
    return f"others on this computer may look into {', '.join(open_to_others)}; chmod 700 closes it"


def running(paths: Paths, unfinished: Iterable[Session]) -> str:
    """How many sessions another program leads at the moment."""
    count = 0
    for session in unfinished:
        with suppress(SetpaceError):
            count += is_locked(paths, session.id)
    return f"{counted(count, 'session')} in another window" if count else "no session"


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
