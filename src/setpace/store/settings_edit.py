"""Changing one setting in the user's file, whose comments and order stay."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from setpace.core.commands import COMMAND_BY_ID
from setpace.core.errors import DataError, Problem
from setpace.core.exercise import RestRange
from setpace.store.atomic import write_made_of
from setpace.store.key_names import read_keys
from setpace.store.settings import load_settings
from setpace.store.settings_table import (
    MOST_NUMBERS,
    SETTING_BY_KEY,
    Kind,
    Numbers,
    Setting,
    Value,
    command_problem,
    settings_doc,
    shortest,
    toml_value,
)
from setpace.store.toml_fields import is_number, text_problem
from setpace.store.toml_file import changed_meanwhile, is_missing, printable, read_toml

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.store.paths import Paths

_BOM = "\ufeff"


def write_setting(paths: Paths, key: str, value: Value | tuple[str, ...]) -> None:
    """See `setpace.store.settings.change_setting`, which imports this module only when something is changed."""
    plain = plain_value(key, value)
    problems = load_settings(paths).problems
    if problems:
        raise DataError(problems[0])
    file = paths.settings_file
    raw = None if is_missing(file) else file.read_bytes()
    if raw is None:
        before = _fresh(key, value)
        prefix = ""
    else:
        before = read_toml(file).text
        prefix = _BOM if raw.startswith(_BOM.encode()) else ""
    after = _changed(before, key.split("."), plain)
    if "\r\n" in before and before.count("\r\n") == before.count("\n"):
        after = after.replace("\r\n", "\n").replace("\n", "\r\n")
    _check(file, before, after, key.split("."), plain)
    if not write_made_of(file, raw, (prefix + after).encode()):
        raise DataError(changed_meanwhile(file))


def plain_value(key: str, value: Value | tuple[str, ...]) -> Any:  # noqa: ANN401 - any TOML value
    """The value as TOML has it.

    Raises:
        KeyError: there is no such setting.
        ValueError: the setting cannot have that value.
    """
    parent, _, leaf = key.partition(".")
    if parent == "keys":
        command = COMMAND_BY_ID[leaf]
        if not isinstance(value, tuple):
            raise ValueError(f"the keys of {command.id} must be a tuple, not {value!r}")
        return ", ".join(read_keys(list(value)))
    setting = SETTING_BY_KEY[key]
    if not _fits(setting, value):
        raise ValueError(f"{key} cannot be {value!r}")
    match value:
        case RestRange():
            return [value.min_s, value.max_s]
        case Numbers():
            return [shortest(each) for each in value.values]
        case float():
            return shortest(value)
        case _:
            return value


def _fits(setting: Setting, value: object) -> bool:  # noqa: PLR0911 - one branch a kind
    match setting.kind:
        case Kind.CHOICE:
            return value in setting.choices
        case Kind.TEXT:
            return isinstance(value, str) and text_problem(value) is None
        case Kind.COMMAND:
            return command_problem(value) is None
        case Kind.FLAG:
            return isinstance(value, bool)
        case Kind.REST:
            return isinstance(value, RestRange)
        case Kind.NUMBER:
            return is_number(value, setting.high) and (not setting.whole or (isinstance(value, int) and value >= 1))
        case Kind.NUMBERS:
            return (
                isinstance(value, Numbers)
                and len(value.values) <= MOST_NUMBERS
                and all(is_number(each, setting.high) for each in value.values)
            )


def _fresh(key: str, value: Value | tuple[str, ...]) -> str:
    """The default file with the line of the setting in force at its place among the explanations."""
    setting = SETTING_BY_KEY.get(key)
    text = settings_doc()
    if setting is None:
        return text
    table, _, leaf = key.rpartition(".")
    # Several tables have a key of the same name: only what follows the header counts.
    before, header, after = text.rpartition(f"\n[{table}]\n") if table else ("", "", text)
    line = f"# {leaf} = {toml_value(setting.default)}\n"
    return before + header + after.replace(line, f"{leaf} = {toml_value(value)}\n", 1)


def _changed(text: str, path: list[str], plain: Any) -> str:  # noqa: ANN401 - any TOML value
    """The document with one value replaced or added."""
    import tomlkit  # noqa: PLC0415 - slow to import, and only a change needs it

    document = tomlkit.parse(text)
    *parents, leaf = path
    table: Any = document
    for parent in parents:
        if parent not in table:
            table[parent] = tomlkit.table()
        table = table[parent]
    table[leaf] = plain
    return tomlkit.dumps(document)


def _check(file: Path, before: str, after: str, path: list[str], plain: Any) -> None:  # noqa: ANN401 - any TOML value
    """Make sure that the change does this one thing and nothing else, whatever odd shape the file has."""
    expected = tomllib.loads(before)
    table = expected
    for parent in path[:-1]:
        table = table.setdefault(parent, {})
    table[path[-1]] = plain
    try:
        done = tomllib.loads(after) == expected
    except tomllib.TOMLDecodeError:
        done = False
    if not done:
        what = f"{'.'.join(path)} could not be changed without touching other lines; change it by hand"
        raise DataError(Problem(printable(str(file)), None, what))
