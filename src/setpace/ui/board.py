"""What the workout screen shows: header, one of three faces, one line in plain words, the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size

from setpace.core.estimate import done_about
from setpace.core.workout_view import Phase
from setpace.ui import workout_text as text
from setpace.ui.line import Line
from setpace.ui.rest_face import RestFace
from setpace.ui.set_face import SetFace
from setpace.ui.summary_face import SummaryFace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from textual.app import ComposeResult

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

_BY_CLOCK = ((Phase.REST, Phase.READY), (Phase.READY, Phase.GO))


class Board(Vertical):
    """Paints views of one session; what has not changed is not painted.

    Args:
        training: the session.
        now: the present.
        flash: whether the ground flashes at a boundary.

    Attributes:
        flashes: the same.
    """

    DEFAULT_CSS = """
    Board { height: 1fr; }
    Board #header { background: $surface; text-align: left; }
    Board SetFace, Board RestFace, Board SummaryFace { height: 1fr; display: none; padding: 0 1; }
    Board SummaryFace { padding: 0 3; }
    Board.-set SetFace, Board.-rest-face RestFace, Board.-summary SummaryFace { display: block; }
    Board #said { color: $muted; }
    Board #keys { background: $surface; text-align: left; padding: 0 1; }
    Board.-rest RestFace { padding: 0; border-left: outer $rest; border-right: outer $rest; }
    Board.-ready { background: $ready-ground; }
    Board.-ready RestFace { padding: 0; border-left: thick $ready; border-right: thick $ready; }
    Board.-go { background: $go-ground; }
    Board.-go RestFace, Board.-go SetFace { padding: 0; border-left: thick $go; border-right: thick $go; }
    Board.-ready.-flash { background: $ready 60%; }
    Board.-go.-flash { background: $go 60%; }
    """

    def __init__(self, training: Training, now: datetime, *, flash: bool) -> None:
        super().__init__()
        self.training = training
        self.flashes = flash
        self._phase: Phase | None = None
        self._answer = ""
        self._answered_at = now
        self._refused = False
        self._changed_at = now
        self._saved_sets = 0
        self._saved_state: object = None
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """From the top."""
        yield Line(id="header")
        yield SetFace()
        yield RestFace()
        yield SummaryFace()
        yield Line(id="said")
        yield Line(id="keys")

    def say(self, said: str, now: datetime, *, refused: bool = False) -> None:
        """Answer a key in the line of plain words, from the next paint on."""
        self._answer, self._refused, self._answered_at = said, refused, now
        if not refused:
            self._changed_at = now

    def take_saved(self, saved: Saved, now: datetime) -> None:
        """Take note of what became of a save."""
        self._trouble = saved.error or ""
        if saved.error is None:
            self._saved_state, self._saved_sets = saved.state, len(saved.state.performed)
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
            self.query_one(SummaryFace).paint(self.training, room)
        else:
            about = done_about(runner.state, now, self.training.habits)
            unsaved = self._saved_sets < len(runner.state.performed)
            if view.current is not None:
                self.query_one(SetFace).paint(runner, view, room, side=side, unsaved=unsaved)
            else:
                self.query_one(RestFace).paint(runner, view, room, flipped=flipped, side=side)
        self.query_one("#header", Line).show(text.header(runner, view, self.size.width, about))
        self.query_one("#keys", Line).show(text.keys_line(view, remapped, self.size.width - 2))
        self._paint_said(view, now)

    def _show_phase(self, view: View) -> None:
        """Put face, ground and edges of the phase in place; a boundary that the clock crossed flashes."""
        face = "summary" if view.phase is Phase.SUMMARY else "set" if view.current else "rest-face"
        for name in ("set", "rest-face", "summary"):
            self.set_class(face == name, f"-{name}")
        if view.phase is self._phase:
            return
        by_clock = (self._phase, view.phase) in _BY_CLOCK
        self._phase = view.phase
        for phase in (Phase.REST, Phase.READY, Phase.GO):
            self.set_class(view.phase is phase, f"-{phase.lower()}")
        if by_clock and self.flashes:
            self.add_class("-flash")
            self.set_timer(FLASH_S, self._end_flash)

    def _end_flash(self) -> None:
        self.remove_class("-flash")

    def _paint_said(self, view: View, now: datetime) -> None:
        """One line: what a key did, what is wrong, or the set in plain text."""
        plain = text.plain(self.training.runner, view)
        late = (now - self._changed_at).total_seconds() > SAVING_SHOWN_AFTER_S
        wrong = self._trouble or ("saving…" if self._saved_state is not self.training.runner.state and late else "")
        answer, style = self._answer, "$shaky" if self._refused else "bold"
        if not answer or (now - self._answered_at).total_seconds() >= SAID_STAYS_S:
            answer, style = wrong, "$shaky"
        line = Content.assemble((answer, style), ("  ·  " if answer else "") + plain)
        self.query_one("#said", Line).show(line)
