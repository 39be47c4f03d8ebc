"""What `setpace doctor` says of the sessions: how many there are, which are unreadable, odd, copies or unfinished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from setpace.core.errors import DataError, SetpaceError
from setpace.run.disk import SILENT, NoAnswerError
from setpace.store.session_trash import Trash
from setpace.store.sessions import Log, copy_rank
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from setpace.core.errors import Problem
    from setpace.core.session import Session
    from setpace.run.doctor_ask import Asking
    from setpace.run.redaction import Redaction
    from setpace.store.paths import Paths
    from setpace.store.session_format import SessionFile
    from setpace.store.sessions import LogName


class LogLook:
    """A look at each session of the log.

    Args:
        paths: where the log is.
        now: sessions dated in the future are named.
        hidden: takes the user's words out.
        disk: asks; at the first file that is not answered for, the look ends.

    Attributes:
        count: how many there are, in words.
        problems: one line each.
        is_complete: whether all files were looked at.
    """

    def __init__(self, paths: Paths, now: datetime, hidden: Redaction, disk: Asking) -> None:
        self.count = "not read"
        self.problems: list[str] = []
        self.is_complete = False
        self._now = now
        self._hidden = hidden
        self._sessions: dict[str, Session] = {}
        self._first: dict[str, Path] = {}
        self._first_sets: dict[tuple[str, datetime, datetime], Path] = {}
        self._unreadable = 0
        log = Log(paths)
        try:
            names = disk.look(log.names)
        except NoAnswerError as error:
            self.problems.append(f"{printable(str(paths.log_dir))}: {error}")
            return
        except SetpaceError as error:
            self.count = "cannot be read"
            self.problems.append(printable(str(error)))
            return
        self._look_at(names, log, disk)
        self.count = f"sessions {len(self._first)}, unreadable files {self._unreadable}"
        if not self.is_complete:
            self.count += ", not all read"

    @property
    def unfinished(self) -> list[Session]:
        """Those that were left or cut short, or go on in another window."""
        return [session for session in self._sessions.values() if session.finished is None]

    def _look_at(self, names: Sequence[LogName], log: Log, disk: Asking) -> None:
        """Look at each file, up to the first that is not answered for."""

        def read(name: LogName) -> SessionFile | DataError:
            try:
                return log.read(name.file)
            except DataError as error:
                return error

        answers = disk.look_at_each(read, names)
        for name in names:
            try:
                found = next(answers)
            except NoAnswerError as error:
                self.problems.append(f"{self._hidden.of_file(name.file)}: {error}, so what comes after it was not read")
                return
            if isinstance(found, DataError):
                self._unreadable += 1
                self.problems.append(str(self._hidden.of_problem(found.problem)))
            else:
                self._take(name.file, found)
        self.is_complete = True

    def _take(self, file: Path, read: SessionFile) -> None:
        """What is odd about a file that could be read."""
        session, named = read.session, self._hidden.of_file
        self.problems += [str(self._hidden.of_problem(problem)) for problem in read.problems]
        if read.newer:
            self.problems.append(f"{named(file)}: written by a newer Setpace; update this one to change it")
        else:
            self._sessions[session.id] = max(session, self._sessions.get(session.id, session), key=copy_rank)
        if session.ahead_of(self._now):
            self.problems.append(
                f"{named(file)}: dated {session.started:%Y-%m-%d}, in the future, so it does not "
                "count as the last one; put started, finished and the file's name right"
            )
        original = self._first.setdefault(session.id, file)
        if original != file:
            self.problems.append(
                f"{named(file)}: the same session as {named(original)} "
                f"(id {self._hidden.of_id(session.id)}), shown once; keep the one that is right, move the other away"
            )
            return
        twin = self._first_sets.setdefault(_first_set(session), file) if session.sets else file
        if twin != file:
            self.problems.append(
                f"{named(file)}: begins with the same set as {named(twin)}, as another session, "
                "so what is in both counts twice; keep the one that is right, move the other away"
            )


def deleted_problems(paths: Paths, hidden: Redaction, disk: Asking) -> list[str]:
    """What cannot be read of the deleted sessions, one line each; as far as the disk answers."""
    trash = Trash(paths)

    def problem_of(file: Path) -> Problem | None:
        try:
            trash.read(file)
        except DataError as error:
            return error.problem
        return None

    problems: list[str] = []
    try:
        files = disk.look(trash.files)
        problems += [
            str(hidden.of_problem(problem)) for problem in disk.look_at_each(problem_of, files) if problem is not None
        ]
    except NoAnswerError:
        problems.append(f"{printable(str(trash.folder))}: {SILENT}")
    except SetpaceError as error:
        problems.append(printable(str(error)))
    return problems


def _first_set(session: Session) -> tuple[str, datetime, datetime]:
    """What no two sessions have in common, unless one went on from the other's file."""
    done = session.sets[0]
    return done.exercise, done.started, done.finished
