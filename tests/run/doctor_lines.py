"""Reading a report of `setpace doctor`, and disks that are not well for it."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from terminal.log_files import NEWEST

from setpace.run.doctor import Terminal, report

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from setpace.store.paths import Paths

NOW = NEWEST + timedelta(days=1)
TERMINAL = Terminal(size=(80, 24), environ={"TERM": "xterm-256color"}, encoding="utf-8")

LOOKS = ("stat", "lstat", "scandir", "listdir", "mkdir", "open")
"""The ways of the system through which a disk is looked at."""


def section(lines: list[str], title: str) -> list[str]:
    """The lines under a title, without their indent."""
    rest = lines[lines.index(title) + 1 :]
    return [line.strip() for line in rest[: rest.index("")]] if "" in rest else [line.strip() for line in rest]


def problems(paths: Paths) -> list[str]:
    """What a report says is wrong."""
    return section(report(paths, TERMINAL, now=NOW), "Problems")


def value(lines: list[str], label: str) -> str:
    """What stands in the row of that label."""
    [found] = [line for line in lines if line.strip().startswith(f"{label} ")]
    return found.strip().removeprefix(label).strip()


def meet(monkeypatch: pytest.MonkeyPatch, at: Path, act: Callable[[Path, str], None]) -> None:
    """Have `act` called, with the path and the name of the look, before anything at a path or below is looked at."""

    def met(name: str) -> None:
        real = getattr(os, name)

        def look(path: object, *args: object, **more: object) -> object:
            if isinstance(path, str | Path) and Path(path).is_relative_to(at):
                act(Path(path), name)
            return real(path, *args, **more)

        monkeypatch.setattr(os, name, look)

    for name in LOOKS:
        met(name)


def shut(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As after `chmod 000`, which does not keep root out."""

    def refuse(path: Path, name: str) -> None:
        if path != folder or name not in ("stat", "lstat"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    meet(monkeypatch, folder, refuse)


def lead_into_shut_folder(monkeypatch: pytest.MonkeyPatch, link: Path) -> None:
    """As a link into a folder that lets nobody in."""
    real = os.stat

    def refuse(path: object, *, dir_fd: int | None = None, follow_symlinks: bool = True) -> os.stat_result:
        if path == link and follow_symlinks:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", refuse)
