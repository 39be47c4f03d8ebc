"""The user's runs, planned and done: `runs.toml`, written by hand or by the app, heeded by the coach."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from setpace.core.errors import DataError, Problem
from setpace.core.recovery import Run, RunKind
from setpace.store.toml_fields import Fields, in_file_order
from setpace.store.toml_file import changed_meanwhile, is_missing, printable, read_toml

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from setpace.store.paths import Paths

_FRESH = """\
# Runs, planned and done. The coach advises no heavy session the day before a race or a hard run.
# [[runs]]
# date = 2026-11-24
# kind = "race"  # easy, hard or race

"""
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class LoadedRuns:
    """The runs, and everything wrong with their file.

    Attributes:
        runs: in the order of the file; a run with something wrong about it is not among them.
        problems: empty where the file is in order or missing.
    """

    runs: tuple[Run, ...] = ()
    problems: tuple[Problem, ...] = ()


def load_runs(paths: Paths) -> LoadedRuns:
    """The runs of the user; without a file none. The file is only read."""
    file = paths.runs_file
    if is_missing(file):
        return LoadedRuns()
    try:
        toml = read_toml(file)
    except DataError as error:
        return LoadedRuns((), (error.problem,))
    top = Fields(toml, [], "the file of runs")
    top.check_known(("runs",))
    runs = [run for entry in top.tables("runs", "a run") if (run := _run(entry)) is not None]
    return LoadedRuns(tuple(runs), in_file_order(top.problems))


def _run(entry: Fields) -> Run | None:
    """One run; None if something about it is wrong."""
    entry.check_known(("date", "kind"))
    if "date" not in entry.values:
        entry.missing("date", "date = 2026-11-24")
    if "kind" not in entry.values:
        entry.missing("kind", 'kind = "easy"')
    day, kind = entry.day("date"), entry.choice("kind", tuple(RunKind))
    return None if day is None or kind is None else Run(day, RunKind(kind))


def write_run(paths: Paths, day: date, kind: RunKind | None) -> None:
    """Say what is run on a day; the file's comments and other days stay. A missing file is made, with an example.

    Args:
        paths: where the file is.
        day: the day; what the file says of it so far is replaced.
        kind: the run; None: none that day.

    Raises:
        DataError: the file has a problem already, or could not be changed safely, or cannot be written; it stays as
            it is.
    """
    from setpace.store.atomic import write_made_of  # noqa: PLC0415 - only a change needs it

    problems = load_runs(paths).problems
    if problems:
        raise DataError(problems[0])
    file = paths.runs_file
    before, bom = _FRESH, ""
    try:
        raw = None if is_missing(file) else file.read_bytes()
        if raw is not None:
            before = read_toml(file).text
            bom = _BOM if raw.startswith(_BOM.encode()) else ""
        after = _changed(before, day, kind)
        if "\r\n" in before and before.count("\r\n") == before.count("\n"):
            after = after.replace("\r\n", "\n").replace("\n", "\r\n")
        _check(file, before, after, day, kind)
        is_written = write_made_of(file, raw, (bom + after).encode())
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}"
        raise DataError(Problem(printable(str(file)), None, what)) from error
    if not is_written:
        raise DataError(changed_meanwhile(file))


def _changed(text: str, day: date, kind: RunKind | None) -> str:
    """The document with the runs of one day replaced."""
    import tomlkit  # noqa: PLC0415 - slow to import, and only a change needs it

    document: Any = tomlkit.parse(text)
    runs: Any = document.get("runs")
    if runs is None:
        runs = tomlkit.aot()
        if kind is not None:
            document["runs"] = runs
    for place in reversed([place for place, run in enumerate(runs) if run["date"] == day]):
        del runs[place]
    if kind is not None:
        run: Any = tomlkit.table() if isinstance(runs, tomlkit.items.AoT) else tomlkit.inline_table()
        run["date"], run["kind"] = day, str(kind)
        runs.append(run)
    elif "runs" in document and not runs:
        del document["runs"]
    after: str = tomlkit.dumps(document)
    return after


def _check(file: Path, before: str, after: str, day: date, kind: RunKind | None) -> None:
    """Make sure that the change does this one thing and nothing else, whatever odd shape the file has."""
    kept = [run for run in tomllib.loads(before).get("runs", []) if run["date"] != day]
    wanted = kept if kind is None else [*kept, {"date": day, "kind": str(kind)}]
    try:
        done = tomllib.loads(after).get("runs", []) == wanted
    except tomllib.TOMLDecodeError:
        done = False
    if not done:
        what = f"the run of {day} could not be changed without touching other lines; change it by hand"
        raise DataError(Problem(printable(str(file)), None, what))
