"""Leaving a session in plain mode whose last state is not on disk: asked line by line, or printed as text."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from setpace.core.errors import SetpaceError
from setpace.core.units import counted
from setpace.run.plain_keys import Closed, Line, Press
from setpace.run.rescue import leave_in_file, rescued_text, save_in, unsaved_text
from setpace.run.saver import RETRY_S

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from setpace.run.plain_keys import Keys
    from setpace.run.training import Training

_ASK = "an empty line tries again, a folder (as ~) saves it there, p prints it as text, x leaves without"


@dataclass(frozen=True, slots=True)
class Left:
    """How a session was left.

    Attributes:
        trouble: why all of it is not in the log, one line; None = it is.
        saved_as: where it is instead.
    """

    trouble: str | None = None
    saved_as: Path | None = None


def leave_kept(training: Training, keys: Keys, say: Callable[[str], None], stopped: Callable[[], bool]) -> Left:
    """Leave a session; where it cannot be written, ask what is to become of it, and go on trying meanwhile.

    Args:
        training: the session.
        keys: where the answer comes from; at the end of the input the session is printed as text on stderr.
        say: takes one line.
        stopped: whether a signal asks for the end; then nothing is asked, and the text is printed as well.
    """
    trouble = training.keep()
    if trouble is None or not training.runner.state.performed:
        return Left(training.leave() or trouble)
    keys.take_lines(on=True)
    _tell(training, trouble, say)
    while not stopped():
        match keys.read(RETRY_S):
            case None:
                if training.keep() is None:
                    say("saved again")
                    break
            case Closed():
                break
            case Line(answer) | Press(answer):
                left = _answered(training, answer.strip(), say)
                if left is not None:
                    return left
    return leave_at_once(training)


def leave_at_once(training: Training) -> Left:
    """Leave without a question; what cannot be written is printed as text on stderr."""
    trouble = training.leave()
    if trouble and training.runner.state.performed and sys.stderr is not None:
        text = rescued_text(training, trouble)
        try:
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()
        except OSError:  # the terminal is gone; what stderr still holds would make Python end with 120
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stderr.fileno())
            os.close(nowhere)
            leave_in_file(text)
    return Left(trouble)


def leave_behind(training: Training) -> None:
    """Keep what is not on the disk in a file elsewhere: the program is ended before anybody could be told."""
    text = unsaved_text(training)
    if text is not None:
        leave_in_file(text)


def _tell(training: Training, trouble: str, say: Callable[[str], None]) -> None:
    sets = counted(len(training.runner.state.performed), "set")
    say(f"The session with {sets} is not on disk, {trouble}: {_ASK}")


def _answered(training: Training, answer: str, say: Callable[[str], None]) -> Left | None:
    """What came of an answer; None = there is more to be asked."""
    match answer:
        case "" | "enter" | "space":
            trouble = training.keep()
            if trouble is None:
                return Left(training.leave())
            _tell(training, trouble, say)
        case "p":
            return leave_at_once(training)
        case "x":
            return Left(training.leave())
        case folder:
            try:
                file = save_in(training, folder)
            except SetpaceError as error:
                say(str(error))
                say(_ASK)
            else:
                return Left(training.leave(), saved_as=file)
    return None
