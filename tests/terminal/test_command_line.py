"""The command line as a script or a puzzled user meets it: exit status, one line, nothing written by mistake."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from terminal.log_files import make_log
from terminal.tty_driver import SETPACE, TtyDriver, run_without_terminal

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

GOOD_ROUTINE = """\
name = "Mine"
[[exercises]]
exercise = "deadlift"
sets = 3
reps = 5
rest = [60, 90]
"""


@pytest.fixture
def setpace(env: dict[str, str], home: Path) -> SetpaceWithoutTerminal:
    return SetpaceWithoutTerminal(env, home)


class SetpaceWithoutTerminal:
    def __init__(self, env: dict[str, str], home: Path) -> None:
        self.env, self.home = env, home

    def __call__(self, *args: str) -> subprocess.CompletedProcess[str]:
        done = run_without_terminal((*SETPACE, *args), self.env)
        assert "Traceback" not in done.stderr
        return done

    def files(self) -> list[str]:
        return sorted(str(f.relative_to(self.home)) for f in self.home.rglob("*") if f.is_file())


@pytest.mark.parametrize("args", [(), ("start",), ("start", "beginner"), ("history",)], ids=" ".join)
def test_the_app_without_a_terminal_says_so_in_one_line(setpace: SetpaceWithoutTerminal, args: tuple[str, ...]) -> None:
    done = setpace(*args)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "terminal" in done.stderr
    assert done.stdout == ""
    assert setpace.files() == []


@pytest.mark.parametrize(
    ("args", "named"),
    [(("start", "begginer"), "begginer"), (("--fast",), "--fast"), (("routines", "begginer"), "begginer")],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_an_unknown_routine_or_option_is_named_in_one_line(
    setpace: SetpaceWithoutTerminal, args: tuple[str, ...], named: str
) -> None:
    with TtyDriver((*SETPACE, *args), setpace.env, columns=200) as program:
        assert program.wait_exit() in {1, 2}
        lines = [line for line in program.screen_text().splitlines() if line]
        assert len(lines) == 1, lines
        assert named in lines[0]
        assert b"\x1b[?1049h" not in program.screen.raw
        assert program.not_restored() == []


def test_a_data_folder_that_cannot_be_is_one_line(setpace: SetpaceWithoutTerminal) -> None:
    # A file where the folder should be: no permission helps, so this fails for root too.
    (setpace.home / "log").write_text("not a folder", encoding="utf-8")
    with TtyDriver((*SETPACE, "start", "beginner"), setpace.env, columns=200) as program:
        assert program.wait_exit() == 1
        lines = [line for line in program.screen_text().splitlines() if line]
        assert len(lines) == 1, lines
        assert str(setpace.home) in lines[0]
        assert program.not_restored() == []
    assert setpace.files() == ["log"]


def test_where_nothing_can_be_saved_doctor_says_so_and_the_history_opens(setpace: SetpaceWithoutTerminal) -> None:
    log = setpace.home / "log"
    log.symlink_to(setpace.home / "gone" / "away")  # no permission helps, so this fails for root too
    problems = [line.strip() for line in setpace("doctor").stdout.split("\nProblems\n")[1].splitlines()]
    nowhere = f"a link to {setpace.home / 'gone' / 'away'}, which is not there: is its disk?"
    assert problems == [
        f"{log}: sessions cannot be saved here: what stands here is a link to nowhere; is its disk there?",
        f"{log}: the log cannot be read: {nowhere}",
    ]
    done = setpace("log")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"setpace: {log}: the log cannot be read: {nowhere}\n"
    with TtyDriver((*SETPACE, "history"), setpace.env, columns=200) as program:
        program.wait_for("HISTORY")
        program.wait_for("past sessions can be looked at")
        program.send("q")
        program.wait_for("SETPACE")
        program.send("q")
        assert program.wait_exit() == 0
    assert log.is_symlink()


@pytest.mark.parametrize("away", ["2>err.txt", "2>&-", "2>/dev/full"])
def test_the_app_is_seen_wherever_its_errors_go(setpace: SetpaceWithoutTerminal, tmp_path: Path, away: str) -> None:
    command = ("/bin/sh", "-c", f'cd "{tmp_path}" && exec "$0" "$@" {away}', *SETPACE)
    with TtyDriver(command, setpace.env) as program:
        program.wait_for("SETPACE")
        program.wait_for("▌ Beginner")
        program.send("q")
        assert program.wait_exit() == 0
        assert program.not_restored() == []


def test_own_routines_behind_a_link_to_nowhere_are_missed(setpace: SetpaceWithoutTerminal) -> None:
    folder = setpace.home / "routines"
    folder.symlink_to(setpace.home / "gone")
    told = f"{folder}: the folder cannot be read: a link to {setpace.home / 'gone'}, which is not there: is its disk?"
    assert setpace("routines").stderr == f"{told}\n"
    assert told in setpace("doctor").stdout


def test_a_key_that_a_routine_does_not_have_is_told_also_where_one_is_shown(setpace: SetpaceWithoutTerminal) -> None:
    folder = setpace.home / "routines"
    folder.mkdir()
    (folder / "mine.toml").write_text(GOOD_ROUTINE.replace("rest", "resst"), encoding="utf-8")
    for args in (("routines",), ("routines", "mine")):
        done = setpace(*args)
        assert done.returncode == 0
        assert "Mine" in done.stdout
        [line] = done.stderr.splitlines()
        assert line.startswith(f"{folder / 'mine.toml'}:6: unknown key")
    assert setpace("routines", "beginner").stderr == ""


def test_one_of_a_thing_is_written_as_one(setpace: SetpaceWithoutTerminal) -> None:
    file = setpace.home / "mine.toml"
    file.write_text('[[exercises]]\nexercise = "deadlift"\nsets = 1\nreps = 1\n', encoding="utf-8")
    assert setpace("routines", str(file)).stdout.splitlines()[0] == "Mine, <1 min"
    (setpace.home / "routines").mkdir()
    file.rename(setpace.home / "routines" / "mine.toml")
    assert "Mine: 1 exercise, 1 set\n" in setpace("routines").stdout


def test_a_session_read_in_part_is_named_and_shown(setpace: SetpaceWithoutTerminal) -> None:
    file, _ = make_log(setpace.home, 2)
    text = file.read_text(encoding="utf-8").replace('form = "clean"', 'form = "fine"', 1)
    file.write_text(text, encoding="utf-8")
    line = text.splitlines().index('form = "fine"') + 1
    for args in (("log",), ("log", "--json")):
        done = setpace(*args)
        assert done.returncode == 0
        assert "2026-11-23" in done.stdout
        assert [said.partition(": ")[0] for said in done.stderr.splitlines()] == [f"{file}:{line}"]


def test_log_prints_past_sessions_newest_first(setpace: SetpaceWithoutTerminal) -> None:
    make_log(setpace.home, 3)
    done = setpace("log")
    assert (done.returncode, done.stderr) == (0, "")
    positions = [done.stdout.find(day) for day in ("2026-11-23", "2026-11-21", "2026-11-19")]
    assert -1 not in positions
    assert positions == sorted(positions)
    assert done.stdout.count("Beginner") == 3
    assert done.stdout.count("9/9") == 3
    newest = setpace("log", "-n", "1").stdout
    assert "2026-11-23" in newest
    assert "2026-11-21" not in newest


def test_log_as_json_is_a_list_of_sessions_with_their_sets(setpace: SetpaceWithoutTerminal) -> None:
    make_log(setpace.home, 2)
    done = setpace("log", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    sessions = json.loads(done.stdout)
    assert [s["started"] for s in sessions] == ["2026-11-23T18:04:11+01:00", "2026-11-21T18:04:11+01:00"]
    assert [len(s["sets"]) for s in sessions] == [9, 9]
    assert sessions[0]["sets"][0]["load"] == 24.0


def test_an_empty_log_is_no_error(setpace: SetpaceWithoutTerminal) -> None:
    text = setpace("log")
    assert text.returncode == 0
    assert text.stdout.strip() or text.stderr.strip()
    assert json.loads(setpace("log", "--json").stdout) == []
    assert setpace.files() == []


def test_a_damaged_log_file_costs_one_session_and_is_named(setpace: SetpaceWithoutTerminal) -> None:
    damaged, *_ = make_log(setpace.home, 3)
    damaged.write_text('setpace = 1\nid = "abc\n', encoding="utf-8")
    done = setpace("log")
    assert done.returncode == 0
    assert done.stdout.count("Beginner") == 2
    assert f"{damaged.name}:2:" in done.stderr
    doctor = setpace("doctor")
    assert f"{damaged.name}:2:" in doctor.stdout
    assert damaged.read_text(encoding="utf-8") == 'setpace = 1\nid = "abc\n'


def test_routines_are_listed_and_shown(setpace: SetpaceWithoutTerminal) -> None:
    listed = setpace("routines")
    assert (listed.returncode, listed.stderr) == (0, "")
    for name in ("Beginner", "Intermediate", "Advanced"):
        assert name in listed.stdout
    shown = setpace("routines", "advanced")
    assert shown.returncode == 0
    for exercise in ("Two-Hand Kettlebell Swing", "Pistol Squat", "Barbell Snatch"):
        assert exercise in shown.stdout


def test_a_routine_file_is_checked_with_its_line(setpace: SetpaceWithoutTerminal) -> None:
    file = setpace.home / "mine.toml"
    file.write_text(GOOD_ROUTINE, encoding="utf-8")
    good = setpace("routines", str(file))
    assert (good.returncode, good.stderr) == (0, "")
    for text, wrong, line in (
        ('"deadlift"', '"deadlfit"', 3),
        ("sets = 3", "sets = -3", 4),
        ("[60, 90]", "[90, 60]", 6),
        ("reps = 5", "reps = ", 5),
    ):
        file.write_text(GOOD_ROUTINE.replace(text, wrong), encoding="utf-8")
        bad = setpace("routines", str(file))
        assert bad.returncode == 1, wrong
        assert f"{file}:{line}: " in bad.stderr, wrong
        assert len(bad.stderr.splitlines()) == 1, wrong


def test_a_broken_own_routine_never_takes_the_others_down(setpace: SetpaceWithoutTerminal) -> None:
    folder = setpace.home / "routines"
    folder.mkdir()
    (folder / "broken.toml").write_text("name = \n", encoding="utf-8")
    (folder / "mine.toml").write_text(GOOD_ROUTINE, encoding="utf-8")
    listed = setpace("routines")
    assert "broken.toml:1:" in listed.stdout + listed.stderr
    for name in ("Beginner", "Intermediate", "Advanced", "Mine"):
        assert name in listed.stdout


def test_a_broken_own_routine_with_a_shipped_id_is_told_of_wherever_it_is_asked_for(
    setpace: SetpaceWithoutTerminal,
) -> None:
    folder = setpace.home / "routines"
    folder.mkdir()
    (folder / "beginner.toml").write_text(GOOD_ROUTINE.replace("sets = 3", "sets = -3"), encoding="utf-8")
    said = f"{folder / 'beginner.toml'}:4: sets must be"
    shown = setpace("routines", "beginner")
    assert (shown.returncode, shown.stdout) == (1, "")
    assert shown.stderr.startswith(said)
    assert len(shown.stderr.splitlines()) == 1
    for args in (("start", "beginner"), ("start", "beginner", "--plain"), ("start",), ("start", "--plain")):
        begun = setpace(*args)
        assert (begun.returncode, begun.stdout) == (1, ""), args
        (line,) = begun.stderr.splitlines()
        assert line.startswith(f"setpace: {said}"), args
        assert line.endswith("; until it is right setpace offers the shipped Beginner"), args
    assert setpace("routines", "advanced").returncode == 0
    assert setpace.files() == ["routines/beginner.toml"]


def test_a_broken_routine_is_not_passed_over_as_the_one_last_done(setpace: SetpaceWithoutTerminal) -> None:
    file, *_ = make_log(setpace.home, 2)
    file.rename(file.with_name(file.name.replace("beginner", "mine")))
    folder = setpace.home / "routines"
    folder.mkdir()
    (folder / "mine.toml").write_text(GOOD_ROUTINE.replace("sets = 3", "sets = -3"), encoding="utf-8")
    begun = setpace("start", "--plain")
    assert begun.returncode == 1
    assert f"{folder / 'mine.toml'}:4: sets must be" in begun.stderr


def test_columns_stand_one_under_the_other_where_letters_are_wide(setpace: SetpaceWithoutTerminal) -> None:
    folder = setpace.home / "routines"
    folder.mkdir()
    (folder / "朝練.toml").write_text(GOOD_ROUTINE, encoding="utf-8")
    (folder / "mine.toml").write_text(GOOD_ROUTINE.replace("sets", "sest"), encoding="utf-8")
    (setpace.home / "exercises.toml").write_text('[squat-jp]\nname = "片足スクワット"\nfamily = "single-leg-squat"\n')
    (setpace.home / "one.toml").write_text(
        GOOD_ROUTINE + '[[exercises]]\nexercise = "squat-jp"\nsets = 3\nreps = 5\n', encoding="utf-8"
    )
    listed = setpace("routines").stdout.splitlines()
    assert any(line.startswith("朝練") for line in listed)
    starts = {cell_len(line) - cell_len(line.partition(" ")[2].lstrip()) for line in listed}
    assert len(starts) == 1, listed
    shown = setpace("routines", str(setpace.home / "one.toml"))
    rests = {cell_len(line.partition("rest")[0]) for line in shown.stdout.splitlines()[1:]}
    assert len(rests) == 1, shown.stdout


def test_doctor_says_where_everything_is(setpace: SetpaceWithoutTerminal) -> None:
    done = setpace("doctor")
    assert (done.returncode, done.stderr) == (0, "")
    assert str(setpace.home / "settings.toml") in done.stdout
    assert str(setpace.home / "log") in done.stdout
