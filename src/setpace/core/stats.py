"""Figures of a session, and what was better in it than the last time.

Only work sets are counted; technique and warm-up sets are shown in the history, and rested after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from setpace.core.session import Form
from setpace.core.units import Load, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from setpace.core.exercise import Library
    from setpace.core.session import PerformedSet, Session

SAME_VOLUME = 0.01
"""Two volumes of different units closer than this share are the same (loads in lb and kg are rounded differently)."""


def volume(session: Session, library: Library) -> float | None:
    """Reps (both sides) x load x implements, summed over the performed work sets.

    Returns:
        The volume in the session's unit; sets without a load add nothing, None where no set has one.
    """
    loaded = [s for s in session.work if s.load is not None]
    if not loaded:
        return None
    return sum(s.reps.total * (s.load or 0) * library.implements(s.exercise) for s in loaded)


def volume_text(session: Session, library: Library) -> str:
    """The volume as it is shown everywhere: `2964 kg`, `—` where no set has a load."""
    total = volume(session, library)
    return "—" if total is None else f"{total:.0f} {session.unit}"


def sets_done(session: Session) -> int:
    """How many work sets were performed."""
    return len(session.work)


def reps_total(session: Session) -> int:
    """All reps of the session, both sides together."""
    return sum(s.reps.total for s in session.work)


def rest_taken_s(session: Session) -> int:
    """Seconds really rested between the sets, pauses included."""
    return sum(s.rest_taken_s or 0 for s in session.sets)


def form_counts(session: Session) -> Mapping[Form, int]:
    """How many sets were rated as what, every form named; unrated sets are in none."""
    work = session.work
    return {form: sum(s.form is form for s in work) for form in Form}


def better_than(session: Session, previous: Session | None, library: Library) -> tuple[str, ...]:
    """What was better than in an earlier session, one line each.

    Reps count as more only at no lighter load. Load and reps of a set rated broken do not count as better, nor does
    the volume of a session with one: form and technique earn progress, not reps ground out.

    Args:
        session: the session just done.
        previous: the one to compare with, as a rule the last of the same routine; None = the first.
        library: gives names and implements.

    Returns:
        Per exercise done in both, in the order done: load, reps, form; then the volume of the whole. Loads of two
        units are compared in kg and each is shown as it was lifted.
    """
    if previous is None:
        return ()
    lines: list[str] = []
    for exercise in dict.fromkeys(s.exercise for s in session.work):
        now = tuple(s for s in session.work if s.exercise == exercise)
        before = tuple(s for s in previous.work if s.exercise == exercise)
        if before:
            sound = tuple(s for s in now if s.form is not Form.BROKEN)
            better = (*_load_or_reps(sound, session, before, previous), *_form(now, before))
            lines += [f"{library.name(exercise)}: {what}" for what in better]
    if any(s.form is Form.BROKEN for s in session.work):
        return tuple(lines)
    return (*lines, *_volume(session, previous, library))


def _heaviest(sets: tuple[PerformedSet, ...], session: Session) -> Load | None:
    loads = [s.load for s in sets if s.load is not None]
    return Load(max(loads), session.unit) if loads else None


def _load_or_reps(
    now: tuple[PerformedSet, ...], session: Session, before: tuple[PerformedSet, ...], previous: Session
) -> tuple[str, ...]:
    """A heavier load, and more reps where the load is comparable and no lighter."""
    load, last = _heaviest(now, session), _heaviest(before, previous)
    if (load is None) is not (last is None):
        return ()
    lines: list[str] = []
    if load is not None and last is not None and not load.same_as(last):
        if load.kg < last.kg:
            return ()
        lines.append(f"{load}, last time {last}")
    reps, last_reps = (sum(s.reps.total for s in sets) for sets in (now, before))
    if reps > last_reps:
        lines.append(f"{reps} reps, last time {last_reps} reps")
    return tuple(lines)


def _form(now: tuple[PerformedSet, ...], before: tuple[PerformedSet, ...]) -> tuple[str, ...]:
    """A larger share of clean sets; told only where all of both times were rated and no fewer were done."""
    if len(now) < len(before) or any(s.form is None for s in (*now, *before)):
        return ()
    clean, last_clean = (sum(s.form is Form.CLEAN for s in sets) for sets in (now, before))
    if clean * len(before) <= last_clean * len(now):
        return ()
    return (f"{clean} of {len(now)} sets clean, last time {last_clean} of {len(before)}",)


def _volume(session: Session, previous: Session, library: Library) -> tuple[str, ...]:
    now, before = volume(session, library), volume(previous, library)
    if now is None or before is None:
        return ()
    total, last = Load(now, session.unit), Load(before, previous.unit)
    # A 53 lb kettlebell is a 24 kg one: over many reps their small difference must not look like progress.
    slack = 1.0 if total.unit is last.unit else 1 + SAME_VOLUME
    if total.kg <= last.kg * slack or total.same_as(last):
        return ()
    return (f"Volume: {number(now)} {session.unit}, last time {number(before)} {previous.unit}",)
