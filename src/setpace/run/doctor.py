"""`setpace doctor`: where everything is, what the terminal can do, and which files have something wrong.

Its text is made to be pasted into a bug report: it names files and problems, with no data of any set and no word
of the user's. The home folder is `~`, folders named like the user or the computer are `…`, and of file names that the
user thought of the first sign is left.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from setpace import __version__
from setpace.core.errors import DataError, SetpaceError
from setpace.run.doctor_disk import diagnostics, disk_problems, leftovers, privacy, rescued, running
from setpace.run.redaction import Redaction, own_names, without_home, without_names
from setpace.store.exercises import load_library
from setpace.store.routines import load_routines
from setpace.store.runs import load_runs
from setpace.store.sessions import Log, copy_rank
from setpace.store.settings import load_settings
from setpace.store.shipped import data_dir
from setpace.store.themes import SHIPPED_ORDER, load_themes, no_such_theme
from setpace.store.toml_file import is_missing, printable, read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from setpace.core.session import Session
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
    settings = load_settings(paths)
    library, exercise_problems = load_library(paths)
    shelf = load_routines(paths, library)
    themes, theme_problems = load_themes(paths)
    chosen, usable = settings.settings.theme, [theme.id for theme in themes]
    chosen_problems = () if chosen in usable else (no_such_theme(paths, chosen, usable),)
    shipped = read_toml(data_dir() / "exercises.toml").data
    hidden = Redaction.of(
        (*(e.id for e in library), *usable),
        (*shipped, *SHIPPED_ORDER, *(file.stem for file in (data_dir() / "routines").glob("*.toml"))),
        (paths.log_dir, paths.routines_dir, paths.themes_dir),
    )
    log_count, log_problems, unfinished = _log(paths, now, hidden)
    noted, noted_problems = diagnostics(paths.diagnostics_file)
    broken = [problem for routine in shelf.broken for problem in routine.problems]
    runs = load_runs(paths)
    data = (
        *settings.problems,
        *runs.problems,
        *exercise_problems,
        *shelf.problems,
        *broken,
        *theme_problems,
        *chosen_problems,
    )
    rows = [
        ("settings", _place(paths.settings_file)),
        ("exercises", f"{_place(paths.exercises_file)}: {len(library)} with the shipped ones"),
        ("routines", f"{_place(paths.routines_dir)}: {len(shelf.routines)} with the shipped ones"),
        ("runs", _place(paths.runs_file)),
        ("themes", f"{_place(paths.themes_dir)}: {len(themes)} with the shipped ones"),
        ("log", f"{_place(paths.log_dir)}: {log_count}"),
        ("deleted", _place(paths.trash_dir)),
        ("state", _place(paths.state)),
        ("cache", _place(paths.cache)),
        ("diagnostics", noted),
        ("private", privacy(paths)),
        *running(paths, unfinished),
    ]
    return rows, [*(str(hidden.of_problem(problem)) for problem in data), *log_problems, *rescued(), *noted_problems]


def _place(path: Path) -> str:
    """The path, with `(not there yet)` where nothing is."""
    text = printable(str(path))
    if path.is_symlink() and not path.exists():
        return f"{text} (a link to nowhere)"
    return f"{text} (not there yet)" if is_missing(path) else text


def _log(paths: Paths, now: datetime, hidden: Redaction) -> tuple[str, list[str], list[Session]]:
    """How many sessions the log has, which of its files are unreadable, odd or copies, and what is unfinished."""
    log = Log(paths)
    problems, answers = disk_problems(paths)
    if not answers:
        return "not read", problems, []
    try:
        names = log.names()
    except SetpaceError as error:
        return "cannot be read", [printable(str(error)), *problems], []
    problems += leftovers(paths, now)
    sessions: dict[str, Session] = {}
    first: dict[str, Path] = {}
    first_sets: dict[tuple[str, datetime, datetime], Path] = {}
    unreadable = 0
    for name in names:
        try:
            read = log.read(name.file)
        except DataError as error:
            unreadable += 1
            problems.append(str(hidden.of_problem(error.problem)))
            continue
        problems += [str(hidden.of_problem(problem)) for problem in read.problems]
        if read.newer:
            problems.append(f"{hidden.of_file(name.file)}: written by a newer Setpace; update this one to change it")
        else:
            sessions[read.session.id] = max(read.session, sessions.get(read.session.id, read.session), key=copy_rank)
        if read.session.ahead_of(now):
            problems.append(
                f"{hidden.of_file(name.file)}: dated {read.session.started:%Y-%m-%d}, in the future, so it does not "
                "count as the last one; put started, finished and the file's name right"
            )
        original = first.setdefault(read.session.id, name.file)
        if original != name.file:
            problems.append(
                f"{hidden.of_file(name.file)}: the same session as {hidden.of_file(original)} "
                f"(id {hidden.of_id(read.session.id)}), shown once; keep the one that is right, move the other away"
            )
            continue
        twin = first_sets.setdefault(_first_set(read.session), name.file) if read.session.sets else name.file
        if twin != name.file:
            problems.append(
                f"{hidden.of_file(name.file)}: begins with the same set as {hidden.of_file(twin)}, as another session, "
                "so what is in both counts twice; keep the one that is right, move the other away"
            )
    unfinished = [session for session in sessions.values() if session.finished is None]
    return f"sessions {len(first)}, unreadable files {unreadable}", problems, unfinished


def _first_set(session: Session) -> tuple[str, datetime, datetime]:
    """What no two sessions have in common, unless one went on from the other's file."""
    done = session.sets[0]
    return done.exercise, done.started, done.finished


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
