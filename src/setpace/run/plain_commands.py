"""The commands of plain mode: the workout's own, by key and by word."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from setpace.core.commands import COMMANDS, Scope, key_name, key_sign, keys_in_force
from setpace.core.session import Form
from setpace.core.workout_view import Phase
from setpace.run import plain_text as text
from setpace.run.plain_questions import Answer, How, ask_leave, ask_load, ask_note, ask_swap
from setpace.run.runner import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from setpace.core.session import PerformedSet
    from setpace.core.workout_view import SetPrompt
    from setpace.run.runner import Runner

BOUNCY = frozenset({"next", "pause", "skip", "add-set", "technique", "warm-up"})
"""Commands whose keys count only if none came in the 400 ms before."""

_NO_SET = Outcome("there is no such set", refused=True)


class PlainCommands:
    """What keys and words do.

    Args:
        runner: leads the session.
        remapped: the user's own keys, by command id.
        say: takes one line.
        by_line: commands are lines, not keys.

    Attributes:
        by_key: ids of the commands by their keys in force.
    """

    def __init__(
        self, runner: Runner, remapped: Mapping[str, tuple[str, ...]], say: Callable[[str], None], *, by_line: bool
    ) -> None:
        self._runner = runner
        self._say = say
        self._by_line = by_line
        self._in_force = keys_in_force(remapped)
        self._flipped = False
        self._side = ""
        self._does: dict[str, Callable[[], Answer]] = {
            "next": runner.advance,
            "undo": runner.undo,
            "reps-up": partial(self._change, "reps", 1),
            "reps-down": partial(self._change, "reps", -1),
            "load-up": partial(self._change, "load", 1),
            "load-down": partial(self._change, "load", -1),
            "flip": self._flip,
            "left-side": partial(self._mark_side, "left"),
            "right-side": partial(self._mark_side, "right"),
            "type-load": self._ask_load,
            **{f"form-{form}": partial(runner.rate, form) for form in Form},
            "rest-shorter": partial(runner.shift_rest, -15),
            "rest-longer": partial(runner.shift_rest, 15),
            "pause": runner.toggle_pause,
            "skip": runner.skip,
            "add-set": runner.add_set,
            "technique": runner.technique,
            "warm-up": runner.warm_up,
            "swap": self._ask_swap,
            "note": self._ask_note,
            "session-note": lambda: ask_note(runner, None),
            "details": self._details,
            "workout-help": self._help,
            "leave": self._leave,
        }
        commands = [c for c in COMMANDS if c.scope is Scope.WORKOUT and c.id in self._does]
        self.by_key = {key: command.id for command in commands for key in self._in_force[command.id]}
        labels = {command.label: command.id for command in commands}
        ids = {command.id: command.id for command in commands}
        self._by_word = labels | ids | {key_sign(key): command for key, command in self.by_key.items()} | self.by_key

    def named(self, word: str) -> str | None:
        """The command that a word names: by its key as typed or as shown, by its id, or by its label."""
        return self._by_word.get(word) or self._by_word.get(key_name(word)) or self._by_word.get(word.lower())

    def first_key(self, command: str) -> str:
        """The first key of a command, as it is shown."""
        return key_sign(self._in_force[command][0])

    def run(self, command: str) -> Answer:
        """Do it."""
        answer = self._does[command]()
        if command in BOUNCY:
            self._side, self._flipped = "", False
        return answer

    def _target(self, field: str) -> SetPrompt | PerformedSet | None:
        """The set whose reps or load the keys change now: in a rest reps of DONE and load of NEXT, or flipped."""
        seen = self._runner.view()
        if seen.current is not None:
            return seen.current
        if seen.phase is Phase.SUMMARY:
            return seen.done
        return seen.done if (field == "reps") is not self._flipped else seen.next

    def _change(self, field: str, by: int) -> Outcome:
        target = self._target(field)
        if target is None:
            return _NO_SET
        if field == "reps":
            return self._runner.change_reps(target, by, self._side)
        return self._runner.change_load(target, by)

    def _flip(self) -> Outcome:
        if self._runner.view().next is None:
            return Outcome("only a rest has two sets to change", refused=True)
        self._flipped = not self._flipped
        reps, load = ("NEXT", "DONE") if self._flipped else ("DONE", "NEXT")
        return Outcome(f"reps keys change {reps}, load keys change {load}")

    def _mark_side(self, side: str) -> Outcome:
        target = self._target("reps")
        if target is None or target.reps.right is None:
            return Outcome("this exercise is not done one side at a time", refused=True)
        self._side = "" if self._side == side else side
        return Outcome(f"reps keys count the {self._side} side only" if self._side else "reps keys count both sides")

    def _ask_load(self) -> Answer:
        target = self._target("load")
        return _NO_SET if target is None else ask_load(self._runner, target)

    def _ask_note(self) -> Answer:
        target = self._target("reps")
        return _NO_SET if target is None else ask_note(self._runner, target)

    def _ask_swap(self) -> Answer:
        if not self._runner.state.queue or self._runner.view().phase is Phase.SUMMARY:
            return Outcome("no set is left", refused=True)
        return ask_swap(self._runner)

    def _details(self) -> Outcome:
        seen = self._runner.view()
        target = seen.current or seen.next or seen.done
        for line in text.details_lines(self._runner, target.exercise, target.load) if target else ():
            self._say(line)
        return Outcome()

    def _help(self) -> Outcome:
        for line in text.help_lines(self._in_force, frozenset(self._does), by_line=self._by_line):
            self._say(line)
        return Outcome()

    def _leave(self) -> Answer:
        return How.LEFT if self._runner.view().phase is Phase.SUMMARY else ask_leave(self._runner)
