"""Beginning a session, going on with one and leaving it: what stands on disk, and who holds it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from run.conftest import START, Bench

from setpace.core import events as ev
from setpace.core.errors import DataError, SetpaceError
from setpace.core.session import Form, PerformedSet, Reps, Session
from setpace.core.units import Unit
from setpace.core.workout_view import Phase
from setpace.run import training as training_module
from setpace.run.clock import FakeClock
from setpace.run.saver import ThreadSaver
from setpace.run.training import finish_as_it_is, last_sets, start_session, trash_session
from setpace.store.routines import load_routines
from setpace.store.session_lock import is_locked
from setpace.store.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.run.training import Training

ANOTHER_PROGRAM = """\
import sys
from setpace.store.paths import find_paths
from setpace.store.session_lock import try_lock
lock = try_lock(find_paths({"SETPACE_HOME": sys.argv[1]}), sys.argv[2])
print("held" if lock else "not held", flush=True)
sys.stdin.read()
"""


def left(bench: Bench, sets: int = 2) -> Path:
    """A session left in the rest after so many sets."""
    training = bench.start()
    bench.lift(training, sets)
    assert training.leave() is None
    return training.file


# ---------------------------------------------------------------------------------------------------- beginning


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


# ---------------------------------------------------------------------------------------------------- going on


def test_resumed_it_stands_at_the_same_set_with_the_rest_where_it_should_be(bench: Bench) -> None:
    file = left(bench, sets=2)
    bench.clock.advance(50)
    runner = bench.resume(file).runner
    view = runner.view()
    assert (view.phase, view.clock_s, view.place) == (Phase.REST, 10, 3)
    bench.clock.advance(10)
    assert runner.view().phase is Phase.READY
    assert runner.undo().said == "undone: set done"
    assert runner.view().place == 2


def test_after_a_long_absence_the_clock_has_begun_nothing(bench: Bench) -> None:
    file = left(bench, sets=1)
    bench.clock.advance(130)  # 10 s past the maximum: had the program run, the next set would count as begun
    training = bench.resume(file)
    assert training.runner.view().phase is Phase.GO
    assert training.runner.view().current is None
    bench.next(training, 30)
    assert training.runner.state.performed[0].rest_taken_s == 160
    assert training.runner.view().phase is Phase.SET


def test_killed_while_paused_it_is_resumed_paused(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1)
    bench.clock.advance(20)
    training.runner.toggle_pause()
    training._release()  # killed: nothing more is written
    bench.clock.advance(1000)
    view = bench.resume(training.file).runner.view()
    assert (view.paused, view.clock_s) == (True, 40)


def test_a_wall_clock_set_back_does_not_turn_the_session_back(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    file = left(bench, sets=2)
    last_stamp = bench.clock.now()
    bench.clock = FakeClock(START - timedelta(hours=3))

    def system_clock(not_before: datetime) -> FakeClock:
        return FakeClock(not_before)

    monkeypatch.setattr(training_module, "SystemClock", system_clock)
    runner = bench.resume(file).runner
    assert runner.clock.now() == last_stamp
    assert (runner.view().phase, runner.view().clock_s) == (Phase.REST, 60)


def test_a_running_session_is_not_resumed_a_second_time(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1)
    before = training.file.read_bytes()
    for attempt in (bench.resume, lambda f: finish_as_it_is(bench.paths, f), lambda f: trash_session(bench.paths, f)):
        with pytest.raises(SetpaceError, match=r"^this session is running in another window$"):
            attempt(training.file)
    assert training.file.read_bytes() == before


def test_a_session_that_another_program_holds_is_left_to_it(bench: Bench, tmp_path: Path) -> None:
    file = left(bench)
    before = file.read_bytes()
    program = (sys.executable, "-c", ANOTHER_PROGRAM, str(tmp_path), bench.read(file).session.id)
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(SetpaceError, match="running in another window"):
            bench.resume(file)
        with pytest.raises(SetpaceError, match="running in another window"):
            finish_as_it_is(bench.paths, file)
        assert file.read_bytes() == before
        other.kill()
    assert bench.resume(file).runner.view().place == 3


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("started = ", "finished = 2026-11-23T19:00:00+01:00\nstarted = ", "finished already"),
        ("\nplan = [", "\nsome_plan = [", "has no plan: it can be finished as it is"),
        ("setpace = 1", "setpace = 2", "written by a newer Setpace"),
        ('unit = "kg"', 'unit = "stone"', r"toml:6: unit must be kg or lb"),
    ],
    ids=["finished", "no plan", "newer", "broken"],
)
def test_what_cannot_be_resumed_says_why_stays_as_it_is_and_is_not_held(
    bench: Bench, old: str, new: str, reason: str
) -> None:
    file = left(bench)
    session_id = bench.read(file).session.id
    text = file.read_text(encoding="utf-8")
    assert old in text
    edited = text.replace(old, new, 1)
    file.write_text(edited, encoding="utf-8")
    with pytest.raises(SetpaceError, match=reason) as caught:
        bench.resume(file)
    assert file.read_text(encoding="utf-8") == edited
    assert not is_locked(bench.paths, session_id)
    del caught  # until here it kept the lock from being collected, which would have let it go too


def test_sets_edited_by_hand_while_it_was_left_win(bench: Bench) -> None:
    file = left(bench)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("target_reps = 12\nreps = 12", "target_reps = 12\nreps = 9", 1), encoding="utf-8")
    training = bench.resume(file)
    assert [done.reps.left for done in training.runner.state.performed] == [9, 12]
    assert training.runner.undo().said == "nothing to undo"
    bench.next(training, 70)
    bench.next(training)
    assert [done.reps.left for done in bench.read(file).session.sets] == [9, 12, 12]


# ---------------------------------------------------------------------------------------------------- leaving


def test_left_in_the_middle_it_can_be_resumed(bench: Bench) -> None:
    file = left(bench)
    read = bench.read(file)
    assert read.session.finished is None
    assert len(read.events) == 3
    assert not is_locked(bench.paths, read.session.id)


def test_leaving_the_summary_keeps_the_session_without_its_events(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 2)
    training.runner.finish()
    assert bench.read(training.file).events != ()  # the summary can still be undone
    assert training.leave() is None
    read = bench.read(training.file)
    assert read.events == ()
    assert read.session.finished == bench.clock.now()
    assert (len(read.session.sets), len(read.session.plan)) == (2, 9)


@pytest.mark.parametrize("way", ["leave", "discard"])
@pytest.mark.parametrize("undone", [False, True], ids=["nothing done", "all undone"])
def test_with_no_set_done_nothing_is_left(bench: Bench, way: str, undone: bool) -> None:  # noqa: FBT001
    training = bench.start()
    training.runner.write_note(0, "not today")
    if undone:
        bench.next(training)
        training.runner.undo()
    assert bench.files() != []
    assert getattr(training, way)() is None
    assert bench.files() == []
    assert not bench.paths.trash_dir.exists()
    assert list(bench.paths.locks_dir.iterdir()) == []


def test_a_discarded_session_is_in_the_trash_as_it_was(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1)
    before = training.file.read_bytes()
    assert training.discard() is None
    assert bench.files() == []
    [trashed] = bench.paths.trash_dir.iterdir()
    assert (trashed.name, trashed.read_bytes()) == (training.file.name, before)
    assert not is_locked(bench.paths, training.runner.state.head.id)


def in_the_way(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file in the way", encoding="utf-8")


def test_a_trash_that_cannot_be_is_said_and_the_session_stays(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1)
    in_the_way(bench.paths.trash_dir)
    trouble = training.discard()
    assert trouble is not None
    assert "cannot be moved to the trash" in trouble
    assert len(trouble.splitlines()) == 1
    assert bench.files() == [training.file]
    assert not is_locked(bench.paths, training.runner.state.head.id)


def test_a_last_save_that_fails_is_said_and_the_session_let_go(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1)
    folder = training.file.parent
    folder.rename(folder.with_name("elsewhere"))
    in_the_way(folder)
    trouble = training.leave()
    assert trouble is not None
    assert trouble.startswith("not saved: ")
    assert len(trouble.splitlines()) == 1
    assert not is_locked(bench.paths, training.runner.state.head.id)


# ---------------------------------------------------------------------------------- changed by another program


def test_a_file_changed_meanwhile_is_left_alone_and_both_sessions_are_held(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1)
    theirs = training.file
    edited = theirs.read_text(encoding="utf-8") + "# mine\n"
    theirs.write_text(edited, encoding="utf-8")
    training.runner.rate(Form.CLEAN)
    ours = training.file
    assert ours != theirs
    assert theirs.read_text(encoding="utf-8") == edited
    ids = [bench.read(file).session.id for file in (theirs, ours)]
    assert ids[0] != ids[1]
    assert [is_locked(bench.paths, each) for each in ids] == [True, True]
    bench.lift(training, 1)
    assert training.leave() is None
    assert [len(bench.read(file).session.sets) for file in (theirs, ours)] == [1, 2]
    assert [is_locked(bench.paths, each) for each in ids] == [False, False]
    assert bench.resume(ours).runner.view().place == 3


def test_a_file_deleted_meanwhile_is_written_again(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1)
    training.file.unlink()
    training.runner.rate(Form.CLEAN)
    assert [done.form for done in bench.read(training.file).session.sets] == [Form.CLEAN]


# ---------------------------------------------------------------------------------------------- finish as it is


def test_finished_as_it_is_it_ends_at_its_last_stamp(bench: Bench) -> None:
    file = left(bench)
    last_set = bench.clock.now()
    bench.clock.advance(90000)
    finish_as_it_is(bench.paths, file)
    read = bench.read(file)
    assert read.session.finished == last_set
    assert read.events == ()
    assert (len(read.session.sets), len(read.session.plan)) == (2, 9)
    assert not is_locked(bench.paths, read.session.id)


def test_finished_as_it_is_keeps_what_was_edited_by_hand(bench: Bench) -> None:
    file = left(bench)
    text = file.read_text(encoding="utf-8")
    text = text.replace("target_reps = 12\nreps = 12", "target_reps = 12\nreps = 9", 1)
    file.write_text('gym = "cellar"\n' + text, encoding="utf-8")
    finish_as_it_is(bench.paths, file)
    assert 'gym = "cellar"\n' in file.read_text(encoding="utf-8")
    assert [done.reps.left for done in bench.read(file).session.sets] == [9, 12]


def test_without_a_plan_it_can_still_be_finished(bench: Bench) -> None:
    file = left(bench)
    text = file.read_text(encoding="utf-8")
    head, rest = text.split("plan = [\n")
    file.write_text(head + rest.split("]\n", 1)[1], encoding="utf-8")
    last_set = bench.clock.now()
    finish_as_it_is(bench.paths, file)
    session = bench.read(file).session
    assert (session.finished, len(session.sets)) == (last_set, 2)


def test_a_damaged_file_is_not_finished(bench: Bench) -> None:
    file = left(bench)
    file.write_text("setpace = 1\nid = \n", encoding="utf-8")
    with pytest.raises(DataError, match=r"toml:2: "):
        finish_as_it_is(bench.paths, file)
    assert file.read_text(encoding="utf-8") == "setpace = 1\nid = \n"


def test_an_offer_moved_to_the_trash_is_let_go(bench: Bench) -> None:
    file = left(bench)
    session_id = bench.read(file).session.id
    where = trash_session(bench.paths, file)
    assert where.parent == bench.paths.trash_dir
    assert bench.files() == []
    assert not is_locked(bench.paths, session_id)


# ---------------------------------------------------------------------------------------------------- last time


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
    assert runner.load_text(prompt.load) == "24 kg"
    last = runner.last_result(prompt)
    assert last is not None
    assert runner.load_text(last.load) == "24 kg"
    assert ev.SetLoad not in map(type, runner.state.history)
