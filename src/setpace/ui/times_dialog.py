"""Asks when a session was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Input, Static

from setpace.core.session import Session
from setpace.ui.dialogs import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

_LONGEST = 60


class TimesDialog(Dialog[Session]):
    """A field for the day, the begin and the end; gives the session at that time, or None where it was left."""

    def __init__(self, title: str, text: str, changed: Callable[[str], Session]) -> None:
        """Make the dialog.

        Args:
            title: what is asked.
            text: what stands in the field at first.
            changed: the session for what is typed; a `ValueError` says what is wrong with it.
        """
        super().__init__()
        self._title = title
        self._text = text
        self._changed = changed

    def compose(self) -> ComposeResult:
        """Title, field, complaint, keys."""
        with Vertical():
            yield Static(self._title, classes="title", markup=False)
            yield Input(self._text, max_length=_LONGEST, select_on_focus=False)
            yield Static("", classes="wrong", markup=False)
            yield Static("enter keep · esc leave as it was", classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the session, or say what is wrong."""
        event.stop()
        try:
            session = self._changed(event.value)
        except ValueError as error:
            self.query_one(".wrong", Static).update(str(error))
        else:
            self.dismiss(session)
