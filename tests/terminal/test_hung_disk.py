"""The real program on a disk that hangs: it can be left, it can be ended, and the session is handed over."""

from __future__ import annotations

import signal
import sys
import time
import tomllib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from terminal.log_files import make_log
from terminal.test_disk import after_the_app
from terminal.test_faults_signals import IDLE_CPU, cpu_in_a_second
from terminal.test_real_program import HOME, the_log, to_first_rest, write_routine

if TYPE_CHECKING:
    from terminal.conftest import Start, StartHurried
    from terminal.tty_driver import TtyDriver

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells where an open file lies")

TOLD_S = 6
"""After 2 s it is told, hurried after half a second; the rest is for a busy machine."""

ENDS_S = 9
"""Within 5 s it ends, whatever hangs, hurried within 3; the rest is for a busy machine."""

HANGING = """\
import os, sys, time
from pathlib import Path

hangs, fsync = Path({hangs!r}), os.fsync

def slow(descriptor):
    while hangs.exists() and os.readlink(f"/proc/self/fd/{{descriptor}}").startswith(hangs.read_text()):
        time.sleep(0.02)
    fsync(descriptor)

os.fsync = slow
from setpace.cli import main
sys.exit(main())
"""
"""As long as a file stands there, nothing comes to the disk in the folder that it names."""


DEAD = """\
import os, sys, time

hangs, folder = {hangs!r}, {folder!r}

def held_up(event, arguments):
    if event in ("open", "os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.link", "os.remove"):
        while str(arguments[0]).startswith(folder) and hangs_now():
            time.sleep(0.02)

def hangs_now():
    try:
        os.lstat(hangs)
    except FileNotFoundError:
        return False
    return True

sys.addaudithook(held_up)
from setpace.cli import main
sys.exit(main())
"""
"""As long as a file stands there, nothing in the folder can be opened, listed or changed: reading hangs too."""


@pytest.fixture
def hangs(tmp_path: Path) -> Path:
    """The file that makes the disk hang."""
    return tmp_path / "hangs"


@pytest.fixture
def start_on_bad_disk(start_hurried: StartHurried, tmp_path: Path, hangs: Path) -> Start:
    """Setpace with a disk that hangs as soon as the file `hangs` is there."""
    script = tmp_path / "hanging.py"
    script.write_text(HANGING.format(hangs=str(hangs)), encoding="utf-8")
    return partial(start_hurried, script=script)


@pytest.fixture
def start_on_dead_disk(start_hurried: StartHurried, tmp_path: Path, home: Path, hangs: Path) -> Start:
    """Setpace with a disk of which nothing comes back as soon as the file `hangs` is there."""
    script = tmp_path / "dead.py"
    script.write_text(DEAD.format(hangs=str(hangs), folder=str(home)), encoding="utf-8")
    return partial(start_hurried, script=script)


def hang(hangs: Path, folder: Path) -> None:
    """From now on, and all at once."""
    new = hangs.with_suffix(".new")
    new.write_text(str(folder), encoding="utf-8")
    new.replace(hangs)


def in_second_rest(start: Start, home: Path, hangs: Path, folder: Path) -> TtyDriver:
    """Two sets are done; the disk has one, and hangs."""
    write_routine(home, "[60, 120]", "[60, 120]")
    program, _ = to_first_rest(start, home)
    hang(hangs, folder)
    program.press_next()
    program.wait_for("SET 2 of 2 ·")
    program.press_next()
    program.wait_for(r"(?s)set 3/4.*\bREST\b")
    return program


def printed_session(program: TtyDriver) -> dict[str, Any]:
    text = after_the_app(program)
    assert "Traceback" not in text
    text = text[text.index("# setpace: not saved: the disk does not answer") :]
    return tomllib.loads(text.partition("\nnot saved: ")[0])  # plain mode says once more how it ended


def leave(program: TtyDriver) -> None:
    program.press_next("escape")
    program.wait_for("Leave the session")
    program.send("l")
    program.wait_for(r"(?s)The disk does not answer.*2 sets.*try again.*save elsewhere.*print and close", TOLD_S)


@pytest.mark.true_patience
def test_leaving_is_asked_again_and_the_session_can_be_printed(
    start_on_bad_disk: Start, home: Path, hangs: Path
) -> None:
    program = in_second_rest(start_on_bad_disk, home, hangs, home)
    leave(program)
    program.send("p")
    assert program.wait_exit(ENDS_S) == 0
    assert program.not_restored() == []
    assert len(printed_session(program)["sets"]) == 2
    assert len(the_log(home)["sets"]) == 1


def test_training_can_go_on_and_what_the_disk_takes_after_all_is_left_as_ever(
    start_on_bad_disk: Start, home: Path, hangs: Path, tmp_path: Path
) -> None:
    program = in_second_rest(start_on_bad_disk, home, hangs, home)
    leave(program)
    program.send("s")
    program.wait_for("Save the session in the folder")
    program.send(str(home / "there"), "enter")
    program.wait_for(r"not saved there either: the disk\b", TOLD_S)
    program.send("ctrl+u")
    program.wait_for("your home folder")
    program.send(str(tmp_path / "stick"), "enter")
    program.wait_for(HOME)
    [file] = (tmp_path / "stick").iterdir()
    assert len(tomllib.loads(file.read_text(encoding="utf-8"))["sets"]) == 2

    hangs.unlink()
    program.press_next("q")
    assert program.wait_exit(ENDS_S) == 0


@pytest.mark.true_patience
def test_a_disk_that_is_only_slow_is_waited_for_by_trying_again(
    start_on_bad_disk: Start, home: Path, hangs: Path
) -> None:
    program = in_second_rest(start_on_bad_disk, home, hangs, home)
    leave(program)
    program.send("space")
    program.run_for(0.45)
    hangs.unlink()
    program.wait_for(HOME)
    assert len(the_log(home)["sets"]) == 2


@pytest.mark.parametrize(
    "number", [pytest.param(signal.SIGTERM, marks=pytest.mark.true_patience), signal.SIGHUP, signal.SIGINT]
)
def test_a_signal_prints_the_session_in_time(
    start_on_bad_disk: Start, home: Path, hangs: Path, number: signal.Signals
) -> None:
    program = in_second_rest(start_on_bad_disk, home, hangs, home)
    program.signal(number)
    assert program.wait_exit(ENDS_S) == 128 + number
    assert program.not_restored() == []
    assert len(printed_session(program)["sets"]) == 2


def test_plain_mode_prints_it_in_time_too(start_on_bad_disk: Start, home: Path, hangs: Path) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    program = start_on_bad_disk("start", "short", "--plain")
    program.wait_for(r"(?i)set\s+1\s+of\s+2")
    hang(hangs, home)
    program.press_next()
    program.wait_for(r"(?s)not saved: the disk does not answer.*\bREST\b", TOLD_S)
    program.press_next("2")
    program.wait_for("shaky")  # training goes on
    program.signal(signal.SIGTERM)
    assert program.wait_exit(ENDS_S) == 128 + signal.SIGTERM
    assert program.not_restored() == []
    assert len(printed_session(program)["sets"]) == 1


def test_on_a_disk_that_can_not_even_be_read_home_goes_on_and_the_program_ends(
    start_on_dead_disk: Start, home: Path, hangs: Path
) -> None:
    program = in_second_rest(start_on_dead_disk, home, hangs, home)
    program.wait_for(r"DONE… ")
    leave(program)
    program.send("4")  # without
    program.wait_for("what is shown may be", 2 * TOLD_S)
    program.press_next("h")
    program.wait_for("(?s)HISTORY  reading….*the disk does not answer", TOLD_S)
    program.press_next("escape")
    program.wait_until_gone("HISTORY", TOLD_S)
    program.wait_for(HOME)
    program.press_next("q")
    assert program.wait_exit(ENDS_S) == 0
    assert program.not_restored() == []
    assert program.left_running() == []


@pytest.mark.true_patience
def test_on_such_a_disk_a_session_begins_as_soon_as_it_can(start_on_dead_disk: Start, home: Path, hangs: Path) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    program = start_on_dead_disk()
    program.wait_for(HOME)
    program.run_for(0.3)  # what home reads behind its first frame
    hang(hangs, home)
    program.press_next()
    program.wait_for("the session begins as soon", TOLD_S)
    program.press_next("down")
    program.wait_for("▌ Intermediate")
    hangs.unlink()
    program.wait_for(r"SET 1 of 3 ·")
    program.press_next()
    program.wait_for(r"DONE  ")
    assert len(the_log(home)["sets"]) == 1


def started_on_it(start: Start, home: Path, hangs: Path) -> list[TtyDriver]:
    """Programs that say that they wait, each in its own window."""
    write_routine(home, "[60, 120]", "[60, 120]")
    make_log(home, 1)
    hang(hangs, home)
    waiting = [start(*words.split()) for words in ("", "start short", "start short --plain", "log", "routines short")]
    for program in waiting:
        program.wait_for("still waiting for your files", 2 * TOLD_S)
    return waiting


@pytest.mark.true_patience
def test_what_is_started_on_such_a_disk_says_that_it_waits_and_then_goes_on(
    start_on_dead_disk: Start, home: Path, hangs: Path
) -> None:
    at_home, session, plain, log, routine = started_on_it(start_on_dead_disk, home, hangs)
    hangs.unlink()
    at_home.wait_for(HOME)
    session.wait_for(r"SET 1 of 2 ·")
    plain.wait_for(r"(?i)set\s+1\s+of\s+2|Unfinished: Short")
    log.wait_for("Beginner")
    routine.wait_for("rest 60–120 s")
    assert (log.wait_exit(), routine.wait_exit()) == (0, 0)
    at_home.press_next("q")
    assert at_home.wait_exit() == 0
    assert at_home.not_restored() == []


def test_the_wait_for_it_can_be_ended(start_on_dead_disk: Start, home: Path, hangs: Path) -> None:
    for program in started_on_it(start_on_dead_disk, home, hangs):
        program.send("ctrl+c")
        assert program.wait_exit(ENDS_S) == 128 + signal.SIGINT
        assert program.not_restored() == []
        assert "Traceback" not in program.screen_text()


def test_plain_mode_waits_for_it_too(start_on_dead_disk: Start, home: Path, hangs: Path) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    before, _ = to_first_rest(start_on_dead_disk, home)
    before.signal(signal.SIGTERM)
    before.wait_exit()
    program = start_on_dead_disk("start", "short", "--plain")
    program.wait_for("q leaves")
    hang(hangs, home)
    program.send("t")
    program.wait_for("Still waiting for your files", TOLD_S)
    hangs.unlink()
    program.wait_for("Moved to")
    program.wait_for(r"(?i)set\s+1\s+of")
    hang(hangs, home)
    program.send("ctrl+c")
    assert program.wait_exit(ENDS_S) == 128 + signal.SIGINT
    assert program.left_running() == []


def test_switching_the_cues_does_not_stop_the_clock(start_on_bad_disk: Start, home: Path, hangs: Path) -> None:
    program = in_second_rest(start_on_bad_disk, home, hangs, home)
    program.send("c")
    shown = program.wait_for(r"REST \d:\d\d ·").match[0]
    program.wait_until_gone(shown)
    hangs.unlink()
    end = time.perf_counter() + TOLD_S
    while not (home / "settings.toml").exists():
        assert time.perf_counter() < end
        program.run_for(0.02)
    assert 'profile = "headphones"' in (home / "settings.toml").read_text(encoding="utf-8")


@pytest.mark.true_patience
def test_doctor_says_so_and_ends(start_on_bad_disk: Start, home: Path, hangs: Path) -> None:
    hang(hangs, home)
    program = start_on_bad_disk("doctor", columns=200, rows=60)
    assert program.wait_exit(4 * TOLD_S) == 0
    said = program.screen_text()
    assert "log: not read" in said
    assert "sessions cannot be saved here: the disk does not answer" in said


@pytest.mark.true_patience
def test_a_note_being_typed_on_a_past_session_is_kept_on_a_slow_disk(
    start_on_bad_disk: Start, home: Path, hangs: Path
) -> None:
    [file] = make_log(home, 1)
    program = start_on_bad_disk("history")
    program.wait_for("1 of 1")
    program.press_next("enter")
    program.wait_for("CORRECT")
    program.send("n")
    program.wait_for("Note on")
    program.send("too hea")
    program.wait_for("too hea")
    hang(hangs, home)
    program.signal(signal.SIGTERM)
    program.run_for(1.0)
    hangs.unlink()
    assert program.wait_exit(ENDS_S) == 128 + signal.SIGTERM
    assert "too hea" in file.read_text(encoding="utf-8")


def test_keys_on_a_dead_disk_do_not_add_up(start_on_dead_disk: Start, home: Path, hangs: Path) -> None:
    make_log(home, 30)
    program = start_on_dead_disk("history")
    program.wait_for("1 of 30")
    program.wait_until_gone("reading…")
    hang(hangs, home)
    for _ in range(10):
        program.send("down")
    program.wait_for("11 of 30", 2 * TOLD_S)
    program.send("escape")
    program.wait_for(HOME, TOLD_S)
    program.press_next("q")
    assert program.wait_exit(ENDS_S) == 0


@pytest.mark.parametrize(
    "all_hang",
    [pytest.param(False, id="this disk"), pytest.param(True, marks=pytest.mark.true_patience, id="every disk")],
)
def test_without_a_terminal_it_goes_where_it_can_and_ends_in_time(
    start_on_bad_disk: Start, home: Path, hangs: Path, env: dict[str, str], *, all_hang: bool
) -> None:
    program = in_second_rest(start_on_bad_disk, home, hangs, Path("/") if all_hang else home)
    program.hang_up()
    if all_hang:  # it waits for a while
        assert cpu_in_a_second(program, psutil.Process(program.pid)) < IDLE_CPU
    assert program.wait_exit(ENDS_S) == 128 + signal.SIGHUP
    assert program.left_running() == []
    if not all_hang:
        [file] = Path(env["HOME"]).glob("setpace-not-saved-*.toml")
        assert len(tomllib.loads(file.read_text(encoding="utf-8"))["sets"]) == 2


def test_doctor_tells_all_else_of_a_disk_of_which_nothing_comes_back(
    start_on_dead_disk: Start, home: Path, hangs: Path
) -> None:
    make_log(home, 1)
    (home / "settings.toml").write_text('unit = "kg"\n', encoding="utf-8")
    hang(hangs, home)
    program = start_on_dead_disk("doctor", columns=200, rows=60)
    assert program.wait_exit(4 * TOLD_S) == 0
    assert program.left_running() == []
    said = program.screen_text()
    for line in (
        f"{home}/settings.toml: the disk does not answer",
        "log: not read",
        "profile       not known: the disk does not answer",
        f"{home}: settings cannot be changed here: the disk does not answer",
        "  TERM      ",
    ):
        assert line in said, line
