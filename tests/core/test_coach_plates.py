"""Barbells: what the user's plates make, what goes on each side, what to change, and the warm-up ramp."""

from __future__ import annotations

from core.coach_examples import BARBELL, KETTLEBELL
from hypothesis import given
from hypothesis import strategies as st

from setpace.core.coach_settings import DEFAULT_RACKS, Rack
from setpace.core.plates import change_plates, loads_of, next_load, per_side, side_text, warm_up_ramp
from setpace.core.units import HEAVIEST, Load, Unit

KG, LB = DEFAULT_RACKS[Unit.KG], DEFAULT_RACKS[Unit.LB]
WOMENS = Rack(15, (10, 5, 2.5, 1.25))


def test_what_goes_on_each_side_with_the_fewest_plates() -> None:
    assert per_side(60, KG) == (20,)
    assert per_side(42.5, KG) == (10, 1.25)
    assert per_side(140, KG) == (25, 25, 10)
    assert per_side(135, LB) == (45,)
    assert per_side(20, KG) == ()
    assert side_text((10, 1.25)) == "plates 10 + 1.25 each side"
    assert side_text(()) == "the empty bar"


def test_a_load_that_the_plates_cannot_make_has_no_side() -> None:
    assert per_side(41, KG) is None
    assert per_side(15, KG) is None  # lighter than the bar
    assert per_side(60, Rack(20, (10, 5))) is None  # too few plates


def test_another_bar_makes_other_loads() -> None:
    assert per_side(40, WOMENS) == (10, 2.5)
    assert loads_of(Rack(15, (5, 2.5))) == (15, 20, 25, 30)


def test_every_usual_step_can_be_made_with_the_shipped_plates() -> None:
    assert set(loads_of(KG)) >= {20 + 2.5 * step for step in range(40)}
    assert set(loads_of(LB)) >= {45 + 5 * step for step in range(40)}


def test_what_to_change_from_what_is_on_now() -> None:
    assert str(change_plates((20,), 65, KG)) == "put on 2.5"
    assert str(change_plates((20, 2.5), 60, KG)) == "take off 2.5"
    assert str(change_plates((20, 2.5), 62.5, KG)) == "take off 2.5, put on 1.25"
    assert str(change_plates((10, 1.25), 42.5, KG)) == "nothing to change"
    assert str(change_plates((20, 5), 20, KG)) == "take off 5 + 20"  # the outermost first


def test_plates_that_stay_on_are_not_there_to_be_put_on_again() -> None:
    assert change_plates((10,), 60, Rack(20, (10, 5, 5))) == change_plates((10,), 60, Rack(20, (10, 5, 5, 2.5)))
    assert change_plates((10,), 60, Rack(20, (10, 5))) is None


@given(
    pairs=st.lists(st.sampled_from([1.25, 2.5, 5.0, 10.0, 15.0, 20.0, 25.0]), max_size=7),
    data=st.data(),
)
def test_a_change_always_ends_at_the_load_wanted(pairs: list[float], data: st.DataObject) -> None:
    rack = Rack(20, tuple(pairs))
    loads = st.sampled_from(loads_of(rack))
    now = per_side(data.draw(loads), rack)
    wanted = data.draw(loads)
    assert now is not None
    change = change_plates(now, wanted, rack)
    assert change is not None
    assert rack.bar + 2 * sum(change.result) == wanted
    assert list(now[: len(now) - len(change.off)]) + list(change.on) == list(change.result)
    assert all(change.result.count(plate) <= pairs.count(plate) for plate in change.result)


def test_no_key_makes_a_load_that_its_file_could_not_hold() -> None:
    assert next_load(KETTLEBELL, 2000, Unit.KG, +1, None) == 2000
    assert next_load(KETTLEBELL, 10_000, Unit.KG, -1, None) == HEAVIEST
    assert next_load(BARBELL, 1900, Unit.KG, +1, Rack(1500, (200, 200))) == 1900  # more plates than any bar holds
    assert Load(1500, Unit.KG).to(Unit.LB) == Load(HEAVIEST, Unit.LB)


def test_the_next_load_of_a_barbell_is_one_that_can_be_made() -> None:
    coarse = Rack(20, (20, 10, 5))
    assert next_load(BARBELL, 40, Unit.KG, +1, coarse) == 50
    assert next_load(BARBELL, 41, Unit.KG, -1, coarse) == 40
    assert next_load(BARBELL, None, Unit.KG, +1, Rack(25, (5,))) == 25
    assert next_load(BARBELL, 20, Unit.KG, -1, KG) is None  # below the empty bar
    assert next_load(BARBELL, 90, Unit.KG, +1, coarse) == 90  # all plates are on
    assert next_load(KETTLEBELL, 24, Unit.KG, +1, coarse) == 28  # has no plates


def test_the_ramp_begins_with_the_empty_bar_and_stays_below_the_work_load() -> None:
    assert [(warm.load, warm.reps) for warm in warm_up_ramp(60, KG)] == [(20, 5), (30, 5), (40, 3), (50, 2)]
    assert [(warm.load, warm.reps) for warm in warm_up_ramp(30, KG)] == [(20, 5), (25, 2)]
    assert warm_up_ramp(20, KG) == ()
