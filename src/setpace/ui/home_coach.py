"""What the coach says at home: when to train, which level and which loads; and the runs that it is told of."""

from __future__ import annotations

from abc import abstractmethod
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from setpace.run.disk import NoAnswerError, ask_disk
from setpace.ui.home_data import Coached, Past, read_runs
from setpace.ui.home_panel import ROUTINE, ago_text
from setpace.ui.row_list import RowList
from setpace.ui.top_screen import TopScreen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from setpace.core.exercise import Library
    from setpace.core.recovery import Run
    from setpace.core.routine import Routine
    from setpace.run.training import Training
    from setpace.store.runs import LoadedRuns
    from setpace.store.settings import Settings
    from setpace.ui.app import SetpaceApp


class CoachedHome(TopScreen[None], inherit_bindings=False):
    """What a runner tells the coach at home, and what is made of an offer."""

    app: SetpaceApp
    _past: Past

    @abstractmethod
    async def _show(self, *, keep: bool) -> None:
        """Paint what is known now; `keep` keeps the choice."""

    def action_command_level(self) -> None:
        """Choose the routine of the level that the coach offers."""
        rows = self.query_one(RowList)
        chosen = (rows.chosen or "").removeprefix(ROUTINE)
        to = self._past.coached.instead.get(chosen) or self._past.coached.instead.get(self._last_routine())
        if to is None or not rows.choose_id(ROUTINE + to):
            self.app.notify("No other level is offered: clean form in all sets earns the next one.")

    @abstractmethod
    def _last_routine(self) -> str:
        """The routine last done; before that the first one."""

    def action_command_run(self) -> None:
        """Enter a run, planned or done."""
        from setpace.ui.run_dialog import ask_run  # noqa: PLC0415 - only when asked for

        ask_run(self.app, self._runs, self._heed_runs)

    async def _heed_runs(self) -> None:
        """The file of runs was changed: advise anew."""
        with suppress(NoAnswerError):  # what was known of them stays
            self._take_runs(ask_disk(partial(read_runs, self.app.paths)))
        await self._show(keep=True)

    def _take_runs(self, loaded: LoadedRuns | None) -> None:
        self._runs: tuple[Run, ...] = () if loaded is None else loaded.runs
        self.app.warn_once(() if loaded is None else loaded.problems)


def advice_text(past: Past, runs: Sequence[Run], now: datetime) -> Content:
    """When the last session was and whether to train today, in one line; empty where there is nothing to say."""
    if past.offer is not None and past.offer.resume_first(now):
        return Content("")  # a session goes on: this is no time to tell of rest
    today = now.date()
    last = max(past.last_done.values(), default=None)
    if last is None and not runs:
        return Content("")
    from setpace.core.recovery import advise  # noqa: PLC0415 - the very first start does without it

    advice = advise(last, today, runs)
    if last is None and not advice.wait:
        return Content("")
    when = "" if last is None or (today - last).days <= 1 else f"last strength session {ago_text(last, today)} · "
    word, color = ("Wait", "$shaky") if advice.wait else ("Go", "$clean")
    return Content.assemble((f"{word}  ", f"bold {color}"), when, advice.reason.removesuffix(": go"))


def coached(past: Past, routines: Iterable[Routine], library: Library, settings: Settings, now: datetime) -> Coached:
    """Levels and loads to offer, by the sessions that were read; this may run in a thread."""
    from setpace.core.levels import level_offer, routine_at  # noqa: PLC0415 - the first frame does without it
    from setpace.run.coaching import coaching_of  # noqa: PLC0415 - same

    sessions = sorted(past.sessions, key=lambda session: session.started, reverse=True)
    finished = [session for session in sessions if session.finished is not None]
    needed = settings.coach.level_sessions
    chosen = tuple(routines)
    offers = {r.id: level_offer(r.id, r.level, finished, now.date(), needed=needed) for r in chosen}
    exercises = (entry.exercise for routine in chosen for entry in routine.exercises)
    given = {routine: offer for routine, offer in offers.items() if offer is not None}
    found = {routine: routine_at(offer.level, chosen) for routine, offer in given.items()}
    return Coached(
        given,
        coaching_of(sessions, library, exercises, settings.unit, settings.coach, now).suggestions,
        {routine: to.id for routine, to in found.items() if to is not None and to.id != routine},
    )


def offered_after(training: Training) -> str:
    """Id of the routine of the level that is offered after a session; empty where none is."""
    from setpace.core.workout import to_session  # noqa: PLC0415 - only after a session

    routine = training.next_level.routine(to_session(training.runner.state))
    return "" if routine is None else routine.id
