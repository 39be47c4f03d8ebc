"""Changing a past session as a whole: its times, a set more, a set less. Nothing here reads or writes a file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from setpace.core.exercise import DEFAULT_REST, Family
from setpace.core.routine import PlannedSet
from setpace.core.session import PerformedSet, Reps, SetKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from setpace.core.exercise import Exercise
    from setpace.core.session import Session

LONGEST = timedelta(hours=24)
"""From begin to end of a session; a longer one is a typing error."""

YEARS = range(1900, 3000)
"""In which a session can be; another one is a typing error, and ends of the calendar cannot be shifted."""

USUAL_REPS = {Family.OLYMPIC_LIFT: 5}
OTHERS_REPS = 10
"""Target reps of an exercise that no plan says any of: as the routines have them."""

_TIMES = re.compile(r"(\d{4}-\d\d-\d\d)\s+(\d?\d:\d\d)\s*(?:[-–—]|to|\s)\s*(?:(\d{4}-\d\d-\d\d)\s+)?(\d?\d:\d\d)")
_EXAMPLE = "day, begin and end are written as in 2026-11-23 18:04 – 18:31"


def times_text(session: Session) -> str:
    """Begin and end as they are typed: `2026-11-23 18:04 – 18:31`."""
    started, ended = session.started, _ended(session)
    day = "" if started.date() == ended.date() else f"{ended:%Y-%m-%d} "
    return f"{started:%Y-%m-%d %H:%M} – {day}{ended:%H:%M}"


def parse_times(text: str, session: Session) -> tuple[datetime, datetime]:
    """Begin and end that were typed, in the session's own offset from UTC.

    An end without a day that is not after the begin is on the next day. Where a time is still the same minute, its
    seconds stay.

    Args:
        text: `2026-11-23 18:04 – 18:31`.
        session: as it was.

    Raises:
        ValueError: it is not understood; the message says what would be right.
    """
    match = _TIMES.fullmatch(text.strip())
    if match is None:
        raise ValueError(_EXAMPLE)
    day, begin, end_day, end = match.groups()
    zone = session.started.tzinfo
    try:
        started = datetime.strptime(f"{day} {begin}", "%Y-%m-%d %H:%M").replace(tzinfo=zone)
        finished = datetime.strptime(f"{end_day or day} {end}", "%Y-%m-%d %H:%M").replace(tzinfo=zone)
        if finished < started and end_day is None:
            finished += timedelta(days=1)
        if started.year not in YEARS:
            raise ValueError(f"no session was in {started.year}")  # noqa: TRY301 - told like any day that is none
    except (ValueError, OverflowError):
        raise ValueError(f"there is no such day or time; {_EXAMPLE}") from None
    was = _ended(session)
    started = session.started if _same_minute(started, session.started) else started
    finished = was if _same_minute(finished, was) else finished
    if finished < started:
        raise ValueError("the end must not be before the begin")
    if finished - started > LONGEST:
        raise ValueError("a session of more than 24 hours is a typing error")
    return started, finished


def _ended(session: Session) -> datetime:
    """The end, in the offset of the begin."""
    try:
        return session.ended.astimezone(session.started.tzinfo)
    except OverflowError:  # edited by hand to the last day of the year 9999
        return session.ended


def _same_minute(one: datetime, other: datetime) -> bool:
    return one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)


def retimed(session: Session, started: datetime, finished: datetime) -> Session:
    """The session at another time: its sets move with its begin; sets without times are spread anew.

    Raises:
        ValueError: it would end before its last set, or a set would leave the calendar.
    """
    shift = started - session.started
    try:
        sets = tuple(replace(s, started=s.started + shift, finished=s.finished + shift) for s in session.sets)
    except OverflowError:
        raise ValueError("its sets have times that no calendar has after this change") from None
    if sets and all(untimed(s) for s in sets):
        sets = spread(sets, started, finished)
    elif sets and finished < max(s.finished for s in sets):
        last = max(s.finished for s in sets)
        raise ValueError(f"the last set ended at {last:%H:%M}: the session cannot end before it")
    return replace(session, started=started, finished=finished, sets=sets)


def untimed(done: PerformedSet) -> bool:
    """Whether the set was entered afterwards: nobody knows how long it took, and no average counts it."""
    return done.started_by == "clock" and done.started == done.finished


def as_planned(planned: PlannedSet, *, slot: int, number: int, at: datetime) -> PerformedSet:
    """A planned set as if it had been done exactly so, entered afterwards.

    Args:
        planned: what was to be done.
        slot: place in the plan, 1-based.
        number: set within the exercise, 1-based.
        at: a time within the session; nobody knows when it was.
    """
    return PerformedSet(
        slot=slot,
        exercise=planned.exercise,
        number=number,
        target_reps=planned.reps,
        reps=Reps.of(planned.reps, each_side=planned.each_side),
        load=planned.load,
        started=at,
        finished=at,
        started_by="clock",
    )


def spread(sets: Sequence[PerformedSet], started: datetime, finished: datetime) -> tuple[PerformedSet, ...]:
    """Sets that were entered afterwards, evenly over the time of their session, whole seconds each."""
    each_s = (finished - started).total_seconds() / max(len(sets), 1)
    stamps = [started + timedelta(seconds=round(each_s * place)) for place in range(1, len(sets) + 1)]
    return tuple(
        replace(done, started=stamp, finished=stamp, started_by="clock")
        for done, stamp in zip(sets, stamps, strict=True)
    )


def exercises_of(session: Session) -> tuple[str, ...]:
    """Ids of what was planned or done, in that order, each once."""
    return tuple(dict.fromkeys((*(p.exercise for p in session.plan), *(s.exercise for s in session.sets))))


def with_set_added(session: Session, exercise: str, known: Exercise | None = None) -> tuple[Session, int]:
    """The session with one more work set of an exercise.

    The set repeats the last one of the exercise (else what was planned, else what is usual), not rated. It takes the
    first place of the plan that its exercise has free, and stands behind the other sets of it; it has no times and no
    rest.

    Args:
        session: as it was.
        exercise: id of the exercise.
        known: the same in the library: says what is usual for one that the session neither planned nor did.

    Returns:
        The session, and the 0-based place of the new set.

    Raises:
        ValueError: the exercise is neither planned nor done nor known.
    """
    work = SetKind.WORK
    done = [place for place, each in enumerate(session.sets) if each.exercise == exercise and each.kind is work]
    planned = [slot for slot, each in enumerate(session.plan, start=1) if each.exercise == exercise]
    taken = {each.slot for each in session.sets}
    free = [slot for slot in planned if slot not in taken]
    slot = free[0] if free else max(len(session.plan), *taken, 0) + 1
    place = done[-1] + 1 if done else len(session.sets)
    stamp = session.sets[place - 1].finished if place else session.started
    numbers = {session.sets[each].number for each in done}
    number = next(n for n in range(1, len(numbers) + 2) if n not in numbers)
    if done:
        last = session.sets[done[-1]]
        new = replace(last, slot=slot, number=number, started=stamp, finished=stamp, started_by="clock", paused_s=0)
        new = replace(new, form=None, note="", rest=None, rest_taken_s=None, rest_paused_s=0)
    elif planned:
        new = as_planned(session.plan[planned[0] - 1], slot=slot, number=number, at=stamp)
    elif known is not None:
        reps, rest = USUAL_REPS.get(known.family, OTHERS_REPS), DEFAULT_REST[known.family]
        usual = PlannedSet(exercise=exercise, reps=reps, each_side=known.each_side, rest=rest)
        new = as_planned(usual, slot=slot, number=number, at=stamp)
    else:
        raise ValueError(f"{exercise} is not in this session")
    return replace(session, sets=(*session.sets[:place], new, *session.sets[place:])), place


def without_set(session: Session, place: int) -> Session:
    """The session without one of its sets, which is planned and not done then; the others keep their numbers.

    Args:
        session: as it was.
        place: 0-based.

    Raises:
        ValueError: it is the only set.
    """
    sets = [*session.sets[:place], *session.sets[place + 1 :]]
    if not sets:
        raise ValueError("this is the only set: move the session to the trash instead")
    if place == len(sets):
        sets[-1] = replace(sets[-1], rest_taken_s=None, rest_paused_s=0)  # no rest after the last set
    return replace(session, sets=tuple(sets))
