"""The settings: one table, from which defaults, validation and the commented default file come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from setpace.core.commands import COMMAND_BY_ID, COMMANDS, clashes, keys_in_force
from setpace.core.errors import DataError, Problem
from setpace.core.exercise import DEFAULT_REST, Family, RestRange
from setpace.core.units import Unit
from setpace.store.key_names import read_keys
from setpace.store.toml_fields import Fields, in_file_order
from setpace.store.toml_file import is_missing, nearest, printable, read_toml, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from setpace.store.paths import Paths


class Kind(StrEnum):
    """What sort of value a setting has."""

    CHOICE = "choice"
    TEXT = "text"
    FLAG = "flag"
    REST = "rest"


Value = str | bool | RestRange


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        key: its path in the file, `rest.hinge`.
        kind: what sort of value it has.
        default: the value where the file says nothing.
        doc: what it does, in one sentence.
        choices: the words it may be; only for a choice.
    """

    key: str
    kind: Kind
    default: Value
    doc: str
    choices: tuple[str, ...] = ()


def _rest_doc(family: Family) -> str:
    return f"Rest after a set of the family {family.label}: [minimum, maximum] in seconds, 0 to 3600."


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "unit", Kind.CHOICE, Unit.KG.value, "Unit of all loads of new sessions.", tuple(unit.value for unit in Unit)
    ),
    Setting("theme", Kind.TEXT, "midnight", "The colours: the name of a theme's file without .toml."),
    Setting(
        "auto_advance",
        Kind.FLAG,
        default=True,
        doc="Whether a rest ends by itself at its maximum; if not, it counts on until you start the set.",
    ),
    *(Setting(f"rest.{family}", Kind.REST, DEFAULT_REST[family], _rest_doc(family)) for family in Family),
)
"""Every setting but the keys, which are a table of their own: one entry per command of `core.commands`."""

SETTING_BY_KEY: Mapping[str, Setting] = {setting.key: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force.

    Attributes:
        unit: of all loads of new sessions.
        theme: id of the theme; whether there is such a theme is not checked here.
        auto_advance: whether a rest ends by itself at its maximum.
        rest: the rest range of every family.
        keys: only the remapped commands: keys by command id, in the names Textual gives them.
    """

    unit: Unit
    theme: str
    auto_advance: bool
    rest: Mapping[Family, RestRange]
    keys: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings, and everything wrong with the file they come from.

    Attributes:
        settings: each wrong or absent value has its default.
        problems: empty where the file is in order or missing.
    """

    settings: Settings
    problems: tuple[Problem, ...] = ()


def load_settings(paths: Paths) -> LoadedSettings:
    """The settings of the user; without a file the defaults. The file is only read."""
    file = paths.settings_file
    if is_missing(file):
        return LoadedSettings(_settings({}, {}))
    try:
        toml = read_toml(file)
    except DataError as error:
        return LoadedSettings(_settings({}, {}), (error.problem,))
    top = Fields(toml, [], "the settings file")
    top.check_known(_known_under(""))
    values = _read_values(top, "")
    rest = top.table("rest", "[rest]")
    if rest is not None:
        rest.check_known(_known_under("rest."))
        values |= _read_values(rest, "rest.")
    keys = top.table("keys", "[keys]")
    remapped = {} if keys is None else _read_remapped(keys)
    return LoadedSettings(_settings(values, remapped), in_file_order(top.problems))


def change_setting(paths: Paths, key: str, value: Value | tuple[str, ...]) -> None:
    """Write one setting to the file, whose comments and order stay; a missing file is made, with all explained.

    Args:
        paths: where the file is.
        key: `unit`, `rest.hinge`, or `keys.` and the id of a command.
        value: as `Settings` holds it: a text, True or False, a rest range; of a command its keys.

    Raises:
        KeyError: there is no such setting.
        ValueError: the setting cannot have that value.
        DataError: the file has a problem already, or could not be changed safely; it stays as it is.
        OSError: the file or its folder cannot be written.
    """
    from setpace.store.settings_edit import write_setting  # noqa: PLC0415 - it builds on this module

    write_setting(paths, key, value)


def _settings(values: Mapping[str, Value], remapped: Mapping[str, tuple[str, ...]]) -> Settings:
    """Settings from the values that are there, defaults elsewhere."""
    full = {setting.key: values.get(setting.key, setting.default) for setting in SETTINGS}
    rest: dict[Family, RestRange] = {}
    for family in Family:
        value = full[f"rest.{family}"]
        assert isinstance(value, RestRange)
        rest[family] = value
    return Settings(
        unit=Unit(str(full["unit"])),
        theme=str(full["theme"]),
        auto_advance=bool(full["auto_advance"]),
        rest=rest,
        keys=remapped,
    )


def _known_under(prefix: str) -> tuple[str, ...]:
    """The keys that may stand in the table of that prefix, sub-tables included."""
    if prefix:
        return tuple(s.key.removeprefix(prefix) for s in SETTINGS if s.key.startswith(prefix))
    return (*dict.fromkeys(setting.key.partition(".")[0] for setting in SETTINGS), "keys")


def _read_values(table: Fields, prefix: str) -> dict[str, Value]:
    """The good values of one table, by full key."""
    values: dict[str, Value] = {}
    for setting in SETTINGS:
        parent, _, leaf = setting.key.rpartition(".")
        if parent != prefix.rstrip("."):
            continue
        value: Value | None
        match setting.kind:
            case Kind.CHOICE:
                value = table.choice(leaf, setting.choices)
            case Kind.TEXT:
                value = table.text(leaf)
            case Kind.FLAG:
                value = table.flag(leaf)
            case Kind.REST:
                value = table.rest(leaf)
        if value is not None:
            values[setting.key] = value
    return values


def _read_remapped(table: Fields) -> dict[str, tuple[str, ...]]:
    """The good entries of `[keys]`: known commands, known keys, no clash."""
    remapped: dict[str, tuple[str, ...]] = {}
    for command_id, value in table.values.items():
        if command_id not in COMMAND_BY_ID:
            near = nearest(command_id, list(COMMAND_BY_ID))
            hint = f"did you mean {near}?" if near else "the key screen (?) names all commands"
            table.wrong(f"unknown command {shown(command_id)}, {hint}", command_id)
            continue
        try:
            remapped[command_id] = read_keys(value)
        except ValueError as error:
            table.wrong(f"{command_id} {error}", command_id)
    _drop_clashes(remapped, table)
    return remapped


def _drop_clashes(remapped: dict[str, tuple[str, ...]], table: Fields) -> None:
    """Give remapped commands that share a key their default keys back, until no two share one."""
    while True:
        found = list(clashes(keys_in_force(remapped)))
        if not found:
            return  # reached at the latest when nothing is remapped: the default keys do not clash
        dropped: set[str] = set()
        for key, first, second in found:
            named = [command.id for command in (first, second) if command.id in remapped]
            # The complaint stands where the file says it: at the remapped one, of two at the later one.
            at = max(named, key=list(table.values).index)
            other = first.id if at == second.id else second.id
            again = " and ".join(named)
            table.wrong(
                f"{at} and {other} share the key {key}; give one of them another key (until then {again} "
                f"{'have their' if len(named) > 1 else 'has its'} default keys)",
                at,
            )
            dropped.update(named)
        for command_id in dropped:
            del remapped[command_id]


def settings_doc() -> str:
    """The default settings file: every setting with its sentence, its default commented out."""
    lines = [
        "# Settings of Setpace. Take the # off a line to change it; what is left out has the value shown.",
        "# A wrong value is told of when Setpace starts, and the default is used.",
    ]
    table = ""
    for setting in SETTINGS:
        parent, _, leaf = setting.key.rpartition(".")
        if parent != table:
            lines += ["", f"[{parent}]"]
            table = parent
        choices = f" One of: {', '.join(setting.choices)}." if setting.choices else ""
        lines += ["", f"# {setting.doc}{choices}", f"# {leaf} = {toml_value(setting.default)}"]
    lines += [
        "",
        "[keys]",
        "",
        "# Other keys for a command; several are separated by commas. Two commands of one screen cannot share a key.",
    ]
    for command in COMMANDS:
        lines.append(f'# {command.id} = "{", ".join(command.keys)}"  # {command.scope}: {command.doc}')
    return "\n".join(lines) + "\n"


def toml_value(value: Value | tuple[str, ...]) -> str:
    """A setting's value as TOML writes it."""
    match value:
        case bool():
            return str(value).lower()
        case RestRange():
            return f"[{value.min_s}, {value.max_s}]"
        case tuple():
            return toml_value(", ".join(value))
        case _:
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{printable(escaped)}"'
