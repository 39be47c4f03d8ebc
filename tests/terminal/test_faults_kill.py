"""SIGKILL at random moments: what the screen said is on disk, is on disk.

Every case kills the program ten times on a log of its own, at moments drawn from a seed that is printed. The long run:

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
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from terminal.test_real_program import HOME, log_files

if TYPE_CHECKING:
    from pathlib import Path

    from terminal.conftest import Start
    from terminal.tty_driver import TtyDriver

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

IN_REST = r"\b(?P<phase>REST|READY) (?P<minutes>\d+):(?P<seconds>\d\d) · next .* (?P<next>\d+)/\d+"
IN_SET = r"\bSET (?P<set>\d+) of \d+"
AT_HAND = rf"{IN_REST}|{IN_SET}"


class Lifter:
    """Presses the one key on programs that are killed, and remembers what the screens said."""

    def __init__(self, start: Start, home: Path, rng: random.Random) -> None:
        self.start = start
        self.home = home
        self.rng = rng
        self.presses = 0
        self.seen_presses = 0
        self.confirmed = 0

    def look(self, program: TtyDriver) -> None:
        """Every picture there was, also those painted just before the kill."""
        for text in program.pictures():
            self.confirmed = max(self.confirmed, *map(int, ON_DISK.findall(text)), 0)

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
        return session

    def resume(self) -> TtyDriver:
        """Start anew: the same set is offered, and its rest is where it should be by now."""
        session = self.check_log()
        sets = session.get("sets", [])
        program = self.start()
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
    start: Start, home: Path, case: int
) -> None:
    seed = f"{os.environ.get('SETPACE_SEED') or random.randrange(10**6)}-{case}"
    sys.stdout.write(f"seed {seed}\n")
    (home / "routines").mkdir()
    (home / "routines" / "many.toml").write_text(ROUTINE, encoding="utf-8")
    lifter = Lifter(start, home, random.Random(seed))
    program = start("start", "many")
    program.wait_for(IN_SET)
    began = time.perf_counter()
    for _ in range(KILLS_A_CASE):
        lifter.lift(program)
        program = lifter.resume()
    sys.stdout.write(f"{KILLS_A_CASE} kills in {time.perf_counter() - began:.1f} s, {lifter.confirmed} confirmed\n")
    assert lifter.confirmed >= 2, "the keys of this seed confirm too little to show anything"
