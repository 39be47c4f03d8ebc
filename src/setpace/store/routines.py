"""The routines: the shipped ones and the user's own, one file each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from setpace.core.errors import DataError, Problem
from setpace.core.routine import LEVELS, Routine, RoutineExercise
from setpace.store.shipped import data_dir
from setpace.store.toml_fields import Fields, in_file_order
from setpace.store.toml_file import is_missing, nearest, printable, read_toml, shown

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.core.exercise import Library
    from setpace.store.paths import Paths

MOST_EXERCISES = 60
MOST_SETS_EACH = 99
MOST_SETS = 200
"""Of a whole routine; a session that long is a typing error."""
MOST_REPS = 999

_LONGEST_ID_BYTES = 100
"""The id becomes a part of the names of log files, which end at 255 bytes."""


@dataclass(frozen=True, slots=True)
class BrokenRoutine:
    """A routine file that cannot be used.

    Attributes:
        id: the stem of its file.
        file: its path, as the user would type it.
        problems: what is wrong with it, one or more.
    """

    id: str
    file: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class RoutineShelf:
    """All routines there are.

    Attributes:
        routines: those that can be used: shipped ones by level, then the user's own by name.
        broken: those that cannot; a broken one with a shipped id leaves the shipped one in its place.
        problems: what is odd about usable ones (an unknown key), or about the folder.
    """

    routines: tuple[Routine, ...]
    broken: tuple[BrokenRoutine, ...] = ()
    problems: tuple[Problem, ...] = ()


def load_routines(paths: Paths, library: Library) -> RoutineShelf:
    """All routines, shipped and own; a broken file is told of and never takes the others down."""
    shipped: dict[str, Routine] = {}
    own: list[Routine] = []
    broken: list[BrokenRoutine] = []
    own_files, problems = toml_files(paths.routines_dir)
    files = [(data_dir() / "routines" / f"{level}.toml", False) for level in LEVELS]
    for file, is_own in [*files, *((file, True) for file in own_files)]:
        routine, found = read_routine(file, library, own=is_own)
        if routine is None:
            broken.append(BrokenRoutine(printable(file.stem), printable(str(file)), found))
            continue
        problems.extend(found)
        if routine.id in LEVELS:
            shipped[routine.id] = routine
        else:
            own.append(routine)
    own.sort(key=lambda routine: (routine.name.casefold(), routine.id))
    first = tuple(shipped[level] for level in LEVELS if level in shipped)
    return RoutineShelf((*first, *own), tuple(broken), tuple(problems))


def toml_files(folder: Path) -> tuple[list[Path], list[Problem]]:
    """The TOML files of a folder of the user by name, hidden ones left out; none where there is no folder."""
    try:
        files = sorted(f for f in folder.iterdir() if f.name.endswith(".toml") and not f.name.startswith("."))
    except OSError as error:
        if is_missing(folder):
            return [], []
        from setpace.store.rights import why_refused  # noqa: PLC0415 - only a refusal needs it

        what = f"the folder cannot be read: {why_refused(folder, error)}"
        return [], [Problem(printable(str(folder)), None, what)]
    return files, []


def read_routine(file: Path, library: Library, *, own: bool) -> tuple[Routine | None, tuple[Problem, ...]]:
    """One routine file, checked against the library.

    Args:
        file: the file; its stem becomes the id.
        library: every exercise must be in it.
        own: whether it is the user's.

    Returns:
        The routine, None if it cannot be used; and everything wrong with it. An unknown key alone does not make a
        routine unusable.
    """
    try:
        toml = read_toml(file)
    except DataError as error:
        return None, (error.problem,)
    fields = Fields(toml, [], "a routine")
    fields.check_known(("name", "level", "exercises"))
    harmless = len(fields.problems)
    _check_id(file.stem, fields)
    name = fields.text("name")
    level = fields.choice("level", LEVELS)
    entries: list[RoutineExercise] = []
    for number, entry in enumerate(fields.tables("exercises", "an exercise of a routine"), start=1):
        if number > MOST_EXERCISES:
            entry.wrong(f"more than {MOST_EXERCISES} exercises; split the routine")
            break
        unknown = len(fields.problems)
        entry.check_known(("exercise", "sets", "reps", "each_side", "rest"))
        harmless += len(fields.problems) - unknown
        read = _entry(entry, library)
        if read is not None:
            entries.append(read)
    if not fields.values.get("exercises"):
        fields.wrong("a routine needs at least one exercise; begin it with [[exercises]]", "exercises")
    total = sum(entry.sets for entry in entries)
    if total > MOST_SETS:
        fields.wrong(f"{total} sets altogether; a routine may have up to {MOST_SETS}", "exercises")
    problems = in_file_order(fields.problems)
    if len(problems) > harmless:
        return None, problems
    routine = Routine(
        id=file.stem,
        name=name or readable(file.stem),
        level=level or "",
        exercises=tuple(entries),
        own=own,
        file=str(file),
    )
    return routine, problems


def readable(stem: str) -> str:
    """A file's stem as a name: `leg-day_2` as `Leg Day 2`."""
    words = stem.replace("-", " ").replace("_", " ").split()
    return " ".join(word[:1].upper() + word[1:] for word in words) or stem


def _check_id(stem: str, fields: Fields) -> None:
    """A file name that could not be shown, or not become part of a log file's name, is a problem."""
    if not stem.isprintable():
        fields.wrong("the file's name has control characters or broken letters in it; rename it")
    elif len(stem.encode()) > _LONGEST_ID_BYTES:
        fields.wrong(f"the file's name is too long; up to {_LONGEST_ID_BYTES} letters are possible")


def _entry(entry: Fields, library: Library) -> RoutineExercise | None:
    """One exercise of a routine; None if something about it is wrong."""
    exercise = _known_exercise(entry, library)
    if "sets" not in entry.values:
        entry.missing("sets", "sets = 3")
    if "reps" not in entry.values:
        entry.missing("reps", "reps = 10")
    sets = entry.integer("sets", 1, MOST_SETS_EACH)
    reps = entry.integer("reps", 1, MOST_REPS)
    each_side = entry.flag("each_side")
    rest = entry.rest("rest")
    if exercise is None or sets is None or reps is None:
        return None
    return RoutineExercise(exercise=exercise, sets=sets, reps=reps, each_side=each_side, rest=rest)


def _known_exercise(entry: Fields, library: Library) -> str | None:
    """The id of an exercise in the library."""
    value = entry.values.get("exercise")
    if value is None:
        entry.missing("exercise", 'exercise = "barbell-clean"')
        return None
    if not isinstance(value, str):
        entry.wrong(f"exercise must be an id in quotes, as in barbell-clean, not {shown(value)}", "exercise")
        return None
    if value in library:
        return value
    missing = library.why_missing(value)
    if missing is not None:
        entry.wrong(f"exercise {shown(value, 80)} cannot be used: {missing}", "exercise")
        return None
    near = nearest(value, [exercise.id for exercise in library])
    hint = f", did you mean {near}?" if near else "; add it to exercises.toml"
    entry.wrong(f"unknown exercise {shown(value, 80)}{hint}", "exercise")
    return None
