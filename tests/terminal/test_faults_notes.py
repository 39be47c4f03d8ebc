"""What is being typed when the program is ended: nothing of it is lost, and nothing is made up.

That a note on a set of a running session is kept is tried with each signal in `test_faults_signals.py`.
"""

from __future__ import annotations

import signal
import tomllib
from typing import TYPE_CHECKING

from terminal.log_files import make_log
from terminal.test_real_program import the_log, to_first_rest, write_routine

if TYPE_CHECKING:
    from pathlib import Path

    from terminal.conftest import Start


def test_a_note_being_typed_on_a_finished_session_is_kept_too(start: Start, home: Path) -> None:
    [file] = make_log(home, 1)
    driver = start("history")
    driver.wait_for("Beginner")
    driver.send("enter")
    driver.wait_for("CORRECT")
    driver.send("n")
    driver.wait_for("Note on")
    driver.send("too hea")
    driver.wait_for("too hea")
    driver.signal(signal.SIGTERM)
    assert driver.wait_exit() == 143
    notes = [done.get("note") for done in tomllib.loads(file.read_text(encoding="utf-8"))["sets"]]
    assert notes == ["too hea", *[None] * 8]


def test_a_note_that_was_only_looked_at_or_emptied_is_as_it_was(start: Start, home: Path) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    driver, _ = to_first_rest(start, home)
    driver.send("n")
    driver.wait_for("Note on")
    driver.send("fine", "enter")
    driver.wait_until_gone("Note on")
    driver.send("n")
    driver.wait_for("Note on")
    driver.send(*["backspace"] * 4)
    driver.wait_for("how it went")
    driver.signal(signal.SIGTERM)
    assert driver.wait_exit() == 143
    assert [done["note"] for done in the_log(home)["sets"]] == ["fine"]
