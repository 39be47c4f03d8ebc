"""Beginning a session, going on with one, and leaving it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from setpace.core import events as ev
from setpace.core.errors import DataError, SetpaceError
from setpace.core.routine import Routine, plan_session
from setpace.core.session import PerformedSet, Session
from setpace.core.units import Load
from setpace.core.workout import Ended, Workout, apply, begin
from setpace.run.clock import SystemClock
from setpace.run.runner import Runner
from setpace.run.saver import DirectSaver, Saved, ThreadSaver, write
from setpace.store.session_format import workout_of
from setpace.store.session_lock import SessionLock, try_lock
from setpace.store.session_writer import SessionWriter
from setpace.store.sessions import Log

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from setpace.core.exercise import Library
    from setpace.core.units import Unit
    from setpace.run.clock import Clock
    from setpace.store.paths import Paths
    from setpace.store.settings import Settings

LOOK_BACK = 200
"""How many of the newest sessions are searched for the last load of an exercise."""


@dataclass(slots=True)
class Training:
    """A running session with what holds it.

    Attributes:
        runner: leads it.
        log: where its file is.
        writer: writes the file.
        lock: held while it runs, so that no other program offers it.
        previous: the last finished session of the same routine, None = the first.
    """

    runner: Runner
    log: Log
    writer: SessionWriter
    lock: SessionLock
    previous: Session | None

    @property
    def file(self) -> Path:
        """Where the session stands on disk."""
        return self.writer.file

    def leave(self) -> str | None:
        """Leave; with the summary on screen it is finished for good, else it can be resumed.

        A session with no set done leaves no file.

        Returns:
            One line where the last state could not be written, else None.
        """
        state = self.runner.state
        self.runner.close()
        ended = isinstance(state.stage, Ended)
        saved = Saved(state)
        if not state.performed:
            self.log.delete(self.file)
        else:
            saved = write(self.writer, state, events=not ended)
        self.lock.release()
        return saved.error

    def discard(self) -> None:
        """Move the session to the trash."""
        self.runner.close()
        if self.runner.state.performed:
            self.log.trash(self.file)
        else:
            self.log.delete(self.file)
        self.lock.release()


def start_session(
    paths: Paths, routine: Routine, library: Library, settings: Settings, clock: Clock, *, direct: bool = False
) -> Training:
    """Begin a session: its file is written and locked, the first set has begun.

    Args:
        paths: where the log is.
        routine: what to do; its exercises are all in `library`.
        library: families, sides and steps.
        settings: unit, rest ranges and auto-advance, kept in the session for good.
        clock: the time it begins at.
        direct: save before every return instead of in a thread (tests).

    Raises:
        SetpaceError: the log cannot be written.
    """
    log = Log(paths)
    log.check_writable()
    past = tuple(_past(log, ""))
    needed = {entry.exercise for entry in routine.exercises}
    last_time = last_sets(past, settings.unit)
    loads = {e: sets[-1].load for e, sets in last_time.items() if e in needed and sets[-1].load is not None}
    head = Session(
        id=secrets.token_hex(4),
        routine=routine.id,
        name=routine.name,
        started=clock.now(),
        unit=settings.unit,
        plan=plan_session(routine, library, rest_by_family=settings.rest, loads=loads),
        auto_advance=settings.auto_advance,
    )
    lock = try_lock(paths, head.id)
    if lock is None:
        raise SetpaceError("the new session cannot be locked: another program holds it")
    writer = SessionWriter(log, log.new_file(head), {})
    return _training(begin(head), log, writer, lock, library, clock, past, direct=direct)


def resume_session(
    paths: Paths, file: Path, library: Library, settings: Settings, clock: Clock, *, direct: bool = False
) -> Training:
    """Go on with an unfinished session, the rest where it should be by now.

    Raises:
        DataError: the file cannot be read.
        SetpaceError: another program holds the session, or it was finished meanwhile.
    """
    del settings  # the session keeps what was in force at its start
    log = Log(paths)
    read = log.read(file)
    if read.session.finished is not None:
        raise SetpaceError("this session is finished already")
    if not read.session.plan:
        raise SetpaceError(f"{file.name} has no plan: it can be finished as it is, not resumed")
    lock = try_lock(paths, read.session.id)
    if lock is None:
        raise SetpaceError("this session is running in another window")
    state = workout_of(read)
    if clock.now() < state.last_stamp:  # the wall clock was set back meanwhile: the session's own time goes on
        clock = SystemClock(not_before=state.last_stamp)
    state = apply(state, ev.Reopen(at=clock.now())).state
    writer = SessionWriter(log, file, read.unknown)
    past = tuple(_past(log, read.session.id))
    return _training(state, log, writer, lock, library, clock, past, direct=direct)


def finish_as_it_is(paths: Paths, file: Path) -> None:
    """Finish an unfinished session at its last stamp, without its events.

    Raises:
        DataError: the file cannot be read.
        SetpaceError: another program holds it, or it cannot be written.
    """
    log = Log(paths)
    read = log.read(file)
    lock = try_lock(paths, read.session.id)
    if lock is None:
        raise SetpaceError("this session is running in another window")
    try:
        state = workout_of(read) if read.session.plan else None
        session = replace(read.session, finished=read.session.ended)
        if state is not None:
            finished = apply(state, ev.Finish(at=max(state.last_stamp, session.ended))).state
            ended = write(SessionWriter(log, file, read.unknown), finished, events=False)
            if ended.error:
                raise SetpaceError(ended.error)
        else:
            SessionWriter(log, file, read.unknown).write(session, ())
    finally:
        lock.release()


def last_sets(past: Iterable[Session], unit: Unit) -> dict[str, tuple[PerformedSet, ...]]:
    """The sets of the last session with each exercise, loads in `unit`.

    Args:
        past: sessions, newest first.
        unit: what the loads are given in.
    """
    found: dict[str, tuple[PerformedSet, ...]] = {}
    for session in past:
        for exercise in {s.exercise for s in session.sets} - found.keys():
            found[exercise] = tuple(
                replace(s, load=None if s.load is None else Load(s.load, session.unit).to(unit).value)
                for s in session.sets
                if s.exercise == exercise
            )
    return found


def _past(log: Log, but: str) -> Iterable[Session]:
    """The newest sessions that can be read, without the one of id `but`."""
    for _, read in log.recent(LOOK_BACK):
        if not isinstance(read, DataError) and read.session.id != but:
            yield read.session


def _training(
    state: Workout,
    log: Log,
    writer: SessionWriter,
    lock: SessionLock,
    library: Library,
    clock: Clock,
    past: tuple[Session, ...],
    *,
    direct: bool,
) -> Training:
    head = state.head
    saver = DirectSaver(writer) if direct else ThreadSaver(writer)
    last_time: Mapping[str, tuple[PerformedSet, ...]] = last_sets(past, head.unit)
    runner = Runner(state, clock=clock, library=library, saver=saver, last_time=last_time)
    previous = next((s for s in past if s.routine == head.routine and s.finished and s.sets), None)
    saver.save(state)
    return Training(runner=runner, log=log, writer=writer, lock=lock, previous=previous)
