"""What a cache knows of the files of the log, so that they need not be read again.

The cache is a JSON file for each folder of the log. It is never the truth: an entry counts only while its file has the
name, the size and the time of change that it had when it was read, a file with anything wrong in it is read again each
time, and the whole cache may be deleted at any moment.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from setpace.core.session import Form
from setpace.core.summary import SessionSummary, SetSummary
from setpace.core.units import Unit
from setpace.store.atomic import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

    from setpace.store.paths import Paths

Answer = TypeVar("Answer")

VERSION = 2
"""Of the cache's own format; a cache of another one is made anew."""

LARGEST_BYTES = 64 * 1024 * 1024
"""A folder of 100,000 sessions has a third of that."""

ODD = "odd"
"""The name of what the cache knows of files that lie elsewhere than in the folder of their year."""

_FOLDER = "summaries"

_MOST_SETS = 10_000
"""Of one run; no session has as many."""


class Ask(Protocol):
    """Has something done on the disk of the cache; None where that disk takes too long to answer."""

    def __call__(self, act: Callable[[], Answer], /) -> Answer | None:
        """What `act` gives, which is never None."""
        ...


def at_once(act: Callable[[], Answer], /) -> Answer:
    """Wait for a disk as long as it takes; see `Ask`."""
    return act()


class SummaryCache:
    """The cache of one user. A disk that took too long to answer is not asked again, but for what is to be deleted.

    Args:
        paths: where it is.
        ask: has the reading and the writing done.

    Attributes:
        folder: its files.
    """

    def __init__(self, paths: Paths, ask: Ask = at_once) -> None:
        self.folder = paths.cache / _FOLDER
        self._ask = ask
        self._can_be_read = self._can_be_written = True
        self._runs: dict[tuple[Any, ...], tuple[SetSummary, ...]] = {}

    def read(self, name: str) -> Mapping[str, list[Any]]:
        """What it knows of a folder: entries by the names of their files; none where it is missing or not ours.

        Args:
            name: a year, or `ODD`.
        """
        import json  # noqa: PLC0415 - only those who look back need it

        content = self._ask(partial(_content, self._file(name))) if self._can_be_read else b""
        if content is None:
            self._can_be_read = self._can_be_written = False
        try:
            document = json.loads(content or b"")
        except (ValueError, RecursionError):
            return {}
        if not isinstance(document, dict) or document.get("version") != VERSION:
            return {}
        files = document.get("files")
        return {key: e for key, e in files.items() if isinstance(e, list)} if isinstance(files, dict) else {}

    def keep(self, name: str, entries: Mapping[str, list[Any]]) -> None:
        """Know this of a folder from now on; where it cannot be written, the next time is slower, and that is all."""
        import json  # noqa: PLC0415 - same

        if self._can_be_written:
            document = {"version": VERSION, "files": entries}
            data = json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode()
            self._can_be_written = self._ask(partial(_write, self._file(name), data)) is not None

    def keep_only(self, names: Collection[str]) -> None:
        """Delete what it says of other folders: they are no more."""
        if self._can_be_written:
            self._ask(partial(_delete_others, self.folder, {f"{name}.json" for name in names}))

    def forget(self, years: Iterable[str]) -> bool:
        """Delete what it says of these years, and of what lies in odd places: it may hold words that were deleted.

        Returns:
            Whether that is gone by now.
        """
        return self._ask(partial(_delete, [self._file(name) for name in {*years, ODD}])) or False

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def summary(self, entry: list[Any], size: int, changed_ns: int) -> SessionSummary | None:
        """The session of an entry; None where the file changed since, or the entry is none of ours."""
        try:
            was_size, was_ns, session_id, routine, name, started, duration_s, finished, unit, planned, notes, runs = (
                entry
            )
            if was_size != size or was_ns != changed_ns or not all(type(n) is int for n in (duration_s, planned)):
                return None
            sets: tuple[SetSummary, ...] = ()
            for run in runs:
                key = tuple(run)
                known = self._runs.get(key)
                if known is None:
                    known = self._runs[key] = _sets_of(key)
                sets += known
            began = datetime.fromisoformat(started)
            return SessionSummary(
                id=str(session_id),
                routine=str(routine),
                name=str(name),
                started=began if began.tzinfo else began.replace(tzinfo=UTC),
                duration_s=duration_s,
                finished=bool(finished),
                unit=Unit(unit),
                planned=planned,
                notes=str(notes),
                sets=sets,
            )
        except (TypeError, ValueError, OverflowError):  # edited by hand, or by a bad disk
            return None


def entry_of(summary: SessionSummary, size: int, changed_ns: int) -> list[Any]:
    """A session as JSON holds it; sets that are equal and follow each other are one run.

    Args:
        summary: of the session.
        size: of its file, in bytes.
        changed_ns: when its file was changed last, in nanoseconds since 1970.
    """
    runs: list[list[Any]] = []
    before: SetSummary | None = None
    for done in summary.sets:
        if done == before:
            runs[-1][-1] += 1
        else:
            runs.append([done.exercise, done.left, done.right, done.load, done.form and done.form.value, 1])
        before = done
    return [
        *(size, changed_ns, summary.id, summary.routine, summary.name, summary.started.isoformat()),
        *(summary.duration_s, summary.finished, summary.unit.value, summary.planned, summary.notes, runs),
    ]


def _sets_of(run: tuple[Any, ...]) -> tuple[SetSummary, ...]:
    """The sets of one run; TypeError or ValueError where one of its values is none of ours."""
    exercise, left, right, load, form, count = run
    whole = (left, count) if right is None else (left, right, count)
    if not isinstance(exercise, str) or not all(type(n) is int and n >= 0 for n in whole) or count > _MOST_SETS:
        raise ValueError("not a run of sets")
    if load is not None and (type(load) not in (int, float) or not 0 < load < float("inf")):
        raise ValueError("not a load")
    one = SetSummary(exercise, left, right, load, None if form is None else Form(form))
    return tuple(one for _ in range(count))


def _content(file: Path) -> bytes:
    """All of a file; nothing where it is missing, or none of ours."""
    try:
        return file.read_bytes() if file.is_file() and file.stat().st_size <= LARGEST_BYTES else b""
    except OSError:
        return b""


def _write(file: Path, data: bytes) -> bool:
    """True, whatever came of it: the disk has answered."""
    with suppress(OSError):
        write_atomically(file, data)
    return True


def _delete(files: Iterable[Path]) -> bool:
    """Whether all of them are gone."""
    try:
        for file in files:
            with suppress(FileNotFoundError, NotADirectoryError):
                file.unlink()
    except OSError:
        return False
    return True


def _delete_others(folder: Path, kept: Collection[str]) -> bool:
    """As `_write`: what is left over is looked at again next time."""
    with suppress(OSError):
        _delete([file for file in folder.glob("*.json") if file.name not in kept])
    return True
