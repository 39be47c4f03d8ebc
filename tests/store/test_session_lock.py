from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from setpace.core.errors import SetpaceError
from setpace.store.paths import Paths, find_paths
from setpace.store.session_lock import is_locked, try_lock

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find_paths({"SETPACE_HOME": str(tmp_path)})


def test_a_session_is_held_by_one_only(paths: Paths) -> None:
    assert not is_locked(paths, "k3v9x2")
    lock = try_lock(paths, "k3v9x2")
    assert lock is not None
    assert is_locked(paths, "k3v9x2")
    assert try_lock(paths, "k3v9x2") is None
    assert not is_locked(paths, "another")
    lock.release()
    lock.release()
    assert not is_locked(paths, "k3v9x2")
    assert list(paths.locks_dir.iterdir()) == []
    again = try_lock(paths, "k3v9x2")
    assert again is not None
    again.release()


def test_a_program_that_is_killed_lets_go(paths: Paths, tmp_path: Path) -> None:
    program = (
        "import sys; from setpace.store.paths import find_paths; from setpace.store.session_lock import try_lock\n"
        f"lock = try_lock(find_paths({{'SETPACE_HOME': {str(tmp_path)!r}}}), 'k3v9x2')\n"
        "print('held' if lock else 'not held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert is_locked(paths, "k3v9x2")
        assert try_lock(paths, "k3v9x2") is None
        other.kill()
    assert not is_locked(paths, "k3v9x2")


@pytest.mark.parametrize("odd", ["../../outside", "", "a/b", "x" * 300, "\ud800"])
def test_an_id_edited_into_something_odd_stays_inside_the_folder(paths: Paths, tmp_path: Path, odd: str) -> None:
    lock = try_lock(paths, odd)
    assert lock is not None
    assert lock.file.resolve().parent == paths.locks_dir.resolve()
    assert is_locked(paths, odd)
    lock.release()
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_a_folder_that_cannot_be_made_is_one_line(paths: Paths) -> None:
    paths.state.write_text("a file in the way")
    with pytest.raises(SetpaceError, match=r"^[^\n]*state/locks/k3v9x2\.lock: the session cannot be locked: [^\n]*$"):
        try_lock(paths, "k3v9x2")
