from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from setpace.store.atomic import (
    create_exclusively,
    make_private_folder,
    move_exclusively,
    remove_known,
    write_atomically,
    write_made_of,
)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_file_and_folders_are_for_the_user_alone(tmp_path: Path) -> None:
    file = tmp_path / "log" / "2026" / "a.toml"
    write_atomically(file, b"one")
    assert file.read_bytes() == b"one"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (file.parent, file.parent.parent)} == {0o700}


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    write_atomically(file, b"a longer text")
    write_atomically(file, b"two")
    assert file.read_bytes() == b"two"
    assert names(tmp_path) == ["a.toml"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.toml"
    write_atomically(file, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["a.toml"]


def test_everything_is_on_the_disk_before_the_name_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this order only does a power cut leave the old file or the new one."""
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(descriptor: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def noted_replace(self: Path, target: Path) -> Path:
        done.append("replace")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    write_atomically(tmp_path / "a.toml", b"new")
    assert done == ["file", "replace", "folder"]


@pytest.mark.parametrize("links", [True, False], ids=["hard-links", "no-hard-links"])
def test_a_new_file_never_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    if not links:
        monkeypatch.setattr(os, "link", no_links)
    file = tmp_path / "a.toml"
    create_exclusively(file, b"first")
    with pytest.raises(FileExistsError):
        create_exclusively(file, b"second")
    assert file.read_bytes() == b"first"
    assert names(tmp_path) == ["a.toml"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_move_that_fails_leaves_no_empty_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        move_exclusively(tmp_path / "missing", tmp_path / "there")
    assert names(tmp_path) == []


def test_a_file_in_place_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("")
    with pytest.raises(OSError, match="log"):
        make_private_folder(tmp_path / "log" / "2026")


def test_what_was_made_of_a_file_is_not_written_over_what_came_meanwhile(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    assert write_made_of(file, None, b"new")
    assert not write_made_of(file, None, b"newer")
    assert write_made_of(file, b"new", b"newer")
    file.write_bytes(b"mine")
    assert not write_made_of(file, b"newer", b"newest")
    assert file.read_bytes() == b"mine"
    assert names(tmp_path) == ["a.toml"]


def test_a_file_is_removed_only_if_it_is_the_one_that_is_meant(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    assert remove_known(file, lambda _: False)  # there is none
    file.write_bytes(b"mine")
    assert not remove_known(file, lambda found: found.read_bytes() == b"ours")
    assert file.read_bytes() == b"mine"
    with pytest.raises(ZeroDivisionError):
        remove_known(file, lambda _: bool(1 / 0))
    assert names(tmp_path) == ["a.toml"]

    def brought_once_more(_: Path) -> bool:
        file.write_bytes(b"newer")
        return False

    assert not remove_known(file, brought_once_more)
    assert file.read_bytes() == b"newer"
    assert remove_known(file, lambda _: True)
    assert names(tmp_path) == []


def test_a_file_that_is_not_the_one_that_is_meant_comes_back_also_where_no_name_can_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    file = tmp_path / "a.toml"
    file.write_bytes(b"mine")
    with monkeypatch.context() as patched:
        patched.setattr(os, "link", full)
        patched.setattr(os, "open", full)
        assert not remove_known(file, lambda _: False)
    assert file.read_bytes() == b"mine"
    assert names(tmp_path) == ["a.toml"]
