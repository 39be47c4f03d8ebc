"""The summary: what the session was, what was better, and where it stands."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from setpace.core.stats import better_than, form_counts, reps_total, rest_taken_s, sets_done, volume_text
from setpace.core.units import clock_text
from setpace.core.workout import to_session
from setpace.store.toml_file import printable
from setpace.ui import workout_text as text
from setpace.ui.history_rows import FORM_SIGNS
from setpace.ui.parts import Placed, Words
from setpace.ui.sheet import Sheet
from setpace.ui.workout_layout import LOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.geometry import Size

    from setpace.core.session import Session
    from setpace.run.runner import Runner
    from setpace.run.training import Training

EDGE = 3
"""Bare cells left and right."""

SCROLL_BAR = 1
"""Cells of the bar where the summary is longer than the screen."""

_LABEL = 9


class SummaryFace(VerticalScroll, can_focus=False):
    """What the session was; scrolls where it is longer than the screen."""

    DEFAULT_CSS = """
    SummaryFace { padding: 0 3; scrollbar-size-vertical: 1; }
    SummaryFace #summary-title { margin-top: 1; }
    SummaryFace #summary { width: 1fr; height: auto; margin-top: 1; }
    """

    def compose(self) -> ComposeResult:
        """Title and table."""
        yield Sheet(id="summary-title")
        yield Static("", id="summary", markup=False)

    def paint(self, training: Training, room: Size) -> None:
        """Paint the session as it stands, in `room` cells."""
        runner = training.runner
        title = self.query_one("#summary-title", Sheet)
        rows = 1 if room.height < LOW else 4
        title.styles.height = rows
        words = Words("ready", "", text.ended_text(runner), "left")
        title.show(
            [Placed(words, Region(0, 0, max(room.width - 2 * EDGE - SCROLL_BAR, 0), rows))],
            title.look.color("background"),
        )
        session = to_session(runner.state)
        width = max(room.width - 2 * EDGE - _LABEL, 20)
        self.query_one("#summary", Static).update(Content("\n").join(_lines(training, session, width)))


def _lines(training: Training, session: Session, width: int) -> Iterator[Content]:
    runner = training.runner
    yield _row(
        "time", (clock_text(session.duration_s), "bold"), (f", resting {clock_text(rest_taken_s(session))}", "$muted")
    )
    planned = f"{sets_done(session)} of {session.planned_total}"
    yield _row("sets", (planned, "bold"), ("   reps ", "$muted"), (str(reps_total(session)), "bold"))
    yield _row("volume", (volume_text(session, runner.library), "bold"))
    counts = [(f"{count} {form}  ", FORM_SIGNS[form][1]) for form, count in form_counts(session).items() if count]
    yield _row("form", *(counts or [("not rated: 1 2 3 rate the last set", "$muted")]))
    yield Content("")
    for name, sets in _by_exercise(runner, session):
        yield Content(name).truncate(_LABEL + width, ellipsis=True).stylize("bold")
        for line in wrap(sets, width, break_long_words=False):
            yield _row("", line)
    better = better_than(session, training.previous, runner.library) if training.previous else ()
    if better:
        yield Content("")
    for place, what in enumerate(better):
        yield _row("" if place else "better", (what, "$clean"))
    level = training.next_level.line(session)
    if level:
        yield Content("")
    for place, line in enumerate(wrap(level, width)):
        yield _row("" if place else "level", (line, "$accent"))
    if session.note:
        yield Content("")
        for place, line in enumerate(wrap(printable(session.note), width)):
            yield _row("" if place else "note", line)
    yield Content("")
    for place, line in enumerate(wrap(str(training.file), width, break_on_hyphens=False)):
        yield _row("" if place else "file", (line, "$muted"))


def _row(label: str, *parts: tuple[str, str] | str) -> Content:
    return Content.assemble((label.ljust(_LABEL), "$muted"), *parts)


def _by_exercise(runner: Runner, session: Session) -> Iterator[tuple[str, str]]:
    """Each exercise once, with its sets in few words; a load is said where it changes."""
    names = dict.fromkeys(done.exercise for done in session.work)
    for exercise in names:
        said: list[str] = []
        load: float | None = -1.0
        for done in (s for s in session.work if s.exercise == exercise):
            form = FORM_SIGNS[done.form][0] if done.form else ""
            with_load = f"{runner.load_text(done.load)} × " if done.load not in (load, None) else ""
            load = done.load
            said.append(f"{with_load}{text.reps_text(done.reps)}{form}".replace(" ", "\u00a0"))
        yield runner.library.name(exercise), "  ".join(said)
