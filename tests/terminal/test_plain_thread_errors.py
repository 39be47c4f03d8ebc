"""An error in a thread while a session is led line by line: noted, and not a traceback among the lines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from terminal.test_plain import pipe_into, the_log, write_routine

if TYPE_CHECKING:
    from pathlib import Path

BROKEN_TONES = """\
import sys
import setpace.run.tones

def broken(cue, cache):
    raise ZeroDivisionError("broken on purpose")

setpace.run.tones.tone_file = broken
from setpace.cli import main
sys.exit(main())
"""


def test_an_error_in_a_thread_is_noted_and_the_session_goes_on(env: dict[str, str], home: Path, tmp_path: Path) -> None:
    write_routine(home, "[60, 120]")
    script = tmp_path / "broken.py"
    script.write_text(BROKEN_TONES, encoding="utf-8")
    done = pipe_into(env, "\n" * 100, program=(sys.executable, str(script)))
    assert (done.returncode, done.stderr) == (0, "")
    assert "SUMMARY Short" in done.stdout
    assert "broken" not in done.stdout
    session = the_log(home)
    assert len(session["sets"]) == 4
    assert "finished" in session
    noted = (home / "state" / "setpace.log").read_text(encoding="utf-8")
    assert "CRITICAL setpace: internal error in setpace" in noted
    assert "ZeroDivisionError: broken on purpose" in noted
