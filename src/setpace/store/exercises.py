"""The exercise library: the shipped exercises and the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from setpace.core.errors import DataError
from setpace.core.exercise import Exercise, Family, Library
from setpace.core.units import HEAVIEST, Unit
from setpace.store.shipped import data_dir
from setpace.store.toml_fields import Fields, in_file_order
from setpace.store.toml_file import is_missing, read_toml, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from setpace.core.errors import Problem
    from setpace.store.paths import Paths
    from setpace.store.toml_file import TomlFile

_KEYS = (
    "name",
    "family",
    "equipment",
    "each_side",
    "implements",
    "step_kg",
    "step_lb",
    "start_load_kg",
    "start_load_lb",
    "start_hint",
    "muscles",
    "cues",
)

_USUAL_STEP: Mapping[Unit, float] = {Unit.KG: 2.5, Unit.LB: 5.0}
"""The step of an own exercise that names none: that of barbells and dumbbells."""

MOST_EXERCISES = 1000
"""Of one file; nobody has as many, and reading more would hold up the start."""

_MOST_IMPLEMENTS = 4
_MOST_WORDS = 12


def load_library(paths: Paths) -> tuple[Library, tuple[Problem, ...]]:
    """The shipped exercises, then the user's own.

    An own exercise with a shipped id replaces that one in its place; what it leaves out stays as shipped. A wrong
    value counts as left out. Only what has no family cannot be used at all (nothing would tell its rest); the library
    then knows why.

    Returns:
        The library, and everything wrong with the files.
    """
    exercises: dict[str, Exercise] = {}
    unusable: dict[str, Problem] = {}
    unread: Problem | None = None
    problems: list[Problem] = []
    for file in (data_dir() / "exercises.toml", paths.exercises_file):
        if file == paths.exercises_file and is_missing(file):
            continue
        try:
            problems += _read_into(exercises, unusable, read_toml(file))
        except DataError as error:
            unread = error.problem
            problems.append(unread)
    return Library(exercises, unusable, unread), tuple(problems)


def _read_into(exercises: dict[str, Exercise], unusable: dict[str, Problem], toml: TomlFile) -> tuple[Problem, ...]:
    """Add the exercises of a file that can be used, and why the others cannot; everything wrong with it."""
    problems: list[Problem] = []
    for place, (exercise_id, value) in enumerate(toml.data.items()):
        if place == MOST_EXERCISES:
            what = f"more than {MOST_EXERCISES} exercises; from here on none is read"
            problems.append(toml.problem(what, exercise_id))
            break
        if not isinstance(value, dict):
            what = f"{shown(exercise_id)} stands outside of an exercise; each exercise is a table, as in [front-squat]"
            problems.append(toml.problem(what, exercise_id))
        elif not is_id(exercise_id):
            what = f"the id {shown(exercise_id)} must be lower-case words joined by -, as in front-squat"
            unusable[exercise_id] = toml.problem(what, exercise_id)
            problems.append(unusable[exercise_id])
        else:
            read = _exercise(exercise_id, Fields(toml, problems, "an exercise", exercise_id), exercises)
            if isinstance(read, Exercise):
                exercises[exercise_id] = read
            else:
                unusable[exercise_id] = read
    return in_file_order(problems)


def is_id(text: str) -> bool:
    """Whether the text is an id: lower-case ASCII letters and digits in words joined by `-`."""
    return all(word.isascii() and word.isalnum() and word == word.lower() for word in text.split("-"))


def _exercise(exercise_id: str, fields: Fields, known: Mapping[str, Exercise]) -> Exercise | Problem:
    """One exercise without what is wrong about it; where it has no family, what is wrong with that."""
    fields.check_known(_KEYS)
    base = known.get(exercise_id)
    name = fields.text("name")
    if base is None and "name" not in fields.values:
        fields.missing("name", 'name = "Front Squat"')
    if base is None and "family" not in fields.values:
        fields.missing("family", 'family = "hinge"')
    family = fields.choice("family", tuple(Family))
    no_family = fields.problems[-1] if family is None and base is None else None
    equipment = fields.text("equipment", empty=True)
    each_side = fields.flag("each_side")
    implements = fields.integer("implements", 1, _MOST_IMPLEMENTS)
    step = _by_unit(fields, "step")
    start_load = _by_unit(fields, "start_load")
    start_hint = fields.text("start_hint", empty=True)
    muscles = fields.texts("muscles", _MOST_WORDS)
    cues = fields.texts("cues", _MOST_WORDS)
    if no_family is not None:
        return no_family
    if base is None:
        assert family is not None  # or there were no_family
        plain = exercise_id.replace("-", " ").title()
        base = Exercise(id=exercise_id, name=plain, family=Family(family), step=_USUAL_STEP, start_load={})
    return Exercise(
        id=exercise_id,
        name=name or base.name,
        family=Family(family) if family else base.family,
        equipment=base.equipment if equipment is None else equipment,
        each_side=base.each_side if each_side is None else each_side,
        implements=implements or base.implements,
        step={**base.step, **step},
        start_load={**base.start_load, **start_load},
        start_hint=base.start_hint if start_hint is None else start_hint,
        muscles=base.muscles if muscles is None else muscles,
        cues=base.cues if cues is None else cues,
    )


def _by_unit(fields: Fields, key: str) -> dict[Unit, float]:
    """The values of `key_kg` and `key_lb` that are there."""
    values = {unit: fields.number(f"{key}_{unit}", HEAVIEST) for unit in Unit}
    return {unit: value for unit, value in values.items() if value is not None}
