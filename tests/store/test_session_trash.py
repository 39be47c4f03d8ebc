"""Deleted sessions and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from terminal.log_files import make_log

from setpace.core.errors import DataError
from setpace.store.paths import Paths, find_paths
from setpace.store.session_trash import Trash
from setpace.store.sessions import Log
from setpace.store.summaries import Summaries

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


def test_emptied_all_that_was_listed_is_gone_and_nothing_else(paths: Paths, tmp_path: Path) -> None:
    kept, *thrown = make_log(tmp_path, 4)
    in_trash = [Log(paths).trash(file) for file in thrown]
    trash = Trash(paths)
    listed = trash.files()[:2]
    emptied = trash.empty(listed)
    assert (emptied.gone, emptied.problem) == (listed, None)
    assert set(trash.files()) == set(in_trash) - set(listed)  # one that came meanwhile stays
    assert [name.file for name in Log(paths).names()] == [kept]


def test_what_the_cache_knew_of_them_goes_too(paths: Paths, tmp_path: Path) -> None:
    file, other = make_log(tmp_path, 2)
    file.write_text(file.read_text(encoding="utf-8").replace('note = ""', 'note = "my secret"'), encoding="utf-8")
    assert "my secret" in [found.summary.notes for found in Summaries(paths).recent() if found.summary is not None]
    kept = "".join(each.read_text(encoding="utf-8") for each in paths.cache.rglob("*.json"))
    assert "my secret" in kept
    Log(paths).trash(file)
    Trash(paths).empty(Trash(paths).files())
    left = [each for each in tmp_path.rglob("*") if each.is_file() and b"my secret" in each.read_bytes()]
    assert left == []
    assert [found.name.file for found in Summaries(paths).recent()] == [other]


def test_one_that_cannot_be_deleted_is_named_and_the_others_go(paths: Paths, tmp_path: Path) -> None:
    for file in make_log(tmp_path, 3):
        Log(paths).trash(file)
    first, second, third = Trash(paths).files()
    second.unlink()
    second.mkdir()  # what no user may delete as a file, not even root
    emptied = Trash(paths).empty([first, second, third])
    assert emptied.gone == (first, third)
    assert emptied.problem is not None
    assert str(emptied.problem).startswith(f"{second}: cannot be deleted: ")
