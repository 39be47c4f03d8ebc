"""The line of keys at the bottom of a screen, fitted to its width: no word is ever cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from setpace.ui.bindings import first_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Entry = tuple[tuple[str, ...], str]
"""Ids of commands whose first keys stand together, and the word behind them."""

_EDGES = 2
_KEPT = ("keys", "back", "done", "quit")
"""The ways to every other key and out again: they go last of all."""


def keys_bar(
    entries: Sequence[Entry], remapped: Mapping[str, tuple[str, ...]], width: int, spare: Sequence[str] = ()
) -> Content:
    """The line of keys.

    Where there is too little room first the gaps shrink, then entries go: those of `spare`, then the last ones, and
    those that name the other keys and the way back only at the very end.

    Args:
        entries: what to name, in the order it is shown.
        remapped: the user's own keys by command id.
        width: cells of the screen.
        spare: words of the entries that are needed least, the least needed first.
    """
    shown = list(entries)
    leaving = [entry for word in spare for entry in entries if entry[1] == word]
    leaving += [entry for entry in reversed(entries) if entry not in leaving and entry[1] not in _KEPT]
    leaving += [entry for entry in reversed(entries) if entry not in leaving]
    line = _line(shown, remapped, "  ")
    while line.cell_length > width - _EDGES and shown:
        line = _line(shown, remapped, " ")
        if line.cell_length > width - _EDGES:
            shown.remove(leaving.pop(0))
            line = _line(shown, remapped, "  ")
    return line


def _line(entries: Sequence[Entry], remapped: Mapping[str, tuple[str, ...]], gap: str) -> Content:
    parts: list[str | tuple[str, str]] = []
    for commands, word in entries:
        signs = " ".join(first_key(command, remapped) for command in commands)
        parts += [gap if parts else "", (signs, "bold $accent"), f" {word}"]
    return Content.assemble(*parts)
