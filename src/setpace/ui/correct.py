"""Correcting a finished session: its sets, its notes, its times. Every correction is saved at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from setpace.core.commands import Scope
from setpace.core.exercise import stepped_load
from setpace.core.session import Form, Reps
from setpace.core.session_edit import exercises_of, parse_times, retimed, times_text, with_set_added, without_set
from setpace.core.units import counted
from setpace.store.toml_file import nearest, printable
from setpace.ui.bindings import bindings_of, first_key
from setpace.ui.dialogs import ChoiceDialog, NoteDialog, NumberDialog
from setpace.ui.search_dialog import SearchDialog
from setpace.ui.session_detail import load_text, reps_text
from setpace.ui.session_editor import SessionEditor
from setpace.ui.times_dialog import TimesDialog

if TYPE_CHECKING:
    from textual.binding import BindingType

    from setpace.core.session import Session

_ANOTHER = ""
"""The id of the option that opens the library; no exercise has it."""

MOST_REPS = 999
"""More than anybody does in a set of these exercises; a bigger number is a mistake."""


class CorrectScreen(SessionEditor, inherit_bindings=False):
    """One session, to be corrected one key at a time."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Scope.CORRECT)

    async def _reps(self, by: int) -> None:
        done = self._at_hand()
        if done is None:
            return
        left, right = done.reps.left, done.reps.right
        if self._side != "right":
            left = max(0, min(MOST_REPS, left + by))
        if right is not None and self._side != "left":
            right = max(0, min(MOST_REPS, right + by))
        changed = replace(done, reps=Reps(left, right))
        await self._change(self._index, "reps", changed, f"reps {reps_text(changed)}")

    async def _load(self, direction: int) -> None:
        done = self._at_hand()
        if done is None:
            return
        exercise = self._library.get(done.exercise)
        if exercise is None:
            key = first_key("correct-type-load", self._keys)
            near = nearest(done.exercise, [each.id for each in self._library])
            meant = f" (did you mean {near}?)" if near else ""
            self._say(
                f"{printable(done.exercise)} is not in the library{meant}, so its step is not known: "
                f"{key} types the load",
                wrong=True,
            )
            return
        await self._change_load(self._index, stepped_load(exercise, done.load, self.session.unit, direction))

    async def _change_load(self, index: int, load: float | None) -> None:
        changed = replace(self.session.sets[index], load=load)
        await self._change(index, "load", changed, f"load {load_text(load, self.session.unit)}")

    async def _rate(self, form: Form | None) -> None:
        done = self._at_hand()
        if done is not None:
            await self._change(self._index, "form", replace(done, form=form), str(form or "not rated"))

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
                await self._change_load(index, None if isinstance(value, str) else value)

        implements = self._library.implements(done.exercise)
        each = f", each of {implements}" if implements > 1 else ""
        title = f"Load of {self._library.name(done.exercise)}, {done.kind.label or 'set'} {done.number}{each}"
        self._ask(NumberDialog(title, done.load, str(self.session.unit)), typed)

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

    def action_command_correct_note(self) -> None:
        """Write a note on the chosen set; an empty one takes it away."""
        done = self._at_hand()
        if done is None:
            return
        index = self._index

        async def written(text: str | None) -> None:
            if text is not None:
                changed = replace(self.session.sets[index], note=text)
                await self._change(index, "note", changed, "note written" if text else "no note")

        def keep(text: str) -> None:
            sets = [replace(each, note=text) if i == index else each for i, each in enumerate(self.session.sets)]
            self._keep_at_the_end(replace(self.session, sets=tuple(sets)))

        self._ask(NoteDialog(f"Note on {self._called(done)}", done.note, keep), written)

    def action_command_correct_session_note(self) -> None:
        """Write a note on the session; an empty one takes it away."""

        async def written(text: str | None) -> None:
            if text is not None:
                said = "note on the session" if text else "no note on the session"
                await self._change_session(replace(self.session, note=text), said)

        def keep(text: str) -> None:
            self._keep_at_the_end(replace(self.session, note=text))

        self._ask(NoteDialog("Note on the session", self.session.note, keep), written)

    def action_command_correct_times(self) -> None:
        """Type the day, the begin and the end of the session."""

        def changed(text: str) -> Session:
            return retimed(self.session, *parse_times(text, self.session))

        async def typed(session: Session | None) -> None:
            if session is not None:
                await self._change_session(session, times_text(session))

        self._ask(TimesDialog("When it was", times_text(self.session), changed), typed)

    def action_command_correct_add(self) -> None:
        """Add a set: of which exercise is asked, the chosen one first, then any of the library."""
        done = self._at_hand()
        mine = exercises_of(self.session)
        options = [(each, printable(self._library.name(each)), self._sets_of(each)) for each in mine]
        others = sorted((each for each in self._library if each.id not in mine), key=lambda each: each.name.casefold())
        found = [(each.id, each.name, f"{each.family.label}, {each.equipment or 'bodyweight'}") for each in others]

        async def chosen(exercise: str | None) -> None:
            if exercise == _ANOTHER:
                self._ask(SearchDialog("Add a set of", found), chosen)
            elif exercise is not None:
                session, place = with_set_added(self.session, exercise, self._library.get(exercise))
                await self._change_session(session, f"{self._called(session.sets[place])} added", place)

        if not options:
            self._ask(SearchDialog("Add a set of", found), chosen)
            return
        options.append((_ANOTHER, "another exercise", f"{len(found)} of the library, found by typing"))
        self._ask(ChoiceDialog("Add a set of", "", options, done.exercise if done else None), chosen)

    def _sets_of(self, exercise: str) -> str:
        count = sum(done.exercise == exercise for done in self.session.work)
        planned = sum(each.exercise == exercise for each in self.session.plan)
        return f"{count} of {counted(planned, 'set')} done" if planned else f"{counted(count, 'set')} done"

    async def action_command_correct_delete(self) -> None:
        """Delete the chosen set; undo brings it back."""
        done = self._at_hand()
        if done is None:
            return
        try:
            session = without_set(self.session, self._index)
        except ValueError as error:
            self._say(str(error), wrong=True)
            return
        undo = first_key("correct-undo", self._keys)
        at = min(self._index, len(session.sets) - 1)
        await self._change_session(session, f"{self._called(done)} deleted ({undo} brings it back)", at)
