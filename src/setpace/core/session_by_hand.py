"""A session that is entered afterwards: everything planned counts as done, to be corrected where it was different."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from setpace.core.routine import estimate_s
from setpace.core.session import PerformedSet, Session
from setpace.core.session_edit import as_planned, spread
from setpace.core.units import Load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from setpace.core.routine import PlannedSet, Routine
    from setpace.core.summary import SessionSummary
    from setpace.core.units import Unit


def last_loads(past: Iterable[SessionSummary], unit: Unit, now: datetime) -> Mapping[str, float]:
    """The load of each exercise in the last session that did it with one.

    Args:
        past: sessions in any order; those dated in the future do not count.
        unit: what the loads are given in.
        now: the present.

    Returns:
        Loads in `unit` by exercise id: of each its last set's.
    """
    loads: dict[str, float] = {}
    for session in sorted(past, key=lambda each: each.started):
        if not session.ahead_of(now):
            loads |= {s.exercise: Load(s.load, session.unit).to(unit).value for s in session.sets if s.load is not None}
    return loads


def session_by_hand(
    routine: Routine, plan: tuple[PlannedSet, ...], *, session_id: str, unit: Unit, ended: datetime
) -> Session:
    """A finished session of a routine, all done as planned, no set rated.

    It took as long as the plan is estimated to; nobody knows the times of its sets and its rests.

    Args:
        routine: what was done.
        plan: its sets, with their loads in `unit`.
        session_id: a new one.
        unit: of the loads.
        ended: when it ended; cut to the minute.
    """
    finished = ended.replace(second=0, microsecond=0)
    started = (finished - timedelta(seconds=estimate_s(plan))).replace(second=0)
    counts: dict[str, int] = {}
    sets: list[PerformedSet] = []
    for slot, planned in enumerate(plan, start=1):
        counts[planned.exercise] = counts.get(planned.exercise, 0) + 1
        done = as_planned(planned, slot=slot, number=counts[planned.exercise], at=finished)
        sets.append(replace(done, rest=planned.rest) if slot < len(plan) else done)
    return Session(
        id=session_id,
        routine=routine.id,
        name=routine.name,
        started=started,
        finished=finished,
        unit=unit,
        plan=plan,
        sets=spread(sets, started, finished),
    )
