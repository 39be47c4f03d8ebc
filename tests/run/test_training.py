"""Beginning a session: what it takes from the log and the settings, and what stands on disk at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from run.conftest import START, Bench

from setpace.core import events as ev
from setpace.core.errors import SetpaceError
from setpace.core.session import PerformedSet, Reps, Session
from setpace.core.units import Unit
from setpace.run.last_time import last_sets
from setpace.run.saver import ThreadSaver
from setpace.run.training import start_session
from setpace.store.routines import load_routines
from setpace.store.session_lock import is_locked
from setpace.store.settings import load_settings

if TYPE_CHECKING:
    from setpace.run.training import Training


def test_a_session_is_on_disk_and_held_from_its_first_moment(bench: Bench) -> None:
    training = bench.start()
    assert training.file == bench.paths.log_dir / "2026" / "2026-11-23_18-04-11_beginner.toml"
    assert bench.files() == [training.file]
    read = bench.read(training.file)
    assert (read.session.name, read.session.started, read.session.finished) == ("Beginner", START, None)
    assert [planned.exercise for planned in read.session.plan[::3]] == [
        "kettlebell-deadlift",
        "dumbbell-reverse-lunge",
        "barbell-clean",
    ]
    assert training.previous is None
    assert is_locked(bench.paths, read.session.id)


def test_the_second_session_of_a_second_gets_a_file_of_its_own(bench: Bench) -> None:
    first, second = bench.start(), bench.start()
    assert second.file.name == "2026-11-23_18-04-11_beginner_2.toml"
    assert bench.read(first.file).session.id != bench.read(second.file).session.id


def test_loads_and_the_session_before_come_from_the_log(bench: Bench) -> None:
    first = bench.start()
    bench.lift(first, 2, load=20)
    first.runner.finish()
    first.leave()
    bench.clock.advance(2 * 86400)
    other = bench.start("advanced")
    bench.lift(other, 1, load=12)
    other.runner.finish()
    other.leave()
    bench.clock.advance(2 * 86400)
    again = bench.start()
    assert [planned.load for planned in again.runner.state.head.plan] == [20.0] * 3 + [None] * 6
    assert again.previous is not None
    assert again.previous.id == bench.read(first.file).session.id
    assert again.runner.last_load("two-hand-kettlebell-swing") == 12


def test_settings_are_those_of_the_start_for_good(bench: Bench) -> None:
    bench.paths.settings_file.write_text('unit = "lb"\nauto_advance = false\n', encoding="utf-8")
    training = bench.start()
    bench.lift(training, 1)
    training.leave()
    bench.paths.settings_file.write_text('unit = "kg"\nauto_advance = true\n', encoding="utf-8")
    head = bench.resume(training.file).runner.state.head
    assert (head.unit, head.auto_advance) == (Unit.LB, False)


def test_a_log_that_cannot_be_written_is_said_before_anything_begins(bench: Bench) -> None:
    bench.paths.log_dir.write_text("a file in the way", encoding="utf-8")
    with pytest.raises(SetpaceError, match=r"^[^\n]*log: sessions cannot be saved here: [^\n]+$"):
        bench.start()
    assert not bench.paths.locks_dir.exists()


def test_the_app_saves_in_a_thread_and_leaving_waits_for_it(bench: Bench) -> None:
    routine = next(r for r in load_routines(bench.paths, bench.library).routines if r.id == "beginner")
    training = start_session(bench.paths, routine, bench.library, load_settings(bench.paths).settings, bench.clock)
    assert isinstance(training.runner.saver, ThreadSaver)
    bench.lift(training, 9)
    assert training.leave() is None
    session = bench.read(training.file).session
    assert len(session.sets) == 9
    assert session.finished is not None


def done(exercise: str, number: int, load: float | None) -> PerformedSet:
    return PerformedSet(
        slot=number, exercise=exercise, number=number, target_reps=5, reps=Reps(5), load=load, started=START,
        finished=START,
    )  # fmt: skip


def session(started: datetime, unit: Unit, *sets: PerformedSet) -> Session:
    return Session(id=f"{started}", routine="r", name="R", started=started, unit=unit, sets=sets)


NEWER = session(START, Unit.LB, done("deadlift", 1, 225), done("deadlift", 2, 225), done("pistol-squat", 1, None))
OLDER = session(
    START - timedelta(days=3), Unit.KG, done("deadlift", 1, 140), done("clean", 1, 24), done("clean", 2, 28)
)


@pytest.mark.parametrize(
    ("unit", "loads"),
    [
        # To the nearest half: 225 lb are 102.06 kg, 24 kg are 52.91 lb, 28 kg are 61.73 lb.
        (Unit.KG, {"deadlift": [102.0, 102.0], "pistol-squat": [None], "clean": [24, 28]}),
        (Unit.LB, {"deadlift": [225, 225], "pistol-squat": [None], "clean": [53.0, 61.5]}),
    ],
    ids=["kg", "lb"],
)
def test_the_last_sets_of_each_exercise_in_the_unit_of_today(unit: Unit, loads: dict[str, list[float | None]]) -> None:
    found = last_sets([NEWER, OLDER], unit)
    assert {exercise: [each.load for each in sets] for exercise, sets in found.items()} == loads
    assert found["clean"][1] == replace(OLDER.sets[2], load=loads["clean"][1])


def test_a_session_in_pounds_gives_the_next_one_in_kilograms_its_loads(bench: Bench) -> None:
    bench.paths.settings_file.write_text('unit = "lb"\n', encoding="utf-8")
    first: Training = bench.start()
    bench.lift(first, 1, load=53)
    first.leave()
    bench.paths.settings_file.write_text('unit = "kg"\n', encoding="utf-8")
    bench.clock.advance(2 * 86400)
    runner = bench.start().runner
    prompt = runner.view().current
    assert prompt is not None
    assert runner.load_text(prompt.load, prompt.exercise) == "24 kg"
    last = runner.last_result(prompt)
    assert last is not None
    assert runner.load_text(last.load, last.exercise) == "24 kg"
    assert ev.SetLoad not in map(type, runner.state.history)
