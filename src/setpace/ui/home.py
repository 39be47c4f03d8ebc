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
from setpace.core.errors import SetpaceError
from setpace.store.routines import load_routines
from setpace.store.toml_file import printable
from setpace.ui import home_panel as text
from setpace.ui.bindings import bindings_of, first_key
from setpace.ui.home_coach import CoachedHome, advice_text, coached, offered_after
from setpace.ui.home_data import Past, PastReader
from setpace.ui.keys_bar import keys_bar
from setpace.ui.row_list import Row, RowList

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual.app import ComposeResult

    from setpace.core.routine import Routine
    from setpace.run.training import Training
    from setpace.ui.app import SetpaceApp

NARROW = 70
"""Below this many columns the panel stands under the list."""

_LIST_PERCENT, _LIST_MOST, _LIST_EDGES = 53, 54, 4
"""The width of the list beside the panel, as `look.tcss` has it, and its cells without text."""

_IN_THE_BAR = ("start", "history", "progress", "run", "why", "theme", "settings", "help", "quit")
_BAR = tuple(((id_,), COMMAND_BY_ID[id_].label) for id_ in _IN_THE_BAR)
"""What the line of keys names; resume has its row above."""


class HomeScreen(CoachedHome, inherit_bindings=False):
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
        self._offered = ""

    def compose(self) -> ComposeResult:
        """Title, list and panel, keys."""
        self._read()
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
        """Read names and newest files anew, as after a session."""
        self._read()
        await self._show(keep=False)
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

    def action_command_resume(self) -> None:
        """Go on with the unfinished session."""
        self._resume()

    def _resume(self) -> None:
        offer = self._past.offer
        if offer is None:
            self.app.notify("There is no unfinished session to go on with.")
            return
        if offer.problem is not None:
            self._say_flaw()
            return
        from setpace.run.training import resume_session  # noqa: PLC0415 - the first frame does without a workout

        app = self.app
        clock = app.clock_after(offer.stopped)
        coach, keys = app.settings.coach, app.settings.keys
        begin = partial(resume_session, app.paths, offer.file, app.library, clock, coach, keys=keys)
        self._enter(begin)

    def _say_flaw(self) -> None:
        """Why the unfinished session cannot go on."""
        if self._past.offer is not None and self._past.offer.problem is not None:
            self.app.warn(f"{self._past.offer.problem}; put that right first, then go on or finish")

    def start(self, routine: Routine | None = None) -> None:
        """Start a routine; None: the one last done, else the first."""
        routine = routine or self._routines.get(self._last_routine())
        if routine is None:
            self.app.speak_again()
            self.app.warn("There is no routine that can be started.")
            return
        from setpace.run.training import start_session  # noqa: PLC0415 - the first frame does without a workout

        app = self.app
        self._enter(partial(start_session, app.paths, routine, app.library, app.settings, app.clock))

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

    def _enter(self, begin: Callable[[], Training]) -> None:
        """Open the workout screen on a session, or say why there is none."""
        try:
            training = begin()
        except (SetpaceError, OSError) as error:
            self.app.speak_again()
            self.app.warn(str(error))
            return
        self.app.clear_notifications()  # nothing may lie over the set
        from setpace.ui.company import workout_screen  # noqa: PLC0415 - the first frame does without it

        self.app.push_screen(workout_screen(self.app, training), partial(self._back, training))

    async def _back(self, training: Training, _result: object) -> None:
        self.app.speak_again()
        self._offered = offered_after(training)
        await self.refresh_from_log()

    async def _settle(self, row: str) -> None:
        """Finish the unfinished session as it is, or move it to the trash."""
        offer = self._past.offer
        if offer is None:
            return
        app = self.app
        try:
            if row == text.FINISH:
                from setpace.run.training import finish_as_it_is  # noqa: PLC0415 - only here

                finish_as_it_is(app.paths, offer.file)
                app.notify(f"{printable(offer.name)} is finished as it was.", markup=False)
            else:
                from setpace.run.training import trash_session  # noqa: PLC0415 - same

                moved = trash_session(app.paths, offer.file)
                app.notify(f"Moved to {moved}", markup=False)
        except (SetpaceError, OSError) as error:
            app.warn(str(error))
        await self.refresh_from_log()

    def _read(self) -> None:
        """Routines, names of log files and the newest three of them."""
        app = self.app
        shelf = load_routines(app.paths, app.library)
        self._routines: dict[str, Routine] = {routine.id: routine for routine in shelf.routines}
        self._broken = {broken.file: broken for broken in shelf.broken}
        self._plans = {r.id: text.plan_of(r, app.library, app.settings.rest) for r in shelf.routines}
        app.warn_once(shelf.problems)
        self._reader = PastReader(app.paths)
        self._past = self._reader.begin(app.clock.now())
        if self._past.trouble:
            app.warn(self._past.trouble)
        self._read_runs()

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
        last = text.ROUTINE + (self._offered if self._offered in self._routines else self._last_routine())
        offer = self._past.offer
        return ids.index(last) if (offer is None or offer.problem is not None) and last in ids else 0

    def _panel(self, row: str) -> Content:
        if row.startswith(text.BROKEN):
            return text.broken_panel(self._broken[row.removeprefix(text.BROKEN)])
        if row == text.FLAWED and self._past.offer is not None and self._past.offer.problem is not None:
            return text.flawed_panel(self._past.offer.problem)
        routine = self._routines.get(row.removeprefix(text.ROUTINE)) or self._routines.get(self._last_routine())
        if routine is None:
            return Content("")
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
