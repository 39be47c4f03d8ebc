"""The rest: the clock as large as it can be, what was done and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from setpace.core.units import clock_text
from setpace.core.workout_view import Phase
from setpace.ui import workout_text as text
from setpace.ui.gauges import Bar
from setpace.ui.giant import GiantNumber, GiantWords
from setpace.ui.line import Line
from setpace.ui.painting import Bare, Row, paint_in
from setpace.ui.set_face import WIDTH_USED
from setpace.ui.words import fit_words
from setpace.ui.workout_layout import RestRows, rest_rows

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.color import Color

    from setpace.core.workout_view import SetPrompt, View
    from setpace.run.runner import Runner

EDGE, NARROW_EDGE = 3, 1
"""Cells left and right of bar and lines; where the screen is narrow, the smaller one."""

NARROW = 50


class NextPanel(Row):
    """The set to come, its load and reps large."""

    DEFAULT_CSS = """
    NextPanel { background: $surface; width: 1fr; padding: 0 1; margin: 0 3; }
    NextPanel #next-words { width: 1fr; height: 100%; text-align: left; content-align: left middle; }
    NextPanel GiantWords { width: auto; height: 100%; text-align: right; }
    NextPanel GiantWords.-marked { color: $accent; }
    """

    def compose(self) -> ComposeResult:
        """Words at the left, numbers at the right."""
        yield Line(id="next-words")
        yield GiantWords(id="next-load")
        yield GiantWords(id="next-reps")

    def paint(self, runner: Runner, prompt: SetPrompt, room: Size, *, marked: str) -> None:
        """Paint the set to come in `room` cells; `marked` is `load` or `reps`: what the keys change."""
        name = runner.library.name(prompt.exercise)
        reps = prompt.reps
        sides = "" if reps.right is None else " · each side" if reps.left == reps.right else " · left/right"
        words = Content.assemble(
            ("NEXT", "bold $muted"), f"\nset {prompt.number} of {prompt.total}{sides}\n", (name, "bold")
        )
        self.query_one("#next-words", Line).show(words)
        cols = max(room.width * 3 // 5, 1)
        numbers = self._numbers(runner, prompt, cols, room.height)
        layout = fit_words("  ".join(numbers.values()), cols, room.height, 1)
        for field, number in numbers.items():
            widget = self.query_one(f"#next-{field}", GiantWords)
            own = fit_words(number, cols, layout.rows, 1) if layout and number else None
            widget.display = bool(number)
            widget.styles.width = own.cols if own else len(number)
            widget.styles.margin = (0, 0, 0, max(2, own.size.digit // 2) if own else 2)
            widget.set_class(field == marked, "-marked")
            widget.show(number)

    def _numbers(self, runner: Runner, prompt: SetPrompt, cols: int, rows: int) -> dict[str, str]:
        """Load and reps; where the unit finds no room in large letters it is left to the plain line."""
        reps = text.reps_number(prompt.reps)
        if prompt.load is None:
            return {"load": "", "reps": f"{reps} reps"}
        with_unit = {"load": runner.load_text(prompt.load), "reps": f"× {reps}"}
        if fit_words("  ".join(with_unit.values()), cols, rows, 1):
            return with_unit
        return {"load": text.load_number(prompt.load), "reps": f"× {reps}"}


class RestFace(Vertical, Bare):
    """Phase, clock, bar, DONE and NEXT."""

    DEFAULT_CSS = """
    RestFace { align: center middle; }
    RestFace #clock-row { width: 1fr; height: auto; align-horizontal: center; }
    RestFace #done, RestFace #next { text-align: left; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shared: tuple[RestRows, int] | None = None
        self._clock_room: tuple[int, int, str] = (0, 0, "")
        self._phase, self._clock, self._bar = GiantWords(id="phase"), GiantNumber(id="clock"), Bar(id="bar")
        self._marks, self._done, self._next = Line(id="marks"), Line(id="done"), Line(id="next")
        self._panel = NextPanel(id="next-panel")

    def compose(self) -> ComposeResult:
        """From the top."""
        yield self._phase
        with Row(id="clock-row"):
            yield self._clock
        yield self._bar
        yield self._marks
        yield self._done
        yield self._next
        yield self._panel

    def paint(
        self,
        runner: Runner,
        view: View,
        room: Size,
        color: Color,
        *,
        flipped: bool,
        side: str,
        unsaved: bool = False,
    ) -> None:
        """Paint the rest of `view`.

        Args:
            runner: names and units.
            view: in REST, READY or GO, without a set begun.
            room: cells inside the edges.
            color: of the phase.
            flipped: whether `tab` turned over what the keys change.
            side: the side the reps keys change, or empty.
            unsaved: whether the set just done is not on disk yet: `DONE…` until its write has returned.
        """
        rows = rest_rows(room.height)
        edge = NARROW_EDGE if room.width < NARROW else EDGE
        self._share_out(rows, edge)
        self._phase.show("PAUSED" if view.paused else str(view.phase))
        self._paint_clock(view, room.width, rows.clock)
        paint_in(self._phase, color)
        paint_in(self._clock, color)
        bar = self._bar
        bar.set_class(view.phase is Phase.READY, "-ready")
        bar.set_class(view.phase is Phase.GO, "-go")
        if view.rest is not None:
            bar.show(int(view.rest_elapsed_s), view.rest.min_s, view.rest.max_s)
        width = room.width - 2 * edge
        self._marks.show(text.marks(view, width))
        of_done, of_next = ("load", "reps") if flipped else ("reps", "load")
        word = "DONE…" if unsaved else "DONE"
        done = view.done
        self._done.show("" if done is None else text.line(runner, word, done, width, marked=of_done, side=side))
        if view.next is None:
            return
        if rows.next == 1:
            self._next.show(text.line(runner, "NEXT", view.next, width, marked=of_next, side=side))
        else:
            self._panel.paint(runner, view.next, Size(width - 2, rows.next), marked=of_next)

    def _paint_clock(self, view: View, cols: int, rows: int) -> None:
        clock = self._clock
        sign = "+" if view.phase is Phase.GO else ""
        shown = sign + clock_text(view.clock_s or 0)
        clock.show(shown)
        widest = "".join("8" if sign.isdigit() else sign for sign in shown)
        room = (round(cols * WIDTH_USED), rows, widest)
        if room != self._clock_room:
            self._clock_room = room
            clock.fit(*room)

    def _share_out(self, rows: RestRows, edge: int) -> None:
        """Give every part its rows and its edges, where they changed."""
        if (rows, edge) == self._shared:
            return
        self._shared = (rows, edge)
        large = rows.next > 1
        parts = {"phase": rows.phase, "bar": rows.bar, "marks": rows.marks, "done": rows.done}
        parts |= {"next": 0 if large else rows.next, "next-panel": rows.next if large else 0}
        for part, height in parts.items():
            widget = self.query_one(f"#{part}", Widget)
            widget.styles.height = height
            widget.display = height > 0
        self.query_one("#clock-row").styles.margin = (rows.gap, 0, 0, 0)
        self._bar.styles.margin = (rows.gap, edge, 0, edge)
        for each in (self._marks, self._done, self._next, self._panel):
            each.styles.margin = (0, edge, 0, edge)
