"""The wheel as others will install it: it must hold all the app reads, and find it far away from the clone."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from terminal.tty_driver import TtyDriver, sandbox

if TYPE_CHECKING:
    from collections.abc import Sequence

REPO = Path(__file__).resolve().parents[1]
ROUTINES = ("beginner", "intermediate", "advanced")
THEMES = sorted(file.name for file in (REPO / "themes").glob("*.toml"))


def run(argv: Sequence[str], cwd: Path, env: dict[str, str]) -> str:
    done = subprocess.run(argv, cwd=cwd, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # Without isolation the builder comes from the environment of the tests: nothing is fetched.
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(REPO))
    run(build, folder, sandbox(folder / "home"))
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Path:
    """The wheel unpacked, which for a wheel of plain Python is all that installing does."""
    folder = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def away(installed: Path, tmp_path: Path) -> dict[str, str]:
    """An environment in which the unpacked wheel comes before the clone's editable install."""
    return sandbox(tmp_path, PYTHONPATH=str(installed), PYTHONDONTWRITEBYTECODE="1")


def test_it_holds_data_and_themes_and_nothing_of_the_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    expected = {f"setpace/data/routines/{routine}.toml" for routine in ROUTINES}
    expected |= {"setpace/data/exercises.toml", "setpace/py.typed", "setpace/ui/look.tcss"}
    expected |= {f"setpace/themes/{theme}" for theme in THEMES}
    assert len(THEMES) >= 5
    assert expected - set(names) == set()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"setpace"}
    assert [name for name in names if "test" in name or name.endswith(".pyc")] == []
    assert len(names) == len(set(names))


def test_away_from_the_clone_it_finds_routines_exercises_and_themes(
    installed: Path, away: dict[str, str], tmp_path: Path
) -> None:
    where = run((sys.executable, "-P", "-c", "import setpace; print(setpace.__file__)"), tmp_path, away)
    assert Path(where.strip()).is_relative_to(installed)
    command = (sys.executable, "-P", "-m", "setpace", "routines")
    listed = run(command, tmp_path, away)
    for routine in ROUTINES:
        assert routine in listed.lower()
    assert "Kettlebell Deadlift" in run((*command, "beginner"), tmp_path, away)


def test_away_from_the_clone_the_app_opens_and_offers_every_theme(away: dict[str, str]) -> None:
    with TtyDriver((sys.executable, "-P", "-m", "setpace"), away, columns=100, rows=40) as program:
        program.wait_for(r"(?s)Beginner.*Intermediate.*Advanced")
        program.send("t")
        for theme in THEMES:
            program.wait_for(rf"(?i){theme.removesuffix('.toml').replace('-', '.')}")
