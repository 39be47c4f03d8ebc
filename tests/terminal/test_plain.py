"""Plain mode as it is used: on a terminal, in a pipe, killed, resumed and ended by signals."""

from __future__ import annotations

import re
import signal
import subprocess
import tomllib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from terminal.log_files import make_log
from terminal.tty_driver import SETPACE, TtyDriver, run_without_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from terminal.conftest import Start

PLAIN = ("start", "short", "--plain")


def write_routine(home: Path, rest: str) -> None:
    file = home / "routines" / "short.toml"
    file.parent.mkdir(exist_ok=True)
    exercises = "".join(
        f'[[exercises]]\nexercise = "{exercise}"\nsets = 2\nreps = {reps}\nrest = {rest}\n'
        for exercise, reps in (("kettlebell-deadlift", 12), ("barbell-clean", 5))
    )
    file.write_text(f'name = "Short"\n{exercises}', encoding="utf-8")


def the_log(home: Path) -> dict[str, Any]:
    (file,) = (home / "log").glob("*/*.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def sets_of(session: dict[str, Any]) -> list[tuple[str, int, int, str]]:
    return [(s["exercise"], s["set"], s["reps"], s.get("started_by", "key")) for s in session["sets"]]


def pipe_into(
    env: dict[str, str], typed: str, *args: str, program: tuple[str, ...] = SETPACE
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*program, *(args or PLAIN)],
        env=env,
        input=typed,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        start_new_session=True,
    )


def to_first_rest(start: Start) -> TtyDriver:
    program = start(*PLAIN)
    program.wait_for(r"^space: set done")
    program.press_next()
    program.wait_for(r"^space: start the next set")
    return program


@pytest.mark.true_patience
def test_a_session_on_a_terminal_is_led_by_one_key_and_rings_but_never_paints(start: Start, home: Path) -> None:
    write_routine(home, "[1, 2]")
    program = start(*PLAIN, rows=60)
    for exercise, number in (("Kettlebell Deadlift", 1), ("Kettlebell Deadlift", 2), ("Barbell Clean", 1)):
        program.wait_for(rf"(?s)SET {number} of 2  {exercise}  .*^space: set done\n+\Z")
        program.press_next()
        program.wait_for(rf"(?s)DONE {exercise} {number}  .*READY 0:01 left.*^GO ")
    program.wait_for(r"(?s)SET 2 of 2  Barbell Clean  .*^space: set done\n+\Z")
    program.press_next()
    program.wait_for(r"(?s)^SUMMARY Short .*^file  .*_short\.toml.*^space: leave\n+\Z")
    program.run_for(2.2)
    program.press_next()
    assert program.wait_exit() == 0
    assert program.not_restored() == []
    raw = bytes(program.screen.raw)
    assert b"\x1b" not in raw
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert raw.count(b"\a") >= 6  # at READY and at the maximum of three rests
    session = the_log(home)
    assert "finished" in session
    assert "events" not in session
    assert sets_of(session) == [
        ("kettlebell-deadlift", 1, 12, "key"),
        ("kettlebell-deadlift", 2, 12, "clock"),
        ("barbell-clean", 1, 5, "clock"),
        ("barbell-clean", 2, 5, "clock"),
    ]


def test_a_pipe_of_empty_lines_finishes_a_session(env: dict[str, str], home: Path) -> None:
    write_routine(home, "[60, 120]")
    done = pipe_into(env, "\n" * 100)
    assert (done.returncode, done.stderr) == (0, "")
    assert "SUMMARY Short" in done.stdout
    assert len(the_log(home)["sets"]) == 4
    assert "finished" in the_log(home)


def test_lines_of_words_do_what_keys_do_and_the_end_of_the_pipe_keeps_the_session(
    env: dict[str, str], home: Path
) -> None:
    write_routine(home, "[60, 120]")
    done = pipe_into(env, "w 24\n\nshaky\nn knee fine\n")
    assert done.returncode == 0
    assert "Kept, to be resumed: " in done.stdout
    session = the_log(home)
    assert "finished" not in session
    (first,) = session["sets"]
    assert (first["load"], first["form"], first["note"]) == (24.0, "shaky", "knee fine")

    again = pipe_into(env, "r\nq\nf\n\n")
    assert again.returncode == 0
    assert "Unfinished: Short, set 2 of 4" in again.stdout
    assert "finished" in the_log(home)


def test_a_file_changed_since_the_last_set_is_named_with_the_one_that_has_all(start_hurried: Start, home: Path) -> None:
    write_routine(home, "[60, 120]")
    program = start_hurried(*PLAIN, columns=300)
    program.wait_for(r"^space: set done")
    program.press_next()
    program.wait_for(r"^space: start the next set")
    (first,) = (home / "log").glob("*/*.toml")
    mine = first.read_text(encoding="utf-8") + "# mine\n"
    first.write_text(mine, encoding="utf-8")
    program.press_next("q")
    program.wait_for(r"Leave the session\?")
    program.send("f")
    program.wait_for("^space: leave")
    program.run_for(0.6)
    program.press_next()
    assert program.wait_exit() == 0
    (other,) = set((home / "log").glob("*/*.toml")) - {first}
    assert f"Saved: {other} (another program changed its first file)" in program.screen_text()
    assert first.read_text(encoding="utf-8") == mine


def test_without_any_input_nothing_is_kept(env: dict[str, str], home: Path) -> None:
    write_routine(home, "[60, 120]")
    done = run_without_terminal((*SETPACE, *PLAIN), env)
    assert (done.returncode, done.stderr) == (0, "")
    assert "nothing is kept" in done.stdout
    assert list((home / "log").glob("*/*.toml")) == []


def test_killed_in_a_rest_it_is_offered_and_resumed_in_that_rest(start: Start, home: Path) -> None:
    write_routine(home, "[2, 60]")
    killed = to_first_rest(start)
    killed.signal(signal.SIGKILL)
    killed.wait_exit()
    done = the_log(home)["sets"][0]["finished"]

    program = start(*PLAIN)
    program.wait_for(r"(?s)Unfinished: Short, set 2 of 4.*r resumes it, space begins Short anew")
    program.run_for((done + timedelta(seconds=3.2) - datetime.now(UTC)).total_seconds())
    program.send("r")
    program.wait_for(r"(?s)DONE Kettlebell Deadlift 1.*^READY 0:5\d left.*NEXT SET 2 of 2  Kettlebell Deadlift")
    program.press_next()
    program.wait_for(r"^SET 2 of 2  Kettlebell Deadlift")
    program.press_next()
    program.wait_for(r"^DONE Kettlebell Deadlift 2")
    program.press_next("q")
    program.wait_for(r"Leave the session\?")
    program.send("l")
    assert program.wait_exit() == 0
    assert program.not_restored() == []
    first, second = the_log(home)["sets"]
    assert first["finished"] == done
    assert (second["started"] - done).total_seconds() >= 3


def test_begun_anew_the_unfinished_one_stays_in_the_log(start: Start, home: Path) -> None:
    write_routine(home, "[60, 120]")
    killed = to_first_rest(start)
    killed.signal(signal.SIGKILL)
    killed.wait_exit()
    program = start(*PLAIN)
    program.wait_for(r"Unfinished: ")
    program.press_next()
    program.wait_for(r"SET 1 of 2  Kettlebell Deadlift")
    assert len(list((home / "log").glob("*/*.toml"))) == 2


def test_one_of_long_ago_behind_newer_ones_is_offered_and_finished_before_a_new_one(
    env: dict[str, str], home: Path
) -> None:
    write_routine(home, "[60, 120]")
    file = make_log(home, 5)[4]
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"^finished = .*\n", "", text, count=1, flags=re.MULTILINE), encoding="utf-8")
    done = pipe_into(env, "f\n\nq\nl\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"Unfinished: Beginner, set 9 of 9, .*\nf finishes it as it is, r resumes it, ", done.stdout)
    assert "Beginner is finished as it was.\nShort: 4 sets" in done.stdout
    assert "finished" in tomllib.loads(file.read_text(encoding="utf-8"))
    assert "Unfinished: Short, set 2 of 4" in pipe_into(env, "q\n").stdout


def test_a_session_that_runs_elsewhere_is_not_offered(start: Start, home: Path) -> None:
    write_routine(home, "[60, 120]")
    first = to_first_rest(start)
    second = start(*PLAIN)
    second.wait_for(r"SET 1 of 2  Kettlebell Deadlift")
    assert "Unfinished" not in second.screen_text()
    assert first.status() is None


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)],
    ids=["SIGTERM", "SIGHUP", "SIGINT"],
)
def test_a_signal_ends_it_with_its_status_the_terminal_restored_and_the_session_kept(
    start: Start, home: Path, number: signal.Signals, status: int
) -> None:
    write_routine(home, "[60, 120]")
    program = to_first_rest(start)
    program.signal(number)
    assert program.wait_exit() == status
    assert program.not_restored() == []
    assert re.search(r"Kept, to be resumed: .*_short\.toml", program.screen_text().replace("\n", ""))
    assert "finished" not in the_log(home)
    assert len(the_log(home)["sets"]) == 1


def test_ctrl_c_leaves_and_keeps(start: Start, home: Path) -> None:
    write_routine(home, "[60, 120]")
    program = to_first_rest(start)
    program.send("ctrl+c")
    assert program.wait_exit() == 130
    assert program.not_restored() == []
    assert len(the_log(home)["sets"]) == 1


def test_ctrl_z_where_nothing_could_continue_it_changes_nothing(start: Start, home: Path) -> None:
    write_routine(home, "[60, 120]")
    program = to_first_rest(start)
    program.send("ctrl+z")
    program.run_for(0.2)
    program.send("2")
    program.wait_for(r"^DONE Kettlebell Deadlift 1  12 reps shaky")


def test_closing_the_window_ends_it_and_keeps_the_session(start: Start, home: Path) -> None:
    write_routine(home, "[60, 120]")
    program = to_first_rest(start)
    program.hang_up()
    assert program.wait_exit() == 129
    assert len(the_log(home)["sets"]) == 1


def test_a_reader_who_goes_away_costs_no_set(env: dict[str, str], home: Path) -> None:
    write_routine(home, "[60, 120]")
    with subprocess.Popen(
        [*SETPACE, *PLAIN], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.readline()
        program.stdin.write("\n")
        program.stdin.flush()
        while not program.stdout.readline().startswith("DONE"):
            pass
        program.stdout.close()
        program.stdin.write("\n\n")
        program.stdin.close()
        assert program.stderr.read() == ""
    assert program.returncode == 0
    assert the_log(home)["sets"][0]["reps"] == 12
    assert "finished" not in the_log(home)


def test_a_note_is_typed_on_a_terminal_that_shows_it(start: Start, home: Path) -> None:
    write_routine(home, "[60, 120]")
    program = to_first_rest(start)
    program.send("n")
    program.wait_for(r"^Note on Kettlebell Deadlift 1")
    program.send("legs frexx")
    program.send("backspace", "backspace", "sh")
    program.wait_for(r"^legs fresh$")
    program.send("enter")
    program.wait_for(r"^DONE Kettlebell Deadlift 1 .*note: legs fresh")
    program.send("2")
    program.wait_for(r"^DONE Kettlebell Deadlift 1 .*shaky  note: legs fresh")


def test_what_is_wrong_is_one_line_as_everywhere(env: dict[str, str], home: Path) -> None:
    unknown = pipe_into(env, "", "start", "begginer", "--plain")
    assert unknown.returncode == 2
    assert len(unknown.stderr.splitlines()) == 1
    (home / "log").write_text("not a folder", encoding="utf-8")
    unwritable = pipe_into(env, "", "start", "beginner", "--plain")
    assert unwritable.returncode == 1
    assert len(unwritable.stderr.splitlines()) == 1
    assert unwritable.stdout == ""
