"""A list of rows to choose from, made for screens whose keys belong to the screen: nothing in it takes the focus."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.events import Click


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        id: names the row in messages; unique in its list.
        content: what it shows, one or more lines.
        mark: a CSS class, `-offer`, `-broken`; may be empty.
    """

    id: str
    content: Content
    mark: str = ""


class _RowView(Static):
    """A row on screen."""


class RowList(VerticalScroll, can_focus=False):
    """Rows of which exactly one is chosen; the screen moves the choice with `move`."""

    DEFAULT_CSS = """
    RowList { height: auto; scrollbar-size-vertical: 1; }
    _RowView { width: 1fr; height: auto; padding: 0 1 0 2; }
    _RowView.-chosen { background: $panel; padding: 0 1; border-left: outer $accent; }
    """

    class Chosen(Message):
        """The choice has moved.

        Attributes:
            row_id: the row now chosen.
        """

        def __init__(self, row_id: str) -> None:
            super().__init__()
            self.row_id = row_id

    class Taken(Message):
        """The chosen row was clicked once more.

        Attributes:
            row_id: the row.
        """

        def __init__(self, row_id: str) -> None:
            super().__init__()
            self.row_id = row_id

    def __init__(self, rows: Sequence[Row], *, chosen: int = 0, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id)
        self._rows = tuple(rows)
        self._chosen = chosen
        self._turn = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """One widget a row."""
        yield from self._views()

    def on_mount(self) -> None:
        """Bring the first choice into view."""
        self.call_after_refresh(self._show_chosen)

    def on_resize(self) -> None:
        """The choice stays in view, whole: also where the rows were laid out anew, as beside a new scrollbar."""
        self.call_after_refresh(self._show_chosen)

    @property
    def chosen(self) -> str | None:
        """The id of the chosen row, None in an empty list."""
        return self._rows[self._chosen].id if self._rows else None

    def move(self, by: int) -> None:
        """Move the choice by some rows; it stops at the ends."""
        self.choose(self._chosen + by)

    def choose(self, index: int) -> None:
        """Choose the row at `index`, or the nearest there is."""
        index = max(0, min(index, len(self._rows) - 1))
        if not self._rows or index == self._chosen:
            return
        self._chosen = index
        self._mark_chosen()
        self._show_chosen()
        self.post_message(self.Chosen(self._rows[index].id))

    def choose_id(self, row_id: str) -> bool:
        """Choose the row of an id; False where there is none."""
        ids = [row.id for row in self._rows]
        if row_id in ids:
            self.choose(ids.index(row_id))
        return row_id in ids

    async def show(self, rows: Sequence[Row], chosen_id: str | None) -> None:
        """Show other rows.

        Args:
            rows: the new rows.
            chosen_id: the row to choose; the first one if it is not among them.
        """
        async with self._turn:  # a resize and a key may ask for it at the same time
            same = [(row.id, row.mark) for row in rows] == [(row.id, row.mark) for row in self._rows]
            self._rows = tuple(rows)
            ids = [row.id for row in rows]
            chosen = ids.index(chosen_id) if chosen_id in ids else 0
            if same:
                for view, row in zip(self.query(_RowView), rows, strict=False):  # none is left once it is removed
                    view.update(row.content)
                self.choose(chosen)
            else:
                self._chosen = chosen
                await self.recompose()
                self._mark_chosen()
        self.call_after_refresh(self._show_chosen)  # only then the rows have their places

    def on_click(self, event: Click) -> None:
        """A click chooses a row; a click on the chosen one takes it."""
        for index, view in enumerate(self.query(_RowView)):
            if event.widget is view:
                if index == self._chosen:
                    self.post_message(self.Taken(self._rows[index].id))
                else:
                    self.choose(index)

    def _views(self) -> Iterator[_RowView]:
        for index, row in enumerate(self._rows):
            chosen = "-chosen" if index == self._chosen else ""
            yield _RowView(row.content, classes=f"{row.mark} {chosen}".strip() or None)

    def _mark_chosen(self) -> None:
        for index, view in enumerate(self.query(_RowView)):
            view.set_class(index == self._chosen, "-chosen")

    def _show_chosen(self) -> None:
        views = list(self.query(_RowView))
        if self._chosen < len(views):
            self.scroll_to_widget(views[self._chosen], animate=False)
