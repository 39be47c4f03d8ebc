"""What the settings screen shows: one line a setting, under the names of the tables, and the chosen one explained."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from setpace.core.commands import COMMAND_BY_ID, COMMANDS, key_sign
from setpace.core.exercise import RestRange
from setpace.core.units import number
from setpace.store.settings_change import KEYS, default_of, value_of
from setpace.store.settings_table import SETTING_BY_KEY, SETTINGS, Kind, Numbers, toml_value
from setpace.store.toml_file import printable
from setpace.ui.bindings import first_key
from setpace.ui.painted_list import PaintedList, row_edge, row_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from setpace.core.errors import Problem
    from setpace.store.settings import Settings
    from setpace.store.settings_change import AnyValue

THEME = "theme"
"""The one setting that is chosen with pictures."""

MIN_STEP_S = 5
"""Seconds that one press changes the minimum of a rest by."""

MAX_STEP_S = 15
"""Seconds that one press changes the maximum of a rest by."""

_EDGE, _GAP = 4, 2
_WIDEST_NAME = 22


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One line of the list.

    Attributes:
        key: of the setting, `rest.hinge`, `keys.undo`; empty where the line is a problem of the file.
        table: the heading it stands under.
        name: as it is called in its table of the file; of a problem its text without the folder.
        value: as it is shown; of a problem its full text.
        changed: whether it differs from the default.
    """

    key: str
    table: str
    name: str
    value: str = ""
    changed: bool = False


def rows_of(settings: Settings, problems: Sequence[Problem]) -> list[SettingRow]:
    """The problems of the file, every setting in the order of the table, and the keys of every command by screen."""
    rows = [SettingRow("", "Wrong in the file", _without_folder(problem), str(problem)) for problem in problems]
    keys = [(setting.key, setting.key.rpartition(".")[0].capitalize() or "General") for setting in SETTINGS]
    keys += [(f"{KEYS}{command.id}", f"Keys: {command.scope}") for command in COMMANDS]
    for key, table in keys:
        value = value_of(settings, key)
        rows.append(SettingRow(key, table, key.rpartition(".")[2], shown_value(value), value != default_of(key)))
    return rows


def _without_folder(problem: Problem) -> str:
    """A problem whose line and reason find room in one line."""
    return str(replace(problem, file=problem.file.replace("\\", "/").rpartition("/")[2]))


def shown_value(value: AnyValue) -> str:
    """A value as the list shows it: `on`, `60–120 s`, `space enter`; `none` for an empty text."""
    match value:
        case bool():
            return "on" if value else "off"
        case RestRange():
            return f"{value.min_s}–{value.max_s} s"
        case tuple():
            return " ".join(map(key_sign, value))
        case Numbers():
            return " ".join(map(number, value.values)) or "none"
        case int() | float():
            return number(value)
        case _:
            return printable(value) or "none"


def explained(row: SettingRow, settings: Settings, *, airy: bool = False) -> Content:
    """All about one setting: its line in the file, what it does, its default, and the keys that change it.

    Args:
        row: the chosen line.
        settings: those in force.
        airy: whether there is room for empty lines.
    """
    end = "\n\n" if airy else "\n"
    if not row.key:
        then = "Put that line right and this screen can save again; until then changes last for this run."
        return Content.assemble((row.value, "$error"), end + then)
    value, default = value_of(settings, row.key), default_of(row.key)
    name = row.key.removeprefix(KEYS)
    doc = COMMAND_BY_ID[name].doc if row.key.startswith(KEYS) else SETTING_BY_KEY[name].doc
    choices = () if row.key.startswith(KEYS) else SETTING_BY_KEY[name].choices
    back = f"  changed: {first_key('setting-default', settings.keys)} gives the default back" if row.changed else ""
    parts: list[Content | str | tuple[str, str]] = [
        (f"{row.key} = {toml_value(value)}{end}", "bold $accent"),
        doc + (f" One of: {', '.join(choices)}." if choices else ""),
        (f"{end}Default: ", "$muted"),
        shown_value(default),
        (back, "$accent"),
        (end + how(row.key, value, settings.keys), "$muted"),
    ]
    return Content.assemble(*parts)


def how(key: str, value: AnyValue, keys: Mapping[str, tuple[str, ...]]) -> str:  # noqa: PLR0911 - one branch a kind
    """Which keys change a setting, in one line."""
    change, less, more, typed, min_less, max_less = (
        first_key(f"setting-{command}", keys)
        for command in ("change", "less", "more", "type", "maximum-less", "maximum-more")
    )
    if key.startswith(KEYS):
        return f"{change}: press the new keys · {typed}: type their names"
    if key == THEME:
        return f"{change}: all themes, with a preview"
    match SETTING_BY_KEY[key].kind:
        case Kind.FLAG:
            return f"{change}: turn it {'off' if value else 'on'}"
        case Kind.CHOICE:
            return f"{change} {more}: the next one · {less}: the one before"
        case Kind.REST:
            return (
                f"{less} {more} minimum ∓{MIN_STEP_S} s · {min_less} {max_less} maximum ∓{MAX_STEP_S} s · "
                f"{change}: type both"
            )
        case Kind.NUMBER:
            return f"{less} {more} ∓{number(SETTING_BY_KEY[key].step)} · {change}: type it"
        case _:
            return f"{change}: type it"


def row_content(row: SettingRow, width: int, *, chosen: bool) -> Content:
    """One line in `width` cells; a changed value has a dot, the chosen line an edge and a ground."""
    edge, dot = row_edge(chosen=chosen), "• " if row.changed else "  "
    if not row.key:
        line = Content.assemble(edge, (f"  {row.name}", "" if chosen else "$error"))
    else:
        name_width = min(_WIDEST_NAME, (width - _EDGE - _GAP) * 3 // 5)
        line = Content.assemble(
            edge,
            (dot, "bold $accent"),
            Content(row.name).truncate(name_width, ellipsis=True, pad=True),
            " " * _GAP,
            (row.value, "bold" if row.changed else ""),
        )
    return row_line(line, width, chosen=chosen)


class SettingsList(PaintedList):
    """The settings under the names of their tables."""

    HEAD = 0

    class Chosen(Message):
        """Another line is chosen.

        Attributes:
            row: that line.
        """

        def __init__(self, row: SettingRow) -> None:
            super().__init__()
            self.row = row

    class Taken(Message):
        """The chosen line was clicked once more."""

    def __init__(self, rows: Sequence[SettingRow], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._lay_out(rows)

    def _lay_out(self, rows: Sequence[SettingRow]) -> None:
        """Put a heading, as a text, before the first row of every table."""
        self._entries = tuple(rows)
        self._painted: list[str | int] = []
        table = None
        for place, row in enumerate(self._entries):
            if row.table != table:
                table = row.table
                self._painted.append(table)
            self._painted.append(place)

    def __len__(self) -> int:
        """How many settings there are."""
        return len(self._entries)

    @property
    def chosen(self) -> SettingRow:
        """The chosen line."""
        return self._entries[self._place]

    @property
    def where(self) -> str:
        """`12 of 84`."""
        return f"{self._place + 1} of {len(self._entries)}"

    def show(self, rows: Sequence[SettingRow]) -> None:
        """Show the settings anew; the choice stays on its setting."""
        key, name = self.chosen.key, self.chosen.name
        self._lay_out(rows)
        same = [place for place, row in enumerate(self._entries) if row.key == key and (key or row.name == name)]
        self.put_choice(same[0] if same else 0)

    def move_table(self, by: int) -> None:
        """To the first setting of the table below (1) or above (-1); it stops at the ends."""
        firsts = [line for line in self._painted[1:] if isinstance(line, int)]
        firsts = [
            place for place in firsts if not place or self._entries[place - 1].table != self._entries[place].table
        ]
        here = max(place for place in firsts if place <= self._place)
        self.choose(firsts[max(0, min(firsts.index(here) + by, len(firsts) - 1))])

    def keep_in_sight(self) -> None:
        """Scroll as little as shows the chosen line, and the heading above it where it is the first of its table."""
        line = self.line_of(self._place)
        first = line - 1 if isinstance(self._painted[line - 1], str) and self.in_sight > 1 else line
        self._top = max(min(self._top, first), line - self.in_sight + 1)
        self._top = max(0, min(self._top, self.line_count - self.in_sight))

    def row(self, place: int, width: int, *, chosen: bool) -> Content:
        """One setting."""
        return row_content(self._entries[place], width, chosen=chosen)

    def line_of(self, place: int) -> int:
        """Its line among the headings."""
        return self._painted.index(place)

    def place_at(self, line: int) -> int | None:
        """The setting in a line, None for a heading."""
        found = self._painted[line]
        return found if isinstance(found, int) else None

    def line_above(self, line: int) -> Content:
        """The name of a table."""
        return Content.styled(f"  {self._painted[line]}"[: self.size.width], "bold $rest")

    @property
    def line_count(self) -> int:
        """Settings and headings."""
        return len(self._painted)

    def on_choice(self) -> None:
        """Tell which setting is chosen now."""
        self.post_message(self.Chosen(self.chosen))

    def on_second_click(self) -> None:
        """Tell that it was taken."""
        self.post_message(self.Taken())
