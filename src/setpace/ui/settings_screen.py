"""All settings and all keys, changed in place: each change is in force and saved at once."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from setpace.core.commands import COMMAND_BY_ID, Scope
from setpace.core.exercise import RestRange
from setpace.run.disk import NoAnswerError, ask_disk
from setpace.store.settings import load_settings
from setpace.store.settings_change import KEYS, default_of, number_stepped, read_typed, value_of, with_value
from setpace.store.settings_table import SETTING_BY_KEY, Numbers, toml_value
from setpace.store.toml_fields import LONGEST_REST_S
from setpace.store.toml_file import printable
from setpace.ui.bindings import bindings_of
from setpace.ui.help import HelpScreen
from setpace.ui.keys_bar import keys_bar
from setpace.ui.settings_dialogs import TYPE_THEM, KeysDialog, TypeDialog
from setpace.ui.settings_rows import MAX_STEP_S, MIN_STEP_S, THEME, SettingsList, explained, rows_of, shown_value
from setpace.ui.top_screen import TopScreen

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from setpace.core.errors import Problem
    from setpace.store.settings_change import AnyValue
    from setpace.ui.app import SetpaceApp

BESIDE = 100
"""From this many columns on the explanation stands beside the list."""

_BAR = (
    (("setting-change",), "change"),
    (("setting-less", "setting-more"), "less, more"),
    (("setting-type",), "type"),
    (("setting-default",), "default"),
    (("settings-table-below",), "table"),
    (("settings-help",), "keys"),
    (("settings-back",), "back"),
)
_SPARE = ("table", "type")
_MARGIN = 2
_SAVED_IN = "Each change is saved at once in "


def rest_changed(rest: RestRange, *, min_by_s: int = 0, max_by_s: int = 0) -> RestRange:
    """A rest with a mark moved by seconds, within 0 and an hour; a mark that meets the other takes it along."""
    if min_by_s:
        low = max(0, min(rest.min_s + min_by_s, LONGEST_REST_S))
        return RestRange(low, max(low, rest.max_s))
    high = max(0, min(rest.max_s + max_by_s, LONGEST_REST_S))
    return RestRange(min(rest.min_s, high), high)


class SettingsScreen(TopScreen[None], inherit_bindings=False):
    """The settings. What they may be is the store's to say, and `SetpaceApp.change_setting` puts a change in force."""

    app: SetpaceApp

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of(Scope.SETTINGS),
        Binding("pageup", "page(-1)", "page up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("home", "move(-9999)", "first", show=False),
        Binding("end", "move(9999)", "last", show=False),
        Binding("shift+up", "scroll_text(-1)", "text up", show=False),
        Binding("shift+down", "scroll_text(1)", "text down", show=False),
    ]
    DEFAULT_CSS = """
    #settings-body { layout: vertical; height: 1fr; }
    #settings-list { height: 1fr; width: 1fr; color: $text; }
    #settings-detail { height: 6; max-height: 45%; width: 1fr; background: $surface; }
    #settings-detail { scrollbar-size-vertical: 1; }
    #settings-text { height: auto; width: 1fr; padding: 0 1 0 2; }
    #settings-status { height: auto; max-height: 3; padding: 0 2; dock: bottom; margin-bottom: 1; }
    #settings-status { color: $muted; text-wrap: nowrap; text-overflow: ellipsis; }
    #settings-status.-wrong { color: $error; text-wrap: wrap; }
    SettingsScreen.-beside #settings-body { layout: horizontal; }
    SettingsScreen.-beside #settings-list { width: 55%; height: 1fr; padding: 1 0 0 0; }
    SettingsScreen.-beside #settings-detail { height: 1fr; max-height: 100%; }
    SettingsScreen.-beside #settings-text { padding: 1 1 1 2; }
    """

    def compose(self) -> ComposeResult:
        """Title, list, explanation, status, keys."""
        self._problems: tuple[Problem, ...] = ()
        self._look_at_file()  # as it is now, not as it was at the start
        yield Static(id="settings-title", classes="bar title-bar", markup=False)
        with Container(id="settings-body"):
            yield SettingsList(rows_of(self.app.settings, self._problems), id="settings-list")
            with VerticalScroll(id="settings-detail", can_focus=False):
                yield Static(id="settings-text", markup=False)
        yield Static(id="settings-status", markup=False)
        yield Static(id="settings-keys", classes="bar key-bar", markup=False)

    def on_mount(self) -> None:
        """Explain the first line."""
        self._settle_sides()
        self._paint()

    def on_resize(self) -> None:
        """Side by side where there is room."""
        self._settle_sides()
        self._paint()

    def on_settings_list_chosen(self) -> None:
        """Explain what was chosen."""
        self.query_one("#settings-detail").scroll_home(animate=False)
        self._paint()

    def on_settings_list_taken(self) -> None:
        """A second click changes, a third one with it does not."""
        if self.app.screen is self:
            self.action_command_setting_change()

    def action_move(self, by: int) -> None:
        """Choose another setting."""
        self._list.move(by)

    def action_page(self, by: int) -> None:
        """Move by a page."""
        self._list.move(by * self._list.in_sight)

    def action_scroll_text(self, by: int) -> None:
        """Scroll the explanation."""
        self.query_one("#settings-detail").scroll_relative(y=by, animate=False)

    def action_command_setting_above(self) -> None:
        """Choose the setting above."""
        self._list.move(-1)

    def action_command_setting_below(self) -> None:
        """Choose the setting below."""
        self._list.move(1)

    def action_command_settings_table_below(self) -> None:
        """To the first setting of the next table."""
        self._list.move_table(1)

    def action_command_settings_table_above(self) -> None:
        """To the first setting of the table above."""
        self._list.move_table(-1)

    def action_command_setting_change(self) -> None:
        """Change the chosen setting the way its kind is changed."""
        key = self._list.chosen.key
        if key == THEME:
            self.app.choose_theme(self._kept)
        elif key.startswith(KEYS):
            self._press_keys(key)
        elif key and not self._step(key, 1):
            self.action_command_setting_type()

    def action_command_setting_less(self) -> None:
        """The value before, or a shorter minimum."""
        self._step_or_change(-1)

    def action_command_setting_more(self) -> None:
        """The next value, or a longer minimum."""
        self._step_or_change(1)

    def action_command_setting_maximum_less(self) -> None:
        """A shorter maximum."""
        self._move_rest(max_by_s=-MAX_STEP_S)

    def action_command_setting_maximum_more(self) -> None:
        """A longer maximum."""
        self._move_rest(max_by_s=MAX_STEP_S)

    def action_command_setting_type(self) -> None:
        """Type the value."""
        key = self._list.chosen.key
        if not key:
            return
        value = value_of(self.app.settings, key)
        title, doc = self._named(key)
        match value:
            case RestRange():
                text, doc = f"{value.min_s} {value.max_s}", f"{doc} As in: 60 120"
            case tuple():
                text, doc = ", ".join(value), f"{doc} Keys by name, as in: space, f5, ctrl+n, ?"
            case Numbers():
                text, doc = shown_value(value), f"{doc} As in: 20 10 5 2.5 1.25"
            case str():
                text = value
            case _:
                text = toml_value(value)

        def read(typed: str) -> AnyValue:
            taken = read_typed(key, typed)
            with_value(self.app.settings, key, taken)  # a clash is told where it can still be put right
            return taken

        self.app.push_screen(TypeDialog(title, doc, text, read), partial(self._take, key))

    def action_command_setting_default(self) -> None:
        """Give the chosen setting its default back."""
        key = self._list.chosen.key
        if key:
            self._take(key, default_of(key))

    def action_command_settings_help(self) -> None:
        """Show every key."""
        self.app.push_screen(HelpScreen(Scope.SETTINGS, self.app.settings.keys))

    def action_command_settings_back(self) -> None:
        """Back to home."""
        self.dismiss(None)

    @property
    def _list(self) -> SettingsList:
        return self.query_one(SettingsList)

    def _settle_sides(self) -> None:
        self.set_class(self.app.size.width >= BESIDE, "-beside")

    def _named(self, key: str) -> tuple[str, str]:
        """Title and explanation of a setting, for its dialog."""
        command = COMMAND_BY_ID.get(key.removeprefix(KEYS)) if key.startswith(KEYS) else None
        return (f"Keys of {command.id}", command.doc) if command else (key, SETTING_BY_KEY[key].doc)

    def _press_keys(self, key: str) -> None:
        title, doc = self._named(key)
        now = value_of(self.app.settings, key)
        assert isinstance(now, tuple)

        def pressed(keys: tuple[str, ...] | Literal["type"] | None) -> None:
            if keys == TYPE_THEM:
                self.action_command_setting_type()
            else:
                self._take(key, keys)

        self.app.push_screen(KeysDialog(title, doc, now, partial(with_value, self.app.settings, key)), pressed)

    def _step(self, key: str, by: int) -> bool:
        """Take the other value of a flag, or the next of a choice; False where the setting is neither."""
        value = value_of(self.app.settings, key)
        choices = SETTING_BY_KEY[key].choices if key in SETTING_BY_KEY else ()
        if isinstance(value, bool):
            self._take(key, not value)
        elif choices:
            at = choices.index(value) if isinstance(value, str) else 0
            self._take(key, choices[(at + by) % len(choices)])
        else:
            return False
        return True

    def _step_or_change(self, by: int) -> None:
        key = self._list.chosen.key
        moved = self._move_rest(min_by_s=by * MIN_STEP_S) or self._move_number(by)
        if not moved and key and not self._step(key, by):
            self.action_command_setting_change()

    def _move_number(self, by: int) -> bool:
        """Move the chosen number by its step, within its range; False where something else is chosen."""
        key = self._list.chosen.key
        number = number_stepped(self.app.settings, key, by)
        self._take(key, number)
        return number is not None

    def _move_rest(self, *, min_by_s: int = 0, max_by_s: int = 0) -> bool:
        """Move a mark of the chosen rest; False where something else is chosen."""
        key = self._list.chosen.key
        rest = value_of(self.app.settings, key) if key else None
        if not isinstance(rest, RestRange):
            return False
        self._take(key, rest_changed(rest, min_by_s=min_by_s, max_by_s=max_by_s))
        return True

    def _take(self, key: str, value: AnyValue | None) -> None:
        """Put a value in force and say what became of it; None: a dialog was left."""
        if value is None:
            return
        try:
            reason = self.app.change_setting(key, value)
        except ValueError as error:
            self._paint(str(error), wrong=True)
        else:
            self._kept(reason)

    def _kept(self, reason: str | None) -> None:
        """Show everything anew after a change; `reason`: why it is not in the file."""
        self._look_at_file()
        self._list.show(rows_of(self.app.settings, self._problems))
        key = self._list.chosen.key
        value = toml_value(value_of(self.app.settings, key)) if key else ""
        self._paint(f"For this run only: {reason}" if reason else f"Saved: {key} = {value}", wrong=bool(reason))

    def _look_at_file(self) -> None:
        with suppress(NoAnswerError):  # what was known of it stays; a change says that the disk hangs
            self._problems = ask_disk(partial(load_settings, self.app.paths)).problems

    def _paint(self, said: str | None = None, *, wrong: bool = False) -> None:
        """Paint everything but the list; what is `said` stands until the choice moves."""
        app, row = self.app, self._list.chosen
        title = Content.assemble(("SETTINGS", "bold"), (f"  {self._list.where}", "$muted"))
        self.query_one("#settings-title", Static).update(title)
        text = explained(row, app.settings, airy=self.has_class("-beside"))
        self.query_one("#settings-text", Static).update(text)
        if said is None:
            reason = app.this_run_only.get(row.key)
            wrong = bool(reason or (self._problems and row.key))
            said = self._saved_in() if not self._problems else ""
            if reason:
                said = f"For this run only: {reason}"
            elif wrong:
                said = "The settings file has an error (at the top of the list): changes last for this run only."
        status = self.query_one("#settings-status", Static)
        status.set_class(wrong, "-wrong")
        status.update(said)
        status.display = bool(said)
        self.query_one("#settings-keys", Static).update(keys_bar(_BAR, app.settings.keys, app.size.width, _SPARE))

    def _saved_in(self) -> str:
        """Where changes go: the whole path, or as many of its last folders as there is room for."""
        file = printable(str(self.app.paths.settings_file)).replace("\\", "/")
        room = self.app.size.width - len(_SAVED_IN) - 2 * _MARGIN
        while len(file) > room and "/" in file.removeprefix("…/"):
            file = "…/" + file.removeprefix("…/").partition("/")[2]
        return _SAVED_IN + file
