"""Past sessions: the keys of the list, and the screens and dialogs they open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from setpace.core.commands import Scope
from setpace.core.errors import DataError, SetpaceError
from setpace.core.summary import summary_of
from setpace.run.disk import NoAnswerError, ask_disk
from setpace.store.session_trash import Trash
from setpace.store.toml_file import printable
from setpace.ui.bindings import bindings_of, first_key
from setpace.ui.correct import CorrectScreen
from setpace.ui.help import HelpScreen
from setpace.ui.history_filter import FilterLine
from setpace.ui.history_rows import HistoryList, row_of
from setpace.ui.history_shelf import HistoryShelf
from setpace.ui.late import no_matter, said_by, when_late
from setpace.ui.log_reading import ask_cache
from setpace.ui.session_editor import why_not
from setpace.ui.unreadable import UnreadableDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from textual.binding import BindingType

    from setpace.store.session_format import SessionFile
    from setpace.ui.history_rows import HistoryRow
    from setpace.ui.late_word import LateWord
    from setpace.ui.trash import Deleted


class HistoryScreen(HistoryShelf, inherit_bindings=False):
    """The history, and what can be done with a session of it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Scope.HISTORY)

    def on_history_list_taken(self) -> None:
        """A second click corrects, a third one with it does not."""
        if self.app.screen is self:
            self.action_command_correct()

    def action_command_correct(self) -> None:
        """Correct the chosen session, or say why that cannot be."""
        file = self.query_one(HistoryList).file
        if file is not None:
            self._correct(file, "Every correction is saved at once.")

    def _correct(self, file: Path, said: str) -> None:
        try:
            digest, found = ask_disk(partial(self._digest_and_session, file))
        except SetpaceError as error:
            self._say(str(error))
            return
        reason = why_not(found)
        if reason is not None:
            self._say(reason)
            return
        hear = self._hearing()
        screen = CorrectScreen(self._log, file, found, self._library, self._keys, hear, read_digest=digest, said=said)

        def corrected(_: None) -> None:
            self._read_again(file, screen.file)

        self.app.push_screen(screen, corrected)

    def _digest_and_session(self, file: Path) -> tuple[str, SessionFile]:
        """In this order: a change between the two is refused then."""
        return self._log.digest(file), self._log.read(file)

    def _hearing(self) -> Callable[[LateWord], None]:
        """What screens above are to call in another thread, once they are left; the app hears it after this one."""

        def word(news: LateWord) -> str:
            return news.told

        return when_late(self, self._hear, said_by(self.app, word))

    def _hear(self, news: LateWord) -> None:
        """Show what a disk did for a screen that was left meanwhile."""
        chosen = self.query_one(HistoryList).file
        is_shown = True
        if news.instead_of is not None:
            is_shown = self._read_again(news.instead_of, *news.files)
        elif news.files:
            is_shown = self._restored(news.files)
        if chosen is not None and chosen != news.instead_of:  # the user has moved on
            self._show_selection(chosen)
        if news.told and is_shown:
            self._say(news.told if news.wrong else None, told=news.told)

    def _read_again(self, was: Path, file: Path) -> bool:
        """Show a session as it is now on disk, where its file may have another name; whether that could be."""
        try:
            session = ask_disk(partial(self._log.read, file)).session
        except SetpaceError as error:
            self._say(str(error))
            return False
        self._selection.put(row_of(file, summary_of(session), self._library, self._now), instead_of=was)
        self._show_selection(file)
        return True

    def action_command_history_order(self) -> None:
        """Sort the sessions in the next way."""
        self._selection.sort(self._selection.order.after)
        self._show_selection(next((row.file for row in self._selection.shown), None))

    def action_command_new_session(self) -> None:
        """Enter a session afterwards, and correct at once what was different."""
        from setpace.ui.new_session import NewSession  # noqa: PLC0415 - the list opens without it

        def made(file: Path) -> None:
            self.query_one(FilterLine).clear()
            self._selection.filter("")  # it could hide the new one
            self._read_again(file, file)
            if self.app.screen is self:  # else it came late, and something else is done by now
                self._correct(file, "Saved, all as planned: correct what was different, and rate the sets.")

        past = [row.session for row in self._selection.all]
        NewSession(self, self._paths, self._library, self._settings, past, self._now).ask(made, self._say)

    def action_command_to_trash(self) -> None:
        """Move the chosen session to the trash, or say why that cannot be."""
        from setpace.run.training import trash_session  # noqa: PLC0415 - the list opens without it

        row = self.query_one(HistoryList).chosen
        if row is None:
            return
        try:
            late = when_late(self, partial(self._trashed_late, row), said_by(self.app, partial(_trashed_word, row)))
            ask_disk(partial(trash_session, self._paths, row.file), late=late, owed=True)
        except SetpaceError as error:
            self._say(str(error))
        else:
            self._trashed(row)

    def _trashed_late(self, row: HistoryRow, asked: Future[Path]) -> None:
        if asked.exception() is None:
            self._trashed(row)
        elif any(each.session.id == row.session.id for each in self._selection.all):  # else it was asked for twice
            self._say(str(asked.exception()))

    def _trashed(self, row: HistoryRow) -> None:
        self._selection.remove(row.file)
        key = first_key("trash", self._keys)
        self._show_selection(told=f"{row.routine} of {row.date} {row.time} trashed: {key} restores it")

    def action_command_trash(self) -> None:
        """Open the trash."""
        from setpace.ui.trash import TrashDialog, deleted_sessions  # noqa: PLC0415 - the list opens without it

        trash = Trash(self._paths, ask_cache)

        def take(found: dict[Path, Deleted]) -> None:
            self._say()  # that one could be restored would stand behind the dialog, even when it is no more
            self.app.push_screen(TrashDialog(trash, found, self._hearing()), restored)

        def restored(files: tuple[Path, ...] | None) -> None:
            self._restored(files)

        def take_late(asked: Future[dict[Path, Deleted]]) -> None:
            if asked.exception() is None and self.app.screen is self:  # on a slow disk it takes its time
                take(asked.result())

        try:
            take(ask_disk(partial(deleted_sessions, trash), late=when_late(self, take_late, no_matter)))
        except SetpaceError as error:
            self._say(str(error))

    def _restored(self, files: tuple[Path, ...] | None) -> bool:
        """Show the sessions that are back; whether each could be."""
        ids = {row.session.id for row in self._selection.all}
        told: list[str] = []
        shown: Path | None = None
        for file in files or ():
            try:
                session = ask_disk(partial(self._log.read, file)).session
            except DataError as error:
                self._reading.unreadable.append(error.problem)
                continue
            except NoAnswerError as error:
                told.append(f"{printable(file.name)}: {error}")
                continue
            if session.id in ids:
                told.append(f"{printable(file.name)} is a copy of a session that is here already: it is shown once")
                continue
            ids.add(session.id)
            self._selection.put(row_of(file, summary_of(session), self._library, self._now))
            shown = file
        self._show_selection(shown, told="; ".join(told) or None)
        return not told

    def action_command_compare(self) -> None:
        """Open the chosen session beside the last one of its routine, or say that there is none."""
        from setpace.core.session_compare import last_of_routine  # noqa: PLC0415 - the list opens without it
        from setpace.ui.compare import CompareScreen  # noqa: PLC0415 - same

        row = self.query_one(HistoryList).chosen
        if row is None:
            return
        last = last_of_routine(row.session, (each.session for each in self._selection.all))
        if last is None:
            found = " so far: older sessions are still being read" if self._reading.goes_on else ""
            self._say(f"No earlier session of {row.routine} to compare with{found}.")
            return
        before = next(each for each in self._selection.all if each.session is last)
        try:
            earlier, chosen = (ask_disk(partial(self._log.read, each.file)) for each in (before, row))
        except SetpaceError as error:
            self._say(str(error))
        else:
            self.app.push_screen(CompareScreen(earlier, chosen, self._library, self._keys))

    def action_command_history_progress(self) -> None:
        """Open loads, records and the calendar."""
        from setpace.ui.progress import ProgressScreen  # noqa: PLC0415 - the list opens without it

        self.app.push_screen(ProgressScreen(self._paths, self._library, self._settings, self._now))

    def action_command_unreadable(self) -> None:
        """Name the files that cannot be read."""
        self.app.push_screen(UnreadableDialog((*self._reading.unreadable, *self._reading.partly)))

    def action_command_history_help(self) -> None:
        """Show every key."""
        self.app.push_screen(HelpScreen(Scope.HISTORY, self._keys))

    def action_command_history_back(self) -> None:
        """Clear the filter; without one, back to home."""
        line = self.query_one(FilterLine)
        if line.is_open:
            line.clear()
        else:
            self.dismiss(None)


def _trashed_word(row: HistoryRow, asked: Future[Path]) -> str:
    """What is said of a session that was to be thrown away, where its row is seen no more."""
    return "" if asked.exception() is None else f"{row.routine} of {row.date} {row.time}: {asked.exception()}"
