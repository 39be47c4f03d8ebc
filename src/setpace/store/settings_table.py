"""The table of settings: defaults, validation, the commented default file and the settings screen come from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from setpace.core.coach_settings import CLEAN_SESSIONS, DEFAULT_RACKS, LEVEL_SESSIONS
from setpace.core.commands import COMMANDS
from setpace.core.cue_settings import DEFAULT_LAYERS, Layer, Profile
from setpace.core.exercise import DEFAULT_REST, Family, RestRange
from setpace.core.units import Unit
from setpace.store.toml_file import printable, shown

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """What sort of value a setting has."""

    CHOICE = "choice"
    TEXT = "text"
    COMMAND = "command"
    FLAG = "flag"
    REST = "rest"
    NUMBER = "number"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Numbers:
    """The value of a setting that is a list of numbers.

    Attributes:
        values: in the order they are written.
    """

    values: tuple[float, ...]


Value = str | bool | float | RestRange | Numbers


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        key: its path in the file, `rest.hinge`.
        kind: what sort of value it has.
        default: the value where the file says nothing.
        doc: what it does, in one sentence.
        choices: the words it may be; only for a choice.
        high: the most that a number may be, and each of numbers; the least is 1 where the default is a whole number
            (then only whole numbers can be chosen), else anything above 0.
        step: what one press changes a number by.
    """

    key: str
    kind: Kind
    default: Value
    doc: str
    choices: tuple[str, ...] = ()
    high: int = 0
    step: float = 1

    @property
    def whole(self) -> bool:
        """Whether only whole numbers can be chosen."""
        return isinstance(self.default, int)


MOST_NUMBERS = 20
"""Numbers in a list: more pairs of plates fit on no bar."""

LONGEST_COMMAND = 500
"""Signs of an own command."""

_LAYER_DOC = {
    Layer.BELL: "the bell of the terminal",
    Layer.TONES: "tones, where the system has a player for them",
    Layer.SPEECH: "a voice that says what comes, where the system has one",
    Layer.NOTIFY: "a notification on the desktop, where the terminal knows how",
}


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
    Setting(
        "flash",
        Kind.FLAG,
        default=True,
        doc="Whether the screen flashes shortly at the minimum and the maximum of a rest.",
    ),
    Setting("keep_awake", Kind.FLAG, default=True, doc="Whether the computer is kept awake while a session runs."),
    *(Setting(f"rest.{family}", Kind.REST, DEFAULT_REST[family], _rest_doc(family)) for family in Family),
    Setting(
        "cues.profile",
        Kind.CHOICE,
        Profile.GYM.value,
        "How you are told at the marks of a rest; the tables below say what each profile does.",
        tuple(profile.value for profile in Profile),
    ),
    Setting("cues.countdown", Kind.FLAG, default=False, doc="Whether the last three seconds of a rest are counted."),
    Setting(
        "cues.command",
        Kind.COMMAND,
        "",
        "A program of your own, run at every cue without a shell; SETPACE_EVENT and more stand in its environment.",
    ),
    *(
        Setting(
            f"{profile}.{layer}",
            Kind.FLAG,
            layer in DEFAULT_LAYERS[profile],
            f"Profile {profile}: {_LAYER_DOC[layer]}.",
        )
        for profile in Profile
        for layer in Layer
    ),
    Setting(
        "coach.clean_sessions",
        Kind.NUMBER,
        CLEAN_SESSIONS,
        "How many sessions in a row an exercise must be clean in all sets before more load is suggested.",
        high=20,
    ),
    Setting(
        "coach.level_sessions",
        Kind.NUMBER,
        LEVEL_SESSIONS,
        "How many sessions in a row a routine must be clean in all sets before the next level is offered.",
        high=50,
    ),
    *(
        Setting(
            f"barbell.bar_{unit}",
            Kind.NUMBER,
            DEFAULT_RACKS[unit].bar,
            f"Weight of your empty bar in {unit}.",
            high=200,
            step=2.5 if unit is Unit.KG else 5,
        )
        for unit in Unit
    ),
    *(
        Setting(
            f"barbell.plates_{unit}",
            Kind.NUMBERS,
            Numbers(DEFAULT_RACKS[unit].pairs),
            f"Your plates in {unit}, one number for each pair.",
            high=200,
        )
        for unit in Unit
    ),
)
"""Every setting but the keys, which are a table of their own: one entry per command of `core.commands`."""

TABLES = tuple(dict.fromkeys(parent for s in SETTINGS if (parent := s.key.rpartition(".")[0])))
"""The tables of the file, in order; `[keys]` is one more."""

SETTING_BY_KEY: Mapping[str, Setting] = {setting.key: setting for setting in SETTINGS}


def command_problem(value: object) -> str | None:
    """What is wrong with an own command, as the rest of a sentence; None = nothing."""
    if not isinstance(value, str):
        return f"must be text in quotes, not {shown(value)}"
    if len(value) > LONGEST_COMMAND:
        return f"must be at most {LONGEST_COMMAND} characters long, not {len(value)}"
    if not value.isprintable():
        return f"must be one line without control characters, not {shown(value)}"
    import shlex  # noqa: PLC0415 - only where there is a command

    try:
        shlex.split(value)
    except ValueError:
        return f"has a quote that is not closed, or ends with a \\: {shown(value)}"
    return None


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


def shortest(value: float) -> float:
    """A whole number without its `.0`, as one writes it."""
    return int(value) if value == int(value) else value


def toml_value(value: Value | tuple[str, ...]) -> str:
    """A setting's value as TOML writes it."""
    match value:
        case bool():
            return str(value).lower()
        case RestRange():
            return f"[{value.min_s}, {value.max_s}]"
        case Numbers():
            return f"[{', '.join(str(shortest(each)) for each in value.values)}]"
        case int() | float():
            return str(shortest(value))
        case tuple():
            return toml_value(", ".join(value))
        case _:
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{printable(escaped)}"'
