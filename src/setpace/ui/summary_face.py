"""The summary: what the session was in three large numbers, what was better, and where it stands."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from setpace.core.stats import better_than, form_counts, reps_total, rest_taken_s, sets_done, volume, volume_text
from setpace.core.units import clock_text
from setpace.core.workout import to_session
from setpace.store.toml_file import printable
from setpace.ui import workout_text as text
from setpace.ui.giant import giant
from setpace.ui.glyphs import PLAIN, fit_digits, text_width
from setpace.ui.history_rows import FORM_SIGNS
from setpace.ui.parts import Placed, Text, Words
from setpace.ui.sheet import Sheet
from setpace.ui.workout_layout import summary_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.geometry import Size

    from setpace.core.exercise import Library
    from setpace.core.session import Session
    from setpace.run.runner import Runner
    from setpace.run.training import Training

EDGE = 3
"""Bare cells left and right."""

SCROLL_BAR = 1
"""Cells of the bar where the summary is longer than the screen."""

_LABEL = 9
_BETWEEN = 12
"""The part of the width that stands bare between two of the large numbers: one in so many."""

_NAME_BESIDE = 24
"""Cells the sets of an exercise need to stand beside its name instead of below."""


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
        session = to_session(training.runner.state)
        title = self.query_one("#summary-title", Sheet)
        width = max(room.width - 2 * EDGE - SCROLL_BAR, 0)
        rows = summary_rows(room.height)
        placed = [Placed(Words("ready", "", text.ended_text(training.runner), "left"), Region(0, 0, width, rows.title))]
        large = list(_large(session, training.runner.library, width, rows.title + rows.gap, rows.numbers))
        placed += large
        title.styles.height = max(each.region.bottom for each in placed)
        title.show(placed, title.look.color("background"))
        lines = _lines(training, session, max(room.width - 2 * EDGE - _LABEL, 20), large=bool(large))
        self.query_one("#summary", Static).update(Content("\n").join(lines))


def _numbers(session: Session, library: Library) -> tuple[tuple[str, str], ...]:
    """How long, how many sets, how much: each number and what it counts."""
    lifted = volume(session, library)
    much = (str(reps_total(session)), "reps") if lifted is None else (f"{lifted:.0f}", f"{session.unit} volume")
    return (clock_text(session.duration_s), "time"), (f"{sets_done(session)}/{session.planned_total}", "sets"), much


def _large(session: Session, library: Library, width: int, y: int, rows: int) -> Iterator[Placed]:
    """The numbers side by side at one height, each with its label below; none where there is too little room."""
    numbers = _numbers(session, library)
    between = width // _BETWEEN
    size = fit_digits(tuple(number for number, _ in numbers), width, rows, between * (len(numbers) - 1))
    if size == PLAIN:
        return
    x = 0
    for number, label in numbers:
        cols = max(text_width(number, size), len(label))
        yield from giant(number, size, x, y, "text")
        yield Placed(Text.of(label, "left", ink="muted"), Region(x, y + size.rows, cols, 1))
        x += cols + between


def _lines(training: Training, session: Session, width: int, *, large: bool) -> Iterator[Content]:
    """The table, from the top.

    Args:
        training: the session and what came before it.
        session: as performed.
        width: of the lines without their labels, in cells.
        large: whether time, sets and volume stand above in large numbers.
    """
    runner = training.runner
    reps = ("   reps ", "$muted"), (str(reps_total(session)), "bold")
    resting = clock_text(rest_taken_s(session))
    counts = [(f"{count} {form}  ", FORM_SIGNS[form][1]) for form, count in form_counts(session).items() if count]
    form = counts or [("not rated: 1 2 3 rate the last set", "$muted")]
    if large:
        yield _row("resting", (resting, "bold"), *reps, ("   form ", "$muted"), *form)
    else:
        yield _row("time", (clock_text(session.duration_s), "bold"), (f", resting {resting}", "$muted"))
        yield _row("sets", (f"{sets_done(session)} of {session.planned_total}", "bold"), *reps)
        yield _row("volume", (volume_text(session, runner.library), "bold"))
        yield _row("form", *form)
    yield Content("")
    yield from _exercises(runner, session, width)
    better = better_than(session, training.previous, runner.library) if training.previous else ()
    if better:
        yield Content("")
    for place, line in enumerate(line for what in better for line in wrap(what, width)):
        yield _row("" if place else "better", (line, "$clean"))
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


def _exercises(runner: Runner, session: Session, width: int) -> Iterator[Content]:
    """Each exercise with its sets: beside its name where all of them find room there, else below."""
    said = [(Content(name).stylize("bold"), sets) for name, sets in _by_exercise(runner, session)]
    longest = max((name.cell_length for name, _ in said), default=0) + 2
    beside = _LABEL + width - longest
    together = beside >= max([_NAME_BESIDE, *(len(sets) for _, sets in said)])
    for name, sets in said:
        if together:
            yield Content.assemble(name, " " * (longest - name.cell_length), sets)
            continue
        yield name.truncate(_LABEL + width, ellipsis=True)
        for line in wrap(sets, width, break_long_words=False):
            yield _row("", line)


def _by_exercise(runner: Runner, session: Session) -> Iterator[tuple[str, str]]:
    """Each exercise once, with its sets in few words; a load is said where it changes."""
    names = dict.fromkeys(done.exercise for done in session.work)
    for exercise in names:
        said: list[str] = []
        load: float | None = -1.0
        for done in (s for s in session.work if s.exercise == exercise):
            form = FORM_SIGNS[done.form][0] if done.form else ""
            with_load = f"{runner.load_text(done.load, exercise)} × " if done.load not in (load, None) else ""
            load = done.load
            said.append(f"{with_load}{text.reps_number(done.reps)}{form}".replace(" ", "\u00a0"))
        if any(done.reps.right is not None for done in session.work if done.exercise == exercise):
            said.append("each\u00a0side")
        yield runner.library.name(exercise), "  ".join(said)
