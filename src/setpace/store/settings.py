"""The settings in force: the user's file read by the table of `settings_table`, each mistake told with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from setpace.core.coach_settings import CoachSettings, Rack
from setpace.core.commands import COMMAND_BY_ID, clashes, keys_in_force
from setpace.core.cue_settings import CueSettings, Layer, Profile
from setpace.core.errors import DataError, Problem
from setpace.core.exercise import Family, RestRange
from setpace.core.units import Unit
from setpace.store.key_names import read_keys
from setpace.store.settings_table import (
    MOST_NUMBERS,
    SETTING_BY_KEY,
    SETTINGS,
    TABLES,
    Kind,
    Numbers,
    Setting,
    Value,
    command_problem,
    settings_doc,
    toml_value,
)
from setpace.store.toml_fields import Fields, in_file_order
from setpace.store.toml_file import is_missing, nearest, read_toml, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from setpace.store.paths import Paths

__all__ = [
    "SETTINGS",
    "SETTING_BY_KEY",
    "Kind",
    "LoadedSettings",
    "Setting",
    "Settings",
    "Value",
    "change_setting",
    "load_settings",
    "settings_doc",
    "toml_value",
]


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force.

    Attributes:
        unit: of all loads of new sessions.
        theme: id of the theme; whether there is such a theme is not checked here.
        auto_advance: whether a rest ends by itself at its maximum.
        flash: whether the screen flashes at the marks of a rest.
        keep_awake: whether the computer is kept awake while a session runs.
        rest: the rest range of every family.
        cues: how the user is told.
        coach: how much must be earned, and the user's barbell.
        keys: only the remapped commands: keys by command id, in the names Textual gives them.
        values: the same but the keys, by key of `SETTINGS`; what is absent has its default.
    """

    unit: Unit
    theme: str
    auto_advance: bool
    flash: bool
    keep_awake: bool
    rest: Mapping[Family, RestRange]
    cues: CueSettings
    coach: CoachSettings
    keys: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Value] = field(default_factory=dict, compare=False, repr=False)


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
        return LoadedSettings(settings_of({}, {}))
    try:
        toml = read_toml(file)
    except DataError as error:
        return LoadedSettings(settings_of({}, {}), (error.problem,))
    top = Fields(toml, [], "the settings file")
    values: dict[str, Value] = {}
    for name in ("", *TABLES):
        table = top.table(name, f"[{name}]") if name else top
        if table is not None:
            table.check_known(_known_in(name))
            values |= read_values(table, f"{name}.")
    keys = top.table("keys", "[keys]")
    remapped = {} if keys is None else _read_remapped(keys)
    return LoadedSettings(settings_of(values, remapped), in_file_order(top.problems))


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


def settings_of(values: Mapping[str, Value], remapped: Mapping[str, tuple[str, ...]]) -> Settings:
    """Settings from the values that are there, by key, defaults elsewhere; the values are not checked."""
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
        flash=bool(full["flash"]),
        keep_awake=bool(full["keep_awake"]),
        rest=rest,
        cues=CueSettings(
            profile=Profile(str(full["cues.profile"])),
            profiles={p: frozenset(layer for layer in Layer if full[f"{p}.{layer}"]) for p in Profile},
            countdown=bool(full["cues.countdown"]),
            command=str(full["cues.command"]),
        ),
        coach=_coach_of(full),
        keys=remapped,
        values=full,
    )


def _coach_of(full: Mapping[str, Value]) -> CoachSettings:
    """The coach's part of the settings."""
    counts = [full[f"coach.{count}_sessions"] for count in ("clean", "level")]
    clean, level = (int(count) for count in counts if isinstance(count, int))
    racks: dict[Unit, Rack] = {}
    for unit in Unit:
        bar, plates = full[f"barbell.bar_{unit}"], full[f"barbell.plates_{unit}"]
        assert isinstance(bar, int | float)
        assert isinstance(plates, Numbers)
        racks[unit] = Rack(float(bar), plates.values)
    return CoachSettings(clean_sessions=clean, level_sessions=level, racks=racks)


def _known_in(table: str) -> tuple[str, ...]:
    """The keys that may stand in that table; in the file itself (an empty name) the tables too."""
    if table:
        return tuple(s.key.removeprefix(f"{table}.") for s in SETTINGS if s.key.startswith(f"{table}."))
    return (*dict.fromkeys(setting.key.partition(".")[0] for setting in SETTINGS), "keys")


def read_values(table: Fields, prefix: str) -> dict[str, Value]:
    """The good values of one table, by full key.

    Args:
        table: what is read; what is wrong becomes its problems.
        prefix: what its keys begin with in `SETTINGS`: empty, or as in `rest.`.
    """
    values: dict[str, Value] = {}
    for setting in SETTINGS:
        parent, _, leaf = setting.key.rpartition(".")
        if parent != prefix.removesuffix("."):
            continue
        value = _read_value(table, leaf, setting)
        if value is not None:
            values[setting.key] = value
    return values


def _read_value(table: Fields, leaf: str, setting: Setting) -> Value | None:
    value: Value | None
    match setting.kind:
        case Kind.CHOICE:
            value = table.choice(leaf, setting.choices)
        case Kind.TEXT:
            value = table.text(leaf)
        case Kind.COMMAND:
            value = _read_command(table, leaf)
        case Kind.FLAG:
            value = table.flag(leaf)
        case Kind.REST:
            value = table.rest(leaf)
        case Kind.NUMBER if setting.whole:
            value = table.integer(leaf, 1, setting.high)
        case Kind.NUMBER:
            value = table.number(leaf, setting.high)
        case Kind.NUMBERS:
            numbers = table.numbers(leaf, setting.high, MOST_NUMBERS)
            value = None if numbers is None else Numbers(numbers)
    return value


def _read_command(table: Fields, leaf: str) -> str | None:
    value = table.values.get(leaf)
    if value is None:
        return None
    problem = command_problem(value)
    if problem is not None:
        table.wrong(f"{leaf} {problem}", leaf)
        return None
    return str(value).strip()


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
