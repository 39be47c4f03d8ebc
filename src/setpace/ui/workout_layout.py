"""How the rows of the workout screen are shared out: what is read from afar gets all that the rest can spare."""

from __future__ import annotations

from dataclasses import dataclass

from setpace.ui.words import fit_words

LOW = 12
"""From so many rows on there is room for words in large letters."""

HIGH = 20
ROOMY = 32

ONE_LINE = 4
"""Rows of a name in large letters that stands in one line."""


@dataclass(frozen=True, slots=True)
class SetRows:
    """Rows of the parts of the set prompt, from the top; 0 = not shown.

    Attributes:
        phase: GO or PAUSED.
        name: of the exercise; 1 = in plain letters.
        pips: a bar for each set.
        numbers: load and reps.
        labels: what the numbers are; large ones (3 rows) have a bare row above.
        last_time: what was done last time; 0 where the cue's line says it too.
        cue: one line.
        gap: bare rows above name, pips, numbers and last time.
    """

    phase: int
    name: int
    pips: int
    numbers: int
    labels: int
    last_time: int
    cue: int
    gap: int


@dataclass(frozen=True, slots=True)
class RestRows:
    """Rows of the parts of a rest, from the top; 0 = not shown.

    Attributes:
        phase: REST, READY, GO or PAUSED; 1 = in plain letters.
        clock: the digits.
        bar: from 0 to the maximum.
        marks: where minimum and maximum are.
        done: the set just done.
        next: the set to come; 1 = as a line.
        gap: bare rows above the clock.
        bar_gap: bare rows above the bar.
    """

    phase: int
    clock: int
    bar: int
    marks: int
    done: int
    next: int
    gap: int
    bar_gap: int


@dataclass(frozen=True, slots=True)
class SummaryRows:
    """Rows of what stands above the table of the summary; 0 = not shown.

    Attributes:
        title: how it ended; 1 = in plain letters.
        gap: bare rows below it.
        numbers: time, sets and volume, without their labels.
    """

    title: int
    gap: int
    numbers: int


def set_rows(cols: int, rows: int, name: str, *, phase: bool) -> SetRows:
    """Share out the rows of the set prompt.

    Args:
        cols: cells in a row.
        rows: how many there are.
        name: of the exercise.
        phase: whether GO or PAUSED stands above.
    """
    roomy = rows >= ROOMY
    phase_rows = 0 if not phase else 3 if rows >= LOW else 1
    labels = 3 if roomy and cols >= 100 else 1  # noqa: PLR2004 - EACH SIDE under a number needs so many
    gap = 2 if roomy else 1 if rows >= HIGH else 0
    pips = 2 if roomy else 1
    name_rows = _name_rows(name, cols, rows - phase_rows)
    # Where the name needs two lines and rows are few, the numbers need the row more.
    last_time, cue = (1 if rows >= HIGH or (rows >= LOW and name_rows <= ONE_LINE) else 0), 1
    numbers = rows - phase_rows - name_rows - pips - labels - (labels > 1) - last_time - cue - 4 * gap
    return SetRows(phase_rows, name_rows, pips, max(numbers, 1), labels, last_time, cue, gap)


def _name_rows(name: str, cols: int, rows: int) -> int:
    """A fifth of the rows for the name; where it must be broken into lines, twice as many."""
    if rows < LOW:
        return 1
    for budget in (rows // 5, rows * 2 // 5):
        layout = fit_words(name, cols, budget)
        if layout is not None:
            return layout.rows
    return 1


def rest_rows(rows: int) -> RestRows:
    """Share out the rows of a rest.

    Args:
        rows: how many there are.
    """
    roomy = rows >= ROOMY
    phase = 1 if rows < LOW else 5 if roomy else 3
    bar = 4 if roomy else 2 if rows >= HIGH else 1
    marks = 1 if rows >= LOW else 0
    following = 1 if rows < LOW else 6 if roomy else 3
    gap, bar_gap = (1 if roomy else 0), (1 if rows >= HIGH else 0)
    clock = rows - phase - bar - marks - 1 - following - gap - bar_gap
    return RestRows(phase, max(clock, 1), bar, marks, 1, following, gap, bar_gap)


def summary_rows(rows: int) -> SummaryRows:
    """Share out the rows of the summary: the large numbers get what the table does not need.

    Args:
        rows: how many there are.
    """
    title = 1 if rows < LOW else 5 if rows >= ROOMY else 3
    return SummaryRows(title, 2 if rows >= ROOMY else 1, 0 if rows < HIGH else min(rows // 4, 12))
