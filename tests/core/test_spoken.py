from __future__ import annotations

from dataclasses import replace

import pytest
from core.examples import at, session

from setpace.core.cues import Cue
from setpace.core.exercise import Exercise, Family, Library
from setpace.core.session import Reps, SetKind
from setpace.core.spoken import in_words, reps_in_words, sentence
from setpace.core.units import Unit
from setpace.core.workout_view import SetPrompt, view

CLEAN = Exercise(
    id="clean", name="Barbell Clean", family=Family.OLYMPIC_LIFT, step={Unit.KG: 2.5}, start_load={Unit.KG: 20}
)
LUNGE = replace(CLEAN, id="lunge", name="Dumbbell Lunge", family=Family.SINGLE_LEG_SQUAT, implements=2)
LIBRARY = Library({"clean": CLEAN, "lunge": LUNGE})


def prompt(load: float | None = 40.0) -> SetPrompt:
    shown = view(session("clean", "clean", "clean"), at(0)).current
    assert shown is not None
    return replace(shown, number=2, reps=Reps(5), load=load)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zero"),
        (7, "seven"),
        (12, "twelve"),
        (20, "twenty"),
        (24, "twenty-four"),
        (37.5, "thirty-seven point five"),
        (1.25, "one point two five"),
        (100, "one hundred"),
        (102.5, "one hundred two point five"),
        (999, "nine hundred ninety-nine"),
        (1000, "1000"),
        (1234.5, "1234.5"),
    ],
)
def test_numbers_are_said_in_words(value: float, words: str) -> None:
    assert in_words(value) == words


@pytest.mark.parametrize(
    ("reps", "words"),
    [
        (Reps(5), "five reps"),
        (Reps(1), "one rep"),
        (Reps(10, 10), "ten reps each side"),
        (Reps(1, 1), "one rep each side"),
        (Reps(10, 8), "ten left, eight right"),
    ],
)
def test_reps_are_said_with_their_sides(reps: Reps, words: str) -> None:
    assert reps_in_words(reps) == words


def test_go_says_what_comes() -> None:
    said = sentence(Cue.GO, prompt(), LIBRARY, Unit.KG)
    assert said == "Barbell clean, set two of three, five reps, forty kilos"


def test_two_dumbbells_are_said_as_two() -> None:
    said = sentence(Cue.GO, replace(prompt(20.0), exercise="lunge", reps=Reps(10, 10)), LIBRARY, Unit.KG)
    assert said == "Dumbbell lunge, set two of three, ten reps each side, two times twenty kilos"


def test_a_technique_set_is_called_one() -> None:
    said = sentence(Cue.GO, replace(prompt(None), kind=SetKind.TECHNIQUE, total=2), LIBRARY, Unit.KG)
    assert said == "Barbell clean, technique two of two, five reps"


@pytest.mark.parametrize(
    ("load", "unit", "end"),
    [
        (88.0, Unit.LB, ", eighty-eight pounds"),
        (1.0, Unit.KG, ", one kilo"),
        (1.0, Unit.LB, ", one pound"),
        (None, Unit.KG, ", five reps"),
    ],
)
def test_a_load_is_said_in_its_unit_and_an_unknown_one_not_at_all(load: float | None, unit: Unit, end: str) -> None:
    assert sentence(Cue.GO, prompt(load=load), LIBRARY, unit).endswith(end)


def test_every_other_cue_is_one_or_two_words() -> None:
    said = [sentence(cue, prompt(), LIBRARY, Unit.KG) for cue in Cue if cue not in (Cue.GO, Cue.TEST)]
    assert said == ["Ready", "Ten seconds", "Three", "Two", "One", "Session finished"]
