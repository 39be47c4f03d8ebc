"""What the app reads before it can show anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from setpace.store.exercises import load_library
from setpace.store.settings import load_settings
from setpace.ui.theme import chosen_theme

if TYPE_CHECKING:
    from setpace.core.errors import Problem
    from setpace.core.exercise import Library
    from setpace.store.paths import Paths
    from setpace.store.settings import Settings
    from setpace.store.themes import ThemeSpec


class FirstFiles(NamedTuple):
    """What stands in the files; a dataclass would cost some of the start.

    Attributes:
        settings: the settings in force.
        library: all exercises.
        theme: the colours that the settings want.
        problems: what is wrong with these files.
    """

    settings: Settings
    library: Library
    theme: ThemeSpec
    problems: tuple[Problem, ...]


def read_first_files(paths: Paths) -> FirstFiles:
    """Read settings, exercises and theme; in any thread."""
    loaded = load_settings(paths)
    library, of_library = load_library(paths)
    theme, of_theme = chosen_theme(paths, loaded.settings.theme)
    return FirstFiles(
        loaded.settings, library, theme, (*loaded.problems, *([of_theme] if of_theme else []), *of_library)
    )
