"""The diagnostics log: small, rotated, enough to understand a report."""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from setpace.store.atomic import make_private_folder

if TYPE_CHECKING:
    from io import TextIOWrapper

    from setpace.store.paths import Paths

LARGEST_BYTES = 100_000
"""Of the file, and of the one older file beside it."""

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _PrivateFile(RotatingFileHandler):
    """A rotated file for the user alone, that never prints its own troubles on the screen."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding=self.encoding, errors=self.errors)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """A full disk costs the line, nothing else."""


def keep_diagnostics(paths: Paths) -> None:
    """Have what goes wrong without being shown written to the diagnostics log; safe to call twice.

    The file is made with the first line. Where it cannot be written there are no diagnostics, and nothing else happens.
    """
    logger = logging.getLogger("setpace")
    if any(isinstance(handler, _PrivateFile) for handler in logger.handlers):
        return
    try:
        make_private_folder(paths.diagnostics_file.parent)
    except OSError:
        return
    handler = _PrivateFile(
        paths.diagnostics_file, maxBytes=LARGEST_BYTES, backupCount=1, encoding="utf-8", errors="replace", delay=True
    )
    handler.setFormatter(logging.Formatter(FORMAT))
    logger.addHandler(handler)
    logger.propagate = False
