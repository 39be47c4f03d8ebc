"""What the workout screen shows: header, one of three faces, one line in plain words, the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Region

from setpace.core.estimate import done_about
from setpace.core.workout_view import Phase
from setpace.ui import workout_text as text
from setpace.ui.canvas import mixed
from setpace.ui.parts import Fill, Placed, Text
from setpace.ui.rest_face import rest_parts
from setpace.ui.set_face import set_parts
from setpace.ui.sheet import Sheet
from setpace.ui.strokes import FULL
from setpace.ui.summary_face import SummaryFace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from textual.color import Color
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

HEADER_ROWS = 1
FOOT_ROWS = 2
"""Rows of plain words and keys."""

FLASH_S = 0.25
"""How long the ground flashes at a boundary, in seconds: once, far from what could harm anyone."""

FLASH_ALPHA = 0.6
"""How much of the phase's colour is in the ground while it flashes."""

_INKS: Mapping[Phase, str] = {Phase.READY: "ready", Phase.GO: "go"}
"""The colour of a phase; the others have that of REST."""

_GROUNDS: Mapping[Phase, str] = {Phase.REST: "rest-ground", Phase.READY: "ready-ground", Phase.GO: "go-ground"}
"""The ground of a phase; the others have none of their own."""

_EDGES: Mapping[Phase, tuple[str, str]] = {Phase.REST: ("▌", "▐"), Phase.READY: ("█", "█"), Phase.GO: ("█", "█")}
"""The edges of the screen at the left and right: thin while you may not go, thick when you may."""

_BY_CLOCK = ((Phase.REST, Phase.READY), (Phase.READY, Phase.GO))


class Board(Sheet):
    """Paints views of one session.

    Args:
        training: the session.
        now: the present.
        flash: whether the ground flashes at a boundary.

    Attributes:
        flashes: the same.
        flashing: whether it does so at this moment.
    """

    DEFAULT_CSS = "Board SummaryFace { padding: 0 3; }"

    def __init__(self, training: Training, now: datetime, *, flash: bool) -> None:
        self._summary = SummaryFace()
        super().__init__(self._summary)
        self.training = training
        self.flashes = flash
        self.flashing = False
        self._phase: Phase | None = None
        self._answer = ""
        self._answered_at = now
        self._refused = False
        self._changed_at = now
        self._on_disk: frozenset[tuple[int, datetime]] = frozenset()
        self._saved_state: object = None
        self._trouble = ""

    @property
    def face(self) -> Region:
        """The cells between header, foot and edges."""
        width, height = self.size
        return Region(EDGE, HEADER_ROWS, max(width - 2 * EDGE, 0), max(height - HEADER_ROWS - FOOT_ROWS, 0))

    def in_face(self, y: int) -> bool:
        """Whether that row belongs to the big area."""
        return y in self.face.line_range

    def places(self) -> dict[Widget, Region]:
        """The summary, when it is time for it, has the place of the faces."""
        return super().places() | ({self._summary: self.face} if self._phase is Phase.SUMMARY else {})

    def notify_style_update(self) -> None:
        """Another theme: the ground is another one too, at once."""
        super().notify_style_update()
        if self._phase is not None:
            self.show_on(self._ground_of(self._phase))

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
        self._enter(view.phase)
        about = "" if view.phase is Phase.SUMMARY else done_about(self.training.runner.state, now, self.training.habits)
        face = self._face_parts(view, remapped, flipped=flipped, side=side)
        placed = [*self._frame(view, now, about, remapped), *face]
        self.show(placed, self._ground_of(view.phase))

    def _enter(self, phase: Phase) -> None:
        """Take note of the phase; a boundary that the clock crossed flashes, the summary takes its place."""
        before, self._phase = self._phase, phase
        if (before, phase) in _BY_CLOCK and self.flashes:
            self.flashing = True
            self.set_timer(FLASH_S, self._end_flash)
        if before is not phase and Phase.SUMMARY in (before, phase):
            self.rearrange()

    def _ground_of(self, phase: Phase) -> Color:
        ground = self.look.color(_GROUNDS.get(phase, "background"))
        if self.flashing:
            return mixed(ground, self.look.color(_INKS.get(phase, "rest")).with_alpha(FLASH_ALPHA), FULL)
        return ground

    def _end_flash(self) -> None:
        self.flashing = False
        if self._phase is not None:
            self.show_on(self._ground_of(self._phase))

    def _frame(
        self, view: View, now: datetime, about: str, remapped: Mapping[str, tuple[str, ...]]
    ) -> Iterator[Placed]:
        """Header, edges, plain words and keys."""
        width, height = self.size
        face, runner = self.face, self.training.runner
        header = text.header(runner, view, width, about)
        yield Placed(Text.of(header, "left", ground="surface"), Region(0, 0, width, HEADER_ROWS))
        ink = _INKS.get(view.phase, "rest")
        for sign, x in zip(_EDGES.get(view.phase, ()), (0, face.right), strict=False):
            yield Placed(Fill(ink, "", sign), Region(x, face.y, EDGE, face.height))
        yield Placed(Text.of(self._said(view, now), ink="muted"), Region(1, height - 2, max(width - 2, 0), 1))
        keys = text.keys_line(view, remapped, width - 2)
        yield Placed(Text.of(keys, "left", ground="surface"), Region(0, height - 1, width, 1))

    def _face_parts(
        self, view: View, remapped: Mapping[str, tuple[str, ...]], *, flipped: bool, side: str
    ) -> Iterator[Placed]:
        """What stands between header and foot; the summary is a widget of its own."""
        runner, face = self.training.runner, self.face
        if view.phase is Phase.SUMMARY:
            self._summary.paint(self.training, face.size)
            return iter(())
        unsaved = view.done is not None and _of_set(view.done) not in self._on_disk
        ink = "shaky" if view.paused else _INKS.get(view.phase, "rest")
        if view.current is not None:
            return set_parts(runner, view, face, ink, side=side, unsaved=unsaved)
        return rest_parts(runner, view, face, ink, remapped, flipped=flipped, side=side, unsaved=unsaved)

    def _said(self, view: View, now: datetime) -> Content:
        """One line: what a key did, what is wrong, or the set in plain text."""
        plain = text.plain(self.training.runner, view)
        late = (now - self._changed_at).total_seconds() > SAVING_SHOWN_AFTER_S
        wrong = self._trouble or ("saving…" if self._saved_state is not self.training.runner.state and late else "")
        answer, style = self._answer, "$shaky" if self._refused else "bold"
        if not answer or (now - self._answered_at).total_seconds() >= SAID_STAYS_S:
            answer, style = wrong, "$shaky"
        return Content.assemble((answer, style), ("  ·  " if answer else "") + plain)


def _of_set(done: PerformedSet) -> tuple[int, datetime]:
    """What tells a completed set from one that was undone and done again."""
    return done.slot, done.finished
