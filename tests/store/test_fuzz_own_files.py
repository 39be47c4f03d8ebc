"""Settings, routines, exercises and themes that went bad: told of in lines, never changed, and the rest goes on."""

from __future__ import annotations

import os
import shutil
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from store.fuzz_files import LARGE, NASTY_TEXTS, each_value, examples, spoiled
from store.test_fuzz_sessions import FINISHED, begin_another
from terminal.log_files import NEWEST

from setpace.core.errors import DataError, SetpaceError
from setpace.core.recovery import Run, RunKind, advise
from setpace.core.routine import plan_session
from setpace.run.doctor import Terminal, report
from setpace.store.exercises import load_library
from setpace.store.paths import Paths, find_paths
from setpace.store.routines import load_routines, read_routine
from setpace.store.runs import load_runs, write_run
from setpace.store.sessions import Log
from setpace.store.settings import change_setting, load_settings
from setpace.store.shipped import data_dir
from setpace.store.summaries import Summaries
from setpace.store.themes import load_theme, load_themes, read_theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = NEWEST + timedelta(hours=1)
TERMINAL = Terminal(size=(80, 24), environ={"TERM": "xterm"}, encoding="utf-8")

SETTINGS = """\
# mine
unit = "lb"
theme = "paper"
auto_advance = false
flash = true

[rest]
hinge = [60, 120]
olympic-lift = [120, 180]

[cues]
profile = "quiet"
command = "notify-me --at"

[keys]
next = "space, enter"
undo = "u"
"""
ROUTINE = """\
name = "Mine"
level = "beginner"

[[exercises]]
exercise = "kettlebell-deadlift"
sets = 3
reps = 12
rest = [45, 90]

[[exercises]]
exercise = "box-pistol"
sets = 3
reps = 8
each_side = true
"""
EXERCISES = """\
[box-pistol]
name = "Box Pistol"
family = "single-leg-squat"
equipment = "a box"
each_side = true
implements = 2
step_kg = 2.0
start_load_kg = 8.0
start_hint = "none"
muscles = ["quadriceps", "glutes"]
cues = ["slowly", "heel down"]

[barbell-clean]
name = "Clean"
"""
RUNS = """\
[[runs]]
date = 2026-11-24
kind = "race"

[[runs]]
date = 2026-11-22
kind = "easy"
"""
THEME = (data_dir().parents[2] / "themes" / "midnight.toml").read_text(encoding="utf-8")


def paths_in(folder: Path, **files: bytes) -> Paths:
    """A user's folder with good files of every kind, and some that somebody spoiled."""
    shutil.rmtree(folder, ignore_errors=True)
    paths = find_paths({"SETPACE_HOME": str(folder)})
    good = {
        "settings": (paths.settings_file, SETTINGS),
        "exercises": (paths.exercises_file, EXERCISES),
        "routine": (paths.routines_dir / "mine.toml", ROUTINE),
        "theme": (paths.themes_dir / "mine.toml", THEME),
        "runs": (paths.runs_file, RUNS),
        "session": (paths.log_dir / "2026" / "2026-11-23_18-04-11_beginner.toml", FINISHED),
    }
    for name, (file, text) in good.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(files.get(name, text.encode()))
    return paths


def contents(paths: Paths) -> dict[str, bytes]:
    return {str(f): f.read_bytes() for f in sorted(paths.config.rglob("*")) if f.is_file() and "log" not in f.parts}


def use_everything(paths: Paths) -> list[str]:
    """Load all there is as the app does; everything said is a line, and what was loaded can be used."""
    settings = load_settings(paths)
    library, exercise_problems = load_library(paths)
    shelf = load_routines(paths, library)
    themes, theme_problems = load_themes(paths)
    load_theme(paths, settings.settings.theme)
    for routine in shelf.routines:
        plan_session(routine, library, rest_by_family=settings.settings.rest)
    runs = load_runs(paths)
    advise(NOW.date(), NOW.date(), runs.runs)
    broken = [problem for each in shelf.broken for problem in each.problems]
    own = (*settings.problems, *exercise_problems, *shelf.problems, *broken, *theme_problems, *runs.problems)
    problems = list(map(str, own))
    for line in (*problems, *report(paths, TERMINAL, now=NOW)):
        assert line.isprintable(), line
    assert len(themes) >= 5
    assert {"beginner", "intermediate", "advanced"} <= {routine.id for routine in shelf.routines}
    return problems


def test_the_good_files_are_good(tmp_path: Path) -> None:
    assert use_everything(paths_in(tmp_path / "home")) == []


def test_each_value_may_be_anything(tmp_path: Path) -> None:
    paths = paths_in(tmp_path / "home")
    library, _ = load_library(paths)
    mine = paths.routines_dir / "mine.toml"
    loads: list[tuple[str, Path, Callable[[], object]]] = [
        (SETTINGS, paths.settings_file, lambda: load_settings(paths)),
        (EXERCISES, paths.exercises_file, lambda: load_library(paths)),
        (ROUTINE, mine, lambda: read_routine(mine, library, own=True)),
        (THEME, paths.themes_dir / "mine.toml", lambda: read_theme(paths.themes_dir / "mine.toml", own=True)),
        (RUNS, paths.runs_file, lambda: load_runs(paths)),
    ]
    for good, file, load in loads:
        for raw in each_value(good):
            file.write_bytes(raw)
            load()
            assert file.read_bytes() == raw


@examples(30)
@given(raw=spoiled(SETTINGS))
def test_settings_that_went_bad(tmp_path: Path, raw: bytes) -> None:
    paths = paths_in(tmp_path / "home", settings=raw)
    use_everything(paths)
    assert paths.settings_file.read_bytes() == raw
    problems = load_settings(paths).problems
    try:
        change_setting(paths, "unit", "kg")
    except SetpaceError:
        assert paths.settings_file.read_bytes() == raw
    else:
        assert load_settings(paths).settings.unit == "kg"
        assert load_settings(paths).problems == problems


@examples(30)
@given(raw=spoiled(ROUTINE))
def test_a_routine_that_went_bad(tmp_path: Path, raw: bytes) -> None:
    paths = paths_in(tmp_path / "home", routine=raw)
    before = contents(paths)
    use_everything(paths)
    assert contents(paths) == before


@examples(30)
@given(raw=spoiled(EXERCISES))
def test_exercises_that_went_bad(tmp_path: Path, raw: bytes) -> None:
    paths = paths_in(tmp_path / "home", exercises=raw)
    before = contents(paths)
    use_everything(paths)
    assert contents(paths) == before
    begin_another(paths)


@examples(25)
@given(raw=spoiled(RUNS))
def test_runs_that_went_bad(tmp_path: Path, raw: bytes) -> None:
    paths = paths_in(tmp_path / "home", runs=raw)
    use_everything(paths)
    assert paths.runs_file.read_bytes() == raw
    problems = load_runs(paths).problems
    try:
        write_run(paths, NOW.date(), RunKind.HARD)
    except SetpaceError:
        assert paths.runs_file.read_bytes() == raw
    else:
        assert Run(NOW.date(), RunKind.HARD) in load_runs(paths).runs
        assert len(load_runs(paths).problems) <= len(problems)


@examples(25)
@given(raw=spoiled(THEME))
def test_a_theme_that_went_bad(tmp_path: Path, raw: bytes) -> None:
    paths = paths_in(tmp_path / "home", theme=raw)
    before = contents(paths)
    use_everything(paths)
    assert contents(paths) == before


@pytest.mark.parametrize("kind", ["settings", "exercises", "routine", "theme"])
def test_files_to_get_lost_in_take_less_than_two_seconds_each(tmp_path: Path, kind: str) -> None:
    read: dict[str, Callable[[Paths], object]] = {
        "settings": load_settings,
        "exercises": load_library,
        "routine": lambda paths: load_routines(paths, load_library(paths)[0]),
        "theme": load_themes,
    }
    for what in ("keys without end", "tables without end"):  # which others there are `read_toml` knows
        paths = paths_in(tmp_path / "home", **{kind: LARGE[what]()})
        began = time.process_time()
        read[kind](paths)
        assert time.process_time() - began < 2, what


def in_the_way(file: Path, what: str) -> None:
    """Put something in a file's place that is no file."""
    file.unlink()
    match what:
        case "a folder":
            file.mkdir()
        case "a pipe":
            os.mkfifo(file)
        case "a link to itself":
            file.symlink_to(file)
        case "a link to nowhere":
            file.symlink_to(file.parent / "nowhere")
        case "a device":
            file.symlink_to("/dev/zero")
        case _:
            file.symlink_to(file.parent)


@pytest.mark.skipif(os.name != "posix", reason="pipes and links are of POSIX")
@pytest.mark.parametrize(
    "what", ["a folder", "a pipe", "a link to itself", "a link to nowhere", "a device", "a link to its own folder"]
)
def test_what_is_no_file_is_told_of_and_left_alone(tmp_path: Path, what: str) -> None:
    paths = paths_in(tmp_path / "home")
    files = [
        paths.settings_file,
        paths.exercises_file,
        paths.runs_file,
        paths.routines_dir / "mine.toml",
        paths.themes_dir / "mine.toml",
        paths.log_dir / "2026" / "2026-11-23_18-04-11_beginner.toml",
    ]
    for file in files:
        in_the_way(file, what)
    there = [(file, file.lstat().st_ino) for file in files]
    problems = use_everything(paths)
    doctor = "\n".join(report(paths, TERMINAL, now=NOW))
    for file in files:
        assert str(file).replace("mine.toml", "m….toml") in doctor  # the user's own names are cut
    assert len(problems) >= 5
    with pytest.raises(SetpaceError):
        change_setting(paths, "unit", "kg")
    begin_another(paths)
    assert [(file, file.lstat().st_ino) for file in files] == there


@pytest.mark.skipif(os.name != "posix", reason="links are of POSIX")
def test_folders_that_lead_back_to_themselves_cost_nothing_else(tmp_path: Path) -> None:
    paths = paths_in(tmp_path / "home")
    for folder in (paths.routines_dir, paths.themes_dir):
        shutil.rmtree(folder)
        folder.symlink_to(folder)
    for name in ("2024", "2025"):
        (paths.log_dir / name).symlink_to(paths.log_dir / name)
    (paths.log_dir / "2023").symlink_to(paths.log_dir)
    os.mkfifo(paths.log_dir / "2022")
    use_everything(paths)
    read = {name.file.name: found for name, found in Log(paths).recent()}
    assert [name for name, found in read.items() if isinstance(found, DataError)] == ["2025", "2024"]
    assert len(read) == 3
    assert sum(found.summary is None for found in Summaries(paths).recent()) == 2
    begin_another(paths)


@pytest.mark.skipif(os.name != "posix", reason="other systems forbid such names")
def test_file_names_cannot_drive_the_terminal(tmp_path: Path) -> None:
    paths = paths_in(tmp_path / "home")
    names = [text.replace("/", "_").replace("\0", "")[:60] for text in NASTY_TEXTS if text.strip()]
    for folder, text in (
        (paths.routines_dir, ROUTINE),
        (paths.themes_dir, THEME),
        (paths.log_dir / "2026", FINISHED),
        (paths.log_dir / "2026", "nonsense"),
    ):
        for place, name in enumerate(names):
            (folder / f"{name}{place if text == 'nonsense' else ''}.toml").write_text(text, encoding="utf-8")
        (folder / os.fsdecode(b"\xff\x1b[31m.toml")).write_text(text, encoding="utf-8")
    before = contents(paths)
    use_everything(paths)
    assert all(name.file.exists() for name, _ in Log(paths).recent())
    begin_another(paths)
    assert contents(paths) == before
