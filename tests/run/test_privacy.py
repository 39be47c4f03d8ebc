"""What the program makes is for the user alone, and a report about it holds no word of the user's."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from run.conftest import START

from setpace.core.cues import Cue
from setpace.core.errors import Problem
from setpace.run.diagnostics import keep_diagnostics, note_internal_error
from setpace.run.doctor import Terminal, report
from setpace.run.redaction import Redaction, without_home, without_names
from setpace.run.rescue import save_in
from setpace.run.tones import tone_file
from setpace.store.paths import find_paths
from setpace.store.settings import change_setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from run.conftest import Bench

TERMINAL = Terminal(size=(80, 24), environ={"TERM": "xterm-256color"}, encoding="utf-8")


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """A user whose files are readable for all by default."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
@pytest.mark.usefixtures("open_to_all")
def test_every_file_and_folder_made_is_for_the_user_alone(tmp_path: Path, bench: Bench) -> None:
    paths = bench.paths = find_paths({"SETPACE_HOME": str(tmp_path / "new" / "setpace")})
    keep_diagnostics(paths)
    note_internal_error(paths, ValueError("x"))
    change_setting(paths, "unit", "lb")
    change_setting(paths, "theme", "paper")
    bench.left()
    trashed = bench.start()
    bench.lift(trashed, 1)
    assert trashed.discard() is None
    running = bench.start()
    bench.lift(running, 1)
    tone_file(Cue.READY, paths.cache)
    save_in(running, str(tmp_path / "stick"))
    made = [path for path in tmp_path.rglob("*") if path != tmp_path / "log"]
    kinds = {
        path.relative_to(paths.config).parts[0]
        for path in made
        if path.is_relative_to(paths.config) and path != paths.config
    }
    assert kinds == {"settings.toml", "log", "state", "cache"}
    assert {path.name for path in paths.locks_dir.iterdir()}
    assert {path.name for path in paths.trash_dir.iterdir()}
    for path in made:
        assert oct(stat.S_IMODE(path.stat().st_mode)) == oct(0o700 if path.is_dir() else 0o600), path
    assert any(line.split() == ["private", "yes"] for line in report(paths, TERMINAL, now=bench.clock.now()))
    running.leave()


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_doctor_tells_of_folders_that_others_may_look_into(bench: Bench) -> None:
    bench.left()
    bench.paths.log_dir.chmod(0o755)
    bench.paths.config.chmod(0o700)
    [line] = [x for x in report(bench.paths, TERMINAL, now=bench.clock.now()) if x.strip().startswith("private")]
    assert line.endswith(f"others on this computer may look into {bench.paths.log_dir}; chmod 700 closes it")


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
@pytest.mark.parametrize(
    ("name", "home", "told"), [("anna", "elsewhere", "/…; chmod"), ("x", "anna", "into ~/log, ~; chmod")]
)
def test_that_line_names_neither_the_user_nor_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, home: str, told: str
) -> None:
    monkeypatch.setenv("LOGNAME", name)
    monkeypatch.setenv("HOME", str(tmp_path / home))
    paths = find_paths({"SETPACE_HOME": str(tmp_path / "anna")})
    paths.log_dir.mkdir(parents=True)
    for folder in (paths.config, paths.log_dir):
        folder.chmod(0o755)
    lines = report(paths, TERMINAL, now=START)
    [line] = [x for x in lines if x.strip().startswith("private")]
    assert told in line
    assert not [x for x in lines if "anna" in x]


def test_a_report_holds_no_word_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bench: Bench) -> None:
    home = tmp_path / "home" / "anna"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    paths = bench.paths = find_paths({"SETPACE_HOME": str(home / "setpace")})
    file = bench.left()
    text = file.read_text(encoding="utf-8")
    private = 'Private "note" of \\ Anna'
    quoted = '"Private \\"note\\" of \\\\ Anna"'
    file.write_text(
        text.replace('unit = "kg"', f"unit = {quoted}\nnote = [{quoted}]").replace(
            "[[sets]]", f"[[sets]]\nform = {quoted}\nplanned = 5"
        ),
        encoding="utf-8",
    )
    paths.exercises_file.write_text(
        f'[annas-lunge]\nname = "Annas Lunge"\nfamily = {quoted}\n'
        '[anna-swing]\nname = "Annas Swing"\nfamily = "hinge"\n',
        encoding="utf-8",
    )
    paths.routines_dir.mkdir()
    (paths.routines_dir / "annas-knee.toml").write_text(
        f'name = "Annas Routine"\nlevel = {quoted}\n[[exercises]]\nexercise = "anna-swin"\nsets = 1\nreps = 1\n'
        f'[[exercises]]\nexercise = "annas-lunge"\nsets = 1\nreps = 1\nrest = [{quoted}]\n',
        encoding="utf-8",
    )
    paths.themes_dir.mkdir()
    (paths.themes_dir / "annas own.toml").write_text(f"name = {quoted}\ndark = {quoted}\n", encoding="utf-8")
    paths.settings_file.write_text(
        f"theme = {quoted}\nunit = {quoted}\n{quoted} = 1\n"
        f"[cues]\ncommand = 'mail \"anna@example.org'\n[keys]\nnext = {quoted}\n",
        encoding="utf-8",
    )
    for name in ("2026-11-20_18-04-11_annas-knee_2.toml", "Anna.toml", "2026-11-20_18-04-11_anna (copy).toml"):
        (file.parent / name).write_text(file.read_text(encoding="utf-8").replace('"', "'anna", 2), encoding="utf-8")
    twin = file.with_name("2026-11-22_18-04-11_annas-knee.toml")
    twin.write_text(text.replace(text.split('"')[1], "anna", 1), encoding="utf-8")
    twin.with_name("anna's copy.toml").write_bytes(twin.read_bytes())
    lines = report(paths, TERMINAL, now=bench.clock.now())
    problems = lines[lines.index("Problems") + 1 :]
    for name in (
        *("settings.toml:1", "settings.toml:2", "exercises.toml:3", "routines/a….toml:2", "themes/a….toml:2"),
        *(f"log/2026/{file.name}", "log/2026/2026-11-20_18-04-11_a…_2.toml", "log/2026/A….toml"),
        "log/2026/2026-11-22_18-04-11_a….toml (id …), shown once",
    ):
        assert any(f"~/setpace/{name}" in line for line in problems), (name, problems)
    assert len(problems) >= 8
    for line in lines:
        assert "anna" not in line.casefold(), line
        assert "Private" not in line, line
        assert private not in line
        assert "note" not in line.replace("note must", ""), line


def test_folders_named_like_the_user_or_the_computer_are_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "anna")
    monkeypatch.setattr("platform.node", lambda: "annas-laptop.lan")
    paths = find_paths({"SETPACE_HOME": str(tmp_path / "anna" / "annas-laptop" / "annas-laptop.lan" / "annabel")})
    paths.config.mkdir(parents=True)
    paths.settings_file.write_text("unit = 3", encoding="utf-8")
    lines = report(paths, TERMINAL, now=START)
    assert any(f"{tmp_path}/…/…/…/annabel/settings.toml:1: unit must be" in line for line in lines)


def test_an_example_of_ours_is_told_and_a_word_of_the_user_is_not() -> None:
    hidden = Redaction.of(("annas-lunge", "lunge"), ("lunge",), ())
    for what, told in (
        ('a session needs unit, as in unit = "kg"', 'a session needs unit, as in unit = "kg"'),
        ('kind must be easy, not "as in kind = \\"anna\\""', 'kind must be easy, not "…"'),
        ('as in ["a"], not ["anna", "b"]', 'as in ["a"], not ["…", "…"]'),
        ("annas-lunge and lunge", "… and lunge"),
    ):
        assert hidden.of_problem(Problem("settings.toml", 1, what)).what == told


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("  log  HOME/log: 3", "  log  ~/log: 3"),
        ("HOME: a folder", "~: a folder"),
        ("HOMElander/x", "HOMElander/x"),
        ("/mnt/HOME/x", "/mnt/HOME/x"),
        ('  File "HOME/a.py", line 1', '  File "~/a.py", line 1'),
        ("the same as HOME/a.toml (id 1)", "the same as ~/a.toml (id 1)"),
        ("look into HOME/log, HOME; chmod", "look into ~/log, ~; chmod"),
        ("in (HOME), HOME. 'HOME' HOME) HOME|HOME…", "in (~), ~. '~' ~) ~|~…"),
        ("HOME.old/x HOME-2/x HOME_2/x", "HOME.old/x HOME-2/x HOME_2/x"),
    ],
)
def test_the_home_folder_is_a_tilde(line: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/anna")
    monkeypatch.setenv("USERPROFILE", "/home/anna")
    home = str(Path.home())
    assert without_home(line.replace("HOME", home)) == shown.replace("HOME", home)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("/x/anna /x/anna: /x/anna; /x/anna, (/x/anna)", "/x/… /x/…: /x/…; /x/…, (/x/…)"),
        (r"""C:\\anna\\log "/x/anna" '/x/anna' /x/anna.""", r"""C:\\…\\log "/x/…" '/x/…' /x/…."""),
        ("/x/pc.lan/pc/pc.lan; /x/pc.lan", "/x/…/…/…; /x/…"),
        ("/x/annabel /x/anna-2 /x/joanna anna", "/x/annabel /x/anna-2 /x/joanna anna"),
    ],
)
def test_folders_of_that_name_are_hidden_whatever_follows(line: str, shown: str) -> None:
    assert without_names(line, {"anna", "pc", "pc.lan"}) == shown
