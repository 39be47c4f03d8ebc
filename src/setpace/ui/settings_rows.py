"""What the settings screen shows: one line a setting, under the names of the tables, and the chosen one explained."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from setpace.core.commands import COMMAND_BY_ID, COMMANDS, key_sign
from setpace.core.exercise import RestRange
from setpace.core.units import number
from setpace.store.settings_change import KEYS, default_of, value_of
from setpace.store.settings_table import SETTING_BY_KEY, SETTINGS, Kind, Numbers, toml_value
from setpace.store.toml_file import printable
from setpace.ui.bindings import first_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize

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
        (f"{row.key} = {toml_value(value)}{end}", "bold"),
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
    edge, dot = "▌ " if chosen else "  ", "• " if row.changed else "  "
    if not row.key:
        line = Content.assemble((edge, "$accent"), (f"  {row.name}", "" if chosen else "$error"))
    else:
        name_width = min(_WIDEST_NAME, (width - _EDGE - _GAP) * 3 // 5)
        line = Content.assemble(
            (edge, "$accent"),
            (dot, "bold $accent"),
            Content(row.name).truncate(name_width, ellipsis=True, pad=True),
            " " * _GAP,
            (row.value, "bold" if row.changed else ""),
        )
    line = line.truncate(width, ellipsis=True, pad=True)
    return line.stylize("bold on $panel") if chosen else line


class SettingsList(Widget, can_focus=False):
    """The settings under the names of their tables; it paints the lines in sight and nothing else."""

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
        self._place = 0
        self._top = 0
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

    @property
    def chosen(self) -> SettingRow:
        """The chosen line."""
        return self._entries[self._place]

    @property
    def where(self) -> str:
        """`12 of 84`."""
        return f"{self._place + 1} of {len(self._entries)}"

    @property
    def in_sight(self) -> int:
        """How many lines fit."""
        return max(1, self.size.height)

    def show(self, rows: Sequence[SettingRow]) -> None:
        """Show the settings anew; the choice stays on its setting."""
        key, name = self.chosen.key, self.chosen.name
        self._lay_out(rows)
        same = [place for place, row in enumerate(self._entries) if row.key == key and (key or row.name == name)]
        self._place = same[0] if same else 0
        self._keep_in_sight()
        self.refresh()

    def move(self, by: int) -> None:
        """Move the choice by some settings; it stops at the ends."""
        self._choose(self._place + by)

    def move_table(self, by: int) -> None:
        """To the first setting of the table below (1) or above (-1); it stops at the ends."""
        firsts = [line for line in self._painted[1:] if isinstance(line, int)]
        firsts = [
            place for place in firsts if not place or self._entries[place - 1].table != self._entries[place].table
        ]
        here = max(place for place in firsts if place <= self._place)
        self._choose(firsts[max(0, min(firsts.index(here) + by, len(firsts) - 1))])

    def _choose(self, place: int) -> None:
        place = max(0, min(place, len(self._entries) - 1))
        if place == self._place:
            return
        self._place = place
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Chosen(self.chosen))

    def _keep_in_sight(self) -> None:
        """Scroll as little as shows the chosen line, and the heading above it where it is the first of its table."""
        line = self._painted.index(self._place)
        first = line - 1 if isinstance(self._painted[line - 1], str) and self.in_sight > 1 else line
        self._top = max(min(self._top, first), line - self.in_sight + 1)
        self._top = max(0, min(self._top, len(self._painted) - self.in_sight))

    def render(self) -> Content:
        """The lines in sight."""
        width = self.size.width
        lines: list[Content] = []
        for line in self._painted[self._top : self._top + self.in_sight]:
            if isinstance(line, str):
                lines.append(Content.styled(f"  {line}"[:width], "bold $rest"))
            else:
                lines.append(row_content(self._entries[line], width, chosen=line == self._place))
        return Content("\n").join(lines)

    def on_resize(self, _event: Resize) -> None:
        """The chosen line stays in sight."""
        self._keep_in_sight()
        self.refresh()

    def on_click(self, event: Click) -> None:
        """A click chooses a line, a click on the chosen one takes it."""
        at = self._top + event.y
        place = self._painted[at] if at < len(self._painted) else None
        if not isinstance(place, int):
            return
        if place == self._place:
            self.post_message(self.Taken())
        else:
            self._choose(place)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel moves the choice."""
        event.stop()
        self.move(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel moves the choice."""
        event.stop()
        self.move(-1)
