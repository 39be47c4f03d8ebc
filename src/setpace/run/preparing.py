"""The sets that prepare for the exercise at hand: which ones there are, or why there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from setpace.core import events as ev
from setpace.core.exercise import Family
from setpace.core.plates import WARM_UP_REST, uses_barbell, warm_up_ramp
from setpace.core.session import SetKind
from setpace.core.technique import TECHNIQUE_REPS, TECHNIQUE_REST, TECHNIQUE_SETS
from setpace.core.units import counted, number
from setpace.core.workout_prepare import why_not_prepare, work_slot
from setpace.core.workout_state import RefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from setpace.core.coach_settings import Rack
    from setpace.core.exercise import Exercise, Library, RestRange
    from setpace.core.plates import RampSet
    from setpace.core.units import Unit
    from setpace.core.workout_state import Slot, Workout


def preparing_sets(kind: SetKind, state: Workout, library: Library, rack: Rack | None, now: datetime) -> ev.Prepare:
    """What puts the sets of a kind before the work sets of the exercise at hand.

    Technique sets are for an Olympic lift, with a dowel or the empty bar; the warm-up is the ramp of a barbell to the
    load of its next work set.

    Args:
        kind: technique or warm-up.
        state: the session.
        library: its exercises.
        rack: the user's bar and plates.
        now: the present.

    Raises:
        RefusedError: there are none for this exercise, they are there already, or it is too late for them.
    """
    reason = why_not_prepare(state, kind)
    if reason is not None:
        raise RefusedError(reason)
    slot = work_slot(state)
    exercise = library.get(slot.exercise)
    if exercise is None:
        raise RefusedError("this exercise is not in the library")
    if kind is SetKind.TECHNIQUE:
        if exercise.family is not Family.OLYMPIC_LIFT:
            raise RefusedError(f"{exercise.name} is no Olympic lift: it needs no technique sets")
        return _prepare(now, kind, slot, TECHNIQUE_REST, (TECHNIQUE_REPS,) * TECHNIQUE_SETS)
    ramp = _ramp(exercise, slot.load, rack)
    return _prepare(now, kind, slot, WARM_UP_REST, tuple(w.reps for w in ramp), tuple(w.load for w in ramp))


def put_first_text(event: ev.Prepare, unit: Unit) -> str:
    """What was put first, in one line: `2 technique sets first`, `2 warm-up sets first: 20, 30 kg`."""
    loads = f": {', '.join(map(number, event.loads))} {unit}" if event.loads else ""
    return f"{counted(len(event.counts), f'{event.kind.label} set')} first{loads}"


def _ramp(exercise: Exercise, load: float | None, rack: Rack | None) -> tuple[RampSet, ...]:
    if not uses_barbell(exercise) or rack is None:
        raise RefusedError(f"{exercise.name} is not done with a barbell: there is no ramp for it")
    if load is None:
        raise RefusedError("its load is not known yet: set it, then warm up to it")
    ramp = warm_up_ramp(load, rack)
    if not ramp:
        raise RefusedError("the empty bar needs no warm-up")
    return ramp


def _prepare(
    now: datetime,
    kind: SetKind,
    slot: Slot,
    rest: RestRange,
    counts: tuple[int, ...],
    loads: tuple[float, ...] = (),
) -> ev.Prepare:
    """With a rest no longer than the one planned after the work sets: whoever planned none wants none."""
    rest_min, rest_max = min(rest.min_s, slot.rest.min_s), min(rest.max_s, slot.rest.max_s)
    return ev.Prepare(at=now, kind=kind, counts=counts, loads=loads, rest_min=rest_min, rest_max=rest_max)
