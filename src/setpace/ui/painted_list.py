"""A list of any length, one row of it chosen: it paints the rows in sight and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize


def row_line(line: Content, width: int, *, chosen: bool) -> Content:
    """A row in `width` cells; the chosen one has a ground of its own."""
    line = line.truncate(width, ellipsis=True, pad=True)
    return line.stylize("bold on $panel") if chosen else line


def row_edge(*, chosen: bool) -> tuple[str, str]:
    """What a row begins with: the chosen one is marked by a sign as well."""
    return ("▌ ", "$accent") if chosen else ("  ", "")


class PaintedList(Widget, can_focus=False):
    """Base of the lists whose keys belong to their screen.

    A subclass tells how many rows there are, what each shows and what happens when the choice moves. As a rule a row is
    a line; one that has other lines between its rows says which line is which.
    """

    HEAD = 1
    """Lines above the rows that stay where they are."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._place = 0
        self._top = 0

    def __bool__(self) -> bool:
        """A widget is there, also without rows."""
        return True

    def __len__(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def head(self, width: int) -> Content:
        """The line above the rows."""
        raise NotImplementedError

    def row(self, place: int, width: int, *, chosen: bool) -> Content:
        """One row in `width` cells."""
        raise NotImplementedError

    def on_choice(self) -> None:
        """Tell that another row is chosen."""

    def on_second_click(self) -> None:
        """Tell that the chosen row was clicked once more."""

    def line_of(self, place: int) -> int:
        """The line of a row."""
        return place

    def place_at(self, line: int) -> int | None:
        """The row in a line, None where there is none."""
        return line if line < len(self) else None

    def line_above(self, line: int) -> Content:
        """What a line without a row shows."""
        raise NotImplementedError

    @property
    def line_count(self) -> int:
        """How many lines there are, those without a row included."""
        return len(self)

    @property
    def place(self) -> int:
        """0-based place of the chosen row."""
        return self._place

    @property
    def in_sight(self) -> int:
        """How many rows fit."""
        return max(1, self.size.height - self.HEAD)

    def move(self, by: int) -> None:
        """Move the choice by some rows; it stops at the ends."""
        self.choose(self._place + by)

    def choose(self, place: int) -> None:
        """Choose the row at `place`, or the nearest there is."""
        place = max(0, min(place, len(self) - 1))
        if len(self) and place != self._place:
            self.put_choice(place)
            self.on_choice()

    def put_choice(self, place: int) -> None:
        """Choose a row, or the nearest there is, without telling; and paint anew."""
        self._place = max(0, min(place, len(self) - 1))
        self.keep_in_sight()
        self.refresh()

    def keep_in_sight(self) -> None:
        """Scroll as little as shows the chosen row."""
        line = self.line_of(self._place)
        self._top = max(min(self._top, line), line - self.in_sight + 1)

    def render(self) -> Content:
        """What is in sight."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> Iterator[Content]:
        if self.HEAD:
            yield self.head(width)
        for line in range(self._top, min(self._top + self.in_sight, self.line_count)):
            place = self.place_at(line)
            yield self.line_above(line) if place is None else self.row(place, width, chosen=place == self._place)

    def on_resize(self, _event: Resize) -> None:
        """The chosen row stays in sight."""
        self.keep_in_sight()
        self.refresh()

    def on_click(self, event: Click) -> None:
        """A click chooses a row, a click on the chosen one takes it."""
        line = self._top + event.y - self.HEAD
        place = self.place_at(line) if event.y >= self.HEAD and line < self.line_count else None
        if place == self._place:
            self.on_second_click()
        elif place is not None:
            self.choose(place)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel moves the choice."""
        event.stop()
        self.move(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel moves the choice."""
        event.stop()
        self.move(-1)
