"""Beginning a session, going on with one, and leaving it."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from setpace.core import events as ev
from setpace.core.coach_settings import CoachSettings
from setpace.core.errors import SetpaceError
from setpace.core.estimate import Habits, habits_of
from setpace.core.routine import Routine, plan_session
from setpace.core.session import PerformedSet, Session
from setpace.core.workout import Workout, apply, begin, to_session
from setpace.run.clock import LaterClock
from setpace.run.coaching import Coaching, coaching_of
from setpace.run.last_time import last_sets, recent_sessions
from setpace.run.next_level import NextLevel
from setpace.run.runner import Runner
from setpace.run.saver import GLANCE_S, PATIENCE_S, DirectSaver, ThreadSaver
from setpace.store.routines import load_routines
from setpace.store.session_lock import SessionLock, try_lock
from setpace.store.session_state import workout_of
from setpace.store.session_writer import SessionWriter
from setpace.store.sessions import Log, new_session_id, refuse_unsound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from setpace.core.exercise import Library
    from setpace.run.clock import Clock
    from setpace.store.paths import Paths
    from setpace.store.session_format import SessionFile
    from setpace.store.settings import Settings

_TRASHED_LATE = "the session goes to the trash if it does before Setpace ends, else it stays in the log"


@dataclass(slots=True)
class Training:
    """A running session with what holds it.

    Attributes:
        runner: leads it.
        log: where its file is.
        writer: writes the file.
        locks: held while it runs, so that no other program offers it; one more where it had to go on in a new file.
        previous: the last finished session of the same routine, None = the first.
        next_level: what the coach offers after it.
        habits: how the lifter rests and lifts, by the past sessions; for `setpace.core.estimate`.
    """

    runner: Runner
    log: Log
    writer: SessionWriter
    previous: Session | None
    next_level: NextLevel
    habits: Habits = field(default_factory=Habits)
    locks: list[SessionLock] = field(default_factory=list)
    _kept: Workout | None = None
    _awaited: Workout | None = None

    @property
    def file(self) -> Path:
        """Where the session stands on disk."""
        return self.writer.file

    def leave(self) -> str | None:
        """Leave; with the summary on screen it is finished for good, else it can be resumed.

        A session with no set done leaves no file. A disk that did not answer `keep` is not waited for again: what it
        owes is done when it answers, if that is before the program ends, and the session is held until then.

        Returns:
            One line where the last state could not be written, else None.
        """
        trouble = self.keep(GLANCE_S if self.awaits_disk else PATIENCE_S)
        self._release()
        return trouble

    @property
    def awaits_disk(self) -> bool:
        """Whether the disk still owes an answer to `keep` about the state as it is."""
        return self.runner.state is self._awaited

    def unsaved(self) -> str | None:
        """Why the session as it is now is not on the disk, in one line; None where it is, or has no set to be kept.

        It waits for nothing and may be asked in any thread.
        """
        state = self.runner.state
        return None if state is self._kept or not state.performed else self.runner.saver.unsaved(state)

    def keep(self, patience_s: float = PATIENCE_S) -> str | None:
        """Bring the session to the disk as it is left, still held; after that it can be left, or go on.

        Args:
            patience_s: seconds to wait for the disk.

        Returns:
            One line where it could not be written, or not yet, else None.
        """
        state, saver = self.runner.state, self.runner.saver
        if state is self._kept:
            return None
        if state.performed and not self.awaits_disk:
            saver.save(state)
        trouble = saver.close(None if state.performed else self._delete, patience_s)
        self._awaited = state if saver.silent else None
        self._kept = state if trouble is None else None
        return f"not saved: {trouble}" if saver.silent else trouble

    def discard(self, patience_s: float = PATIENCE_S) -> str | None:
        """Move the session to the trash; without a set done it leaves no file.

        Args:
            patience_s: seconds to wait for the disk.

        Returns:
            One line where it could not be moved, or not yet, else None.
        """
        saver = self.runner.saver
        trouble = saver.close(self._trash if self.runner.state.performed else self._delete, patience_s)
        self._release()
        return f"{trouble}: {_TRASHED_LATE}" if saver.silent else trouble

    def _delete(self) -> str | None:
        return _trouble_of(self.writer.delete)

    def _trash(self) -> str | None:
        return _trouble_of(partial(self.log.trash, self.file))

    def _release(self) -> None:
        """Let the session go, as soon as nothing can write to it any more."""
        self.runner.saver.stop(self._unlock)

    def _unlock(self) -> None:
        for lock in self.locks:
            lock.release()


def _trouble_of(act: Callable[[], object]) -> str | None:
    try:
        act()
    except SetpaceError as error:
        return str(error)
    return None


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
    past = tuple(recent_sessions(log, "", clock.now()))
    needed = {entry.exercise for entry in routine.exercises}
    last_time = last_sets(past, settings.unit)
    loads = {e: sets[-1].load for e, sets in last_time.items() if e in needed and sets[-1].load is not None}
    now = clock.now()
    coaching = coaching_of(past, library, needed, settings.unit, settings.coach, now, settings.keys)
    head = Session(
        id=new_session_id(),
        routine=routine.id,
        name=routine.name,
        started=now,
        unit=settings.unit,
        plan=plan_session(routine, library, rest_by_family=settings.rest, loads={**loads, **coaching.loads}),
        auto_advance=settings.auto_advance,
    )
    lock = try_lock(paths, head.id)
    if lock is None:
        raise SetpaceError("the new session cannot be locked: another program holds it")
    with _let_go_on_error(lock):
        writer = SessionWriter(log, log.new_file(head), {})
        return _training(begin(head), writer, lock, paths, library, clock, past, coaching, direct=direct)


def resume_session(
    paths: Paths,
    file: Path,
    library: Library,
    clock: Clock,
    coach: CoachSettings | None = None,
    *,
    keys: Mapping[str, tuple[str, ...]] | None = None,
    direct: bool = False,
) -> Training:
    """Go on with an unfinished session, the rest where it should be by now, by the settings it began with.

    Args:
        paths: where the log is.
        file: the session.
        library: families, sides and steps.
        clock: the time it goes on at.
        coach: the coach's settings, which no session keeps; None: the usual ones.
        keys: the user's own, which offers name.
        direct: save before every return instead of in a thread (tests).

    Raises:
        DataError: the file cannot be read.
        SetpaceError: another program holds the session, or it was finished meanwhile.
    """
    log = Log(paths)
    digest = log.digest(file)  # before it is read: what changes after that is another program's work
    read = log.read(file)
    refuse_unsound(file, read)
    if read.session.finished is not None:
        raise SetpaceError("this session is finished already")
    if not read.session.plan:
        raise SetpaceError(f"{file.name} has no plan: it can be finished as it is, not resumed")
    lock = _lock(paths, read)
    with _let_go_on_error(lock):
        state = workout_of(read)
        if clock.now() < state.last_stamp:  # the wall clock was set back meanwhile: the session's own time goes on
            clock = LaterClock(clock, state.last_stamp)
        state = apply(state, ev.Reopen(at=clock.now())).state
        writer = SessionWriter(log, file, read.unknown, digest)
        past = tuple(recent_sessions(log, read.session.id, clock.now()))
        exercises = {slot.exercise for slot in state.queue}
        coaching = coaching_of(past, library, exercises, state.head.unit, coach or CoachSettings(), clock.now(), keys)
        return _training(state, writer, lock, paths, library, clock, past, coaching, direct=direct)


def finish_as_it_is(paths: Paths, file: Path) -> None:
    """Finish an unfinished session at its last stamp, without its events.

    Raises:
        DataError: the file cannot be read.
        SetpaceError: another program holds it, or it cannot be written.
    """
    log = Log(paths)
    digest = log.digest(file)
    read = log.read(file)
    lock = _lock(paths, read)
    try:
        writer = SessionWriter(log, file, read.unknown, digest)
        session = replace(read.session, finished=read.session.ended)
        if read.session.plan:
            state = workout_of(read)
            session = to_session(apply(state, ev.Finish(at=max(state.last_stamp, session.ended))).state)
        writer.write(session, ())
    finally:
        lock.release()


def trash_session(paths: Paths, file: Path) -> Path:
    """Move an unfinished session to the trash.

    Returns:
        Where it is now.

    Raises:
        DataError: the file cannot be read.
        SetpaceError: another program holds it, or it cannot be moved.
    """
    log = Log(paths)
    lock = _lock(paths, log.read(file))
    try:
        return log.trash(file)
    finally:
        lock.release()


@contextmanager
def _let_go_on_error(lock: SessionLock) -> Iterator[None]:
    """A session that could not be begun must not stay held."""
    with ExitStack() as on_error:
        on_error.callback(lock.release)
        yield
        on_error.pop_all()


def _lock(paths: Paths, read: SessionFile) -> SessionLock:
    lock = try_lock(paths, read.session.id)
    if lock is None:
        raise SetpaceError("this session is running in another window")
    return lock


def _training(
    state: Workout,
    writer: SessionWriter,
    lock: SessionLock,
    paths: Paths,
    library: Library,
    clock: Clock,
    past: tuple[Session, ...],
    coaching: Coaching,
    *,
    direct: bool,
) -> Training:
    head = state.head
    saver = DirectSaver(writer) if direct else ThreadSaver(writer)
    last_time: Mapping[str, tuple[PerformedSet, ...]] = last_sets(past, head.unit)
    runner = Runner(state, clock=clock, library=library, saver=saver, last_time=last_time, coaching=coaching)
    previous = next((s for s in past if s.routine == head.routine and s.finished and s.work), None)
    training = Training(
        runner=runner,
        log=Log(paths),
        writer=writer,
        previous=previous,
        next_level=NextLevel(load_routines(paths, library).routines, coaching.past, coaching.settings.level_sessions),
        habits=habits_of(past, library),
        locks=[lock],
    )

    def hold_new_one(session_id: str) -> None:
        with suppress(SetpaceError):  # better saved and not held than not saved
            another = try_lock(paths, session_id)
            if another is not None:
                training.locks.append(another)

    writer.on_new_id = hold_new_one
    saver.save(state)
    return training
