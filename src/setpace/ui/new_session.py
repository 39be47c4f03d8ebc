"""Entering a session afterwards: which routine, and when; what was different is corrected then."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from setpace.core.errors import SetpaceError
from setpace.core.routine import plan_session
from setpace.core.session_by_hand import last_loads, session_by_hand
from setpace.core.session_edit import parse_times, retimed, times_text
from setpace.core.units import counted
from setpace.run.disk import NoAnswerError, ask_disk
from setpace.store.routines import load_routines
from setpace.store.session_writer import SessionWriter
from setpace.store.sessions import Log, new_session_id
from setpace.store.toml_file import printable
from setpace.ui.dialogs import ChoiceDialog
from setpace.ui.late import said_by, when_late
from setpace.ui.times_dialog import TimesDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future
    from datetime import datetime
    from pathlib import Path

    from setpace.core.exercise import Library
    from setpace.core.routine import Routine
    from setpace.core.session import Session
    from setpace.core.summary import SessionSummary
    from setpace.store.paths import Paths
    from setpace.store.settings import Settings
    from setpace.ui.history_shelf import HistoryShelf


def _about(routine: Routine) -> str:
    """What a routine is, beside its name: `9 sets`, `beginner, 6 sets`."""
    sets = counted(sum(each.sets for each in routine.exercises), "set")
    return sets if routine.level in ("", routine.name.casefold()) else f"{routine.level}, {sets}"


def _written(log: Log, session: Session) -> Path:
    writer = SessionWriter(log, log.new_file(session), {})
    writer.write(session, ())
    return writer.file


def _entered_word(asked: Future[Path]) -> str:
    """What is said of a session that was to be written, where nobody looks at the history any more."""
    return "" if asked.exception() is None else f"The session is not entered: {asked.exception()}"


class NewSession:
    """The questions, and the file that is made of the answers.

    Args:
        screen: the dialogs come over it.
        paths: where routines and the log are.
        library: families, sides and steps.
        settings: unit and rest ranges.
        past: sessions that give the loads.
        now: what is proposed as the end; a session cannot be of a later day.
    """

    def __init__(
        self,
        screen: HistoryShelf,
        paths: Paths,
        library: Library,
        settings: Settings,
        past: Iterable[SessionSummary],
        now: datetime,
    ) -> None:
        self._screen = screen
        self._paths = paths
        self._library = library
        self._settings = settings
        self._past = past
        self._now = now

    def ask(self, made: Callable[[Path], None], failed: Callable[[str], None]) -> None:
        """Ask for the routine and the time, and write the session.

        Args:
            made: called with its file.
            failed: called with the reason, in one line, where it cannot be written.
        """
        try:
            shelf = ask_disk(partial(load_routines, self._paths, self._library))
        except NoAnswerError as error:
            failed(f"the routines cannot be read: {error}")
            return
        routines = {each.id: each for each in shelf.routines}
        options = [(each.id, printable(each.name), _about(each)) for each in routines.values()]

        def chosen(routine_id: str | None) -> None:
            if routine_id is not None:
                self._ask_time(routines[routine_id], made, failed)

        self._screen.app.push_screen(ChoiceDialog("Which routine was it?", "", options, None), chosen)

    def _ask_time(self, routine: Routine, made: Callable[[Path], None], failed: Callable[[str], None]) -> None:
        unit = self._settings.unit
        loads = last_loads(self._past, unit, self._now)
        plan = plan_session(routine, self._library, rest_by_family=self._settings.rest, loads=loads)
        proposed = session_by_hand(routine, plan, session_id=new_session_id(), unit=unit, ended=self._now)

        def changed(text: str) -> Session:
            session = retimed(proposed, *parse_times(text, proposed))
            if session.started.date() > self._now.date():
                raise ValueError("that day is in the future: enter the session when it is done")
            return session

        gone = said_by(self._screen.app, _entered_word)

        def typed(session: Session | None) -> None:
            if session is None:
                return
            act = partial(_written, Log(self._paths), session)
            take(lambda: ask_disk(act, late=when_late(self._screen, take_late, gone), owed=True))

        def take_late(asked: Future[Path]) -> None:
            take(asked.result)

        def take(written: Callable[[], Path]) -> None:
            try:
                file = written()
            except SetpaceError as error:
                failed(str(error))
            else:
                made(file)

        self._screen.app.push_screen(TimesDialog("When was it?", times_text(proposed), changed), typed)
