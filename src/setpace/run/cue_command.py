"""The user's own command, run at every cue with what happens in its environment."""

from __future__ import annotations

import shlex
import threading
from typing import TYPE_CHECKING

from setpace.core.units import number
from setpace.run.players import LOG, Player, found, run_program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from setpace.core.cues import Cue
    from setpace.core.exercise import Library
    from setpace.core.units import Unit
    from setpace.core.workout_view import View

LIMIT_S = 10.0
"""Seconds after which the command is killed."""

_AT_ONCE = 4
"""A command that takes long must not pile up; more than so many are not started."""


def variables(cue: Cue, view: View | None, now: datetime, library: Library, unit: Unit) -> dict[str, str]:
    """What the command finds in its environment; the set is the one that comes, of a finished session the last one.

    Args:
        cue: what is due.
        view: the workout; None = a trial.
        now: the time of the event.
        library: names of the exercises.
        unit: of the load.
    """
    told = {"SETPACE_EVENT": str(cue), "SETPACE_AT": now.isoformat(timespec="seconds"), "SETPACE_UNIT": str(unit)}
    prompt = view and (view.current or view.next)
    each = prompt or (view and view.done)
    told["SETPACE_EXERCISE"] = library.name(each.exercise) if each else ""
    told["SETPACE_SET"] = str(each.number) if each else ""
    told["SETPACE_SETS"] = str(prompt.total) if prompt else ""
    told["SETPACE_REPS"] = str(each.reps.left) if each else ""
    told["SETPACE_LOAD"] = number(each.load) if each and each.load is not None else ""
    rest = view and view.rest
    told["SETPACE_REST_MIN_S"] = str(rest.min_s) if rest else ""
    told["SETPACE_REST_MAX_S"] = str(rest.max_s) if rest else ""
    return told


class OwnCommand:
    """Runs the command each time in a thread of its own, without a shell.

    Args:
        command: as typed in the settings, split like a shell would split it; empty = nothing is ever run.
        environ: what its environment begins with.
        limit_s: seconds after which it is killed.
    """

    def __init__(self, command: str, environ: Mapping[str, str], *, limit_s: float = LIMIT_S) -> None:
        self._environ = environ
        self._limit_s = limit_s
        self._threads: list[threading.Thread] = []
        try:
            self._words = shlex.split(command)
        except ValueError as error:
            self._words = []
            LOG.warning("command: %s", error)

    def run(self, told: Mapping[str, str]) -> None:
        """Start it; returns at once."""
        if not self._words:
            return
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        if len(self._threads) >= _AT_ONCE:
            LOG.warning("command: not run at %s, %d are still running", told.get("SETPACE_EVENT"), _AT_ONCE)
            return
        thread = threading.Thread(target=self._work, args=(dict(told),), name="setpace-command", daemon=True)
        try:
            thread.start()
        except RuntimeError as error:  # the system gives no more threads
            LOG.warning("command: %s", error)
            return
        self._threads.append(thread)

    def join(self, timeout_s: float) -> bool:
        """Wait until all are over, for `timeout_s` each; whether they are."""
        for thread in self._threads:
            thread.join(timeout_s)
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self, told: dict[str, str]) -> None:
        wrong = self.try_once(told)
        if wrong is not None:
            LOG.warning("command: %s %s", self._words[0], wrong)

    def try_once(self, told: Mapping[str, str]) -> str | None:
        """Run it to its end; what went wrong as the rest of a sentence, None = nothing."""
        environ = {**self._environ, **told}
        programs = found([Player(self._words[0])], environ)
        if not programs:
            return "is not there, or may not be run"
        argv = [programs[0][1], *self._words[1:]]
        return run_program(argv, limit_s=self._limit_s, environ=environ)
