"""Saving: in order, the newest state wins, errors are said, and closing waits for what is not written yet."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pytest
from run.conftest import START, Bench

from setpace.core import events as ev
from setpace.core.errors import SetpaceError
from setpace.core.workout import Workout, apply, to_session
from setpace.run.disk import SILENT
from setpace.run.saver import DirectSaver, Saved, ThreadSaver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from setpace.core.session import Session
    from setpace.store.session_writer import SessionWriter

PATIENCE_S = 20
"""A test that waits so long has failed; none waits at all while the code is right."""


@dataclass
class Disk:
    """Stands for the writer: takes notes instead of writing, can be held up and can be full."""

    notes: list[str] = field(default_factory=list)
    events: list[int] = field(default_factory=list)
    errors: dict[str, Exception] = field(default_factory=dict)
    busy: threading.Event = field(default_factory=threading.Event)
    free: threading.Event = field(default_factory=threading.Event)
    moved_to: object = None

    def __post_init__(self) -> None:
        self.free.set()

    def write(self, session: Session, events: Sequence[ev.Event]) -> None:
        self.busy.set()
        assert self.free.wait(PATIENCE_S)
        if session.note in self.errors:
            raise self.errors[session.note]
        self.notes.append(session.note)
        self.events.append(len(events))

    @property
    def writer(self) -> SessionWriter:
        return cast("SessionWriter", self)


@pytest.fixture
def states(bench: Bench) -> dict[str, Workout]:
    """States of one session, told apart by its note."""
    state = bench.start().runner.state
    return {text: apply(state, ev.WriteNote(at=START, slot=0, text=text)).state for text in "abcd"}


def test_every_state_is_written_in_order_where_there_is_time(states: dict[str, Workout]) -> None:
    disk, saved, done = Disk(), list[Saved](), threading.Semaphore(0)

    def on_saved(what: Saved) -> None:
        saved.append(what)
        done.release()

    saver = ThreadSaver(disk.writer, on_saved)
    for text in "abc":
        saver.save(states[text])
        assert done.acquire(timeout=PATIENCE_S)
    saver.close()
    assert disk.notes == ["a", "b", "c"]
    assert [what.state for what in saved] == [states[text] for text in "abc"]
    assert [what.error for what in saved] == [None, None, None]


def test_while_the_disk_is_slow_the_newest_state_wins(states: dict[str, Workout]) -> None:
    disk = Disk()
    disk.free.clear()
    saver = ThreadSaver(disk.writer)
    saver.save(states["a"])
    assert disk.busy.wait(PATIENCE_S)
    for text in "bcd":  # none of these may make the caller wait
        saver.save(states[text])
    disk.free.set()
    saver.close()
    assert disk.notes == ["a", "d"]


def closing(saver: ThreadSaver) -> threading.Thread:
    """Close in another thread, which waits for the disk when this returns."""
    thread = threading.Thread(target=saver.close, args=(None, PATIENCE_S))
    thread.start()
    with saver._changed:
        assert saver._changed.wait_for(lambda: saver._ending is not None, PATIENCE_S)
    return thread


def test_closing_waits_for_what_is_being_written_and_for_what_waits(states: dict[str, Workout]) -> None:
    disk = Disk()
    disk.free.clear()
    saver = ThreadSaver(disk.writer)
    saver.save(states["a"])
    assert disk.busy.wait(PATIENCE_S)
    saver.save(states["b"])
    thread = closing(saver)
    assert thread.is_alive()
    disk.free.set()
    thread.join(PATIENCE_S)
    assert disk.notes == ["a", "b"]
    assert not saver._thread.is_alive()


def test_a_disk_that_does_not_answer_is_said_and_saving_goes_on_behind_the_scenes(states: dict[str, Workout]) -> None:
    disk, written = Disk(), threading.Event()
    disk.free.clear()
    saver = ThreadSaver(disk.writer, lambda _: written.set())
    saver.save(states["a"])
    assert disk.busy.wait(PATIENCE_S)
    assert saver.close(patience_s=0.01) == SILENT
    assert saver.close(lambda: "never", patience_s=0.01) == SILENT
    assert disk.notes == []
    disk.free.set()
    assert written.wait(PATIENCE_S)
    assert saver.close(patience_s=PATIENCE_S) is None
    assert disk.notes == ["a"]  # once is enough
    saver.save(states["b"])
    assert saver.close(patience_s=PATIENCE_S) is None
    assert disk.notes == ["a", "b"]


def test_what_is_to_be_done_last_comes_after_what_waits(states: dict[str, Workout]) -> None:
    for kind in (DirectSaver, ThreadSaver):
        disk = Disk()
        saver = kind(disk.writer)
        saver.save(states["a"])

        def last(notes: list[str] = disk.notes) -> str:
            notes.append("last")
            return "cannot be deleted"

        assert saver.close(last) == "cannot be deleted"
        assert disk.notes == ["a", "last"]


def test_an_error_of_our_own_in_one_save_does_not_end_saving_nor_pass_for_saved(states: dict[str, Workout]) -> None:
    disk = Disk(errors={"a": TypeError("ours")})
    heard: list[str | None] = []
    saver = ThreadSaver(disk.writer, lambda saved: heard.append(saved.error))
    saver.save(states["a"])
    assert saver.close(patience_s=PATIENCE_S) == "not saved: internal error (TypeError)"
    assert saver.unsaved(states["a"]) == "not saved: internal error (TypeError)"
    assert set(heard) == {"not saved: internal error (TypeError)"}
    saver.save(states["b"])
    assert saver.close(patience_s=PATIENCE_S) is None
    assert disk.notes == ["b"]


def test_stopped_while_the_disk_hangs_all_that_was_asked_is_done_once_it_answers(states: dict[str, Workout]) -> None:
    disk, left = Disk(), threading.Event()
    disk.free.clear()
    saver = ThreadSaver(disk.writer)
    saver.save(states["a"])
    assert disk.busy.wait(PATIENCE_S)
    saver.save(states["b"])

    def trash() -> None:
        disk.notes.append("trashed")

    def let_go() -> None:
        disk.notes.append("let go")
        left.set()

    assert saver.close(trash, patience_s=0.01) == SILENT
    saver.stop(let_go)
    assert disk.notes == []
    disk.free.set()
    assert left.wait(PATIENCE_S)
    assert disk.notes == ["a", "b", "trashed", "let go"]
    left.clear()
    saver.stop(left.set)
    assert left.is_set()


def test_stopped_on_a_full_disk_it_tries_no_more(states: dict[str, Workout]) -> None:
    disk, left = Disk(errors={"a": OSError(28, "No space left on device")}), threading.Event()
    saver = ThreadSaver(disk.writer, retry_s=0.001)
    saver.save(states["a"])
    assert saver.close() == "not saved: No space left on device"
    saver.save(states["a"])
    saver.stop(left.set)
    assert left.wait(PATIENCE_S)
    saver._thread.join(PATIENCE_S)
    disk.errors.clear()
    assert not saver._thread.is_alive()
    assert disk.notes == []


def test_what_is_not_on_the_disk_is_known_without_waiting_for_it(states: dict[str, Workout]) -> None:
    for kind in (DirectSaver, ThreadSaver):
        disk = Disk(errors={"b": OSError(28, "No space left on device")})
        saver = kind(disk.writer)
        assert saver.unsaved(states["a"]) == f"not saved: {SILENT}"
        for text, said in (("a", None), ("b", "not saved: No space left on device"), ("c", None)):
            saver.save(states[text])
            saver.close()
            assert saver.unsaved(states[text]) == said
        assert saver.unsaved(states["d"]) == f"not saved: {SILENT}"


def test_closing_with_nothing_to_write_ends_the_thread() -> None:
    saver = ThreadSaver(Disk().writer)
    saver.close()
    assert not saver._thread.is_alive()
    saver.close()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device"), "not saved: No space left on device"),
        (SetpaceError("log/a.toml: gone"), "not saved: log/a.toml: gone"),
    ],
    ids=["disk", "store"],
)
def test_an_error_is_said_and_the_next_state_is_tried(states: dict[str, Workout], error: Exception, said: str) -> None:
    for kind in (DirectSaver, ThreadSaver):
        disk, saved = Disk(errors={"a": error}), list[Saved]()
        first = threading.Event()

        def on_saved(what: Saved, saved: list[Saved] = saved, first: threading.Event = first) -> None:
            saved.append(what)
            first.set()

        saver = kind(disk.writer, on_saved)
        saver.save(states["a"])
        assert first.wait(PATIENCE_S)
        saver.save(states["b"])
        saver.close()
        assert [what.error for what in saved] == [said, None]
        assert [what.state for what in saved] == [states["a"], states["b"]]
        assert disk.notes == ["b"]


def test_a_direct_save_is_written_when_it_returns(states: dict[str, Workout]) -> None:
    disk = Disk()
    saver = DirectSaver(disk.writer)
    saver.save(states["a"])
    assert disk.notes == ["a"]
    assert disk.events == [1]


def test_a_session_that_had_to_move_to_a_new_file_says_so_once(bench: Bench) -> None:
    training = bench.start()
    saved: list[Saved] = []
    training.runner.saver.on_saved = saved.append
    training.file.write_text(training.file.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    training.runner.write_note(0, "a")
    training.runner.write_note(0, "b")
    assert [what.moved for what in saved] == [True, False]
    assert bench.read(training.file).session.note == to_session(training.runner.state).note == "b"
