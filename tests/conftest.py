"""For all tests: how many run side by side, and what they need not do again and again."""

from __future__ import annotations

import compileall
import copy
import gc
import importlib.util
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKERS_PER_CORE = 1.5
"""Tests of the real terminal spend half their time waiting; with more workers they would starve each other."""

GARBAGE = 50_000
"""So many new objects are worth a look for garbage: Python's own 700 are there after every few keys on a screen."""


LONG = ("test_monkey.py", "test_runner_properties.py", "test_long_session.py", "test_workout_properties.py")
"""What takes several seconds in one test comes first: at the end the other workers would wait for it."""

CLONE = Path(__file__).resolve().parents[1]


def pytest_xdist_auto_num_workers() -> int:
    return max(1, int(WORKERS_PER_CORE * (os.cpu_count() or 1)))


def pytest_configure(config: pytest.Config) -> None:
    """Compile the program once: where no byte code is written, each of some hundred starts would do it again."""
    if not hasattr(config, "workerinput"):
        program = importlib.util.find_spec("setpace")
        for folder in (program and program.submodule_search_locations) or ():
            compileall.compile_dir(folder, quiet=2)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONG)


def pytest_collection_finish() -> None:
    """Whatever is imported by now stays: it need not be looked through for garbage after every test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)


@pytest.fixture(autouse=True, scope="session")
def _shipped_files_parsed_once() -> Iterator[None]:
    """Nearly every test loads the shipped exercises, routines or themes: their tables are kept."""
    shipped = [*CLONE.glob("src/setpace/data/**/*.toml"), *CLONE.glob("themes/*.toml")]
    texts = {file.read_text(encoding="utf-8") for file in shipped}
    parse, parsed = tomllib.loads, dict[str, dict[str, Any]]()

    def loads(text: str, /, **options: Any) -> dict[str, Any]:
        if text not in texts or options:
            return parse(text, **options)
        if text not in parsed:
            parsed[text] = parse(text)
        return copy.deepcopy(parsed[text])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tomllib, "loads", loads)
        yield
