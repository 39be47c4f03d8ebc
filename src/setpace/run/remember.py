"""Remembering a changed setting in its file, without the clock being stopped by a disk that is slow or hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from setpace.core.errors import SetpaceError
from setpace.run.disk import SILENT, answer_within
from setpace.store.settings import change_setting
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from setpace.store.paths import Paths
    from setpace.store.settings_change import AnyValue

PATIENCE_S = 0.5
"""How long a write is waited for, in seconds: it takes 4 to 8 ms, and the clock stands still meanwhile."""


def remember_setting(paths: Paths, key: str, newest: Callable[[], AnyValue]) -> str | None:
    """Write one setting into the file; a disk that does not answer is waited for behind the scenes.

    Args:
        paths: where the settings are.
        key: `unit`, `rest.hinge`, or `keys.` and the id of a command.
        newest: the value in force when it is written, which may be later than another change.

    Returns:
        Why it is not in the file, in one line; None where it is.
    """
    import tomlkit  # noqa: F401, PLC0415 - slow to import the first time, which says nothing of the disk

    answer = answer_within(PATIENCE_S, lambda: (_written(paths, key, newest()),))
    return f"{printable(str(paths.settings_file))} is not written yet: {SILENT}" if answer is None else answer[0]


def _written(paths: Paths, key: str, value: AnyValue) -> str | None:
    try:
        change_setting(paths, key, value)
    except SetpaceError as error:
        return str(error)
    except OSError as error:
        return f"{printable(str(paths.settings_file))} cannot be written: {error.strerror or error}"
    return None
