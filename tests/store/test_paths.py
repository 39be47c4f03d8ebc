from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from setpace.core.errors import SetpaceError
from setpace.store.paths import find_paths

if TYPE_CHECKING:
    from pathlib import Path


def test_setpace_home_holds_everything(tmp_path: Path) -> None:
    home = tmp_path / "portable"
    paths = find_paths({"SETPACE_HOME": str(home)})
    assert paths.settings_file == home / "settings.toml"
    assert paths.routines_dir == home / "routines"
    assert paths.exercises_file == home / "exercises.toml"
    assert paths.themes_dir == home / "themes"
    assert paths.log_dir == home / "log"
    assert paths.trash_dir == home / "log" / ".trash"
    assert paths.locks_dir == home / "state" / "locks"
    assert paths.diagnostics_file == home / "state" / "setpace.log"
    assert paths.cache == home / "cache"
    assert not home.exists()


def test_a_relative_home_stays_where_it_was_when_the_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    paths = find_paths({"SETPACE_HOME": "gym"})
    monkeypatch.chdir("/")
    assert paths.config == tmp_path / "gym"


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_paths({"SETPACE_HOME": "~/gym"}).config == tmp_path / "gym"


def test_the_home_of_nobody_is_one_clear_line() -> None:
    with pytest.raises(SetpaceError) as caught:
        find_paths({"SETPACE_HOME": "~nobody-of-that-name/gym"})
    assert str(caught.value) == (
        "SETPACE_HOME=~nobody-of-that-name/gym: there is no such home folder; give a full path, as in /home/me/setpace"
    )


@pytest.mark.parametrize("environ", [{}, {"SETPACE_HOME": ""}])
def test_without_it_the_system_decides(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for variable, folder in (("CONFIG", "c"), ("DATA", "d"), ("STATE", "s"), ("CACHE", "k")):
        monkeypatch.setenv(f"XDG_{variable}_HOME", str(tmp_path / folder))
    paths = find_paths(environ)
    assert paths.settings_file == tmp_path / "c" / "setpace" / "settings.toml"
    assert paths.log_dir == tmp_path / "d" / "setpace" / "log"
    assert paths.locks_dir == tmp_path / "s" / "setpace" / "locks"
    assert paths.cache == tmp_path / "k" / "setpace"
    assert list(tmp_path.iterdir()) == []
