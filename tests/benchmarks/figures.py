"""What is measured, each from outside: spawn, key, bytes, processor time and memory of a program on a terminal."""

from __future__ import annotations

import re
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from terminal.tty_driver import SETPACE, TtyDriver, sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).parent
HOME_SHOWN = r"(?s)Beginner.*Advanced"
SET_SHOWN = r"(?is)\A(?!.*\b(?-i:REST|READY|GO)\b).*\bset\s+\d"
REST_SHOWN = r"\bREST\b"
ROWS_SHOWN = r"\b9\s*/\s*9\b"
RESTS_A_SESSION = 8

_SETTLE_S = 1.5
_SEQUENCE = re.compile(
    rb"\x1b(?:\[[<=>?]?[0-9;:]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()].|[^\[\]()])|[\x00-\x1f]"
)


@dataclass(frozen=True)
class Subject:
    """A program to measure.

    Attributes:
        name: in the table.
        argv: its command.
        home: the folder that is all of the user's files.
        shown: pattern of the text that says it is ready.
    """

    name: str
    argv: tuple[str, ...]
    home: Path
    shown: str

    def open(self) -> TtyDriver:
        """Start it at 80x24."""
        return TtyDriver(self.argv, sandbox(self.home))


@dataclass
class Figure:
    """Measured values of one subject; the median is what is quoted."""

    values: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The middle value."""
        return statistics.median(self.values)

    @property
    def spread(self) -> str:
        """Lowest to highest, `150–171`."""
        return f"{min(self.values):.3g}–{max(self.values):.3g}"


def setpace(name: str, home: Path, *args: str, shown: str = HOME_SHOWN) -> Subject:
    """The program itself, with the arguments given."""
    return Subject(name, (*SETPACE, *args), home, shown)


def minimal(name: str, home: Path, *args: str, shown: str) -> Subject:
    """One of the minimal apps beside this file."""
    return Subject(name, (sys.executable, str(HERE / f"{name}.py"), *args), home, shown)


def interleaved(
    subjects: Sequence[Subject], rounds: int, measure: Callable[[Subject], Sequence[float]]
) -> dict[str, Figure]:
    """Measure A B C A B C …, so that a busy minute of the machine falls on all alike.

    A first round is thrown away: it fills the page cache and writes what is compiled or cached only once.
    """
    figures = {subject.name: Figure() for subject in subjects}
    for subject in subjects:
        with subject.open() as program:
            program.wait_for(subject.shown, timeout_s=60)
            program.run_for(_SETTLE_S)
    for _ in range(rounds):
        for subject in subjects:
            figures[subject.name].values.extend(measure(subject))
    return figures


def start_ms(subject: Subject) -> list[float]:
    """Milliseconds from spawning the program to its first text on the screen."""
    with subject.open() as program:
        return [(program.wait_for(subject.shown).at - program.started_at) * 1000]


def memory_mb(subject: Subject) -> list[float]:
    """Resident megabytes (10^6) once the program has settled."""
    with subject.open() as program:
        program.wait_for(subject.shown)
        program.run_for(_SETTLE_S)
        return [psutil.Process(program.pid).memory_info().rss / 1e6]


def history_ms(subject: Subject) -> list[float]:
    """Milliseconds from the key on home to the first rows of the history."""
    with subject.open() as program:
        program.wait_for(subject.shown)
        program.run_for(_SETTLE_S)
        return [press_ms(program, "h", ROWS_SHOWN)]


def press_ms(program: TtyDriver, key: str, shown: str) -> float:
    """Milliseconds from a key press to the chunk of output that completes the text."""
    pressed = program.press_next(key)
    return (program.wait_for(shown).at - pressed) * 1000


def to_rest(program: TtyDriver, subject: Subject) -> None:
    """Bring the program to what is measured of it: setpace into a rest, a minimal app onto the screen."""
    program.wait_for(subject.shown)
    if subject.shown == SET_SHOWN:
        program.press_next()
        program.wait_for(REST_SHOWN)
    program.run_for(_SETTLE_S)


def rest_per_minute(subject: Subject, window_s: float) -> tuple[float, float, float]:
    """Processor seconds a minute, kilobytes (10^3) a minute to the terminal, and resident megabytes of a rest."""
    with subject.open() as program:
        to_rest(program, subject)
        process = psutil.Process(program.pid)
        cpu_s, written = processor_s(process), len(program.screen.raw)
        program.run_for(window_s)
        a_minute = 60 / window_s
        return (
            (processor_s(process) - cpu_s) * a_minute,
            (len(program.screen.raw) - written) * a_minute / 1000,
            process.memory_info().rss / 1e6,
        )


def processor_s(process: psutil.Process) -> float:
    """Processor seconds of all threads so far; Linux counts them to the nanosecond, elsewhere to the tick."""
    threads = Path(f"/proc/{process.pid}/task")
    try:
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads.iterdir()) / 1e9
    except OSError:
        times = process.cpu_times()
        return times.user + times.system


def cells_of_set_done(subject: Subject) -> int:
    """How many cells setpace writes for the change from set to rest: what the minimal app must write too."""
    with subject.open() as program:
        program.wait_for(subject.shown)
        program.run_for(_SETTLE_S)
        written = len(program.screen.raw)
        program.press_next()
        program.wait_for(REST_SHOWN)
        return len(_SEQUENCE.sub(b"", bytes(program.screen.raw[written:])).decode(errors="replace"))


def set_done_ms(subject: Subject) -> list[float]:
    """Milliseconds from each press of space that ends a set to the rest on the screen, over one session."""
    with subject.open() as program:
        program.wait_for(subject.shown)
        program.run_for(_SETTLE_S)
        times: list[float] = []
        for _ in range(RESTS_A_SESSION):
            times.append(press_ms(program, "space", REST_SHOWN))
            press_ms(program, "space", SET_SHOWN if subject.shown == SET_SHOWN else "LIFT")
        return times
