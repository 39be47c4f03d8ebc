from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from setpace.core.exercise import RestRange
from setpace.core.routine import RoutineExercise, estimate_s, plan_session
from setpace.store.exercises import load_library
from setpace.store.paths import find_paths
from setpace.store.routines import load_routines, read_routine

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.core.exercise import Library
    from setpace.core.routine import Routine
    from setpace.store.paths import Paths


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = find_paths({"SETPACE_HOME": str(tmp_path)})
    paths.routines_dir.mkdir()
    return paths


@pytest.fixture
def library(paths: Paths) -> Library:
    return load_library(paths)[0]


def read(paths: Paths, library: Library, text: str, name: str = "r.toml") -> tuple[Routine | None, list[str]]:
    """Read `text` as an own routine; the file must stay as it is."""
    file = paths.routines_dir / name
    file.write_text(text)
    routine, problems = read_routine(file, library, own=True)
    assert file.read_text() == text
    return routine, [str(problem).replace(f"{paths.routines_dir}/", "") for problem in problems]


def entry(**changed: str) -> str:
    """One good exercise of a routine, with some values changed."""
    values = {"exercise": '"deadlift"', "sets": "3", "reps": "5"} | changed
    return "[[exercises]]\n" + "".join(f"{key} = {value}\n" for key, value in values.items())


def test_the_three_routines_are_those_of_the_source(paths: Paths, library: Library) -> None:
    shelf = load_routines(paths, library)
    assert (shelf.broken, shelf.problems) == ((), ())
    table = [
        (r.name, library.name(e.exercise), e.sets, e.reps, e.each_side or False)
        for r in shelf.routines
        for e in r.exercises
    ]
    assert table == [
        ("Beginner", "Kettlebell Deadlift", 3, 12, False),
        ("Beginner", "Dumbbell Reverse Lunge", 3, 10, True),
        ("Beginner", "Barbell Clean", 3, 5, False),
        ("Intermediate", "Single-Leg Deadlift", 3, 10, True),
        ("Intermediate", "Dumbbell Bulgarian Split Squat", 3, 10, True),
        ("Intermediate", "Barbell Clean", 3, 5, False),
        ("Advanced", "Two-Hand Kettlebell Swing", 3, 15, False),
        ("Advanced", "Pistol Squat", 3, 10, True),
        ("Advanced", "Barbell Snatch", 3, 5, False),
    ]
    assert [(r.id, r.level, r.own) for r in shelf.routines] == [
        ("beginner", "beginner", False),
        ("intermediate", "intermediate", False),
        ("advanced", "advanced", False),
    ]
    for routine in shelf.routines:
        plan = plan_session(routine, library)
        assert len(plan) == 9
        assert [s.rest for s in plan] == [RestRange(60, 120)] * 6 + [RestRange(120, 180)] * 3
        assert 900 < estimate_s(plan) < 2400


def test_everything_a_routine_may_say(paths: Paths, library: Library) -> None:
    routine, said = read(
        paths, library, 'name = "Leg day"\nlevel = "advanced"\n' + entry(rest="[0, 90]", each_side="true") + entry()
    )
    assert said == []
    assert routine is not None
    assert (routine.id, routine.name, routine.level, routine.own) == ("r", "Leg day", "advanced", True)
    assert routine.file == str(paths.routines_dir / "r.toml")
    assert routine.exercises == (
        RoutineExercise(exercise="deadlift", sets=3, reps=5, each_side=True, rest=RestRange(0, 90)),
        RoutineExercise(exercise="deadlift", sets=3, reps=5),
    )


@pytest.mark.parametrize(("file", "name"), [("leg-day_2.toml", "Leg Day 2"), ("Übung.toml", "Übung"), ("-.toml", "-")])
def test_without_a_name_the_file_gives_it(paths: Paths, library: Library, file: str, name: str) -> None:
    routine, _ = read(paths, library, entry(), file)
    assert routine is not None
    assert routine.name == name


REST = "rest must be [minimum, maximum] in whole seconds from 0 to 3600, as in [60, 120], not "


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (entry(exercise='"barbel-clean"'), 'r.toml:2: unknown exercise "barbel-clean", did you mean barbell-clean?'),
        (entry(exercise='"zumba"'), 'r.toml:2: unknown exercise "zumba"; add it to exercises.toml'),
        (entry(exercise="7"), "r.toml:2: exercise must be an id in quotes, as in barbell-clean, not 7"),
        (
            "[[exercises]]\nsets = 3\nreps = 5\n",
            'r.toml:1: an exercise of a routine needs exercise, as in exercise = "barbell-clean"',
        ),
        (
            '[[exercises]]\nexercise = "deadlift"\nreps = 5\n',
            "r.toml:1: an exercise of a routine needs sets, as in sets = 3",
        ),
        (
            '[[exercises]]\nexercise = "deadlift"\nsets = 5\n',
            "r.toml:1: an exercise of a routine needs reps, as in reps = 10",
        ),
        (entry(sets="0"), "r.toml:3: sets must be a whole number from 1 to 99, not 0"),
        (entry(sets="100"), "r.toml:3: sets must be a whole number from 1 to 99, not 100"),
        (entry(sets="true"), "r.toml:3: sets must be a whole number from 1 to 99, not true"),
        (entry(reps="1000"), "r.toml:4: reps must be a whole number from 1 to 999, not 1000"),
        (entry(reps="5.0"), "r.toml:4: reps must be a whole number from 1 to 999, not 5.0"),
        (entry(reps='"ten"'), 'r.toml:4: reps must be a whole number from 1 to 999, not "ten"'),
        (entry(each_side="1"), "r.toml:5: each_side must be true or false, without quotes, not 1"),
        (entry(rest="60"), f"r.toml:5: {REST}60"),
        (entry(rest="[60]"), f"r.toml:5: {REST}[60]"),
        (entry(rest="[-1, 60]"), f"r.toml:5: {REST}[-1, 60]"),
        (entry(rest="[60, 3601]"), f"r.toml:5: {REST}[60, 3601]"),
        (entry(rest="[false, true]"), f"r.toml:5: {REST}[false, true]"),
        (entry(rest="[60.5, 90]"), f"r.toml:5: {REST}[60.5, 90]"),
        (entry(rest="[120, 60]"), "r.toml:5: rest must name the minimum first, as in [60, 120], not [120, 60]"),
        ('name = ""\n' + entry(), "r.toml:1: name must not be empty"),
        ("name = 5\n" + entry(), "r.toml:1: name must be text in quotes, not 5"),
        (
            'level = "expert"\n' + entry(),
            'r.toml:1: level must be beginner, intermediate or advanced, not "expert"',
        ),
        ('name = "X"\n', "r.toml: a routine needs at least one exercise; begin it with [[exercises]]"),
        ("\nexercises = []\n", "r.toml:2: a routine needs at least one exercise; begin it with [[exercises]]"),
        ("exercises = 5\n", "r.toml:1: exercises must be written [[exercises]], one for each, not 5"),
        ("[exercises]\nsets = 1\n", "r.toml:1: exercises must be written [[exercises]], one for each, not a table"),
        (
            'exercises = [\n  "deadlift",\n]\n',
            'r.toml:2: exercises must be written [[exercises]], one for each, not "deadlift"',
        ),
        (entry(sets="99") * 3, "r.toml:1: 297 sets altogether; a routine may have up to 200"),
        (entry(sets="1") * 61, "r.toml:241: more than 60 exercises; split the routine"),
        ("", "r.toml: a routine needs at least one exercise; begin it with [[exercises]]"),
    ],
)
def test_each_mistake_is_told_with_its_line(paths: Paths, library: Library, text: str, said: str) -> None:
    routine, problems = read(paths, library, text)
    assert problems == [said]
    assert routine is None


def test_all_mistakes_are_told_at_once(paths: Paths, library: Library) -> None:
    routine, said = read(paths, library, "nam = 'X'\n" + entry(sets="0", reps="0") + entry(exercise='"x"', rst="1"))
    assert routine is None
    assert said == [
        'r.toml:1: unknown key "nam", did you mean name?',
        "r.toml:4: sets must be a whole number from 1 to 99, not 0",
        "r.toml:5: reps must be a whole number from 1 to 999, not 0",
        'r.toml:7: unknown exercise "x"; add it to exercises.toml',
        'r.toml:10: unknown key "rst", did you mean rest?',
    ]


def test_the_largest_routine_is_good(paths: Paths, library: Library) -> None:
    routine, said = read(paths, library, entry(sets="3") * 59 + entry(sets="23", reps="999"))
    assert said == []
    assert routine is not None


def test_an_unknown_key_is_told_and_the_routine_used(paths: Paths, library: Library) -> None:
    routine, said = read(paths, library, "tempo = 3\n" + entry(each_sied="true"))
    assert routine is not None
    assert said == [
        'r.toml:1: unknown key "tempo", a routine has name, level and exercises',
        'r.toml:6: unknown key "each_sied", did you mean each_side?',
    ]
    shelf = load_routines(paths, library)
    assert "r" in [r.id for r in shelf.routines]
    assert len(shelf.problems) == 2


def test_own_routines_follow_the_shipped_ones_by_name(paths: Paths, library: Library) -> None:
    read(paths, library, 'name = "zebra"\n' + entry(), "a.toml")
    read(paths, library, 'name = "Alpha"\n' + entry(), "z.toml")
    read(paths, library, entry(), "no-toml.txt")
    read(paths, library, entry(), ".hidden.toml")
    shelf = load_routines(paths, library)
    assert [r.name for r in shelf.routines] == ["Beginner", "Intermediate", "Advanced", "Alpha", "zebra"]


def test_an_own_routine_with_a_shipped_id_stands_in_its_place(paths: Paths, library: Library) -> None:
    read(paths, library, 'name = "Mine"\n' + entry(), "intermediate.toml")
    shelf = load_routines(paths, library)
    assert [(r.name, r.own) for r in shelf.routines] == [("Beginner", False), ("Mine", True), ("Advanced", False)]


def test_a_broken_routine_is_listed_and_takes_no_other_down(paths: Paths, library: Library) -> None:
    read(paths, library, entry(), "good.toml")
    read(paths, library, entry(reps="0"), "bad.toml")
    read(paths, library, "name = 'X\n", "beginner.toml")
    (paths.routines_dir / "folder.toml").mkdir()
    shelf = load_routines(paths, library)
    assert [r.id for r in shelf.routines] == ["beginner", "intermediate", "advanced", "good"]
    assert [b.id for b in shelf.broken] == ["bad", "beginner", "folder"]
    assert shelf.broken[0].file == str(paths.routines_dir / "bad.toml")
    assert [p.what for p in shelf.broken[0].problems] == ["reps must be a whole number from 1 to 999, not 0"]
    assert [p.what for p in shelf.broken[2].problems] == ["a folder; a TOML file belongs here"]


def test_a_file_name_that_cannot_be_shown_is_a_broken_routine(paths: Paths, library: Library) -> None:
    read(paths, library, entry(), "a\x1bb.toml")
    read(paths, library, entry(), "x" * 101 + ".toml")
    shelf = load_routines(paths, library)
    assert [b.id for b in shelf.broken] == ["a\\x1bb", "x" * 101]
    assert [b.problems[0].what for b in shelf.broken] == [
        "the file's name has control characters or broken letters in it; rename it",
        "the file's name is too long; up to 100 letters are possible",
    ]


def test_a_routines_folder_that_is_a_file_is_told(paths: Paths, library: Library) -> None:
    paths.routines_dir.rmdir()
    paths.routines_dir.touch()
    shelf = load_routines(paths, library)
    assert len(shelf.routines) == 3
    assert [str(p) for p in shelf.problems] == [f"{paths.routines_dir}: the folder cannot be read: Not a directory"]


def test_an_exercise_that_is_there_but_cannot_be_used_points_to_its_own_mistake(paths: Paths) -> None:
    paths.exercises_file.write_text('[my-long]\nname = "My Long"\nfamily = "legs"\n')
    library, _ = load_library(paths)
    _, [said] = read(paths, library, entry(exercise='"my-long"'))
    assert said == (
        f'r.toml:2: exercise "my-long" cannot be used: {paths.exercises_file}:3: '
        'family must be hinge, single-leg-squat or olympic-lift, not "legs"'
    )
    paths.exercises_file.write_text("[my-long]\nname = \n")
    library, _ = load_library(paths)
    _, [said] = read(paths, library, entry(exercise='"my-long"'))
    assert said.startswith(f'r.toml:2: exercise "my-long" cannot be used: {paths.exercises_file}:2: ')


def test_a_routine_may_use_an_exercise_with_a_cue_that_is_too_long(paths: Paths) -> None:
    paths.exercises_file.write_text(f'[my-long]\nname = "My Long"\nfamily = "hinge"\ncues = ["{"x" * 94}"]\n')
    library, _ = load_library(paths)
    routine, problems = read(paths, library, entry(exercise='"my-long"'))
    assert problems == []
    assert routine is not None
