from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

import pytest
from terminal.tty_driver import SETPACE, TtyDriver, sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Start(Protocol):
    def __call__(self, *args: str, columns: int = 80, rows: int = 24) -> TtyDriver: ...


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return sandbox(tmp_path)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "setpace"
    folder.mkdir()
    return folder


@pytest.fixture
def start(env: dict[str, str], home: Path) -> Iterator[Start]:  # noqa: ARG001 - the folder exists before the program
    """Start setpace with some arguments on a terminal; every program started is killed at the end of the test."""
    with ExitStack() as running:

        def run(*args: str, columns: int = 80, rows: int = 24) -> TtyDriver:
            return running.enter_context(TtyDriver((*SETPACE, *args), env, columns=columns, rows=rows))

        yield run
