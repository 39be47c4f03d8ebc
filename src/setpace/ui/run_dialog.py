"""Entering a run at home: a day and one key."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from setpace.core.errors import SetpaceError
from setpace.core.recovery import RunKind, day_text
from setpace.store.runs import write_run
from setpace.ui.dialogs import Dialog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import date

    from textual.app import ComposeResult

    from setpace.core.recovery import Run
    from setpace.ui.app import SetpaceApp

_PAST_DAYS, _COMING_DAYS = -14, 366
"""How far the day of a run can be moved: a forgotten one, and the race of next year."""


def ask_run(app: SetpaceApp, runs: Sequence[Run], written: Callable[[], Awaitable[None]]) -> None:
    """Let a run be entered, write it, and say so where it cannot be written.

    Args:
        app: shows the dialog.
        runs: what is known so far.
        written: called after the file was changed, or could not be.
    """

    async def chosen(answer: tuple[date, RunKind | None] | None) -> None:
        if answer is None:
            return
        try:
            write_run(app.paths, *answer)
        except (SetpaceError, OSError) as error:
            app.warn(str(error))
        await written()

    app.push_screen(RunDialog(app.clock.now().date(), runs), chosen)


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
        parts = [(f"{place} ", "$accent", f"{kind}  ") for place, kind in enumerate(RunKind, 1)]
        parts.append(("0 ", "$accent", "none"))
        styled = (piece for sign, color, word in parts for piece in ((sign, color), (word, "bold")))
        self.query_one("#run-kinds", Static).update(Content.assemble(*styled))
