"""Going on with a session, or finishing it as it is: the rest where it should be, and who holds it."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from run.conftest import START, Bench

from setpace.core.errors import DataError, SetpaceError
from setpace.core.workout_view import Phase
from setpace.run.clock import FakeClock
from setpace.run.training import finish_as_it_is, trash_session
from setpace.store.session_lock import is_locked

if TYPE_CHECKING:
    from pathlib import Path


ANOTHER_PROGRAM = """\
import sys
from setpace.store.paths import find_paths
from setpace.store.session_lock import try_lock
lock = try_lock(find_paths({"SETPACE_HOME": sys.argv[1]}), sys.argv[2])
print("held" if lock else "not held", flush=True)
sys.stdin.read()
"""


def test_resumed_it_stands_at_the_same_set_with_the_rest_where_it_should_be(bench: Bench) -> None:
    file = bench.left(sets=2)
    bench.clock.advance(50)
    runner = bench.resume(file).runner
    view = runner.view()
    assert (view.phase, view.clock_s, view.place) == (Phase.REST, 10, 3)
    bench.clock.advance(10)
    assert runner.view().phase is Phase.READY
    assert runner.undo().said == "undone: set done"
    assert runner.view().place == 2


def test_after_a_long_absence_the_clock_has_begun_nothing(bench: Bench) -> None:
    file = bench.left(sets=1)
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


def test_a_wall_clock_set_back_does_not_turn_the_session_back(bench: Bench) -> None:
    file = bench.left(sets=2)
    last_stamp = bench.clock.now()
    bench.clock = FakeClock(START - timedelta(hours=3))
    runner = bench.resume(file).runner
    assert runner.clock.now() == last_stamp
    assert (runner.view().phase, runner.view().clock_s) == (Phase.REST, 60)
    bench.clock.advance(61)
    assert runner.view().phase is Phase.READY


def test_a_running_session_is_not_resumed_a_second_time(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1)
    before = training.file.read_bytes()
    for attempt in (bench.resume, lambda f: finish_as_it_is(bench.paths, f), lambda f: trash_session(bench.paths, f)):
        with pytest.raises(SetpaceError, match=r"^this session is running in another window$"):
            attempt(training.file)
    assert training.file.read_bytes() == before


def test_a_session_that_another_program_holds_is_left_to_it(bench: Bench, tmp_path: Path) -> None:
    file = bench.left()
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
        ("\nreps = 12", '\nreps = "ten"', r"toml:\d+: reps must be a whole number"),
    ],
    ids=["finished", "no plan", "newer", "broken", "bad set"],
)
def test_what_cannot_be_resumed_says_why_stays_as_it_is_and_is_not_held(
    bench: Bench, old: str, new: str, reason: str
) -> None:
    file = bench.left()
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


def test_with_a_bad_set_it_is_not_finished_either_but_may_go_to_the_trash(bench: Bench) -> None:
    file = bench.left()
    edited = file.read_text(encoding="utf-8").replace("\nreps = 12", '\nreps = "ten"', 1)
    file.write_text(edited, encoding="utf-8")
    with pytest.raises(SetpaceError, match=r"toml:\d+: reps must be a whole number"):
        finish_as_it_is(bench.paths, file)
    assert file.read_text(encoding="utf-8") == edited
    assert not is_locked(bench.paths, bench.read(file).session.id)
    assert trash_session(bench.paths, file).read_text(encoding="utf-8") == edited


def test_sets_edited_by_hand_while_it_was_left_win(bench: Bench) -> None:
    file = bench.left()
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("target_reps = 12\nreps = 12", "target_reps = 12\nreps = 9", 1), encoding="utf-8")
    training = bench.resume(file)
    assert [done.reps.left for done in training.runner.state.performed] == [9, 12]
    assert training.runner.undo().said == "nothing to undo: the file was edited"
    bench.next(training, 70)
    bench.next(training)
    assert [done.reps.left for done in bench.read(file).session.sets] == [9, 12, 12]


def test_finished_as_it_is_it_ends_at_its_last_stamp(bench: Bench) -> None:
    file = bench.left()
    last_set = bench.clock.now()
    bench.clock.advance(90000)
    finish_as_it_is(bench.paths, file)
    read = bench.read(file)
    assert read.session.finished == last_set
    assert read.events == ()
    assert (len(read.session.sets), len(read.session.plan)) == (2, 9)
    assert not is_locked(bench.paths, read.session.id)


def test_finished_as_it_is_keeps_what_was_edited_by_hand(bench: Bench) -> None:
    file = bench.left()
    text = file.read_text(encoding="utf-8")
    text = text.replace("target_reps = 12\nreps = 12", "target_reps = 12\nreps = 9", 1)
    file.write_text('gym = "cellar"\n' + text, encoding="utf-8")
    finish_as_it_is(bench.paths, file)
    assert 'gym = "cellar"\n' in file.read_text(encoding="utf-8")
    assert [done.reps.left for done in bench.read(file).session.sets] == [9, 12]


def test_without_a_plan_it_can_still_be_finished(bench: Bench) -> None:
    file = bench.left()
    text = file.read_text(encoding="utf-8")
    head, rest = text.split("plan = [\n")
    file.write_text(head + rest.split("]\n", 1)[1], encoding="utf-8")
    last_set = bench.clock.now()
    finish_as_it_is(bench.paths, file)
    session = bench.read(file).session
    assert (session.finished, len(session.sets)) == (last_set, 2)


def test_a_damaged_file_is_not_finished(bench: Bench) -> None:
    file = bench.left()
    file.write_text("setpace = 1\nid = \n", encoding="utf-8")
    with pytest.raises(DataError, match=r"toml:2: "):
        finish_as_it_is(bench.paths, file)
    assert file.read_text(encoding="utf-8") == "setpace = 1\nid = \n"


def test_an_offer_moved_to_the_trash_is_let_go(bench: Bench) -> None:
    file = bench.left()
    session_id = bench.read(file).session.id
    where = trash_session(bench.paths, file)
    assert where.parent == bench.paths.trash_dir
    assert bench.files() == []
    assert not is_locked(bench.paths, session_id)
