"""The exercise library: the shipped exercises and the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from setpace.core.errors import DataError
from setpace.core.exercise import Exercise, Family, Library
from setpace.core.units import Unit
from setpace.store.shipped import data_dir
from setpace.store.toml_fields import Fields, in_file_order
from setpace.store.toml_file import is_missing, read_toml, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from setpace.core.errors import Problem
    from setpace.store.paths import Paths

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

_MOST_IMPLEMENTS = 4
_MOST_WORDS = 12
_HEAVIEST = 2000
"""Kg or lb: more than anybody lifted."""


def load_library(paths: Paths) -> tuple[Library, tuple[Problem, ...]]:
    """The shipped exercises, then the user's own.

    An own exercise with a shipped id replaces that one in its place; what it leaves out stays as shipped. A wrong
    entry is left out (the shipped one then stays), all others are used.

    Returns:
        The library, and everything wrong with the files.
    """
    exercises: dict[str, Exercise] = {}
    problems = _read_into(exercises, data_dir() / "exercises.toml")
    if not is_missing(paths.exercises_file):
        problems += _read_into(exercises, paths.exercises_file)
    return Library(exercises), problems


def _read_into(exercises: dict[str, Exercise], file: Path) -> tuple[Problem, ...]:
    """Add the good exercises of `file`; what is wrong with the others."""
    try:
        toml = read_toml(file)
    except DataError as error:
        return (error.problem,)
    problems: list[Problem] = []
    for exercise_id, value in toml.data.items():
        if not isinstance(value, dict):
            what = f"{shown(exercise_id)} stands outside of an exercise; each exercise is a table, as in [front-squat]"
            problems.append(toml.problem(what, exercise_id))
        elif not is_id(exercise_id):
            what = f"the id {shown(exercise_id)} must be lower-case words joined by -, as in front-squat"
            problems.append(toml.problem(what, exercise_id))
        else:
            exercise = _exercise(exercise_id, Fields(toml, problems, "an exercise", exercise_id), exercises)
            if exercise is not None:
                exercises[exercise_id] = exercise
    return in_file_order(problems)


def is_id(text: str) -> bool:
    """Whether the text is an id: lower-case ASCII letters and digits in words joined by `-`."""
    return all(word.isascii() and word.isalnum() and word == word.lower() for word in text.split("-"))


def _exercise(exercise_id: str, fields: Fields, known: Mapping[str, Exercise]) -> Exercise | None:
    """One exercise; None if a value is wrong or a needed one is missing."""
    fields.check_known(_KEYS)
    before = len(fields.problems)
    shipped = known.get(exercise_id)
    name = fields.text("name")
    family = fields.choice("family", tuple(Family))
    if shipped is None and "name" not in fields.values:
        fields.missing("name", 'name = "Front Squat"')
    if shipped is None and "family" not in fields.values:
        fields.missing("family", 'family = "hinge"')
    equipment = fields.text("equipment", empty=True)
    each_side = fields.flag("each_side")
    implements = fields.integer("implements", 1, _MOST_IMPLEMENTS)
    step = _by_unit(fields, "step")
    start_load = _by_unit(fields, "start_load")
    start_hint = fields.text("start_hint", empty=True)
    muscles = fields.texts("muscles", _MOST_WORDS)
    cues = fields.texts("cues", _MOST_WORDS)
    if len(fields.problems) > before:
        return None
    base = shipped
    if base is None:
        assert name is not None  # both were asked for above
        assert family is not None
        base = Exercise(id=exercise_id, name=name, family=Family(family), step=_USUAL_STEP, start_load={})
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
    values = {unit: fields.number(f"{key}_{unit}", _HEAVIEST) for unit in Unit}
    return {unit: value for unit, value in values.items() if value is not None}
