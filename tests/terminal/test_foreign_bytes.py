"""What a terminal sends that is no text, and errors where keys are read: neither takes the session along."""

from __future__ import annotations

import sys
import termios
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from terminal.test_disk import after_the_app
from terminal.test_real_program import HOME, the_log, to_first_rest, write_routine
from terminal.tty_driver import TtyDriver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from terminal.conftest import Start

LATIN_1 = "é".encode("latin-1")

BROKEN = """\
import sys
from textual._xterm_parser import XTermParser

feed = XTermParser.feed

def broken(self, data):
    if "Q" in data:
        raise ZeroDivisionError("broken on purpose")
    return feed(self, data)

XTermParser.feed = broken
from setpace.cli import main
sys.exit(main())
"""


@pytest.fixture
def start_broken(env: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Setpace that breaks where the key Q is read."""
    script = tmp_path / "broken.py"
    script.write_text(BROKEN, encoding="utf-8")
    with ExitStack() as running:

        def run(*args: str, columns: int = 80, rows: int = 24) -> TtyDriver:
            return running.enter_context(
                TtyDriver((sys.executable, str(script), *args), env, columns=columns, rows=rows)
            )

        yield run


def typing_a_note(start: Start, home: Path, begun: str) -> TtyDriver:
    """In the first rest, a note on its set begun and not entered yet."""
    write_routine(home, "[60, 120]", "[60, 120]")
    program, _ = to_first_rest(start, home)
    program.send("n")
    program.wait_for("Note on")
    program.send(begun)
    program.wait_for(begun.strip())
    return program


def test_a_key_of_another_encoding_does_nothing_and_all_others_work(start: Start, home: Path) -> None:
    program = typing_a_note(start, home, "knee ")
    program.send_bytes(LATIN_1)
    program.run_for(0.2)
    program.send_bytes(LATIN_1 + b"h")
    program.run_for(0.2)
    program.send("urts é")
    program.wait_for("knee hurts é")
    program.send("enter")
    program.wait_until_gone("Note on")
    program.press_next("escape")
    program.wait_for("Leave the session")
    program.send("l")
    program.wait_for(HOME)
    program.send_bytes(LATIN_1)
    program.press_next("q")
    assert program.wait_exit() == 0
    assert program.not_restored() == []
    assert [done["note"] for done in the_log(home)["sets"]] == ["knee hurts é"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no line mode")
def test_an_end_of_input_in_line_mode_is_not_the_end_of_the_keys(start: Start) -> None:
    program = start()
    program.wait_for(HOME)
    raw = program.line_settings()
    lines = [*raw]
    lines[3] |= termios.ICANON  # as another program may leave it
    program.set_line_settings(lines)
    program.send_bytes(b"\x04")
    program.run_for(0.3)
    program.set_line_settings(raw)
    program.send("h")
    program.wait_for("HISTORY")


def test_an_error_where_keys_are_read_is_one_line_and_the_session_is_kept(start_broken: Start, home: Path) -> None:
    program = typing_a_note(start_broken, home, "knee")
    program.send("Q")
    assert program.wait_exit() == 1
    assert program.not_restored() == []
    assert program.left_running() == []
    last = after_the_app(program)
    assert "Traceback" not in last
    assert last.count("setpace: internal error (ZeroDivisionError); it is noted in ") == 1
    assert [done["note"] for done in the_log(home)["sets"]] == ["knee"]
    assert "broken on purpose" in (home / "state" / "setpace.log").read_text(encoding="utf-8")
