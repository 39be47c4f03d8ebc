"""What the correction screen writes: a row for each set, and the bar of its keys, both fitted to the width there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from setpace.core.session import SetKind
from setpace.store.toml_file import printable
from setpace.ui.keys_bar import keys_bar
from setpace.ui.row_list import Row
from setpace.ui.session_detail import form_content, load_text, reps_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from setpace.core.exercise import Library
    from setpace.core.session import PerformedSet, Session

_BAR = (
    (("correct-reps-down", "correct-reps-up"), "reps"),
    (("correct-load-down", "correct-load-up"), "load"),
    (("correct-clean", "correct-shaky", "correct-broken"), "form"),
    (("correct-undo",), "undo"),
    (("correct-note",), "note"),
    (("correct-add",), "add"),
    (("correct-delete",), "delete"),
    (("correct-times",), "times"),
    (("correct-type-load",), "type load"),
    (("correct-help",), "keys"),
    (("correct-back",), "done"),
)
"""The bar of keys, most needed first: where there is no room for all, the last before `keys` are not named."""

_LEAST_NAME = 10
_BESIDE_ROW = 4
"""Cells that the list needs for its mark, its edge and its scrollbar."""
_GAP = "  "
_SHORT_KINDS = {SetKind.WORK: "", SetKind.TECHNIQUE: "tech ", SetKind.WARMUP: "warm "}

Columns = tuple[Content, Content, Content, Content, Content]
"""Of a row: name, number, load, reps, form."""


def set_rows(session: Session, library: Library, width: int, *, marked: int, side: str) -> list[Row]:
    """The performed sets: exercise, number, load and reps, form, each in its column.

    Args:
        session: whose sets.
        library: gives names.
        width: cells of the screen. Where it is short of room the form is a sign, then reps and numbers are said
            shorter, then names are cut: a set stays on one line.
        marked: 0-based place of the set of which only one side is changed.
        side: that side; empty = both.
    """
    room = width - _BESIDE_ROW
    for signs, short in ((False, False), (True, False), (True, True)):
        columns = [_columns(done, session, library, signs=signs, short=short) for done in session.sets]
        names, numbers, loads, reps, forms = (
            max((cells[place].cell_length for cells in columns), default=0) for place in range(5)
        )
        left = room - numbers - loads - reps - forms
        if left >= min(names, _LEAST_NAME):
            break
    names = min(names, max(left, 1))
    only_full, only_short = f"{_GAP}({side} only)", f" {side[:1].upper()}"
    beside = left - names
    only_said = only_full if len(only_full) <= beside else only_short
    names -= max(len(only_said) - beside, 0) if side else 0
    rows: list[Row] = []
    for index, (name, number, load, done, form) in enumerate(columns):
        only = only_said if side and index == marked else ""
        text = Content.assemble(
            name.truncate(names, ellipsis=True, pad=True),
            number.pad_left(numbers - number.cell_length),
            load.pad_left(loads - load.cell_length),
            done.pad_right(reps - done.cell_length),
            form,
            (only, "$accent"),
        )
        note = session.sets[index].note
        if note:
            text = Content.assemble(text, (f"\n{_GAP}“{printable(note)}”", "$muted"))
        rows.append(Row(str(index), text))
    return rows


def _columns(done: PerformedSet, session: Session, library: Library, *, signs: bool, short: bool) -> Columns:
    """One set; with `signs` its form is a sign, with `short` reps and number are as short as they can be."""
    number = f"{_SHORT_KINDS[done.kind]}{done.number}" if short else done.numbered
    reps = reps_text(done)
    if short:
        reps = reps.removesuffix(" each side").replace(" L · ", "/").replace(" R", "")
    form = form_content(done.form)
    if signs:
        form = form[:1] if done.form else Content.styled("·", "$muted")
    return (
        Content(printable(library.name(done.exercise))),
        Content.styled(f" {number}", "$muted"),
        Content(f" {load_text(done.load, session.unit)}"),
        Content(f" × {reps}"),
        Content.assemble(_GAP, form),
    )


def keys_line(keys: Mapping[str, tuple[str, ...]], width: int) -> Content:
    """The bar of keys.

    Args:
        keys: the user's remapped ones.
        width: cells of the screen.
    """
    return keys_bar(_BAR, keys, width)
