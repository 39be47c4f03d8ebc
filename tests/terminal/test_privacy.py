"""Nothing leaves the machine, and no shell runs on anything that stands in a file: asked of the real program."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from terminal.test_real_program import HOME, the_log, wait_for_saved_sets

if TYPE_CHECKING:
    from pathlib import Path

    from terminal.conftest import StartHurried

WATCHED = """\
import sys

def note(event, args):
    if event.startswith("socket.") or event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        with open({notes!r}, "a", encoding="utf-8") as notes:
            notes.write(f"{{event}} {{args!r}}\\n")

sys.addaudithook(note)
from setpace.cli import main
sys.exit(main())
"""
"""Python itself tells of every socket and every program that is started."""

PWNED = "$(touch pwned) `touch pwned` ; touch pwned"


@pytest.mark.parametrize("plain", [False, True], ids=["app", "plain"])
def test_a_session_with_all_cues_opens_no_connection_and_no_shell(
    start_hurried: StartHurried, home: Path, tmp_path: Path, *, plain: bool
) -> None:
    notes, script, told = tmp_path / "notes.txt", tmp_path / "watched.py", tmp_path / "told.txt"
    script.write_text(WATCHED.format(notes=str(notes)), encoding="utf-8")
    command = tmp_path / "my-cue"
    command.write_text(
        f"#!{sys.executable}\nimport os, sys\n"
        f"open({str(told)!r}, 'a').write(os.environ['SETPACE_EXERCISE'] + repr(sys.argv[1:]) + '\\n')\n",
        encoding="utf-8",
    )
    command.chmod(0o700)
    (home / "exercises.toml").write_text(
        f'[odd]\nname = "{PWNED}"\nfamily = "hinge"\ncues = ["{PWNED}"]\n', encoding="utf-8"
    )
    (home / "routines").mkdir()
    (home / "routines" / "odd.toml").write_text(
        f'name = "{PWNED}"\n[[exercises]]\nexercise = "odd"\nsets = 2\nreps = 5\nrest = [0, 1]\n', encoding="utf-8"
    )
    (home / "settings.toml").write_text(
        f'[cues]\nprofile = "gym"\ncommand = \'{command} "$HOME" ; touch pwned | `id`\'\n', encoding="utf-8"
    )
    program = start_hurried("start", "odd", *(["--plain"] if plain else []), columns=120, rows=40, script=script)
    program.wait_for("(?i)space:? +set done" if not plain else "space: set done")
    program.press_next()
    program.wait_for(r"\bGO\b")
    program.press_next()
    wait_for_saved_sets(program, home, 2)
    program.run_for(0.6)
    program.press_next()
    if not plain:
        program.wait_for(HOME)
        program.send("q")
    assert program.wait_exit() == 0
    events = notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []
    assert not [event for event in events if event.startswith(("socket.connect", "socket.getaddrinfo", "socket.send"))]
    assert not [event for event in events if event.startswith("socket.bind")]
    assert not [event for event in events if event.startswith(("os.system", "os.exec"))]
    started = [event for event in events if event.startswith("subprocess.Popen")]
    assert any(str(command) in event for event in started)
    for event in started:
        assert "/sh'" not in event.split("[")[0], event
    assert not list(tmp_path.rglob("pwned"))
    assert told.read_text(encoding="utf-8").startswith(f"{PWNED}['$HOME', ';', 'touch', 'pwned', '|', '`id`']\n")
    assert the_log(home)["name"] == PWNED
