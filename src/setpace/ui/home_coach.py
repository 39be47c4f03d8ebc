"""What the coach says at home: when to train, which level and which loads; and the runs it heeds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from setpace.core.recovery import RunKind, advise, day_text
from setpace.ui.dialogs import Dialog
from setpace.ui.home_data import Coached, Past
from setpace.ui.home_panel import ago_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from textual.app import ComposeResult

    from setpace.core.exercise import Library
    from setpace.core.recovery import Run
    from setpace.core.routine import Routine
    from setpace.store.settings import Settings

_PAST_DAYS, _COMING_DAYS = -14, 366
"""How far the day of a run can be moved: a forgotten one, and the race of next year."""


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


class RunDialog(Dialog["tuple[date, RunKind | None]"]):
    """Asks for a run: the day with the arrows, then one key; gives both, or None where it was left.

    Args:
        today: the present day; tomorrow stands there at first.
        runs: what is known so far.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up,minus", "day(-1)", "day before", show=False),
        Binding("right,down,plus,equals_sign", "day(1)", "day after", show=False),
        Binding("pageup", "day(-7)", "week before", show=False),
        Binding("pagedown", "day(7)", "week after", show=False),
        *(Binding(f"{place},{kind.value[0]}", f"run('{kind}')", kind.value) for place, kind in enumerate(RunKind, 1)),
        Binding("0,n,backspace,delete", "run('')", "none", show=False),
    ]

    def __init__(self, today: date, runs: Sequence[Run]) -> None:
        super().__init__()
        self._today = today
        self._runs = tuple(runs)
        self._ahead = 1

    def compose(self) -> ComposeResult:
        """Title, day, what can be chosen, keys."""
        with Vertical():
            yield Static("A run, planned or done", classes="title")
            yield Static(id="run-day", markup=False)
            yield Static(id="run-kinds", markup=False)
            yield Static("← → day · pgup pgdn week · esc back", classes="hint")

    def on_mount(self) -> None:
        """Show the day."""
        self._show()

    def action_day(self, by: int) -> None:
        """Another day."""
        self._ahead = max(_PAST_DAYS, min(self._ahead + by, _COMING_DAYS))
        self._show()

    def action_run(self, kind: str) -> None:
        """Take the run of that day; none for an empty text."""
        self.dismiss((self._day, RunKind(kind) if kind else None))

    @property
    def _day(self) -> date:
        return self._today + timedelta(days=self._ahead)

    def _show(self) -> None:
        known = [str(run.kind) for run in self._runs if run.day == self._day]
        said = f"so far: {', '.join(known)}" if known else "nothing so far"
        near = day_text(self._day, self._today)
        exact = f"{self._day:%a} {self._day.day} {self._day:%b %Y}"
        day = f"{near}, {exact}" if near in ("today", "tomorrow") else exact
        self.query_one("#run-day", Static).update(Content.assemble((f"\n{day}", "bold"), (f"   {said}\n", "$muted")))
        parts = [(f"{place} ", "$accent", f"{kind}   ") for place, kind in enumerate(RunKind, 1)]
        parts.append(("0 ", "$accent", "none"))
        styled = (piece for sign, color, word in parts for piece in ((sign, color), (word, "bold")))
        self.query_one("#run-kinds", Static).update(Content.assemble(*styled))
