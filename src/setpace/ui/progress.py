"""Progress per exercise: a chart over time, and every number of it beside or below as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from setpace.core.commands import COMMAND_BY_ID, Scope
from setpace.core.progress import EPLEY, Gathered, Measure, measures_of, points_of, records_of
from setpace.core.units import counted
from setpace.store.toml_file import nearest, printable
from setpace.ui.bindings import bindings_of, first_key
from setpace.ui.calendar import CalendarScreen
from setpace.ui.charts import Chart
from setpace.ui.help import HelpScreen
from setpace.ui.keys_bar import keys_bar
from setpace.ui.log_reading import LogReading, Piece
from setpace.ui.progress_rows import NAMES_WIDTH, ExerciseNames, PointTable, legend
from setpace.ui.progress_series import SPANS, Shown, figures, marks_of, series_of
from setpace.ui.top_screen import TopScreen
from setpace.ui.unreadable import UnreadableDialog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Resize

    from setpace.core.exercise import Library
    from setpace.core.progress import Point
    from setpace.core.summary import SessionSummary
    from setpace.store.paths import Paths
    from setpace.store.settings import Settings
    from setpace.store.summaries import Found

    PointsOf = tuple[SessionSummary, Mapping[str, Point]]
    """A session, and what it says of each of its exercises."""

CHUNK_FILES = 1000
"""Sessions read between two later pictures."""

BESIDE = 100
"""From this many columns on the exercises stand beside the chart."""

_BAR = (
    (("point-newer", "point-older"), "session"),
    (("exercise-before", "exercise-after"), "exercise"),
    *(((id_,), COMMAND_BY_ID[id_].label) for id_ in ("measure", "span", "calendar", "progress-help", "progress-back")),
)
_EMPTY_BAR = tuple(entry for entry in _BAR if entry[0][0] in ("calendar", "progress-help", "progress-back"))
_SPARE = ("session", "span")


class ProgressScreen(TopScreen[None], inherit_bindings=False):
    """The progress. A thread reads the log; this screen only shows what it sends."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Scope.PROGRESS)
    DEFAULT_CSS = """
    #progress-body { layout: horizontal; height: 1fr; }
    #progress-names { display: none; }
    ProgressScreen.-beside #progress-names { display: block; }
    #progress-right { width: 1fr; height: 1fr; }
    #progress-figures, #progress-legend { height: 1; padding: 0 1 0 2; text-wrap: nowrap; text-overflow: ellipsis; }
    #progress-chart { height: 11fr; }
    #progress-points { height: 9fr; }
    #progress-status { height: auto; max-height: 3; padding: 0 2; color: $muted; dock: bottom; margin-bottom: 1; }
    #progress-status.-wrong { color: $error; }
    #progress-empty { display: none; height: 1fr; padding: 1 2; }
    ProgressScreen.-empty #progress-body { display: none; }
    ProgressScreen.-empty #progress-empty { display: block; }
    """

    def __init__(self, paths: Paths, library: Library, settings: Settings, now: datetime) -> None:
        """Make the screen.

        Args:
            paths: where the log and its cache are.
            library: names and implements of the exercises.
            settings: the user's unit and keys.
            now: sessions dated after it are left out.
        """
        super().__init__()
        self._library = library
        self._settings = settings
        self._now = now
        self._gathered = Gathered(library, now)
        self._reading = LogReading(paths, self._points_of, CHUNK_FILES)
        self._exercise = ""
        self._measure = Measure.LOAD
        self._span = 0
        self._shown = Shown((), ())

    def compose(self) -> ComposeResult:
        """Title, exercises, figures, chart, legend, table, status, keys."""
        yield Static(id="progress-title", classes="bar title-bar", markup=False)
        with Container(id="progress-body"):
            yield ExerciseNames(id="progress-names")
            with Vertical(id="progress-right"):
                yield Static(id="progress-figures", markup=False)
                yield Chart(id="progress-chart")
                yield Static(id="progress-legend", markup=False)
                yield PointTable(id="progress-points")
        empty = Content.assemble(("No set is logged yet", "bold"), ": the first session begins the chart.")
        yield Static(empty, id="progress-empty", markup=False)
        yield Static(id="progress-status", markup=False)
        yield Static(id="progress-keys", classes="bar key-bar")

    def on_mount(self) -> None:
        """Begin to read."""
        self._settle()
        self._say()
        self._reading.begin(self, self._say)

    def on_resize(self, _event: Resize) -> None:
        """Use the room there is."""
        self._settle()
        self._say()

    def _settle(self) -> None:
        width = self.app.size.width
        self.set_class(width >= BESIDE, "-beside")
        bar = _EMPTY_BAR if self.has_class("-empty") else _BAR
        self.query_one("#progress-keys", Static).update(keys_bar(bar, self._settings.keys, width, spare=_SPARE))

    def _points_of(self, _found: Found, session: SessionSummary) -> PointsOf:
        return session, points_of(session, self._library)

    def on_piece(self, piece: Piece[PointsOf]) -> None:
        """Show what was read."""
        self._reading.take(piece, self)
        self._gathered.add(piece.items)
        exercises = self._gathered.exercises
        if not self._exercise and exercises:
            self._exercise = exercises[0]
            self._measure = measures_of(self._gathered.points(self._exercise))[0]
        self.set_class(not self._reading.goes_on and not exercises, "-empty")
        self._settle()
        self._show(keep=True)
        for screen in self.app.screen_stack:
            if isinstance(screen, CalendarScreen):
                screen.show()

    # ------------------------------------------------------------------------------------------------ painting

    def _show(self, *, keep: bool) -> None:
        """Paint everything; `keep` keeps the chosen session."""
        points = self._gathered.points(self._exercise)
        if points != self._shown.points:
            self._shown = Shown(points, records_of(points))
        table = self.query_one(PointTable)
        table.show(*self._shown, self._measure, self._settings.unit, table.place if keep else 0)
        series = series_of(self._shown, self._measure, self._settings.unit, SPANS[self._span][1])
        self.query_one(Chart).show(*series, bars=self._measure is Measure.VOLUME)
        self._point_out()
        self._say()

    def _point_out(self) -> None:
        """Show in the chart which session is chosen in the table."""
        place = self.query_one(PointTable).place
        points = self._shown.points
        point = points[len(points) - 1 - place] if points else None
        has = point is not None and point.value(self._measure) is not None
        marks = marks_of(point, self._measure, self._settings.unit) if point is not None and has else ()
        self.query_one(Chart).choose(marks)

    def _say(self) -> None:
        """Paint title, names, figures, legend and status."""
        exercises = self._gathered.exercises
        names = [(printable(self._library.name(each)), self._gathered.count(each)) for each in exercises]
        place = exercises.index(self._exercise) if self._exercise in exercises else 0
        self.query_one(ExerciseNames).show(names, place)
        title: list[tuple[str, str]] = [("PROGRESS", "bold")]
        if names:
            title += [(f"  {names[place][0]}", "bold $accent"), (f"  {place + 1} of {len(names)}", "$muted")]
        if self._reading.goes_on:
            title.append(("  reading…", "$muted"))
        self.query_one("#progress-title", Static).update(Content.assemble(*title))
        self.query_one("#progress-figures", Static).update(
            figures(self._shown.points, self._measure, self._settings.unit, SPANS[self._span][0], self._room)
        )
        self.query_one("#progress-legend", Static).update(legend(self._measure, self._room))
        status = self.query_one("#progress-status", Static)
        text = self._reading.failed or " · ".join(self._notes())
        status.set_class(self._reading.failed is not None, "-wrong")
        status.update(Content(text))
        status.display = bool(text)

    @property
    def _room(self) -> int:
        """Cells of a line above or below the chart."""
        width = self.app.size.width - (NAMES_WIDTH if self.app.size.width >= BESIDE else 0)
        return max(width - 3, 1)

    def _notes(self) -> Sequence[str]:
        """Where the figures come from, and what is left out of them."""
        notes = [f"est. 1RM by {EPLEY}"] if self._measure is Measure.ONE_RM else []
        if self._gathered.ahead:
            notes.append(f"{counted(self._gathered.ahead, 'session')} dated in the future left out")
        if self._exercise in self._gathered.unknown:
            near = nearest(self._exercise, [each.id for each in self._library])
            meant = f" (did you mean {near}?)" if near else ""
            notes.append(f"not in the library{meant}: volume counts one implement")
        unreadable, partly = len(self._reading.unreadable), len(self._reading.partly)
        left_out = [f"{counted(unreadable, 'file')} cannot be read"] if unreadable else []
        left_out += [f"{counted(partly, 'file')} only in part"] if partly else []
        if left_out:
            key = first_key("progress-unreadable", self._settings.keys)
            notes.append(f"{', '.join(left_out)}: left out, {key} names them")
        return notes

    # ------------------------------------------------------------------------------------------------ keys

    def on_point_table_moved(self) -> None:
        """Another session is chosen."""
        self._point_out()

    def on_exercise_names_chosen(self, message: ExerciseNames.Chosen) -> None:
        """A click on an exercise."""
        self._look_at(message.place)

    def _look_at(self, place: int) -> None:
        """Show the exercise at a place, the same measure where it has that."""
        exercises = self._gathered.exercises
        if not exercises:
            return
        self._exercise = exercises[place % len(exercises)]
        measures = measures_of(self._gathered.points(self._exercise))
        self._measure = self._measure if self._measure in measures else measures[0]
        self._show(keep=False)

    def _step(self, by: int) -> None:
        exercises = self._gathered.exercises
        if self._exercise in exercises:
            self._look_at(exercises.index(self._exercise) + by)

    def action_command_exercise_after(self) -> None:
        """The next exercise; after the last the first."""
        self._step(1)

    def action_command_exercise_before(self) -> None:
        """The exercise before; before the first the last."""
        self._step(-1)

    def action_command_measure(self) -> None:
        """The next measure that there is."""
        measures = measures_of(self._shown.points)
        if self._shown.points:
            place = measures.index(self._measure) if self._measure in measures else -1
            self._measure = measures[(place + 1) % len(measures)]
            self._show(keep=True)

    def action_command_span(self) -> None:
        """More or less time."""
        self._span = (self._span + 1) % len(SPANS)
        self._show(keep=True)

    def action_command_calendar(self) -> None:
        """The calendar of the year."""
        self.app.push_screen(CalendarScreen(self._gathered, self._settings))

    def action_command_point_newer(self) -> None:
        """The session above."""
        self.query_one(PointTable).move(-1)

    def action_command_point_older(self) -> None:
        """The session below."""
        self.query_one(PointTable).move(1)

    def action_command_points_page_up(self) -> None:
        """A page above."""
        table = self.query_one(PointTable)
        table.move(-table.in_sight)

    def action_command_points_page_down(self) -> None:
        """A page below."""
        table = self.query_one(PointTable)
        table.move(table.in_sight)

    def action_command_point_newest(self) -> None:
        """The first row."""
        self.query_one(PointTable).move(-len(self._shown.points))

    def action_command_point_oldest(self) -> None:
        """The last row."""
        self.query_one(PointTable).move(len(self._shown.points))

    def action_command_progress_unreadable(self) -> None:
        """Name the files that cannot be read."""
        self.app.push_screen(UnreadableDialog((*self._reading.unreadable, *self._reading.partly)))

    def action_command_progress_help(self) -> None:
        """Show every key."""
        self.app.push_screen(HelpScreen(Scope.PROGRESS, self._settings.keys))

    def action_command_progress_back(self) -> None:
        """Back to where it was opened."""
        self.dismiss(None)
