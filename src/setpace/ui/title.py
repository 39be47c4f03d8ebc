"""The terminal's own title: another tab, a screen reader and a test can read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from setpace.core.units import clock_text, counted
from setpace.core.workout_view import Phase
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from setpace.core.exercise import Library
    from setpace.core.workout_view import View

_KEEP = "\x1b[22;2t"
_GIVE_BACK = "\x1b[23;2t"
"""XTWINOPS: the terminal keeps its title on a stack. One that knows no stack shows an empty title afterwards."""


def to_terminal(app: App[Any], sequence: str) -> None:
    """Send an escape sequence or a bell, in order with what is painted; nowhere where there is no terminal."""
    driver = app._driver  # noqa: SLF001 - Textual has no public way to it
    if driver is not None and not app.is_headless:
        driver.write(sequence)


def title_text(view: View, library: Library) -> str:
    """Phase, clock and what is next: `READY 0:42 · Barbell Clean 3/3`."""
    if view.phase is Phase.SUMMARY:
        return f"DONE · {counted(view.place, 'set')}"
    prompt = view.current or view.next
    what = "" if prompt is None else f" · {library.name(prompt.exercise)} {prompt.numbered}/{prompt.total}"
    sign = "+" if view.phase is Phase.GO else ""
    # A set's own clock would change the title every second for nobody.
    clock = "" if view.clock_s is None or view.phase is Phase.SET else f" {sign}{clock_text(view.clock_s)}"
    return f"{'PAUSED ' if view.paused else ''}{view.phase}{clock}{what}"


class TerminalTitle:
    """Shows a title and gives the old one back.

    Args:
        write: sends a sequence to the terminal, in order with what is painted.
        wanted: whether a title is still wanted; asked at each `show`.
    """

    def __init__(self, write: Callable[[str], None], wanted: Callable[[], bool] = lambda: True) -> None:
        self._write = write
        self._wanted = wanted
        self._shown = ""

    def show(self, text: str) -> None:
        """Show `text`, if it is not what stands there."""
        if text == self._shown or not self._wanted():
            return
        keep = "" if self._shown else _KEEP
        self._shown = text
        self._write(f"{keep}\x1b]2;{printable(text)}\x07")

    def restore(self) -> None:
        """Give the old title back; safe to call twice."""
        if self._shown:
            self._shown = ""
            self._write(f"\x1b]2;\x07{_GIVE_BACK}")
