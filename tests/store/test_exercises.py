from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from setpace.core.exercise import Family, stepped_load
from setpace.core.units import Unit
from setpace.store.exercises import load_library
from setpace.store.paths import find_paths

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.store.paths import Paths

FAMILIES = {
    "hinge": [
        "kettlebell-deadlift",
        "single-leg-deadlift",
        "two-hand-kettlebell-swing",
        "one-hand-kettlebell-swing",
        "kettlebell-snatch",
        "deadlift",
    ],
    "single-leg-squat": [
        "lunge",
        "reverse-lunge",
        "dumbbell-reverse-lunge",
        "bulgarian-split-squat",
        "dumbbell-bulgarian-split-squat",
        "pistol-squat",
    ],
    "olympic-lift": [
        "barbell-clean",
        "hang-clean",
        "power-clean",
        "barbell-snatch",
        "dumbbell-hang-clean",
        "kettlebell-clean",
    ],
}


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find_paths({"SETPACE_HOME": str(tmp_path)})


def problems_with(paths: Paths, text: str) -> list[str]:
    """What is said of an exercises.toml, which must stay as it is; the shipped exercises must all be there."""
    paths.exercises_file.write_text(text)
    library, problems = load_library(paths)
    assert paths.exercises_file.read_text() == text
    assert all(exercise_id in library for ids in FAMILIES.values() for exercise_id in ids)
    return [str(problem).replace(f"{paths.config}/", "") for problem in problems]


def test_every_exercise_of_the_field_is_there_in_its_family(paths: Paths) -> None:
    library, problems = load_library(paths)
    assert problems == ()
    assert {
        family.value: [exercise.id for exercise in library if exercise.family is family] for family in Family
    } == FAMILIES


def test_shipped_exercises_fit_the_screen_and_the_rack(paths: Paths) -> None:
    for exercise in load_library(paths)[0]:
        assert 3 <= len(exercise.cues) <= 5, exercise.id
        assert len(exercise.cues[0]) <= 46, exercise.id
        assert exercise.muscles, exercise.id
        assert set(exercise.step) == set(Unit), exercise.id
        assert set(exercise.start_load) in (set(), set(Unit)), exercise.id
        assert exercise.implements == (2 if "two " in exercise.equipment else 1), exercise.id
        for unit, load in exercise.start_load.items():
            assert load % exercise.step[unit] == 0, exercise.id
        if exercise.equipment == "barbell and plates" and exercise.family is Family.OLYMPIC_LIFT:
            assert exercise.start_hint == "dowel or empty bar"
            assert stepped_load(exercise, None, Unit.KG, 1) == 20


def test_sides_of_the_shipped_exercises(paths: Paths) -> None:
    both = {e.id for e in load_library(paths)[0] if not e.each_side}
    assert both == {
        "kettlebell-deadlift",
        "two-hand-kettlebell-swing",
        "deadlift",
        "barbell-clean",
        "hang-clean",
        "power-clean",
        "barbell-snatch",
        "dumbbell-hang-clean",
    }


def test_an_own_exercise_is_added_and_a_shipped_one_changed_in_its_place(paths: Paths) -> None:
    before = [exercise.id for exercise in load_library(paths)[0]]
    text = """
[kettlebell-deadlift]
step_kg = 2

[good-morning]
name = " Good Morning "
family = "hinge"
equipment = "barbell"
start_load_lb = 45
cues = ["hips back"]
"""
    assert problems_with(paths, text) == []
    library, _ = load_library(paths)
    assert [exercise.id for exercise in library] == [*before, "good-morning"]
    changed = library["kettlebell-deadlift"]
    assert (changed.name, changed.step) == ("Kettlebell Deadlift", {Unit.KG: 2.0, Unit.LB: 5.0})
    assert len(changed.cues) == 4
    added = library["good-morning"]
    assert (added.name, added.equipment, added.cues) == ("Good Morning", "barbell", ("hips back",))
    assert added.step == {Unit.KG: 2.5, Unit.LB: 5.0}
    assert added.start_load == {Unit.LB: 45.0}


GOOD = 'name = "X"\nfamily = "hinge"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[x]\nname = "X"\nfamily = "hing"\n',
            'exercises.toml:3: family must be hinge, single-leg-squat or olympic-lift, not "hing", did you mean hinge?',
        ),
        (
            '[x]\nname = "X"\nfamily = 1\n',
            "exercises.toml:3: family must be hinge, single-leg-squat or olympic-lift, not 1",
        ),
        ('[x]\nname = "X"\n', 'exercises.toml:1: an exercise needs family, as in family = "hinge"'),
        (
            f"[Front_Squat]\n{GOOD}",
            'exercises.toml:1: the id "Front_Squat" must be lower-case words joined by -, as in front-squat',
        ),
        (
            'name = "X"\n',
            'exercises.toml:1: "name" stands outside of an exercise; each exercise is a table, as in [front-squat]',
        ),
        (
            "[x\n",
            "exercises.toml:1: this header does not end with ]",
        ),
    ],
)
def test_what_cannot_be_used_is_told_and_left_out_while_the_others_stay(paths: Paths, text: str, said: str) -> None:
    assert problems_with(paths, text) == [said]
    library, _ = load_library(paths)
    assert len(library) == 18


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[x]\nfamily = "hinge"\n', 'exercises.toml:1: an exercise needs name, as in name = "Front Squat"'),
        ('[x]\nname = " "\nfamily = "hinge"\n', "exercises.toml:2: name must not be empty"),
        (
            f'[x]\nname = "{"x" * 81}"\nfamily = "hinge"\n',
            "exercises.toml:2: name must be at most 80 characters long, not 81",
        ),
        (
            '[x]\nname = "a\\u001bb"\nfamily = "hinge"\n',
            'exercises.toml:2: name must be one line without control characters, not "a\\x1bb"',
        ),
        (f"[x]\n{GOOD}equipment = 2\n", "exercises.toml:4: equipment must be text in quotes, not 2"),
        (
            f'[x]\n{GOOD}each_side = "yes"\n',
            'exercises.toml:4: each_side must be true or false, without quotes, not "yes"',
        ),
        (
            f"[x]\n{GOOD}implements = true\n",
            "exercises.toml:4: implements must be a whole number from 1 to 4, not true",
        ),
        (f"[x]\n{GOOD}step_kg = 0\n", "exercises.toml:4: step_kg must be a number above 0, up to 2000, not 0"),
        (f"[x]\n{GOOD}step_lb = nan\n", "exercises.toml:4: step_lb must be a number above 0, up to 2000, not nan"),
        (
            f"[x]\n{GOOD}start_load_kg = inf\n",
            "exercises.toml:4: start_load_kg must be a number above 0, up to 2000, not inf",
        ),
        (
            f'[x]\n{GOOD}cues = "hips back"\n',
            'exercises.toml:4: cues must be a list of up to 12 texts, as in ["one", "two"], not "hips back"',
        ),
        (
            f'[x]\n{GOOD}muscles = [\n  "back",\n  3,\n]\n',
            "exercises.toml:6: each of muscles must be text in quotes, not 3",
        ),
    ],
)
def test_a_wrong_value_is_told_and_costs_no_more_than_itself(paths: Paths, text: str, said: str) -> None:
    assert problems_with(paths, text) == [said]
    exercise = load_library(paths)[0]["x"]
    assert (exercise.name, exercise.family, exercise.implements) == ("X", Family.HINGE, 1)
    assert exercise.step == {Unit.KG: 2.5, Unit.LB: 5.0}
    assert not exercise.each_side
    assert exercise.muscles == (("back",) if "muscles" in text else ())


def test_one_cue_that_is_too_long_leaves_the_exercise_and_its_other_cues(paths: Paths) -> None:
    long = "hips back " * 9
    said = problems_with(paths, f'[my-long]\n{GOOD}equipment = "bar"\ncues = ["tall", "{long}", "tight"]\n')
    assert said == ["exercises.toml:5: each of cues must be at most 80 characters long, not 89"]
    exercise = load_library(paths)[0]["my-long"]
    assert (exercise.name, exercise.equipment, exercise.cues) == ("X", "bar", ("tall", "tight"))


def test_the_library_knows_why_an_exercise_is_not_in_it(paths: Paths) -> None:
    problems_with(paths, f"[a]\n{GOOD}\n[b]\nname = 1\nimplements = 0\n\n[c]\n{GOOD}")
    library, problems = load_library(paths)
    assert "a" in library
    assert "b" not in library
    assert "c" in library
    assert [(problem.line, problem.what) for problem in problems] == [
        (5, 'an exercise needs family, as in family = "hinge"'),
        (6, "name must be text in quotes, not 1"),
        (7, "implements must be a whole number from 1 to 4, not 0"),
    ]
    assert library.why_missing("b") == problems[0]
    assert library.why_missing("d") is None
    problems_with(paths, f"[a]\n{GOOD}[b\n")
    library, problems = load_library(paths)
    assert library.why_missing("b") == problems[0]


def test_a_broken_change_of_a_shipped_exercise_leaves_that_value_as_shipped(paths: Paths) -> None:
    assert len(problems_with(paths, '[deadlift]\nstep_kg = -1\nfamily = "leg"\nequipment = "trap bar"\n')) == 2
    deadlift = load_library(paths)[0]["deadlift"]
    assert (deadlift.step[Unit.KG], deadlift.family, deadlift.equipment) == (2.5, Family.HINGE, "trap bar")


def test_an_unknown_key_is_told_and_the_entry_used_all_the_same(paths: Paths) -> None:
    said = problems_with(paths, f"[x]\n{GOOD}equipmnt = 'bar'\n")
    assert said == ['exercises.toml:4: unknown key "equipmnt", did you mean equipment?']
    assert "x" in load_library(paths)[0]


def test_a_link_to_nowhere_is_told(paths: Paths) -> None:
    paths.exercises_file.symlink_to(paths.config / "gone.toml")
    library, problems = load_library(paths)
    assert len(library) == 18
    assert [problem.what for problem in problems] == ["no such file"]
