"""Plain mode: a session without a screen, for screen readers, serial lines and logging through ssh."""

from __future__ import annotations

import errno
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, TextIO

from setpace.core.errors import SetpaceError
from setpace.core.workout import Ended
from setpace.run.awake import Awake
from setpace.run.clock import SystemClock
from setpace.run.cues import BELL, Cues
from setpace.run.diagnostics import keep_diagnostics
from setpace.run.disk import NoAnswerError, wait_for_disk
from setpace.run.plain_keys import open_keys
from setpace.run.plain_questions import How
from setpace.run.plain_session import PlainSession
from setpace.run.plain_signals import HANG_UP_STATUS, Stops
from setpace.run.plain_unfinished import Chosen, UnfinishedQuestion
from setpace.run.plain_unsaved import Left, leave_at_once, leave_behind, leave_kept
from setpace.run.saver import PatientSaver
from setpace.run.thread_errors import errors_of_threads_noted
from setpace.run.training import finish_as_it_is, resume_session, start_session, trash_session
from setpace.store.session_unfinished import newest_unfinished
from setpace.store.sessions import Log
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from setpace.core.exercise import Library
    from setpace.core.routine import Routine
    from setpace.run.plain_keys import Keys
    from setpace.run.training import Training
    from setpace.store.paths import Paths
    from setpace.store.session_unfinished import Offer
    from setpace.store.settings import Settings


_WAITING = "Still waiting for your files: the disk may not answer. ctrl+c ends the wait."


class Paper:
    """Where lines go, each at once.

    Args:
        stream: the standard output; None = the caller closed it.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def say(self, line: str) -> None:
        """Write one line; nothing in it can drive a terminal.

        Raises:
            OSError: it cannot be written.
        """
        self._write(f"{printable(line)}\n")

    def ring(self, to_terminal: str) -> None:
        """Ring the bell of a terminal; other sequences have no place among plain lines."""
        if BELL in to_terminal and self._stream is not None and self._stream.isatty():
            self._write(BELL)

    def _write(self, text: str) -> None:
        if self._stream is not None:
            self._stream.write(text)
            self._stream.flush()


def run_plain(
    paths: Paths,
    routine: Routine,
    library: Library,
    settings: Settings,
    *,
    stdin: TextIO | None,
    stdout: TextIO | None,
    environ: Mapping[str, str],
) -> int:
    """Lead through a session line by line; an unfinished one is offered first.

    Args:
        paths: where the log is.
        routine: what to do.
        library: all exercises.
        settings: the settings in force.
        stdin: gives single keys where it is a terminal, else lines; None = the caller closed it.
        stdout: takes the lines.
        environ: decides on the cues' players.

    Returns:
        The exit status: 0, or 128 + the number of the signal that ended it (129 also where the terminal is gone).

    Raises:
        SetpaceError: the session cannot be begun, or its last state cannot be written.
        OSError: the lines cannot be written; the session is kept.
    """
    keep_diagnostics(paths)
    paper = Paper(stdout)
    with errors_of_threads_noted(paths), Stops() as stops:
        try:
            with open_keys(stdin, stops) as keys:
                training = _begin(paths, routine, library, settings, keys, paper, stops)
                how, left = None, Left()
                if training is not None:
                    how, left = _lead(training, settings, paths, environ, keys, paper, stops)
            if left.trouble and left.saved_as is None and stops.status is None:
                raise SetpaceError(left.trouble)
            if training is not None:
                paper.say(_last_words(training, how, left))
            hung_up = how is How.CLOSED and keys.terminal
        except NoAnswerError:
            if stops.status is None:
                raise
            hung_up = False
        except OSError as error:
            if stops.status is None and error.errno != errno.EIO:
                raise
            hung_up = True
        return stops.status or (HANG_UP_STATUS if hung_up else 0)


def _begin(
    paths: Paths,
    routine: Routine,
    library: Library,
    settings: Settings,
    keys: Keys,
    paper: Paper,
    stops: Stops,
) -> Training | None:
    """The session to lead, None where the lifter would rather leave.

    Raises:
        SetpaceError: it cannot be begun.
        NoAnswerError: a signal came while the disk did not answer.
    """
    patiently = partial(wait_for_disk, tell=partial(paper.say, _WAITING), stopped=stops.came)
    asking = UnfinishedQuestion(routine.name, settings.keys, keys, paper.say, stops.came)
    while (offer := patiently(partial(_newest_unfinished, paths))) is not None:
        chosen = asking.answer(offer, SystemClock().now())
        if chosen is Chosen.LEAVE:
            return None
        if chosen is Chosen.ANEW:
            break
        try:
            if chosen is Chosen.RESUME:
                clock = SystemClock(offer.stopped)
                go_on = partial(resume_session, paths, offer.file, library, clock, settings.coach, keys=settings.keys)
                return patiently(partial(go_on, direct=True))
            if chosen is Chosen.FINISH:
                patiently(partial(finish_as_it_is, paths, offer.file))
                paper.say(f"{offer.name} is finished as it was.")
            else:
                paper.say(f"Moved to {patiently(partial(trash_session, paths, offer.file))}")
        except NoAnswerError:
            raise
        except SetpaceError as error:  # it is asked again: what else can be done with it is known by now
            paper.say(str(error))
    # Saved before a line says so: what was printed cannot be taken back, and nothing is painted that could freeze.
    return patiently(partial(start_session, paths, routine, library, settings, SystemClock(), direct=True))


def _newest_unfinished(paths: Paths) -> Offer | None:
    return newest_unfinished(paths, Log(paths).names(), SystemClock().now())


def _lead(
    training: Training,
    settings: Settings,
    paths: Paths,
    environ: Mapping[str, str],
    keys: Keys,
    paper: Paper,
    stops: Stops,
) -> tuple[How | None, Left]:
    """Lead the session and keep it, whatever ends it: how it was left (None: by a signal), and what became of it."""
    left: Left | None = None
    with ExitStack() as at_the_end:
        cues = Cues(
            settings.cues,
            library=training.runner.library,
            unit=training.runner.state.head.unit,
            cache=paths.cache,
            write_to_terminal=paper.ring,
            environ=environ,
        )
        at_the_end.callback(cues.close)
        awake = at_the_end.enter_context(Awake(enabled=settings.keep_awake))
        stops.on_stop = awake.let_go
        stops.last_chance = partial(leave_behind, training)
        training.runner.saver = PatientSaver(training.writer)
        session = PlainSession(training, keys, paper.say, remapped=settings.keys, followers=(cues, awake))

        try:
            how = session.run(stops.came)
            if how is How.TRASHED:
                left = Left(training.discard())
            elif how is How.CLOSED:
                left = leave_at_once(training)
            else:
                left = leave_kept(training, keys, paper.say, stops.came)
        finally:
            if left is None:
                leave_at_once(training)
    return how, left


def _last_words(training: Training, how: How | None, left: Left) -> str:
    """What became of the session."""
    state = training.runner.state
    if left.saved_as is not None:
        return f"Saved as {left.saved_as}" + (
            f". Move it to {training.file}, and it is in the log." if left.trouble else ""
        )
    if left.trouble is not None:
        return left.trouble
    if how is How.TRASHED:
        return "The session is in the trash." if state.performed else "No set was done: nothing is kept."
    if not state.performed:
        return "No set was done: nothing is kept."
    moved = "" if training.writer.moved_to is None else " (another program changed its first file)"
    if isinstance(state.stage, Ended):
        return f"Saved: {training.file}{moved}"
    return f"Kept, to be resumed: {training.file}{moved}"
