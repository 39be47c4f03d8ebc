"""A changed setting goes into its file; a disk that hangs is told of, and gets the newest value when it answers."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from setpace.run.remember import remember_setting
from setpace.store.settings import load_settings

if TYPE_CHECKING:
    import pytest

    from setpace.store.paths import Paths

PATIENCE_S = 20


def test_a_disk_that_hangs_is_told_of_and_gets_the_setting_when_it_answers(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync, free = os.fsync, threading.Event()

    def hangs(descriptor: int) -> None:
        assert free.wait(PATIENCE_S)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", hangs)
    monkeypatch.setattr("setpace.run.remember.PATIENCE_S", 0.01)
    before = set(threading.enumerate())
    try:
        said = remember_setting(paths, "unit", lambda: "lb")
    finally:
        free.set()
    assert said == f"{paths.settings_file} is not written yet: the disk does not answer"
    for thread in set(threading.enumerate()) - before:
        thread.join(PATIENCE_S)
    assert load_settings(paths).settings.unit == "lb"


def test_what_was_written_is_in_the_file_and_what_cannot_be_is_one_line(paths: Paths) -> None:
    assert remember_setting(paths, "unit", lambda: "lb") is None
    assert load_settings(paths).settings.unit == "lb"
    paths.settings_file.unlink()
    paths.settings_file.mkdir()
    said = remember_setting(paths, "unit", lambda: "kg")
    assert said is not None
    assert said.startswith(f"{paths.settings_file}: ")
    assert len(said.splitlines()) == 1
