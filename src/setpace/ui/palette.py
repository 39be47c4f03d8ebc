"""The palette: every command of the screen it was called on, found by typing."""

from __future__ import annotations

from textual.command import CommandList, CommandPalette

from setpace.ui.top_screen import TopScreen


class Palette(CommandPalette, TopScreen[None]):
    """Textual's palette, which stumbles over a page key while its list is empty."""

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).size.height:
            super()._action_command_list(action)
