"""Writes session files as the log keeps them: what a user of some years has on disk."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NEWEST = datetime(2026, 11, 23, 18, 4, 11, tzinfo=timezone(timedelta(hours=1)))
"""When the newest session of `make_log` began."""

_DAYS_BETWEEN = 2
_SET_S = 45
_PLAN = (
    *[("kettlebell-deadlift", 12, False, 24.0, (60, 120))] * 3,
    *[("dumbbell-reverse-lunge", 10, True, 12.5, (60, 120))] * 3,
    *[("barbell-clean", 5, False, 40.0, (120, 180))] * 3,
)


def session_text(number: int, started: datetime) -> str:
    """One finished session of the beginner routine; every `number` has an id of its own."""
    clock = started
    sets: list[str] = []
    for slot, (exercise, reps, each_side, load, (rest_min, rest_max)) in enumerate(_PLAN, start=1):
        begun, clock = clock, clock + timedelta(seconds=_SET_S)
        lines = [
            "[[sets]]",
            f"slot = {slot}",
            f'exercise = "{exercise}"',
            f"set = {(slot - 1) % 3 + 1}",
            f"target_reps = {reps}",
            f"reps = {reps}",
            *(["each_side = true"] if each_side else []),
            f"load = {load}",
            'form = "clean"',
            f"started = {begun.isoformat()}",
            f"finished = {clock.isoformat()}",
            f"rest_min = {rest_min}",
            f"rest_max = {rest_max}",
        ]
        if slot < len(_PLAN):
            lines.append(f"rest_taken = {rest_min + 30}")
            clock += timedelta(seconds=rest_min + 30)
        sets.append("\n".join(lines))
    plan = "\n".join(
        f'    {{ exercise = "{exercise}", reps = {reps}, rest_min = {rest[0]}, rest_max = {rest[1]}'
        f"{', each_side = true' if each_side else ''} }},"
        for exercise, reps, each_side, _, rest in _PLAN
    )
    head = (
        f'setpace = 1\nid = "s{number:05}"\nroutine = "beginner"\nname = "Beginner"\n'
        f"started = {started.isoformat()}\nfinished = {clock.isoformat()}\n"
        f'unit = "kg"\nnote = ""\nplan = [\n{plan}\n]\n'
    )
    return "\n".join((head, "\n\n".join(sets), ""))


def make_log(home: Path, count: int) -> list[Path]:
    """Write `count` sessions below `home`, one every two days; returns their files, newest first."""
    files: list[Path] = []
    for number in range(count):
        started = NEWEST - timedelta(days=_DAYS_BETWEEN * number)
        folder = home / "log" / f"{started:%Y}"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{started:%Y-%m-%d_%H-%M-%S}_beginner.toml"
        file.write_text(session_text(number, started), encoding="utf-8")
        files.append(file)
    return files
