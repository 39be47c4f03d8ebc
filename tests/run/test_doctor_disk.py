"""`setpace doctor` on disks that are full or slow, that refuse, or where something is in the way."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from run.doctor_lines import NOW, TERMINAL, lead_into_shut_folder, meet, problems, section, shut, value
from terminal.log_files import make_log

from setpace.core.errors import SetpaceError
from setpace.run.doctor import report
from setpace.run.doctor_ask import Asking
from setpace.run.doctor_disk import disk_problems
from setpace.run.rescue import leave_in_file
from setpace.store.session_lock import try_lock
from setpace.store.sessions import Log

if TYPE_CHECKING:
    from collections.abc import Callable

    from run.conftest import Bench

    from setpace.store.paths import Paths

pytestmark = pytest.mark.usefixtures("last_folder")


def test_a_log_that_is_no_folder_is_one_line(paths: Paths) -> None:
    paths.log_dir.write_text("a file in the way", encoding="utf-8")
    assert value(report(paths, TERMINAL, now=NOW), "log").endswith(": cannot be read")
    assert any(line.startswith(f"{paths.log_dir}: ") for line in problems(paths))


def test_a_log_that_may_not_be_written_says_what_to_do(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_log(tmp_path, 1)
    touch = Path.touch

    def refused(file: Path, *, mode: int = 0o666, exist_ok: bool = True) -> None:  # root may write anywhere
        if file.parent == paths.log_dir:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
        touch(file, mode=mode, exist_ok=exist_ok)

    monkeypatch.setattr(Path, "touch", refused)
    assert problems(paths) == [
        f"{paths.log_dir}: sessions cannot be saved here; give yourself the right with chmod u+rwx"
    ]


def test_folders_that_cannot_be_made_are_named_as_the_app_would(paths: Paths) -> None:
    for folder in (paths.log_dir, paths.state):
        folder.symlink_to(folder.parent / "nowhere" / "at" / "all")  # no right helps, so this fails for root too
    log, locks, *_ = problems(paths)
    assert log.startswith(f"{paths.log_dir}: sessions cannot be saved here: ")
    assert locks.startswith(f"{paths.locks_dir}: sessions cannot be held here while they run: ")


def test_a_disk_that_takes_no_more_is_named(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def full(descriptor: int) -> None:
        fsync(descriptor)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    log, locks, config, cache = problems(paths)
    assert log == f"{paths.log_dir}: sessions cannot be saved here: No space left on device"
    assert locks.startswith(f"{paths.locks_dir}: ")
    assert config == f"{paths.config}: settings cannot be changed here: No space left on device"
    assert cache.startswith(f"{paths.cache}: ")
    assert list(paths.config.iterdir()) == []


def test_a_disk_with_little_room_is_named(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=300 * 1024))
    assert problems(paths) == [f"{paths.log_dir}: only 300 KiB are left on its disk; make room"]


def test_a_slow_disk_is_named(paths: Paths) -> None:
    ticks = iter([10.0, 12.5])
    [line], answers = disk_problems(paths, NOW, Asking(), lambda: next(ticks))
    assert answers
    assert line.startswith(f"{paths.log_dir}: one save took 2.5 s; ")


def test_what_a_cut_save_left_behind_is_named_and_left(bench: Bench) -> None:
    file = bench.left()
    folders = (bench.paths.config, bench.paths.log_dir, file.parent)
    for folder in folders:
        for name, age_s in ((".setpace-0123.tmp", 3600), (".setpace-4567.tmp", 5)):
            (folder / name).write_bytes(b"half")
            at = bench.clock.now().timestamp() - age_s
            os.utime(folder / name, (at, at))
    assert section(report(bench.paths, TERMINAL, now=bench.clock.now()), "Problems") == [
        f"{folder / '.setpace-0123.tmp'}: left by a save that was cut short; it may be deleted" for folder in folders
    ]
    assert (file.parent / ".setpace-0123.tmp").exists()


def test_a_session_that_could_not_be_saved_is_named_where_it_lies(
    paths: Paths, last_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = leave_in_file("# setpace: not saved")
    assert file is not None
    [line] = problems(paths)
    assert line == f"{file}: a session that could not be saved; its second line says where it belongs"
    monkeypatch.setenv("HOME", str(last_folder))
    monkeypatch.setenv("USERPROFILE", str(last_folder))
    [line] = problems(paths)
    assert line.startswith("~")


def test_a_disk_that_hangs_is_told_of_and_not_waited_for(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_log(tmp_path, 1)
    free, fsync = threading.Event(), os.fsync

    def hangs(descriptor: int) -> None:
        free.wait(20)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", hangs)
    monkeypatch.setattr("setpace.run.doctor_ask.PATIENCE_S", 0.01)
    monkeypatch.setattr("setpace.run.doctor_ask.SHORT_S", 0.01)
    try:
        lines = report(paths, TERMINAL, now=NOW)
    finally:
        free.set()
    assert value(lines, "log").endswith(": not read")
    assert section(lines, "Problems")[0] == f"{paths.log_dir}: sessions cannot be saved here: the disk does not answer"


@pytest.mark.skipif(os.name != "posix", reason="owners as POSIX has them")
def test_a_folder_of_another_user_is_told_of_as_such(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_log(tmp_path, 1)

    def refused(file: Path, **_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))

    monkeypatch.setattr(Path, "touch", refused)
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    assert problems(paths)[0] == (
        f"{paths.log_dir}: sessions cannot be saved here; "
        "it belongs to another user: if it should be yours (made with sudo?), chown gives it back"
    )


def test_so_is_a_link_that_cannot_be_followed(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    paths.themes_dir.symlink_to(paths.config / "away")
    lead_into_shut_folder(monkeypatch, paths.themes_dir)
    lines = report(paths, TERMINAL, now=NOW)
    assert value(lines, "themes").startswith(f"{paths.themes_dir} (cannot be looked at: Permission denied): ")


def test_a_link_to_nowhere_is_said(paths: Paths) -> None:
    paths.themes_dir.symlink_to(paths.config / "away")
    lines = report(paths, TERMINAL, now=NOW)
    assert value(lines, "themes").startswith(f"{paths.themes_dir} (a link to nowhere): ")


# ---------------------------------------------------------------------- what refuses, what is in the way


def test_what_lets_nobody_in_is_what_is_to_be_opened_not_what_lies_in_it(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [paths.settings_file, paths.exercises_file, paths.runs_file]
    for file in own:
        file.touch()
    shut(monkeypatch, tmp_path)
    told = problems(paths)
    for file in own:
        assert f"{file}: may not be read; give yourself the right to {tmp_path} with chmod u+rwx" in told
    assert [line for line in told if line.endswith("right with chmod u+rwx")] == [
        f"{tmp_path}: settings cannot be changed here; give yourself the right with chmod u+rwx"
    ]


@pytest.mark.parametrize(
    ("folder", "row", "what"),
    [
        ("log", "deleted", "log: sessions cannot be saved here; give yourself the right with"),
        (
            "state",
            "diagnostics",
            "state/locks: sessions cannot be held here while they run; give yourself the right to H/state with",
        ),
        (".", "state", "log: sessions cannot be saved here; give yourself the right to H with"),
    ],
)
def test_a_folder_that_lets_nobody_in_is_named_and_the_report_stands(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, row: str, what: str
) -> None:
    bench.left()
    shut(monkeypatch, tmp_path / folder)
    lines = report(bench.paths, TERMINAL, now=NOW)
    assert value(lines, row).endswith(" (cannot be looked at: Permission denied)")
    assert f"{tmp_path}/{what} chmod u+rwx".replace("H", str(tmp_path)) in section(lines, "Problems")
    assert value(lines, "running").startswith("not known")
    assert value(lines, "unfinished") == "not known"
    assert value(lines, "TERM") == "xterm-256color"


def as_file(path: Path) -> None:
    path.write_text("in the way", encoding="utf-8")


def as_pipe(path: Path) -> None:
    os.mkfifo(path)


def tree(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


@pytest.mark.parametrize("make", [as_file, as_pipe, lambda path: path.symlink_to(path)], ids=["file", "pipe", "loop"])
@pytest.mark.parametrize(
    ("name", "what"),
    [
        (f"{NOW:%Y}", "sessions cannot be saved here"),
        ("2019", "sessions cannot be saved here"),
        (".trash", "deleted sessions cannot be kept here"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
def test_what_is_in_the_way_of_a_folder_in_the_log_is_named(
    paths: Paths, name: str, what: str, make: Callable[[Path], None]
) -> None:
    paths.log_dir.mkdir()
    if name < f"{NOW:%Y}":
        (paths.log_dir / f"{NOW:%Y}").mkdir()  # nobody looks for years that are past
    for harmless in ("notes.txt", "19", ".stfolder"):
        as_file(paths.log_dir / harmless)
    make(paths.log_dir / name)
    before = tree(paths.config)
    told = f"{paths.log_dir / name}: {what}: what stands here is no folder; move it away"
    found = problems(paths)
    assert found[0] == told
    assert all(line.startswith(f"{paths.log_dir / name}: ") for line in found)
    assert tree(paths.config) == before


@pytest.mark.parametrize(
    ("name", "what"),
    [
        (f"log/{NOW:%Y}", "sessions cannot be saved here"),
        ("log/.trash", "deleted sessions cannot be kept here"),
        ("state", "the diagnostics log cannot be kept here"),  # the locks in it can be made all the same
    ],
)
def test_so_is_one_that_nothing_can_be_put_into(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, what: str
) -> None:
    make_log(tmp_path, 2)
    folder = tmp_path / name
    for each in (folder, paths.locks_dir):
        each.mkdir(parents=True, exist_ok=True)
    before = tree(tmp_path)
    assert problems(paths) == ["none"]

    def read_only(path: Path, look: str) -> None:
        if look == "open" and path.parent == folder:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    meet(monkeypatch, folder, read_only)
    assert problems(paths) == [f"{folder}: {what}; give yourself the right with chmod u+rwx"]
    assert tree(tmp_path) == before


def test_what_is_a_file_where_a_folder_above_belongs_is_named(paths: Paths) -> None:
    as_file(paths.state)
    assert (
        f"{paths.locks_dir}: sessions cannot be held here while they run: {paths.state} is no folder; move it away"
        in problems(paths)
    )


def test_a_deleted_session_that_cannot_be_read_is_named(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    deleted = Log(paths).trash(file)
    deleted.write_text("sets = [", encoding="utf-8")
    (problem,) = problems(paths)
    assert problem.startswith(f"{deleted}:1: ")


def test_a_file_in_the_place_of_the_summaries_is_named(paths: Paths) -> None:
    paths.cache.mkdir()
    (paths.cache / "summaries").write_text("", encoding="utf-8")
    what = "summaries of the log cannot be kept here: what stands here is no folder; move it away"
    assert problems(paths) == [f"{paths.cache / 'summaries'}: {what}"]


def test_what_is_no_lock_is_named_with_what_to_do(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    head, _, sets = file.read_text(encoding="utf-8").partition("\n[[sets]]\n")
    head = "\n".join(line for line in head.splitlines() if not line.startswith("finished = "))
    file.write_text(f"{head}\n\n[[sets]]\n{sets}", encoding="utf-8")
    session_id = Log(paths).read(file).session.id
    paths.locks_dir.mkdir(parents=True)
    lock = paths.locks_dir / f"{session_id}.lock"
    lock.mkdir()
    with pytest.raises(SetpaceError, match=r"what stands here is no lock; delete it$"):
        try_lock(paths, session_id)
    assert "what stands here is no lock; delete it" in value(report(paths, TERMINAL, now=NOW), "running")
