"""Work, rest, recover: when the next strength session is advised, and why. It advises; the runner decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

DAYS_APART = 2
"""The earliest advised day is the start date plus this: at least a calendar day of rest lies between."""

_LOOK_AHEAD_DAYS = 60
"""No calendar of runs blocks a runner for longer than this."""


class RunKind(StrEnum):
    """What sort of run it is."""

    EASY = "easy"
    HARD = "hard"
    RACE = "race"


@dataclass(frozen=True, slots=True)
class Run:
    """A run, planned or done.

    Attributes:
        day: its calendar day.
        kind: easy, hard or race.
    """

    day: date
    kind: RunKind


@dataclass(frozen=True, slots=True)
class Advice:
    """What is advised for today.

    Attributes:
        wait: whether a strength session had better wait.
        reason: one line: why, or that all is well.
        earliest: the first day that is advised; today where `wait` is false.
    """

    wait: bool
    reason: str
    earliest: date


def advise(last: date | None, today: date, runs: Iterable[Run] = ()) -> Advice:
    """Whether to train today.

    The calendar day after a strength session is for rest (source: at least a day between; ours: counted by calendar
    days), and there is no heavy session the day before a race or a hard run, nor on the day of a race (ours).

    Args:
        last: the day the last strength session began; None = there was none.
        today: the present day; a `last` after it (another time zone) counts as today.
        runs: planned and done, in any order.
    """
    planned = tuple(runs)
    last = None if last is None else min(last, today)
    rested = today if last is None else max(today, last + timedelta(days=DAYS_APART))
    earliest = _free_of_runs(rested, planned)
    because = _why_rest(last, today) or _why_run(today, planned)
    if because is None:
        return Advice(wait=False, reason=_ready(last, today, planned), earliest=today)
    return Advice(wait=True, reason=f"{because}; advised from {day_text(earliest, today)}", earliest=earliest)


def _free_of_runs(day: date, runs: tuple[Run, ...]) -> date:
    """The first day from `day` on that no run speaks against."""
    for ahead in range(_LOOK_AHEAD_DAYS):
        if _why_run(day + timedelta(days=ahead), runs) is None:
            return day + timedelta(days=ahead)
    return day


def _why_rest(last: date | None, today: date) -> str | None:
    if last is None or (today - last).days >= DAYS_APART:
        return None
    return "trained today: rest makes it strength" if last == today else "trained yesterday: a day of rest first"


def _why_run(day: date, runs: Iterable[Run]) -> str | None:
    """Why a heavy session does not go with the runs of that day and the next."""
    days = {(run.day - day).days: run.kind for run in sorted(runs, key=lambda run: run.kind is RunKind.RACE)}
    if days.get(0) is RunKind.RACE:
        return "race today"
    match days.get(1):
        case RunKind.RACE:
            return "race tomorrow: nothing heavy today"
        case RunKind.HARD:
            return "hard run tomorrow: nothing heavy today"
        case _:
            return None


def _ready(last: date | None, today: date, runs: Iterable[Run]) -> str:
    """That all is well; a hard run of today is worth a word."""
    if any(run.day == today and run.kind is RunKind.HARD for run in runs):
        return "hard run today: go by feel, lighter is fine"
    return "rested: go" if last is not None else "nothing speaks against it"


def day_text(day: date, today: date) -> str:
    """A day near today: `today`, `tomorrow`, `Wed 25 Nov`."""
    ahead = (day - today).days
    if ahead in (0, 1):
        return ("today", "tomorrow")[ahead]
    return f"{day:%a} {day.day} {day:%b}"
