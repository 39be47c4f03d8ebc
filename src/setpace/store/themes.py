"""The themes: the shipped ones and the user's own, one file each, checked before any screen sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from setpace.core.errors import DataError, Problem
from setpace.store.routines import readable, toml_files
from setpace.store.shipped import themes_dir
from setpace.store.toml_fields import Fields, in_file_order, listed
from setpace.store.toml_file import is_missing, nearest, printable, read_toml, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from setpace.store.paths import Paths

COLOR_KEYS = (
    "background",
    "surface",
    "panel",
    "text",
    "muted",
    "accent",
    "rest",
    "ready",
    "go",
    "clean",
    "shaky",
    "broken",
    "error",
)
"""The colours of a theme: three grounds, two texts, the one highlight, the three phases, the three forms, errors."""

_ANSI_PLAIN = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")

ANSI_COLORS = (
    "ansi_default",
    *(f"ansi_{color}" for color in _ANSI_PLAIN),
    *(f"ansi_bright_{color}" for color in _ANSI_PLAIN),
)
"""The colours that the terminal itself defines."""

_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")
_HEX_LENGTHS = (4, 7)

SHIPPED_ORDER = ("midnight", "paper", "contrast", "clear", "sixteen")
"""The shipped themes as the app lists them; the first is the default."""


@dataclass(frozen=True, slots=True)
class ThemeSpec:
    """One theme, good to use.

    Attributes:
        id: the stem of its file.
        name: name on screen.
        dark: whether its ground is dark.
        colors: every key of `COLOR_KEYS`: all `#rrggbb` in lower case, or all of `ANSI_COLORS`.
        own: whether it is the user's own file.
    """

    id: str
    name: str
    dark: bool
    colors: Mapping[str, str]
    own: bool


def load_themes(paths: Paths) -> tuple[tuple[ThemeSpec, ...], tuple[Problem, ...]]:
    """All themes: the shipped ones, then the user's own by name.

    An own theme with a shipped id stands in the shipped one's place. A broken one is left out.

    Returns:
        The good themes, and everything wrong with the others and with the folders.
    """
    themes: dict[str, ThemeSpec] = {}
    problems: list[Problem] = []
    for file, own in _files(paths, problems):
        theme, found = read_theme(file, own=own)
        problems.extend(found)
        if theme is not None:
            themes[theme.id] = theme
    own_names = sorted((theme.name.casefold(), key) for key, theme in themes.items() if key not in SHIPPED_ORDER)
    order = [*(key for key in SHIPPED_ORDER if key in themes), *(key for _, key in own_names)]
    return tuple(themes[key] for key in order), tuple(problems)


def load_theme(paths: Paths, theme_id: str) -> tuple[ThemeSpec | None, tuple[Problem, ...]]:
    """One theme by its id, without reading the others: what the first frame needs.

    Returns:
        The theme (the shipped one where an own one with its id is broken), None if there is none; and everything wrong.
    """
    problems: list[Problem] = []
    for file, own in reversed(_files(paths, problems)):
        if file.stem == theme_id:
            theme, found = read_theme(file, own=own)
            problems.extend(found)
            if theme is not None:
                return theme, tuple(problems)
    return None, tuple(problems)


def theme_ids(paths: Paths) -> list[str]:
    """The ids of all theme files, good or not, as the app lists them."""
    ids = {file.stem for file, _ in _files(paths, [])}
    return [*(key for key in SHIPPED_ORDER if key in ids), *sorted(ids.difference(SHIPPED_ORDER))]


def no_such_theme(paths: Paths, theme_id: str, instead: Sequence[str]) -> Problem:
    """What is wrong where the settings name a theme that cannot be used.

    Args:
        paths: where the settings are.
        theme_id: the name in them.
        instead: ids of the themes that could stand there.
    """
    near = nearest(theme_id, list(instead))
    hint = f"did you mean {near}?" if near else f"there are {listed(instead)}"
    what = f"there is no theme {shown(theme_id)}, {hint}"
    try:
        return read_toml(paths.settings_file).problem(what, "theme")
    except DataError:  # gone or broken since it was read
        return Problem(printable(str(paths.settings_file)), None, what)


def _files(paths: Paths, problems: list[Problem]) -> list[tuple[Path, bool]]:
    """The files of all themes, shipped first, and whether each is the user's own."""
    folder = themes_dir()
    if is_missing(folder):
        problems.append(Problem(str(folder), None, "the shipped themes are missing; install Setpace anew"))
    shipped, odd = toml_files(folder)
    own, odd_too = toml_files(paths.themes_dir)
    problems += odd + odd_too
    return [*((file, False) for file in shipped), *((file, True) for file in own)]


def read_theme(file: Path, *, own: bool) -> tuple[ThemeSpec | None, tuple[Problem, ...]]:
    """One theme file.

    Returns:
        The theme, None if anything is wrong with it; and all that is wrong.
    """
    try:
        toml = read_toml(file)
    except DataError as error:
        return None, (error.problem,)
    fields = Fields(toml, [], "a theme")
    fields.check_known(("name", "dark", "colors"))
    name = fields.text("name")
    dark = fields.flag("dark")
    if "dark" not in fields.values:
        fields.missing("dark", "dark = true")
    colors = fields.table("colors", "[colors]")
    if "colors" not in fields.values:
        fields.wrong(f"a theme needs a table [colors] with {listed(COLOR_KEYS)}")
    good = {} if colors is None else _colors(colors)
    if not file.stem.isprintable():
        fields.wrong("the file's name has control characters or broken letters in it; rename it")
    if fields.problems or dark is None:
        return None, in_file_order(fields.problems)
    return ThemeSpec(file.stem, name or readable(file.stem), dark, good, own), ()


def _colors(table: Fields) -> dict[str, str]:
    """The colours of `[colors]`, all of one kind."""
    table.check_known(COLOR_KEYS)
    missing = [key for key in COLOR_KEYS if key not in table.values]
    if missing:
        table.wrong(f"[colors] lacks {listed(missing)}")
    colors = {key: color for key in COLOR_KEYS if (color := _color(table, key)) is not None}
    first = next(iter(colors), "")
    for key, color in colors.items():
        if color.startswith("#") != colors[first].startswith("#"):
            table.wrong(
                f"{key} is {color} and {first} is {colors[first]}; a theme is either all #rrggbb or all ansi_ colours",
                key,
            )
            break
    return colors


def _color(table: Fields, key: str) -> str | None:
    """One colour as `#rrggbb` or a name of `ANSI_COLORS`; None where it is absent or wrong."""
    value = table.values.get(key)
    if value is None or value in ANSI_COLORS:
        return value
    if not isinstance(value, str):
        table.wrong(f'{key} must be a colour in quotes, as in "#1f5fbf", not {shown(value)}', key)
        return None
    if value.startswith("#") and len(value) in _HEX_LENGTHS and _HEX_DIGITS.issuperset(value[1:]):
        digits = value[1:].lower()
        return f"#{digits}" if len(value) == max(_HEX_LENGTHS) else "#" + "".join(2 * digit for digit in digits)
    near = nearest(value, list(ANSI_COLORS)) if value.startswith("ansi") else None
    hint = f"did you mean {near}?" if near else 'write it as in "#1f5fbf" or "#fff", or as ansi_blue and the like'
    table.wrong(f"{key}: {shown(value)} is no colour, {hint}", key)
    return None
