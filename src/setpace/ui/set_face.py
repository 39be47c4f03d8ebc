"""The set to lift now, in signs that can be read from three metres."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widget import Widget

from setpace.core.units import clock_text
from setpace.ui import workout_text as text
from setpace.ui.gauges import Pips
from setpace.ui.giant import GiantNumber, GiantWords
from setpace.ui.glyphs import FIVE_HIGH, fit_digits, text_width
from setpace.ui.line import Line
from setpace.ui.painting import Bare, Row, paint_in
from setpace.ui.workout_layout import SetRows, set_rows

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.color import Color
    from textual.geometry import Size

    from setpace.core.workout_view import SetPrompt, View
    from setpace.run.runner import Runner

WIDTH_USED = 0.86
"""How much of the width large signs may take: the eye needs an edge."""

BETWEEN = 8
"""The part of the width that stands bare between load and reps: one in so many."""


PIPS_EDGE = 4
"""Cells left and right of the bars of the sets."""


class Counted(Vertical, Bare):
    """A large number with what it counts below."""

    DEFAULT_CSS = """
    Counted { width: auto; height: auto; align-horizontal: center; }
    Counted GiantWords { width: 100%; color: $muted; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.number = GiantNumber()
        self.label = GiantWords()

    def compose(self) -> ComposeResult:
        """Number above label."""
        yield self.number
        yield self.label


class SetFace(Vertical, Bare):
    """Name, sets, load and reps, last time, cue."""

    DEFAULT_CSS = """
    SetFace { align: center middle; }
    SetFace #numbers { width: 1fr; height: auto; align-horizontal: center; }
    SetFace #load GiantNumber { color: $accent; }
    SetFace #reps GiantNumber { color: $rest; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: SetRows | None = None
        self._numbers: tuple[object, ...] = ()
        self._phase, self._title, self._pips = GiantWords(id="set-phase"), GiantWords(id="name"), Pips(id="pips")
        self._load, self._reps = Counted(id="load"), Counted(id="reps")
        self._last_time, self._cue = Line(id="last-time"), Line(id="cue")

    def compose(self) -> ComposeResult:
        """From the top."""
        yield self._phase
        yield self._title
        yield self._pips
        with Row(id="numbers"):
            yield self._load
            yield self._reps
        yield self._last_time
        yield self._cue

    def paint(self, runner: Runner, view: View, room: Size, color: Color, *, side: str, unsaved: bool) -> None:
        """Paint the set of `view`, which has one.

        Args:
            runner: names and units.
            view: with a current set.
            room: cells inside the edges.
            color: of GO or PAUSED.
            side: the side the reps keys change, or empty.
            unsaved: whether the last completed set is not on disk yet.
        """
        prompt = view.current
        assert prompt is not None
        name = runner.library.name(prompt.exercise)
        above = "PAUSED" if view.paused else f"GO +{clock_text(view.clock_s or 0)}" if view.begun_by_clock else ""
        self._share_out(set_rows(room.width, room.height, name, phase=bool(above)))
        if above:
            paint_in(self._phase, color)
        self._phase.show(above)
        self._title.show(name)
        self._pips.show(view.pips, unsaved=unsaved)
        self._paint_numbers(runner, prompt, room.width, side)
        self._last_time.show(text.last_time(runner, prompt, rest=True))
        apart = self._rows is not None and self._rows.last_time > 0
        self._cue.show(text.below_the_numbers(runner, prompt, room.width, apart=apart))

    def _share_out(self, rows: SetRows) -> None:
        """Give every part its rows, where they changed."""
        if rows == self._rows:
            return
        self._rows = rows
        parts = {"set-phase": rows.phase, "name": rows.name, "pips": rows.pips}
        parts |= {"last-time": rows.last_time, "cue": rows.cue}
        for part, height in parts.items():
            widget = self.query_one(f"#{part}", Widget)
            widget.styles.height = height
            widget.display = height > 0
        for part in ("name", "pips", "numbers", "last-time"):
            side = PIPS_EDGE if part == "pips" else 0
            self.query_one(f"#{part}").styles.margin = (rows.gap, side, 0, side)
        for counted in (self._load, self._reps):
            counted.label.styles.height = rows.labels
            counted.label.styles.margin = (1 if rows.labels > 1 else 0, 0, 0, 0)

    def _paint_numbers(self, runner: Runner, prompt: SetPrompt, cols: int, side: str) -> None:
        exercise = runner.library.get(prompt.exercise)
        bodyweight = prompt.load is None and exercise is not None and not exercise.equipment
        load, reps = text.load_number(prompt.load), text.reps_number(prompt.reps)
        unit, label = str(runner.state.head.unit), text.reps_label(prompt.reps, side)
        assert self._rows is not None
        shown = (load, reps, unit, label, bodyweight, self._rows, cols)
        if shown == self._numbers:
            return
        self._numbers = shown
        numbers = (reps,) if bodyweight else (load, reps)
        between = max(cols // BETWEEN, 3)
        size = fit_digits(numbers, round(cols * WIDTH_USED), self._rows.numbers, between * (len(numbers) - 1))
        self._load.styles.margin = (0, between, 0, 0)
        self._load.display = not bodyweight
        for counted, number, below in ((self._load, load, unit), (self._reps, reps, label)):
            counted.number.show(number)
            counted.number.use(size)
            counted.label.show(below)
            # A label may be wider than its number, and gets room then; in large letters as far as there is any.
            large = text_width(below, FIVE_HIGH)
            fits = self._rows.labels > 1 and large <= max(cols // len(numbers) - between, text_width(number, size))
            counted.styles.min_width = large if fits else len(below)
