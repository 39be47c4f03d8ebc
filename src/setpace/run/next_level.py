"""After a session: whether the coach offers another level, and which routine that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from setpace.core.levels import level_offer, routine_at

if TYPE_CHECKING:
    from setpace.core.levels import LevelOffer
    from setpace.core.routine import Routine
    from setpace.core.session import Session


class NextLevel:
    """What decides about the level after a session; it reads no file, so that no disk can hold up the summary."""

    def __init__(self, routines: tuple[Routine, ...], past: tuple[Session, ...], needed: int) -> None:
        """Make it.

        Args:
            routines: all of them, as the session began.
            past: sessions before this one, newest first.
            needed: clean sessions of a routine in a row for the next level.
        """
        self._routines = routines
        self._past = past
        self._needed = needed

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
