"""Leaving a session: what is left on disk, also where another program changed its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from setpace.core.session import Form
from setpace.store.session_lock import is_locked

if TYPE_CHECKING:
    from pathlib import Path

    from run.conftest import Bench


def test_left_in_the_middle_it_can_be_resumed(bench: Bench) -> None:
    file = bench.left()
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
