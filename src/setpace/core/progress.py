"""Progress per exercise: what each session brought, what it says of strength, and the personal records in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from setpace.core.session import Form
from setpace.core.stats import SAME_VOLUME
from setpace.core.units import KG_PER_LB, SAME_LOAD_KG, Load, Unit, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from setpace.core.exercise import Library
    from setpace.core.summary import SessionSummary, SetSummary

EPLEY_MOST_REPS = 10
"""From more reps than this no one-rep maximum is estimated: the formula was made for few reps, and drifts beyond."""

EPLEY = f"Epley 1985: load × (1 + reps ÷ 30), for 1–{EPLEY_MOST_REPS} reps"
"""The formula as the screen says it."""

LASTING_SESSIONS = 3
"""Sessions over which the legs are compared."""

_WORST_FIRST = (Form.BROKEN, Form.SHAKY, Form.CLEAN)


class Measure(StrEnum):
    """What is looked at over time."""

    LOAD = "load"
    ONE_RM = "est. 1RM"
    VOLUME = "volume"
    REPS = "reps"
    SIDES = "left and right"


def epley_kg(load_kg: float, reps: int) -> float | None:
    """The estimated one-rep maximum of a set.

    Source: Epley B. (1985), Poundage chart, in: Boyd Epley Workout, Body Enterprises, Lincoln NE. One rep is its own
    maximum. Of single-leg work and of two implements it is that of one implement.

    Args:
        load_kg: of one implement, in kg.
        reps: done in one go; of the weaker side.

    Returns:
        In kg; None for 0 or more than `EPLEY_MOST_REPS` reps, which say little about one.
    """
    if not 1 <= reps <= EPLEY_MOST_REPS:
        return None
    return load_kg if reps == 1 else load_kg * (1 + reps / 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What one session brought in one exercise.

    Attributes:
        started: when the session began.
        load: the heaviest load, as lifted; None = none known, or bodyweight.
        top_reps: most reps in a set at that load, of the weaker side.
        sets: performed sets.
        reps: all reps, both sides.
        left: reps of the left leg; None where sides are not counted apart.
        right: reps of the right leg.
        form: the worst its sets were rated; None = none was rated.
        one_rm_kg: best estimate of its sets by `epley_kg`, sets rated broken left out.
        volume_kg: reps x load x implements; None = no set had a load.
        sound_load: heaviest load of a set not rated broken: only such a set can be a record.
    """

    started: datetime
    load: Load | None
    top_reps: int
    sets: int
    reps: int
    left: int | None = None
    right: int | None = None
    form: Form | None = None
    one_rm_kg: float | None = None
    volume_kg: float | None = None
    sound_load: Load | None = None

    def value(self, measure: Measure) -> float | None:
        """Its value in one measure: loads and volume in kg, else reps (of both sides the left one's)."""
        match measure:
            case Measure.LOAD:
                return None if self.load is None else self.load.kg
            case Measure.ONE_RM:
                return self.one_rm_kg
            case Measure.VOLUME:
                return self.volume_kg
            case Measure.REPS:
                return float(self.top_reps)
            case Measure.SIDES:
                return None if self.left is None else float(self.left)


def points_of(summary: SessionSummary, library: Library) -> dict[str, Point]:
    """The point of each exercise done in a session; an exercise that is not in the library counts one implement."""
    by_exercise: dict[str, list[SetSummary]] = {}
    for done in summary.sets:
        by_exercise.setdefault(done.exercise, []).append(done)
    return {exercise: _point(summary, sets, library.implements(exercise)) for exercise, sets in by_exercise.items()}


def _point(summary: SessionSummary, sets: Sequence[SetSummary], implements: int) -> Point:
    top = max((s.load for s in sets if s.load is not None), default=None)
    sound = [s for s in sets if s.form is not Form.BROKEN]
    sound_loads = [s.load for s in sound if s.load is not None]
    estimates = [epley_kg(summary.kg(s.load), s.lowest) for s in set(sound) if s.load is not None]
    forms = {s.form for s in sets}
    two_sided = any(s.right is not None for s in sets)
    volume = sum(s.reps * s.load for s in sets if s.load is not None) * implements
    return Point(
        started=summary.started,
        load=None if top is None else Load(top, summary.unit),
        top_reps=max(s.lowest for s in sets if s.load == top),
        sets=len(sets),
        reps=sum(s.reps for s in sets),
        left=sum(s.left for s in sets) if two_sided else None,
        right=sum(s.left if s.right is None else s.right for s in sets) if two_sided else None,
        form=next((form for form in _WORST_FIRST if form in forms), None),
        one_rm_kg=max((e for e in estimates if e is not None), default=None),
        volume_kg=None if top is None else summary.kg(volume),
        sound_load=Load(max(sound_loads), summary.unit) if sound_loads else None,
    )


def records_of(points: Sequence[Point]) -> tuple[frozenset[Measure], ...]:
    """In which measures each point was a personal record when it happened.

    A record is more than ever before: load, estimated 1RM and volume (with all sets unbroken); of work that never had
    a load the reps of a set. The first session of an exercise is the mark to beat, not a record, and a set rated
    broken makes none: form and technique alone earn progress.

    Args:
        points: of one exercise, oldest first.
    """
    load_kg = one_rm_kg = volume_kg = 0.0
    volume_unit: Unit | None = None
    reps = 0
    records: list[frozenset[Measure]] = []
    for point in points:
        found: set[Measure] = set()
        if point.sound_load is not None and point.sound_load.kg >= load_kg + SAME_LOAD_KG:
            found |= {Measure.LOAD} if load_kg else set()
            load_kg = point.sound_load.kg
        if point.one_rm_kg is not None and point.one_rm_kg >= one_rm_kg + SAME_LOAD_KG:
            found |= {Measure.ONE_RM} if one_rm_kg else set()
            one_rm_kg = point.one_rm_kg
        if point.form is not Form.BROKEN:
            unit = None if point.load is None else point.load.unit
            slack = 1.0 if unit is volume_unit else 1 + SAME_VOLUME
            if point.volume_kg is not None and point.volume_kg >= volume_kg * slack + SAME_LOAD_KG:
                found |= {Measure.VOLUME} if volume_kg else set()
                volume_kg, volume_unit = point.volume_kg, unit
            if point.load is None and point.top_reps > reps:
                found |= {Measure.REPS} if reps and not load_kg else set()
                reps = point.top_reps
        records.append(frozenset(found))
    return tuple(records)


def best_of(points: Sequence[Point], measure: Measure) -> Point | None:
    """The point with the highest value, the earliest of equals; sets rated broken do not count, as in `records_of`.

    Args:
        points: of one exercise, oldest first.
        measure: what is compared.

    Returns:
        None where no point has a value (`Measure.SIDES` has no best).
    """

    def sound(point: Point) -> float:
        if measure is Measure.LOAD:
            return 0.0 if point.sound_load is None else point.sound_load.kg
        if point.form is Form.BROKEN and measure is not Measure.ONE_RM:
            return 0.0
        return point.value(measure) or 0.0

    best = max(points, key=sound, default=None) if measure is not Measure.SIDES else None
    return best if best is not None and sound(best) > 0 else None


def measures_of(points: Sequence[Point]) -> tuple[Measure, ...]:
    """What there is to look at, most telling first: reps come first where no load is known."""
    loads = [m for m in (Measure.LOAD, Measure.ONE_RM, Measure.VOLUME) if any(p.value(m) is not None for p in points)]
    sides = [Measure.SIDES] if any(p.left is not None for p in points) else []
    return (*loads, Measure.REPS, *sides)


def sides_lately(points: Sequence[Point]) -> tuple[int, int] | None:
    """Reps of the left and of the right leg in the last `LASTING_SESSIONS` sessions; None where there are fewer.

    Args:
        points: of one exercise, oldest first.
    """
    sided = [(p.left, p.right) for p in points if p.left is not None and p.right is not None][-LASTING_SESSIONS:]
    if len(sided) < LASTING_SESSIONS:
        return None
    return sum(left for left, _ in sided), sum(right for _, right in sided)


def in_unit(kg: float, unit: Unit) -> float:
    """A mass in kg in the unit it is shown in, not rounded."""
    return kg if unit is Unit.KG else kg / KG_PER_LB


def value_text(point: Point, measure: Measure, unit: Unit) -> str:
    """A point's value in one measure as it is shown, without the unit: `37.5`, `1440`, `30 L 28 R`; `—` for none."""
    value = point.value(measure)
    if measure is Measure.SIDES:
        return "—" if point.left is None else f"{point.left} L {point.right} R"
    if value is None:
        return "—"
    match measure:
        case Measure.LOAD if point.load is not None:
            return number(point.load.to(unit).value)
        case Measure.ONE_RM:
            return number(round(in_unit(value, unit) * 2) / 2)
        case Measure.VOLUME:
            return f"{in_unit(value, unit):.0f}"
        case _:
            return number(value)


@dataclass
class Gathered:
    """What is gathered from the sessions so far, newest first; older ones are added as they are read.

    Attributes:
        library: gives implements, and says which exercises it knows.
        now: sessions dated after it are left out.
        a_day: sessions by day; a session without a set is none.
        ahead: sessions left out because they are dated in the future.
        unknown: exercises that are not in the library, by id.
    """

    library: Library
    now: datetime
    a_day: dict[date, int] = field(default_factory=dict)
    ahead: int = 0
    unknown: set[str] = field(default_factory=set)
    _points: dict[str, list[Point]] = field(default_factory=dict)

    def add(self, found: Sequence[tuple[SessionSummary, Mapping[str, Point]]]) -> None:
        """Add older sessions, each with its `points_of`."""
        for summary, points in found:
            if summary.ahead_of(self.now):
                self.ahead += 1
                continue
            if not summary.sets:
                continue
            self.a_day[summary.day] = self.a_day.get(summary.day, 0) + 1
            for exercise, point in points.items():
                if exercise not in self._points:
                    self._points[exercise] = []
                    if exercise not in self.library:
                        self.unknown.add(exercise)
                self._points[exercise].append(point)

    @property
    def exercises(self) -> tuple[str, ...]:
        """Every exercise done, the one done last first."""
        return tuple(self._points)

    def count(self, exercise: str) -> int:
        """In how many sessions it was done so far."""
        return len(self._points.get(exercise, ()))

    def points(self, exercise: str) -> tuple[Point, ...]:
        """The points of an exercise so far, oldest first."""
        return tuple(reversed(self._points.get(exercise, ())))
