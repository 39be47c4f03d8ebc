"""What the progress screen writes: the sessions of an exercise with all their numbers, and the exercises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from setpace.core.progress import Measure, value_text
from setpace.core.session import Form
from setpace.core.units import Unit
from setpace.ui.charts import RECORD, SIGNS, Sign
from setpace.ui.painted_list import PaintedList, row_edge, row_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.events import Click

    from setpace.core.progress import Point

SIGN_OF: Mapping[Form | None, Sign] = {
    Form.CLEAN: Sign.CLEAN,
    Form.SHAKY: Sign.SHAKY,
    Form.BROKEN: Sign.BROKEN,
    None: Sign.UNRATED,
}

_WORDS = {Sign.CLEAN: "clean", Sign.SHAKY: "shaky", Sign.BROKEN: "broken", Sign.UNRATED: "not rated"}
_COLORS = {Sign.CLEAN: "$clean", Sign.SHAKY: "$shaky", Sign.BROKEN: "$broken", Sign.UNRATED: "$muted"}

_SHORT = {Measure.ONE_RM: "1RM"}
_GAP = "  "
_DATE, _FORM = 10, 8
_MARK = 2
_FIXED = _MARK + _DATE + 1  # the star
_COLUMNS: Mapping[Measure | str, int] = {
    Measure.LOAD: 6,
    "reps": 4,
    "sets": 4,
    "form": _FORM,
    Measure.ONE_RM: 6,
    Measure.VOLUME: 6,
    Measure.SIDES: 11,
    "records": 18,
}
"""Cells of each column, in the order they stand."""

_NEEDED = (Measure.LOAD, "reps", "form", "sets", Measure.ONE_RM, Measure.VOLUME, Measure.SIDES, "records")
"""Which columns come first where there is not room for all."""


def legend(measure: Measure, width: int) -> Content:
    """What the signs of the chart mean."""
    if measure is Measure.SIDES:
        parts = [(f"{SIGNS[Sign.LEFT]} left", "$rest"), (f"{SIGNS[Sign.RIGHT]} right", "$shaky")]
        parts += [(f"{SIGNS[Sign.BOTH]} both the same", "$text")]
    else:
        parts = [(f"{SIGNS[sign]} {word}", _COLORS[sign]) for sign, word in _WORDS.items()]
        parts += [(f"{RECORD} record", "$accent")]
    line = Content(_GAP + " ").join(Content.styled(text, color) for text, color in parts)
    return line.truncate(width, ellipsis=True)


def columns(width: int, measure: Measure, *, sided: bool) -> tuple[Measure | str, ...]:
    """The columns that have room, in the order they stand; what the chart shows always has."""
    room = width - _FIXED
    wanted = [c for c in _NEEDED if c is not Measure.SIDES or sided]
    if measure in wanted:
        wanted.remove(measure)
        wanted.insert(0, measure)
    shown: set[Measure | str] = set()
    for column in wanted:
        if room >= _COLUMNS[column] + len(_GAP):
            room -= _COLUMNS[column] + len(_GAP)
            shown.add(column)
    return tuple(column for column in _COLUMNS if column in shown)


class PointTable(PaintedList):
    """The sessions of one exercise, newest first."""

    class Moved(Message):
        """Another session is chosen."""

    DEFAULT_CSS = "PointTable { height: 1fr; width: 1fr; color: $text; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._points: Sequence[Point] = ()
        self._records: Sequence[frozenset[Measure]] = ()
        self._measure = Measure.LOAD
        self._unit = Unit.KG
        self._sided = False

    def __len__(self) -> int:
        """How many sessions there are."""
        return len(self._points)

    def show(
        self, points: Sequence[Point], records: Sequence[frozenset[Measure]], measure: Measure, unit: Unit, place: int
    ) -> None:
        """Show other sessions.

        Args:
            points: of one exercise, oldest first.
            records: of each point, its records.
            measure: the one in the chart.
            unit: of loads and volume.
            place: the session to choose, the newest one first.
        """
        self._points, self._records = points, records
        self._measure, self._unit = measure, unit
        self._sided = any(point.left is not None for point in points)
        self.put_choice(place)

    def on_choice(self) -> None:
        """Tell that it moved."""
        self.post_message(self.Moved())

    def _shown(self, width: int) -> tuple[Measure | str, ...]:
        return columns(width, self._measure, sided=self._sided)

    def head(self, width: int) -> Content:
        """The names of the columns."""
        text = " " * _MARK + "date".ljust(_DATE + 1)
        names = {
            Measure.LOAD: str(self._unit),
            **_SHORT,
            Measure.VOLUME: "volume",
            Measure.SIDES: "left right",
        }
        for column in self._shown(width):
            name = names[column] if isinstance(column, Measure) else str(column)
            left = column in ("form", "records")
            text += _GAP + (name.ljust(_COLUMNS[column]) if left else name.rjust(_COLUMNS[column]))
        return Content.styled(text.rstrip(), "$muted")

    def row(self, place: int, width: int, *, chosen: bool) -> Content:
        """One session."""
        index = len(self._points) - 1 - place
        point, records = self._points[index], self._records[index]
        parts: list[str | tuple[str, str]] = [
            row_edge(chosen=chosen),
            f"{point.started:%Y-%m-%d}",
            (RECORD, "" if chosen else "$accent") if records else " ",
        ]
        for column in self._shown(width):
            parts.append(_GAP)
            if column == "form":
                sign = SIGN_OF[point.form]
                word = f"{SIGNS[sign]} {_WORDS[sign]}" if point.form else SIGNS[sign]
                parts.append((word.ljust(_FORM), "" if chosen else _COLORS[sign]))
            else:
                parts.append(self._cell(column, point, records))
        return row_line(Content.assemble(*parts), width, chosen=chosen)

    def _cell(self, column: Measure | str, point: Point, records: frozenset[Measure]) -> str:
        cells = _COLUMNS[column]
        if isinstance(column, Measure):
            return value_text(point, column, self._unit).rjust(cells)
        if column == "records":
            return ", ".join(_SHORT.get(measure, str(measure)) for measure in Measure if measure in records).ljust(
                cells
            )
        return str(point.top_reps if column == "reps" else point.sets).rjust(cells)


NAMES_WIDTH = 38
"""Cells of the exercises beside the chart."""


class ExerciseNames(Widget, can_focus=False):
    """The exercises beside the chart, where there is room; the chosen one is marked."""

    DEFAULT_CSS = (
        f"ExerciseNames {{ width: {NAMES_WIDTH}; height: 1fr; padding: 0 1 0 0; color: $text; background: $surface; }}"
    )

    class Chosen(Message):
        """An exercise was clicked.

        Attributes:
            place: which, the one done last first.
        """

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._names: tuple[tuple[str, int], ...] = ()
        self._place = 0

    def show(self, names: Sequence[tuple[str, int]], place: int) -> None:
        """Show the exercises with how often they were done, the one at `place` marked."""
        self._names = tuple(names)
        self._place = place
        self.refresh()

    @property
    def _top(self) -> int:
        return max(0, self._place - self.size.height + 2)

    def render(self) -> Content:
        """A line an exercise."""
        width = self.content_size.width
        lines = [Content.styled(f"{'  exercise':<{width - 8}}sessions", "$muted")]
        for place, (name, count) in enumerate(self._names[self._top :][: self.size.height - 1], start=self._top):
            chosen = place == self._place
            number = f"{count:,}"
            label = Content(name).truncate(width - 3 - len(number), ellipsis=True, pad=True)
            lines.append(row_line(Content.assemble(row_edge(chosen=chosen), label, " ", number), width, chosen=chosen))
        return Content("\n").join(lines)

    def on_click(self, event: Click) -> None:
        """A click chooses."""
        place = self._top + event.y - 1
        if event.y >= 1 and place < len(self._names):
            self.post_message(self.Chosen(place))
