"""Errors in threads: Python would print them over the screen, or among the lines of plain mode."""

from __future__ import annotations

import errno
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from setpace.store.paths import Paths


@contextmanager
def errors_of_threads_noted(paths: Paths) -> Iterator[None]:
    """Have errors of other threads noted in the diagnostics log instead.

    That the terminal is gone ends the thread that writes to it, and is no error of ours.
    """
    before = threading.excepthook

    def note(failed: threading.ExceptHookArgs) -> None:
        from setpace.run.diagnostics import LOG, keep_diagnostics, note_internal_error  # noqa: PLC0415 - hardly ever needed

        if isinstance(failed.exc_value, OSError) and failed.exc_value.errno == errno.EIO:
            keep_diagnostics(paths)
            LOG.warning("the terminal is gone")
        elif failed.exc_value is not None:
            note_internal_error(paths, failed.exc_value)

    threading.excepthook = note
    try:
        yield
    finally:
        threading.excepthook = before
