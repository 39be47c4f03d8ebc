"""Locks that keep two programs from running the same session."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from setpace.core.errors import SetpaceError
from setpace.store.atomic import make_private_folder
from setpace.store.toml_file import is_missing, printable

if TYPE_CHECKING:
    from pathlib import Path

    from filelock import BaseFileLock

    from setpace.store.paths import Paths

_PLAIN_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True)
class SessionLock:
    """A session that this program holds, until `release` or the end of the process, however it ends.

    Attributes:
        file: the lock file.
    """

    file: Path
    _lock: BaseFileLock

    def release(self) -> None:
        """Let the session go; doing it again does nothing."""
        if self._lock.is_locked:
            self.file.unlink(missing_ok=True)
            self._lock.release()


def try_lock(paths: Paths, session_id: str) -> SessionLock | None:
    """Hold a session.

    Returns:
        The lock; None where another one holds it.

    Raises:
        SetpaceError: locks cannot be made where they belong.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - slow to import, and only a session needs it

    file = _file(paths, session_id)
    try:
        make_private_folder(file.parent)
        lock = FileLock(file, timeout=0, mode=0o600, thread_local=False)
        lock.acquire()
    except Timeout:
        return None
    except (OSError, NotImplementedError) as error:
        why = getattr(error, "strerror", None) or error
        if file.is_symlink() or file.is_dir():
            why = "what stands here is no lock; delete it"
        raise SetpaceError(f"{printable(str(file))}: the session cannot be locked: {why}") from error
    return SessionLock(file, lock)


def is_locked(paths: Paths, session_id: str) -> bool:
    """Whether a living program holds the session.

    Raises:
        SetpaceError: the lock cannot be looked at.
    """
    if is_missing(_file(paths, session_id)):
        return False
    lock = try_lock(paths, session_id)
    if lock is None:
        return True
    lock.release()
    return False


def _file(paths: Paths, session_id: str) -> Path:
    """The lock of a session; an id that was edited into something odd still gives a plain name."""
    if _PLAIN_ID.fullmatch(session_id):
        return paths.locks_dir / f"{session_id}.lock"
    from hashlib import sha256  # noqa: PLC0415 - only an id edited by hand needs it

    name = sha256(session_id.encode(errors="replace")).hexdigest()
    return paths.locks_dir / f"{name}.lock"
