"""What `setpace doctor` finds out of the disk by trying: whether saving works and where not, how fast, the room."""

from __future__ import annotations

import os
import re
import shutil
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from setpace.core.errors import SetpaceError
from setpace.run.disk import NoAnswerError
from setpace.store.atomic import check_folder
from setpace.store.rights import leads_nowhere, right_given_back
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from setpace.run.doctor_ask import Asking
    from setpace.store.paths import Paths

SLOW_S = 1.0
"""A save that takes longer is seen: the app says saving… meanwhile."""

LITTLE_ROOM_BYTES = 10 * 1024 * 1024
"""Room for some hundred sessions; a disk with less is as good as full."""

_YEAR = re.compile(r"\d{4}")
_SESSIONS = "sessions cannot be saved here"


def unwritable(folder: Path) -> str | None:
    """Why nothing can be written in a folder, found by trying, because rights do not tell all; None where it can.

    Args:
        folder: there, or to be made.
    """
    try:
        check_folder(folder)
    except PermissionError:
        return f"; {right_given_back(folder, 'u+rwx')}"
    except (FileExistsError, NotADirectoryError):
        for each in (folder, *folder.parents):
            if os.path.lexists(each) and not _is_folder(each):
                which = "what stands here" if each == folder else printable(str(each))
                if leads_nowhere(each):
                    return f": {which} is a link to nowhere; is its disk there?"
                return f": {which} is no folder; move it away"
        return ": what stands here is no folder"  # gone in this moment
    except OSError as error:
        return f": {error.strerror or error}"
    return None


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a link into a folder that lets nobody in: what is tried there tells why
        return False


def disk_problems(
    paths: Paths, now: datetime, disk: Asking, elapsed_s: Callable[[], float] = time.perf_counter
) -> tuple[list[str], bool]:
    """What keeps the program from saving, or makes it slow.

    Args:
        paths: where everything is.
        now: a session would be saved in this year's folder.
        disk: asks; no folder is waited for long.
        elapsed_s: a clock in seconds, for how long a save takes.

    Returns:
        The problems, and whether the disk of the log answers at all.
    """
    log = paths.log_dir
    began_s = elapsed_s()
    problems, answers = _tried(disk, log, _SESSIONS)
    took_s = elapsed_s() - began_s
    if answers and took_s > SLOW_S:
        problems.append(
            f"{printable(str(log))}: one save took {took_s:.1f} s; the clock goes on meanwhile, but leaving "
            "waits for it: a folder on a disk of this computer is faster"
        )
    if answers:
        for year in _year_folders(log, now, disk):
            problems += _tried(disk, year, _SESSIONS)[0]
        if _is_there(paths.trash_dir, disk):
            problems += _tried(disk, paths.trash_dir, "deleted sessions cannot be kept here")[0]
    problems += _state_problems(paths, disk)
    problems += _tried(disk, paths.config, "settings cannot be changed here")[0]
    problems += _tried(disk, paths.cache, "neither tones nor summaries of the log can be kept here")[0]
    if _is_there(paths.cache / "summaries", disk):
        problems += _tried(disk, paths.cache / "summaries", "summaries of the log cannot be kept here")[0]
    return problems + (_little_room(log, disk) if answers else []), answers


def _state_problems(paths: Paths, disk: Asking) -> list[str]:
    """What is wrong with the locks, or else with the folder around them: more often than not it is the same."""
    problems, _ = _tried(disk, paths.locks_dir, "sessions cannot be held here while they run")
    return problems or _tried(disk, paths.state, "the diagnostics log cannot be kept here")[0]


def _tried(disk: Asking, folder: Path, what: str) -> tuple[list[str], bool]:
    """What does not work and why, and whether there was an answer at all."""
    said = f"{printable(str(folder))}: {what}"
    try:
        why = disk.look(partial(unwritable, folder))
    except NoAnswerError as error:
        return [f"{said}: {error}"], False
    return ([] if why is None else [f"{said}{why}"]), True


def _year_folders(log: Path, now: datetime, disk: Asking) -> list[Path]:
    """The folders of years that are worth a trial, newest first: this year's, the newest, and what is no folder."""
    try:
        years = sorted(
            disk.look(lambda: [each.name for each in log.iterdir() if _YEAR.fullmatch(each.name)]), reverse=True
        )
    except SetpaceError:  # not there, or not to be read: told of by who reads the sessions
        return []
    tried = [year for year in years if year in (years[0], f"{now:%Y}")]
    with suppress(NoAnswerError):  # told of by the same
        tried += disk.look(lambda: [year for year in years if year not in tried and not _is_folder(log / year)])
    return [log / year for year in tried]


def _is_there(folder: Path, disk: Asking) -> bool:
    try:
        return disk.look(lambda: os.path.lexists(folder))
    except NoAnswerError:
        return True


def _little_room(folder: Path, disk: Asking) -> list[str]:
    def free_bytes() -> int:
        return shutil.disk_usage(next(each for each in (folder, *folder.parents) if each.is_dir())).free

    try:
        free = disk.look(free_bytes)
    except SetpaceError:
        return []
    if free < LITTLE_ROOM_BYTES:
        return [f"{printable(str(folder))}: only {free // 1024} KiB are left on its disk; make room"]
    return []
