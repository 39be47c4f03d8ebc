"""The unfinished session that is offered: how it stands, and where in the log it is."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from setpace.core.errors import DataError, SetpaceError
from setpace.core.session import AHEAD
from setpace.core.workout_view import view
from setpace.store.session_lock import is_locked
from setpace.store.session_state import workout_of
from setpace.store.sessions import Log

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from pathlib import Path

    from setpace.core.errors import Problem
    from setpace.store.paths import Paths
    from setpace.store.session_format import SessionFile
    from setpace.store.sessions import LogName

RESUME_FIRST_S = 6 * 3600
"""An unfinished session younger than this is still going on; an older one was forgotten."""

_HEAD_BYTES = 4096
"""More than comes before the plan of any session but one with a very long note."""

_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A pipe in the folder must not be waited for."""


@dataclass(frozen=True)
class Offer:
    """An unfinished session.

    Attributes:
        file: its log file.
        name: of its routine.
        place: the set at hand, 1-based.
        total: sets in all.
        stopped: its last stamp.
        id: of the session, the same in every copy that a sync made.
        problem: something wrong in its file, which must be put right before it can go on or be finished; else None.
    """

    file: Path
    name: str
    place: int
    total: int
    stopped: datetime
    id: str
    problem: Problem | None = None

    def resume_first(self, now: datetime) -> bool:
        """Whether going on is the likely wish."""
        return (now - self.stopped).total_seconds() < RESUME_FIRST_S and not self.ahead_of(now)

    def ahead_of(self, now: datetime) -> bool:
        """Whether it is dated in the future, by a wrong clock."""
        return self.stopped > now + AHEAD


def offer_of(paths: Paths, path: Path, file: SessionFile, now: datetime) -> Offer | None:
    """A file as an offer; None where there is nothing to offer.

    That is: the session is finished, another program runs it, or a newer Setpace wrote it.
    """
    session = file.session
    if session.finished is not None or file.newer:
        return None
    with suppress(SetpaceError):  # a lock that cannot be looked at: going on with it will say why
        if is_locked(paths, session.id):
            return None
    seen = view(workout_of(file), now)
    stopped = max((session.ended, *(event.at for event in file.events)))
    problem = file.problems[0] if file.problems else None
    return Offer(path, session.name, min(seen.place, seen.total), seen.total, stopped, session.id, problem)


def newest_unfinished(
    paths: Paths, names: Iterable[LogName], now: datetime, finished: Collection[str] = ()
) -> Offer | None:
    """The newest session among `names` that can be offered; of its copies (same id) the one that went on longest.

    Only the first bytes of a file are looked at, and only what may be unfinished is read: ten thousand files cost
    less than reading two hundred. A copy that a sync made of a session before its end is none.

    Args:
        paths: where the log and the locks are.
        names: of log files, newest first.
        now: the present.
        finished: ids of sessions that are known to have ended.
    """
    log = Log(paths)
    ended = set(finished)
    candidates: list[LogName] = []
    for name in names:
        head = _head(os.path.join(name.folder, name.name))  # noqa: PTH118 - a Path costs as much as reading the file
        if head is None:
            continue
        finished_id = _finished_id(head)
        if finished_id is None:
            candidates.append(name)
        else:
            ended.add(finished_id)
    found: Offer | None = None
    stamp = ""
    for name in candidates:
        if found is not None and name.stamp != stamp:
            break  # copies have the time of the start in their names too
        try:
            file = log.read(name.file)
        except DataError:
            continue  # named by the history and by doctor
        if file.session.id not in ended and (offer := offer_of(paths, name.file, file, now)) is not None:
            found, stamp = better_offer(found, offer), name.stamp
    return found


def better_offer(found: Offer | None, other: Offer) -> Offer:
    """What to offer: what was found before, unless the other one is a copy of it (same id) that went on longer."""
    if found is None or (other.id == found.id and (other.stopped, other.place) > (found.stopped, found.place)):
        return other
    return found


def _head(file: str) -> bytes | None:
    """The first bytes of a file; None where they cannot be had."""
    try:
        opened = os.open(file, os.O_RDONLY | _AT_ONCE)
    except OSError:
        return None
    try:
        return os.read(opened, _HEAD_BYTES)
    except OSError:
        return None
    finally:
        os.close(opened)


def _finished_id(head: bytes) -> str | None:
    """The id of a file that is of a finished session, empty where it is not found; None where only reading it tells.

    So is what stands as this program writes it: `finished` in a line of its own, before anything in brackets and any
    text of several lines, which could hold such a line.
    """
    before, found, _ = head.partition(b"\nfinished = ")
    if not found or b"[" in before or b'"""' in before or b"'''" in before:
        return None
    return before.partition(b'\nid = "')[2].partition(b'"')[0].decode(errors="replace")
