"""Strips that tell the terminal only what changes from one run of cells to the next.

Textual names both colours of each run and takes them back after it: for blended digits that is most of what is sent,
and what is sent holds up the frame. Here a row says each colour once, until it is another one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.color import Color
    from rich.console import Console
    from rich.segment import Segment
    from rich.style import Style

_ATTRIBUTES = {"bold": "1", "dim": "2", "italic": "3", "underline": "4", "blink": "5", "reverse": "7", "strike": "9"}
"""SGR numbers of ECMA-48, 8.3.117."""

_SHOWN_ON_BLANKS = ("underline", "reverse", "strike")
"""With these the colour of the ink is seen where there is nothing but blanks."""


class PackedStrip(Strip):
    """A strip that is written in as few bytes as its cells need; so are the parts it is divided into."""

    __slots__ = ("_parts",)

    def __init__(self, segments: Iterable[Segment], cell_length: int | None = None) -> None:
        super().__init__(segments, cell_length)
        self._parts: dict[tuple[int, ...], Sequence[Strip]] = {}

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """The parts between the cuts, in cells; kept, so that each is written once."""
        at = tuple(cuts)
        if at not in self._parts:
            self._parts[at] = [
                part if part is self else PackedStrip(part, part.cell_length) for part in super().divide(at)
            ]
        return self._parts[at]

    def render(self, console: Console) -> str:
        """All of it for the terminal, as Textual's does it; made once."""
        if self._render_cache is None:
            system = console._color_system or ColorSystem.TRUECOLOR  # noqa: SLF001 - as Textual's own
            self._render_cache = packed(self, system)
        return self._render_cache


def packed(segments: Iterable[Segment], system: ColorSystem) -> str:
    """Cells with the sequences that style them; the terminal is left without any style.

    Args:
        segments: without links.
        system: the colours that the terminal knows.
    """
    parts: list[str] = []
    now = ("", "", "")
    for text, style, _ in segments:
        attributes, ink, ground = ("", "", "") if style is None else codes(style, system)
        was_attributes, was_ink, was_ground = now
        if ink and text.isspace() and style is not None and not any(getattr(style, each) for each in _SHOWN_ON_BLANKS):
            # Nothing of it is seen: the one before stays, where all that was said does not end here anyway.
            ink = was_ink if attributes == was_attributes and (ground or not was_ground) else ""
        if attributes != was_attributes or (was_ink and not ink) or (was_ground and not ground):
            changed = ["0" if any(now) else "", attributes, ink, ground]
        else:
            changed = [ink if ink != was_ink else "", ground if ground != was_ground else ""]
        sequence = ";".join(filter(None, changed))
        if sequence:
            parts.append(f"\x1b[{sequence}m")
        parts.append(text)
        now = (attributes, ink, ground)
    if any(now):
        parts.append("\x1b[0m")
    return "".join(parts)


@lru_cache(maxsize=4096)
def codes(style: Style, system: ColorSystem) -> tuple[str, str, str]:
    """The SGR numbers of a style: of its attributes, its ink and its ground; empty where it names none."""
    attributes = ";".join(code for name, code in _ATTRIBUTES.items() if getattr(style, name))
    return attributes, _color_code(style.color, system, ink=True), _color_code(style.bgcolor, system, ink=False)


@lru_cache(maxsize=4096)
def _color_code(color: Color | None, system: ColorSystem, *, ink: bool) -> str:
    return "" if color is None else ";".join(color.downgrade(system).get_ansi_codes(foreground=ink))
