"""Measures setpace beside minimal Textual apps and prints the table of the README.

    python tests/benchmarks/measure.py [--quick] [--only start|rest|keys]

Takes about eight minutes (quick: two, for a first look). Nothing is asserted: a busy machine spoils times, and only the
ratios of one interleaved run can be quoted.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import figures as fig
from terminal.log_files import make_log

if TYPE_CHECKING:
    from benchmarks.figures import Figure


@dataclass(frozen=True)
class Effort:
    """How much is measured: rounds of start-up, of memory, of a rest and of keys; seconds of a rest."""

    starts: int
    others: int
    rest_s: float


FULL = Effort(starts=21, others=5, rest_s=20)
QUICK = Effort(starts=5, others=1, rest_s=8)


def row(what: str, ours: Figure, name: str, base: Figure, unit: str, promise: str = "") -> str:
    """One line of the table: medians with their spread, and their ratio."""
    return (
        f"| {what} | {ours.median:.3g} {unit} ({ours.spread}) | {name} {base.median:.3g} {unit} ({base.spread}) "
        f"| {ours.median / base.median:.2f} | {promise} |"
    )


def start_rows(work: Path, effort: Effort) -> list[str]:
    """Start-up and memory of home, with logs of several lengths, beside hello."""
    hello = fig.minimal("hello", work / "hello", shown="hello")
    homes = [fig.setpace(f"{count:,}", work / f"home{count}") for count in (0, 1_500, 10_000)]
    for subject, count in zip(homes, (0, 1_500, 10_000), strict=True):
        make_log(subject.home / "setpace", count)
    starts = fig.interleaved([hello, *homes], effort.starts, fig.start_ms)
    promises = ["≤ 1.3", "", ""]
    rows = [
        row(
            f"home, {subject.name} sessions: start to first text",
            starts[subject.name],
            "hello",
            starts["hello"],
            "ms",
            p,
        )
        for subject, p in zip(homes, promises, strict=True)
    ]
    memory = fig.interleaved([hello, homes[0]], effort.others, fig.memory_mb)
    rows.append(row("home: resident memory", memory["0"], "hello", memory["hello"], "MB", "≤ 1.3"))
    few = fig.setpace("10", work / "home10")
    make_log(few.home / "setpace", 10)
    opened = fig.interleaved([few, homes[-1]], effort.others, fig.history_ms)
    rows.append(
        row("history, 10,000 sessions: key to first rows", opened["10,000"], "with 10 sessions", opened["10"], "ms")
    )
    return rows


def rest_rows(work: Path, effort: Effort) -> list[str]:
    """What a minute of rest costs, beside countdown."""
    rest = fig.setpace("rest", work / "rest", "start", "beginner", shown=fig.SET_SHOWN)
    # Digits are drawn with lines; a countdown of ten minutes has these in its first and in its later pictures.
    countdown = fig.minimal("countdown", work / "countdown", shown=r"╰─╯|╶─╯")
    hello = fig.minimal("hello", work / "hello", shown="hello")
    taken: dict[str, list[fig.Figure]] = {s.name: [fig.Figure() for _ in range(3)] for s in (rest, countdown)}
    for _ in range(effort.others):
        for subject in (rest, countdown):
            # A session of the round before must not be offered again.
            shutil.rmtree(subject.home, ignore_errors=True)
            for figure, value in zip(taken[subject.name], fig.rest_per_minute(subject, effort.rest_s), strict=True):
                figure.values.append(value)
    memory = fig.interleaved([hello], effort.others, fig.memory_mb)["hello"]
    ours, base = taken["rest"], taken["countdown"]
    return [
        row("rest: processor time a minute", ours[0], "countdown", base[0], "s", "≤ 2"),
        row("rest: bytes to the terminal a minute", ours[1], "countdown", base[1], "kB", "≤ 15"),
        row("rest: resident memory", ours[2], "hello", memory, "MB", ""),
    ]


def key_rows(work: Path, effort: Effort) -> list[str]:
    """How long a key takes, beside a minimal app that writes as many cells."""
    workout = fig.setpace("workout", work / "keys", "start", "beginner", shown=fig.SET_SHOWN)
    cells = fig.cells_of_set_done(workout)
    keys = fig.minimal("keys", work / "keys-base", str(cells), shown="LIFT")
    times = {workout.name: fig.Figure(), keys.name: fig.Figure()}
    for _ in range(effort.others):
        for subject in (workout, keys):
            shutil.rmtree(subject.home, ignore_errors=True)
            times[subject.name].values.extend(fig.set_done_ms(subject))
    what = f"set done: key to rest on screen ({cells} cells)"
    return [row(what, times["workout"], "keys", times["keys"], "ms", "≤ 2")]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure setpace beside minimal Textual apps.")
    parser.add_argument("--quick", action="store_true", help="few rounds, for a first look")
    parts = {"start": start_rows, "rest": rest_rows, "keys": key_rows}
    parser.add_argument("--only", choices=parts, help="one part of the table")
    args = parser.parse_args()
    effort = QUICK if args.quick else FULL
    out = sys.stdout
    out.write("| what | setpace: median (range) | compared with | ratio | promised |\n|---|---|---|---|---|\n")
    with tempfile.TemporaryDirectory(prefix="setpace-measure-") as work:
        for part in [parts[args.only]] if args.only else parts.values():
            for line in part(Path(work), effort):
                out.write(line + "\n")
            out.flush()
    out.write(
        f"\nPython {platform.python_version()}, Textual {version('textual')}, {platform.system()}, "
        f"{os.cpu_count()} cores, 80x24; start-up: {effort.starts} rounds, the rest {effort.others}, interleaved.\n"
    )


if __name__ == "__main__":
    main()
