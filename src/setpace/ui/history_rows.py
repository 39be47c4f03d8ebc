"""The rows of the history: what one line says of a session, and a list that stays fast with thousands of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from setpace.core.session import Form
from setpace.core.session_filter import searched
from setpace.core.units import minutes_text
from setpace.store.toml_file import printable
from setpace.ui.painted_list import PaintedList, row_edge, row_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

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
_DATE_SHORT, _DURATION_SHORT = 7, 6
"""Cells of `23 Nov` or `Nov '25`, and of `1 h 05`: where they find room for the volume."""
_FORM, _FORM_WIDE = 8, 11
"""Cells of the form column: with its counts close together, and with gaps between them."""
_AHEAD = "?"
"""Behind a date in the future."""
_GAP = "  "
_EDGE, _WIDTH_SHORT = 1, 60
"""Cells behind the row; and in how many all columns must find room, the short way."""
_MARK = 2
_SHORTEST_NAME, _CUT_NAME = 12, 8
"""Cells the name needs before another column gets its place: `Intermediate`; and what it gives up for the form."""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What the list shows of one session; the session itself is read again when it is chosen.

    Attributes:
        file: its log file.
        date: local day, `2026-11-23`.
        short_date: where there is little room: `23 Nov`; of another year `Nov '25`.
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
    short_date: str
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
    started = session.started
    return HistoryRow(
        file=file,
        date=f"{started:%Y-%m-%d}",
        short_date=f"{started.day} {started:%b}" if started.year == now.year else f"{started:%b '%y}",
        time=f"{started:%H:%M}",
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
    """Cells of the name, and of the columns that find room beside name and sets."""
    fixed = _MARK + len(_GAP) + len(_GAP) + _SETS + _EDGE
    beside = sum(len(_GAP) + cells for cells in (_FORM, _DURATION, _VOLUME))
    short = _WIDTH_SHORT <= width < fixed + _DATE + beside + _SHORTEST_NAME
    shown: dict[str, int] = {"date": _DATE_SHORT if short else _DATE}
    room = width - fixed - shown["date"]
    duration = _DURATION_SHORT if short else _DURATION
    for column, cells in (("form", _FORM), ("duration", duration), ("volume", _VOLUME)):
        if room - cells - len(_GAP) >= (_CUT_NAME if column == "form" else _SHORTEST_NAME):
            shown[column] = cells
            room -= cells + len(_GAP)
    if room - _TIME >= _SHORTEST_NAME:
        shown["time"] = _TIME
        room -= _TIME
    if "form" in shown and room - (_FORM_WIDE - _FORM) >= _SHORTEST_NAME:
        shown["form"] = _FORM_WIDE
        room -= _FORM_WIDE - _FORM
    return max(room, 1), shown


def row_content(row: HistoryRow, width: int, *, chosen: bool) -> Content:
    """The row in `width` cells; the chosen one is marked by a sign and a ground."""
    name_width, shown = _columns(width)
    date = row.date if shown["date"] == _DATE else row.short_date
    date = (f"{date} {row.time}" if "time" in shown else date) + (_AHEAD if row.ahead else "")
    parts: list[Content | str | tuple[str, str]] = [
        row_edge(chosen=chosen),
        (date.ljust(shown["date"] + shown.get("time", 0) + len(_GAP)), "$shaky" if row.ahead else ""),
        Content(row.routine).truncate(name_width, ellipsis=True, pad=True),
    ]
    if "duration" in shown:
        length = row.duration if len(row.duration) <= shown["duration"] else row.duration.replace(" ", "")
        parts.append((_GAP + length.rjust(shown["duration"]), "$muted" if row.duration == "open" else ""))
    parts.append(_GAP + row.sets.rjust(_SETS))
    if "volume" in shown:
        parts.append(_GAP + row.volume.rjust(_VOLUME))
    if "form" in shown:
        parts += [_GAP, _form(row, shown["form"], colored=not chosen)]
    return row_line(Content.assemble(*parts), width, chosen=chosen)


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
    text = _GAP + "date".ljust(shown["date"] + shown.get("time", 0)) + _GAP
    text += "routine"[:name_width].ljust(name_width)
    if "duration" in shown:
        text += _GAP + "length".rjust(shown["duration"])
    text += _GAP + "sets".rjust(_SETS)
    if "volume" in shown:
        text += _GAP + "volume".rjust(_VOLUME)
    if "form" in shown:
        text += _GAP + "form"
    return Content.styled(text[:width], "$muted")


class HistoryList(PaintedList):
    """The sessions, newest first, under the names of the columns."""

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

    def __len__(self) -> int:
        """How many sessions there are."""
        return len(self._rows)

    @property
    def chosen(self) -> HistoryRow | None:
        """The chosen row, None in an empty list."""
        return self._rows[self._place] if self._rows else None

    @property
    def file(self) -> Path | None:
        """The file of the chosen row."""
        return None if self.chosen is None else self.chosen.file

    def append(self, rows: Iterable[HistoryRow]) -> None:
        """Add older rows at the end."""
        was_empty = not self._rows
        self._rows.extend(rows)
        if was_empty and self._rows:
            self.on_choice()
        self.refresh()

    def show(self, rows: Sequence[HistoryRow], file: Path | None = None) -> None:
        """Show other rows; that another one is chosen is not told, since who calls can see it.

        Args:
            rows: all of them, in order.
            file: the row of which file to choose; where it is not there, the one at the chosen one's place.
        """
        self._rows = list(rows)
        self.put_choice(next((place for place, row in enumerate(self._rows) if row.file == file), self._place))

    def head(self, width: int) -> Content:
        """The names of the columns."""
        return heading(width)

    def row(self, place: int, width: int, *, chosen: bool) -> Content:
        """One session."""
        return row_content(self._rows[place], width, chosen=chosen)

    def on_choice(self) -> None:
        """Tell which session is chosen now."""
        self.post_message(self.Chosen(self._rows[self._place]))

    def on_second_click(self) -> None:
        """Tell that it was taken."""
        self.post_message(self.Taken())
