"""SIGKILL at random moments: what the screen said is on disk, is on disk.

Every case kills the program ten times on a log of its own, at moments drawn from a seed that is printed. A save takes
a millisecond, in which hardly any kill falls; so every other kill is one on a slow disk, soon after a set was done or
called saved. The long run:

    SETPACE_KILLS=200 .venv/bin/pytest tests/terminal/test_faults_kill.py

`SETPACE_SEED=N` draws the moments of that seed again; the machine's own timing cannot be repeated.
"""

from __future__ import annotations

import math
import os
import random
import re
import signal
import sys
import time
import tomllib
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from terminal.test_real_program import HOME, log_files
from terminal.tty_driver import TtyDriver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from terminal.conftest import Start

KILLS_A_CASE = 10
CASES = max(2, int(os.environ.get("SETPACE_KILLS", "20")) // KILLS_A_CASE)

SETS = 40
REST_MIN_S, REST_MAX_S = 2, 90

ROUTINE = f"""\
name = "Many"
level = "beginner"
exercises = [{{ exercise = "kettlebell-deadlift", sets = {SETS}, reps = 12, rest = [{REST_MIN_S}, {REST_MAX_S}] }}]
"""
ON_DISK = re.compile(r"^\W*DONE  Kettlebell Deadlift (\d+) ", re.MULTILINE)
"""The line of a set whose write has returned; before that it says `DONE…`."""

ON_ITS_WAY = re.compile(r"^\W*DONE… Kettlebell Deadlift (\d+) ", re.MULTILINE)

SLOW = """\
import os, random, sys, time

moments, fsync = random.Random(sys.argv.pop(1)), os.fsync

def slow(descriptor):
    time.sleep(moments.uniform(0.03, 0.15))
    fsync(descriptor)

os.fsync = slow
from setpace.cli import main
sys.exit(main())
"""
"""Setpace on a disk that takes its time; the first argument is the seed of that."""

IN_REST = r"\b(?P<phase>REST|READY) (?P<minutes>\d+):(?P<seconds>\d\d) · next .* (?P<next>\d+)/\d+"
IN_SET = r"\bSET (?P<set>\d+) of \d+"
AT_HAND = rf"{IN_REST}|{IN_SET}"


class StartSlow(Protocol):
    def __call__(self, seed: int) -> TtyDriver: ...


@pytest.fixture
def start_slow(env: dict[str, str], tmp_path: Path) -> Iterator[StartSlow]:
    """Start Setpace on a slow disk."""
    script = tmp_path / "slow.py"
    script.write_text(SLOW, encoding="utf-8")
    with ExitStack() as running:

        def run(seed: int) -> TtyDriver:
            return running.enter_context(TtyDriver((sys.executable, str(script), str(seed)), env))

        yield run


class Lifter:
    """Presses the one key on programs that are killed, and remembers what the screens said.

    Attributes:
        presses: of the one key, so far.
        seen_presses: of these, how many must be in the log: what they did was seen, and there was time to write it.
        confirmed: the last set that a screen called saved.
        on_their_way: sets that the screens since the last kill called done and not yet saved.
        caught: how many of all those are not in the log.
    """

    def __init__(self, start: Start, start_slow: StartSlow, home: Path, rng: random.Random) -> None:
        self.start = start
        self.start_slow = start_slow
        self.home = home
        self.rng = rng
        self.presses = 0
        self.seen_presses = 0
        self.confirmed = 0
        self.on_their_way: set[int] = set()
        self.caught = 0

    def look(self, program: TtyDriver) -> None:
        """Every picture there was, also those painted just before the kill."""
        for text in program.pictures():
            self.confirmed = max(self.confirmed, *map(int, ON_DISK.findall(text)), 0)
            self.on_their_way.update(map(int, ON_ITS_WAY.findall(text)))

    def lift(self, program: TtyDriver) -> None:
        """A few keys, then the end without a warning."""
        for press in range(self.rng.randrange(4)):
            if press:  # the one before has shown what it did
                program.wait_for(IN_REST if self.presses % 2 else IN_SET)
                self.seen_presses = self.presses
            self.look(program)
            program.press_next()
            self.presses += 1
        # Most kills fall into the milliseconds in which a key is taken, painted and written.
        program.run_for(self.rng.choice([0.0, self.rng.uniform(0, 0.02), self.rng.uniform(0, 0.1), 0.3]))
        self.kill(program)

    def lift_on_slow_disk(self, program: TtyDriver, *, confirmed: bool) -> None:
        """One set is done; the end comes while it is on its way to the disk, or as soon as the screen confirms it."""
        if self.presses % 2:
            program.press_next()
            self.presses += 1
            program.wait_for(IN_SET)
        self.look(program)
        program.press_next()
        self.presses += 1
        program.wait_for(rf"DONE{' ' if confirmed else '[ …]'} Kettlebell Deadlift {(self.presses + 1) // 2} ")
        program.run_for(
            self.rng.choice([0.0, self.rng.uniform(0, 0.1), 0.0 if confirmed else self.rng.uniform(0, 0.15)])
        )
        self.kill(program)

    def kill(self, program: TtyDriver) -> None:
        program.signal(signal.SIGKILL)
        assert program.wait_exit() == -signal.SIGKILL
        self.look(program)

    def session(self) -> dict[str, Any]:
        """The one file there is."""
        (file,) = log_files(self.home)
        return tomllib.loads(file.read_text(encoding="utf-8"))

    def check_log(self) -> dict[str, Any]:
        """No set that was confirmed is missing, none is there that was not lifted, each one is whole."""
        session = self.session()
        sets = session.get("sets", [])
        assert [done["set"] for done in sets] == list(range(1, len(sets) + 1))
        assert all(done["reps"] == 12 and done["started"] <= done["finished"] for done in sets)
        assert self.confirmed <= len(sets) <= (self.presses + 1) // 2
        moved = [event for event in session.get("events", []) if event["do"] in ("complete-set", "start-set")]
        assert self.seen_presses <= len(moved) <= self.presses
        self.presses = self.seen_presses = len(moved)
        assert len(sets) == (self.presses + 1) // 2
        self.caught += sum(number > len(sets) for number in self.on_their_way)
        self.on_their_way.clear()
        return session

    def resume(self, *, slow: bool) -> TtyDriver:
        """Start anew: the same set is offered, and its rest is where it should be by now."""
        session = self.check_log()
        sets = session.get("sets", [])
        program = self.start_slow(self.rng.randrange(10**6)) if slow else self.start()
        program.wait_for(HOME)
        program.wait_for(rf"(?i)set\s+{len(sets) + 1}\s+of\s+{SETS}")
        earliest = datetime.now(UTC)
        program.send("r")
        found = program.wait_for(AT_HAND).match
        assert int(found["next"] or found["set"]) == len(sets) + 1
        assert (found["phase"] is not None) == bool(self.presses % 2)
        if self.presses % 2:
            done = [event["at"] for event in session["events"] if event["do"] == "complete-set"][-1]
            waited_s = ((earliest - done).total_seconds(), (datetime.now(UTC) - done).total_seconds())
            end_s = REST_MIN_S if found["phase"] == "REST" else REST_MAX_S
            longest_s, shortest_s = (math.ceil(end_s - waited) for waited in waited_s)
            assert shortest_s <= int(found["minutes"]) * 60 + int(found["seconds"]) <= longest_s
            if found["phase"] == "REST":
                assert waited_s[0] < REST_MIN_S
            else:
                assert waited_s[1] >= REST_MIN_S
        return program


@pytest.mark.timeout(120)
@pytest.mark.parametrize("case", range(CASES))
def test_a_set_confirmed_on_screen_is_in_the_log_after_a_kill_at_any_moment(
    start: Start, start_slow: StartSlow, home: Path, case: int
) -> None:
    seed = f"{os.environ.get('SETPACE_SEED') or random.randrange(10**6)}-{case}"
    sys.stdout.write(f"seed {seed}\n")
    (home / "routines").mkdir()
    (home / "routines" / "many.toml").write_text(ROUTINE, encoding="utf-8")
    lifter = Lifter(start, start_slow, home, random.Random(seed))
    program = start("start", "many")
    program.wait_for(IN_SET)
    began = time.perf_counter()
    for kill in range(KILLS_A_CASE):
        slow = kill % 2 > 0
        if slow:
            lifter.lift_on_slow_disk(program, confirmed=kill % 4 > 1)
        else:
            lifter.lift(program)
        program = lifter.resume(slow=not slow)
    sys.stdout.write(
        f"{KILLS_A_CASE} kills in {time.perf_counter() - began:.1f} s, {lifter.confirmed} confirmed, "
        f"{lifter.caught} killed on their way to the disk\n"
    )
    assert lifter.confirmed >= 2, "the keys of this seed confirm too little to show anything"
