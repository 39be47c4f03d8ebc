"""The command line. Every heavy import stands inside the sub-command that needs it; the app comes last of all."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO, TypeVar

from setpace.core.errors import SetpaceError, UsageError
from setpace.store.paths import find_paths
from setpace.store.toml_file import nearest, printable

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Sequence

    from setpace.core.errors import Problem
    from setpace.core.exercise import Library
    from setpace.core.routine import Routine
    from setpace.store.paths import Paths
    from setpace.store.routines import RoutineShelf
    from setpace.ui.first_files import FirstFiles

Answer = TypeVar("Answer")

_FINE, _ERROR, _USAGE = 0, 1, 2
_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the words after the program's name; None = those of the process.

    Returns:
        The exit status: 0 fine, 1 an error that stands in one line on stderr, 2 wrong usage; of the app its own.
    """
    _never_fail_on_a_letter(sys.stdout)
    try:
        try:
            return _run(sys.argv[1:] if argv is None else argv)
        finally:
            _flush(sys.stdout)
    except SetpaceError as error:
        return _complain(str(error), _USAGE if isinstance(error, UsageError) else _ERROR)
    except BrokenPipeError:  # the reader has seen enough, as in `setpace log | head`
        _drop_output()
        return _FINE
    except OSError as error:
        _drop_output()
        where = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
        return _complain(f"{where}{error.strerror or error}", _ERROR)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - an error of ours: noted in full where it does not frighten
        from setpace.run.diagnostics import note_internal_error

        _drop_output()
        return _complain(note_internal_error(find_paths(os.environ), error), _ERROR)


def _run(words: Sequence[str]) -> int:
    """Run what the words ask for; the shortest ways into the app do without argparse, which costs some of a start."""
    match [*words]:
        case []:
            return _app(find_paths(os.environ), "home")
        case ["start", str(routine)] if not routine.startswith("-"):
            return _start(find_paths(os.environ), routine, plain=False)
        case _:
            from setpace.usage import parse

            return _run_parsed(parse(words))


def _run_parsed(args: Namespace) -> int:
    paths = find_paths(os.environ)
    match args.command:
        case "start":
            return _start(paths, args.routine, plain=args.plain)
        case "history":
            return _app(paths, "history")
        case "log":
            return _log(paths, args.number, as_json=args.json)
        case "routines":
            return _list_routines(paths) if args.routine is None else _show_routine(paths, args.routine)
        case "doctor":
            return _doctor(paths, sound=args.sound)
        case _:  # what some versions of argparse make of `setpace --`
            return _app(paths, "home")


def _app(paths: Paths, open_at: str, routine: Routine | None = None) -> int:
    """Open the app, once it is sure that it can show something and (but for looking back) save something."""
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        raise SetpaceError(
            "the app needs a terminal for keys and screen; setpace start --plain and setpace log need none"
        )
    import gc

    gc.disable()  # a collection during start-up costs as much as an import; on again after the first frame
    from setpace.store.sessions import Log
    from setpace.ui.launch import run_app  # before the next one: the other way round both take longer

    def read() -> tuple[FirstFiles, str | None]:
        from setpace.ui.first_files import read_first_files

        trouble = None
        try:
            Log(paths).check_writable()
        except SetpaceError as error:
            if open_at != "history":
                raise
            trouble = f"{error}; past sessions can be looked at"
        return read_first_files(paths), trouble

    files, trouble = _patiently(read)
    return run_app(paths, files, open_at, routine, trouble)


def _start(paths: Paths, routine_id: str | None, *, plain: bool) -> int:
    """Begin a session, on the screen or on plain lines."""
    routine = _patiently(lambda: _routine_to_start(paths, routine_id))
    if not plain:
        return _app(paths, "workout", routine)
    from setpace.run.plain import run_plain
    from setpace.store.settings import load_settings

    (library, _, problems), loaded = _patiently(lambda: (_shelf(paths), load_settings(paths)))
    _tell((*problems, *loaded.problems))
    status = run_plain(paths, routine, library, loaded.settings, stdin=sys.stdin, stdout=sys.stdout, environ=os.environ)
    if status != _FINE:
        try:
            _flush(sys.stdout)
        except OSError:  # the terminal is gone, and the status says so
            _drop_output()
    return status


def _patiently(read: Callable[[], Answer]) -> Answer:
    """What is read, however long it takes: without it there is nothing to show. `ctrl+c` ends the wait."""
    from setpace.run.disk import wait_for_disk

    return wait_for_disk(read, _say_that_it_waits)


def _say_that_it_waits() -> None:
    with suppress(OSError):  # nobody reads that, but what comes of it perhaps
        _say("setpace: still waiting for your files (the disk may not answer); ctrl+c ends the wait")


def _shelf(paths: Paths) -> tuple[Library, RoutineShelf, tuple[Problem, ...]]:
    from setpace.store.exercises import load_library
    from setpace.store.routines import load_routines

    library, problems = load_library(paths)
    return library, load_routines(paths, library), problems


def _routine_to_start(paths: Paths, routine_id: str | None) -> Routine:
    """The routine of an id, or the one last done.

    Raises:
        SetpaceError: its file is broken. Where a shipped one stands in for it that one is named and not begun: it is
            another plan than was asked for, and a session is logged for good.
    """
    _, shelf, _ = _shelf(paths)
    by_id = {routine.id: routine for routine in shelf.routines}
    broken = {routine.id for routine in shelf.broken}
    if routine_id is None:
        from setpace.run.clock import SystemClock
        from setpace.store.sessions import Log, ahead_stamp

        now = SystemClock().now()
        latest = ahead_stamp(now)
        done = (name.routine for name in Log(paths).names() if name.stamp <= latest)
        there = (name for name in (*done, "beginner") if name in by_id or name in broken)
        routine_id = next(there, shelf.routines[0].id)
    if routine_id in by_id and routine_id not in broken:
        return by_id[routine_id]
    raise _no_such(routine_id, shelf)


def _no_such(routine_id: str, shelf: RoutineShelf) -> SetpaceError:
    """Why there is no routine of that id: its file is broken, or the word is mistyped."""
    for broken in shelf.broken:
        if broken.id == routine_id:
            instead = [
                f"; until it is right setpace offers the shipped {r.name}" for r in shelf.routines if r.id == routine_id
            ]
            return SetpaceError("".join((str(broken.problems[0]), *instead)))
    ids = [routine.id for routine in shelf.routines]
    near = nearest(routine_id.lower(), ids)
    hint = f"did you mean {near}?" if near else "setpace routines lists them all"
    return UsageError(f"there is no routine {routine_id!r}, {hint}")


def _log(paths: Paths, number: int | None, *, as_json: bool) -> int:
    from itertools import chain, islice

    from setpace.run.log_text import log_json, log_lines, past_sessions
    from setpace.store.exercises import load_library
    from setpace.store.sessions import Log

    recent = Log(paths).recent()
    # Only the first is waited for: reading all of a large log takes its time on the best of disks.
    (library, _), newest = _patiently(lambda: (load_library(paths), [*islice(recent, 1)]))
    sessions, problems = past_sessions(chain(newest, recent), number)
    if as_json:
        print(log_json(sessions, library))
    elif sessions:
        print("\n".join(log_lines((session for _, session in sessions), library)))
    elif not problems:
        print("No session yet: setpace start begins one.")
    _tell(problems)
    return _FINE


def _list_routines(paths: Paths) -> int:
    from setpace.core.units import counted
    from setpace.run.columns import aligned

    _, shelf, problems = _patiently(lambda: _shelf(paths))
    rows = []
    for routine in shelf.routines:
        exercises = counted(len(routine.exercises), "exercise")
        sets = counted(sum(entry.sets for entry in routine.exercises), "set")
        rows.append((routine.id, f"{routine.name}: {exercises}, {sets}"))
    rows += [(broken.id, f"broken: {broken.problems[0]}") for broken in shelf.broken]
    print("\n".join(aligned(rows)))
    _tell((*problems, *shelf.problems))
    return _FINE


def _show_routine(paths: Paths, id_or_file: str) -> int:
    """Show a routine by its id, or check a file: what has a folder or `.toml` in its name is a file."""
    from pathlib import Path

    from setpace.store.routines import read_routine

    library, shelf, problems = _patiently(lambda: _shelf(paths))
    routine = next((r for r in shelf.routines if r.id == id_or_file), None)
    found: tuple[Problem, ...] = ()
    broken = next((b for b in shelf.broken if b.id == id_or_file), None)
    if broken is not None:  # also where a shipped one stands in for it: that is not what was asked for
        routine, found = None, broken.problems
    elif routine is not None:
        problems += tuple(odd for odd in shelf.problems if odd.file == printable(routine.file))
    elif id_or_file.endswith(".toml") or Path(id_or_file).name != id_or_file:
        routine, found = _patiently(lambda: read_routine(Path(id_or_file), library, own=True))
    else:
        raise _no_such(id_or_file, shelf)
    if routine is not None:
        print("\n".join(_routine_lines(paths, routine, library)))
    _tell((*problems, *found))
    return _ERROR if found else _FINE


def _routine_lines(paths: Paths, routine: Routine, library: Library) -> list[str]:
    """A routine as it would be done today, with the user's own rests."""
    from setpace.core.routine import estimate_s, plan_session
    from setpace.core.units import about_text
    from setpace.run.columns import aligned
    from setpace.store.settings import load_settings

    rest_by_family = _patiently(lambda: load_settings(paths)).settings.rest
    plan = plan_session(routine, library, rest_by_family=rest_by_family)
    lines = [f"{routine.name}, {about_text(estimate_s(plan))}"]
    rows = []
    for entry in routine.exercises:
        exercise = library[entry.exercise]
        each_side = exercise.each_side if entry.each_side is None else entry.each_side
        rest = entry.rest or rest_by_family[exercise.family]
        work = f"{entry.sets} × {entry.reps}{' each side' if each_side else ''}"
        rows.append((library.name(entry.exercise), work, f"rest {rest.min_s}–{rest.max_s} s"))
    return lines + [f"  {line}" for line in aligned(rows)]


def _doctor(paths: Paths, *, sound: bool) -> int:
    from setpace.run.clock import SystemClock
    from setpace.run.doctor import Terminal, report
    from setpace.run.doctor_cues import cues_found, sound_check

    if sound:
        for layer, result in sound_check(paths, os.environ).tried(sys.stdout if _is_terminal(sys.stdout) else None):
            print(f"{layer}: {result}", flush=True)  # each may take a while
        return _FINE
    size = os.get_terminal_size(sys.stdout.fileno()) if _is_terminal(sys.stdout) else None
    terminal = Terminal(
        size=None if size is None else (size.columns, size.lines),
        environ=os.environ,
        encoding=sys.stdout.encoding if sys.stdout else "none",
    )
    print("\n".join(report(paths, terminal, cues_found(paths, os.environ), now=SystemClock().now())))
    return _FINE


# ------------------------------------------------------------------------------------------------ output


def _tell(problems: Iterable[Problem]) -> None:
    """Each problem on its own line of stderr, as `FILE:LINE: what`."""
    for problem in problems:
        _say(str(problem))


def _complain(what: str, status: int) -> int:
    _say(f"setpace: {printable(what)}")
    return status


def _say(line: str) -> None:
    """Write a line to stderr; one closed by the caller (`2>&-`) is None, which `print` would take for stdout."""
    if sys.stderr is not None:
        print(line, file=sys.stderr, flush=True)


def _is_terminal(stream: TextIO | None) -> bool:
    """Whether the stream is a terminal; one closed by the caller (`>&-`) is None."""
    return stream is not None and stream.isatty()


def _never_fail_on_a_letter(stream: TextIO | None) -> None:
    """Where the output's encoding lacks a letter of a name, print it escaped."""
    from io import TextIOWrapper

    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def _flush(stream: TextIO | None) -> None:
    """Write out now what is printed: a full disk or a closed pipe is told of here, not when Python ends."""
    if stream is not None:
        stream.flush()


def _drop_output() -> None:
    """What is still in the buffer cannot be written: let Python throw it away at its end without a word."""
    try:
        descriptor = sys.stdout.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
    except (OSError, ValueError, AttributeError):
        return
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
