"""Choosing the colours: what the choice looks like is seen at once, on the screen behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from setpace.ui.dialogs import Dialog
from setpace.ui.row_list import Row, RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from setpace.core.errors import Problem
    from setpace.store.themes import ThemeSpec
    from setpace.ui.app import SetpaceApp


class ThemePicker(Dialog["ThemeSpec"]):
    """All good themes with live preview, and what is wrong with the others; gives the theme taken."""

    app: SetpaceApp

    DEFAULT_CSS = """
    ThemePicker { align: right middle; background: transparent; }
    ThemePicker > Vertical { width: 40; }
    ThemePicker RowList { margin-top: 1; max-height: 14; }
    ThemePicker .wrong { height: auto; max-height: 6; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "take", "take", show=False),
        Binding("up,k", "move(-1)", "up", show=False),
        Binding("down,j", "move(1)", "down", show=False),
    ]

    def __init__(self, themes: Sequence[ThemeSpec], problems: Sequence[Problem], current: ThemeSpec) -> None:
        super().__init__()
        self._themes = {theme.id: theme for theme in themes}
        self._problems = tuple(problems)
        self._before = current

    def compose(self) -> ComposeResult:
        """Themes, complaints, keys."""
        rows = [Row(theme.id, _row_text(theme)) for theme in self._themes.values()]
        ids = list(self._themes)
        with Vertical():
            yield Static("Theme", classes="title")
            yield RowList(rows, chosen=ids.index(self._before.id) if self._before.id in ids else 0)
            if self._problems:
                yield Static("\n".join(str(problem) for problem in self._problems), classes="wrong", markup=False)
            yield Static("enter keep · esc as it was", classes="hint")

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Show the theme at once."""
        self.app.show_theme(self._themes[message.row_id])

    def on_row_list_taken(self) -> None:
        """A click on the chosen theme keeps it."""
        self.action_take()

    def action_move(self, by: int) -> None:
        """Look at the next theme."""
        self.query_one(RowList).move(by)

    def action_take(self) -> None:
        """Keep the theme that is shown."""
        chosen = self.query_one(RowList).chosen
        self.dismiss(None if chosen is None else self._themes[chosen])

    def action_close(self) -> None:
        """Back to the theme of before."""
        self.app.show_theme(self._before)
        self.dismiss(None)


def _row_text(theme: ThemeSpec) -> Content:
    kind = ("dark" if theme.dark else "light") + (", own" if theme.own else "")
    return Content.assemble((theme.name, "bold"), (f"  {kind}", "$muted"))
