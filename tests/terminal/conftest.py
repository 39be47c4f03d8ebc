from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

import pytest
from terminal.hurried import HURRIED, HURRIED_BETWEEN_PRESSES_S
from terminal.tty_driver import BETWEEN_PRESSES_S, SETPACE, TtyDriver, sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Start(Protocol):
    def __call__(self, *args: str, columns: int = 80, rows: int = 24) -> TtyDriver: ...


class StartHurried(Protocol):
    def __call__(self, *args: str, columns: int = 80, rows: int = 24, script: Path | None = None) -> TtyDriver: ...


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


@pytest.fixture
def start_hurried(request: pytest.FixtureRequest, env: dict[str, str], home: Path) -> Iterator[StartHurried]:  # noqa: ARG001 - as above
    """Start setpace, or a script that starts it, with less patience than it has; tests of `true_patience` with all."""
    hurried = request.node.get_closest_marker("true_patience") is None
    with ExitStack() as running:

        def run(*args: str, columns: int = 80, rows: int = 24, script: Path | None = None) -> TtyDriver:
            command = HURRIED if hurried else SETPACE
            if script is not None:
                command = (*(HURRIED if hurried else (sys.executable,)), str(script))
            between_s = HURRIED_BETWEEN_PRESSES_S if hurried else BETWEEN_PRESSES_S
            driver = TtyDriver((*command, *args), env, columns=columns, rows=rows, between_presses_s=between_s)
            return running.enter_context(driver)

        yield run
