"""The user's own runs.toml: read with every mistake named, changed with every comment kept."""

from __future__ import annotations

import errno
import os
from datetime import date
from typing import TYPE_CHECKING

import pytest
from store.meanwhile import typed_meanwhile_stays

from setpace.core.errors import DataError
from setpace.core.recovery import Run, RunKind
from setpace.store.paths import find_paths
from setpace.store.runs import load_runs, write_run

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.store.paths import Paths

RACE, HARD, EASY = RunKind.RACE, RunKind.HARD, RunKind.EASY
MINE = """\
# my autumn
[[runs]]
date = 2026-11-24  # Tuesday track
kind = "hard"

[[runs]]
date = 2026-11-29
kind = "race"  # Valencia
"""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find_paths({"SETPACE_HOME": str(tmp_path)})


def day(number: int) -> date:
    return date(2026, 11, number)


def test_without_a_file_there_are_no_runs_and_none_is_made(paths: Paths) -> None:
    assert load_runs(paths).runs == ()
    assert not paths.runs_file.exists()


def test_runs_are_read_in_the_order_of_the_file(paths: Paths) -> None:
    paths.runs_file.write_text(MINE)
    loaded = load_runs(paths)
    assert loaded.runs == (Run(day(24), HARD), Run(day(29), RACE))
    assert loaded.problems == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('date = "2026-11-24"\nkind = "hard"', '2: date must be a day without quotes, as in 2026-11-24, not "2026-11'),
        ('date = 2026-11-24T10:00:00\nkind = "hard"', "2: date must be a day without quotes"),
        ('date = 2026-11-24\nkind = "harder"', '3: kind must be easy, hard or race, not "harder", did you mean hard?'),
        ('kind = "hard"', "1: a run needs date, as in date = 2026-11-24"),
        ("date = 2026-11-24", '1: a run needs kind, as in kind = "easy"'),
        ('date = 2026-11-24\nkind = "hard"\npace = 4', '4: unknown key "pace", a run has date and kind'),
        ('date = 2026-11-31\nkind = "hard"', "2: "),
    ],
)
def test_a_mistake_is_named_with_its_line(paths: Paths, wrong: str, said: str) -> None:
    text = f'[[runs]]\n{wrong}\n\n[[runs]]\ndate = 2026-12-01\nkind = "easy"\n'
    paths.runs_file.write_text(text)
    loaded = load_runs(paths)
    assert str(loaded.problems[0]).startswith(f"{paths.runs_file}:{said}")
    assert len(loaded.problems) == 1
    with pytest.raises(DataError):
        write_run(paths, day(25), EASY)
    assert paths.runs_file.read_text() == text


def test_a_mistake_in_one_run_leaves_the_others_in_force(paths: Paths) -> None:
    paths.runs_file.write_text(MINE.replace('"hard"', '"fast"'))
    assert load_runs(paths).runs == (Run(day(29), RACE),)


def test_a_new_file_explains_itself(paths: Paths) -> None:
    write_run(paths, day(24), HARD)
    assert load_runs(paths).runs == (Run(day(24), HARD),)
    assert paths.runs_file.read_text().startswith("# Runs, planned and done.")
    assert paths.runs_file.stat().st_mode & 0o777 == 0o600


def test_a_run_is_added_and_everything_else_stays(paths: Paths) -> None:
    paths.runs_file.write_text(MINE)
    write_run(paths, day(26), EASY)
    after = paths.runs_file.read_text()
    assert after.startswith(MINE)
    assert load_runs(paths).runs[2:] == (Run(day(26), EASY),)


def test_the_run_of_a_day_is_replaced_or_taken_away(paths: Paths) -> None:
    paths.runs_file.write_text(MINE)
    write_run(paths, day(24), EASY)
    assert load_runs(paths).runs == (Run(day(29), RACE), Run(day(24), EASY))
    write_run(paths, day(24), None)
    assert load_runs(paths).runs == (Run(day(29), RACE),)
    assert "# my autumn" in paths.runs_file.read_text()
    write_run(paths, day(29), None)
    write_run(paths, day(29), None)  # there is none any more
    assert load_runs(paths).runs == ()
    write_run(paths, day(30), HARD)
    assert load_runs(paths).runs == (Run(day(30), HARD),)


def test_a_file_in_one_line_is_changed_too(paths: Paths) -> None:
    paths.runs_file.write_text('runs = [{ date = 2026-11-24, kind = "hard" }]  # short\n')
    write_run(paths, day(25), RACE)
    assert load_runs(paths).runs == (Run(day(24), HARD), Run(day(25), RACE))
    assert "# short" in paths.runs_file.read_text()


def test_lines_that_end_as_in_windows_stay_so(paths: Paths) -> None:
    paths.runs_file.write_bytes(MINE.replace("\n", "\r\n").encode())
    write_run(paths, day(25), RACE)
    data = paths.runs_file.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 8


def test_a_linked_file_stays_a_link(paths: Paths, tmp_path: Path) -> None:
    real = tmp_path / "kept-elsewhere.toml"
    real.write_text(MINE)
    paths.runs_file.symlink_to(real)
    write_run(paths, day(25), RACE)
    assert paths.runs_file.is_symlink()
    assert "2026-11-25" in real.read_text()


def test_a_file_that_cannot_be_written_is_named_and_not_a_file_of_ours(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), ".setpace-1.tmp")

    monkeypatch.setattr("setpace.store.atomic.write_made_of", full)
    with pytest.raises(DataError, match=rf"^{paths.runs_file}: cannot be written: No space left on device$"):
        write_run(paths, day(25), RACE)


@pytest.mark.parametrize("there", [True, False], ids=["changed", "made"])
def test_what_is_typed_into_the_file_in_that_moment_is_not_written_over(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, *, there: bool
) -> None:
    if there:
        paths.runs_file.write_text(MINE)
    typed_meanwhile_stays(monkeypatch, paths.runs_file, "# mine\n", lambda: write_run(paths, day(25), RACE))
