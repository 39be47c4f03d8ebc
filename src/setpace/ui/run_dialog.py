"""Entering a run at home: its day, its kind, and enter."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from setpace.core.errors import SetpaceError
from setpace.core.recovery import RunKind, day_text
from setpace.run.disk import ask_disk
from setpace.store.runs import write_run
from setpace.ui.dialogs import Dialog
from setpace.ui.ending import leads_session
from setpace.ui.late import no_matter, when_late

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from concurrent.futures import Future
    from datetime import date

    from textual.app import ComposeResult

    from setpace.core.recovery import Run
    from setpace.ui.app import SetpaceApp

_KINDS: tuple[RunKind | None, ...] = (*RunKind, None)
"""What a day can have; None: no run."""

_PAST_DAYS, _COMING_DAYS = -14, 366
"""How far the day of a run can be moved: a forgotten one, and the race of next year."""


def ask_run(app: SetpaceApp, runs: Sequence[Run], written: Callable[[], Awaitable[None]]) -> None:
    """Let a run be entered, write it, and say what was written, or why it cannot be.

    Args:
        app: shows the dialog.
        runs: what is known so far.
        written: called after the file was changed, or could not be.
    """
    today = app.clock.now().date()

    async def chosen(answer: tuple[date, RunKind | None] | None) -> None:
        if answer is None:
            return
        day, kind = answer

        async def take_late(asked: Future[None]) -> None:
            if not leads_session(app):
                await take(asked.result, day, kind)
            elif asked.exception() is not None:  # else home is read anew, and shows it
                app.say_late(f"The run is not entered: {asked.exception()}")

        act, late = partial(write_run, app.paths, day, kind), when_late(app.screen_stack[0], take_late, no_matter)
        await take(lambda: ask_disk(act, late=late, owed=True), day, kind)

    async def take(write: Callable[[], None], day: date, kind: RunKind | None) -> None:
        try:
            write()
        except (SetpaceError, OSError) as error:
            app.warn(str(error))
        else:
            app.notify(f"Entered: {_run_text(kind)}, {day_text(day, today)}", markup=False)
        await written()

    app.push_screen(RunDialog(today, runs), chosen)


def _run_text(kind: RunKind | None) -> str:
    """`easy run`, `race`, `no run`."""
    return "no run" if kind is None else str(kind) if kind is RunKind.RACE else f"{kind} run"


class RunDialog(Dialog["tuple[date, RunKind | None]"]):
    """Asks for a run: its day and its kind, marked with keys and entered with one more.

    It gives both; None where it was left, or nothing would change.

    Args:
        today: the present day; tomorrow stands there at first.
        runs: what is known so far.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,minus", "day(-1)", "day before", show=False),
        Binding("right,plus,equals_sign", "day(1)", "day after", show=False),
        Binding("pageup", "day(-7)", "week before", show=False),
        Binding("pagedown", "day(7)", "week after", show=False),
        Binding("up,shift+tab", "kind(-1)", "run before", show=False),
        Binding("down,tab", "kind(1)", "run after", show=False),
        *(
            Binding(f"{place},{kind.value[0]}", f"mark({place - 1})", kind.value)
            for place, kind in enumerate(RunKind, 1)
        ),
        Binding("0,n,backspace,delete", f"mark({len(RunKind)})", "none", show=False),
        Binding("enter,space", "enter", "enter", show=False),
    ]

    def __init__(self, today: date, runs: Sequence[Run]) -> None:
        super().__init__()
        self._today = today
        self._runs = tuple(runs)
        self._ahead = 1
        self._marked: int | None = None  # of the kinds, once the runner chose one; before: what the day has

    def compose(self) -> ComposeResult:
        """Title, day, what can be chosen, keys."""
        with Vertical():
            yield Static("A run, planned or done", classes="title")
            yield Static(id="run-day", markup=False)
            yield Static(id="run-kinds", markup=False)
            yield Static("← → day · pgup pgdn week\n↑ ↓ run · enter keep · esc back", classes="hint")

    def on_mount(self) -> None:
        """Show the day."""
        self._show()

    def action_day(self, by: int) -> None:
        """Another day."""
        self._ahead = max(_PAST_DAYS, min(self._ahead + by, _COMING_DAYS))
        self._show()

    def action_kind(self, by: int) -> None:
        """Mark the kind before or after."""
        self.action_mark((self._place + by) % len(_KINDS))

    def action_mark(self, place: int) -> None:
        """Mark a kind."""
        self._marked = place
        self._show()

    def action_enter(self) -> None:
        """Enter what is marked."""
        kind, known = _KINDS[self._place], self._known()
        changes = known != ([] if kind is None else [kind])
        self.close_by_press((self._day, kind) if changes else None)

    @property
    def _day(self) -> date:
        return self._today + timedelta(days=self._ahead)

    @property
    def _place(self) -> int:
        """Which of the kinds is marked: the chosen one, else the one that the day has, else the first."""
        if self._marked is not None:
            return self._marked
        known = self._known()
        return _KINDS.index(known[-1]) if known else 0

    def _known(self) -> list[RunKind]:
        """What the file says of the day."""
        return [run.kind for run in self._runs if run.day == self._day]

    def _show(self) -> None:
        known = self._known()
        said = f"so far: {', '.join(known)}" if known else "nothing so far"
        near = day_text(self._day, self._today)
        exact = f"{self._day:%a} {self._day.day} {self._day:%b %Y}"
        day = f"{near}, {exact}" if near in ("today", "tomorrow") else exact
        self.query_one("#run-day", Static).update(Content.assemble((f"\n{day}", "bold"), (f"   {said}\n", "$muted")))
        parts: list[tuple[str, str]] = []
        for place, kind in enumerate(_KINDS):
            marked = place == self._place
            key = (place + 1) % len(_KINDS)
            parts += [
                ("▌" if marked else " ", "$accent"),
                (f"{key} ", "$accent"),
                (f"{kind or 'none'} ", "bold $accent" if marked else ""),
            ]
        self.query_one("#run-kinds", Static).update(Content.assemble(*parts))
