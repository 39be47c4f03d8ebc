"""Barbells: which loads the user's plates make, what goes on each side, what to change, and a warm-up ramp."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from setpace.core.exercise import SAME_STEP, RestRange, stepped_load
from setpace.core.units import HEAVIEST, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from setpace.core.coach_settings import Rack
    from setpace.core.exercise import Exercise
    from setpace.core.units import Unit

_RAMP = ((0.0, 5), (0.5, 5), (0.7, 3), (0.85, 2))
"""Share of the work load and reps of each warm-up set: the empty bar first, fewer reps as it gets heavier (ours)."""

WARM_UP_REST = RestRange(45, 90)
"""After a warm-up set: time to change the plates, and no more (ours)."""

_PARTS = 100
"""Plates are counted in hundredths: sums of floats would miss one another."""


@dataclass(frozen=True, slots=True)
class PlateChange:
    """What to do at each side of the bar.

    Attributes:
        off: plates to take off, the outermost first.
        on: plates to put on then, in that order.
        result: all plates on one side afterwards, the innermost first.
    """

    off: tuple[float, ...]
    on: tuple[float, ...]
    result: tuple[float, ...]

    def __str__(self) -> str:
        """`take off 5, put on 10 + 2.5`; `nothing to change`."""
        parts = []
        if self.off:
            parts.append(f"take off {_listed(self.off)}")
        if self.on:
            parts.append(f"put on {_listed(self.on)}")
        return ", ".join(parts) or "nothing to change"


@dataclass(frozen=True, slots=True)
class RampSet:
    """One warm-up set.

    Attributes:
        load: the bar with its plates, in the rack's unit.
        reps: how many.
    """

    load: float
    reps: int


def uses_barbell(exercise: Exercise) -> bool:
    """Whether its load is a bar with plates."""
    return "barbell" in exercise.equipment.lower()


def loads_of(rack: Rack) -> tuple[float, ...]:
    """Every load that the bar and the plates make, the lightest (the empty bar) first."""
    sums = {0}
    for plate in rack.pairs:
        sums |= {total + _parts(plate) for total in sums}
    made = (round(rack.bar + 2 * total / _PARTS, 2) for total in sorted(sums))
    return tuple(load for load in made if load <= HEAVIEST)


def next_load(exercise: Exercise, load: float | None, unit: Unit, direction: int, rack: Rack | None) -> float | None:
    """The next load up or down that really exists: the exercise's step, and for a barbell one its plates can make.

    Args:
        exercise: whose equipment it is.
        load: the present load in `unit`; None = not known or bodyweight.
        unit: of `load`, of `rack` and of the result.
        direction: +1 or -1.
        rack: the user's bar and plates; None: any load can be made.

    Returns:
        The new load in `unit`. None where there is nothing lighter, as below the empty bar; `load` itself where all
        plates are on.
    """
    stepped = stepped_load(exercise, load, unit, direction)
    if rack is None or stepped is None or not uses_barbell(exercise):
        return stepped
    made = loads_of(rack)
    if direction > 0:
        return next((each for each in made if each >= stepped - SAME_STEP), load)
    return next((each for each in reversed(made) if each <= stepped + SAME_STEP), None)


def per_side(load: float, rack: Rack) -> tuple[float, ...] | None:
    """The plates of one side, the innermost (heaviest) first, as few as possible; None where the plates cannot."""
    change = change_plates((), load, rack)
    return None if change is None else change.result


def change_plates(now: Sequence[float], load: float, rack: Rack) -> PlateChange | None:
    """How to come from what is on the bar now to a load with the fewest plates moved.

    Args:
        now: plates on one side at present, the innermost first; plates slide off from the outside only.
        load: the load wanted, in the rack's unit.
        rack: the bar and all the plates there are.

    Returns:
        What to take off and put on at each side; None where the plates cannot make that load.
    """
    side = (load - rack.bar) / 2
    found: PlateChange | None = None
    for kept in range(len(now), -1, -1):
        stay = tuple(now[:kept])
        added = _fewest(side - sum(stay), _without(rack.pairs, stay))
        if added is None:
            continue
        change = PlateChange(off=tuple(reversed(now[kept:])), on=added, result=(*stay, *added))
        if found is None or len(change.off) + len(change.on) < len(found.off) + len(found.on):
            found = change
    return found


def warm_up_ramp(load: float, rack: Rack) -> tuple[RampSet, ...]:
    """Warm-up sets before the first work set with a barbell (ours; offered, never counted as work).

    Args:
        load: the work load, in the rack's unit.
        rack: the bar and its plates: every warm-up load can be made with them.

    Returns:
        From the empty bar on, each heavier than the one before and lighter than `load`; none for the empty bar.
    """
    made = loads_of(rack)
    ramp: list[RampSet] = []
    for share, reps in _RAMP:
        below = [each for each in made if each <= load * share + SAME_STEP]
        warm = below[-1] if below else made[0]
        if warm < load - SAME_STEP and (not ramp or warm > ramp[-1].load):
            ramp.append(RampSet(warm, reps))
    return tuple(ramp)


def side_text(plates: Sequence[float]) -> str:
    """The plates of one side: `plates 20 + 2.5 each side`, `the empty bar`; reps of each side are another thing."""
    return f"plates {_listed(plates)} each side" if plates else "the empty bar"


def _listed(plates: Iterable[float]) -> str:
    return " + ".join(number(plate) for plate in plates)


def _parts(weight: float) -> int:
    return round(weight * _PARTS)


def _without(pairs: Iterable[float], used: Iterable[float]) -> tuple[float, ...]:
    """The plates that are left; one that is on the bar but not in the rack costs none."""
    left = list(pairs)
    for plate in used:
        if plate in left:
            left.remove(plate)
    return tuple(left)


def _fewest(side: float, pairs: Iterable[float]) -> tuple[float, ...] | None:
    """The fewest plates that weigh `side` together, the heaviest first, of equally few the heavier; None: none do."""
    wanted = _parts(side)
    ways: dict[int, tuple[float, ...]] = {0: ()}
    for plate in sorted(pairs, reverse=True):
        for total, way in list(ways.items()):
            more, longer = total + _parts(plate), (*way, plate)
            known = ways.get(more)
            if more <= wanted and (known is None or (-len(longer), longer) > (-len(known), known)):
                ways[more] = longer
    return ways.get(wanted)
