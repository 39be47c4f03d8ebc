"""Writing a file so that there is always either the old one or the new one, never half of it."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from setpace.store.swap import swap_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_TRIAL_BYTES = 64 * 1024
"""More than any session takes."""

TEMPORARY_SUFFIX = ".tmp"
"""How the hidden temporary files end; one that is left behind by a crash is never read."""


def write_atomically(file: Path, data: bytes, is_known: Callable[[Path], bool] | None = None) -> bool:
    """Write a file for the user alone (0600), replacing what stands there in one step.

    Args:
        file: where to; missing folders are made (0700). A link is replaced: resolve it first to keep it.
        data: the whole content.
        is_known: whether what stands there may be replaced; None = whatever it is. It is asked of `file` when `data` is
            on the disk already and, where two files can be swapped, once more of what was taken away for it, under
            another name: so there is no moment in which another program's change would be lost.

    Returns:
        Whether it was written; if not, what stood there stands there still.

    Raises:
        OSError: it cannot be written; what stood there stands there still. What `is_known` raises is passed on.
    """
    with _temporary(file, data) as temporary:
        if is_known is None:
            temporary.replace(file)
            written = True
        else:
            written = is_known(file) and _replace_known(file, temporary, data, is_known)
    _sync_folder(file.parent)
    return written


def write_made_of(file: Path, before: bytes | None, data: bytes) -> bool:
    """Write what was made of a file's content, unless the file was changed since that was read.

    Args:
        file: the file; one that is linked to stays a link.
        before: what it held; None: it was not there.
        data: what it shall hold.

    Returns:
        Whether it was written; if not, the file stands as it is.

    Raises:
        OSError: it cannot be written.
    """
    file = file.resolve()
    if before is not None:
        return write_atomically(file, data, lambda found: found.read_bytes() == before)
    try:
        create_exclusively(file, data)
    except FileExistsError:
        return False
    return True


def _replace_known(file: Path, temporary: Path, data: bytes, is_known: Callable[[Path], bool]) -> bool:
    """Replace a file by one beside it that holds `data`, unless it was changed since it was looked at."""
    while True:
        try:
            if swap_names(temporary, file):
                break
        except FileNotFoundError:  # somebody took the file away
            if _give_name(temporary, file):
                return True
            if not is_known(file):  # and brought another one
                return False
        else:  # not on this system, or not on this disk
            temporary.replace(file)
            return True
    known = False
    try:
        known = is_known(temporary)
    finally:
        if not known:
            _give_back(file, temporary, data)
    return known


def _give_back(file: Path, temporary: Path, data: bytes) -> None:
    """Put back what `temporary` holds, in place of `data`; if that was replaced meanwhile too, the newest stays."""
    given = _content(temporary)
    expected: bytes | None = data
    try:
        while swap_names(temporary, file):
            taken = _content(temporary)
            if taken == expected:
                return
            given, expected = taken, given
    except FileNotFoundError:  # somebody took `data` away
        _give_name(temporary, file)


def _give_name(taken: Path, file: Path) -> bool:
    """Give a hidden file its name, unless another one has that by now; whether it has it."""
    try:
        _take_name(taken, file)
    except FileExistsError:
        return False
    except OSError:  # there is no room for one more name
        taken.rename(file)
    return True


def _take_name(temporary: Path, file: Path) -> None:
    """Let a hidden file stand under a name that is free; the hidden name may stay."""
    try:
        os.link(temporary, file)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here (exFAT, some network drives): take the name first, then fill it.
        move_exclusively(temporary, file)


def _content(file: Path) -> bytes | None:
    """What a file holds; None where it may not be read."""
    with suppress(OSError):
        return file.read_bytes()
    return None


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
        _take_name(temporary, file)
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


def remove_known(file: Path, is_known: Callable[[Path], bool]) -> bool:
    """Remove a file, unless it is another one than is thought.

    Args:
        file: the file; a missing one is fine.
        is_known: whether it may be removed, asked of it under the name to which it was taken away.

    Returns:
        Whether nothing stands there now.

    Raises:
        OSError: it cannot be removed. What `is_known` raises is passed on; the file stands there still.
    """
    taken = _hidden_beside(file)
    try:
        file.rename(taken)
    except FileNotFoundError:
        return True
    known = False
    try:
        known = is_known(taken)
    finally:
        if not known:
            _give_name(taken, file)  # if it was brought once more meanwhile, the newer one stays
        taken.unlink(missing_ok=True)
    return known


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
    probe = _hidden_beside(folder / "probe")
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
    temporary = _hidden_beside(file)
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


def _hidden_beside(file: Path) -> Path:
    """A name for a temporary file in the same folder."""
    return file.with_name(f".setpace-{os.urandom(8).hex()}{TEMPORARY_SUFFIX}")


def _sync_folder(folder: Path) -> None:
    """Bring the new name to the disk too; the file is written by now, so a system that cannot is no error."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
