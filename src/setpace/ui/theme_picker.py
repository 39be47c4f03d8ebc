"""Choosing the colours: what the choice looks like is seen at once, on the screen behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from setpace.ui.dialogs import Dialog
from setpace.ui.notices import short_text
from setpace.ui.row_list import Row, RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from setpace.core.errors import Problem
    from setpace.store.themes import ThemeSpec
    from setpace.ui.app import SetpaceApp


_ROOMY, _LOW = 24, 18
"""Rows of the terminal from which on everything has its gaps, and from which on most has."""

_SAMPLE = Content.assemble(
    *(("REST", "bold $rest"), "  ", ("READY", "bold $ready"), "  ", ("GO", "bold $go")),
    *("  ", ("✓", "$clean"), " ", ("~", "$shaky"), " ", ("✗", "$broken")),
)
"""The colours that the screen behind may not show."""


class ThemePicker(Dialog["ThemeSpec"]):
    """All good themes with live preview, and what is wrong with the others; gives the theme taken."""

    app: SetpaceApp

    DEFAULT_CSS = """
    ThemePicker > Vertical { max-width: 56; }
    ThemePicker RowList { margin-top: 1; max-height: 36vh; }
    ThemePicker #theme-sample { margin: 1 0 0 2; text-wrap: nowrap; }
    ThemePicker VerticalScroll.wrong { height: auto; max-height: 28vh; margin-top: 1; scrollbar-size-vertical: 1; }
    ThemePicker .wrong Static { height: auto; }
    ThemePicker.-low > Vertical { padding: 0 2; }
    ThemePicker.-lowest RowList, ThemePicker.-lowest VerticalScroll.wrong, ThemePicker.-lowest .hint { margin-top: 0; }
    ThemePicker.-lowest #theme-sample { margin-top: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "take", "take", show=False),
        Binding("up,k", "move(-1)", "up", show=False),
        Binding("down,j", "move(1)", "down", show=False),
        Binding("pagedown", "scroll_wrong(1)", "reasons down", show=False),
        Binding("pageup", "scroll_wrong(-1)", "reasons up", show=False),
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
            yield Static(_SAMPLE, id="theme-sample")
            if self._problems:
                with VerticalScroll(classes="wrong", can_focus=False):
                    yield Static("\n".join(short_text(problem) for problem in self._problems), markup=False)
            scroll = " · pgup pgdn reasons" if self._problems else ""
            yield Static(f"enter keep · esc as it was{scroll}", classes="hint")

    def on_mount(self) -> None:
        """Fit the height there is."""
        self.on_resize()

    def on_resize(self) -> None:
        """Gaps go first where there is little height, so that the keys stay in sight."""
        self.set_class(self.app.size.height < _ROOMY, "-low")
        self.set_class(self.app.size.height < _LOW, "-lowest")

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Show the theme at once."""
        self.app.show_theme(self._themes[message.row_id])

    def on_row_list_taken(self) -> None:
        """A click on the chosen theme keeps it."""
        self.action_take()

    def action_move(self, by: int) -> None:
        """Look at the next theme."""
        self.query_one(RowList).move(by)

    def action_scroll_wrong(self, by: int) -> None:
        """Turn a page of what is wrong with other themes."""
        for reasons in self.query("VerticalScroll.wrong"):
            reasons.scroll_relative(y=by * max(reasons.size.height - 1, 1), animate=False)

    def action_take(self) -> None:
        """Keep the theme that is shown."""
        chosen = self.query_one(RowList).chosen
        self.close_by_press(None if chosen is None else self._themes[chosen])

    def action_close(self) -> None:
        """Back to the theme of before."""
        self.app.show_theme(self._before)
        self.dismiss(None)


def _row_text(theme: ThemeSpec) -> Content:
    kind = ("dark" if theme.dark else "light") + (", own" if theme.own else "")
    return Content.assemble((theme.name, "bold"), (f"  {kind}", "$muted"))
