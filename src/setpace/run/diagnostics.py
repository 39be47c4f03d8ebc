"""The diagnostics log: small, rotated, enough to understand a report."""

from __future__ import annotations

import logging
import os
import stat
import sys
from concurrent.futures import wait
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from setpace import __version__
from setpace.run.disk import loosely
from setpace.run.redaction import without_home
from setpace.store.atomic import make_private_folder
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from setpace.store.paths import Paths

LARGEST_BYTES = 100_000
"""Of the file, and of the one older file beside it."""

LONGEST_ENTRY = 20_000
"""Signs of one entry; of a longer one its end is kept, where a traceback says what happened."""

PATIENCE_S = 0.3
"""How long an entry is waited for, in seconds; on a disk that hangs the clock stands still for it, but only once."""

LAST_PATIENCE_S = 1.0
"""How long that of an internal error is waited for, in seconds, and as long the one that is written before it."""

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

LOG = logging.getLogger("setpace")


class _PrivateFile(logging.Handler):
    """A file for the user alone, of which one older is kept, and that never prints its own troubles on the screen.

    Attributes:
        file: the file; made with the first entry.
        lost: entries that could not be written, or not in time.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
        self.lost = 0
        self._last: Future[bool] | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write an entry; a disk that hangs costs it, and those after it until the disk answers."""
        is_last = record.levelno >= logging.CRITICAL
        try:
            if self._last is not None and is_last:
                wait((self._last,), LAST_PATIENCE_S)
            if self._last is None or self._last.done():
                self._last = loosely(partial(self._append, self.format(record)))
                wait((self._last,), LAST_PATIENCE_S if is_last else PATIENCE_S)
                if self._last.done() and self._last.result():
                    return
        except (RuntimeError, TypeError, ValueError):  # no thread can be started any more; an entry that is wrong
            pass
        self.lost += 1

    def _append(self, entry: str) -> bool:
        """Whether there was a place for the entry."""
        data = f"{entry}\n".encode(errors="replace")
        try:
            make_private_folder(self.file.parent)
            with suppress(FileNotFoundError):
                there = self.file.stat()
                if stat.S_ISREG(there.st_mode) and there.st_size + len(data) > LARGEST_BYTES:
                    self.file.replace(self.file.with_name(f"{self.file.name}.1"))
            # A pipe in the file's place has nobody who reads it: without O_NONBLOCK this would wait for one.
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NONBLOCK", 0)
            with os.fdopen(os.open(self.file, flags, 0o600), "ab") as target:
                target.write(data)
        except OSError:
            return False
        return True


class _Harmless(logging.Formatter):
    """No entry is endless, none can drive the terminal it is looked at on, and none names the user's home folder."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry, its lines kept."""
        entry = super().format(record)
        if len(entry) > LONGEST_ENTRY:
            entry = f"{entry[: LONGEST_ENTRY // 10]}\n…\n{entry[-LONGEST_ENTRY * 9 // 10 :]}"
        return "\n".join(without_home(printable(line)) for line in entry.split("\n"))


def keep_diagnostics(paths: Paths) -> None:
    """Have what goes wrong without being shown written to the diagnostics log; safe to call twice.

    The file is made with the first entry. Where it cannot be written there are no diagnostics; nothing else happens.
    """
    _handler(paths)


def note_internal_error(paths: Paths, error: BaseException) -> str:
    """Write the traceback of an error of ours to the diagnostics log.

    Args:
        paths: where that log is.
        error: what was raised.

    Returns:
        One line for the user, with the log's path.
    """
    file = printable(str(paths.diagnostics_file))
    what = f"internal error ({type(error).__name__})"
    handler = _handler(paths)
    lost = handler.lost
    python = ".".join(map(str, sys.version_info[:3]))
    about = f"internal error in setpace {__version__}, Python {python}, {sys.platform}"
    LOG.critical(about, exc_info=(type(error), error, error.__traceback__))
    if handler.lost > lost:
        return f"{what}; it could not be noted in {file}"
    return f"{what}; it is noted in {file}: please send the end of that with your report"


def _handler(paths: Paths) -> _PrivateFile:
    """The handler that writes to the file, made where there is none."""
    file = paths.diagnostics_file
    for known in list(LOG.handlers):
        if isinstance(known, _PrivateFile):
            if known.file == file:
                return known
            LOG.removeHandler(known)
            known.close()
    handler = _PrivateFile(file)
    handler.setFormatter(_Harmless(FORMAT))
    LOG.addHandler(handler)
    return handler
