"""A disk that fails at any step of a write, or goes away: told at once, nothing lost, written as soon as it can be."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest

from setpace.core.errors import SetpaceError
from setpace.core.session import Form
from setpace.core.workout import to_session
from setpace.run.rescue import rescued_text, save_in
from setpace.run.saver import Saved, ThreadSaver
from setpace.store import atomic
from setpace.store.settings import change_setting, load_settings
from setpace.store.swap import swap_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from run.conftest import Bench

    from setpace.run.training import Training

PATIENCE_S = 20
"""A test that waits so long has failed; none waits at all while the code is right."""


class Disk:
    """The system calls of an atomic write, one of which can be made to fail.

    Attributes:
        fails: name of the call that fails, empty = none.
        error: with which error.
        calls: names of the calls so far.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: int = errno.ENOSPC) -> None:
        self.fails = ""
        self.error = error
        self.calls: list[str] = []
        for name in ("open", "fsync", "link"):
            monkeypatch.setattr(os, name, self._wrapped(name, getattr(os, name)))
        monkeypatch.setattr(os, "fdopen", self._opened(os.fdopen))
        monkeypatch.setattr(Path, "replace", self._wrapped("replace", Path.replace))
        # Where two files cannot be swapped they are replaced, so a disk on which neither works fails at the latter.
        monkeypatch.setattr(atomic, "swap_names", lambda *files: self.fails != "replace" and swap_names(*files))

    def strike(self, name: str) -> None:
        self.calls.append(name)
        if name == self.fails:
            raise OSError(self.error, os.strerror(self.error))

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.strike(name)
            return real(*args, **kwargs)

        return call

    def _opened(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def opened(*args: Any, **kwargs: Any) -> Any:
            target = real(*args, **kwargs)
            write = target.write
            disk = self

            class Target:
                """A file of which half is written before the disk is full."""

                def __enter__(self) -> Self:
                    return self

                def __exit__(self, *_: object) -> None:
                    target.close()

                def __getattr__(self, name: str) -> Any:
                    return getattr(target, name)

                def write(self, data: bytes) -> int:
                    if disk.fails == "write":
                        write(data[: len(data) // 2])
                    disk.strike("write")
                    return int(write(data))

            return Target()

        return opened


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def listen(training: Training) -> list[Saved]:
    heard: list[Saved] = []
    training.runner.saver.on_saved = heard.append
    return heard


def leftovers(bench: Bench) -> list[Path]:
    return [file for file in bench.paths.data.rglob("*") if file.name.startswith(".setpace-")]


STEPS = ["open", "write", "fsync", "replace"]


@pytest.mark.parametrize(
    "error", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO, errno.EDQUOT], ids=errno.errorcode.get
)
@pytest.mark.parametrize("step", STEPS)
def test_a_write_that_fails_at_any_step_is_told_and_the_old_file_stands(
    bench: Bench, disk: Disk, step: str, error: int
) -> None:
    training = bench.start()
    bench.lift(training, 2)
    heard = listen(training)
    before = training.file.read_bytes()
    disk.fails, disk.error = step, error
    bench.lift(training, 1)
    training.runner.rate(Form.SHAKY)
    assert step in disk.calls
    assert {saved.error for saved in heard} == {f"not saved: {os.strerror(error)}"}
    assert training.file.read_bytes() == before
    assert leftovers(bench) == []
    assert [done.form for done in training.runner.state.performed] == [None, None, Form.SHAKY]

    disk.fails = ""
    training.runner.write_note(3, "at last")
    assert heard[-1].error is None
    assert bench.read(training.file).session == to_session(training.runner.state)
    assert len(bench.read(training.file).session.sets) == 3


def test_no_session_begins_where_no_file_can_be_made(bench: Bench, disk: Disk) -> None:
    disk.fails = "open"
    with pytest.raises(SetpaceError, match="sessions cannot be saved here: No space left on device"):
        bench.start()
    assert bench.files() == []


@pytest.mark.parametrize("step", ["write", "fsync"])
def test_a_session_cannot_begin_unnoticed_where_its_first_write_fails(bench: Bench, disk: Disk, step: str) -> None:
    disk.fails = step
    training = bench.start()
    heard = listen(training)
    training.runner.write_note(0, "still here")
    assert [saved.error for saved in heard] == ["not saved: No space left on device"]
    assert leftovers(bench) == []
    disk.fails = ""
    bench.lift(training, 1)
    assert training.leave() is None
    assert len(bench.read(training.file).session.sets) == 1


def test_where_the_disk_has_no_links_the_first_write_takes_the_name_first(bench: Bench, disk: Disk) -> None:
    disk.fails, disk.error = "link", errno.EPERM
    training = bench.start()
    bench.lift(training, 1)
    assert len(bench.read(training.file).session.sets) == 1


def test_a_folder_that_cannot_be_flushed_is_no_error_because_the_file_stands(bench: Bench, disk: Disk) -> None:
    training = bench.start()
    heard = listen(training)
    strike, count = disk.strike, 0

    def second_fsync_fails(name: str) -> None:
        nonlocal count
        count += name == "fsync"
        if name == "fsync" and count % 2 == 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        strike(name)

    disk.strike = second_fsync_fails  # type: ignore[method-assign]
    bench.lift(training, 1)
    assert count == 2
    assert [saved.error for saved in heard] == [None]
    assert len(bench.read(training.file).session.sets) == 1


def test_a_folder_removed_under_the_program_is_made_again(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1)
    heard = listen(training)
    elsewhere = bench.paths.data / "elsewhere"
    bench.paths.log_dir.rename(elsewhere)
    bench.lift(training, 1)
    assert [saved.error for saved in heard] == [None, None]
    assert len(bench.read(training.file).session.sets) == 2
    assert training.leave() is None


def test_a_file_in_the_place_of_its_folder_is_told_and_left_alone(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1)
    heard = listen(training)
    folder = training.file.parent
    folder.rename(bench.paths.data / "elsewhere")
    folder.write_text("in the way", encoding="utf-8")
    bench.lift(training, 1)
    assert {saved.error for saved in heard} == {"not saved: Not a directory"}
    assert folder.read_text(encoding="utf-8") == "in the way"
    folder.unlink()
    training.runner.rate(Form.CLEAN)
    assert heard[-1].error is None
    assert len(bench.read(training.file).session.sets) == 2


def test_the_saving_thread_tries_again_by_itself_and_the_newest_state_is_written(bench: Bench, disk: Disk) -> None:
    training = bench.start()
    failed, saved = threading.Event(), threading.Event()
    heard: list[Saved] = []

    def on_saved(what: Saved) -> None:
        heard.append(what)
        if what.state is training.runner.state:
            (failed if what.error else saved).set()

    saver = training.runner.saver = ThreadSaver(training.writer, on_saved, retry_s=0.01)
    disk.fails = "write"
    bench.lift(training, 2)
    assert failed.wait(PATIENCE_S)
    assert not saved.is_set()
    disk.fails = ""
    assert saved.wait(PATIENCE_S)
    saver.close()
    assert heard[-1].state is training.runner.state
    assert len(bench.read(training.file).session.sets) == 2


def test_a_slow_disk_holds_up_nobody_who_trains(bench: Bench, disk: Disk) -> None:
    training = bench.start()
    busy, free = threading.Event(), threading.Event()
    strike = disk.strike

    def slow(name: str) -> None:
        if name == "fsync" and threading.current_thread() is not threading.main_thread():
            busy.set()
            assert free.wait(PATIENCE_S)
        strike(name)

    disk.strike = slow  # type: ignore[method-assign]
    saver = training.runner.saver = ThreadSaver(training.writer)
    bench.lift(training, 1)
    assert busy.wait(PATIENCE_S)
    bench.lift(training, 2)  # these return while the disk still hangs in the first write
    assert not free.is_set()
    assert len(training.runner.state.performed) == 3
    free.set()
    saver.close()
    assert len(bench.read(training.file).session.sets) == 3


def test_leaving_fails_without_letting_go_of_the_session_and_it_goes_on(bench: Bench, disk: Disk) -> None:
    training = bench.start()
    bench.lift(training, 1)
    saver = training.runner.saver = ThreadSaver(training.writer, retry_s=0.01)
    disk.fails = "replace"
    assert training.keep() == "not saved: No space left on device"
    assert training.locks[0].file.exists()
    disk.fails = ""
    saved = threading.Event()
    saver.on_saved = lambda _: saved.set()
    bench.lift(training, 1)  # the thread had ended; it is there again
    assert saved.wait(PATIENCE_S)
    assert training.keep() is None
    assert training.leave() is None
    assert not training.locks[0].file.exists()
    assert len(bench.read(training.file).session.sets) == 2


# ------------------------------------------------------------------------------------------------- the rescue


@pytest.fixture
def unsaved(bench: Bench) -> Training:
    """A session with three sets, of which the disk has one."""
    training = bench.start()
    bench.lift(training, 1, load=24)
    training.file.parent.rename(bench.paths.data / "elsewhere")
    training.file.parent.write_text("in the way", encoding="utf-8")
    bench.lift(training, 2)
    training.runner.write_note(0, "legs \x1b[31mred\u202e and so on")
    assert training.keep() == "not saved: Not a directory"
    return training


def test_the_text_is_the_session_and_harmless_to_a_terminal(bench: Bench, unsaved: Training) -> None:
    text = rescued_text(unsaved, "not saved: \x1b[31mNo space")
    assert all(line.isprintable() for line in text.split("\n"))
    assert text.startswith("# setpace: not saved: \\x1b[31mNo space\n")
    unsaved.file.parent.unlink()
    unsaved.file.parent.mkdir()
    unsaved.file.write_text(text, encoding="utf-8")
    for lock in unsaved.locks:
        lock.release()
    read = bench.read(unsaved.file)
    assert read.problems == ()
    assert read.session == to_session(unsaved.runner.state)
    assert bench.resume(unsaved.file).runner.view().place == 4


def test_it_is_saved_in_another_folder_over_nothing(bench: Bench, unsaved: Training, tmp_path: Path) -> None:
    folder = tmp_path / "stick" / "new"
    first, second = save_in(unsaved, f" {folder} "), save_in(unsaved, str(folder))
    assert (first.parent, first.name) == (folder, unsaved.file.name)
    assert second.name == f"{unsaved.file.stem}_2.toml"
    assert bench.read(first).session == bench.read(second).session == to_session(unsaved.runner.state)
    assert stat.S_IMODE(first.stat().st_mode) == 0o600


def test_it_goes_home_where_no_folder_is_named(
    unsaved: Training, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "me"))
    assert save_in(unsaved, "").parent == save_in(unsaved, "~").parent == tmp_path / "me"


@pytest.mark.parametrize("folder", ["~nobody-of-that-name/x", "a\0b", "/dev/null/x"])
def test_a_folder_that_cannot_be_is_one_line(unsaved: Training, folder: str) -> None:
    with pytest.raises(SetpaceError, match="not saved there either") as caught:
        save_in(unsaved, folder)
    assert str(caught.value).isprintable()


# ------------------------------------------------------------------------------------------------- the settings


@pytest.mark.parametrize("step", STEPS)
def test_a_setting_that_cannot_be_written_leaves_the_file_as_it_was(bench: Bench, disk: Disk, step: str) -> None:
    bench.paths.settings_file.write_text('unit = "lb"  # mine\n', encoding="utf-8")
    disk.fails = step
    with pytest.raises((OSError, SetpaceError)):
        change_setting(bench.paths, "unit", "kg")
    assert bench.paths.settings_file.read_text(encoding="utf-8") == 'unit = "lb"  # mine\n'
    disk.fails = ""
    change_setting(bench.paths, "unit", "kg")
    assert load_settings(bench.paths).settings.unit == "kg"
