"""Where the files that come with the program are."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
"""The folder `setpace`. The package is always installed as plain files, and importlib.resources costs start-up time."""


def data_dir() -> Path:
    """The folder with `exercises.toml` and `routines/`."""
    return _PACKAGE / "data"


def themes_dir(package: Path = _PACKAGE) -> Path:
    """The folder with the shipped themes: in a wheel inside the package, in a clone at its top level.

    Args:
        package: the folder of the package, for tests.
    """
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent.parent / "themes"
