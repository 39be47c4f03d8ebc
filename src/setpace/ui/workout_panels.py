"""The three faces of the workout screen: the set prompt, the rest and the summary. They paint what they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Digits, Static

from setpace.core.units import clock_text, number
from setpace.core.workout_view import Phase
from setpace.ui import workout_text as text

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from setpace.core.workout_view import View
    from setpace.run.runner import Runner
    from setpace.run.training import Training


class Line(Static):
    """One line of text that is painted only when it changes, and never moves its neighbours."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; text-align: center; text-wrap: nowrap; text-overflow: ellipsis; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__("", id=id, classes=classes, markup=False)
        self._shown: Content | str = ""

    def show(self, content: Content | str) -> None:
        """Paint `content` if it is not what stands there."""
        if content != self._shown:
            self._shown = content
            self.update(content, layout=False)


class Number(Digits):
    """Large digits, painted only when they change."""

    DEFAULT_CSS = "Number { width: auto; text-style: bold; }"

    def show(self, value: str) -> None:
        """Paint `value` if it is not what stands there."""
        if value != self.value:
            self.update(value)


class SetFace(Vertical):
    """The set to lift now."""

    DEFAULT_CSS = """
    SetFace { align: center middle; }
    SetFace #name { text-style: bold; }
    SetFace #go { color: $go; text-style: bold; display: none; }
    SetFace.-go #go { display: block; }
    SetFace #numbers { height: 3; width: 1fr; margin-top: 1; align-horizontal: center; }
    SetFace #load { color: $accent; }
    SetFace #reps { color: $rest; }
    SetFace .unit { width: auto; height: 3; padding: 2 3 0 1; color: $muted; }
    SetFace #unit-reps { padding: 2 0 0 1; }
    SetFace #last-time { margin-top: 1; }
    SetFace #cue { color: $text; }
    SetFace.-low #numbers, SetFace.-low #last-time { margin-top: 0; }
    """

    def compose(self) -> ComposeResult:
        """Name, marks, numbers, last time, cue."""
        yield Line(id="go")
        yield Line(id="name")
        yield Line(id="pips")
        with Horizontal(id="numbers"):
            yield Number("0", id="load")
            yield Static("kg", id="unit-load", classes="unit")
            yield Number("0", id="reps")
            yield Static("reps", id="unit-reps", classes="unit")
        yield Line(id="last-time")
        yield Line(id="cue")

    def paint(self, runner: Runner, view: View, side: str) -> None:
        """Paint the set of `view`, which has one; `side` is the side the reps keys change."""
        prompt = view.current
        assert prompt is not None
        self.set_class(view.begun_by_clock, "-go")
        if view.begun_by_clock:
            self.query_one("#go", Line).show(f"GO  +{clock_text(view.clock_s or 0)}")
        self.query_one("#name", Line).show(runner.library.name(prompt.exercise))
        self.query_one("#pips", Line).show(text.pips(view, self.screen.size.width))
        self.query_one("#load", Number).show("-" if prompt.load is None else number(prompt.load))
        reps = prompt.reps
        alike = reps.right is None or reps.left == reps.right
        self.query_one("#reps", Number).show(str(reps.left) if alike else f"{reps.left}-{reps.right}")
        said = "reps" if reps.right is None else "each side" if alike else "left-right"
        units = (str(runner.state.head.unit), said + (f" ({side})" if side else ""))
        for name, unit in zip(("#unit-load", "#unit-reps"), units, strict=True):
            widget = self.query_one(name, Static)
            if str(widget.content) != unit:
                widget.update(unit)
        self.query_one("#last-time", Line).show(text.last_time(runner, prompt))
        self.query_one("#cue", Line).show(text.start_hint(runner, prompt))


class RestFace(Vertical):
    """The rest, with what was done and what is next."""

    DEFAULT_CSS = """
    RestFace { align: center middle; }
    RestFace #clock-row { height: 3; align: center middle; }
    RestFace #phase { text-style: bold; color: $rest; }
    RestFace #clock { color: $rest; }
    RestFace #marks { color: $muted; }
    RestFace #bar { margin-top: 1; padding: 0 2; }
    RestFace #done { margin-top: 1; }
    RestFace.-low #bar, RestFace.-low #done { margin-top: 0; }
    RestFace.-low #marks { display: none; }
    RestFace.-ready #phase, RestFace.-ready #clock { color: $ready; }
    RestFace.-go #phase, RestFace.-go #clock { color: $go; }
    """

    def compose(self) -> ComposeResult:
        """Phase, clock, bar, DONE and NEXT."""
        yield Line(id="phase")
        with Horizontal(id="clock-row"):
            yield Number("0:00", id="clock")
        yield Line(id="bar")
        yield Line(id="marks")
        yield Line(id="done")
        yield Line(id="next")

    def paint(self, runner: Runner, view: View, *, flipped: bool, side: str) -> None:
        """Paint the rest of `view`.

        Args:
            runner: names and units.
            view: in REST, READY or GO.
            flipped: whether `tab` turned the two lines over.
            side: the side the reps keys change, or empty.
        """
        self.set_class(view.phase is Phase.READY, "-ready")
        self.set_class(view.phase is Phase.GO, "-go")
        word = f"{view.phase}  {text.PHASE_SAYS[view.phase]}"
        self.query_one("#phase", Line).show(f"{view.phase}  PAUSED" if view.paused else word)
        sign = "+" if view.phase is Phase.GO else ""
        self.query_one("#clock", Number).show(sign + clock_text(view.clock_s or 0))
        self.query_one("#bar", Line).show(text.bar(view, self.screen.size.width - 4, f"${view.phase.lower()}"))
        self.query_one("#marks", Line).show(text.bar_marks(view))
        done = (
            ""
            if view.done is None
            else text.line(runner, "DONE", view.done, marked="load" if flipped else "reps", side=side)
        )
        self.query_one("#done", Line).show(done)
        following = (
            ""
            if view.next is None
            else text.line(runner, "NEXT", view.next, marked="reps" if flipped else "load", side=side)
        )
        self.query_one("#next", Line).show(following)


class SummaryFace(VerticalScroll, can_focus=False):
    """What the session was."""

    DEFAULT_CSS = """
    SummaryFace { padding: 0 2; align-horizontal: center; }
    SummaryFace #summary-title { color: $ready; text-style: bold; }
    SummaryFace #summary { width: auto; max-width: 100%; height: auto; margin-top: 1; }
    SummaryFace.-low #summary { margin-top: 0; }
    """

    def compose(self) -> ComposeResult:
        """Title and numbers."""
        yield Line(id="summary-title")
        yield Static("", id="summary", markup=False)

    def paint(self, training: Training) -> None:
        """Paint the session as it stands."""
        planned = len(training.runner.state.queue)
        self.query_one("#summary-title", Line).show("SESSION DONE" if not planned else "SESSION FINISHED HERE")
        self.query_one("#summary", Static).update(text.summary(training))
