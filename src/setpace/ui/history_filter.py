"""The filter of the history: the line it is typed into, and the sessions that it lets through, in the order chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from setpace.core.session_filter import Order, Query, in_order, parse_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from setpace.core.exercise import Library
    from setpace.ui.history_rows import HistoryRow

LONGEST_FILTER = 200
EXAMPLE = "swing note:knee form:broken 2026-10..2026-11"
"""What stands in the line while it is empty."""


def typing_keys(back: str, width: int) -> Content:
    """The line of keys while a filter is typed; `back` is the key that clears it, `width` the cells of the screen."""
    parts = (
        (("enter", "bold $accent"), " to the list"),
        ((back, "bold $accent"), " no filter"),
        (("↑ ↓", "bold $accent"), " choose"),
    )
    entries = [Content.assemble(*part) for part in parts]
    whole = Content("  ").join(entries)
    return whole if whole.cell_length + 2 <= width else Content("  ").join(entries[:-1])


class Selection:
    """All sessions read so far, and which of them are shown.

    Attributes:
        query: the filter.
        order: of the sessions.
        shown: the rows to be shown, in order.
    """

    def __init__(self, library: Library) -> None:
        self.query = Query()
        self.order = Order.NEWEST
        self.shown: list[HistoryRow] = []
        self._library = library
        self._all: list[HistoryRow] = []
        self._in_sequence = True

    def __len__(self) -> int:
        """How many sessions were read."""
        return len(self._all)

    @property
    def all(self) -> Sequence[HistoryRow]:
        """Every session read so far, as a rule newest first."""
        return self._all

    def add(self, rows: Sequence[HistoryRow]) -> bool:
        """Take older sessions in.

        Returns:
            Whether all that is new in `shown` stands at its end.
        """
        self._all += rows
        if self.order is Order.NEWEST and self._in_sequence:
            self.shown += self._fitting(rows)
            return True
        self._settle()
        return False

    def put(self, row: HistoryRow, instead_of: Path | None = None) -> None:
        """Take one session in, in its place; `instead_of` is the file it had before."""
        self._all = [each for each in self._all if each.file not in (row.file, instead_of)]
        self._all.append(row)
        self._in_sequence = False
        self._settle()

    def remove(self, file: Path) -> None:
        """Leave one session out."""
        self._all = [each for each in self._all if each.file != file]
        self._settle()

    def filter(self, text: str) -> None:
        """Let only those through that fit a text."""
        self.query = parse_query(text)
        self._settle()

    def sort(self, order: Order) -> None:
        """Put them in another order."""
        self.order = order
        self._settle()

    def _settle(self) -> None:
        """Find out anew what is shown."""
        self.shown = self._fitting(self._all)
        if self.order is not Order.NEWEST or not self._in_sequence:
            places = in_order((row.session for row in self.shown), self.order, self._library)
            self.shown = [self.shown[place] for place in places]

    def _fitting(self, rows: Iterable[HistoryRow]) -> list[HistoryRow]:
        return [row for row in rows if self.query.fits(row.searched)] if self.query.terms else list(rows)


class FilterLine(Horizontal):
    """The line the filter is typed into; closed it is not there and takes no key."""

    DEFAULT_CSS = """
    FilterLine { dock: top; height: 1; margin-top: 1; background: $panel; display: none; }
    FilterLine.-open { display: block; }
    FilterLine #filter-sign { width: 3; padding: 0 0 0 1; color: $accent; text-style: bold; }
    FilterLine Input { width: 1fr; padding: 0; background: $panel; background-tint: transparent; }
    FilterLine #filter-count { width: auto; padding: 0 1; color: $muted; }
    """

    class Changed(Message):
        """Another filter is wanted.

        Attributes:
            text: what is typed by now.
        """

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Typing(Message):
        """The line takes the keys, or gives them back."""

    def compose(self) -> ComposeResult:
        """Sign, field, count."""
        yield Static("/", id="filter-sign", markup=False)
        yield Input(placeholder=EXAMPLE, max_length=LONGEST_FILTER, select_on_focus=False, disabled=True)
        yield Static(id="filter-count", markup=False)

    @property
    def is_open(self) -> bool:
        """Whether the line is there."""
        return self.has_class("-open")

    @property
    def is_typing(self) -> bool:
        """Whether it takes the keys."""
        return not self.query_one(Input).disabled

    def open(self) -> None:
        """Show the line and take keys."""
        self.add_class("-open")
        field = self.query_one(Input)
        field.disabled = False
        field.focus()
        self.post_message(self.Typing())

    def leave(self) -> None:
        """The keys belong to the list again; a filter stays, an empty line goes."""
        field = self.query_one(Input)
        field.disabled = True
        self.set_class(bool(field.value.strip()), "-open")
        self.post_message(self.Typing())

    def clear(self) -> None:
        """No filter, and no line."""
        field = self.query_one(Input)
        field.value = ""
        field.disabled = True
        self.remove_class("-open")
        self.post_message(self.Typing())

    def count(self, shown: int, of: int) -> None:
        """Say how many sessions the filter lets through."""
        self.query_one("#filter-count", Static).update(f"{shown:,} of {of:,}")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as it is typed."""
        event.stop()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the list."""
        event.stop()
        self.leave()
