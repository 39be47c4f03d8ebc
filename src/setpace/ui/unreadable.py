"""The files of the log that cannot be read, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from setpace.core.units import counted
from setpace.ui.dialogs import Dialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from setpace.core.errors import Problem


def files_told(unreadable: int, partly: int, key: str) -> str:
    """How many files cannot be read, or only in part, and the key that names them; empty where all can."""
    counts: list[str] = []
    if unreadable:
        counts.append(f"{counted(unreadable, 'file')} cannot be read")
    if partly:
        counts.append(f"{counted(partly, 'file')} only in part")
    if not counts:
        return ""
    return f"{', '.join(counts)}: {key} {'names it' if unreadable + partly == 1 else 'names them'}"


class UnreadableDialog(Dialog[None]):
    """Names the files that cannot be read, and why."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,u,space,enter", "close", "close", show=False, priority=True),
        Binding("down,j", "scroll(1)", "down", show=False),
        Binding("up,k", "scroll(-1)", "up", show=False),
    ]
    DEFAULT_CSS = """
    UnreadableDialog > Vertical { max-width: 110; }
    UnreadableDialog.-flat > Vertical { padding: 0 2; }
    UnreadableDialog VerticalScroll { height: auto; max-height: 70vh; margin-top: 1; }
    UnreadableDialog .problems { height: auto; padding-right: 1; }
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self._problems = tuple(problems)

    def compose(self) -> ComposeResult:
        """One paragraph a problem."""
        with Vertical():
            yield Static("Files of the log that cannot be read, or not in full", classes="title")
            with VerticalScroll(can_focus=False):
                text = "\n\n".join(map(str, self._problems)) or "none: every file can be read"
                yield Static(text, classes="problems", markup=False)
            yield Static("↑ ↓ scroll · esc back", classes="hint")

    def action_scroll(self, by: int) -> None:
        """Scroll by a line."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)
