"""The palette: every command of the screen it was called on, found by typing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.command import CommandList, CommandPalette
from textual.errors import NoWidget

from setpace.core.commands import COMMANDS
from setpace.ui.bindings import action_name
from setpace.ui.top_screen import TopScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.events import Click
    from textual.screen import Screen


def commands_of(screen: Screen[object]) -> Iterator[SystemCommand]:
    """The commands that have a key on a screen."""
    ids = {binding.id for bindings in screen._bindings.key_to_bindings.values() for binding in bindings}  # noqa: SLF001 - a screen's own bindings are not public
    for command in COMMANDS:
        if command.id in ids:
            yield SystemCommand(command.label, command.doc, partial(screen.run_action, action_name(command.id)))


class Palette(CommandPalette, TopScreen[None]):
    """Textual's palette in the look of our dialogs.

    Textual's stumbles over a page key while its list is empty, and over a click where nothing is any more.
    """

    DEFAULT_CSS = """
    Palette > Vertical, Palette > Vertical:dark { width: 90%; max-width: 72; margin-top: 2; background: transparent; }
    Palette #--input, Palette #--input.--list-visible {
        border: none; border-left: outer $accent; background: $surface; padding: 1 2;
    }
    Palette SearchIcon { display: none; }
    Palette CommandInput, Palette CommandInput:focus { border: none; background: $panel; padding: 0 1; }
    Palette CommandList, Palette CommandList:focus {
        border: none; border-left: outer $accent; background: $surface; padding: 0 2 1 2; max-height: 66vh;
        scrollbar-size-vertical: 1;
    }
    Palette CommandList > .option-list--option { padding: 0 1; }
    Palette:ansi { background: $background; }
    /* Without any colour there is no ground to tell the chosen command by; of Textual's own `reverse` nothing comes. */
    Palette:ansi:nocolor CommandList > .option-list--option-highlighted { text-style: bold underline; }
    Palette LoadingIndicator { display: none; }
    """

    def on_click(self, event: Click) -> None:
        """Leave out a click that came where the window was a moment ago, or the palette itself."""
        try:
            self.get_widget_at(event.screen_x, event.screen_y)
        except NoWidget:
            event.prevent_default()

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).size.height:
            super()._action_command_list(action)
