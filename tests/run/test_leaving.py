"""Leaving a session: what is left on disk, also where another program changed its file."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from setpace.core.errors import SetpaceError
from setpace.core.session import Form
from setpace.run.rescue import leave_in_file, save_in
from setpace.run.saver import ThreadSaver
from setpace.store.session_lock import is_locked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from run.conftest import Bench

    from setpace.run.training import Training


def test_left_in_the_middle_it_can_be_resumed(bench: Bench) -> None:
    file = bench.left()
    read = bench.read(file)
    assert read.session.finished is None
    assert len(read.events) == 3
    assert not is_locked(bench.paths, read.session.id)


def test_a_session_killed_on_its_summary_is_finished_and_holds_no_events(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 2)
    training.runner.finish()
    training._release()  # killed: nothing more is written
    read = bench.read(training.file)
    assert read.events == ()
    assert read.session.finished == bench.clock.now()
    assert (len(read.session.sets), len(read.session.plan)) == (2, 9)
    with pytest.raises(SetpaceError, match="finished already"):
        bench.resume(training.file)


def test_undo_on_the_summary_opens_the_session_again_in_its_file_too(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 2)
    open_session = bench.read(training.file)
    training.runner.finish()
    assert training.runner.undo().said == "undone: finish"
    assert bench.read(training.file) == open_session
    training.runner.undo()
    training._release()
    assert bench.resume(training.file).runner.view().place == 2


def test_leaving_the_summary_changes_nothing_more(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 2)
    training.runner.finish()
    on_summary = training.file.read_bytes()
    assert training.leave() is None
    assert training.file.read_bytes() == on_summary
    assert not is_locked(bench.paths, training.runner.state.head.id)


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


@pytest.mark.parametrize("way", ["leave", "discard"])
def test_with_no_set_done_a_file_that_someone_else_changed_stays(bench: Bench, way: str) -> None:
    training = bench.start()
    theirs = training.file.read_text(encoding="utf-8") + "# mine\n"
    training.file.write_text(theirs, encoding="utf-8")
    assert getattr(training, way)() is None
    assert training.file.read_text(encoding="utf-8") == theirs
    assert not list(training.file.parent.glob(".*"))
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


@pytest.mark.parametrize("ended", [False, True], ids=["touched", "ended elsewhere"])
def test_a_file_changed_meanwhile_is_left_alone_and_what_goes_on_is_held(bench: Bench, *, ended: bool) -> None:
    training = bench.start()
    bench.lift(training, 1)
    theirs = training.file
    edited = theirs.read_text(encoding="utf-8") + "# mine\n"
    if ended:
        edited = edited.replace("started = ", "finished = 2026-11-23T19:00:00+01:00\nstarted = ", 1)
    theirs.write_text(edited, encoding="utf-8")
    training.runner.rate(Form.CLEAN)
    ours = training.file
    assert ours != theirs
    assert theirs.read_text(encoding="utf-8") == edited
    ids = [bench.read(file).session.id for file in (theirs, ours)]
    assert (ids[0] != ids[1]) is ended  # one session in two files, or one that could never be resumed
    assert [is_locked(bench.paths, each) for each in ids] == [True, True]
    bench.lift(training, 1)
    assert training.leave() is None
    assert [len(bench.read(file).session.sets) for file in (theirs, ours)] == [1, 2]
    assert [is_locked(bench.paths, each) for each in ids] == [False, False]
    assert bench.resume(ours).runner.view().place == 3


def test_a_file_changed_while_the_new_one_is_brought_to_the_disk_is_left_alone_too(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = bench.start()
    bench.lift(training, 1)
    theirs = training.file
    edited = theirs.read_text(encoding="utf-8") + "# mine\n"
    fsync = os.fsync

    def synced_meanwhile(descriptor: int) -> None:
        fsync(descriptor)
        theirs.write_text(edited, encoding="utf-8")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", synced_meanwhile)
        training.runner.rate(Form.CLEAN)
    assert theirs.read_text(encoding="utf-8") == edited
    assert training.file != theirs
    assert [done.form for done in bench.read(training.file).session.sets] == [Form.CLEAN]
    assert not list(theirs.parent.glob(".*"))
    training.leave()


def test_a_file_deleted_meanwhile_is_written_again(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1)
    training.file.unlink()
    training.runner.rate(Form.CLEAN)
    assert [done.form for done in bench.read(training.file).session.sets] == [Form.CLEAN]


# ------------------------------------------------------------------------------------------- a disk that hangs

NOT_LONG_S = 0.01
PATIENCE_S = 20


class Hanging:
    """A disk that does not bring anything home until it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.free = threading.Event()
        fsync = os.fsync

        def hangs(descriptor: int) -> None:
            assert self.free.wait(PATIENCE_S)
            fsync(descriptor)

        monkeypatch.setattr(os, "fsync", hangs)


@pytest.fixture
def hanging(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Training, Hanging]]:
    """A session with one set on the disk and one that the disk does not take."""
    training = bench.start()
    bench.lift(training, 1)
    training.runner.saver = ThreadSaver(training.writer)
    disk = Hanging(monkeypatch)
    bench.lift(training, 1)
    try:
        yield training, disk
    finally:
        disk.free.set()
        training.runner.saver.close(None, PATIENCE_S)


def test_a_disk_that_hangs_is_told_of_and_the_session_can_go_on(
    bench: Bench, hanging: tuple[Training, Hanging]
) -> None:
    training, disk = hanging
    session_id = training.runner.state.head.id
    assert training.keep(NOT_LONG_S) == "not saved: the disk does not answer"
    assert training.keep(NOT_LONG_S) == "not saved: the disk does not answer"
    assert is_locked(bench.paths, session_id)
    bench.lift(training, 1)
    disk.free.set()
    assert training.keep(PATIENCE_S) is None
    assert training.leave() is None
    assert not is_locked(bench.paths, session_id)
    assert len(bench.read(training.file).session.sets) == 3


def test_left_on_a_disk_that_hangs_it_is_held_until_nothing_can_write_to_it_any_more(
    bench: Bench, hanging: tuple[Training, Hanging]
) -> None:
    training, disk = hanging
    session_id = training.runner.state.head.id
    assert training.keep(NOT_LONG_S) is not None
    assert training.leave() == "not saved: the disk does not answer"
    assert is_locked(bench.paths, session_id)
    disk.free.set()
    saver = training.runner.saver
    assert isinstance(saver, ThreadSaver)
    saver._thread.join(PATIENCE_S)
    assert not is_locked(bench.paths, session_id)
    assert len(bench.read(training.file).session.sets) == 2


def test_trashed_on_a_disk_that_hangs_it_goes_to_the_trash_when_the_disk_answers_and_that_is_told(
    bench: Bench, hanging: tuple[Training, Hanging]
) -> None:
    training, disk = hanging
    saver = training.runner.saver
    assert isinstance(saver, ThreadSaver)
    assert training.discard(NOT_LONG_S) == (
        "the disk does not answer: the session goes to the trash if it does before Setpace ends, "
        "else it stays in the log"
    )
    assert bench.files() == [training.file]  # as the next start would find it: unfinished, the last good state
    assert len(bench.read(training.file).session.sets) == 1
    disk.free.set()
    saver._thread.join(PATIENCE_S)
    assert bench.files() == []
    [trashed] = bench.paths.trash_dir.iterdir()
    assert len(bench.read(trashed).session.sets) == 2
    assert not is_locked(bench.paths, training.runner.state.head.id)


def test_what_is_not_on_the_disk_is_known_at_any_time(hanging: tuple[Training, Hanging]) -> None:
    training, disk = hanging
    assert training.unsaved() == "not saved: the disk does not answer"
    disk.free.set()
    assert training.keep(PATIENCE_S) is None
    assert training.unsaved() is None
    training.runner.undo()
    training.runner.undo()
    training.runner.undo()
    training.runner.undo()
    assert not training.runner.state.performed
    assert training.unsaved() is None  # nothing of it would be kept


def test_another_folder_on_the_disk_that_hangs_is_given_up_too(
    hanging: tuple[Training, Hanging], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    training, _ = hanging
    monkeypatch.setattr("setpace.run.rescue.PATIENCE_S", NOT_LONG_S)
    monkeypatch.setattr("setpace.run.rescue._HURRY_S", NOT_LONG_S)
    with pytest.raises(SetpaceError, match="not saved there either: the disk does not answer"):
        save_in(training, str(tmp_path / "stick"))
    monkeypatch.setattr("setpace.run.rescue._last_folders", lambda: [str(tmp_path)])
    assert leave_in_file("# setpace") is None
