"""Files named by the start of their session, also when it is changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from terminal.log_files import NEWEST, make_log

from setpace.core.errors import DataError
from setpace.store.paths import Paths, find_paths
from setpace.store.session_naming import named_by_start
from setpace.store.sessions import Log

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find_paths({"SETPACE_HOME": str(tmp_path)})


def test_another_year_is_another_folder(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    log = Log(paths)
    session = replace(log.read(file).session, started=NEWEST.replace(year=2025))
    moved = named_by_start(log, file, session)
    assert moved == tmp_path / "log" / "2025" / "2025-11-23_18-04-11_beginner.toml"
    assert moved.exists()
    assert not file.exists()


def test_the_name_of_another_session_is_not_taken(paths: Paths, tmp_path: Path) -> None:
    newest, older = make_log(tmp_path, 2)
    log = Log(paths)
    before = newest.read_bytes()
    moved = named_by_start(log, older, replace(log.read(older).session, started=NEWEST))
    assert moved == newest.with_name(f"{newest.stem}_2.toml")
    assert newest.read_bytes() == before


def test_a_right_name_and_a_name_of_the_users_own_stay(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    log = Log(paths)
    session = log.read(file).session
    second = file.rename(file.with_name(f"{file.stem}_2.toml"))
    assert named_by_start(log, second, session) == second
    own = second.rename(file.with_name("mine.toml"))
    assert named_by_start(log, own, replace(session, started=NEWEST + timedelta(hours=1))) == own


def test_what_cannot_be_moved_says_so_and_stays(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    log = Log(paths)
    (tmp_path / "log" / "2025").write_text("in the way", encoding="utf-8")
    session = replace(log.read(file).session, started=NEWEST.replace(year=2025))
    with pytest.raises(DataError, match="cannot get the name of its new start: Not a directory"):
        named_by_start(log, file, session)
    assert file.exists()
