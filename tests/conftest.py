"""For all tests: how many run side by side, and what they need not do again and again."""

from __future__ import annotations

import compileall
import gc
import importlib.util
import os
import sys
from typing import TYPE_CHECKING

import pytest

from setpace.store import exercises, routines, themes
from setpace.store.shipped import data_dir, themes_dir
from setpace.store.toml_file import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from setpace.store.toml_file import TomlFile

WORKERS_PER_CORE = 2.5
"""Tests of the real terminal spend most of their time waiting for a program whose rests and patience take seconds."""

GARBAGE = 200_000
"""So many new objects are worth a look for garbage: Python's own 700 are there after every few keys on a screen."""

LONG = (
    "test_monkey.py",
    "test_runner_properties.py",
    "test_long_session.py",
    "test_workout_properties.py",
    "test_faults_kill.py",
)
"""What takes several seconds in one test comes first, and so does whatever waits with all of the program's patience:
at the end the other workers would wait for it."""


def pytest_xdist_auto_num_workers() -> int:
    return max(1, int(WORKERS_PER_CORE * (os.cpu_count() or 1)))


def pytest_configure(config: pytest.Config) -> None:
    """Keep byte code whatever the machine says: each start and each worker would compile all of it again."""
    config.addinivalue_line("markers", "true_patience: below tests/terminal, the program has all of its patience")
    gc.set_threshold(GARBAGE)
    sys.dont_write_bytecode = False
    if getattr(config, "workerinput", None) is None:
        program = importlib.util.find_spec("setpace")
        for folder in (program and program.submodule_search_locations) or ():
            compileall.compile_dir(folder, quiet=2)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each worker begins with a piece of all of it, in order: the long ones come first in every piece."""
    short: list[pytest.Item] = []
    long: list[pytest.Item] = []
    for item in reversed(items):
        is_long = item.path.name in LONG or item.get_closest_marker("true_patience")
        (long if is_long else short).append(item)
    items.clear()
    for pieces in range(getattr(config, "workerinput", {}).get("workercount", 1), 0, -1):
        room, share = (len(long) + len(short)) // pieces, -(-len(long) // pieces)
        items += [long.pop() for _ in range(share)]
        items += [short.pop() for _ in range(room - share)]


def pytest_collection_finish() -> None:
    """Whatever is imported by now stays: it need not be looked through for garbage after every test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _disks_not_waited_for() -> Iterator[None]:
    """No test pulls the plug; those of a failing disk bring theirs, and those of the terminal run whole programs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        yield


@pytest.fixture(autouse=True, scope="session")
def _shipped_files_parsed_once() -> Iterator[None]:
    """Every app and every session of the tests reads the shipped files, and nobody writes them."""
    folders = (str(data_dir()), str(themes_dir()))
    parsed: dict[Path, TomlFile] = {}

    def read(file: Path) -> TomlFile:
        if not str(file).startswith(folders):
            return read_toml(file)
        if file not in parsed:
            parsed[file] = read_toml(file)
        return parsed[file]

    with pytest.MonkeyPatch.context() as patch:
        for module in (exercises, routines, themes):
            patch.setattr(module, "read_toml", read)
        yield
