"""The rows of the history: what one line says of a session, and a list that stays fast with thousands of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from setpace.core.session import Form
from setpace.core.session_filter import searched
from setpace.core.units import minutes_text
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize

    from setpace.core.exercise import Library
    from setpace.core.session_filter import Searched
    from setpace.core.summary import SessionSummary

FORM_SIGNS: Mapping[Form, tuple[str, str]] = {
    Form.CLEAN: ("✓", "$clean"),
    Form.SHAKY: ("~", "$shaky"),
    Form.BROKEN: ("✗", "$broken"),
}
"""Sign and colour of each form: never the colour alone."""

_DATE, _TIME, _DURATION, _SETS, _VOLUME = 10, 6, 7, 5, 9
_FORM, _FORM_WIDE = 8, 11
"""Cells of the form column: with its counts close together, and with gaps between them."""
_AHEAD = "?"
"""Behind a date in the future."""
_GAP = "  "
_EDGE = 1
_MARK = 2
_SHORTEST_NAME = 8
_NAME_BEFORE_TIME = 12
"""Cells the name needs before the time of day gets its place: `Intermediate`."""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What the list shows of one session; the session itself is read again when it is chosen.

    Attributes:
        file: its log file.
        date: local day, `2026-11-23`.
        time: local time of day, `18:04`.
        routine: name of the routine.
        duration: `27 min`, or `open` while the session is unfinished.
        sets: `9/9`, done of planned.
        volume: `2340 kg`, `—` without loads.
        form: how many sets were rated as what.
        session: the session in short.
        searched: what the filter looks at.
        ahead: whether it is dated in the future.
    """

    file: Path
    date: str
    time: str
    routine: str
    duration: str
    sets: str
    volume: str
    form: tuple[tuple[Form, int], ...]
    session: SessionSummary
    searched: Searched
    ahead: bool = False


def row_of(file: Path, session: SessionSummary, library: Library, now: datetime) -> HistoryRow:
    """The row of one session."""
    return HistoryRow(
        file=file,
        date=f"{session.started:%Y-%m-%d}",
        time=f"{session.started:%H:%M}",
        routine=printable(session.name or session.routine),
        duration=minutes_text(session.duration_s) if session.finished else "open",
        sets=f"{len(session.sets)}/{session.planned}",
        volume=session.volume_text(library),
        form=tuple((form, count) for form, count in session.form_counts().items() if count),
        session=session,
        searched=searched(session, library),
        ahead=session.ahead_of(now),
    )


def _columns(width: int) -> tuple[int, Mapping[str, int]]:
    """Cells of the name, and of the columns that find room beside date, name and sets."""
    room = width - _MARK - _DATE - len(_GAP) - len(_GAP) - _SETS - _EDGE
    shown: dict[str, int] = {}
    for column, cells in (("form", _FORM), ("duration", _DURATION), ("volume", _VOLUME)):
        if room - cells - len(_GAP) >= _SHORTEST_NAME:
            shown[column] = cells
            room -= cells + len(_GAP)
    if "form" in shown and room - (_FORM_WIDE - _FORM) >= _SHORTEST_NAME:
        shown["form"] = _FORM_WIDE
        room -= _FORM_WIDE - _FORM
    if room - _TIME >= _NAME_BEFORE_TIME:
        shown["time"] = _TIME
        room -= _TIME
    return max(room, 1), shown


def row_content(row: HistoryRow, width: int, *, chosen: bool) -> Content:
    """The row in `width` cells; the chosen one is marked by a sign and a ground."""
    name_width, shown = _columns(width)
    date = f"{row.date} {row.time}" if "time" in shown else row.date
    parts: list[Content | str | tuple[str, str]] = [
        ("▌ ", "$accent") if chosen else "  ",
        (date + _AHEAD.ljust(len(_GAP)), "$shaky") if row.ahead else date + _GAP,
        Content(row.routine).truncate(name_width, ellipsis=True, pad=True),
    ]
    if "duration" in shown:
        parts.append((_GAP + row.duration.rjust(_DURATION), "$muted" if row.duration == "open" else ""))
    parts.append(_GAP + row.sets.rjust(_SETS))
    if "volume" in shown:
        parts.append(_GAP + row.volume.rjust(_VOLUME))
    if "form" in shown:
        parts += [_GAP, _form(row, shown["form"], colored=not chosen)]
    line = Content.assemble(*parts).truncate(width, ellipsis=True, pad=True)
    return line.stylize("bold on $panel") if chosen else line


def _form(row: HistoryRow, width: int, *, colored: bool) -> Content:
    """Counts with their signs, each kind under its kind; where one is too long for its place, close together.

    On the ground of the chosen row they have no colours, which 16-colour themes could drown.
    """
    counts = dict(row.form)
    # clean has two digits and a sign; the others stand one cell further right, two where there is room
    places = (3, 4, 4) if width >= _FORM_WIDE else (3, 3, 2)
    cells: list[tuple[str, str]] = []
    for form, place in zip(Form, places, strict=True):
        sign, color = FORM_SIGNS[form]
        text = f"{counts[form]}{sign}" if form in counts else ""
        cells.append((text.rjust(place), color if colored else ""))
    if any(len(text) > place for (text, _), place in zip(cells, places, strict=True)):
        cells = [(text.strip(), color) for text, color in cells]
    return Content.assemble(*cells).truncate(width, ellipsis=True, pad=True)


def heading(width: int) -> Content:
    """The names of the columns."""
    name_width, shown = _columns(width)
    text = _GAP + "date".ljust(_DATE + (_TIME if "time" in shown else 0)) + _GAP
    text += "routine"[:name_width].ljust(name_width)
    if "duration" in shown:
        text += _GAP + "length".rjust(_DURATION)
    text += _GAP + "sets".rjust(_SETS)
    if "volume" in shown:
        text += _GAP + "volume".rjust(_VOLUME)
    if "form" in shown:
        text += _GAP + "form"
    return Content.styled(text[:width], "$muted")


class HistoryList(Widget, can_focus=False):
    """The sessions, newest first, under the names of the columns.

    It paints the rows in sight and nothing else, so that its cost does not grow with the log.
    """

    class Chosen(Message):
        """Another row is chosen.

        Attributes:
            row: that row.
        """

        def __init__(self, row: HistoryRow) -> None:
            super().__init__()
            self.row = row

    class Taken(Message):
        """The chosen row was clicked once more."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: list[HistoryRow] = []
        self._place = 0
        self._top = 0

    def __len__(self) -> int:
        return len(self._rows)

    def __bool__(self) -> bool:
        """A widget is there, also without rows."""
        return True

    @property
    def place(self) -> int:
        """0-based place of the chosen row."""
        return self._place

    @property
    def chosen(self) -> HistoryRow | None:
        """The chosen row, None in an empty list."""
        return self._rows[self._place] if self._rows else None

    @property
    def file(self) -> Path | None:
        """The file of the chosen row."""
        return None if self.chosen is None else self.chosen.file

    @property
    def in_sight(self) -> int:
        """How many rows fit."""
        return max(1, self.size.height - 1)

    def append(self, rows: Iterable[HistoryRow]) -> None:
        """Add older rows at the end."""
        was_empty = not self._rows
        self._rows.extend(rows)
        if was_empty and self._rows:
            self.post_message(self.Chosen(self._rows[0]))
        self.refresh()

    def show(self, rows: Sequence[HistoryRow], file: Path | None = None) -> None:
        """Show other rows; that another one is chosen is not told, since who calls can see it.

        Args:
            rows: all of them, in order.
            file: the row of which file to choose; where it is not there, the one at the chosen one's place.
        """
        self._rows = list(rows)
        place = next((place for place, row in enumerate(self._rows) if row.file == file), self._place)
        self._place = max(0, min(place, len(self._rows) - 1))
        self._keep_in_sight()
        self.refresh()

    def move(self, by: int) -> None:
        """Move the choice by some rows; it stops at the ends."""
        self._choose(self._place + by)

    def _choose(self, place: int) -> None:
        place = max(0, min(place, len(self._rows) - 1))
        if not self._rows or place == self._place:
            return
        self._place = place
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Chosen(self._rows[place]))

    def _keep_in_sight(self) -> None:
        self._top = max(min(self._top, self._place), self._place - self.in_sight + 1)

    def render(self) -> Content:
        """The names of the columns and the rows in sight."""
        width = self.size.width
        rows = enumerate(self._rows[self._top : self._top + self.in_sight], start=self._top)
        lines = [row_content(row, width, chosen=place == self._place) for place, row in rows]
        return Content("\n").join([heading(width), *lines])

    def on_resize(self, _event: Resize) -> None:
        """The chosen row stays in sight."""
        self._keep_in_sight()
        self.refresh()

    def on_click(self, event: Click) -> None:
        """A click chooses a row, a click on the chosen one takes it."""
        place = self._top + event.y - 1
        if event.y < 1 or place >= len(self._rows):
            return
        if place == self._place:
            self.post_message(self.Taken())
        else:
            self._choose(place)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel moves the choice."""
        event.stop()
        self.move(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel moves the choice."""
        event.stop()
        self.move(-1)
