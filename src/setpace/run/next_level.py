"""After a session: whether the coach offers another level, and which routine that is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from setpace.core.levels import level_offer, routine_at
from setpace.store.routines import load_routines

if TYPE_CHECKING:
    from setpace.core.exercise import Library
    from setpace.core.levels import LevelOffer
    from setpace.core.routine import Routine
    from setpace.core.session import Session
    from setpace.store.paths import Paths


class NextLevel:
    """What decides about the level after a session; the routines are read when it is first asked."""

    def __init__(self, paths: Paths, library: Library, past: tuple[Session, ...], needed: int) -> None:
        """Make it.

        Args:
            paths: where the routines are.
            library: their exercises.
            past: sessions before this one, newest first.
            needed: clean sessions of a routine in a row for the next level.
        """
        self._paths = paths
        self._library = library
        self._past = past
        self._needed = needed

    @cached_property
    def _routines(self) -> tuple[Routine, ...]:
        return load_routines(self._paths, self._library).routines

    def offer(self, session: Session) -> LevelOffer | None:
        """The level offered after a session; None where it stays, or the session is not finished."""
        if session.finished is None:
            return None
        level = next((each.level for each in self._routines if each.id == session.routine), None)
        if level is None:
            return None
        finished = [session, *(each for each in self._past if each.finished is not None)]
        return level_offer(session.routine, level, finished, session.started.date(), needed=self._needed)

    def routine(self, session: Session) -> Routine | None:
        """The routine of the level offered after a session; None where it is the same one, or there is none."""
        offer = self.offer(session)
        found = routine_at(offer.level, self._routines) if offer is not None else None
        return found if found is not None and found.id != session.routine else None

    def line(self, session: Session) -> str:
        """What is offered after a session and where it waits, in one line; empty where nothing is."""
        offer, routine = self.offer(session), self.routine(session)
        if offer is None:
            return ""
        return offer.reason if routine is None else f"{offer.reason} (home has it chosen)"
