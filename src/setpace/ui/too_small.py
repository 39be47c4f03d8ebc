"""What is shown while the terminal is too small to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from setpace.ui.top_screen import TopScreen

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.geometry import Size

MIN_COLUMNS = 40
MIN_ROWS = 12


def is_too_small(size: Size) -> bool:
    """Whether a terminal of that size, in cells, is too small. A size of nothing is one that is not known yet."""
    return bool(size) and (size.width < MIN_COLUMNS or size.height < MIN_ROWS)


class TooSmallScreen(ModalScreen[None], TopScreen[None], inherit_bindings=False):
    """Covers everything until the terminal is large enough; a session runs on behind it by its own clock."""

    DEFAULT_CSS = """
    TooSmallScreen { background: $background; align: center middle; overflow: hidden; }
    TooSmallScreen Static { width: 1fr; height: auto; text-align: center; color: $text; }
    TooSmallScreen Toast { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q,ctrl+c", "app.leave_at_once", "leave", show=False)]

    def compose(self) -> ComposeResult:
        """The one message."""
        yield Static(self._message(), markup=False)

    def on_resize(self) -> None:
        """Say the size of now."""
        self.query_one(Static).update(self._message())

    def on_screen_resume(self) -> None:
        """What was opened over it has gone, and the terminal may be large enough by now."""
        if not is_too_small(self.app.size):
            self.dismiss()

    def _message(self) -> str:
        size = self.app.size
        need = f"Setpace needs at least {MIN_COLUMNS}x{MIN_ROWS}"
        if size.width < len(need):
            need = f"min {MIN_COLUMNS}x{MIN_ROWS}"
        return f"{need}\nnow {size.width}x{size.height}"
