"""All keys of one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from setpace.core.commands import COMMANDS, Scope, key_sign, keys_in_force
from setpace.ui.dialogs import Dialog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult


class HelpScreen(Dialog[None]):
    """Every command of a scope with its keys in force."""

    DEFAULT_CSS = """
    HelpScreen > Vertical { max-width: 90; }
    HelpScreen.-flat > Vertical { padding: 0 2; }
    HelpScreen VerticalScroll { height: auto; max-height: 70vh; margin-top: 1; }
    HelpScreen .entry { height: auto; }
    HelpScreen .keys { width: 17; height: auto; color: $accent; text-style: bold; padding-right: 1; }
    HelpScreen .doc { width: 1fr; height: auto; padding-right: 1; }
    HelpScreen.-narrow .keys { width: 9; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (56, "-wide")]  # noqa: RUF012 - typed so by Textual

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "close_by_press", "close", show=False, priority=True),
        Binding("q,question_mark,f1", "close", "close", show=False, priority=True),
    ]

    def __init__(self, scope: Scope, keys: Mapping[str, tuple[str, ...]]) -> None:
        """`keys` are the user's remapped ones, as `Settings.keys` holds them."""
        super().__init__()
        self._scope = scope
        self._keys = keys_in_force(keys)

    def compose(self) -> ComposeResult:
        """One entry a command."""
        with Vertical():
            yield Static(f"Keys: {self._scope}", classes="title")
            with VerticalScroll():
                for command in COMMANDS:
                    if command.scope is self._scope:
                        with Horizontal(classes="entry"):
                            yield Static(" ".join(map(key_sign, self._keys[command.id])), classes="keys", markup=False)
                            yield Static(command.doc, classes="doc", markup=False)
            yield Static("↑ ↓ scroll · esc back · ctrl+p finds a command", classes="hint")
