"""Home: the unfinished session, the routines, and what the chosen one needs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from setpace.core.commands import COMMAND_BY_ID, Scope
from setpace.run.disk import NoAnswerError, ask_disk
from setpace.ui import home_panel as text
from setpace.ui.bindings import bindings_of, first_key
from setpace.ui.ending import leads_session
from setpace.ui.home_begin import BeginningHome
from setpace.ui.home_coach import advice_text, coached
from setpace.ui.home_data import Past, nothing_read, read_home
from setpace.ui.keys_bar import keys_bar
from setpace.ui.late import no_matter, when_late
from setpace.ui.row_list import Row, RowList

if TYPE_CHECKING:
    from concurrent.futures import Future
    from datetime import datetime

    from textual.app import ComposeResult

    from setpace.core.routine import Routine
    from setpace.ui.app import SetpaceApp
    from setpace.ui.home_data import HomeFiles, PastReader

NARROW = 70
"""Below this many columns the panel stands under the list."""

_LIST_PERCENT, _LIST_MOST, _LIST_EDGES = 53, 54, 4
"""The width of the list beside the panel, as `look.tcss` has it, and its cells without text."""

_IN_THE_BAR = ("start", "history", "progress", "run", "why", "theme", "settings", "help", "quit")
_BAR = tuple(((id_,), COMMAND_BY_ID[id_].label) for id_ in _IN_THE_BAR)
"""What the line of keys names; resume has its row above."""


class HomeScreen(BeginningHome, inherit_bindings=False):
    """The first screen. It reads the newest three files of the log at once and older ones after its first frame."""

    app: SetpaceApp

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of(Scope.HOME),
        Binding("up,k", "move(-1)", "up", show=False),
        Binding("down,j", "move(1)", "down", show=False),
        Binding("pagedown", "scroll_panel(1)", "panel down", show=False),
        Binding("pageup", "scroll_panel(-1)", "panel up", show=False),
        Binding("escape", "say_how_to_quit", "stay", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._past = Past()
        self._unread = ""
        self._reads = 0

    def compose(self) -> ComposeResult:
        """Title, list and panel, keys."""
        self._take(self._first_files())
        rows = self._rows()
        yield Static(Content.assemble(("SETPACE", "bold")), classes="bar title-bar")
        yield Static(self._advice(), id="home-advice")
        with Container(id="home-body"):
            yield RowList(rows, chosen=self._first_choice(rows), id="home-list")
            with VerticalScroll(id="home-panel", can_focus=False):
                yield Static(self._panel(rows[self._first_choice(rows)].id if rows else ""), id="home-details")
        yield Static(self._keys_line(), id="home-keys", classes="bar key-bar")

    def on_mount(self) -> None:
        """Older files come when the first frame is out."""
        self.set_class(self.app.size.width < NARROW, "-narrow")
        self.call_after_refresh(self._read_older)

    def on_resize(self) -> None:
        """Side by side where there is room."""
        self.set_class(self.app.size.width < NARROW, "-narrow")
        self.query_one("#home-keys", Static).update(self._keys_line())
        if self._cells != self._list_cells():
            self.call_later(self._show, keep=True)

    async def refresh_from_log(self) -> None:
        """Read names and newest files anew, as after a session; on a disk that hangs what is known stays meanwhile."""
        self._reads += 1
        try:
            files = ask_disk(self._read_files, late=when_late(self, partial(self._take_late, self._reads), no_matter))
        except NoAnswerError:
            self.app.warn("The disk does not answer: what is shown may be out of date.")
        else:
            await self._show_anew(files, keep=False)

    async def _take_late(self, number: int, asked: Future[HomeFiles]) -> None:
        """A disk that hung has answered; after a session home is read anew anyway, and later questions know more."""
        if number == self._reads and not leads_session(self.app):
            await self._show_anew(asked.result(), keep=True)

    async def _show_anew(self, files: HomeFiles, *, keep: bool) -> None:
        self._take(files)
        await self._show(keep=keep)
        self._read_older()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Show what was chosen."""
        self.query_one("#home-details", Static).update(self._panel(message.row_id))
        self.query_one("#home-panel").scroll_home(animate=False)

    def on_row_list_taken(self) -> None:
        """A second click starts."""
        if self.app.screen is self:
            self.run_worker(self.action_command_start(), group="start", exclusive=True)

    def action_move(self, by: int) -> None:
        """Choose the row above or below."""
        self.query_one(RowList).move(by)

    def action_scroll_panel(self, by: int) -> None:
        """Turn a page of the panel."""
        panel = self.query_one("#home-panel")
        panel.scroll_relative(y=by * max(panel.size.height - 1, 1), animate=False)

    def action_say_how_to_quit(self) -> None:
        """One escape too many, out of the history, must not end the program."""
        self.app.notify(f"This is home: {first_key('quit', self.app.settings.keys)} quits.", markup=False)

    async def action_command_start(self) -> None:
        """Start the chosen routine, or do what the chosen offer says."""
        if not self.app.presses.counts():  # a bounce of the press that left a session must not begin the next one
            return
        row = self.query_one(RowList).chosen or ""
        match row:
            case text.RESUME:
                self._resume()
            case text.FLAWED:
                self._say_flaw()
            case text.FINISH | text.TRASH:
                await self._settle(row)
            case _ if row.startswith(text.BROKEN):
                self.app.warn(str(self._panel(row)).replace("\n\n", ": "))
            case _ if row.startswith(text.ROUTINE):
                self.start(self._routines[row.removeprefix(text.ROUTINE)])

    def action_command_history(self) -> None:
        """Open the history."""
        self.app.open_history()

    def action_command_progress(self) -> None:
        """Open loads, records and the calendar."""
        from setpace.ui.progress import ProgressScreen  # noqa: PLC0415 - the first frame does without it

        app = self.app
        app.push_screen(ProgressScreen(app.paths, app.library, app.settings, app.clock.now()))

    def action_command_why(self) -> None:
        """Open the page that tells why."""
        from setpace.ui.why import WhyScreen  # noqa: PLC0415 - same

        self.app.push_screen(WhyScreen(self.app.settings.keys))

    async def action_command_theme(self) -> None:
        """Choose the colours."""
        self.app.choose_theme()

    def action_command_settings(self) -> None:
        """Open the settings."""
        self.app.open_settings()

    def action_command_help(self) -> None:
        """Show the keys."""
        from setpace.ui.help import HelpScreen  # noqa: PLC0415 - only when asked for

        self.app.push_screen(HelpScreen(Scope.HOME, self.app.settings.keys))

    def action_command_quit(self) -> None:
        """Leave the program."""
        self.app.exit()

    def _first_files(self) -> HomeFiles:
        """What is known at first: on a disk that hangs nothing yet."""
        files: HomeFiles
        try:
            files = ask_disk(self._read_files, late=when_late(self, partial(self._take_late, self._reads), no_matter))
        except NoAnswerError as error:
            self._unread = f"Routines and log cannot be read yet: {error}. They are shown as soon as it does."
            files = nothing_read(self.app.paths)
        return files

    def _read_files(self) -> HomeFiles:
        """Routines, names of log files and the newest three of them, and the runs; in any thread."""
        return read_home(self.app.paths, self.app.library, self.app.clock.now())

    def _take(self, files: HomeFiles) -> None:
        """Know what was read from now on."""
        app, shelf = self.app, files.routines
        self._routines: dict[str, Routine] = {routine.id: routine for routine in shelf.routines}
        self._broken = {broken.file: broken for broken in shelf.broken}
        self._plans = {r.id: text.plan_of(r, app.library, app.settings.rest) for r in shelf.routines}
        app.warn_once(shelf.problems)
        self._reader, self._past = files.reader, files.past
        if self._past.trouble:
            app.warn(self._past.trouble)
        self._take_runs(files.runs)

    def _read_older(self) -> None:
        wanted = frozenset(entry.exercise for routine in self._routines.values() for entry in routine.exercises)
        now = self.app.clock.now()
        self.run_worker(partial(self._older, self._reader, self._past, wanted, now), thread=True, group="older")

    def _older(self, reader: PastReader, past: Past, wanted: frozenset[str], now: datetime) -> None:
        """In a thread: read older files, then look for an unfinished session; the screen is told of each."""
        found = reader.rest(past, now, wanted)
        routines, app = tuple(self._routines.values()), self.app
        found = replace(found, coached=coached(found, routines, app.library, app.settings, now))
        if found != past:
            self.call_later(self._take_older, reader, found)  # safe from a thread: it only posts
        offered = reader.look_further(found, now)
        if offered.offer != found.offer:
            self.call_later(self._take_older, reader, offered)

    async def _take_older(self, reader: PastReader, found: Past) -> None:
        if reader is self._reader:  # else home was read anew meanwhile
            self._past = found
            await self._show(keep=True)

    async def _show(self, *, keep: bool) -> None:
        """Paint what is known now; `keep` keeps the choice."""
        rows = self._rows()
        row_list = self.query_one(RowList)
        chosen = row_list.chosen
        if not keep and rows:
            chosen = rows[self._first_choice(rows)].id
        await row_list.show(rows, chosen)
        self.query_one("#home-details", Static).update(self._panel(row_list.chosen or ""))
        self.query_one("#home-keys", Static).update(self._keys_line())
        self.query_one("#home-advice", Static).update(self._advice())

    def _advice(self) -> Content:
        """Whether to train today; its line goes where there is nothing to say."""
        advice = advice_text(self._past, self._runs, self.app.clock.now())
        self.set_class(bool(advice), "-advised")
        return advice

    def _list_cells(self) -> int:
        """Cells for the text of the list."""
        width = self.app.size.width
        beside = min(width * _LIST_PERCENT // 100, _LIST_MOST)
        return (width if width < NARROW else beside) - _LIST_EDGES

    def _rows(self) -> list[Row]:
        now = self.app.clock.now()
        self._cells = self._list_cells()
        offer = text.offer_rows(self._past.offer, now) if self._past.offer else []
        routines = [
            text.routine_row(routine, self._plans[routine.id], self._past, now.date(), self.app.library, self._cells)
            for routine in self._routines.values()
        ]
        return [*offer, *routines, *(text.broken_row(broken) for broken in self._broken.values())]

    def _first_choice(self, rows: list[Row]) -> int:
        """What is chosen at first: what can go on, else the level that was just earned, else the routine last done."""
        ids = [row.id for row in rows]
        last = text.ROUTINE + (self.offered if self.offered in self._routines else self._last_routine())
        offer = self._past.offer
        return ids.index(last) if (offer is None or offer.problem is not None) and last in ids else 0

    def _panel(self, row: str) -> Content:
        if row.startswith(text.BROKEN):
            return text.broken_panel(self._broken[row.removeprefix(text.BROKEN)])
        if row == text.FLAWED and self._past.offer is not None and self._past.offer.problem is not None:
            return text.flawed_panel(self._past.offer.problem)
        routine = self._routines.get(row.removeprefix(text.ROUTINE)) or self._routines.get(self._last_routine())
        if routine is None:
            return Content(self._unread)
        app = self.app
        plan = self._plans[routine.id]
        today, level_key = app.clock.now().date(), first_key("level", app.settings.keys)
        return text.routine_panel(routine, app.library, self._past, app.settings.unit, plan, today, level_key)

    def _last_routine(self) -> str:
        """The routine last done; before that the first one."""
        done = [routine for routine in self._past.last_done if routine in self._routines]
        return done[0] if done else next(iter(self._routines), "")

    def _keys_line(self) -> Content:
        return keys_bar(
            _BAR, self.app.settings.keys, self.app.size.width, spare=("theme", "why", "run", "progress", "settings")
        )
