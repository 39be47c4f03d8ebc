"""One session, the log it is kept in, and others who write to its file at the worst moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Protocol

import pytest

from setpace.core import events as ev
from setpace.core.exercise import RestRange
from setpace.core.routine import PlannedSet
from setpace.core.session import PerformedSet, Reps, Session
from setpace.core.units import Unit
from setpace.store import atomic
from setpace.store.paths import Paths, find_paths
from setpace.store.session_writer import SessionWriter
from setpace.store.sessions import Log
from setpace.store.swap import swap_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

START = datetime(2026, 11, 23, 18, 4, 11, tzinfo=timezone(timedelta(hours=1)))
PLAN = (PlannedSet(exercise="swing", reps=10, each_side=False, rest=RestRange(60, 120)),) * 3
SET = PerformedSet(
    slot=1,
    exercise="swing",
    number=1,
    target_reps=10,
    reps=Reps(10),
    started=START,
    finished=START + timedelta(seconds=40),
)
SESSION = Session(
    id="a", routine="beginner", name="Beginner", started=START, unit=Unit.KG, plan=PLAN, sets=(SET,), finished=None
)
EVENTS = (ev.CompleteSet(at=SET.finished),)


class AtTheLastMoment(Protocol):
    """Has things done right before files are swapped: the first before the first swap, and so on."""

    def __call__(self, *acts: Callable[[], object]) -> None: ...


@pytest.fixture
def at_the_last_moment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AtTheLastMoment:
    one, other = tmp_path / "one", tmp_path / "other"
    one.touch()
    other.touch()
    if not swap_names(one, other):
        pytest.skip("two files cannot be swapped here")

    def at(*acts: Callable[[], object]) -> None:
        waiting = list(acts)

        def swap(*files: Path) -> bool:
            if waiting:
                waiting.pop(0)()
            return swap_names(*files)

        monkeypatch.setattr(atomic, "swap_names", swap)

    return at


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find_paths({"SETPACE_HOME": str(tmp_path)})


@pytest.fixture
def log(paths: Paths) -> Log:
    return Log(paths)


def add(log: Log, session_id: str, started: datetime = START) -> Path:
    session = replace(SESSION, id=session_id, started=started)
    file = log.new_file(session)
    SessionWriter(log, file, {}).write(session, ())
    return file


def names(log: Log) -> list[str]:
    """All files of the year, hidden ones too."""
    return sorted(each.name for each in (log.folder / "2026").iterdir())


def files(log: Log) -> list[str]:
    return sorted(str(f.relative_to(log.folder)) for f in log.folder.rglob("*") if f.is_file())
