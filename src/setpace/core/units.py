"""Loads and their units, and how seconds are written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

KG_PER_LB = 0.45359237
"""The international avoirdupois pound, exact by definition (1959 agreement)."""

SAME_LOAD_KG = 0.1
"""Two loads closer than this, in kg, are the same load (a 53 lb and a 24 kg kettlebell differ by 0.04 kg)."""


HEAVIEST = 2000
"""Of any load, in kg or lb: more than anybody lifted; a bigger number is a typing error, typed or in a file."""


class Unit(StrEnum):
    """The unit of a load."""

    KG = "kg"
    LB = "lb"


@dataclass(frozen=True, slots=True)
class Load:
    """The weight of one implement.

    Attributes:
        value: how much, in `unit`; above 0.
        unit: kg or lb.
    """

    value: float
    unit: Unit

    @property
    def kg(self) -> float:
        """The load in kg, for comparisons only."""
        return self.value if self.unit is Unit.KG else self.value * KG_PER_LB

    def same_as(self, other: Load) -> bool:
        """Whether both are the same weight, whatever their units (within `SAME_LOAD_KG`)."""
        return abs(self.kg - other.kg) < SAME_LOAD_KG

    def to(self, unit: Unit) -> Load:
        """This load in `unit`, rounded to the nearest half (plates and bells come in halves at the finest)."""
        if unit is self.unit:
            return self
        value = self.kg if unit is Unit.KG else self.kg / KG_PER_LB
        return Load(min(round(value * 2) / 2, HEAVIEST), unit)

    def __str__(self) -> str:
        """`24 kg`, `37.5 kg`."""
        return f"{number(self.value)} {self.unit}"

    def times(self, implements: int) -> str:
        """What is lifted at once: `24 kg`, of two dumbbells `2 × 20 kg`."""
        return f"{implements} × {self}" if implements > 1 else str(self)


def typed_load(text: str, unit: str) -> float:
    """A load as a lifter types it, with the unit or without, a comma or a point: `37.5`, `37,5 kg`.

    Args:
        text: what was typed.
        unit: that it is in.

    Returns:
        The load, to the hundredth.

    Raises:
        ValueError: it is no load; the message says what would be right.
    """
    try:
        value = round(float(text.strip().lower().removesuffix(unit).strip().replace(",", ".")), 2)
    except ValueError:
        value = 0.0
    if 0 < value <= HEAVIEST:
        return value
    raise ValueError(f"a load is a number above 0 and up to {HEAVIEST}, as in 37.5")


def number(value: float) -> str:
    """A number without needless zeros: `24`, `37.5`, `1.25`."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def clock_text(seconds: int) -> str:
    """Seconds as a clock shows them: `0:47`, `12:05`, `1:02:03`."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def minutes_text(seconds: float) -> str:
    """A duration in few cells, so that lists and sentences can say the same: `<1 min`, `12 min`, `1 h 05`, `3 days`."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "<1 min"
    hours, rest = divmod(minutes, 60)
    if hours >= 48:  # noqa: PLR2004 - two days
        return f"{hours // 24} days"
    return f"{hours} h {rest:02}" if hours else f"{minutes} min"


def about_text(seconds: float) -> str:
    """A duration that was estimated: `about 22 min`, but `<1 min`."""
    text = minutes_text(seconds)
    return text if text.startswith("<") else f"about {text}"


def counted(count: int, thing: str) -> str:
    """How many of something: `1 set`, `9 sets`, `1,200 files`."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"
