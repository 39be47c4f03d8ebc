"""Two programs on one log, and a folder that another machine writes into: no session is ever overwritten."""

from __future__ import annotations

import signal
import tomllib
from typing import TYPE_CHECKING, Any

from terminal.test_real_program import (
    HOME,
    OFFER,
    PHASE,
    log_files,
    prompt,
    to_first_rest,
    wait_for_saved_sets,
    write_routine,
)
from terminal.tty_driver import SETPACE, run_without_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from terminal.conftest import Start
    from terminal.tty_driver import TtyDriver

TAKEN = "this session is running"


def read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def left_in_rest(start: Start, home: Path) -> Path:
    """A session whose program was ended after its first set."""
    write_routine(home, "[60, 120]", "[60, 120]")
    program, _ = to_first_rest(start, home)
    program.signal(signal.SIGTERM)
    program.wait_exit()
    (file,) = log_files(home)
    return file


def leave(program: TtyDriver, how: str) -> None:
    program.press_next("escape")
    program.wait_for("resume later")
    program.send(how)
    program.wait_until_gone("resume later")


def next_set(program: TtyDriver) -> None:
    program.press_next()
    program.wait_until_gone(PHASE)


def set_done(program: TtyDriver) -> None:
    program.press_next()
    program.wait_for(r"DONE  ")


def test_two_that_start_in_the_same_second_have_a_file_each(start: Start, home: Path) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    programs = [start("start", "short") for _ in range(2)]
    for program in programs:
        program.wait_for(prompt("Kettlebell Deadlift", 1, 2))
    for program in programs:
        set_done(program)
    next_set(programs[1])
    set_done(programs[1])
    sessions = [read(file) for file in log_files(home)]
    assert sorted(len(session["sets"]) for session in sessions) == [1, 2]
    assert len({session["id"] for session in sessions}) == 2


def test_of_three_that_are_offered_a_session_one_gets_it_and_the_others_are_told(start: Start, home: Path) -> None:
    file = left_in_rest(start, home)
    programs = [start(), start(), start()]
    for program in programs:
        program.wait_for(OFFER)
    for program in programs:  # all at once
        program.send("r")
    for program in programs:
        program.wait_for(rf"{PHASE} \d|{TAKEN}")
    resumed = [program for program in programs if TAKEN not in program.screen_text()]
    assert len(resumed) == 1

    # The offer on the others' screens is old by now: whatever they are asked for, they leave the session alone.
    next_set(resumed[0])
    set_done(resumed[0])
    before = file.read_bytes()
    others = [program for program in programs if program is not resumed[0]]
    for program, down in zip(others, (1, 2), strict=True):  # finish as it is, trash
        for _ in range(down):
            program.press_next("down")
        program.press_next("enter")
        program.wait_until_gone(OFFER)
        program.wait_for(HOME)
    assert file.read_bytes() == before
    assert log_files(home) == [file]
    next_set(resumed[0])
    set_done(resumed[0])
    assert len(read(file)["sets"]) == 3


def test_an_old_offer_of_a_session_that_was_finished_meanwhile_changes_nothing(start: Start, home: Path) -> None:
    file = left_in_rest(start, home)
    first, second = start(), start()
    for program in (first, second):
        program.wait_for(OFFER)
    first.send("r")
    first.wait_for(PHASE)
    leave(first, "f")
    first.press_next("escape")
    first.wait_for(HOME)
    finished = file.read_bytes()
    assert b"finished" in finished
    second.send("r")
    second.wait_for("finished already")
    second.press_next("q")
    assert second.wait_exit() == 0
    assert file.read_bytes() == finished


def test_an_old_offer_of_a_session_that_went_to_the_trash_is_one_line(start: Start, home: Path) -> None:
    left_in_rest(start, home)
    first, second = start(), start()
    for program in (first, second):
        program.wait_for(OFFER)
    first.send("r")
    first.wait_for(PHASE)
    leave(first, "t")
    first.wait_for(HOME)
    second.send("r")
    second.wait_for("(?i)no such file|cannot be read")
    assert log_files(home) == []


def test_a_file_that_a_sync_has_changed_is_left_as_it_is_and_the_session_goes_on_in_a_new_one(
    start: Start, home: Path, env: dict[str, str]
) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    program, _ = to_first_rest(start, home)
    (file,) = log_files(home)
    theirs = file.read_text(encoding="utf-8") + "# from the other machine\n"
    file.write_text(theirs, encoding="utf-8")
    next_set(program)
    program.wait_for("changed by another program")
    set_done(program)
    old, new = log_files(home)
    assert old == file
    assert file.read_text(encoding="utf-8") == theirs
    assert len(read(new)["sets"]) == 2
    # One session in two files: held, offered and counted once.
    assert read(new)["id"] == read(file)["id"]
    second = start()
    second.wait_for(HOME)
    second.run_for(0.3)
    assert "set 2 of 4" not in second.screen_text()
    leave(program, "f")
    program.wait_for("ENDED EARLY")
    program.press_next("escape")
    program.wait_for(HOME)
    program.run_for(0.3)
    assert "set 2 of 4" not in program.screen_text(), "what was left behind is offered to be gone on with"
    assert file.read_text(encoding="utf-8") == theirs
    shown = run_without_terminal((*SETPACE, "log"), env).stdout
    assert shown.count("Short") == 1
    assert "2/4" in shown


def test_a_file_that_a_sync_took_away_is_written_again(start: Start, home: Path) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    program, _ = to_first_rest(start, home)
    (file,) = log_files(home)
    file.unlink()
    next_set(program)
    set_done(program)
    assert len(wait_for_saved_sets(program, home, 2)["sets"]) == 2


def test_copies_that_a_sync_made_are_shown_once_offered_once_and_never_written(
    start: Start, home: Path, env: dict[str, str]
) -> None:
    file = left_in_rest(start, home)
    copies = [
        file.with_name(f"{file.stem}.sync-conflict-20261123-180411-ABCDEFG.toml"),
        file.with_name(f"{file.stem} (1).toml"),
        file.with_name(f"{file.stem}_2.toml"),
    ]
    for copy in copies:
        copy.write_bytes(file.read_bytes())
    program = start()
    program.wait_for(OFFER)
    program.send("r")
    program.wait_for(PHASE)
    # Held under one id, none of them is offered to a second program.
    second = start()
    second.wait_for(HOME)
    second.run_for(0.3)
    assert "set 2 of 4" not in second.screen_text()

    next_set(program)
    set_done(program)
    leave(program, "f")
    program.press_next("escape")
    program.wait_for(HOME)
    program.run_for(0.3)
    assert "set 2 of 4" not in program.screen_text(), "a copy of a finished session is offered to be gone on with"
    counts = sorted(len(read(each)["sets"]) for each in (file, *copies))
    assert counts == [1, 1, 1, 2]
    shown = run_without_terminal((*SETPACE, "log"), env).stdout
    assert shown.count("Short") == 1
    assert "2/4" in shown
