"""Measures the history and the progress with 10 and with 10,000 sessions, and the ways to read a log.

    python tests/benchmarks/scale.py [--quick]

Takes about four minutes (quick: two). Prints a table; nothing is asserted: a busy machine spoils times, and only the
ratios of one interleaved run can be quoted. A TOML library is measured only where it is installed.
"""

from __future__ import annotations

import argparse
import importlib
import shutil
import sys
import tempfile
import time
import tomllib
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import figures as fig
from terminal.log_files import make_log

from setpace.core.progress import points_of
from setpace.store.exercises import load_library
from setpace.store.paths import Paths
from setpace.store.sessions import Log
from setpace.store.summaries import Summaries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from terminal.tty_driver import TtyDriver

SIZES = (10, 10_000)
MOVES = 8
ALL_READ_S = 60.0
NONE_LEFT = r"\b0 of 10\b|\b0 of 10,000\b"
"""What the filter says when no session has a Q in it."""


def opened(subject: fig.Subject, key: str, shown: str) -> tuple[TtyDriver, float]:
    """The program with a screen open, and the milliseconds from the key to what is shown of it first."""
    program = subject.open()
    program.wait_for(subject.shown)
    program.run_for(3.0)  # home reads some files behind its first frame
    return program, fig.press_ms(program, key, shown)


def screen_ms(subject: fig.Subject, key: str, shown: str) -> tuple[float, list[float], float | None]:
    """Milliseconds to open a screen, of cursor moves on it once all is read, and of a letter typed into its filter."""
    program, first = opened(subject, key, shown)
    with program:
        program.wait_until_gone("reading…", timeout_s=ALL_READ_S)
        program.run_for(0.5)
        moves: list[float] = []
        for _ in range(MOVES):
            marked = next(line for line in program.screen_text().splitlines() if "▌ 20" in line)[:14]
            pressed = program.press_next("down")
            at = program.wait_for(rf"^▌ 20(?!{marked[4:12]})", timeout_s=5).at
            moves.append((at - pressed) * 1000)
        if shown != fig.ROWS_SHOWN:
            return first, moves, None
        program.press_next("/")
        program.run_for(0.5)
        return first, moves, fig.press_ms(program, "Q", NONE_LEFT)


def screens(work: Path, rounds: int) -> Iterator[str]:
    """Opening and moving, with few and with many sessions, interleaved; and opening with no cache yet."""
    subjects = []
    for count in SIZES:
        subject = fig.setpace(f"{count:,}", work / str(count))
        make_log(subject.home / "setpace", count)
        subjects.append(subject)
    for name, key, shown in (("history", "h", fig.ROWS_SHOWN), ("progress", "p", r"▌ 20\d\d")):
        firsts = {subject.name: fig.Figure() for subject in subjects}
        moves = {subject.name: fig.Figure() for subject in subjects}
        letters = {subject.name: fig.Figure() for subject in subjects}
        without = {subject.name: fig.Figure() for subject in subjects}
        for _ in range(rounds):
            for subject in subjects:
                shutil.rmtree(subject.home / "setpace" / "cache", ignore_errors=True)
                program, first = opened(subject, key, shown)
                with program:
                    program.wait_until_gone("reading…", timeout_s=ALL_READ_S)
                without[subject.name].values.append(first)
            for subject in subjects:
                first, moved, letter = screen_ms(subject, key, shown)
                letters[subject.name].values += [] if letter is None else [letter]
                firsts[subject.name].values.append(first)
                moves[subject.name].values.extend(moved)
        for what, figures in (
            ("key to first rows", firsts),
            ("key to first rows, no cache yet", without),
            ("cursor move", moves),
            ("a letter of the filter", letters),
        ):
            if not figures["10"].values:
                continue
            many, few = figures["10,000"], figures["10"]
            yield (
                f"| {name}: {what} | {many.median:.0f} ms ({many.spread}) | {few.median:.0f} ms ({few.spread}) "
                f"| {many.median / few.median:.2f} |"
            )


def timed(do: Callable[[], object]) -> float:
    """Seconds that something takes."""
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def reading(work: Path) -> Iterator[str]:
    """Reading the whole log of 10,000, in every way."""
    home = work / "10000" / "setpace"
    paths = Paths(home, home, home / "state", home / "cache")
    library, _ = load_library(paths)
    shutil.rmtree(paths.cache, ignore_errors=True)
    yield f"| the log, every file parsed | {timed(lambda: list(Log(paths).recent())):.2f} s |"
    yield f"| the log in short, no cache yet | {timed(lambda: list(Summaries(paths).recent())):.2f} s |"
    yield f"| the log in short, out of the cache | {timed(lambda: list(Summaries(paths).recent())):.2f} s |"
    found = [each.summary for each in Summaries(paths).recent() if each.summary is not None]
    yield f"| the points of all exercises | {timed(lambda: [points_of(each, library) for each in found]):.2f} s |"
    texts = [name.file.read_text(encoding="utf-8") for name in islice(Log(paths).names(), 1000)]
    for name in ("tomllib", "tomli", "rtoml"):
        try:
            loads = tomllib.loads if name == "tomllib" else importlib.import_module(name).loads
        except ModuleNotFoundError:
            yield f"| parse alone, {name} | not installed |"
            continue
        each_us = timed(lambda loads=loads: [loads(text) for text in texts]) / len(texts) * 1e6  # type: ignore[misc]
        yield f"| parse alone, {name} | {each_us:.0f} µs a file |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure setpace with 10 and with 10,000 sessions.")
    parser.add_argument("--quick", action="store_true", help="few rounds, for a first look")
    rounds = 2 if parser.parse_args().quick else 7
    out = sys.stdout
    with tempfile.TemporaryDirectory(prefix="setpace-scale-") as folder:
        out.write("| what, at 80x24 | 10,000 sessions: median (range) | 10 sessions | ratio |\n|---|---|---|---|\n")
        for line in screens(Path(folder), rounds):
            out.write(line + "\n")
            out.flush()
        out.write("\n| 10,000 sessions | |\n|---|---|\n")
        for line in reading(Path(folder)):
            out.write(line + "\n")
            out.flush()


if __name__ == "__main__":
    main()
