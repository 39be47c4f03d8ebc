"""The dialogs of the settings screen: a value to type, and keys to press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from setpace.core.commands import key_sign
from setpace.store.key_names import read_keys
from setpace.ui.dialogs import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.events import Key

Typed = TypeVar("Typed")

TYPE_THEM: Literal["type"] = "type"
"""What the dialog of keys gives when their names are to be typed instead."""


class TypeDialog(Dialog[Typed], Generic[Typed]):
    """Asks for one value; gives it checked, or None where the dialog was left."""

    def __init__(self, title: str, doc: str, text: str, read: Callable[[str], Typed]) -> None:
        """Make the dialog.

        Args:
            title: names the value.
            doc: what it is, and how it is written.
            text: the value now.
            read: makes the value of what was typed, or raises ValueError with what is wrong, in one line.
        """
        super().__init__()
        self._title = title
        self._doc = doc
        self._text = text
        self._read_value = read

    def compose(self) -> ComposeResult:
        """Title, explanation, field, complaint, keys."""
        with Vertical():
            yield Static(self._title, classes="title", markup=False)
            yield Static(self._doc, markup=False)
            yield Input(self._text, select_on_focus=True)
            yield Static("", classes="wrong", markup=False)
            yield Static("enter keep · esc leave as it was", classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the value, or say what is wrong with it."""
        event.stop()
        try:
            value = self._read_value(event.value)
        except ValueError as error:
            self.query_one(".wrong", Static).update(str(error))
        else:
            self.dismiss(value)


class KeysDialog(Dialog["tuple[str, ...] | Literal['type']"]):
    """Asks for the keys of a command by having them pressed.

    The first press is taken as it is, also `enter` and `space`. From then on `enter` keeps and `backspace` takes the
    last one back; only these few cannot be a second key here, and typing the names can do everything.
    """

    def __init__(self, title: str, doc: str, now: tuple[str, ...], check: Callable[[tuple[str, ...]], object]) -> None:
        """Make the dialog.

        Args:
            title: names the command.
            doc: what it does.
            now: its keys so far.
            check: raises ValueError where it cannot have these keys, with the reason in one line.
        """
        super().__init__()
        self._title = title
        self._doc = doc
        self._now = now
        self._check = check
        self._pressed: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Title, explanation, keys so far, complaint, what the keys do here."""
        with Vertical():
            yield Static(self._title, classes="title", markup=False)
            yield Static(self._doc, markup=False)
            yield Static(id="pressed", markup=False)
            yield Static("", classes="wrong", markup=False)
            yield Static(id="pressed-hint", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Wait for the first key."""
        self._show()

    def on_key(self, event: Key) -> None:
        """Take the key that was pressed."""
        event.stop()
        event.prevent_default()
        if event.key == "tab":
            self.dismiss(TYPE_THEM)
        elif self._pressed and event.key == "enter":
            self._keep()
        elif self._pressed and event.key == "backspace":
            self._pressed = self._pressed[:-1]
            self._show()
        else:
            sign = event.character if event.is_printable and event.character else event.key
            try:
                (key,) = read_keys([sign])
            except ValueError as error:
                self._show(f"this key {error}")
                return
            self._pressed = tuple(dict.fromkeys((*self._pressed, key)))
            self._show(self._refusal())

    def _refusal(self) -> str:
        try:
            self._check(self._pressed)
        except ValueError as error:
            return str(error)
        return ""

    def _keep(self) -> None:
        refusal = self._refusal()
        if refusal:
            self._show(refusal)
        else:
            self.dismiss(self._pressed)

    def _show(self, wrong: str = "") -> None:
        keys = " ".join(map(key_sign, self._pressed))
        said = Content.assemble(("New keys: ", "$muted"), (keys, "bold"), ("  one more?", "$muted"))
        if not self._pressed:
            said = Content.assemble(
                ("Press the new key. ", "bold"), (f"Now: {' '.join(map(key_sign, self._now))}", "$muted")
            )
        self.query_one("#pressed", Static).update(said)
        self.query_one(".wrong", Static).update(wrong)
        then = "enter keep · backspace undo · " if self._pressed else ""
        self.query_one("#pressed-hint", Static).update(f"{then}tab type names · esc leave")
