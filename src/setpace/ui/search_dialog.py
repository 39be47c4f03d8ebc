"""A choice among many: the list becomes shorter as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from setpace.ui.dialogs import Dialog
from setpace.ui.row_list import Row, RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

LONGEST_SEARCH = 60


class SearchDialog(Dialog[str]):
    """Asks for one of many; gives the id of the option taken, or None where it was left.

    Every word typed must be in the label or the explanation, in any order; enter takes the marked one.
    """

    DEFAULT_CSS = """
    SearchDialog RowList { margin-top: 1; max-height: 16; }
    SearchDialog #search-none { color: $muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "up", show=False, priority=True),
        Binding("down", "move(1)", "down", show=False, priority=True),
        Binding("pageup", "move(-8)", "page up", show=False, priority=True),
        Binding("pagedown", "move(8)", "page down", show=False, priority=True),
    ]

    def __init__(self, title: str, options: Sequence[tuple[str, str, str]]) -> None:
        """`options` are (id, label, explanation); the explanation may be empty."""
        super().__init__()
        self._title = title
        self._options = tuple(options)

    def compose(self) -> ComposeResult:
        """Title, field, options, keys."""
        with Vertical():
            yield Static(self._title, classes="title", markup=False)
            yield Input(placeholder="type a part of it", max_length=LONGEST_SEARCH)
            yield RowList(self._rows(""))
            yield Static("", id="search-none")
            yield Static("enter take · ↑ ↓ move · esc back", classes="hint")

    def _rows(self, typed: str) -> list[Row]:
        words = typed.casefold().split()
        return [
            Row(option_id, Content.assemble((label, "bold"), (f"  {explanation}" if explanation else "", "$muted")))
            for option_id, label, explanation in self._options
            if all(word in f"{label} {explanation}".casefold() for word in words)
        ]

    async def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits; the marked one stays while it does."""
        event.stop()
        rows = self.query_one(RowList)
        await rows.show(self._rows(event.value), rows.chosen)
        self.query_one("#search-none", Static).update("" if rows.chosen else "none of them")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the marked one; where none fits, nothing."""
        event.stop()
        chosen = self.query_one(RowList).chosen
        if chosen is not None:
            self.dismiss(chosen)

    def action_move(self, by: int) -> None:
        """Move the mark."""
        self.query_one(RowList).move(by)

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        """A click on the marked one takes it."""
        self.dismiss(message.row_id)
