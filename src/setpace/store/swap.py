"""Two files that change names with each other in one step, where the system can do that."""

from __future__ import annotations

import errno
import os
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
"""Of renameat2, see `man 2 renameat2`: Linux, most of its file systems."""

_RENAME_SWAP = 2
"""Of renamex_np, see `man 2 rename` there: macOS, its own file systems."""


def swap_names(one: Path, other: Path) -> bool:
    """Let two files on one disk change names, so that neither is ever missing and neither is lost.

    Args:
        one: a file.
        other: another one.

    Returns:
        Whether they did; False: this system or this disk cannot do it. Nothing is changed then.

    Raises:
        FileNotFoundError: one of them is not there.
    """
    swap = _system_call()
    failed = errno.ENOSYS if swap is None else swap(os.fsencode(one), os.fsencode(other))
    if failed == errno.ENOENT:
        raise FileNotFoundError(failed, os.strerror(failed), str(one), None, str(other))
    return not failed


@cache
def _system_call() -> Callable[[bytes, bytes], int] | None:
    """What swaps two paths and gives 0 or an `errno`; None where there is none. Python has no function for it."""
    if sys.platform == "win32":
        return None
    try:
        import ctypes  # noqa: PLC0415 - costs milliseconds, and only the second save of a session needs it

        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            renamex_np = library.renamex_np
            renamex_np.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint]
            return lambda one, other: renamex_np(one, other, _RENAME_SWAP) and ctypes.get_errno()
        renameat2 = library.renameat2
    except (ImportError, OSError, AttributeError):  # a Python without ctypes, a C library without this call
        return None
    path = (ctypes.c_int, ctypes.c_char_p)
    renameat2.argtypes = [*path, *path, ctypes.c_uint]
    return lambda one, other: renameat2(_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE) and ctypes.get_errno()
