"""The sessions before this one, and what was lifted in the last of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from setpace.core.errors import DataError
from setpace.core.units import Load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from setpace.core.session import PerformedSet, Session
    from setpace.core.units import Unit
    from setpace.store.sessions import Log

LOOK_BACK = 200
"""How many of the newest sessions are searched for the last load of an exercise."""


def recent_sessions(log: Log, but: str, now: datetime) -> Iterator[Session]:
    """The newest sessions that can be read, without the one of id `but` and without any dated in the future."""
    for _, read in log.recent(LOOK_BACK):
        if not isinstance(read, DataError) and read.session.id != but and not read.session.ahead_of(now):
            yield read.session


def last_sets(past: Iterable[Session], unit: Unit) -> dict[str, tuple[PerformedSet, ...]]:
    """The work sets of the last session with each exercise, loads in `unit`.

    Args:
        past: sessions, newest first.
        unit: what the loads are given in.
    """
    found: dict[str, tuple[PerformedSet, ...]] = {}
    for session in past:
        for exercise in {s.exercise for s in session.work} - found.keys():
            found[exercise] = tuple(
                replace(s, load=None if s.load is None else Load(s.load, session.unit).to(unit).value)
                for s in session.work
                if s.exercise == exercise
            )
    return found
