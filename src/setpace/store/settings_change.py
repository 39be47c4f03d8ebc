"""Settings with one value changed, for this run: what may be chosen, what was typed, and which keys clash."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from setpace.core.commands import COMMAND_BY_ID, clashes, key_sign, keys_in_force, keys_of
from setpace.store.key_names import read_keys
from setpace.store.settings import SETTING_BY_KEY, Kind, Settings, Value, read_values, settings_of, toml_value
from setpace.store.settings_edit import plain_value
from setpace.store.toml_fields import Fields
from setpace.store.toml_file import TomlFile

if TYPE_CHECKING:
    from collections.abc import Mapping

AnyValue: TypeAlias = Value | tuple[str, ...]
"""What a setting, or a command among the keys, may hold."""

KEYS = "keys."
"""What the settings key of a command begins with; its id follows."""

_TWO_NUMBERS = re.compile(r"(\d{1,9})\s*(?:s?\s*(?:,|-|–|to)|s?\s)\s*(\d{1,9})\s*s?")
"""A range as one writes it: `60 120`, `60-120 s`, `60 s to 120 s`."""

_BETWEEN = re.compile(r"\s*[,;+]\s*|\s+")
"""What one writes between the numbers of a list."""


def value_of(settings: Settings, key: str) -> AnyValue:
    """The value in force of a setting: `rest.hinge`, or `keys.` and the id of a command.

    Raises:
        KeyError: there is no such setting.
    """
    if key.startswith(KEYS):
        return keys_of(key.removeprefix(KEYS), settings.keys)
    return settings.values.get(key, SETTING_BY_KEY[key].default)


def default_of(key: str) -> AnyValue:
    """The value where the file says nothing.

    Raises:
        KeyError: there is no such setting.
    """
    return COMMAND_BY_ID[key.removeprefix(KEYS)].keys if key.startswith(KEYS) else SETTING_BY_KEY[key].default


def with_value(settings: Settings, key: str, value: AnyValue) -> Settings:
    """The settings with one value changed.

    Raises:
        KeyError: there is no such setting.
        ValueError: the setting cannot have that value, or another command of the screen has that key; in one line.
    """
    plain_value(key, value)  # it checks
    if not key.startswith(KEYS):
        assert not isinstance(value, tuple)
        return settings_of({**settings.values, key: value}, settings.keys)
    assert isinstance(value, tuple)
    command_id = key.removeprefix(KEYS)
    remapped = {**settings.keys, command_id: read_keys(list(value))}
    if remapped[command_id] == COMMAND_BY_ID[command_id].keys:
        del remapped[command_id]
    said = clash_of(remapped, command_id)
    if said is not None:
        raise ValueError(said)
    return settings_of(settings.values, remapped)


def number_stepped(settings: Settings, key: str, by: int) -> float | None:
    """The value of a number after so many steps up or down, within its range; None where the setting is no number."""
    setting = SETTING_BY_KEY.get(key)
    if setting is None or setting.kind is not Kind.NUMBER:
        return None
    value = value_of(settings, key)
    assert isinstance(value, int | float)
    least = 1 if setting.whole else min(setting.step, value)
    return max(least, min(value + by * setting.step, setting.high))


def clash_of(remapped: Mapping[str, tuple[str, ...]], command_id: str) -> str | None:
    """Why a command cannot have its keys, naming both commands; None where it can."""
    for key, first, second in clashes(keys_in_force(remapped)):
        if command_id in (first.id, second.id):
            mine, other = (first, second) if command_id == first.id else (second, first)
            return (
                f"{mine.id} and {other.id} would share the key {key_sign(key)}; "
                f"take another one, or change {other.id} first"
            )
    return None


def read_typed(key: str, typed: str) -> AnyValue:
    """The value that a user typed for a setting: `90 150`, `space, enter`, a text without quotes; else as in the file.

    Raises:
        KeyError: there is no such setting.
        ValueError: what is wrong with it and what would be right, in one line.
    """
    if key.startswith(KEYS):
        command = COMMAND_BY_ID[key.removeprefix(KEYS)]
        try:
            return read_keys(typed)
        except ValueError as error:
            raise ValueError(f"{command.id} {error}") from error
    setting = SETTING_BY_KEY[key]
    table_name, _, leaf = key.rpartition(".")
    text = typed.strip()
    numbers = _TWO_NUMBERS.fullmatch(text)
    if setting.kind is Kind.REST and numbers:
        text = f"[{int(numbers[1])}, {int(numbers[2])}]"
    elif setting.kind is Kind.NUMBERS and not text.startswith("["):
        text = f"[{', '.join(_BETWEEN.split(text)) if text else ''}]"
    elif isinstance(setting.default, str):
        text = toml_value(text)
    try:
        data = tomllib.loads(f"{leaf} = {text}")
    except tomllib.TOMLDecodeError:
        data = {leaf: text}
    table = Fields(TomlFile(Path(), "", data), [], "the settings file")
    values = read_values(table, f"{table_name}." if table_name else "")
    if key in values:
        return values[key]
    raise ValueError(table.problems[0].what if table.problems else f"{leaf} needs a value")
