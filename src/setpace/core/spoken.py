"""Sentences for the ear: what comes next, with numbers as words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from setpace.core.cues import COUNTDOWN, Cue
from setpace.core.units import Unit, number

if TYPE_CHECKING:
    from setpace.core.exercise import Library
    from setpace.core.session import Reps
    from setpace.core.workout_view import SetPrompt

_UNDER_TWENTY = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_HUNDRED, _THOUSAND = 100, 1000
_UNIT_WORDS = {Unit.KG: ("kilo", "kilos"), Unit.LB: ("pound", "pounds")}


def in_words(value: float) -> str:
    """A number of 0 or more as it is said: `forty`, `thirty-seven point five`; from 1000 on in digits."""
    whole, _, decimals = number(value).partition(".")
    if int(whole) >= _THOUSAND:
        return number(value)
    said = _whole(int(whole))
    return f"{said} point {' '.join(_UNDER_TWENTY[int(digit)] for digit in decimals)}" if decimals else said


def _whole(value: int) -> str:
    if value < len(_UNDER_TWENTY):
        return _UNDER_TWENTY[value]
    if value < _HUNDRED:
        tens, ones = divmod(value, 10)
        return f"{_TENS[tens]}-{_UNDER_TWENTY[ones]}" if ones else _TENS[tens]
    hundreds, rest = divmod(value, _HUNDRED)
    said = f"{_UNDER_TWENTY[hundreds]} hundred"
    return f"{said} {_whole(rest)}" if rest else said


def reps_in_words(reps: Reps) -> str:
    """`five reps`, `ten reps each side`, `ten left, eight right`."""
    if reps.right is not None and reps.right != reps.left:
        return f"{in_words(reps.left)} left, {in_words(reps.right)} right"
    said = f"{in_words(reps.left)} {'rep' if reps.left == 1 else 'reps'}"
    return said if reps.right is None else f"{said} each side"


def set_in_words(prompt: SetPrompt, library: Library, unit: Unit) -> str:
    """A set that comes: `Barbell clean, set two of three, five reps, forty kilos`; an unknown load is left out.

    Of two dumbbells it is `two times twenty kilos`: "each" is said of sides.
    """
    parts = [
        library.name(prompt.exercise).capitalize(),
        f"{prompt.kind.label or 'set'} {in_words(prompt.number)} of {in_words(prompt.total)}",
        reps_in_words(prompt.reps),
    ]
    if prompt.load is not None:
        one, more = _UNIT_WORDS[unit]
        implements = library.implements(prompt.exercise)
        times = f"{in_words(implements)} times " if implements > 1 else ""
        parts.append(f"{times}{in_words(prompt.load)} {one if prompt.load == 1 else more}")
    return ", ".join(parts)


def sentence(cue: Cue, prompt: SetPrompt | None, library: Library, unit: Unit) -> str:
    """What is said at a cue.

    Args:
        cue: what is due.
        prompt: the set that comes or has just been begun by the clock; None = there is none.
        library: names of the exercises.
        unit: of the prompt's load.
    """
    if cue in COUNTDOWN:
        return in_words(COUNTDOWN[cue]).capitalize()
    if cue is Cue.GO and prompt is not None:
        return set_in_words(prompt, library, unit)
    return {
        Cue.READY: "Ready",
        Cue.SOON: "Ten seconds",
        Cue.GO: "Go",
        Cue.FINISHED: "Session finished",
    }.get(cue, "Setpace can speak")
