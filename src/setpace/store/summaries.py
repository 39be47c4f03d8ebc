"""The sessions of the log in short, newest first, from a cache where their files did not change.

Measured with 10,000 sessions: 8 s of reading without the cache, a third of a second with it; that is also why no
compiled TOML parser is asked for (tomllib 0.6 ms a file, tomli 0.25, rtoml 0.08): it would pay once in the life of a
log, and rtoml words its errors differently.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from setpace.core.errors import DataError, Problem
from setpace.core.summary import SessionSummary, summary_of
from setpace.store.rights import why_refused
from setpace.store.session_format import name_parts
from setpace.store.sessions import Log, LogName
from setpace.store.summary_cache import ODD, Ask, SummaryCache, at_once, entry_of
from setpace.store.toml_file import is_missing, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from setpace.store.paths import Paths

_WEST_OF_UTC_S = timedelta(hours=12).total_seconds()
"""How far a local time can lie behind UTC: no session began later than its file's name plus this."""

_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Found:
    """One file of the log.

    Attributes:
        name: what its name says.
        summary: the session in short; None where the file cannot be read.
        problems: what is wrong with the file, the first thing first.
    """

    name: LogName
    summary: SessionSummary | None
    problems: tuple[Problem, ...] = ()


@dataclass
class _Folder:
    """One folder's files, and what the cache holds of them.

    Attributes:
        name: the year, or `ODD`.
        files: folders and names of the files, newest first by their names.
        known: entries of the cache by file name, as JSON has them.
        kept: entries that are true, for the next time.
        changed: whether `kept` is not what stands in the cache.
    """

    name: str
    files: list[tuple[Path, str]]
    known: Mapping[str, list[Any]] = field(default_factory=dict)
    kept: dict[str, list[Any]] = field(default_factory=dict)
    changed: bool = False


class Summaries:
    """The log in short. Made for a thread: it reads files and writes its cache.

    Args:
        paths: where the log and the cache are.
        ask: has done what concerns the cache, which may lie on another disk than the log.
    """

    def __init__(self, paths: Paths, ask: Ask = at_once) -> None:
        self._log = Log(paths)
        self._cache = SummaryCache(paths, ask)

    def recent(self) -> Iterator[Found]:
        """What `Log.recent` gives, in the same order, in short.

        Raises:
            SetpaceError: a folder of the log cannot be read.
        """
        ready: list[tuple[float, str, str, Found]] = []  # a heap, newest on top
        ids: set[str] = set()
        waiting: Found | None = None
        for found, latest in self._read():
            # `waiting` is the file before: it goes in only now that the name after it says what may still come.
            if waiting is not None:
                _put(ready, waiting)
            while ready and -ready[0][0] >= latest:
                yield from _newest(ready, ids)
            waiting = found
        if waiting is not None:
            _put(ready, waiting)
        while ready:
            yield from _newest(ready, ids)

    def _read(self) -> Iterator[tuple[Found, float]]:
        """Every file, with the latest instant at which its session or one of a later file can have begun."""
        folders = self._folders()
        for folder in folders:
            odd = folder.name == ODD
            folder.known = self._cache.read(folder.name)
            for place, name in folder.files:
                stamp, routine = name_parts(name.removesuffix(".toml"))
                instant = _instant(stamp)
                latest = float("inf") if odd or instant is None else instant + _WEST_OF_UTC_S
                yield self._found(folder, LogName(place, name, stamp, routine), name), latest
            if folder.changed or len(folder.kept) != len(folder.known):
                self._cache.keep(folder.name, folder.kept)
        self._cache.keep_only([folder.name for folder in folders])

    def _folders(self) -> list[_Folder]:
        """What lies in odd places first, then a folder for each year, newest first."""
        root = self._log.folder
        odd: list[tuple[Path, str]] = []
        years: list[tuple[str, list[str]]] = []
        try:
            for entry in _listed(root):
                try:
                    if not entry.is_dir():
                        odd += [(root, entry.name)] if entry.name.endswith(".toml") else []
                        continue
                    names = [name for name in os.listdir(entry.path) if name.endswith(".toml") and name[0] != "."]  # noqa: PTH208 - a Path for each costs as much as reading its summary
                    names.sort(reverse=True)
                except OSError:  # a folder that cannot be read is told of like a file, and the others are there
                    odd.append((root, entry.name))
                    continue
                is_year = len(entry.name) == _YEAR_DIGITS and entry.name.isdecimal()
                prefix = f"{entry.name}-"
                if is_year and names and names[0].startswith(prefix) and names[-1].startswith(prefix):
                    years.append((entry.name, names))  # what is sorted between two of the year is of the year
                    continue
                right = [name for name in names if is_year and name.startswith(prefix)]
                years += [(entry.name, right)] if right else []
                kept = set(right)
                odd += [(root / entry.name, name) for name in reversed(names) if name not in kept]
        except OSError as error:
            what = f"the log cannot be read: {why_refused(root, error)}"
            raise DataError(Problem(printable(str(root)), None, what)) from error
        years.sort(reverse=True)
        made = [_Folder(year, [(folder, name) for name in names]) for year, names in years for folder in (root / year,)]
        return [_Folder(ODD, odd), *made] if odd else made

    def _found(self, folder: _Folder, name: LogName, key: str) -> Found:
        """One file, out of the cache if it is as it was."""
        if folder.name == ODD:
            key = f"{name.file.parent.name}/{key}"
        try:
            about = name.file.stat()  # before the content: a change between the two is then noticed next time
        except OSError:
            size = changed_ns = -1
        else:
            size, changed_ns = about.st_size, about.st_mtime_ns
        entry = folder.known.get(key)
        if entry is not None:
            summary = self._cache.summary(entry, size, changed_ns)
            if summary is not None:
                folder.kept[key] = entry
                return Found(name, summary)
        try:
            file = self._log.read(name.file)
        except DataError as error:
            return Found(name, None, (error.problem,))
        summary = summary_of(file.session)
        if not file.problems:
            folder.kept[key] = entry_of(summary, size, changed_ns)
            folder.changed = True
        return Found(name, summary, file.problems)


def _newest(ready: list[tuple[float, str, str, Found]], ids: set[str]) -> Iterator[Found]:
    """What began at the newest instant, out of the heap; of files with the same id one, none where one came before.

    It is the one that `copy_rank` puts first: they began together, so the longest is the one that went on longest.
    """
    together = [heappop(ready)]
    while ready and ready[0][0] == together[0][0]:
        together.append(heappop(ready))
    best: dict[str, tuple[tuple[bool, int, int], Found]] = {}
    for *_, found in together:
        if (session := found.summary) is None:
            continue
        rank = session.finished, session.duration_s, len(session.sets)
        if session.id not in best or rank > best[session.id][0]:
            best[session.id] = rank, found
    for *_, found in together:
        if found.summary is None:
            yield found
        elif found.summary.id not in ids:
            ids.add(found.summary.id)
            yield best[found.summary.id][1]


def _put(ready: list[tuple[float, str, str, Found]], found: Found) -> None:
    """Into the heap by the instant it began; a file that cannot be read by that in its name, odd names at the end."""
    instant = _instant(found.name.stamp) if found.summary is None else found.summary.started.timestamp()
    # Ties are settled as `Log.recent` does it: the later name first.
    key = -instant if instant is not None else float("inf")
    heappush(ready, (key, _reversed(found.name.file.name), str(found.name.file), found))


def _reversed(name: str) -> str:
    """A text that sorts the other way round."""
    return "".join(chr(0x10FFFF - ord(sign)) for sign in name)


def _instant(stamp: str) -> float | None:
    """The time in a file's name as if it were UTC, in seconds; None where it is no time."""
    try:
        return datetime.fromisoformat(f"{stamp[:10]}T{stamp[11:].replace('-', ':')}").replace(tzinfo=UTC).timestamp()
    except (ValueError, OverflowError):
        return None


def _listed(root: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(root) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except FileNotFoundError:
        if is_missing(root):
            return []
        raise  # a link to nowhere is no empty log
