"""The list of past sessions with the chosen one in full, its filter, and the thread that fills it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from setpace.core.commands import COMMAND_BY_ID
from setpace.core.errors import SetpaceError
from setpace.core.session_filter import Order
from setpace.run.disk import ask_disk
from setpace.store.sessions import Log
from setpace.ui.bindings import first_key
from setpace.ui.history_filter import FilterLine, Selection, typing_keys
from setpace.ui.history_rows import HistoryList, HistoryRow, row_of
from setpace.ui.keys_bar import keys_bar
from setpace.ui.late import no_matter, when_late
from setpace.ui.log_reading import LogReading, Piece
from setpace.ui.session_detail import session_detail
from setpace.ui.top_screen import TopScreen
from setpace.ui.unreadable import files_told

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from datetime import datetime
    from pathlib import Path

    from textual.app import ComposeResult

    from setpace.core.exercise import Library
    from setpace.core.summary import SessionSummary
    from setpace.store.paths import Paths
    from setpace.store.session_format import SessionFile
    from setpace.store.settings import Settings
    from setpace.store.summaries import Found
    from setpace.ui.configured_app import ConfiguredApp

CHUNK_FILES = 500
"""Files read between two later additions to the list."""

_SCROLL_ROWS = 3

BESIDE = 120
"""From this many columns on the chosen session stands beside the list, which then has as much room as at 80."""

_IN_THE_BAR = (
    *("correct", "history-filter", "compare", "history-order", "to-trash", "new-session"),
    *("history-progress", "history-help", "history-back"),
)
_BAR = tuple(((id_,), COMMAND_BY_ID[id_].label) for id_ in _IN_THE_BAR)
"""What the line of keys names; the arrows and their like are where everybody looks for them."""
_EMPTY_BAR = tuple(entry for entry in _BAR if entry[0][0] in ("new-session", "history-help", "history-back"))
"""What can be done where there is no session."""
_SPARE = ("new", "order", "trash", "progress")
"""Needed least. Files that cannot be read are told of with their key, where there are any."""


class HistoryShelf(TopScreen[None], inherit_bindings=False):
    """Shows sessions and moves among them. A thread reads the log; this screen only shows what it sends."""

    app: ConfiguredApp

    DEFAULT_CSS = """
    #history-body { layout: vertical; height: 1fr; }
    #history-list { height: 45%; width: 1fr; color: $text; }
    #history-detail { height: 1fr; width: 1fr; background: $surface; scrollbar-size-vertical: 1; }
    #history-text { height: auto; width: 1fr; padding: 0 1 0 2; }
    #history-status { height: auto; max-height: 3; padding: 0 2; color: $muted; dock: bottom; margin-bottom: 1; }
    #history-status.-wrong { color: $error; }
    #history-empty { display: none; height: 1fr; padding: 1 2; }
    HistoryShelf.-beside #history-body { layout: horizontal; }
    HistoryShelf.-beside #history-list { width: 60%; min-width: 80; height: 1fr; }
    HistoryShelf.-beside #history-detail { height: 1fr; }
    HistoryShelf.-empty #history-list, HistoryShelf.-empty #history-detail { display: none; }
    HistoryShelf.-empty #history-empty { display: block; }
    """

    def __init__(self, paths: Paths, library: Library, settings: Settings, now: datetime) -> None:
        """Make the screen.

        Args:
            paths: where the log is.
            library: names, implements and steps of the exercises.
            settings: the user's keys.
            now: sessions dated in the future are marked.
        """
        super().__init__()
        self._paths = paths
        self._log = Log(paths)
        self._now = now
        self._library = library
        self._settings = settings
        self._keys = settings.keys
        self._reading = LogReading(paths, self._row, CHUNK_FILES)
        self._selection = Selection(library)

    def compose(self) -> ComposeResult:
        """Title, list, session, status, keys."""
        yield Static(id="history-title", classes="bar title-bar", markup=False)
        yield FilterLine()
        with Container(id="history-body"):
            yield HistoryList(id="history-list")
            with VerticalScroll(id="history-detail", can_focus=False):
                yield Static(id="history-text", markup=False)
            yield Static(self._empty(), id="history-empty", markup=False)
        yield Static(id="history-status", markup=False)
        yield Static(self._keys_line(), id="history-keys", classes="bar key-bar")

    def on_mount(self) -> None:
        """Begin to read."""
        self._settle_sides()
        self._say()
        self._reading.begin(self, self._say)

    def on_resize(self) -> None:
        """Side by side where there is room."""
        self._settle_sides()
        self._paint_keys()

    def _keys_line(self) -> Content:
        if self.query(FilterLine) and self.query_one(FilterLine).is_typing:
            return typing_keys(first_key("history-back", self._keys), self.app.size.width)
        return keys_bar(_EMPTY_BAR if self.has_class("-empty") else _BAR, self._keys, self.app.size.width, _SPARE)

    def _empty(self) -> Content:
        """What to do where there is nothing to look at."""
        ids = ("history-back", "start", "new-session")
        back, start, new = ((first_key(id_, self._keys), "bold $accent") for id_ in ids)
        return Content.assemble(
            *(("No sessions yet", "bold"), ": press ", back, ", choose a routine and press ", start, ".\n\n"),
            *(new, " enters one that was done already."),
        )

    def _paint_keys(self) -> None:
        self.query_one("#history-keys", Static).update(self._keys_line())

    def _settle_sides(self) -> None:
        self.set_class(self.app.size.width >= BESIDE, "-beside")

    def _row(self, found: Found, session: SessionSummary) -> HistoryRow:
        return row_of(found.name.file, session, self._library, self._now)

    def on_piece(self, piece: Piece[HistoryRow]) -> None:
        """Show what was read."""
        self._reading.take(piece, self)
        sessions = self.query_one(HistoryList)
        known = len(sessions)
        if self._selection.add(piece.items):
            sessions.append(self._selection.shown[known:])
            self._say()
        else:
            self._show_selection()

    def _say(self, wrong: str | None = None, told: str | None = None) -> None:
        """Paint title and status; what is `wrong`, or was done, stands in the status until the choice moves."""
        sessions = self.query_one(HistoryList)
        empty = not (self._reading.goes_on or len(self._selection) or self._reading.failed)
        if empty is not self.has_class("-empty"):
            self.set_class(empty, "-empty")
            self._paint_keys()
        self.query_one(FilterLine).count(len(sessions), len(self._selection))
        place = f"  {sessions.place + 1:,} of {len(sessions):,}" if len(sessions) else ""
        place += "" if self._selection.order is Order.NEWEST else f"  {self._selection.order}"
        reading = "  reading…" if self._reading.goes_on else ""
        title = Content.assemble(("HISTORY", "bold"), (place + reading, "$muted"))
        self.query_one("#history-title", Static).update(title)
        wrong = wrong or self._reading.failed or next(iter(self._selection.query.problems), None)
        status = self.query_one("#history-status", Static)
        status.set_class(wrong is not None, "-wrong")
        key = first_key("unreadable", self._keys)
        text = wrong or told or files_told(len(self._reading.unreadable), len(self._reading.partly), key)
        status.update(Content(text))
        status.display = bool(text)

    def on_history_list_chosen(self, message: HistoryList.Chosen) -> None:
        """Show the chosen session in full."""
        self._show_detail(message.row)
        self.query_one("#history-detail").scroll_home(animate=False)
        self._say()

    def _show_detail(self, row: HistoryRow) -> None:
        late = when_late(self, partial(self._show_late, row), no_matter)
        self._show_read(lambda: ask_disk(partial(self._log.read, row.file), late=late))

    def _show_late(self, row: HistoryRow, asked: Future[SessionFile]) -> None:
        if self.query_one(HistoryList).chosen is row:
            self._show_read(asked.result)

    def _show_read(self, read: Callable[[], SessionFile]) -> None:
        text = self.query_one("#history-text", Static)
        try:
            found = read()
        except SetpaceError as error:
            text.update(Content.styled(str(error), "$error"))
        else:
            text.update(session_detail(found, self._library, self._now))

    def _show_selection(self, file: Path | None = None, told: str | None = None) -> None:
        """Show what the filter lets through; a session stays chosen while it is among it."""
        sessions = self.query_one(HistoryList)
        before = sessions.chosen
        sessions.show(self._selection.shown, file or sessions.file)
        if sessions.chosen is None:
            back = first_key("history-back", self._keys)
            none = f"No session fits: {back} shows all again." if self._selection.query.terms else ""
            self.query_one("#history-text", Static).update(Content.styled(none, "$muted"))
        elif sessions.chosen is not before:
            self._show_detail(sessions.chosen)
        self._say(told=told)

    def on_filter_line_changed(self, message: FilterLine.Changed) -> None:
        """Filter as it is typed."""
        self._selection.filter(message.text)
        self._show_selection()

    def on_filter_line_typing(self) -> None:
        """The keys are the line's, or the list's again."""
        self._paint_keys()

    def action_command_history_filter(self) -> None:
        """Type a filter."""
        self.query_one(FilterLine).open()

    def action_command_session_newer(self) -> None:
        """Choose the session above."""
        self.query_one(HistoryList).move(-1)

    def action_command_session_older(self) -> None:
        """Choose the session below."""
        self.query_one(HistoryList).move(1)

    def action_command_history_page_up(self) -> None:
        """Choose a session a page above."""
        sessions = self.query_one(HistoryList)
        sessions.move(-sessions.in_sight)

    def action_command_history_page_down(self) -> None:
        """Choose a session a page below."""
        sessions = self.query_one(HistoryList)
        sessions.move(sessions.in_sight)

    def action_command_session_newest(self) -> None:
        """Choose the first session."""
        sessions = self.query_one(HistoryList)
        sessions.move(-len(sessions))

    def action_command_session_oldest(self) -> None:
        """Choose the last session read so far."""
        sessions = self.query_one(HistoryList)
        sessions.move(len(sessions))

    def action_command_detail_up(self) -> None:
        """Scroll the chosen session up by a few lines."""
        self.query_one("#history-detail").scroll_relative(y=-_SCROLL_ROWS, animate=False)

    def action_command_detail_down(self) -> None:
        """Scroll the chosen session down by a few lines."""
        self.query_one("#history-detail").scroll_relative(y=_SCROLL_ROWS, animate=False)
