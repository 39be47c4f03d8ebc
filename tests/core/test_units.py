"""Loads as they are typed."""

from __future__ import annotations

import pytest

from setpace.core.units import Load, Unit, typed_load


@pytest.mark.parametrize(
    ("text", "load"),
    [
        ("24", 24.0),
        (" 37,5 ", 37.5),
        ("37.5kg", 37.5),
        ("37.5 KG", 37.5),
        ("1.254", 1.25),
        ("2000", 2000.0),
    ],
)
def test_a_load_is_read_as_it_is_typed(text: str, load: float) -> None:
    assert typed_load(text, "kg") == load


@pytest.mark.parametrize("text", ["", "kg", "heavy", "0", "-4", "0.004", "2000.1", "nan", "inf", "24 lb", "1,000.5"])
def test_what_is_no_load_is_refused_with_what_would_be_right(text: str) -> None:
    with pytest.raises(ValueError, match=r"^a load is a number above 0 and up to 2000, as in 37\.5$"):
        typed_load(text, "kg")


@pytest.mark.parametrize(("implements", "text"), [(1, "12.5 kg"), (2, "2 × 12.5 kg")])
def test_what_is_lifted_at_once_is_said_with_how_many_there_are(implements: int, text: str) -> None:
    assert Load(12.5, Unit.KG).times(implements) == text
