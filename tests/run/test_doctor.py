"""`setpace doctor`: where everything is, what the terminal can do, and what is wrong with which file."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from run.doctor_lines import NOW, TERMINAL, problems, section, value
from terminal.log_files import NEWEST, make_log

from setpace import __version__
from setpace.run.doctor import Terminal, report

if TYPE_CHECKING:
    from pathlib import Path

    from run.conftest import Bench

    from setpace.store.paths import Paths

pytestmark = pytest.mark.usefixtures("last_folder")


def test_on_a_fresh_machine_every_place_is_named_and_none_is_made(paths: Paths, tmp_path: Path) -> None:
    lines = report(paths, TERMINAL, now=NOW)
    assert lines[0].startswith(f"setpace {__version__}, Python 3.")
    assert problems(paths) == ["none"]
    files = section(lines, "Files")
    assert [line.split()[0] for line in files] == [
        *("settings", "exercises", "routines", "runs", "themes", "log", "deleted", "state", "cache"),
        *("diagnostics", "private", "running", "unfinished"),
    ]
    for line in files[:10]:
        assert str(tmp_path) in line
    assert sum("(not there yet)" in line for line in files) == 10
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_counted(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 3)
    lines = report(paths, TERMINAL, now=NOW)
    assert value(lines, "log").endswith("log: sessions 3, unreadable files 0")
    assert value(lines, "routines").endswith("routines (not there yet): 3 with the shipped ones")
    assert value(lines, "themes").endswith("5 with the shipped ones")


def test_every_file_with_something_wrong_is_named_with_its_line(paths: Paths, tmp_path: Path) -> None:
    paths.settings_file.write_text('unit = "stone"\ntheme = "papper"\n', encoding="utf-8")
    paths.exercises_file.write_text('[plank]\nname = "Plank"\nfamily = "core"\n', encoding="utf-8")
    paths.routines_dir.mkdir()
    (paths.routines_dir / "mine.toml").write_text('name = "Mine"\nnonsense\n', encoding="utf-8")
    paths.themes_dir.mkdir()
    (paths.themes_dir / "mine.toml").write_text('name = "Mine"\ndark = "yes"\n', encoding="utf-8")
    damaged, *_ = make_log(tmp_path, 2)
    damaged.write_text("setpace = 1\nid = \n", encoding="utf-8")
    found = problems(paths)
    assert all(line.isprintable() for line in found)
    for begin in (
        f"{paths.settings_file}:1: unit must be",
        f'{paths.settings_file}:2: there is no theme "…", did you mean paper?',
        f"{paths.exercises_file}:3: ",
        f"{paths.routines_dir / 'm….toml'}:2: ",
        f"{paths.themes_dir / 'm….toml'}:2: ",
        f"{damaged}:2: ",
    ):
        assert any(line.startswith(begin) for line in found), (begin, found)
    assert value(report(paths, TERMINAL, now=NOW), "log").endswith("sessions 1, unreadable files 1")


def test_a_theme_that_is_like_none_is_answered_with_all_of_them(paths: Paths) -> None:
    paths.settings_file.write_text('theme = "zzz"\n', encoding="utf-8")
    [line] = problems(paths)
    assert "there are midnight, paper, contrast, clear and sixteen" in line


def test_a_copy_that_a_sync_made_is_named_with_its_original(paths: Paths, tmp_path: Path) -> None:
    [file] = make_log(tmp_path, 1)
    copy = file.with_name(file.stem + " (conflict).toml")
    copy.write_bytes(file.read_bytes())
    [line] = problems(paths)
    assert str(file) in line
    assert f"{file.stem}….toml: the same" in line
    assert "(id s00000), shown once" in line
    assert value(report(paths, TERMINAL, now=NOW), "log").endswith("sessions 1, unreadable files 0")


def test_a_session_dated_in_the_future_is_named(paths: Paths, tmp_path: Path) -> None:
    [file] = make_log(tmp_path, 1)
    [line] = section(report(paths, TERMINAL, now=NEWEST - timedelta(days=3)), "Problems")
    assert line.startswith(f"{file}: dated 2026-11-23, in the future")


def test_one_wrong_value_in_a_session_is_named_and_the_session_counts(paths: Paths, tmp_path: Path) -> None:
    [file] = make_log(tmp_path, 1)
    text = file.read_text(encoding="utf-8")
    number = text.splitlines().index('form = "clean"') + 1
    file.write_text(text.replace('form = "clean"', 'form = "fine"', 1), encoding="utf-8")
    [line] = problems(paths)
    assert line.startswith(f"{file}:{number}: form must be clean, shaky or broken")
    assert value(report(paths, TERMINAL, now=NOW), "log").endswith("sessions 1, unreadable files 0")


def test_it_can_be_pasted_anywhere_without_the_words_of_the_user(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1, load=61.5)
    training.runner.write_note(1, "argued with the coach")
    training.leave()
    text = "\n".join(report(bench.paths, TERMINAL, now=NOW))
    assert "coach" not in text
    assert "61.5" not in text


def test_a_folder_with_an_odd_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    from setpace.store.paths import find_paths  # noqa: PLC0415 - only here

    paths = find_paths({"SETPACE_HOME": str(tmp_path / "a\x1b[2Jb\nc")})
    paths.config.mkdir()
    paths.settings_file.write_text('unit = "stone"\n', encoding="utf-8")
    assert all(line.isprintable() for line in report(paths, TERMINAL, now=NOW))


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ((80, 24), "80x24"),
        ((40, 12), "40x12"),
        ((39, 50), "39x50, too small: 40x12 is needed"),
        ((200, 11), "200x11, too small: 40x12 is needed"),
        (None, "the output is not a terminal"),
    ],
    ids=str,
)
def test_the_size(paths: Paths, size: tuple[int, int] | None, said: str) -> None:
    lines = report(paths, Terminal(size=size, environ={}, encoding="utf-8"), now=NOW)
    assert value(section(lines, "Terminal"), "size") == said


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "16 million (COLORTERM=truecolor)"),
        ({"TERM": "xterm", "COLORTERM": " 24BIT "}, "16 million (COLORTERM=24bit)"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "xterm-kitty"}, "256"),
        ({"TERM": "linux"}, "16 (the theme sixteen is made for that)"),
        ({}, "16 (the theme sixteen is made for that)"),
        ({"TERM": "dumb", "COLORTERM": "truecolor"}, "none (TERM=dumb)"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1", "COLORTERM": "truecolor"}, "none wanted (NO_COLOR is set)"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "256"),
    ],
    ids=str,
)
def test_the_colours(paths: Paths, environ: dict[str, str], said: str) -> None:
    lines = section(report(paths, Terminal(size=(80, 24), environ=environ, encoding="ascii"), now=NOW), "Terminal")
    assert value(lines, "colours") == said
    assert value(lines, "TERM") == environ.get("TERM", "not set")
    assert value(lines, "encoding") == "ascii"


def test_sessions_of_other_windows_and_those_cut_short_are_counted(bench: Bench) -> None:
    def rows() -> tuple[str, str]:
        lines = report(bench.paths, TERMINAL, now=NOW)
        return value(lines, "running"), value(lines, "unfinished")

    assert rows() == ("no session", "no session")
    bench.left()
    cut = "1 session: home offers the newest to go on with"
    assert rows() == ("no session", cut)
    bench.clock.advance(60)
    training = bench.start()
    assert rows() == ("1 session in another window", cut)
    training.leave()


def test_a_session_of_a_newer_setpace_is_named(bench: Bench) -> None:
    file = bench.left()
    file.write_text(file.read_text(encoding="utf-8").replace("setpace = 1", "setpace = 99"), encoding="utf-8")
    lines = report(bench.paths, TERMINAL, now=NOW)
    assert section(lines, "Problems") == [f"{file}: written by a newer Setpace; update this one to change it"]
    assert value(lines, "unfinished") == "no session"


@pytest.mark.parametrize(
    ("text", "said", "problem"),
    [
        ("2026-11-23 18:04:11,000 WARNING setpace.cues: no player\n", "1 line", None),
        (
            (
                "2026-11-23 18:04:11,000 CRITICAL setpace: internal error\nTraceback\n"
                "2026-11-24 18:04:11,000 CRITICAL setpace: internal error\n"
            ),
            "3 lines",
            "2 internal errors, the last at 2026-11-24 18:04:11; its end belongs into a report",
        ),
    ],
    ids=["warning", "errors"],
)
def test_what_was_noted_is_counted(paths: Paths, text: str, said: str, problem: str | None) -> None:
    paths.diagnostics_file.parent.mkdir()
    paths.diagnostics_file.write_text(text, encoding="utf-8")
    lines = report(paths, TERMINAL, now=NOW)
    assert value(lines, "diagnostics") == f"{paths.diagnostics_file}: {said}"
    assert section(lines, "Problems") == [f"{paths.diagnostics_file}: {problem}" if problem else "none"]


def test_diagnostics_that_are_no_file_are_named(paths: Paths) -> None:
    paths.diagnostics_file.mkdir(parents=True)
    [line] = problems(paths)
    assert line.startswith(f"{paths.diagnostics_file}: not a file; ")


def test_both_files_of_a_session_that_went_on_in_a_new_one_are_named(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1)
    old = training.file
    old.write_bytes(old.read_bytes() + b"# by a sync\n")
    bench.lift(training, 1)
    training.runner.finish()
    training.leave()
    lines = report(bench.paths, TERMINAL, now=NOW)
    (problem,) = section(lines, "Problems")
    assert old.name in problem
    assert training.file.name in problem
    assert "shown once" in problem
    assert value(lines, "unfinished") == "no session"


def test_so_are_those_of_one_that_went_on_after_another_machine_had_ended_it(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1)
    old = training.file
    text = old.read_text(encoding="utf-8")
    old.write_text(text.replace("started = ", "finished = 2026-11-23T19:00:00+01:00\nstarted = ", 1), encoding="utf-8")
    bench.lift(training, 1)
    training.leave()
    lines = report(bench.paths, TERMINAL, now=NOW)
    (problem,) = section(lines, "Problems")
    assert old.name in problem
    assert training.file.name in problem
    assert "counts twice" in problem
    assert value(lines, "unfinished") == "1 session: home offers the newest to go on with"
