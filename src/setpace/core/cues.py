"""Cues: what is to be heard in a rest, and when. Times are seconds on the rest's own clock, so pauses do not count."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from setpace.core.workout_view import Phase, View

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from setpace.core.exercise import RestRange

SOON_S = 10
"""SOON rings this long before the maximum."""

LATE_S = 2.0
"""A boundary that was passed longer ago than this (suspend, resume, slow tick) is shown, not rung."""


class Cue(StrEnum):
    """Something to be heard; its value is its name in files and for the own command."""

    READY = "ready"
    SOON = "soon"
    THREE = "countdown-3"
    TWO = "countdown-2"
    ONE = "countdown-1"
    GO = "go"
    FINISHED = "finished"
    TEST = "test"


COUNTDOWN: Mapping[Cue, int] = {Cue.THREE: 3, Cue.TWO: 2, Cue.ONE: 1}
"""The cues of the countdown to the maximum, with their seconds."""

_OF_THE_MAXIMUM = (Cue.SOON, *COUNTDOWN, Cue.GO)


@dataclass(frozen=True, slots=True)
class _Boundary:
    """One boundary of one rest; a rest is known by the set before it and when that was done."""

    slot: int
    since: datetime
    cue: Cue


@dataclass(frozen=True, slots=True)
class Heard:
    """What is over already; begin with `Heard()`.

    Attributes:
        phase: of the view before; None = there was none, so what it would show had passed before the program ran.
        passed: every boundary passed so far, rung or not, with the second of its rest's clock where it stood.
    """

    phase: Phase | None = None
    passed: Mapping[_Boundary, int] = field(default_factory=dict)


def due(heard: Heard, view: View, *, countdown: bool) -> tuple[Heard, Cue | None]:
    """Which cue is to be rung now, and what to bring along next time.

    A boundary rings once a rest, however often the clock passes it: lengthened, shortened, paused or undone. Only a
    lifter who lengthens a rest whose maximum is over asks for a new maximum, and that rings anew.
    Of several boundaries passed since the last look, the latest rings.

    Args:
        heard: what the last call gave.
        view: the workout now.
        countdown: whether the last three seconds are counted.
    """
    first_look = heard.phase is None
    if view.phase is Phase.SUMMARY:
        ended = not first_look and heard.phase is not Phase.SUMMARY
        return replace(heard, phase=view.phase), Cue.FINISHED if ended else None
    if view.rest is None or view.done is None:
        return replace(heard, phase=view.phase), None
    slot, since = view.done.slot, view.done.finished
    passed = _lengthened(heard.passed, slot, since, view)
    news: dict[_Boundary, int] = {}
    cue: Cue | None = None
    for mark_s, each in _marks(view.rest, countdown=countdown):
        if view.rest_elapsed_s < mark_s:
            break
        boundary = _Boundary(slot, since, each)
        if boundary in passed:
            continue
        news[boundary] = mark_s
        if not first_look and not view.paused and view.rest_elapsed_s - mark_s <= LATE_S:
            cue = each
    return Heard(view.phase, {**passed, **news} if news else passed), cue


def _lengthened(passed: Mapping[_Boundary, int], slot: int, since: datetime, view: View) -> Mapping[_Boundary, int]:
    """Where the maximum was moved on after it had passed: what belongs to it is to come again."""
    over_s = passed.get(_Boundary(slot, since, Cue.GO))
    if over_s is None or view.rest is None or not max(over_s, view.rest_elapsed_s) < view.rest.max_s:
        return passed
    again = {_Boundary(slot, since, cue) for cue in _OF_THE_MAXIMUM}
    return {boundary: mark_s for boundary, mark_s in passed.items() if boundary not in again}


def _marks(rest: RestRange, *, countdown: bool) -> list[tuple[int, Cue]]:
    """The boundaries of a rest in order, in seconds; what would stand at its very beginning is none."""
    marks: dict[int, Cue] = {}
    if rest.max_s > SOON_S:
        marks[rest.max_s - SOON_S] = Cue.SOON
    if countdown:
        marks.update({rest.max_s - left_s: cue for cue, left_s in COUNTDOWN.items() if rest.max_s > left_s})
    if 0 < rest.min_s < rest.max_s:
        marks[rest.min_s] = Cue.READY  # it says more than a warning at the same second
    if rest.max_s > 0:
        marks[rest.max_s] = Cue.GO
    return sorted(marks.items())
