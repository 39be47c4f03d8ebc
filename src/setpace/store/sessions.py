"""The log: a folder of files, one for each session."""

from __future__ import annotations

import os
import re
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from setpace.core.errors import DataError, Problem, SetpaceError
from setpace.core.session import AHEAD
from setpace.store.atomic import make_private_folder, move_exclusively, write_atomically
from setpace.store.session_format import SessionFile, name_parts, parse_session, session_bytes, session_document
from setpace.store.toml_file import is_missing, printable, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from setpace.core.session import Session
    from setpace.store.paths import Paths

    _Opened = tuple[datetime, "LogName", SessionFile | DataError]

_WEST_OF_UTC = timedelta(hours=12)
"""How far a local time can lie behind UTC: no session began later than its file's name plus this."""

_LONGEST_ROUTINE_BYTES = 100
_UNFIT = re.compile(r"[^\w.-]+")
_YEAR = re.compile(r"\d{4}")


class LogName(NamedTuple):
    """What the name of a log file says; the file itself was not opened.

    Home makes one of each file before its first frame: a path or a frozen class for each would cost more than the disk.

    Attributes:
        folder: where the file is.
        name: of the file.
        stamp: local start, `2026-11-23_18-04-11`; empty where the name is odd.
        routine: id of the routine; empty where the name is odd.
    """

    folder: Path
    name: str
    stamp: str
    routine: str

    @property
    def file(self) -> Path:
        """The file's path."""
        return self.folder / self.name


def ahead_stamp(now: datetime) -> str:
    """A session whose name has a later stamp than this is dated in the future, as `Session.ahead_of` says it.

    Args:
        now: local.
    """
    return f"{now + AHEAD:%Y-%m-%d_%H-%M-%S}"


class Log:
    """The sessions of one user.

    Attributes:
        folder: where they are: a folder per year in it.
    """

    def __init__(self, paths: Paths) -> None:
        self.folder = paths.log_dir
        self._trash = paths.trash_dir

    def names(self, enough: int | None = None) -> tuple[LogName, ...]:
        """Log files by the local start in their names, newest first; odd names come last.

        Args:
            enough: once so many are found the folders of earlier years stay unopened; None = all files. Home's first
                frame need not wait for the names of decades.

        Raises:
            SetpaceError: a folder of the log cannot be read.
        """
        names: list[LogName] = []
        try:
            for found in self._folders():
                names += found
                if enough is not None and len(names) >= enough:
                    break
        except OSError as error:
            raise _failed(self.folder, "the log cannot be read", error) from error
        names.sort(key=lambda name: (name.stamp, name.name), reverse=True)
        return tuple(names)

    def _folders(self) -> Iterator[list[LogName]]:
        """The names in each folder of the log: those of the years last, the newest of them first."""
        try:
            entries = [entry for entry in os.scandir(self.folder) if not entry.name.startswith(".")]
        except FileNotFoundError:
            if not is_missing(self.folder):
                raise  # a link to nowhere is no empty log
            return
        years = {entry.name: entry for entry in entries if _YEAR.fullmatch(entry.name)}
        yield [name for entry in entries if entry.name not in years for name in self._within(entry)]
        for year in sorted(years, reverse=True):
            yield list(self._within(years[year]))

    def _within(self, entry: os.DirEntry[str]) -> Iterator[LogName]:
        """The files of a folder of the log, or the one file that the entry is."""
        folder = self.folder
        try:
            entries = [entry]
            if entry.is_dir():
                folder /= entry.name
                entries = [each for each in os.scandir(entry.path) if not each.name.startswith(".")]
        except OSError:  # told of by who reads it as a file; the other folders are there all the same
            yield LogName(self.folder, entry.name, "", "")
            return
        for each in entries:
            if each.name.endswith(".toml"):
                yield LogName(folder, each.name, *name_parts(each.name.removesuffix(".toml")))

    def read(self, file: Path) -> SessionFile:
        """The session of one file.

        Raises:
            DataError: it cannot be read as a session.
        """
        return parse_session(read_toml(file))

    def recent(self, limit: int | None = None) -> Iterator[tuple[LogName, SessionFile | DataError]]:
        """The sessions by the instant they began, newest first, each opened only when its turn is near.

        Of the files with the same id, copies that a sync made, the one comes that `copy_rank` puts first. A file that
        cannot be read comes with its error, at the time its name says.

        Args:
            limit: at most so many; None = all.

        Raises:
            SetpaceError: a folder of the log cannot be read.
        """
        names = self.names()
        odd = [name for name in names if not _named_instant(name)]
        ready = [self._opened(name) for name in odd]
        dated = [name for name in names if _named_instant(name)]
        ids: set[str] = set()
        given = 0
        for place in range(len(dated) + 1):
            if place < len(dated):
                latest = _latest_start(dated[place])
                due = [item for item in ready if item[0] >= latest]
            else:
                due = list(ready)
            due.sort(key=lambda item: (item[0], item[1].name), reverse=True)
            for item in due:
                ready.remove(item)
                began, name, found = item
                if isinstance(found, SessionFile):
                    if found.session.id in ids:
                        continue
                    ids.add(found.session.id)
                    name, found = _best_copy(began, found.session.id, due)
                if limit is not None and given >= limit:
                    return
                given += 1
                yield name, found
            if limit is not None and given >= limit:
                return
            if place < len(dated):
                ready.append(self._opened(dated[place]))

    def _opened(self, name: LogName) -> _Opened:
        try:
            found = self.read(name.file)
        except DataError as error:
            never = datetime.min.replace(tzinfo=timezone.utc)  # noqa: UP017
            return _named_instant(name) or never, name, error
        return found.session.started, name, found

    def new_file(self, session: Session) -> Path:
        """A path for a new session that is free at this moment; nothing is made."""
        start = session.started
        routine = _UNFIT.sub("-", session.routine).encode()[:_LONGEST_ROUTINE_BYTES].decode(errors="ignore")
        stem = f"{start:%Y-%m-%d_%H-%M-%S}_{routine or 'session'}"
        folder = self.folder / f"{start:%Y}"
        file, count = folder / f"{stem}.toml", 1
        while os.path.lexists(file):
            count += 1
            file = folder / f"{stem}_{count}.toml"
        return file

    def check_writable(self) -> None:
        """Make the log's folder and a file in it, to know before a session begins.

        Raises:
            SetpaceError: it cannot be written.
        """
        probe = self.folder / f".setpace-{os.urandom(8).hex()}.tmp"
        try:
            make_private_folder(self.folder)
            probe.touch(mode=0o600, exist_ok=False)
            probe.unlink()
        except OSError as error:
            raise _failed(self.folder, "sessions cannot be saved here", error) from error

    def trash(self, file: Path) -> Path:
        """Move a session to the trash, where nothing is ever overwritten.

        Returns:
            Where it is now.

        Raises:
            SetpaceError: it cannot be moved.
        """
        count = 1
        to = self._trash / file.name
        try:
            make_private_folder(self._trash)
            while True:
                try:
                    move_exclusively(file, to)
                except FileExistsError:
                    count += 1
                    to = self._trash / f"{file.stem}_{count}{file.suffix}"
                else:
                    return to
        except OSError as error:
            raise _failed(file, "cannot be moved to the trash", error) from error

    def digest(self, file: Path) -> str:
        """What tells this content of a file from any other: its SHA-256 in hexadecimal.

        Raises:
            SetpaceError: the file cannot be read.
        """
        try:
            return digest_of(file.read_bytes())
        except OSError as error:
            raise _failed(file, "cannot be read", error) from error

    def is_unchanged(self, file: Path, digest: str, found: Path) -> bool:
        """Whether a session's `file` has still the content of `digest`, where it stands at the moment: `found`.

        Raises:
            SetpaceError: it cannot be read.
        """
        try:
            # A pipe or a folder that came in its place is no longer the session's file, and a pipe would be waited for.
            return found.is_file() and digest_of(found.read_bytes()) == digest
        except OSError as error:
            raise _failed(file, "cannot be read", error) from error

    def correct(self, file: Path, read_digest: str, session: Session) -> str:
        """Rewrite a session after a correction in the app.

        Args:
            file: its file.
            read_digest: `digest` of the file when it was read.
            session: as it shall be.

        Returns:
            The new digest.

        Raises:
            SetpaceError: the file changed since, is of a newer format, has something wrong in it, or cannot be
                written; it stays as it is.
        """
        is_known = partial(self.is_unchanged, file, read_digest)
        if not is_known(file):
            raise _changed(file)
        before = self.read(file)
        refuse_unsound(file, before)
        data = session_bytes(session_document(session, before.events, before.unknown))
        try:
            if not write_atomically(file, data, is_known):
                raise _changed(file)
        except OSError as error:
            raise _failed(file, "cannot be written", error) from error
        return digest_of(data)


def copy_rank(session: Session) -> tuple[bool, datetime, int]:
    """Of two files with the same id the one with the higher rank is the session, the other a copy that was left behind.

    A finished one comes before one that is not, then the one that went on longer, then the one with more sets.
    """
    return session.finished is not None, session.ended, len(session.work)


def new_session_id() -> str:
    """A random id for a session: six small letters and digits, two billion of them."""
    import secrets  # noqa: PLC0415 - home does without

    return "".join(secrets.choice("0123456789abcdefghijklmnopqrstuvwxyz") for _ in range(6))


def digest_of(data: bytes) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    from hashlib import sha256  # noqa: PLC0415 - reading the log does without

    return sha256(data).hexdigest()


def refuse_unsound(file: Path, found: SessionFile) -> None:
    """Refuse a file that must not be rewritten, because that would cost what is not understood of it.

    Raises:
        DataError: it is of a newer format, or something in it is wrong.
    """
    if found.newer:
        what = "written by a newer Setpace; update this one to change it"
        raise DataError(Problem(printable(str(file)), None, what))
    if found.problems:
        raise DataError(found.problems[0])


def _named_instant(name: LogName) -> datetime | None:
    """The start in a file's name, as if it were UTC; None where it is no time."""
    try:
        return datetime.strptime(name.stamp, "%Y-%m-%d_%H-%M-%S").replace(tzinfo=timezone.utc)  # noqa: UP017
    except ValueError:
        return None


def _latest_start(name: LogName) -> datetime:
    """No session whose file sorts here or later began after this instant."""
    end = datetime.max.replace(tzinfo=timezone.utc)  # noqa: UP017
    named = _named_instant(name) or end
    return min(named, end - _WEST_OF_UTC) + _WEST_OF_UTC


def _best_copy(began: datetime, session_id: str, among: Sequence[_Opened]) -> tuple[LogName, SessionFile]:
    """Of the files of one session, which all began at the same instant, the one that `copy_rank` puts first."""
    sessions = [(name, file) for start, name, file in among if start == began and isinstance(file, SessionFile)]
    copies = [copy for copy in sessions if copy[1].session.id == session_id]
    return max(copies, key=lambda copy: copy_rank(copy[1].session))


def _changed(file: Path) -> DataError:
    what = "changed on disk since it was read; look at it again, then correct it"
    return DataError(Problem(printable(str(file)), None, what))


def _failed(file: Path, what: str, error: OSError) -> SetpaceError:
    from setpace.store.rights import why_refused  # noqa: PLC0415 - only a refusal needs it

    return DataError(Problem(printable(str(file)), None, f"{what}: {why_refused(file, error)}"))
