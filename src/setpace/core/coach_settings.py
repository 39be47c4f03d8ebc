"""What the coach takes from the settings: how much must be earned, and what the user's barbell is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from setpace.core.units import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

CLEAN_SESSIONS = 2
"""So many clean sessions in a row earn one step more load (ours: one may be luck)."""

LEVEL_SESSIONS = 4
"""So many clean sessions of a routine in a row and the next level is offered (ours)."""


@dataclass(frozen=True, slots=True)
class Rack:
    """A barbell and its plates, all in one unit.

    Attributes:
        bar: weight of the empty bar, above 0.
        pairs: the plates, one number for each pair; one number is put on each side.
    """

    bar: float
    pairs: tuple[float, ...]


DEFAULT_RACKS: Mapping[Unit, Rack] = {
    Unit.KG: Rack(20.0, (25.0, 25.0, 25.0, 20.0, 15.0, 10.0, 5.0, 2.5, 1.25)),
    Unit.LB: Rack(45.0, (45.0, 45.0, 45.0, 35.0, 25.0, 10.0, 10.0, 5.0, 2.5)),
}
"""The men's bar and the plates found in most gyms; every multiple of 2.5 kg or 5 lb can be made."""


@dataclass(frozen=True, slots=True)
class CoachSettings:
    """The coach's settings.

    Attributes:
        clean_sessions: clean sessions in a row that earn more load, 1 or more.
        level_sessions: clean sessions of a routine in a row after which the next level is offered, 1 or more.
        racks: the user's bar and plates, by unit.
    """

    clean_sessions: int = CLEAN_SESSIONS
    level_sessions: int = LEVEL_SESSIONS
    racks: Mapping[Unit, Rack] = field(default_factory=lambda: DEFAULT_RACKS)
