"""The calendar of the year: sessions a day and a week, and the streak, all of it as text."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from setpace.core.calendar_weeks import STREAK_RULE, by_week, streak, weeks_of, year_beside, year_of
from setpace.core.commands import COMMAND_BY_ID, Scope
from setpace.core.summary import monday_of
from setpace.core.units import counted
from setpace.ui.bindings import bindings_of
from setpace.ui.help import HelpScreen
from setpace.ui.keys_bar import keys_bar
from setpace.ui.top_screen import TopScreen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Resize

    from setpace.core.progress import Gathered
    from setpace.store.settings import Settings

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LABEL, _WIDE_LABEL = 4, 5
"""Cells before the weeks, without and with gaps between them."""
_EDGES = 3
_MOST_WEEKS = 54
_MOST_SHOWN = 9
"""More sessions than this in a day or a week are shown as `+`."""

ONE, NONE, TODAY = "■", "·", "□"

_TABLE_ROWS = 10
"""Of one year with an empty line."""
_OTHER_ROWS = 11
"""Of bars, margins and figures."""

_BAR = (
    (("year-earlier", "year-later"), "year"),
    *(((id_,), COMMAND_BY_ID[id_].label) for id_ in ("calendar-help", "calendar-back")),
)


def calendar_lines(a_day: Mapping[date, int], year: int, today: date, width: int) -> list[Content]:
    """The year as a table: a column a week, a row a day from Monday on, and the sessions of each week below.

    Args:
        a_day: sessions by day.
        year: which year.
        today: the present day, which is marked.
        width: cells; from 113 on there is a gap between two weeks, and below 58 the halves of the year stand one
            below the other.
    """
    weeks = list(weeks_of(year))
    if _LABEL + len(weeks) > width:
        half = len(weeks) // 2
        return [*_table(a_day, weeks[:half], year, today, 1), *_table(a_day, weeks[half:], year, today, 1)]
    return _table(a_day, weeks, year, today, 2 if width >= _WIDE_LABEL + 2 * _MOST_WEEKS else 1)


def _table(
    a_day: Mapping[date, int], weeks: list[tuple[date | None, ...]], year: int, today: date, cells: int
) -> list[Content]:
    """Some weeks of a year, each in so many cells."""
    label = _WIDE_LABEL if cells > 1 else _LABEL
    of_year = str(year) if cells > 1 else f"’{year % 100:02}"
    lines = [Content.assemble((of_year.ljust(label), "bold $accent"), _month_line(weeks, cells))]
    for weekday, name in enumerate(_DAYS):
        parts: list[tuple[str, str]] = [(name.ljust(label), "$muted")]
        for week in weeks:
            day = week[weekday]
            parts.append(_day_cell(day, 0 if day is None else a_day.get(day, 0), today))
            if cells > 1:
                parts.append((" ", ""))
        lines.append(Content.assemble(*parts))
    counts = by_week({day: count for day, count in a_day.items() if day.year == year})
    parts = [("wk".ljust(label), "$muted")]
    for week in weeks:
        monday = monday_of(next(day for day in week if day is not None))
        count = counts.get(monday, 0)
        sign = (str(count) if count <= _MOST_SHOWN else "+") if count else NONE if monday <= today else " "
        parts += [(sign, "$text" if count else "$muted"), *([(" ", "")] if cells > 1 else [])]
    return [*lines, Content.assemble(*parts)]


def _day_cell(day: date | None, count: int, today: date) -> tuple[str, str]:
    """One day: a square for a session, the number for more."""
    if day is None:
        return " ", ""
    if count > 1:
        return (str(count) if count <= _MOST_SHOWN else "+"), "bold $accent"
    if count == 1:
        return ONE, "$accent" if day == today else "$clean"
    if day == today:
        return TODAY, "$accent"
    return (NONE, "$muted") if day < today else (" ", "")


def _month_line(weeks: list[tuple[date | None, ...]], cells: int) -> Content:
    """The names of the months, each above the week of its first day."""
    line = ""
    for number, week in enumerate(weeks):
        month = next((day.month for day in week if day is not None and day.day == 1), None)
        column = number * cells
        if month is not None and column >= len(line):
            line = line.ljust(column) + _MONTHS[month - 1] + " "
    return Content.styled(line.rstrip(), "$muted")


def figures(a_day: Mapping[date, int], year: int, today: date, width: int) -> list[Content]:
    """The streak and its rule, and the sessions of the year by week and by month."""
    run = streak(a_day, today)
    of_year = year_of(a_day, year, today)
    this_week = by_week(a_day).get(monday_of(today), 0)
    longest = f", longest {run.longest}" if run.longest else ""
    if run.longest_from is not None:
        longest += f" from {run.longest_from:%Y-%m-%d}"
    months = "  ".join(f"{_MONTHS[n]}\N{NO-BREAK SPACE}{count}" for n, count in enumerate(of_year.months) if count)
    rate = f", {of_year.a_week:.1f} a week" if of_year.sessions else ""
    return [
        Content.assemble(
            ("Streak ", "bold"), (counted(run.weeks, "week"), "bold $accent"), f"{longest}, this week {this_week}"
        ),
        Content.assemble(
            (f"{year} ", "bold"),
            f"{counted(of_year.sessions, 'session')} in {counted(of_year.weeks, 'week')}{rate}",
        ),
        *(Content(line.replace("\N{NO-BREAK SPACE}", " ")) for line in wrap(months, max(width, 20))),
        Content.styled(f"{ONE} one session, 2 two, {TODAY} today. {STREAK_RULE}", "$muted"),
    ]


class CalendarScreen(TopScreen[None], inherit_bindings=False):
    """One year at a time. What it shows is gathered by the progress screen below it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Scope.CALENDAR)
    DEFAULT_CSS = """
    #calendar-body { height: 1fr; padding-left: 2; scrollbar-size-vertical: 1; }
    #calendar-table { height: auto; width: auto; margin-top: 1; }
    #calendar-figures { height: auto; width: 1fr; max-width: 116; margin-top: 1; padding-right: 1; }
    CalendarScreen.-low #calendar-table, CalendarScreen.-low #calendar-figures { margin-top: 0; }
    """

    def __init__(self, gathered: Gathered, settings: Settings) -> None:
        """Make the screen.

        Args:
            gathered: the sessions so far; `show` when there are more.
            settings: the user's keys.
        """
        super().__init__()
        self._gathered = gathered
        self._settings = settings
        self._year = gathered.now.year

    def compose(self) -> ComposeResult:
        """Title, table, figures, keys."""
        yield Static(id="calendar-title", classes="bar title-bar", markup=False)
        with VerticalScroll(id="calendar-body", can_focus=False):
            yield Static(id="calendar-table", markup=False)
            yield Static(id="calendar-figures", markup=False)
        yield Static(id="calendar-keys", classes="bar key-bar")

    def on_mount(self) -> None:
        """The present year."""
        self.show()

    def on_resize(self, _event: Resize) -> None:
        """Use the room there is."""
        self.show()

    def show(self) -> None:
        """Paint what is known now, once there is something to paint on."""
        if not all(self.query(f"#calendar-{part}") for part in ("title", "table", "figures", "keys")):
            return
        size = self.app.size
        self.set_class(size.height < 20, "-low")  # noqa: PLR2004 - then each line is needed
        a_day, today = self._gathered.a_day, self._gathered.now.date()
        title = Content.assemble(("CALENDAR", "bold"), (f"  {self._year}", "bold $accent"))
        self.query_one("#calendar-title", Static).update(title)
        lines: list[Content] = []
        for year in self._years_with_room(size.height):
            lines += [*([Content("")] if lines else []), *calendar_lines(a_day, year, today, size.width - _EDGES)]
        self.query_one("#calendar-table", Static).update(Content("\n").join(lines))
        self.query_one("#calendar-figures", Static).update(
            Content("\n").join(self._notes(figures(a_day, self._year, today, size.width - _EDGES - 1)))
        )
        self.query_one("#calendar-keys", Static).update(keys_bar(_BAR, self._settings.keys, size.width))

    def _years_with_room(self, height: int) -> list[int]:
        """The year, and those before it that fit on the screen as well."""
        room = (height - _OTHER_ROWS) // _TABLE_ROWS
        earlier = sorted({day.year for day in self._gathered.a_day if day.year < self._year}, reverse=True)
        return [self._year, *earlier[: max(room - 1, 0)]]

    def _notes(self, lines: list[Content]) -> list[Content]:
        ahead = self._gathered.ahead
        left_out = f"{counted(ahead, 'session')} dated in the future left out"
        return [*lines, Content.styled(left_out, "$shaky")] if ahead else lines

    def _turn(self, by: int) -> None:
        years = {day.year for day in self._gathered.a_day} | {self._gathered.now.year}
        self._year = year_beside(self._year, by, years)
        self.show()

    def action_command_year_earlier(self) -> None:
        """The year before, back to that of the first session."""
        self._turn(-1)

    def action_command_year_later(self) -> None:
        """The year after, up to the present one."""
        self._turn(1)

    def action_command_calendar_up(self) -> None:
        """A line up."""
        self.query_one("#calendar-body").scroll_relative(y=-1, animate=False)

    def action_command_calendar_down(self) -> None:
        """A line down."""
        self.query_one("#calendar-body").scroll_relative(y=1, animate=False)

    def action_command_calendar_help(self) -> None:
        """Show every key."""
        self.app.push_screen(HelpScreen(Scope.CALENDAR, self._settings.keys))

    def action_command_calendar_back(self) -> None:
        """Back to the progress."""
        self.dismiss(None)
