"""The coach's first rule: form gates progress. Which load comes next, and why, in one line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile
from typing import TYPE_CHECKING

from setpace.core.plates import next_load, uses_barbell
from setpace.core.session import Form, SetKind
from setpace.core.units import Load, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from setpace.core.coach_settings import CoachSettings, Rack
    from setpace.core.exercise import Exercise
    from setpace.core.session import PerformedSet, Session
    from setpace.core.units import Unit


class Verdict(StrEnum):
    """What one session says about an exercise's load."""

    EARNED = "earned"
    SHAKY = "shaky"
    BROKEN = "broken"
    OPEN = "open"


class Step(StrEnum):
    """Where the suggested load lies beside the last one."""

    UP = "up"
    STAY = "stay"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Judged:
    """How an exercise went in one session.

    Attributes:
        verdict: earned: every planned set clean at one load. Broken: any set broken. Shaky: none broken, one shaky.
            Open: unrated, skipped or short, or at two loads; it counts neither for more nor for less.
        load: of an earned session its one load, of a broken one the lightest that broke, else the last load; None =
            not known or bodyweight.
        last: the load of its last planned set; an added one may have been easier on purpose.
        why: what the lifter is told, without the load: `3 of 3 sets clean`, `one shaky set`; empty = nothing to tell.
    """

    verdict: Verdict
    load: Load | None
    last: Load | None
    why: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The load to begin an exercise with.

    Attributes:
        load: in the unit asked for.
        step: up, stay or down beside the last load.
        last_load: the load last used, in the same unit: where a refusal leads.
        reason: one line for the lifter; may be empty where there is nothing to say.
        short: the same for a narrow screen.
    """

    load: float
    step: Step
    last_load: float
    reason: str
    short: str

    @property
    def cause(self) -> str:
        """What speaks for it, without the load: `2 sessions clean at 24 kg`, `broken form at 24 kg`."""
        return self.short.partition(": ")[0]


def is_clean(done: PerformedSet) -> bool:
    """A set is clean only if it was rated clean and all its target reps (of each side) were done."""
    return done.form is Form.CLEAN and done.reps.lowest >= done.target_reps


def judge(session: Session, exercise_id: str) -> Judged | None:
    """How an exercise went in a session; None where no work set of it was done: what prepares says nothing.

    The planned sets are those of the plan that were for this exercise, or that it was swapped in for. Added sets
    cannot earn anything, but a shaky or broken one counts. A session without a plan is taken to have planned what was
    done.
    """
    done = [s for s in session.work if s.exercise == exercise_id]
    if not done:
        return None
    last = _load(([s for s in done if s.slot <= len(session.plan)] or done)[-1], session.unit)
    broken = [s for s in done if s.form is Form.BROKEN]
    if broken:
        loads = [load for s in broken if (load := _load(s, session.unit)) is not None]
        return Judged(Verdict.BROKEN, min(loads, key=lambda load: load.kg, default=last), last, "broken form")
    shaky = sum(s.form is Form.SHAKY for s in done)
    if shaky:
        return Judged(Verdict.SHAKY, last, last, "one shaky set" if shaky == 1 else f"{shaky} shaky sets")
    planned = {s.planned or s.exercise for s in done}
    slots = [place for place, s in enumerate(session.plan, start=1) if s.exercise in planned]
    slots = slots if session.plan else [s.slot for s in done]
    why = _why_open(done, slots, session.unit)
    if why is not None or not slots:
        return Judged(Verdict.OPEN, last, last, why or "")
    load = next(_load(s, session.unit) for s in done if s.slot in slots)
    return Judged(Verdict.EARNED, load, last, f"{len(slots)} of {counted(len(slots), 'set')} clean")


def _why_open(done: Sequence[PerformedSet], slots: Sequence[int], unit: Unit) -> str | None:
    """Why sets that are neither shaky nor broken earn nothing; None where they do."""
    if all(s.form is None for s in done):
        return ""
    unrated = sum(s.form is None for s in done)
    if unrated:
        return f"{unrated} of {counted(len(done), 'set')} not rated"
    by_slot = {s.slot: s for s in done}
    missing = sum(slot not in by_slot for slot in slots)
    if missing:
        return f"{counted(missing, 'set')} left out"
    if any(s.reps.lowest < s.target_reps for s in done):
        return "reps short of the target"
    first, *others = (_load(by_slot[slot], unit) for slot in slots) if slots else (None,)
    return None if all(_same(first, other) for other in others) else "not all at one load"


def suggest(
    exercise: Exercise, past: Iterable[Session], unit: Unit, settings: CoachSettings, *, rack: Rack | None = None
) -> Suggestion | None:
    """The load to begin with, by the form of the last sessions with this exercise.

    As many clean sessions in a row as the settings ask for, the last one among them and all at one load: one step up.
    Any broken set in the last session: one step down from where it broke. Everything else: the last load.
    (Source: progression rests on form and technique alone; the counts are ours.)

    Args:
        exercise: what is to be done; its equipment has the steps.
        past: sessions, newest first; those without the exercise are passed over.
        unit: of the suggestion.
        settings: how much must be earned; the bar and plates.
        rack: another bar than that of the settings.

    Returns:
        None where no load is known: first time, or bodyweight.
    """
    judged = (found for session in past if (found := judge(session, exercise.id)) is not None)
    latest = next(judged, None)
    if latest is None or latest.load is None:
        return None
    rack = rack or settings.racks.get(unit)
    at, last = latest.load.to(unit), (latest.last or latest.load).to(unit).value
    match latest.verdict:
        case Verdict.BROKEN:
            return _lighter(exercise, at, last, rack)
        case Verdict.EARNED:
            before = takewhile(lambda j: j.verdict is Verdict.EARNED and _same(j.load, latest.load), judged)
            earned = 1 + sum(1 for _ in zip(range(settings.clean_sessions - 1), before, strict=False))
            suggestion = _earned(exercise, at, latest.why, settings.clean_sessions, earned, rack)
            return replace(suggestion, last_load=last)
        case _:
            why = f"{latest.why}: stay at {at}" if latest.why else ""
            return Suggestion(at.value, Step.STAY, last, why, why)


def _earned(exercise: Exercise, at: Load, why: str, needed: int, earned: int, rack: Rack | None) -> Suggestion:
    """After a clean session: up where enough of them are in a row."""
    more = next_load(exercise, at.value, at.unit, +1, rack)
    if more is None or more <= at.value:
        return Suggestion(at.value, Step.STAY, at.value, f"{why} at {at}: all your plates are on", "all plates are on")
    heavier = Load(more, at.unit)
    if earned < needed:
        left = needed - earned
        again = "once more" if left == 1 else f"{left} more times"
        then = f"{again}, then {heavier}"
        return Suggestion(at.value, Step.STAY, at.value, f"{why} at {at}: {then}", f"clean: {then}")
    times = "in the last session" if needed == 1 else f"in the last {needed} sessions"
    short = f"{counted(needed, 'session')} clean at {at}: try {heavier}"
    return Suggestion(more, Step.UP, at.value, f"{why} at {at} {times}: try {heavier}", short)


def _lighter(exercise: Exercise, at: Load, last: float, rack: Rack | None) -> Suggestion:
    """After broken form: one step down, or the words for why there is none."""
    less = next_load(exercise, at.value, at.unit, -1, rack)
    if less is None:
        what = "practise with a dowel" if uses_barbell(exercise) else "fewer reps, or swap it"
        return Suggestion(
            at.value, Step.STAY, last, f"broken form at {at}, the lightest: {what}", f"broken form: {what}"
        )
    reason = f"broken form at {at}: {Load(less, at.unit)}"
    return Suggestion(less, Step.DOWN, last, reason, reason)


def lighter_next(
    exercise: Exercise, broken_at: float | None, coming: float | None, unit: Unit, rack: Rack | None
) -> float | None:
    """Within a session: the load of the next set after one that was rated broken.

    Args:
        exercise: what is being done.
        broken_at: the load of the broken set, in `unit`.
        coming: the load of the next set as it stands.
        unit: of all loads.
        rack: the user's bar and plates.

    Returns:
        One step lighter than the broken set; None where the next set is lighter already, or nothing lighter exists.
    """
    if broken_at is None or coming is None or coming < broken_at:
        return None
    return next_load(exercise, broken_at, unit, -1, rack)


def asks_to_finish(performed: Sequence[PerformedSet]) -> bool:
    """Within a session: whether the last two work sets were of one exercise and broken, so that it had better end."""
    if performed and performed[-1].kind is not SetKind.WORK:
        return False
    last = [s for s in performed if s.kind is SetKind.WORK][-2:]
    return len(last) == 2 and last[0].exercise == last[1].exercise and all(s.form is Form.BROKEN for s in last)  # noqa: PLR2004 - two in a row


def _load(done: PerformedSet, unit: Unit) -> Load | None:
    return None if done.load is None else Load(done.load, unit)


def _same(one: Load | None, other: Load | None) -> bool:
    return one is other if one is None or other is None else one.same_as(other)
