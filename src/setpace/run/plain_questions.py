"""The questions of plain mode: each is some lines and what becomes of the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from setpace.core.events import PainAnswer
from setpace.core.units import number, typed_load
from setpace.run.runner import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from setpace.core.session import PerformedSet
    from setpace.core.workout_view import SetPrompt
    from setpace.run.runner import Runner

_UNKNOWN = frozenset({"-", "none", "no"})
_GO_ON = frozenset({"", "g", "go on", "space", "enter", "pagedown", "escape"})


class How(StrEnum):
    """How a session is left."""

    LEFT = "left"
    TRASHED = "trashed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked.

    Attributes:
        asks: the lines that ask it.
        answered: gets the answer (a line, or the name of a key) and gives what came of it.
        by_line: a line is asked for; False = one key answers.
    """

    asks: tuple[str, ...]
    answered: Callable[[str], Answer]
    by_line: bool = True


Answer = Outcome | Question | How
"""What came of an answer: it is settled, there is one more question, or the session is left."""


def _again(question: Question, why: str) -> Question:
    return replace(question, asks=(why,))


def ask_leave(runner: Runner) -> Question:
    """How to leave; going on is the default."""

    def answered(text: str) -> Answer:
        match text.lower():
            case "l" | "leave":
                return How.LEFT
            case "f" | "finish":
                return runner.finish() if runner.state.performed else How.LEFT
            case "t" | "trash":
                return How.TRASHED
            case word if word in _GO_ON:
                return Outcome("going on")
            case _:
                return _again(question, "g go on, l leave and resume later, f finish here, t trash")

    asks = "Leave the session? g go on, l leave and resume later, f finish here, t move it to the trash"
    question = Question((asks,), answered, by_line=False)
    return question


def ask_load(runner: Runner, target: SetPrompt | PerformedSet) -> Question:
    """The load of a set, as a number."""
    unit = runner.state.head.unit

    def answered(text: str) -> Answer:
        if not text.strip():
            return Outcome("the load stays as it was")
        if text.strip().lower() in _UNKNOWN:
            return runner.type_load(target, None)
        try:
            return runner.type_load(target, typed_load(text, unit))
        except ValueError as wrong:
            return _again(question, str(wrong))

    now = "not known" if target.load is None else number(target.load)
    implements = runner.library.implements(target.exercise)
    each = f", each of {implements}" if implements > 1 else ""
    asks = f"Load of {runner.library.name(target.exercise)} in {unit}{each}, now {now}; - for none, empty: as it is"
    question = Question((asks,), answered)
    return question


def ask_note(runner: Runner, target: SetPrompt | PerformedSet | None) -> Question:
    """A note on a set; on the session where there is no target."""

    def answered(text: str) -> Answer:
        note = "".join(sign for sign in text if sign.isprintable()).strip()
        if not note:
            return Outcome("the note stays as it was")
        outcome = runner.write_note(target.slot if target else 0, "" if note == "-" else note)
        return outcome if outcome.refused else Outcome("noted")

    now = target.note if target else runner.state.note
    of = f"{runner.library.name(target.exercise)} {target.numbered}" if target else "the session"
    asks = f"Note on {of}{f', now: {now}' if now else ''}; - for none, empty: as it is"
    return Question((asks,), answered)


def ask_swap(runner: Runner) -> Question:
    """What else to do with the exercise at hand."""
    swaps = runner.swaps()

    def answered(text: str) -> Answer:
        match text.lower():
            case "":
                return Outcome("going on")
            case "l" | "later":
                return runner.do_later()
            case "e" | "end":
                return runner.end_exercise()
            case "h" | "hurts":
                return _ask_pain(runner)
            case word if (to := _chosen(word, [e.id for e in swaps])) is not None:
                return runner.swap(to)
            case _:
                return _again(question, "a number of the list, l, e, h, or an empty line")

    name = runner.library.name(runner.state.queue[0].exercise)
    asks = (
        f"{name}: what instead?",
        *(f"{place}  {e.name}, {e.equipment or 'bodyweight'}" for place, e in enumerate(swaps, start=1)),
        "l  do it later   e  finish this exercise   h  something hurts   empty: go on",
    )
    question = Question(asks, answered)
    return question


def _ask_pain(runner: Runner) -> Question:
    swaps = runner.swaps()

    def answered(text: str) -> Answer:
        match text.lower():
            case "":
                return Outcome("going on")
            case "l" | "lighter":
                return runner.report_pain(PainAnswer.LIGHTER)
            case "e" | "end":
                return runner.report_pain(PainAnswer.END)
            case word if (to := _chosen(word, [e.id for e in swaps])) is not None:
                return runner.report_pain(PainAnswer.SWAP, to)
            case _:
                return _again(question, "l, e, a number of the list, or an empty line")

    asks = (
        "Something hurts: it is noted with the session.",
        "l  one step lighter from now on   e  end this exercise   empty: go on",
        *(f"{place}  swap for {e.name}" for place, e in enumerate(swaps, start=1)),
    )
    question = Question(asks, answered)
    return question


def _chosen(word: str, ids: list[str]) -> str | None:
    """The id that a number of a list stands for."""
    place = int(word) if word.isdecimal() and len(word) < 4 else 0  # noqa: PLR2004 - no list is longer
    return ids[place - 1] if 0 < place <= len(ids) else None
