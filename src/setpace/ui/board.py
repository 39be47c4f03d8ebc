"""What the workout screen shows: header, one of three faces, one line in plain words, the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip

from setpace.core.estimate import done_about
from setpace.core.workout_view import Phase
from setpace.ui import workout_text as text
from setpace.ui.canvas import style_of
from setpace.ui.line import Line
from setpace.ui.painting import Bare, Painting, Row, paint_in
from setpace.ui.rest_face import RestFace
from setpace.ui.set_face import SetFace
from setpace.ui.summary_face import SummaryFace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.widget import Widget

    from setpace.core.session import PerformedSet
    from setpace.core.workout_view import View
    from setpace.run.saver import Saved
    from setpace.run.training import Training

SAVING_SHOWN_AFTER_S = 1.0
SAID_STAYS_S = 4.0
"""How long a line that answers a key stands before the plain text of the set comes back, in seconds."""

EDGE = 1
"""Cells of a face's edge at each side."""

LINES = 3
"""Rows of header, plain words and keys."""

FLASH_S = 0.25
"""How long the ground flashes at a boundary, in seconds: once, far from what could harm anyone."""

_EDGES: Mapping[Phase, str] = {Phase.REST: "▌", Phase.READY: "█", Phase.GO: "█"}
"""The edges of the screen at the left and right: thin while you may not go, thick when you may."""

_BY_CLOCK = ((Phase.REST, Phase.READY), (Phase.READY, Phase.GO))


class Edge(Painting):
    """One edge of the screen, a cell wide."""

    DEFAULT_CSS = "Edge { width: 1; height: 1fr; }"

    def show(self, sign: str) -> None:
        """Show a sign in every row; empty: nothing."""
        if sign != self.text:
            self.text = sign
            self.refresh()

    def picture(self) -> list[Strip]:
        """The same cell in every row."""
        sign = self.text or " "
        if sign == "▌" and self.id == "right-edge":
            sign = "▐"
        style = style_of(self.ink, self.ground)
        return [Strip([Segment(sign, style)], 1)] * self.size.height


class Board(Vertical, Bare):
    """Paints views of one session; what has not changed is not painted.

    Colours of a phase are put on by hand and not by classes: a class on a container costs a new styling of all in it,
    ten times what a key may take.

    Args:
        training: the session.
        now: the present.
        flash: whether the ground flashes at a boundary.

    Attributes:
        flashes: the same.
        flashing: whether it does so at this moment.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"board--{phase.lower()}" for phase in Phase),
        "board--paused",
        "board--flash-ready",
        "board--flash-go",
    }
    DEFAULT_CSS = """
    Board { height: 1fr; }
    Board #header { background: $surface; text-align: left; }
    Board SetFace, Board RestFace, Board SummaryFace { height: 1fr; width: 1fr; display: none; }
    Board SummaryFace { padding: 0 3; }
    Board #faces { height: 1fr; }
    Board #said { color: $muted; }
    Board #keys { background: $surface; text-align: left; }
    Board > .board--set, Board > .board--summary { color: $rest; background: $background; }
    Board > .board--rest { color: $rest; background: $rest-ground; }
    Board > .board--ready { color: $ready; background: $ready-ground; }
    Board > .board--go { color: $go; background: $go-ground; }
    Board > .board--paused { color: $shaky; }
    Board > .board--flash-ready { background: $ready 60%; }
    Board > .board--flash-go { background: $go 60%; }
    """

    def __init__(self, training: Training, now: datetime, *, flash: bool) -> None:
        super().__init__()
        self.training = training
        self.flashes = flash
        self._header, self._said, self._keys = Line(id="header"), Line(id="said"), Line(id="keys")
        self._set, self._rest, self._summary = SetFace(), RestFace(), SummaryFace()
        self._left, self._right = Edge(id="left-edge"), Edge(id="right-edge")
        self._face: Widget | None = None
        self.flashing = False
        self._phase: Phase | None = None
        self._answer = ""
        self._answered_at = now
        self._refused = False
        self._changed_at = now
        self._on_disk: frozenset[tuple[int, datetime]] = frozenset()
        self._saved_state: object = None
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """From the top."""
        yield self._header
        with Row(id="faces"):
            yield self._left
            yield self._set
            yield self._rest
            yield self._summary
            yield self._right
        yield self._said
        yield self._keys

    def say(self, said: str, now: datetime, *, refused: bool = False) -> None:
        """Answer a key in the line of plain words, from the next paint on."""
        self._answer, self._refused, self._answered_at = said, refused, now
        if not refused:
            self._changed_at = now

    def take_saved(self, saved: Saved, now: datetime) -> None:
        """Take note of what became of a save."""
        self._trouble = saved.error or ""
        if saved.error is None:
            self._saved_state, self._on_disk = saved.state, frozenset(map(_of_set, saved.state.performed))
        if saved.moved:
            self.say("changed by another program: going on in a new file", now, refused=True)

    def paint(
        self, view: View, now: datetime, remapped: Mapping[str, tuple[str, ...]], *, flipped: bool, side: str
    ) -> None:
        """Show a view.

        Args:
            view: the session at `now`.
            now: the present.
            remapped: the user's own keys by command id.
            flipped: whether `tab` turned over what the keys change in a rest.
            side: the side the reps keys change, or empty.
        """
        runner = self.training.runner
        self._show_phase(view)
        # A face that was hidden until now has no size of its own yet.
        room = Size(max(self.size.width - 2 * EDGE, 0), max(self.size.height - LINES, 0))
        about = ""
        if view.phase is Phase.SUMMARY:
            self._summary.paint(self.training, room)
        else:
            about = done_about(runner.state, now, self.training.habits)
            unsaved = view.done is not None and _of_set(view.done) not in self._on_disk
            color = self.get_component_styles("board--paused" if view.paused else f"board--{view.phase.lower()}").color
            if view.current is not None:
                self._set.paint(runner, view, room, color, side=side, unsaved=unsaved)
            else:
                self._rest.paint(runner, view, room, color, flipped=flipped, side=side, unsaved=unsaved)
        self._header.show(text.header(runner, view, self.size.width, about))
        self._keys.show(text.keys_line(view, remapped, self.size.width - 2))
        self._paint_said(view, now)

    def _show_phase(self, view: View) -> None:
        """Put face, ground and edges of the phase in place; a boundary that the clock crossed flashes."""
        face = self._summary if view.phase is Phase.SUMMARY else self._set if view.current else self._rest
        phase = view.phase
        if face is not self._face:
            if self._face is not None:
                self._face.display = False
            face.display = True
        elif phase is self._phase:
            return
        by_clock = (self._phase, phase) in _BY_CLOCK
        self._face, self._phase = face, phase
        look = self.get_component_styles(f"board--{phase.lower()}")
        self.styles.background = look.background
        for each in (self._left, self._right):
            each.show(_EDGES.get(phase, ""))
            paint_in(each, look.color)
        if by_clock and self.flashes:
            self.styles.background = self.get_component_styles(f"board--flash-{phase.lower()}").background
            self.flashing = True
            self.set_timer(FLASH_S, self._end_flash)

    def _end_flash(self) -> None:
        self.flashing = False
        if self._phase is not None:
            self.styles.background = self.get_component_styles(f"board--{self._phase.lower()}").background

    def _paint_said(self, view: View, now: datetime) -> None:
        """One line: what a key did, what is wrong, or the set in plain text."""
        plain = text.plain(self.training.runner, view)
        late = (now - self._changed_at).total_seconds() > SAVING_SHOWN_AFTER_S
        wrong = self._trouble or ("saving…" if self._saved_state is not self.training.runner.state and late else "")
        answer, style = self._answer, "$shaky" if self._refused else "bold"
        if not answer or (now - self._answered_at).total_seconds() >= SAID_STAYS_S:
            answer, style = wrong, "$shaky"
        line = Content.assemble((answer, style), ("  ·  " if answer else "") + plain)
        self._said.show(line)


def _of_set(done: PerformedSet) -> tuple[int, datetime]:
    """What tells a completed set from one that was undone and done again."""
    return done.slot, done.finished
