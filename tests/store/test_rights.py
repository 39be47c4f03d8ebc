"""What gives back the right to a path that is refused: what is told is what helps."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from run.doctor_lines import lead_into_shut_folder, shut

from setpace.core.errors import DataError
from setpace.store.rights import right_given_back
from setpace.store.toml_file import read_toml

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")


def told(file: Path) -> str:
    with pytest.raises(DataError) as caught:
        read_toml(file)
    return caught.value.problem.what


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "outer" / "inner" / "f.toml"
    file.parent.mkdir(parents=True)
    file.touch()
    return file


@pytest.mark.parametrize("depth", [0, 1], ids=["inner", "outer"])
def test_the_folder_that_lets_nobody_in_is_named(file: Path, monkeypatch: pytest.MonkeyPatch, depth: int) -> None:
    folder = file.parents[depth]
    shut(monkeypatch, folder)
    assert told(file) == f"may not be read; give yourself the right to {folder} with chmod u+rwx"


@pytest.mark.parametrize("absolute", [True, False])
def test_so_is_one_that_a_link_leads_into(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, absolute: bool
) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(file if absolute else file.relative_to(tmp_path))
    shut(monkeypatch, file.parent)
    lead_into_shut_folder(monkeypatch, link)
    assert told(link) == f"may not be read; give yourself the right to {file.parent} with chmod u+rwx"


def test_what_belongs_to_another_user_is_told_of_as_such(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: file.stat().st_uid + 1)
    given_back = "belongs to another user: if it should be yours (made with sudo?), chown gives it back"
    assert right_given_back(file, "u+r") == f"it {given_back}"
    shut(monkeypatch, file.parent)
    monkeypatch.setattr(os, "getuid", lambda: file.parent.stat().st_uid + 1)
    assert right_given_back(file, "u+r") == f"{file.parent} {given_back}"
