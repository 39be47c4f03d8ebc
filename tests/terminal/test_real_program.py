"""The program as a user meets it: on a terminal, with real time, killed and started again."""

from __future__ import annotations

import re
import signal
import time
import tomllib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from terminal.conftest import Start
    from terminal.tty_driver import TtyDriver

HOME = r"(?s)SETPACE.*Intermediate.*enter start"
OFFER = r"(?i)set\s+2\s+of\s+4"
TOO_SMALL = r"(?i)40\s*[x×]\s*12"
PHASE = r"\b(REST|READY|GO)\b"


def prompt(exercise: str, number: int, of: int) -> str:
    return rf"(?is)(?=.*{exercise})(?=.*\bset\s+{number}\s+of\s+{of}\b)"


def write_routine(home: Path, first_rest: str, second_rest: str) -> None:
    file = home / "routines" / "short.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        f"""\
name = "Short"
level = "beginner"

[[exercises]]
exercise = "kettlebell-deadlift"
sets = 2
reps = 12
rest = {first_rest}

[[exercises]]
exercise = "barbell-clean"
sets = 2
reps = 5
rest = {second_rest}
""",
        encoding="utf-8",
    )


def log_files(home: Path) -> list[Path]:
    return sorted(f for f in (home / "log").glob("*/*.toml") if not f.parent.name.startswith("."))


def the_log(home: Path) -> dict[str, Any]:
    (file,) = log_files(home)
    return tomllib.loads(file.read_text(encoding="utf-8"))


def wait_for_saved_sets(program: TtyDriver, home: Path, count: int) -> dict[str, Any]:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if log_files(home) and len((session := the_log(home)).get("sets", ())) == count:
            return session
        program.run_for(0.02)
    raise AssertionError(f"no log file with {count} sets; the screen:\n{program.screen_text()}")


def to_first_rest(start: Start, home: Path, *args: str) -> tuple[TtyDriver, dict[str, Any]]:
    """Start the short routine, do its first set, and wait until the rest is shown and saved."""
    program = start(*(args or ("start", "short")))
    program.wait_for(prompt("Kettlebell Deadlift", 1, 2))
    program.press_next()
    program.wait_for(r"\bREST\b")
    return program, wait_for_saved_sets(program, home, 1)


@pytest.mark.true_patience
def test_a_session_as_planned_takes_one_key_a_set_and_is_in_the_history(start: Start, home: Path) -> None:
    write_routine(home, "[1, 2]", "[1, 3]")
    program = start("start", "short")
    program.wait_for(prompt("Kettlebell Deadlift", 1, 2))
    for exercise, number in (("Kettlebell Deadlift", 2), ("Barbell Clean", 1), ("Barbell Clean", 2)):
        program.press_next()
        program.wait_for(r"\bREST\b")
        program.wait_for(r"\bREADY\b")
        # At the maximum the next set begins by itself: its prompt, with the clock counting up beside it.
        program.wait_for(r"\bGO\b")
        program.wait_for(prompt(exercise, number, 2))
    done_at = program.press_next()
    program.wait_for(r"(?i)\b4\s*(?:of|/)\s*4\b")

    # A press in the first two seconds of the summary is the tail of the last set: ignored.
    program.press_next()
    program.run_for(done_at + 2.3 - time.perf_counter())
    assert not re.search(HOME, program.screen_text())
    program.press_next()
    program.wait_for(HOME)

    program.press_next("h")
    program.wait_for(r"(?i)short.*\b4\s*/\s*4\b")
    program.send("escape")
    program.wait_for(HOME)
    program.send("q")
    assert program.wait_exit() == 0
    assert program.not_restored() == []

    (file,) = log_files(home)
    session = the_log(home)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_short\.toml", file.name)
    assert file.parent.name == file.name[:4]
    assert (session["setpace"], session["routine"], session["name"]) == (1, "short", "Short")
    assert "events" not in session
    assert session["started"].utcoffset() is not None
    assert timedelta(seconds=7) <= session["finished"] - session["started"] <= timedelta(seconds=30)
    sets = session["sets"]
    assert [(s["slot"], s["exercise"], s["set"], s["reps"]) for s in sets] == [
        (1, "kettlebell-deadlift", 1, 12),
        (2, "kettlebell-deadlift", 2, 12),
        (3, "barbell-clean", 1, 5),
        (4, "barbell-clean", 2, 5),
    ]
    assert [s.get("rest_taken") for s in sets] == [2, 2, 3, None]
    assert [s.get("started_by", "key") for s in sets] == ["key", "clock", "clock", "clock"]


def test_killed_in_a_rest_it_resumes_in_that_rest_by_the_wall_clock(start: Start, home: Path) -> None:
    write_routine(home, "[2, 60]", "[2, 60]")
    killed, session = to_first_rest(start, home)
    done = session["sets"][0]["finished"]
    killed.signal(signal.SIGKILL)
    assert killed.wait_exit() == -signal.SIGKILL

    program = start()
    program.wait_for(OFFER)
    program.run_for((done + timedelta(seconds=3.2) - datetime.now(UTC)).total_seconds())
    program.send("r")
    # Two seconds are over, though the program was not there: the first thing shown is READY, not a new REST.
    assert program.wait_for(PHASE).match[1] == "READY"
    program.press_next()
    program.wait_until_gone(PHASE)
    program.wait_for(prompt("Kettlebell Deadlift", 2, 2))
    program.press_next()
    program.wait_for(r"\bREST\b")
    first, second = wait_for_saved_sets(program, home, 2)["sets"]
    gap_s = (second["started"] - first["finished"]).total_seconds()
    assert first["finished"] == done
    assert gap_s >= 3
    assert abs(first["rest_taken"] - gap_s) <= 1


def test_killed_in_a_rest_and_resumed_before_its_minimum_it_still_rests(start: Start, home: Path) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    killed, _ = to_first_rest(start, home)
    killed.signal(signal.SIGKILL)
    killed.wait_exit()
    program = start()
    program.wait_for(OFFER)
    program.send("r")
    assert program.wait_for(PHASE).match[1] == "REST"
    assert len(the_log(home)["sets"]) == 1


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)],
    ids=["SIGTERM", "SIGHUP", "SIGINT"],
)
def test_a_signal_ends_it_with_its_status_the_terminal_restored_and_the_session_kept(
    start: Start, home: Path, number: signal.Signals, status: int
) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    program, _ = to_first_rest(start, home)
    program.signal(number)
    assert program.wait_exit() == status
    assert program.not_restored() == []
    assert "Traceback" not in program.screen_text()
    session = the_log(home)
    assert "finished" not in session
    assert (len(session["sets"]), len(session["plan"])) == (1, 4)
    assert session["events"]


def test_closing_the_window_ends_it_and_keeps_the_session(start: Start, home: Path) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    program, _ = to_first_rest(start, home)
    program.hang_up()
    assert program.wait_exit() == 129
    assert "finished" not in the_log(home)
    start().wait_for(OFFER)


def test_a_second_program_is_not_offered_the_session_that_the_first_one_runs(start: Start, home: Path) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    first, _ = to_first_rest(start, home)
    second = start()
    second.wait_for(HOME)
    assert not re.search(OFFER, second.screen_text())
    second.send("r")
    second.press_next("q")
    assert second.wait_exit() == 0
    # The first one is alive and well, and its session is still its own.
    first.press_next()
    first.wait_until_gone(PHASE)
    assert len(the_log(home)["sets"]) == 1


def test_too_small_a_terminal_says_so_and_goes_on_where_it_was_when_enlarged(start: Start, home: Path) -> None:
    write_routine(home, "[2, 60]", "[2, 60]")
    program = start("start", "short", columns=30, rows=8)
    program.wait_for(TOO_SMALL)
    program.resize(80, 24)
    program.wait_for(prompt("Kettlebell Deadlift", 1, 2))
    done_at = program.press_next()
    program.wait_for(r"\bREST\b")
    program.resize(30, 8)
    program.wait_for(TOO_SMALL)
    program.run_for(done_at + 2.5 - time.perf_counter())
    program.resize(80, 24)
    assert program.wait_for(PHASE).match[1] == "READY"
