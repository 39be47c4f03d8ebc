"""What the coach says at home: when to train, which level and which loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from setpace.core.recovery import advise
from setpace.ui.home_data import Coached, Past
from setpace.ui.home_panel import ago_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from setpace.core.exercise import Library
    from setpace.core.recovery import Run
    from setpace.core.routine import Routine
    from setpace.store.settings import Settings


def advice_text(past: Past, runs: Iterable[Run], now: datetime) -> Content:
    """When the last session was and whether to train today, in one line; empty where there is nothing to say."""
    if past.offer is not None and past.offer.resume_first(now):
        return Content("")  # a session goes on: this is no time to tell of rest
    today = now.date()
    last = max(past.last_done.values(), default=None)
    advice = advise(last, today, runs)
    if last is None and not advice.wait:
        return Content("")
    when = "" if last is None or (today - last).days <= 1 else f"last strength session {ago_text(last, today)} · "
    word, color = ("Wait", "$shaky") if advice.wait else ("Go", "$clean")
    return Content.assemble((f"{word}  ", f"bold {color}"), when, advice.reason.removesuffix(": go"))


def coached(past: Past, routines: Iterable[Routine], library: Library, settings: Settings, now: datetime) -> Coached:
    """Levels and loads to offer, by the sessions that were read; this may run in a thread."""
    from setpace.core.levels import level_offer  # noqa: PLC0415 - the first frame does without it
    from setpace.run.coaching import coaching_of  # noqa: PLC0415 - same

    sessions = sorted(past.sessions, key=lambda session: session.started, reverse=True)
    finished = [session for session in sessions if session.finished is not None]
    needed = settings.coach.level_sessions
    chosen = tuple(routines)
    offers = {r.id: level_offer(r.id, r.level, finished, now.date(), needed=needed) for r in chosen}
    exercises = (entry.exercise for routine in chosen for entry in routine.exercises)
    return Coached(
        {routine: offer for routine, offer in offers.items() if offer is not None},
        coaching_of(sessions, library, exercises, settings.unit, settings.coach, now).suggestions,
    )
