"""The rest: the clock as large as it can be, what was done and what is next."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Region

from setpace.core.session import Form
from setpace.core.units import clock_text
from setpace.core.workout_view import Phase
from setpace.ui import workout_text as text
from setpace.ui.bindings import first_key
from setpace.ui.gauges import Bar
from setpace.ui.giant import giant
from setpace.ui.glyphs import fit_digits, text_width
from setpace.ui.parts import Fill, Placed, Text, Words
from setpace.ui.set_face import WIDTH_USED
from setpace.ui.words import fit_words
from setpace.ui.workout_layout import rest_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from setpace.core.session import PerformedSet
    from setpace.core.workout_view import SetPrompt, View
    from setpace.run.runner import Runner

EDGE, NARROW_EDGE = 3, 1
"""Cells left and right of bar and lines; where the screen is narrow, the smaller one."""

NARROW = 50

PADDED = 6
"""Rows from which on the panel of the next set has a bare row above and below."""

_BAR_INKS = {Phase.READY: "ready", Phase.GO: "go"}


BEFORE_FORM = 3
"""Bare cells at least between the set just done and the keys that rate it."""


def rest_parts(
    runner: Runner,
    view: View,
    room: Region,
    ink: str,
    remapped: Mapping[str, tuple[str, ...]],
    *,
    flipped: bool,
    side: str,
    unsaved: bool,
) -> Iterator[Placed]:
    """Phase, clock, bar, DONE and NEXT: from the top, in the middle of the room.

    Args:
        runner: names and units.
        view: in REST, READY or GO, without a set begun.
        room: cells inside the edges.
        ink: the colour of the phase.
        remapped: the user's own keys by command id.
        flipped: whether `tab` turned over what the keys change.
        side: the side the reps keys change, or empty.
        unsaved: whether the set just done is not on disk yet: `DONE…` until its write has returned.
    """
    rows = rest_rows(room.height)
    edge = NARROW_EDGE if room.width < NARROW else EDGE
    clock, widest = _clock(view)
    size = fit_digits(widest, round(room.width * WIDTH_USED), rows.clock, bare=not rows.bar_gap)
    height = rows.phase + size.rows + rows.bar + rows.marks + rows.done + rows.next + rows.gap + rows.bar_gap
    y = room.y + max(room.height - height, 0) // 2
    x, width = room.x + edge, room.width - 2 * edge
    yield Placed(
        Words(ink, "", "PAUSED" if view.paused else str(view.phase)), Region(room.x, y, room.width, rows.phase)
    )
    y += rows.phase + rows.gap
    yield from giant(clock, size, room.x + max(room.width - text_width(clock, size), 0) // 2, y, ink)
    y += size.rows + rows.bar_gap
    if view.rest is not None:
        bar = Bar(_BAR_INKS.get(view.phase, "rest"), "", int(view.rest_elapsed_s), view.rest.min_s, view.rest.max_s)
        yield Placed(bar, Region(x, y, width, rows.bar))
    y += rows.bar
    yield Placed(Text.of(text.marks(view, width)), Region(x, y, width, rows.marks))
    y += rows.marks
    of_done, of_next = ("load", "reps") if flipped else ("reps", "load")
    if view.done is not None:
        done = text.line(runner, "DONE…" if unsaved else "DONE", view.done, width, marked=of_done, side=side)
        rating = _rating(view.done, remapped, width - done.cell_length - BEFORE_FORM)
        cells = 0 if rating is None else len(rating.plain)
        yield Placed(Text.of(done, "left"), Region(x, y, width - cells, rows.done))
        if rating is not None:
            yield Placed(rating, Region(x + width - cells, y, cells, rows.done))
    y += rows.done
    if view.next is None:
        return
    if rows.next == 1:
        following = text.line(runner, "NEXT", view.next, width, marked=of_next, side=side)
        yield Placed(Text.of(following, "left"), Region(x, y, width, 1))
    else:
        yield from _next_panel(runner, view.next, Region(x, y, width, rows.next), marked=of_next)


def _rating(done: PerformedSet, remapped: Mapping[str, tuple[str, ...]], room: int) -> Text | None:
    """The keys that rate the set just done, until it is rated, as far as there is room."""
    if done.form is not None:
        return None
    keys = tuple(first_key(f"form-{form}", remapped) for form in Form)
    return next((each for each in _ratings(keys) if len(each.plain) <= room), None)


@lru_cache(maxsize=8)
def _ratings(keys: tuple[str, ...]) -> tuple[Text, Text]:
    """What the keys of form say, long and short."""
    parts = [part for key, form in zip(keys, Form, strict=True) for part in ((f"  {key}", "bold $muted"), f" {form}")]
    long, short = Content.assemble(*parts)[2:], Content.assemble((" ".join(keys), "bold $muted"), " form")
    return Text.of(long, "right", ink="muted"), Text.of(short, "right", ink="muted")


def _clock(view: View) -> tuple[str, str]:
    """What the clock shows, and the widest text it may show with as many signs."""
    sign = "+" if view.phase is Phase.GO else ""
    shown = sign + clock_text(view.clock_s or 0)
    return shown, "".join("8" if sign.isdigit() else sign for sign in shown)


def _next_panel(runner: Runner, prompt: SetPrompt, box: Region, *, marked: str) -> Iterator[Placed]:
    """The set to come: words at the left, load and reps large at the right.

    Args:
        runner: names and units.
        prompt: the set.
        box: the cells of the panel.
        marked: `load` or `reps`: what the keys change.
    """
    x, y, width, height = box
    reps = prompt.reps
    sides = "" if reps.right is None else " · each side" if reps.left == reps.right else " · left/right"
    pad = 1 if height >= PADDED else 0
    cols, rows = max((width - 2) * 2 // 3, 1), height - 2 * pad
    numbers = _panel_numbers(runner, prompt, cols, rows)
    layout = fit_words("  ".join(number for _, number in numbers), cols, rows, 1)
    end = x + width - 1
    large: list[Placed] = []
    for field, number in reversed(numbers):
        own = fit_words(number, cols, layout.rows, 1) if layout else None
        taken = own.cols if own else len(number)
        ink = "accent" if field == marked else "text"
        large.append(Placed(Words(ink, "surface", number, "right"), Region(end - taken, y + pad, taken, rows)))
        end -= taken + (max(2, own.size.digit * 2 // 3) if own else 2)
    end = max(end, x + 1)
    words = _next_words(prompt.place, sides, runner.library.name(prompt.exercise), end - x - 2)
    yield Placed(Text.of(words, "left", ground="surface"), Region(x + 1, y + pad, end - x - 1, rows))
    yield from _surface(Region(x, y, width, pad), Region(x, y + height - pad, width, pad), Region(x, y + pad, 1, rows))
    for each in reversed(large):
        yield from _surface(Region(end, y + pad, max(each.region.x - end, 0), rows))
        yield each
        end = each.region.right
    yield from _surface(Region(end, y + pad, max(x + width - end, 0), rows))


def _next_words(place: str, sides: str, name: str, width: int) -> Content:
    """NEXT with its place, and the name in one line or two: what to fetch is read here."""
    title, bold = Content.styled("NEXT", "bold $muted"), Content.styled(name, "bold")
    if bold.cell_length <= width:
        return Content("\n").join([title, Content(place + sides), bold])
    title = Content.assemble(title, f"  {place}")
    first, *others = bold.wrap(max(width, 1))
    return Content("\n").join(
        [title + sides if title.cell_length + len(sides) <= width else title, first, Content(" ").join(others)]
    )


def _surface(*regions: Region) -> Iterator[Placed]:
    """Bare cells of the panel."""
    for region in regions:
        yield Placed(Fill(ground="surface"), region)


def _panel_numbers(runner: Runner, prompt: SetPrompt, cols: int, rows: int) -> list[tuple[str, str]]:
    """Load and reps; where the unit finds no room in large letters it is left to the plain line."""
    reps = text.reps_number(prompt.reps)
    if prompt.load is None:
        return [("reps", f"{reps} reps")]
    load = runner.load_text(prompt.load, prompt.exercise).replace(" × ", "×")
    with_unit = [("load", load), ("reps", f"× {reps}")]
    if fit_words("  ".join(number for _, number in with_unit), cols, rows, 1):
        return with_unit
    return [("load", load.rpartition(" ")[0]), ("reps", f"× {reps}")]
