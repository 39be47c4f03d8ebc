"""Two sessions side by side, set by set, with the rest that was really taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from setpace.core import stats
from setpace.core.commands import Scope
from setpace.core.session_compare import compare
from setpace.core.units import clock_text, minutes_text, number
from setpace.store.toml_file import printable
from setpace.ui.bindings import bindings_of
from setpace.ui.help import HelpScreen
from setpace.ui.history_rows import FORM_SIGNS
from setpace.ui.keys_bar import keys_bar
from setpace.ui.session_detail import load_text
from setpace.ui.top_screen import TopScreen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from setpace.core.exercise import Library
    from setpace.core.session import PerformedSet, Session
    from setpace.core.session_compare import SetPair
    from setpace.core.units import Unit
    from setpace.store.session_format import SessionFile

_BAR = (
    (("compare-up", "compare-down"), "scroll"),
    (("compare-help",), "keys"),
    (("compare-back",), "back"),
)
_LOAD, _REPS, _REST = 8, 5, 5
_CELL = _LOAD + len(" × ") + _REPS + len(" ✓ ") + _REST
"""Cells of one set: load, reps, form, rest."""
_LOAD_NARROW = 5
_CELL_NARROW = _LOAD_NARROW + len(" × ") + _REPS + len(" ✓")
"""Cells of one set where there is little room: its load without the unit, reps, form."""
_NUMBER, _WORD = 3, 8
"""Cells of the numbers of the sets, and of the names of the figures."""
_GAP = "  "
_EDGES = 4
_TOLD, _TOLD_NARROW = "Each set: load × reps, form, and the rest really taken after it.", "Each set: load × reps, form."
_MISSING = {False: "not done", True: "not readable"}
"""What is said of a set that one of the two sessions lacks, by whether it stands in the file."""
_FORM_WORDS = {1: ("form better", "$clean"), -1: ("form worse", "$broken")}


class CompareScreen(TopScreen[None], inherit_bindings=False):
    """A session beside an earlier one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Scope.COMPARE)
    DEFAULT_CSS = """
    #compare-body { height: 1fr; scrollbar-size-vertical: 1; }
    #compare-text { height: auto; width: 1fr; padding: 0 1 0 2; text-wrap: nowrap; text-overflow: ellipsis; }
    CompareScreen.-high #compare-text { padding: 1 1 1 2; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - typed so by Textual

    def __init__(
        self, before: SessionFile, now: SessionFile, library: Library, keys: Mapping[str, tuple[str, ...]]
    ) -> None:
        """Make the screen.

        Args:
            before: the earlier session.
            now: the later one.
            library: gives names and implements.
            keys: the user's remapped ones.
        """
        super().__init__()
        self._before = before
        self._now = now
        self._library = library
        self._keys = keys

    def compose(self) -> ComposeResult:
        """Title, the two sessions, keys."""
        now = self._now.session
        name = printable(now.name or now.routine)
        yield Static(
            Content.assemble(("COMPARE", "bold"), (f"  {name}", "$muted")), classes="bar title-bar", markup=False
        )
        with VerticalScroll(id="compare-body", can_focus=False):
            yield Static(self._text(), id="compare-text", markup=False)
        yield Static(self._keys_line(), id="compare-keys", classes="bar key-bar")

    def on_resize(self) -> None:
        """Say as much as there is room for."""
        self.query_one("#compare-text", Static).update(self._text())
        self.query_one("#compare-keys", Static).update(self._keys_line())

    def _keys_line(self) -> Content:
        return keys_bar(_BAR, self._keys, self.app.size.width)

    def _text(self) -> Content:
        text = comparison(self._before, self._now, self._library, self.app.size.width - _EDGES)
        return Content("\n").join([*_in_part(self._before), *_in_part(self._now), text])

    def action_command_compare_up(self) -> None:
        """Scroll up by a line."""
        self.query_one("#compare-body").scroll_relative(y=-1, animate=False)

    def action_command_compare_down(self) -> None:
        """Scroll down by a line."""
        self.query_one("#compare-body").scroll_relative(y=1, animate=False)

    def action_command_compare_page_up(self) -> None:
        """Scroll up by a page."""
        self.query_one("#compare-body").scroll_page_up(animate=False)

    def action_command_compare_page_down(self) -> None:
        """Scroll down by a page."""
        self.query_one("#compare-body").scroll_page_down(animate=False)

    def action_command_compare_help(self) -> None:
        """Show every key."""
        self.app.push_screen(HelpScreen(Scope.COMPARE, self._keys))

    def action_command_compare_back(self) -> None:
        """Back to the history."""
        self.dismiss(None)


def _in_part(file: SessionFile) -> list[Content]:
    """What is wrong with a file that was not read in full: a set may be missing here for no other reason."""
    if not file.problems:
        return []
    first, *more = file.problems
    name = first.file.replace("\\", "/").rpartition("/")[2]
    where = name if first.line is None else f"{name}:{first.line}"
    also = f" and {len(more)} more" if more else ""
    said = (f"{printable(where)}{also}, left out here:", f"{_GAP}{printable(first.what)}")
    return [Content.styled(line, "$error") for line in said]


def comparison(file_before: SessionFile, file_now: SessionFile, library: Library, width: int) -> Content:
    """Two sessions as text: the figures of both, then every set of both, and where there is room what changed.

    Args:
        file_before: the earlier session, on the left.
        file_now: the later one.
        library: gives names and implements.
        width: cells there are.
    """
    before, now = file_before.session, file_now.session
    unread_before, unread_now = file_before.broken_numbers, file_now.broken_numbers
    days = [f"{s.started:%a %Y-%m-%d %H:%M}" for s in (before, now)]
    narrow = width < _WORD + _CELL + len(_GAP) + len(days[1])
    if narrow:
        days = [f"{s.started:%Y-%m-%d}" for s in (before, now)]
    lines = [_head("", *days, narrow=narrow).stylize("bold")]
    for (word, old), (_, new) in zip(_figures(before, library), _figures(now, library), strict=True):
        lines.append(_head(word, old, new, narrow=narrow))
    exercise = None
    for pair in compare(before, now):
        if pair.exercise != exercise:
            exercise = pair.exercise
            lines += [Content(""), Content.styled(printable(library.name(exercise)), "bold")]
        missing = [_MISSING[(exercise, pair.number) in unread] for unread in (unread_before, unread_now)]
        lines.append(_line(pair, before.unit, now.unit, width, missing, narrow=narrow))
    lines += [Content(""), Content.styled(_TOLD_NARROW if narrow else _TOLD, "$muted")]
    return Content("\n").join(lines)


def _figures(session: Session, library: Library) -> tuple[tuple[str, str], ...]:
    """What is told of a whole session, each with its name."""
    return (
        ("length", minutes_text(session.duration_s) if session.finished else "unfinished"),
        ("sets", f"{stats.sets_done(session)}/{session.planned_total}"),
        ("reps", str(stats.reps_total(session))),
        ("volume", stats.volume_text(session, library)),
        ("rested", clock_text(stats.rest_taken_s(session))),
    )


def _head(word: str, left: str, right: str, *, narrow: bool) -> Content:
    cells = _CELL_NARROW if narrow else _CELL
    return Content.assemble((word.ljust(_WORD), "$muted"), f"{left:<{cells}}{_GAP}{right}")


def _line(
    pair: SetPair, unit_before: Unit, unit_now: Unit, width: int, missing: Sequence[str], *, narrow: bool
) -> Content:
    line = Content.assemble(
        (f"{pair.number:>2}".ljust(_NUMBER), "$muted"),
        _cell(pair.before, unit_before, missing[0], narrow=narrow),
        _GAP,
        _cell(pair.now, unit_now, missing[1], narrow=narrow),
    )
    for text, style in _changes(pair, unit_before, unit_now):
        if line.cell_length + len(_GAP) + len(text) <= width:
            line = Content.assemble(line, _GAP, (text, style))
    return line


def _cell(done: PerformedSet | None, unit: Unit, missing: str, *, narrow: bool) -> Content:
    load_cells, cells = (_LOAD_NARROW, _CELL_NARROW) if narrow else (_LOAD, _CELL)
    if done is None:
        return Content.styled(missing.rjust(load_cells).ljust(cells), "$muted")
    sides = done.reps.right
    reps = str(done.reps.left) if sides in (None, done.reps.left) else f"{done.reps.left}/{sides}"
    load = load_text(done.load, unit)
    load = load.partition(" ")[0] if narrow else load
    form = FORM_SIGNS.get(done.form, (" ", "")) if done.form else (" ", "")
    rest = "" if done.rest_taken_s is None else clock_text(done.rest_taken_s)
    beside = "" if narrow else f" {rest:>{_REST}}"
    return Content.assemble(f"{load:>{load_cells}} × {reps:<{_REPS}} ", form, (beside, "$muted"))


def _changes(pair: SetPair, unit_before: Unit, unit_now: Unit) -> Iterable[tuple[str, str]]:
    """What is different this time, in few words each, the most telling first."""
    if pair.before is None or pair.now is None:
        return
    if pair.load and pair.before.load is not None and pair.now.load is not None:
        if unit_before is unit_now:
            yield f"{_signed(pair.now.load - pair.before.load)} {unit_now}", "$accent"
        else:
            yield "heavier" if pair.load > 0 else "lighter", "$accent"
    if pair.form:
        yield _FORM_WORDS[pair.form]
    if pair.reps:
        yield f"{_signed(pair.reps)} rep{'' if abs(pair.reps) == 1 else 's'}", "$accent"
    if pair.rest_s:
        yield f"rest {_signed(pair.rest_s)} s", "$muted"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '−'}{number(abs(value))}"
