"""Session files that went bad: read as far as they can be, told of in lines, never changed, never in the way."""

from __future__ import annotations

import json
import shutil
import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from store.fuzz_files import LARGE, each_value, examples, spoiled
from terminal.log_files import NEWEST, session_text

from setpace.core.errors import DataError, SetpaceError
from setpace.core.estimate import habits_of
from setpace.core.progress import measures_of, points_of, records_of, value_text
from setpace.core.units import Unit
from setpace.core.workout_view import view
from setpace.run.clock import FakeClock
from setpace.run.doctor import Terminal, report
from setpace.run.log_text import log_json, log_lines, past_sessions
from setpace.run.training import finish_as_it_is, resume_session, start_session
from setpace.store.exercises import load_library
from setpace.store.paths import Paths, find_paths
from setpace.store.routines import load_routines
from setpace.store.session_state import workout_of
from setpace.store.sessions import Log
from setpace.store.settings import load_settings
from setpace.store.summaries import Summaries

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.store.session_format import SessionFile

NOW = NEWEST + timedelta(hours=1)
TERMINAL = Terminal(size=(80, 24), environ={"TERM": "xterm"}, encoding="utf-8")
NAME = f"{NEWEST:%Y-%m-%d_%H-%M-%S}_beginner.toml"


def unfinished_text() -> str:
    """A session killed in a rest, with events of every kind."""
    head = session_text(1, NEWEST).split("\n[[sets]]\n")[0]
    head = "\n".join(line for line in head.splitlines() if not line.startswith("finished = "))
    head = head.replace('note = ""', 'note = "legs fresh"')
    at = NEWEST
    lines = []
    for do, more in (
        ("complete-set", ""),
        ("start-set", ""),
        ("set-load", "slot = 2\nload = 26.0\n"),
        ("set-reps", "slot = 2\nreps = 11\n"),
        ("complete-set", ""),
        ("rate-form", 'slot = 2\nform = "shaky"\n'),
        ("extend-rest", "by_s = 15\n"),
        ("write-note", 'slot = 0\ntext = "legs fresh"\n'),
        ("pause", ""),
        ("resume", ""),
        ("skip-set", ""),
        ("prepare", 'kind = "warmup"\ncounts = [5, 3]\nloads = [20.0, 30.0]\nrest_min = 30\nrest_max = 60\n'),
    ):
        at += timedelta(seconds=20)
        lines.append(f'[[events]]\ndo = "{do}"\nat = {at.isoformat()}\n{more}')
    return "\n".join([head, "", *lines])


FINISHED = session_text(1, NEWEST)
UNFINISHED = unfinished_text()


class Home:
    """One user's folder with one session in it, which somebody spoiled."""

    def __init__(self, folder: Path, raw: bytes) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self.paths = find_paths({"SETPACE_HOME": str(folder)})
        self.file = self.paths.log_dir / f"{NEWEST:%Y}" / NAME
        self.file.parent.mkdir(parents=True)
        self.file.write_bytes(raw)
        self.raw = raw
        self.log = Log(self.paths)
        self.library, _ = load_library(self.paths)

    def read(self) -> SessionFile | None:
        try:
            return self.log.read(self.file)
        except DataError as error:
            assert_one_line(str(error))
            return None


def assert_one_line(text: str) -> None:
    assert text
    assert text.isprintable(), text


def look_at_everything(home: Home) -> None:
    """All that reads a log: it may complain in lines, and nothing else."""
    sessions, problems = past_sessions(home.log.recent(), None)
    assert len(sessions) + len(problems) >= 1
    for line in log_lines((session for _, session in sessions), home.library):
        assert_one_line(line)
    json.loads(log_json(sessions, home.library), parse_constant=pytest.fail)  # NaN and Infinity are no JSON
    habits_of([session for _, session in sessions], home.library)
    for _ in ("read", "out of the cache"):
        found = list(Summaries(home.paths).recent())
        assert [name.name.file for name in found if name.summary] == [file for file, _ in sessions]
        points = [points_of(each.summary, home.library) for each in found if each.summary is not None]
        for exercise in {exercise for each in points for exercise in each}:
            own = [each[exercise] for each in points if exercise in each]
            assert len(records_of(own)) == len(own)
            for point in own:
                for measure in measures_of(own):
                    assert_one_line(value_text(point, measure, Unit.LB))
    for line in (*report(home.paths, TERMINAL, now=NOW), *map(str, problems)):
        assert line.isprintable(), line
    read = home.read()
    if read is not None:
        for now in (NOW, read.session.started):
            view(workout_of(read), now)


def act_on_it(home: Home) -> None:
    """All that would change a session: it does so, or says why not and leaves the file as it is."""
    clock = FakeClock(NOW)
    before = home.file.read_bytes()
    try:
        training = resume_session(home.paths, home.file, home.library, clock, direct=True)
    except SetpaceError as error:
        assert_one_line(str(error))
        assert home.file.read_bytes() == before
    else:
        sets = len(training.runner.state.performed)
        clock.advance(30)
        training.runner.advance()
        assert training.leave() is None
        if training.runner.state.performed:
            assert len(home.log.read(training.file).session.sets) >= sets
    if not home.file.exists():
        return
    before = home.file.read_bytes()
    try:
        finish_as_it_is(home.paths, home.file)
    except SetpaceError as error:
        assert_one_line(str(error))
        assert home.file.read_bytes() == before


def begin_another(paths: Paths) -> None:
    """Whatever stands in the log, the next session begins and is kept."""
    library, _ = load_library(paths)
    routine = load_routines(paths, library).routines[0]
    training = start_session(paths, routine, library, load_settings(paths).settings, FakeClock(NOW), direct=True)
    training.runner.advance()
    assert training.leave() is None
    assert len(Log(paths).read(training.file).session.sets) == 1


@examples(50)
@given(raw=spoiled(FINISHED))
def test_a_finished_session_that_went_bad(tmp_path: Path, raw: bytes) -> None:
    home = Home(tmp_path / "home", raw)
    look_at_everything(home)
    assert home.file.read_bytes() == raw
    begin_another(home.paths)
    assert home.file.read_bytes() == raw


@examples(70)
@given(raw=spoiled(UNFINISHED))
def test_an_unfinished_session_that_went_bad(tmp_path: Path, raw: bytes) -> None:
    home = Home(tmp_path / "home", raw)
    look_at_everything(home)
    assert home.file.read_bytes() == raw
    act_on_it(home)


@pytest.mark.parametrize("good", [FINISHED, UNFINISHED], ids=["finished", "unfinished"])
def test_each_value_of_a_session_may_be_anything(tmp_path: Path, good: str) -> None:
    kinds = good.split("\n[[events]]\n")
    if len(kinds) == 1:  # one planned and one performed set tell as much as nine
        head, first, *_ = good.split("\n[[sets]]\n")
        good = f"{head}\n[[sets]]\n{first}"
    lines = good.split("\n")
    plan = [line for line in lines if line.startswith("    {")]
    good = "\n".join(line for line in lines if line not in plan[1:] or line == plan[0])
    home = Home(tmp_path / "home", good.encode())
    for raw in each_value(good):
        home.file.write_bytes(raw)
        read = home.read()
        if read is not None:
            view(workout_of(read), NOW)
            log_lines([read.session], home.library)


@pytest.mark.parametrize("what", LARGE)
def test_a_file_to_get_lost_in_takes_less_than_two_seconds(tmp_path: Path, what: str) -> None:
    home = Home(tmp_path, LARGE[what]())
    began = time.process_time()
    home.read()
    assert time.process_time() - began < 2
    assert home.file.read_bytes() == home.raw


def test_the_good_files_are_good(tmp_path: Path) -> None:
    finished, unfinished = (Home(tmp_path / "home", text.encode()).read() for text in (FINISHED, UNFINISHED))
    assert finished is not None
    assert unfinished is not None
    assert finished.problems == unfinished.problems == ()
    assert len(unfinished.events) == 12
    assert workout_of(unfinished).note == "legs fresh"


def test_far_times_do_no_harm(tmp_path: Path) -> None:
    for year in (1, 9999):
        far = datetime(year, 12, 31, 23, 0, tzinfo=timezone.utc)  # noqa: UP017
        home = Home(tmp_path / "home", FINISHED.replace(NEWEST.isoformat(), far.isoformat()).encode())
        look_at_everything(home)
