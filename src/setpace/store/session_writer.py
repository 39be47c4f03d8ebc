"""Saving a running session, after every event."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from setpace.core.errors import DataError, Problem
from setpace.store.atomic import create_exclusively, remove_known, write_atomically
from setpace.store.session_format import session_bytes, session_document
from setpace.store.sessions import digest_of, new_session_id, refuse_unsound
from setpace.store.toml_file import is_missing, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from setpace.core.events import Event
    from setpace.core.session import Session
    from setpace.store.sessions import Log


class SessionWriter:
    """The one that writes a session's file, and never over what someone else wrote.

    Attributes:
        file: where the session is written now.
        moved_to: the new file, once the first one was changed by someone else; else None.
        session_id: the id written where it is not the session's own: its file was finished by someone else meanwhile.
        on_new_id: called with that id before the new file is made.
    """

    def __init__(self, log: Log, file: Path, session_unknown: Mapping[str, Any], digest: str | None = None) -> None:
        """Begin, without writing.

        Args:
            log: where a new file is made if need be.
            file: a free path (`Log.new_file`), or the file of a session to go on with.
            session_unknown: `SessionFile.unknown` of that file, empty for a new one.
            digest: of the file's content when it was read; None = as it is now.

        Raises:
            SetpaceError: the file is there but cannot be read, has something wrong in it, or is of a newer format.
        """
        self.file = file
        self.moved_to: Path | None = None
        self.session_id: str | None = None
        self.on_new_id: Callable[[str], None] = lambda _: None
        self._log = log
        self._unknown = session_unknown
        self._digest = digest
        if not is_missing(file):
            refuse_unsound(file, log.read(file))
            self._digest = digest or log.digest(file)

    def write(self, session: Session, events: Sequence[Event]) -> None:
        """Write the session as it is now.

        Raises:
            SetpaceError: it cannot be written; the file has what was written last.
        """
        data = self.content(session, events)
        try:
            if self._digest is not None and not write_atomically(self.file, data, self._is_ours):
                self._go_on_in_a_new_file(session)
                data = self.content(session, events)
            if self._digest is None:
                self._create(session, data)
        except OSError as error:
            what = f"the session cannot be saved: {error.strerror or error}"
            raise DataError(Problem(printable(str(self.file)), None, what)) from error
        self._digest = digest_of(data)

    def delete(self) -> None:
        """Delete what was written: no set was done. A file that someone else has changed meanwhile stays.

        Raises:
            SetpaceError: it cannot be deleted.
        """
        if self._digest is None:
            return
        try:
            remove_known(self.file, self._is_ours)
        except OSError as error:
            what = f"cannot be deleted: {error.strerror or error}"
            raise DataError(Problem(printable(str(self.file)), None, what)) from error

    def content(self, session: Session, events: Sequence[Event]) -> bytes:
        """What the file of the session as it is now would hold; nothing is written."""
        if self.session_id is not None:
            session = replace(session, id=self.session_id)
        return session_bytes(session_document(session, events, self._unknown))

    def _is_ours(self, file: Path) -> bool:
        """Whether a file holds what was written last; one that somebody took away is written again."""
        return self._digest is None or is_missing(file) or self._log.is_unchanged(self.file, self._digest, file)

    def _go_on_in_a_new_file(self, session: Session) -> None:
        """Leave the file to who changed it.

        Both are files of one session then, with one id: shown and counted once, named by doctor. But what goes on after
        the other one was ended must stay in sight, to be resumed: it becomes a session of its own.
        """
        if session.finished is None and self._ended_by_another():
            self.session_id = new_session_id()
            self.on_new_id(self.session_id)
        self._digest = None
        self.file = self.moved_to = self._log.new_file(session)

    def _ended_by_another(self) -> bool:
        try:
            return self._log.read(self.file).session.finished is not None
        except DataError:  # half of it there, or spoiled: nothing says so
            return False

    def _create(self, session: Session, data: bytes) -> None:
        """Write for the first time; a name that was taken meanwhile is left to who took it."""
        while True:
            try:
                create_exclusively(self.file, data)
            except FileExistsError:
                self.file = self._log.new_file(session)
                if self.moved_to is not None:
                    self.moved_to = self.file
            else:
                return
