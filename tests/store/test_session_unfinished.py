"""Finding the session that was left unfinished, wherever in the log it is."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from terminal.log_files import NEWEST, make_log

from setpace.store.paths import Paths, find_paths
from setpace.store.session_lock import try_lock
from setpace.store.session_unfinished import Offer, newest_unfinished
from setpace.store.sessions import Log

if TYPE_CHECKING:
    from pathlib import Path

NOW = NEWEST + timedelta(days=1)
HEAD_END = re.compile(r"^finished = .*\n", re.MULTILINE)
"""The line of the head: it comes before those of the sets."""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find_paths({"SETPACE_HOME": str(tmp_path)})


@pytest.fixture
def log(tmp_path: Path) -> list[Path]:
    """Twelve finished sessions, newest first."""
    return make_log(tmp_path, 12)


def leave_open(file: Path) -> None:
    file.write_text(HEAD_END.sub("", file.read_text(encoding="utf-8"), count=1), encoding="utf-8")


def found(paths: Paths) -> Offer | None:
    return newest_unfinished(paths, Log(paths).names(), NOW)


def test_where_all_are_finished_nothing_is_offered(paths: Paths, log: list[Path]) -> None:
    assert len(log) == 12
    assert found(paths) is None


def test_the_newest_unfinished_one_is_found_behind_finished_ones(paths: Paths, log: list[Path]) -> None:
    leave_open(log[7])
    leave_open(log[9])
    offer = found(paths)
    assert offer is not None
    assert (offer.file, offer.name, offer.total) == (log[7], "Beginner", 9)
    assert not offer.resume_first(NOW)
    assert offer.resume_first(offer.stopped + timedelta(hours=5, minutes=59))
    assert not offer.resume_first(offer.stopped + timedelta(hours=6))


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_a_line_of_a_long_text_that_looks_like_the_end_is_none(paths: Paths, log: list[Path], quotes: str) -> None:
    leave_open(log[5])
    text = log[5].read_text(encoding="utf-8").replace('note = ""\n', "", 1)
    note = f"note = {quotes}\nfinished = 2026-11-23T19:00:00+01:00\n{quotes}\nstarted = "
    log[5].write_text(text.replace("started = ", note, 1), encoding="utf-8")
    offer = found(paths)
    assert offer is not None
    assert offer.file == log[5]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("space", [" ", ""])
def test_an_end_written_by_hand_is_an_end(paths: Paths, log: list[Path], line_end: str, space: str) -> None:
    text = log[0].read_text(encoding="utf-8").replace("finished = ", f"finished{space}={space}", 1)
    log[0].write_bytes(text.replace("\n", line_end).encode())
    assert found(paths) is None


@pytest.mark.parametrize("suffix", [".sync-conflict-20261123-180411-ABCDEFG", " (1)", "_2"])
def test_a_copy_from_before_the_end_is_none(paths: Paths, log: list[Path], suffix: str) -> None:
    copy = log[6].with_name(f"{log[6].stem}{suffix}.toml")
    copy.write_bytes(log[6].read_bytes())
    leave_open(copy)
    assert found(paths) is None
    text = log[6].read_text(encoding="utf-8")
    log[6].write_text(text.replace('id = "s', 'id = "t', 1), encoding="utf-8")  # another session now
    offer = found(paths)
    assert offer is not None
    assert offer.file == copy


@pytest.mark.parametrize("suffix", [".sync-conflict-20261123-180411-ABCDEFG", " (1)", "_2"])
@pytest.mark.parametrize("copy_is_longer", [True, False])
def test_of_two_copies_the_one_that_went_on_longer_is_offered(
    paths: Paths, log: list[Path], suffix: str, *, copy_is_longer: bool
) -> None:
    leave_open(log[6])
    copy = log[6].with_name(f"{log[6].stem}{suffix}.toml")
    copy.write_bytes(log[6].read_bytes())
    longer, shorter = (copy, log[6]) if copy_is_longer else (log[6], copy)
    text = shorter.read_text(encoding="utf-8")
    shorter.write_text(text[: text.rindex("[[sets]]")], encoding="utf-8")
    offer = found(paths)
    assert offer is not None
    assert offer.file == longer


def test_one_that_is_known_to_have_ended_is_not_offered(paths: Paths, log: list[Path]) -> None:
    leave_open(log[4])
    assert newest_unfinished(paths, Log(paths).names(), NOW, {"s00004"}) is None


def test_one_that_another_program_runs_is_passed_over(paths: Paths, log: list[Path]) -> None:
    leave_open(log[4])
    leave_open(log[8])
    held = try_lock(paths, "s00004")
    assert held is not None
    offer = found(paths)
    held.release()
    assert offer is not None
    assert offer.file == log[8]


def test_one_of_a_newer_setpace_is_passed_over(paths: Paths, log: list[Path]) -> None:
    leave_open(log[4])
    log[4].write_text(log[4].read_text(encoding="utf-8").replace("setpace = 1", "setpace = 2"), encoding="utf-8")
    assert found(paths) is None


def test_one_with_something_wrong_is_offered_with_what_is_wrong(paths: Paths, log: list[Path]) -> None:
    leave_open(log[4])
    log[4].write_text(log[4].read_text(encoding="utf-8").replace("slot = 1", "slot = 0"), encoding="utf-8")
    offer = found(paths)
    assert offer is not None
    assert "slot must be a whole number" in str(offer.problem)


def test_what_is_no_session_is_passed_over(paths: Paths, log: list[Path]) -> None:
    leave_open(log[11])
    log[1].write_bytes(b"\xff\xfe not text")
    log[2].unlink()
    log[2].mkdir()
    log[3].unlink()
    log[3].symlink_to(log[3])
    if hasattr(os, "mkfifo"):
        log[4].unlink()
        os.mkfifo(log[4])  # opening it would wait for a writer
    offer = found(paths)
    assert offer is not None
    assert offer.file == log[11]
