"""The real program on a disk that stops taking what is written, and an error of its own: no set is lost."""

from __future__ import annotations

import re
import resource
import signal
import sys
import tomllib
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from terminal.test_real_program import HOME, log_files, prompt, the_log, to_first_rest, write_routine
from terminal.tty_driver import TtyDriver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from terminal.conftest import Start

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit a program that runs already")

FULL = r"not saved: File too large"
"""How a disk that takes nothing more says so here: a limit on the size of files, which holds for root too."""


def fill_disk(program: TtyDriver) -> None:
    """From now on the program can write nothing into files."""
    _, hard = resource.prlimit(program.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (0, hard))


def empty_disk(program: TtyDriver) -> None:
    _, hard = resource.prlimit(program.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (hard, hard))


def after_the_app(program: TtyDriver) -> str:
    """What the terminal got once it was the user's again."""
    program.screen_text()
    return bytes(program.screen.raw).decode().rpartition("\x1b[?1049l")[2].replace("\r\n", "\n")


def printed_session(program: TtyDriver) -> dict[str, Any]:
    text = after_the_app(program)
    assert "Traceback" not in text
    return tomllib.loads(text[text.index("# setpace: not saved: File too large") :])


def in_second_rest_unsaved(start: Start, home: Path) -> TtyDriver:
    """Two sets are done; the disk has one."""
    write_routine(home, "[60, 120]", "[60, 120]")
    program, _ = to_first_rest(start, home)
    fill_disk(program)
    program.press_next()
    program.wait_for(prompt("Kettlebell Deadlift", 2, 2))
    program.wait_for(FULL)
    program.press_next()
    program.wait_for(r"\bREST\b")
    return program


def test_a_full_disk_is_told_training_goes_on_and_all_is_written_once_there_is_room(start: Start, home: Path) -> None:
    program = in_second_rest_unsaved(start, home)
    assert len(the_log(home)["sets"]) == 1
    empty_disk(program)
    program.wait_until_gone(FULL)  # by itself: no key is pressed
    assert len(the_log(home)["sets"]) == 2


def test_leaving_with_a_full_disk_asks_and_the_session_can_go_elsewhere(
    start: Start, home: Path, tmp_path: Path
) -> None:
    program = in_second_rest_unsaved(start, home)
    program.press_next("escape")
    program.wait_for("Leave the session")
    program.send("l")
    program.wait_for(r"(?s)not on disk.*2 sets.*try again.*save elsewhere.*print and close.*leave without")
    program.send("escape")  # back: the session runs on
    program.wait_until_gone("not on disk")
    program.wait_for(r"\bREST\b")
    program.press_next("escape")
    program.wait_for("Leave the session")
    program.send("l")
    program.wait_for("save elsewhere")
    program.send("s")
    program.wait_for("Save the session in the folder")
    program.send(str(tmp_path / "stick"), "enter")
    program.wait_for("not saved there either")  # it is on the same full disk
    empty_disk(program)
    program.send("enter")
    program.wait_for(HOME)
    [file] = (tmp_path / "stick").iterdir()
    assert len(tomllib.loads(file.read_text(encoding="utf-8"))["sets"]) == 2
    assert len(the_log(home)["sets"]) == 2
    assert file.name == log_files(home)[0].name


def test_leaving_with_a_full_disk_can_print_the_session_as_text(start: Start, home: Path) -> None:
    program = in_second_rest_unsaved(start, home)
    program.press_next("escape")
    program.wait_for("Leave the session")
    program.send("l")
    program.wait_for("print and close")
    program.send("p")
    assert program.wait_exit() == 0
    assert program.not_restored() == []
    session = printed_session(program)
    assert len(session["sets"]) == 2
    assert session["events"]
    assert session["id"] == the_log(home)["id"]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["TERM", "INT"])
def test_a_signal_on_a_full_disk_prints_the_session_once_the_terminal_is_restored(
    start: Start, home: Path, number: signal.Signals, status: int
) -> None:
    program = in_second_rest_unsaved(start, home)
    program.signal(number)
    assert program.wait_exit() == status
    assert program.not_restored() == []
    assert len(printed_session(program)["sets"]) == 2


@pytest.mark.parametrize("plain", [False, True], ids=["app", "plain"])
def test_a_lost_terminal_on_a_bad_disk_leaves_the_session_in_the_home_folder(
    start: Start, home: Path, env: dict[str, str], *, plain: bool
) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    program = start("start", "short", *(["--plain"] if plain else []))
    program.wait_for(r"(?i)set\s+1\s+of\s+2")
    (home / "log").rename(home / "elsewhere")
    (home / "log").write_text("in the way", encoding="utf-8")
    program.press_next()
    program.wait_for("not saved: Not a directory")
    program.hang_up()
    assert program.wait_exit() == 129
    [file] = Path(env["HOME"]).glob("setpace-not-saved-*.toml")
    assert len(tomllib.loads(file.read_text(encoding="utf-8"))["sets"]) == 1
    assert f"~/{file.name}" in diagnostics(home)


def test_plain_mode_on_a_full_disk_tells_goes_on_asks_and_tries_again(start: Start, home: Path, tmp_path: Path) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    program = start("start", "short", "--plain", columns=200)
    program.wait_for("Kettlebell Deadlift")
    fill_disk(program)
    program.press_next()
    program.wait_for(FULL)
    program.send("escape")
    program.wait_for("Leave the session")
    program.send("l")
    program.wait_for(r"(?s)1 set is not on disk.*a folder \(as ~\) saves it there.*x leaves\s+without")
    program.send("\r")
    program.wait_for(r"(?s)is not on disk.*is not on disk")
    program.send(str(tmp_path / "stick"), "\r")
    program.wait_for("not saved there either: File too large")
    empty_disk(program)
    program.wait_for(r"saved again")  # by itself
    assert program.wait_exit() == 0
    assert len(the_log(home)["sets"]) == 1
    assert program.not_restored() == []


# ------------------------------------------------------------------------------------------------- our own errors

BROKEN = """\
import sys
from setpace.run.runner import Runner

def broken(self):
    raise ZeroDivisionError("broken on purpose")

Runner.{method} = broken
from setpace.cli import main
sys.exit(main())
"""


@pytest.fixture
def start_broken(env: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Setpace with an error in it: the key `s` (skip) fails."""
    script = tmp_path / "broken.py"
    script.write_text(BROKEN.format(method="skip"), encoding="utf-8")
    with ExitStack() as running:

        def run(*args: str, columns: int = 100, rows: int = 24) -> TtyDriver:
            argv = (sys.executable, str(script), *args)
            return running.enter_context(TtyDriver(argv, env, columns=columns, rows=rows))

        yield run


def to_rest_then_skip(program: TtyDriver, shown: str) -> None:
    program.press_next()
    program.wait_for(shown)
    program.press_next("s")


def diagnostics(home: Path) -> str:
    return (home / "state" / "setpace.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("plain", [False, True], ids=["app", "plain"])
def test_an_error_of_ours_is_one_line_and_the_session_is_kept(start_broken: Start, home: Path, *, plain: bool) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    program = start_broken("start", "short", *(["--plain"] if plain else []))
    program.wait_for("Kettlebell Deadlift")
    to_rest_then_skip(program, r"\bREST\b")
    assert program.wait_exit() == 1
    assert program.not_restored() == []
    last = after_the_app(program)
    assert "Traceback" not in last
    assert "broken on purpose" not in last
    line = re.escape(
        "setpace: internal error (ZeroDivisionError); it is noted in " + str(home / "state" / "setpace.log")
    )
    assert len(re.findall(line, last)) == 1
    session = the_log(home)
    assert (len(session["sets"]), len(session["plan"])) == (1, 4)
    assert "finished" not in session
    noted = diagnostics(home)
    assert "internal error in setpace" in noted
    assert "ZeroDivisionError: broken on purpose" in noted
    assert 'broken.py", line 5, in broken' in noted
    assert (home / "state" / "setpace.log").stat().st_mode & 0o777 == 0o600


def test_an_error_of_ours_on_a_full_disk_prints_the_session(start_broken: Start, home: Path) -> None:
    write_routine(home, "[60, 120]", "[60, 120]")
    program = start_broken("start", "short")
    program.wait_for("Kettlebell Deadlift")
    fill_disk(program)
    to_rest_then_skip(program, FULL)
    assert program.wait_exit() == 1
    assert program.not_restored() == []
    assert len(printed_session(program)["sets"]) == 1
    assert "it could not be noted in" in after_the_app(program)
