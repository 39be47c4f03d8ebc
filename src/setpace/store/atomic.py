"""Writing a file so that there is always either the old one or the new one, never half of it."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_TRIAL_BYTES = 64 * 1024
"""More than any session takes."""

TEMPORARY_SUFFIX = ".tmp"
"""How the hidden temporary files end; one that is left behind by a crash is never read."""


def write_atomically(file: Path, data: bytes, unless: Callable[[], bool] = lambda: False) -> bool:
    """Write a file for the user alone (0600), replacing what stands there in one step.

    Args:
        file: where to; missing folders are made (0700). A link is replaced: resolve it first to keep it.
        data: the whole content.
        unless: asked at the very last, when `data` is on the disk already: whether to leave what stands there.

    Returns:
        Whether it was written.

    Raises:
        OSError: it cannot be written; what stood there stands there still. What `unless` raises is passed on.
    """
    with _temporary(file, data) as temporary:
        if unless():
            return False
        temporary.replace(file)
    _sync_folder(file.parent)
    return True


def create_exclusively(file: Path, data: bytes) -> None:
    """Write a new file for the user alone (0600), complete from its first moment.

    Args:
        file: where to; missing folders are made (0700).
        data: the whole content.

    Raises:
        FileExistsError: something stands there already; it is left alone.
        OSError: it cannot be written.
    """
    with _temporary(file, data) as temporary:
        try:
            os.link(temporary, file)
        except FileExistsError:
            raise
        except OSError:
            # No hard links here (exFAT, some network drives): take the name first, then fill it.
            move_exclusively(temporary, file)
    _sync_folder(file.parent)


def move_exclusively(file: Path, to: Path) -> None:
    """Move a file within one disk, never over another one.

    Raises:
        FileExistsError: something stands there already.
        OSError: it cannot be moved.
    """
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        file.replace(to)
    except OSError:
        to.unlink(missing_ok=True)
        raise


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it where they are missing, for the user alone (0700).

    Raises:
        OSError: it cannot be made.
    """
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder.parent == folder:
            break
        folder = folder.parent
    for each in reversed(missing):
        try:
            each.mkdir(mode=0o700, exist_ok=True)
        except FileExistsError as error:
            # A file in the way must not be taken for the file that was to be created.
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(each)) from error


def check_folder(folder: Path) -> None:
    """Find out by trying whether files can be written in a folder; nothing of the trial is left, nor folders it needed.

    Raises:
        OSError: they cannot.
    """
    missing = [each for each in (folder, *folder.parents) if not each.is_dir()]
    probe = folder / f".setpace-{os.urandom(8).hex()}{TEMPORARY_SUFFIX}"
    try:
        make_private_folder(folder)
        probe.touch(mode=0o600, exist_ok=False)
        with probe.open("wb") as trial:  # an empty file can be made on a full disk too
            trial.write(bytes(_TRIAL_BYTES))
            trial.flush()
            os.fsync(trial.fileno())
    except OSError:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
        raise
    else:
        probe.unlink()
    finally:
        for each in missing:
            with suppress(OSError):  # not made, or not ours: it holds something by now
                each.rmdir()


@contextmanager
def _temporary(file: Path, data: bytes) -> Iterator[Path]:
    """A hidden file with `data`, safely on the disk, beside `file`; gone afterwards."""
    make_private_folder(file.parent)
    temporary = file.parent / f".setpace-{os.urandom(8).hex()}{TEMPORARY_SUFFIX}"
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Bring the new name to the disk too; the file is written by now, so a system that cannot is no error."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
