"""The diagnostics log: small, for the user alone, harmless to look at, and never a trouble of its own."""

from __future__ import annotations

import errno
import logging
import os
import stat
import threading
from concurrent.futures import wait
from typing import TYPE_CHECKING

import pytest

from setpace.cli import main
from setpace.run import diagnostics
from setpace.run.diagnostics import LARGEST_BYTES, LONGEST_ENTRY, keep_diagnostics, note_internal_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from setpace.store.paths import Paths


@pytest.fixture(autouse=True)
def log() -> Iterator[logging.Logger]:
    logger = logging.getLogger("setpace")
    before = list(logger.handlers)
    yield logger
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()


def raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught


def test_nothing_is_made_until_there_is_something_to_note(paths: Paths, log: logging.Logger) -> None:
    keep_diagnostics(paths)
    keep_diagnostics(paths)
    assert not paths.diagnostics_file.exists()
    log.warning("once")
    lines = paths.diagnostics_file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1
    assert lines[0].endswith("WARNING setpace: once")


def test_it_stays_small_with_one_older_file_and_both_are_private(paths: Paths, log: logging.Logger) -> None:
    keep_diagnostics(paths)
    for number in range(5000):
        log.warning("entry %d %s", number, "x" * 60)
    files = sorted(paths.state.iterdir())
    assert [file.name for file in files] == ["setpace.log", "setpace.log.1"]
    assert all(file.stat().st_size <= LARGEST_BYTES for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(paths.state.stat().st_mode) == 0o700
    assert "entry 4999 " in files[0].read_text(encoding="utf-8")


def test_an_entry_can_neither_drive_a_terminal_nor_be_endless(paths: Paths, log: logging.Logger) -> None:
    keep_diagnostics(paths)
    log.warning("a\x1b[2J\u202e%s", "b\nc" + "x" * 10 * LONGEST_ENTRY + "the end")
    text = paths.diagnostics_file.read_text(encoding="utf-8")
    assert all(line.isprintable() for line in text.splitlines())
    assert "a\\x1b[2J\\u202eb\nc" in text
    assert text.endswith("the end\n")
    assert len(text) < LONGEST_ENTRY + 100


def test_an_internal_error_is_noted_with_its_traceback_and_named_in_one_line(paths: Paths) -> None:
    said = note_internal_error(paths, raised(KeyError("knee")))
    assert said.startswith(f"internal error (KeyError); it is noted in {paths.diagnostics_file}")
    assert said.isprintable()
    text = paths.diagnostics_file.read_text(encoding="utf-8")
    assert "internal error in setpace" in text
    assert "in raised" in text
    assert text.endswith("KeyError: 'knee'\n")


def spoil(paths: Paths, way: str) -> None:
    file = paths.diagnostics_file
    if way == "no state folder":
        file.parent.write_text("in the way", encoding="utf-8")
        return
    file.parent.mkdir(parents=True)
    match way:
        case "a folder":
            file.mkdir()
        case "a pipe":
            os.mkfifo(file)
        case _:
            file.symlink_to(file)


@pytest.mark.skipif(os.name != "posix", reason="pipes and links are of POSIX")
@pytest.mark.parametrize("way", ["no state folder", "a folder", "a pipe", "a link to itself"])
def test_where_it_cannot_be_written_nothing_else_happens(
    paths: Paths, log: logging.Logger, capfd: pytest.CaptureFixture[str], way: str
) -> None:
    spoil(paths, way)
    keep_diagnostics(paths)
    said = note_internal_error(paths, raised(KeyError("knee")))
    assert said == f"internal error (KeyError); it could not be noted in {paths.diagnostics_file}"
    if way != "no state folder":
        log.warning("lost")
    assert capfd.readouterr() == ("", "")


def test_a_full_disk_costs_the_entry(paths: Paths, log: logging.Logger, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_diagnostics(paths)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(diagnostics.os, "open", full)  # type: ignore[attr-defined]
        assert "could not be noted" in note_internal_error(paths, raised(KeyError("knee")))
    log.warning("there again")
    assert paths.diagnostics_file.read_text(encoding="utf-8").endswith("there again\n")


def test_a_disk_that_hangs_costs_the_entries_and_no_time(
    paths: Paths, log: logging.Logger, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_diagnostics(paths)
    answers = threading.Event()
    with monkeypatch.context() as patched:
        patched.setattr(diagnostics, "make_private_folder", lambda _: answers.wait(60))
        patched.setattr(diagnostics, "PATIENCE_S", 0.01)
        assert "could not be noted" in note_internal_error(paths, raised(KeyError("knee")))
        patched.setattr(diagnostics, "PATIENCE_S", 60)
        assert "could not be noted" in note_internal_error(paths, raised(KeyError("hip")))  # not waited for again
        answers.set()
        wait([each._last for each in log.handlers if isinstance(each, diagnostics._PrivateFile) and each._last])
    paths.state.mkdir()
    log.warning("there again")
    assert paths.diagnostics_file.read_text(encoding="utf-8").endswith("there again\n")


@pytest.mark.parametrize("command", ["log", "routines", "doctor"])
def test_an_error_of_ours_in_a_command_is_one_line_and_status_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    def broken(*_: object) -> object:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setenv("SETPACE_HOME", str(tmp_path))
    monkeypatch.setattr("setpace.store.exercises.load_library", broken)
    monkeypatch.setattr("setpace.run.doctor.load_library", broken)
    assert main([command]) == 1
    said = capsys.readouterr()
    file = tmp_path / "state" / "setpace.log"
    assert said.err == (
        f"setpace: internal error (ZeroDivisionError); it is noted in {file}: "
        "please send the end of that with your report\n"
    )
    assert said.out == ""
    assert "ZeroDivisionError: on purpose" in file.read_text(encoding="utf-8")
