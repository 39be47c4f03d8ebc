"""Correcting a finished session: reps, load and form of its sets. Every correction is saved at once."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widgets import Static

from setpace.core.commands import Scope
from setpace.core.errors import SetpaceError
from setpace.core.exercise import stepped_load
from setpace.core.session import Form, Reps
from setpace.store.toml_file import printable
from setpace.ui.bindings import bindings_of, first_key
from setpace.ui.correct_text import keys_line, set_rows
from setpace.ui.dialogs import HEAVIEST, NumberDialog
from setpace.ui.help import HelpScreen
from setpace.ui.row_list import RowList
from setpace.ui.session_detail import load_text, reps_text
from setpace.ui.top_screen import TopScreen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from setpace.core.exercise import Library
    from setpace.core.session import PerformedSet, Session
    from setpace.store.session_format import SessionFile
    from setpace.store.sessions import Log
    from setpace.ui.row_list import Row

MOST_REPS = 999
"""More than anybody does in a set of these exercises; a bigger number is a mistake."""


def why_not(file: SessionFile) -> str | None:
    """Why a session cannot be corrected, in one line; None where it can."""
    if file.newer:
        return "This session was written by a newer Setpace; update this one to correct it."
    if file.session.finished is None:
        return "This session is not finished: go on with it or finish it at home, then correct it."
    if file.problems:
        return f"{file.problems[0]}; put that right first, then correct the session here."
    if not file.session.sets:
        return "No set was done in this session: there is nothing to correct."
    return None


class CorrectScreen(TopScreen[None], inherit_bindings=False):
    """The sets of one session, to be corrected one key at a time.

    Attributes:
        session: as it is on disk after the last correction.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Scope.CORRECT)
    DEFAULT_CSS = """
    CorrectScreen RowList { height: 1fr; padding: 1 0; }
    #correct-status { dock: bottom; height: auto; max-height: 3; margin-bottom: 1; padding: 0 2; color: $muted; }
    #correct-status.-wrong { color: $error; }
    """

    def __init__(
        self,
        log: Log,
        file: Path,
        session_file: SessionFile,
        library: Library,
        keys: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        *,
        read_digest: str | None = None,
    ) -> None:
        """Make the screen.

        Args:
            log: saves the corrections.
            file: the session's file.
            session_file: what stands in it.
            library: names and steps of the exercises.
            keys: the user's remapped ones.
            read_digest: the file's digest, taken before it was read; None: taken now.

        Raises:
            SetpaceError: the digest is to be taken and the file cannot be read.
        """
        super().__init__()
        self.session: Session = session_file.session
        self._log = log
        self._file = file
        self._library = library
        self._keys = keys
        self._refusal = why_not(session_file)
        self._digest = log.digest(file) if read_digest is None else read_digest
        self._side = ""
        self._earlier: list[Session] = []
        self._run: tuple[int, str] | None = None

    def compose(self) -> ComposeResult:
        """Title, sets, status, keys."""
        started = f"{self.session.started:%Y-%m-%d %H:%M}"
        name = printable(self.session.name or self.session.routine)
        title = Content.assemble(("CORRECT", "bold"), (f"  {name}  {started}", "$muted"))
        yield Static(title, classes="bar title-bar", markup=False)
        yield RowList(self._rows(0))
        yield Static(
            self._refusal or "Every correction is saved at once.",
            id="correct-status",
            markup=False,
            classes="-wrong" if self._refusal else None,
        )
        yield Static(keys_line(self._keys, self.app.size.width), id="correct-keys", classes="bar key-bar")

    async def on_resize(self) -> None:
        """Names and keys take the room there is."""
        self.query_one("#correct-keys", Static).update(keys_line(self._keys, self.app.size.width))
        await self._paint()

    @property
    def _index(self) -> int:
        """0-based place of the chosen set."""
        return int(self.query_one(RowList).chosen or 0)

    def _rows(self, chosen: int) -> list[Row]:
        return set_rows(self.session, self._library, self.app.size.width, marked=chosen, side=self._side)

    async def _paint(self) -> None:
        index = self._index
        await self.query_one(RowList).show(self._rows(index), str(index))

    def _say(self, what: str, *, wrong: bool = False) -> None:
        status = self.query_one("#correct-status", Static)
        status.set_class(wrong, "-wrong")
        status.update(Content(what))

    async def _save(self, session: Session) -> bool:
        """Write the session; if that is refused, say why and keep what was."""
        if self._refusal is not None:
            self._say(self._refusal, wrong=True)
            return False
        try:
            self._digest = self._log.correct(self._file, self._digest, session)
        except SetpaceError as error:
            self._say(f"not saved: {error}", wrong=True)
            return False
        self.session = session
        await self._paint()
        return True

    async def _change(self, index: int, field: str, changed: PerformedSet) -> None:
        """Save one changed set; a run of changes to one field of one set is one step of undo."""
        before = self.session
        old = before.sets[index]
        if changed == old:
            self._say("that is what it says already")
            return
        sets = (*before.sets[:index], changed, *before.sets[index + 1 :])
        if not await self._save(replace(before, sets=sets)):
            return
        if self._run != (index, field):
            self._earlier.append(before)
            self._run = (index, field)
        self._say(f"{self._library.name(changed.exercise)} {changed.number}: {self._told(changed, field)}, saved")

    def _told(self, done: PerformedSet, field: str) -> str:
        if field == "reps":
            return f"reps {reps_text(done)}"
        if field == "load":
            return f"load {load_text(done.load, self.session.unit)}"
        return str(done.form or "not rated")

    def _at_hand(self) -> PerformedSet | None:
        return self.session.sets[self._index] if self.session.sets else None

    async def _reps(self, by: int) -> None:
        done = self._at_hand()
        if done is None:
            return
        left, right = done.reps.left, done.reps.right
        if self._side != "right":
            left = max(0, min(MOST_REPS, left + by))
        if right is not None and self._side != "left":
            right = max(0, min(MOST_REPS, right + by))
        await self._change(self._index, "reps", replace(done, reps=Reps(left, right)))

    async def _load(self, direction: int) -> None:
        done = self._at_hand()
        if done is None:
            return
        exercise = self._library.get(done.exercise)
        if exercise is None:
            key = first_key("correct-type-load", self._keys)
            self._say(
                f"{done.exercise} is not in the library, so its step is not known: {key} types the load", wrong=True
            )
            return
        load = stepped_load(exercise, done.load, self.session.unit, direction)
        if load is None or load <= HEAVIEST:
            await self._change(self._index, "load", replace(done, load=load))

    async def _rate(self, form: Form | None) -> None:
        done = self._at_hand()
        if done is not None:
            await self._change(self._index, "form", replace(done, form=form))

    async def _mark(self, side: str) -> None:
        done = self._at_hand()
        if done is None:
            return
        if done.reps.right is None:
            self._say(f"{self._library.name(done.exercise)} is not counted one side at a time", wrong=True)
            return
        self._side = "" if self._side == side else side
        await self._paint()
        self._say(
            f"the reps keys change the {self._side} side only" if self._side else "the reps keys change both sides"
        )

    def _move(self, by: int) -> None:
        self.query_one(RowList).move(by)

    async def on_row_list_chosen(self) -> None:
        """Another set: both sides again, and a new step of undo."""
        self._side = ""
        self._run = None
        await self._paint()

    def action_command_set_above(self) -> None:
        """Choose the set above."""
        self._move(-1)

    def action_command_set_below(self) -> None:
        """Choose the set below."""
        self._move(1)

    async def action_command_correct_reps_up(self) -> None:
        """One rep more."""
        await self._reps(1)

    async def action_command_correct_reps_down(self) -> None:
        """One rep fewer."""
        await self._reps(-1)

    async def action_command_correct_left_side(self) -> None:
        """Left side only, or both again."""
        await self._mark("left")

    async def action_command_correct_right_side(self) -> None:
        """Right side only, or both again."""
        await self._mark("right")

    async def action_command_correct_load_up(self) -> None:
        """One step heavier."""
        await self._load(1)

    async def action_command_correct_load_down(self) -> None:
        """One step lighter."""
        await self._load(-1)

    def action_command_correct_type_load(self) -> None:
        """Type the load; the dialog says what a load can be."""
        done = self._at_hand()
        if done is None:
            return
        index = self._index

        async def typed(value: float | str | None) -> None:
            if value is not None:
                load = None if isinstance(value, str) else value
                await self._change(index, "load", replace(self.session.sets[index], load=load))

        title = f"Load of {self._library.name(done.exercise)}, set {done.number}"
        self.app.push_screen(NumberDialog(title, done.load, str(self.session.unit)), typed)

    async def action_command_correct_clean(self) -> None:
        """The set was clean."""
        await self._rate(Form.CLEAN)

    async def action_command_correct_shaky(self) -> None:
        """The set was shaky."""
        await self._rate(Form.SHAKY)

    async def action_command_correct_broken(self) -> None:
        """The set was broken."""
        await self._rate(Form.BROKEN)

    async def action_command_correct_unrated(self) -> None:
        """Take the rating away."""
        await self._rate(None)

    async def action_command_correct_undo(self) -> None:
        """Take back the last correction."""
        if not self._earlier:
            self._say("nothing to undo")
            return
        if await self._save(self._earlier[-1]):
            self._earlier.pop()
            self._run = None
            self._say("the last correction is undone, saved")

    def action_command_correct_help(self) -> None:
        """Show every key."""
        self.app.push_screen(HelpScreen(Scope.CORRECT, self._keys))

    def action_command_correct_back(self) -> None:
        """Back to the history."""
        self.dismiss(None)
