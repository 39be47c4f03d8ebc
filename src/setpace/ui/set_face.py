"""The set to lift now, in signs that can be read from three metres."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region

from setpace.core.units import clock_text
from setpace.ui import workout_text as text
from setpace.ui.gauges import Pips
from setpace.ui.giant import giant
from setpace.ui.glyphs import FIVE_HIGH, fit_digits, text_width
from setpace.ui.parts import Placed, Text, Words
from setpace.ui.workout_layout import SetRows, set_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from setpace.core.workout_view import SetPrompt, View
    from setpace.run.runner import Runner

WIDTH_USED = 0.86
"""How much of the width large signs may take: the eye needs an edge."""

BETWEEN = 8
"""The part of the width that stands bare between load and reps: one in so many."""

PIPS_EDGE = 4
"""Cells left and right of the bars of the sets."""

_LARGE_LABELS = 3
"""Rows of labels in large letters."""


def set_parts(runner: Runner, view: View, room: Region, ink: str, *, side: str, unsaved: bool) -> Iterator[Placed]:
    """Name, sets, load and reps, last time, cue: from the top, in the middle of the room.

    Args:
        runner: names and units.
        view: with a current set.
        room: cells inside the edges.
        ink: the colour of GO or PAUSED.
        side: the side the reps keys change, or empty.
        unsaved: whether the last completed set is not on disk yet.
    """
    prompt = view.current
    assert prompt is not None
    name = runner.library.name(prompt.exercise)
    go = f"GO +{clock_text(view.clock_s or 0)}" if view.begun_by_clock else ""
    above = "PAUSED" if view.paused else go or prompt.kind.label
    rows = set_rows(room.width, room.height, name, phase=bool(above))
    numbers = _numbers(runner, prompt, room.width, rows, side)
    height = rows.phase + rows.name + rows.pips + numbers.height + rows.last_time + rows.cue
    height += rows.gap * (4 if rows.last_time else 3)
    x, y, width, _ = room
    y += max(room.height - height, 0) // 2
    if rows.phase:
        yield Placed(Words(ink, "", above), Region(x, y, width, rows.phase))
        y += rows.phase
    y += rows.gap
    yield Placed(Words(text=name), Region(x, y, width, rows.name))
    y += rows.name + rows.gap
    yield Placed(Pips(pips=view.pips, unsaved=unsaved), Region(x + PIPS_EDGE, y, width - 2 * PIPS_EDGE, rows.pips))
    y += rows.pips + rows.gap
    yield from numbers.placed(x, y)
    y += numbers.height
    if rows.last_time:
        y += rows.gap
        yield Placed(Text.of(text.last_time(runner, prompt, rest=True)), Region(x, y, width, 1))
        y += 1
    said = text.below_the_numbers(runner, prompt, width, apart=rows.last_time > 0)
    yield Placed(Text.of(said), Region(x, y, width, rows.cue))


class _Numbers:
    """Load and reps side by side, each with what it counts below.

    Args:
        counted: for each its number, the label below, and the colour of the number.
        rows: of the set prompt.
        cols: of the room, in cells.
    """

    def __init__(self, counted: tuple[tuple[str, str, str], ...], rows: SetRows, cols: int) -> None:
        self._counted, self._rows, self._cols = counted, rows, cols
        self._between = max(cols // BETWEEN, 3)
        numbers = tuple(number for number, _, _ in counted)
        bare = self._between * (len(counted) - 1)
        self._size = fit_digits(numbers, round(cols * WIDTH_USED), rows.numbers, bare, bare=not rows.gap)
        self._above_label = 1 if rows.labels > 1 else 0
        self.height = self._size.rows + self._above_label + rows.labels

    def placed(self, x: int, y: int) -> Iterator[Placed]:
        """All of it, in the middle of the width."""
        widths = [self._width(number, label) for number, label, _ in self._counted]
        x += max(self._cols - sum(widths) - self._between * (len(widths) - 1), 0) // 2
        label_y = y + self._size.rows + self._above_label
        for width, (number, label, ink) in zip(widths, self._counted, strict=True):
            before = max(width - text_width(number, self._size), 0) // 2
            yield from giant(number, self._size, x + before, y, ink, low=True)
            yield Placed(Words("muted", "", label), Region(x, label_y, width, self._rows.labels))
            x += width + self._between

    def _width(self, number: str, label: str) -> int:
        """A label may be wider than its number, and gets room then; in large letters as far as there is any."""
        digits, large = text_width(number, self._size), text_width(label, FIVE_HIGH)
        room = max(self._cols // len(self._counted) - self._between, digits)
        return max(digits, large if self._rows.labels == _LARGE_LABELS and large <= room else len(label))


def _numbers(runner: Runner, prompt: SetPrompt, cols: int, rows: SetRows, side: str) -> _Numbers:
    exercise = runner.library.get(prompt.exercise)
    reps = (text.reps_number(prompt.reps), text.reps_label(prompt.reps, side), "rest")
    if prompt.load is None and exercise is not None and not exercise.equipment:
        return _Numbers((reps,), rows, cols)
    return _Numbers(((text.load_number(prompt.load), text.load_label(runner, prompt), "accent"), reps), rows, cols)
