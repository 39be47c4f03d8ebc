"""What the workout screen does with corrections: reps, load and form of a set, without a dialog wherever it can."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from setpace.core.session import Form
from setpace.core.workout_view import Phase
from setpace.ui import workout_text as text
from setpace.ui.preparing_keys import PreparingKeys
from setpace.ui.workout_dialogs import ask_load

if TYPE_CHECKING:
    from setpace.core.session import PerformedSet
    from setpace.core.workout_view import SetPrompt, View
    from setpace.run.runner import Outcome


class CorrectionKeys(PreparingKeys):
    """The commands that correct a set: none of them touches the clock of the rest."""

    def __init__(self) -> None:
        super().__init__()
        self._flipped = False
        self._side = ""

    @abstractmethod
    def paint(self) -> View:
        """Show the session as it is now."""

    @abstractmethod
    def _show(self, outcome: Outcome) -> None:
        """Paint at once what a key did, and say it."""

    @abstractmethod
    def _say(self, said: str, *, refused: bool = False) -> None:
        """Say something in the line of plain words."""

    def _target(self, field: str) -> SetPrompt | PerformedSet | None:
        """The set whose reps or load the keys change now."""
        view = self.runner.view()
        if view.current is not None:
            return view.current
        wants_done = (field == "reps") is not self._flipped
        if view.phase is Phase.SUMMARY:
            return view.done
        return view.done if wants_done else view.next

    def _change(self, field: str, by: int) -> None:
        target = self._target(field)
        if target is None:
            self._say("there is no such set", refused=True)
            return
        if field == "reps":
            outcome = self.runner.change_reps(target, by, self._side)
        else:
            outcome = self.runner.change_load(target, by)
        self._show(outcome)
        if not outcome.refused and self.runner.view().phase is Phase.SUMMARY:
            self._say_done()

    def _say_done(self) -> None:
        """How the last completed set stands by now, where the screen does not show it."""
        done = self.runner.state.performed[-1]
        said = text.done_text(self.runner, done).plain
        self._say(f"{self.runner.library.name(done.exercise)} {done.numbered}: {said}")

    def _rate(self, form: Form) -> None:
        outcome = self.runner.rate(form)
        self._show(outcome)
        view = self.runner.view()
        if not outcome.said and (view.current is not None or view.phase is Phase.SUMMARY):
            self._say_done()

    def action_command_reps_up(self) -> None:
        """One rep more."""
        self._change("reps", 1)

    def action_command_reps_down(self) -> None:
        """One rep fewer."""
        self._change("reps", -1)

    def action_command_load_up(self) -> None:
        """One step heavier."""
        self._change("load", 1)

    def action_command_load_down(self) -> None:
        """One step lighter."""
        self._change("load", -1)

    def action_command_flip(self) -> None:
        """Turn over what the keys change."""
        self._flipped = not self._flipped
        self.paint()

    def _mark_side(self, side: str) -> None:
        target = self._target("reps")
        if target is None or target.reps.right is None:
            self._say("this exercise is not done one side at a time", refused=True)
            return
        self._side = "" if self._side == side else side
        self.paint()

    def action_command_left_side(self) -> None:
        """Count the left side only, or both again."""
        self._mark_side("left")

    def action_command_right_side(self) -> None:
        """Count the right side only, or both again."""
        self._mark_side("right")

    def action_command_type_load(self) -> None:
        """Type the load."""
        target = self._target("load")
        if target is not None:
            ask_load(self.app, self.runner, target, self._show)

    def action_command_form_clean(self) -> None:
        """The last completed set was clean."""
        self._rate(Form.CLEAN)

    def action_command_form_shaky(self) -> None:
        """The last completed set was shaky."""
        self._rate(Form.SHAKY)

    def action_command_form_broken(self) -> None:
        """The last completed set was broken."""
        self._rate(Form.BROKEN)
