"""The diagnostics log: small, rotated, enough to understand a report."""

from __future__ import annotations

import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from setpace import __version__
from setpace.run.redaction import without_home
from setpace.store.atomic import make_private_folder
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from io import TextIOWrapper

    from setpace.store.paths import Paths

LARGEST_BYTES = 100_000
"""Of the file, and of the one older file beside it."""

LONGEST_ENTRY = 20_000
"""Signs of one entry; of a longer one its end is kept, where a traceback says what happened."""

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

LOG = logging.getLogger("setpace")


class _PrivateFile(RotatingFileHandler):
    """A rotated file for the user alone, that never prints its own troubles on the screen.

    Attributes:
        lost: entries that could not be written.
    """

    lost = 0

    def _open(self) -> TextIOWrapper:
        # A pipe in the file's place has nobody who reads it: without O_NONBLOCK this would wait for one.
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NONBLOCK", 0)
        descriptor = os.open(self.baseFilename, flags, 0o600)
        return os.fdopen(descriptor, "a", encoding=self.encoding, errors=self.errors)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - logging's name
        """A full disk costs the entry, nothing else."""
        self.lost += 1


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
    if handler is None:
        return f"{what}; it could not be noted in {file}"
    lost = handler.lost
    python = ".".join(map(str, sys.version_info[:3]))
    about = f"internal error in setpace {__version__}, Python {python}, {sys.platform}"
    LOG.critical(about, exc_info=(type(error), error, error.__traceback__))
    if handler.lost > lost:
        return f"{what}; it could not be noted in {file}"
    return f"{what}; it is noted in {file}: please send the end of that with your report"


def _handler(paths: Paths) -> _PrivateFile | None:
    """The handler that writes to the file, made where there is none; None where its folder cannot be made."""
    file = os.path.abspath(paths.diagnostics_file)  # noqa: PTH100 - as logging does it
    for known in list(LOG.handlers):
        if isinstance(known, _PrivateFile):
            if known.baseFilename == file:
                return known
            LOG.removeHandler(known)
            known.close()
    try:
        make_private_folder(paths.diagnostics_file.parent)
    except OSError:
        return None
    handler = _PrivateFile(file, maxBytes=LARGEST_BYTES, backupCount=1, encoding="utf-8", errors="replace", delay=True)
    handler.setFormatter(_Harmless(FORMAT))
    LOG.addHandler(handler)
    return handler
