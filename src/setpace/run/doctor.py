"""`setpace doctor`: where everything is, what the terminal can do, and which files have something wrong.

Its text is made to be pasted into a bug report: it names files and problems, with no data of any set. Of what the user
wrote only the paths of the folders stay, in them the home folder as `~` and those named like the user or the computer
as `…`; of file names that the user thought of the first sign is left. It is there in time, whatever disk hangs.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from setpace import __version__
from setpace.core.errors import Problem
from setpace.core.exercise import Library
from setpace.run.disk import loosely
from setpace.run.doctor_ask import Asking, answer_or
from setpace.run.doctor_disk import disk_problems
from setpace.run.doctor_files import PlacesLook
from setpace.run.doctor_log import LogLook, deleted_problems
from setpace.run.redaction import Redaction, own_names, without_home, without_names
from setpace.store.exercises import load_library
from setpace.store.routines import RoutineShelf, load_routines
from setpace.store.runs import LoadedRuns, load_runs
from setpace.store.settings import LoadedSettings, load_settings, settings_of
from setpace.store.shipped import data_dir
from setpace.store.themes import SHIPPED_ORDER, load_themes, no_such_theme
from setpace.store.toml_file import printable, read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from setpace.store.paths import Paths

_SMALLEST = (40, 12)
"""Columns and rows below which the app shows only a message."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the program stands on.

    Attributes:
        size: columns and rows; None = the output is no terminal.
        environ: the environment: TERM, COLORTERM and NO_COLOR are read.
        encoding: of the output.
    """

    size: tuple[int, int] | None
    environ: Mapping[str, str]
    encoding: str


def report(paths: Paths, terminal: Terminal, cues: Sequence[tuple[str, str]] = (), *, now: datetime) -> list[str]:
    """The lines of the report; nothing is changed, and what is tried out leaves nothing behind.

    Args:
        paths: where everything is.
        terminal: what the program stands on.
        cues: what can be heard, by layer, as `setpace.run.sound_check` finds it; empty = not asked for.
        now: sessions dated in the future are named.
    """
    files, problems = _files(paths, now)
    version = ".".join(map(str, sys.version_info[:3]))
    lines = [f"setpace {__version__}, Python {version}, {sys.platform}", "", "Files", *_aligned(files)]
    lines += ["", "Terminal", *_aligned(_terminal(terminal))]
    if cues:
        lines += ["", "Cues", *_aligned(cues)]
    lines += ["", "Problems", *(f"  {problem}" for problem in problems or ["none"])]
    names = own_names()
    return [without_names(without_home(line), names) for line in lines]


def _aligned(rows: Sequence[tuple[str, str]]) -> list[str]:
    width = max(len(label) for label, _ in rows)
    return [f"  {label.ljust(width)}  {value}" for label, value in rows]


def _files(paths: Paths, now: datetime) -> tuple[list[tuple[str, str]], list[str]]:
    """Every place with what is there, and every problem as one line."""
    disk = Asking()
    saving, answers = disk_problems(paths, now, disk)  # first, while there is patience for a slow disk
    own = _own_files(paths, disk)
    log = LogLook(paths, now, own.hidden, disk) if answers else None
    deleted = deleted_problems(paths, own.hidden, disk) if answers else []
    places = PlacesLook(paths, now, log, disk)
    rows = places.rows({**own.counts, "log": log.count if log else "not read"})
    of_sessions = log.problems if log else []
    return rows, [*own.problems, *saving, *places.cut_short, *of_sessions, *deleted, *places.lost, *places.noted]


class _OwnFiles(NamedTuple):
    """What was read of the user's own files.

    Attributes:
        counts: what there is, by the label of its row.
        problems: one line each.
        hidden: takes the user's words out.
    """

    counts: dict[str, str]
    problems: list[str]
    hidden: Redaction


def _own_files(paths: Paths, disk: Asking) -> _OwnFiles:
    """All but the log; what is on a disk that does not answer is told of as that."""
    asked_settings = loosely(partial(load_settings, paths))
    asked_library = loosely(partial(load_library, paths))
    asked_themes = loosely(partial(load_themes, paths))
    asked_runs = loosely(partial(load_runs, paths))
    disk.wait_for(asked_settings, asked_library, asked_themes, asked_runs)
    settings = answer_or(
        asked_settings, lambda why: LoadedSettings(settings_of({}, {}), (_unread(paths.settings_file, why),))
    )
    library, exercise_problems = answer_or(asked_library, lambda why: _shipped_only(paths, why))
    asked_shelf = loosely(partial(load_routines, paths, library))
    themes, theme_problems = answer_or(asked_themes, lambda why: ((), (_unread(paths.themes_dir, why),)))
    runs = answer_or(asked_runs, lambda why: LoadedRuns((), (_unread(paths.runs_file, why),)))
    chosen, usable = settings.settings.theme, [theme.id for theme in themes]
    asked_theme = loosely(partial(no_such_theme, paths, chosen, usable)) if usable and chosen not in usable else None
    disk.wait_for(asked_shelf, *([asked_theme] if asked_theme else []))
    shelf = answer_or(asked_shelf, lambda why: RoutineShelf((), (), (_unread(paths.routines_dir, why),)))
    problems = (
        *settings.problems,
        *runs.problems,
        *exercise_problems,
        *shelf.problems,
        *(problem for routine in shelf.broken for problem in routine.problems),
        *theme_problems,
        *((answer_or(asked_theme, partial(_unread, paths.settings_file)),) if asked_theme else ()),
    )
    hidden = _hidden(paths, [*(exercise.id for exercise in library), *usable])
    counted = {
        "exercises": f"{len(library)} with the shipped ones",
        "routines": f"{len(shelf.routines)} with the shipped ones" if shelf.routines else "not read",
        "themes": f"{len(themes)} with the shipped ones" if themes else "not read",
    }
    return _OwnFiles(counted, [str(hidden.of_problem(problem)) for problem in problems], hidden)


def _hidden(paths: Paths, ids: Sequence[str]) -> Redaction:
    """Hides those of `ids` that do not come with the program, and the names of the user's files."""
    shipped = read_toml(data_dir() / "exercises.toml").data
    routines = (file.stem for file in (data_dir() / "routines").glob("*.toml"))
    return Redaction.of(
        ids, (*shipped, *SHIPPED_ORDER, *routines), (paths.log_dir, paths.routines_dir, paths.themes_dir)
    )


def _unread(path: Path, why: str) -> Problem:
    return Problem(printable(str(path)), None, why)


def _shipped_only(paths: Paths, why: str) -> tuple[Library, tuple[Problem, ...]]:
    """The exercises where the user's own cannot be read, and why; it tells routines that need one of them too."""
    shipped, _ = load_library(replace(paths, config=data_dir() / "nowhere"))
    unread = _unread(paths.exercises_file, why)
    return Library({exercise.id: exercise for exercise in shipped}, {}, unread), (unread,)


def _terminal(terminal: Terminal) -> list[tuple[str, str]]:
    environ = terminal.environ
    if terminal.size is None:
        size = "the output is not a terminal"
    else:
        columns, rows = terminal.size
        small = columns < _SMALLEST[0] or rows < _SMALLEST[1]
        size = f"{columns}x{rows}" + (f", too small: {_SMALLEST[0]}x{_SMALLEST[1]} is needed" if small else "")
    return [
        ("size", size),
        ("TERM", printable(environ.get("TERM", "")) or "not set"),
        ("colours", _colours(environ)),
        ("encoding", terminal.encoding),
    ]


def _colours(environ: Mapping[str, str]) -> str:
    """What the terminal says of its colours, as Rich reads it; sixteen is safest left to the theme of that name."""
    term, truecolor = environ.get("TERM", "").lower(), environ.get("COLORTERM", "").strip().lower()
    if environ.get("NO_COLOR"):
        return "none wanted (NO_COLOR is set)"
    if term in ("dumb", "unknown"):
        return f"none (TERM={term})"
    if truecolor in ("truecolor", "24bit"):
        return f"16 million (COLORTERM={truecolor})"
    if term.endswith(("256color", "-direct", "kitty")):
        return "256"
    return "16 (the theme sixteen is made for that)"
