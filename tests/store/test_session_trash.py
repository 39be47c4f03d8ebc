"""Deleted sessions and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from terminal.log_files import make_log

from setpace.core.errors import DataError
from setpace.store.paths import Paths, find_paths
from setpace.store.session_trash import Trash
from setpace.store.sessions import Log

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find_paths({"SETPACE_HOME": str(tmp_path)})


def test_there_and_back_nothing_has_changed(paths: Paths, tmp_path: Path) -> None:
    file, other = make_log(tmp_path, 2)
    content = file.read_bytes()
    trash = Trash(paths)
    assert trash.files() == ()
    in_trash = Log(paths).trash(file)
    assert trash.files() == (in_trash,)
    assert trash.read(in_trash).session.name == "Beginner"
    assert trash.restore(in_trash) == file
    assert file.read_bytes() == content
    assert trash.files() == ()
    assert [name.file for name in Log(paths).names()] == [file, other]


def test_a_file_that_took_the_name_meanwhile_is_left_alone(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    content = file.read_bytes()
    in_trash = Log(paths).trash(file)
    file.write_text("another", encoding="utf-8")
    back = Trash(paths).restore(in_trash)
    assert back == file.with_name(f"{file.stem}_2.toml")
    assert back.read_bytes() == content
    assert file.read_text(encoding="utf-8") == "another"


def test_a_year_whose_folder_is_gone_is_made_again(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    in_trash = Log(paths).trash(file)
    file.parent.rmdir()
    assert Trash(paths).restore(in_trash) == file


def test_an_odd_name_goes_to_the_year_of_the_session_and_an_unreadable_one_to_the_top(
    paths: Paths, tmp_path: Path
) -> None:
    (file,) = make_log(tmp_path, 1)
    odd = Log(paths).trash(file).rename(paths.trash_dir / "mine.toml")
    broken = paths.trash_dir / "broken.toml"
    broken.write_text("setpace = ", encoding="utf-8")
    trash = Trash(paths)
    assert trash.files() == (odd, broken)
    assert trash.restore(odd) == tmp_path / "log" / "2026" / "mine.toml"
    assert trash.restore(broken) == tmp_path / "log" / "broken.toml"


def test_newest_first(paths: Paths, tmp_path: Path) -> None:
    files = make_log(tmp_path, 3)
    for file in (files[1], files[0], files[2]):
        Log(paths).trash(file)
    assert [file.name for file in Trash(paths).files()] == [file.name for file in files]


def test_what_cannot_be_moved_says_so_and_stays(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    in_trash = Log(paths).trash(file)
    file.parent.rmdir()
    file.parent.write_text("in the way", encoding="utf-8")
    with pytest.raises(DataError, match="cannot be restored: Not a directory"):
        Trash(paths).restore(in_trash)
    assert in_trash.exists()
