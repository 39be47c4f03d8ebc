"""The dialogs: a note, a number, a choice. Each is a modal screen, so the keys of the screen behind stay silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, Literal, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from setpace.core.units import number, typed_load
from setpace.ui.row_list import Row, RowList
from setpace.ui.top_screen import TopScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import Key

    from setpace.ui.app import SetpaceApp

Result = TypeVar("Result")

LONGEST_NOTE = 500

_LAST_DIGIT = 9
_MOST_ROWS = 16
"""Of a choice; what does not fit scrolls."""

UNKNOWN: Literal["unknown"] = "unknown"
"""What a number dialog left empty gives."""


class Dialog(ModalScreen[Result], TopScreen[Result], Generic[Result], inherit_bindings=False):
    """A box in the middle; `escape` leaves it without a result."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > Vertical {
        width: 90%; max-width: 72; height: auto; max-height: 100%; padding: 1 2; background: $surface; color: $text;
        border-left: outer $accent;
    }
    Dialog .title { text-style: bold; color: $accent; }
    Dialog .hint { color: $muted; margin-top: 1; }
    Dialog .wrong { color: $error; }
    Dialog Input { margin-top: 1; }
    Dialog > Vertical > VerticalScroll { scrollbar-size-vertical: 1; }
    Dialog:ansi { background: $background; }
    Dialog.-flattest > Vertical, ChoiceDialog.-flat > Vertical { padding: 0 2; }
    Dialog.-flattest .hint, Dialog.-flattest Input, Dialog.-flattest RowList { margin-top: 0; }
    Dialog.-flattest > Vertical > VerticalScroll { margin-top: 0; max-height: 60vh; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-flattest"), (16, "-flat"), (20, "-tall")]  # noqa: RUF012 - typed so by Textual
    """Where there is little height the gaps go, so that the line of keys stays in sight."""

    app: SetpaceApp

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+q,ctrl+c", "close", "close", show=False, priority=True)
    ]

    def action_close(self) -> None:
        """Leave without a result."""
        self.dismiss(None)

    def action_close_by_press(self) -> None:
        """The same by the one key."""
        self.close_by_press(None)

    def close_by_press(self, result: Result | None) -> None:
        """Leave by the one key: should that bounce, it must do nothing on the screen behind."""
        self.app.presses.counts()
        self.dismiss(result)


class NoteDialog(Dialog[str]):
    """Asks for a line of text; gives it stripped (empty takes the note away), or None where it was left.

    Args:
        title: what it is a note on.
        text: the note as it stands.
        keep: takes what was typed so far where the program ends meanwhile; None: it is lost then.
    """

    def __init__(self, title: str, text: str = "", keep: Callable[[str], object] | None = None) -> None:
        super().__init__()
        self._title = title
        self._keep = keep
        # A note typed elsewhere may have lines, and signs that a terminal would obey.
        self._text = "".join(sign if sign.isprintable() else " " for sign in text)

    def compose(self) -> ComposeResult:
        """Title, field, keys."""
        with Vertical():
            yield Static(self._title, classes="title", markup=False)
            yield Input(self._text, placeholder="how it went", max_length=LONGEST_NOTE, select_on_focus=False)
            yield Static("enter keep · esc leave as it was", classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the text."""
        event.stop()
        self.close_by_press(None if event.value == self._text else " ".join(event.value.split()))

    def keep_typed(self) -> None:
        """The program ends: what was typed is not lost. A field that is empty by now may be half of a correction."""
        if self._keep is None or self._leaves_with is not None or not self.is_mounted:
            return
        typed = self.query_one(Input).value
        if typed != self._text and typed.strip():
            self._keep(" ".join(typed.split()))


class NumberDialog(Dialog["float | Literal['unknown']"]):
    """Asks for a load; gives it, `"unknown"` where the field is left empty, or None where the dialog was left."""

    def __init__(self, title: str, value: float | None, unit: str) -> None:
        super().__init__()
        self._title = title
        self._value = value
        self._unit = unit

    def compose(self) -> ComposeResult:
        """Title, field, complaint, keys."""
        with Vertical():
            yield Static(self._title, classes="title", markup=False)
            yield Input("" if self._value is None else number(self._value), placeholder=f"in {self._unit}")
            yield Static("", classes="wrong", markup=False)
            yield Static("enter keep · empty: not known, or bodyweight · esc leave as it was", classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the number, or say what is wrong with it."""
        event.stop()
        if not event.value.strip():
            self.close_by_press(UNKNOWN)
            return
        try:
            self.close_by_press(typed_load(event.value, self._unit))
        except ValueError as wrong:
            self.query_one(".wrong", Static).update(str(wrong))


class ChoiceDialog(Dialog[str]):
    """Asks one question; gives the id of the option taken, or None where it was left.

    `space` and `enter` take the marked option (at first the default), arrows move, a digit takes its option, and so
    does the first letter of a label where no other label has it.
    """

    DEFAULT_CSS = """
    ChoiceDialog RowList { margin-top: 1; max-height: 16; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter,pagedown", "take", "take", show=False),
        Binding("up,k", "move(-1)", "up", show=False),
        Binding("down,j", "move(1)", "down", show=False),
    ]

    def __init__(
        self,
        title: str,
        question: str,
        options: Sequence[tuple[str, str, str]],
        default: str | None,
        *,
        digits: bool = True,
    ) -> None:
        """`options` are (id, label, explanation); the explanation may be empty. Without `digits` none takes one."""
        super().__init__()
        self._title = title
        self._question = question
        self._options = tuple(options)
        self._digits = digits
        ids = [option[0] for option in self._options]
        self._first = ids.index(default) if default in ids else 0

    def compose(self) -> ComposeResult:
        """Title, question, options, keys."""
        rows = [
            Row(
                option_id,
                Content.assemble(
                    ((f"{place} " if place <= _LAST_DIGIT else "  ") if self._digits else "", "$accent"),
                    (label, "bold"),
                    (f"  {explanation}" if explanation else "", "$muted"),
                ),
            )
            for place, (option_id, label, explanation) in enumerate(self._options, start=1)
        ]
        with Vertical():
            yield Static(self._title, classes="title", markup=False)
            if self._question:
                yield Static(self._question, markup=False)
            yield RowList(rows, chosen=self._first)
            yield Static("space take · ↑ ↓ move · esc back", classes="hint")

    def on_mount(self) -> None:
        """See `on_resize`, which comes before there is anything to fit."""
        self.call_after_refresh(self._fit)

    def on_resize(self) -> None:
        """More options than rows scroll, and all else stays in sight."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if not self.query(RowList):  # left meanwhile
            return
        box, row_list = self.query_one(Vertical), self.query_one(RowList)
        others = sum(
            each.outer_size.height + each.styles.margin.height for each in box.children if each is not row_list
        )
        room = self.app.size.height - box.gutter.height - others - row_list.styles.margin.height
        row_list.styles.max_height = max(1, min(room, _MOST_ROWS))

    def action_take(self) -> None:
        """Take the marked option; a bounce of the press that led here takes none."""
        if self.app.presses.counts():
            self.dismiss(self.query_one(RowList).chosen)

    def action_move(self, by: int) -> None:
        """Move the mark."""
        self.query_one(RowList).move(by)

    def on_row_list_taken(self, message: RowList.Taken) -> None:
        """A click on the marked option takes it."""
        self.close_by_press(message.row_id)

    def on_key(self, event: Key) -> None:
        """Digits and first letters."""
        sign = (event.character or "").casefold()
        if not sign or not sign.isalnum():
            return
        if sign.isdigit():
            found = [o for place, o in enumerate(self._options, start=1) if self._digits and str(place) == sign]
        else:
            found = [option for option in self._options if option[1].casefold().startswith(sign)]
        if len(found) == 1:
            event.stop()
            event.prevent_default()
            self.dismiss(found[0][0])
