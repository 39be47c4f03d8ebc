"""The rows of `setpace doctor` about the files: every place is looked at at once, and none is waited for long."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from setpace.run.disk import loosely
from setpace.run.doctor_ask import answer_or
from setpace.run.doctor_places import diagnostics, leftovers, place, privacy, rescued, running
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from setpace.run.doctor_ask import Asking
    from setpace.run.doctor_log import LogLook
    from setpace.store.paths import Paths

_UNKNOWN = "not known"


class PlacesLook:
    """A look at each place where files of the user are.

    Args:
        paths: where everything is.
        now: files of saves that go on at that moment are no leftovers.
        log: the look at the sessions; None = their disk does not answer.
        disk: waits for all answers as long as for one.
    """

    def __init__(self, paths: Paths, now: datetime, log: LogLook | None, disk: Asking) -> None:
        self._places = {
            "settings": paths.settings_file,
            "exercises": paths.exercises_file,
            "routines": paths.routines_dir,
            "runs": paths.runs_file,
            "themes": paths.themes_dir,
            "log": paths.log_dir,
            "deleted": paths.trash_dir,
            "state": paths.state,
            "cache": paths.cache,
            "diagnostics": paths.diagnostics_file,
        }
        self._log = log
        self._looks = {label: loosely(partial(place, path)) for label, path in self._places.items()}
        noted = loosely(partial(diagnostics, paths.diagnostics_file))
        self._private = loosely(partial(privacy, paths))
        self._held = loosely(partial(running, paths, log.unfinished if log else ()))
        self._lost = loosely(rescued)
        kept = (paths.log_dir, paths.config, paths.locks_dir, paths.cache)
        self._left = [loosely(partial(leftovers, folder, now)) for folder in kept]
        disk.wait_for(*self._looks.values(), noted, self._private, self._held, self._lost, *self._left)
        file = printable(str(paths.diagnostics_file))
        self._lines_noted, self._noted = answer_or(noted, lambda why: ("", [f"{file}: {why}"]))

    def rows(self, counts: Mapping[str, str]) -> list[tuple[str, str]]:
        """Every place with what is there, by label.

        Args:
            counts: how much there is of something, by the label of its place.
        """
        counts = {**counts, "diagnostics": self._lines_noted}
        places = [(label, self._place_row(label, counts.get(label, ""))) for label in self._places]
        private = answer_or(self._private, lambda why: f"{_UNKNOWN}: {why}")
        return [*places, ("private", private), *self._session_rows()]

    @property
    def noted(self) -> list[str]:
        """Problems: what is wrong with the diagnostics log, or was noted in it."""
        return self._noted

    @property
    def cut_short(self) -> list[str]:
        """Problems: what killed programs left behind, a line for each file."""
        nothing: list[Path] = []
        files = {file for asked in self._left for file in answer_or(asked, lambda _: nothing)}
        return [
            f"{printable(str(file))}: left by a save that was cut short; it may be deleted" for file in sorted(files)
        ]

    @property
    def lost(self) -> list[str]:
        """Problems: the sessions that could not be saved where they belong."""
        what = "whether a session that could not be saved lies in the home folder is not known"
        return answer_or(self._lost, lambda why: [f"{what}: {why}"])

    def _place_row(self, label: str, count: str) -> str:
        path = self._places[label]
        said = answer_or(self._looks[label], lambda why: f"{printable(str(path))} ({why})")
        return f"{said}: {count}" if count else said

    def _session_rows(self) -> list[tuple[str, str]]:
        """How many sessions go on elsewhere, and how many were cut short: all of the log tells, or nothing does."""
        if self._log is None or not self._log.is_complete:
            return _of_sessions(_UNKNOWN)
        return answer_or(self._held, lambda why: _of_sessions(f"{_UNKNOWN}: {why}"))


def _of_sessions(running_elsewhere: str) -> list[tuple[str, str]]:
    return [("running", running_elsewhere), ("unfinished", _UNKNOWN)]
