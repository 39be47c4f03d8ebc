"""The running session: each write replaces the one before, and nothing that others write meanwhile is lost."""

from __future__ import annotations

import errno
import os
import select
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from store.one_session import EVENTS, SESSION, SET, add, at_the_last_moment, files, log, names, paths

from setpace.core.errors import SetpaceError
from setpace.store import atomic
from setpace.store.session_format import SessionFile, session_bytes, session_document
from setpace.store.session_writer import SessionWriter

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.one_session import AtTheLastMoment

    from setpace.store.sessions import Log

__all__ = ("at_the_last_moment", "log", "paths")  # the fixtures

MANY_COLLISIONS = 150
"""So many that some fall between the last look at a file and its replacement."""


def begun(log: Log) -> SessionWriter:
    """What leads a session that was written once."""
    writer = SessionWriter(log, log.new_file(SESSION), {})
    writer.write(SESSION, EVENTS)
    return writer


def assert_went_on_beside(log: Log, writer: SessionWriter, file: Path) -> None:
    """The session whose note is `two` now is in the only other file."""
    assert writer.moved_to == writer.file == file.with_stem(f"{file.stem}_2")
    assert log.read(writer.file).session.note == "two"
    assert names(log) == [file.name, writer.file.name]


def test_each_write_replaces_the_one_before(log: Log) -> None:
    writer = begun(log)
    file = writer.file
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert files(log) == ["2026/2026-11-23_18-04-11_beginner.toml"]
    read = log.read(file)
    assert (read.session.note, read.events, writer.moved_to) == ("two", EVENTS, None)


def test_a_file_changed_by_someone_else_is_left_alone(log: Log) -> None:
    writer = begun(log)
    file = writer.file
    file.write_text(file.read_text() + "# mine\n")
    for note in ("two", "three"):
        writer.write(replace(SESSION, note=note), EVENTS)
    assert file.read_text().endswith("# mine\n")
    assert writer.moved_to == writer.file == file.with_stem(f"{file.stem}_2")
    moved = log.read(writer.file).session
    assert (moved.note, moved.id) == ("three", SESSION.id)
    assert len(files(log)) == 2


def put(file: Path, text: str) -> None:
    """Bring a file as a sync does."""
    new = file.with_name(".brought")
    new.write_text(text)
    new.replace(file)


@pytest.mark.parametrize("write", [Path.write_text, put], ids=["an editor", "a sync"])
def test_what_is_changed_after_the_last_look_is_put_back(
    log: Log, at_the_last_moment: AtTheLastMoment, write: Callable[[Path, str], object]
) -> None:
    writer = begun(log)
    file = writer.file
    theirs = file.read_text() + "# mine\n"
    at_the_last_moment(lambda: write(file, theirs))
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert file.read_text() == theirs
    assert_went_on_beside(log, writer, file)


def test_what_is_changed_while_it_is_brought_to_the_disk_stays_also_where_files_cannot_be_swapped(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows and on most network drives: the last look is the only one, so it must come after the slow part."""
    writer = begun(log)
    file = writer.file
    theirs = file.read_text() + "# mine\n"
    monkeypatch.setattr(atomic, "swap_names", lambda *_: False)
    monkeypatch.setattr(os, "fsync", lambda _: file.write_text(theirs))
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert file.read_text() == theirs
    assert_went_on_beside(log, writer, file)


def test_what_is_changed_while_it_is_put_back_stays_too(log: Log, at_the_last_moment: AtTheLastMoment) -> None:
    writer = begun(log)
    file = writer.file
    steps = [partial(put, file, f"number {count}") for count in (1, 2, 3)]
    at_the_last_moment(*steps)
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert file.read_text() == "number 3"
    assert names(log) == [file.name, writer.file.name]


def test_what_was_brought_and_cannot_be_read_is_put_back(
    log: Log, at_the_last_moment: AtTheLastMoment, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = begun(log)
    file = writer.file
    at_the_last_moment(lambda: put(file, "not mine"))
    read_bytes = Path.read_bytes

    def refused(self: Path) -> bytes:
        content = read_bytes(self)
        if content == b"not mine":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return content

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(SetpaceError, match=rf"^{file}: cannot be read: Permission denied$"):
        writer.write(replace(SESSION, note="two"), EVENTS)
    assert file.read_text() == "not mine"
    assert names(log) == [file.name]


def test_what_is_taken_away_and_brought_anew_at_the_last_moment_stays(
    log: Log, at_the_last_moment: AtTheLastMoment, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = begun(log)
    file = writer.file
    at_the_last_moment(file.unlink)
    link = os.link

    def brought_before(one: Path, other: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        put(file, "not mine")
        link(one, other)

    monkeypatch.setattr(os, "link", brought_before)
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert file.read_text() == "not mine"
    assert log.read(writer.file).session.note == "two"
    assert names(log) == [file.name, writer.file.name]


@pytest.mark.skipif(os.name != "posix", reason="pipes are of POSIX")
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["a pipe", "a folder"])
def test_what_stands_in_place_of_the_file_is_left_alone_and_not_waited_for(
    log: Log, make: Callable[[Path], None]
) -> None:
    writer = begun(log)
    file = writer.file
    file.unlink()
    make(file)
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert not file.is_file()
    assert log.read(writer.file).session.note == "two"
    assert names(log) == [file.name, writer.file.name]


def test_what_is_taken_away_at_the_last_moment_is_written_again(log: Log, at_the_last_moment: AtTheLastMoment) -> None:
    writer = begun(log)
    file = writer.file
    at_the_last_moment(file.unlink)
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert log.read(file).session.note == "two"
    assert names(log) == [file.name]


BRINGER = """\
import os, random, sys
chance = random.Random(int(sys.argv[1]))
for line in sys.stdin:
    file = line.rstrip()
    new = file + ".brought"
    with open(new, "w") as target:
        target.write("mine")
    for _ in range(chance.randrange(20_000)):
        pass
    os.replace(new, file)
    print("brought", flush=True)
"""
"""Brings a file of its own in place of each it is told of, a short random time later."""


@pytest.mark.usefixtures("at_the_last_moment")
def test_nothing_that_another_program_brings_at_any_moment_is_lost(log: Log) -> None:
    writer = SessionWriter(log, log.new_file(SESSION), {})
    brought = []
    program = (sys.executable, "-c", BRINGER, "5")
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as bringer:
        assert bringer.stdin is not None
        assert bringer.stdout is not None
        for _ in range(MANY_COLLISIONS):
            writer.write(SESSION, ())
            file = writer.file
            brought.append(file)
            bringer.stdin.write(f"{file}\n")
            bringer.stdin.flush()
            while not select.select([bringer.stdout], [], [], 0)[0]:
                writer.write(SESSION, ())
            assert bringer.stdout.readline() == "brought\n"
            writer.write(SESSION, ())
        bringer.stdin.close()
    assert [file for file in brought if file.read_text() != "mine"] == []


def test_what_goes_on_after_someone_else_ended_it_is_a_session_of_its_own(log: Log) -> None:
    file = log.new_file(SESSION)
    writer = SessionWriter(log, file, {})
    told: list[str] = []
    writer.on_new_id = told.append
    writer.write(SESSION, EVENTS)
    ended = replace(SESSION, finished=SET.finished)
    file.write_bytes(session_bytes(session_document(ended, (), {})))  # on another machine
    writer.write(SESSION, EVENTS)
    moved = log.read(writer.file).session
    assert moved.id != SESSION.id
    assert told == [moved.id]
    assert log.read(file).session == ended
    ids = [found.session.id for _, found in log.recent() if isinstance(found, SessionFile)]
    assert sorted(ids) == sorted([SESSION.id, moved.id])


def test_a_deleted_file_is_written_again(log: Log) -> None:
    writer = SessionWriter(log, log.new_file(SESSION), {})
    writer.write(SESSION, EVENTS)
    writer.file.unlink()
    writer.file.parent.rmdir()
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert log.read(writer.file).session.note == "two"
    assert writer.moved_to is None


def test_two_sessions_of_one_second_get_two_files(log: Log) -> None:
    writers = [SessionWriter(log, log.new_file(SESSION), {}) for _ in range(2)]
    for writer, session_id in zip(writers, "ab", strict=True):
        writer.write(replace(SESSION, id=session_id), ())
    assert [log.read(writer.file).session.id for writer in writers] == ["a", "b"]
    assert writers[1].moved_to is None


def test_a_resumed_session_keeps_its_file_and_what_is_unknown(log: Log) -> None:
    file = add(log, "a")
    file.write_text("mood = 'good'\n" + file.read_text())
    writer = SessionWriter(log, file, log.read(file).unknown)
    writer.write(replace(SESSION, note="two"), EVENTS)
    assert files(log) == ["2026/2026-11-23_18-04-11_beginner.toml"]
    assert 'mood = "good"' in file.read_text()


def test_a_change_between_reading_and_resuming_is_noticed(log: Log) -> None:
    file = add(log, "a")
    digest = log.digest(file)
    file.write_text(file.read_text() + "# mine\n")
    writer = SessionWriter(log, file, {}, digest)
    writer.write(SESSION, EVENTS)
    assert writer.moved_to is not None
    assert file.read_text().endswith("# mine\n")


def test_a_newer_format_is_never_rewritten(log: Log) -> None:
    file = add(log, "a")
    file.write_text(file.read_text().replace("setpace = 1", "setpace = 2"))
    with pytest.raises(SetpaceError, match="written by a newer Setpace"):
        SessionWriter(log, file, {})


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_log_that_may_not_be_written_is_one_line(log: Log) -> None:
    writer = SessionWriter(log, log.new_file(SESSION), {})
    log.folder.mkdir(mode=0o500)
    with pytest.raises(SetpaceError, match=r"^[^\n]*: the session cannot be saved: Permission denied$"):
        writer.write(SESSION, EVENTS)


def test_a_folder_in_the_way_is_one_line_and_the_next_write_may_work(log: Log) -> None:
    writer = SessionWriter(log, log.new_file(SESSION), {})
    log.folder.write_text("")
    with pytest.raises(SetpaceError, match=r"^[^\n]*: the session cannot be saved: Not a directory$"):
        writer.write(SESSION, EVENTS)
    log.folder.unlink()
    writer.write(SESSION, EVENTS)
    assert log.read(writer.file).session == SESSION
