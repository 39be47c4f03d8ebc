"""Running the system's players: never in the way, never on the screen, never for longer than allowed.

Everything here may fail: what goes wrong is one line in the log `setpace.cues` and nothing else.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LOG = logging.getLogger("setpace.cues")
"""What went wrong with a cue."""

LOG.addHandler(logging.NullHandler())  # without any handler Python would print warnings on the screen

_FAILURES = 2
"""A player that fails so often is passed over for the next one."""

_CLOSING_S = 1.0
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only; elsewhere it must be 0


@dataclass(frozen=True, slots=True)
class Player:
    """A program of the system that makes something heard.

    Attributes:
        name: of the program, as it is looked for.
        options: what stands between its name and what is to be heard.
        by_stdin: what is to be heard is written to its input, not given as its last argument.
        function: called instead of a program (winsound); it raises RuntimeError where it fails.
    """

    name: str
    options: tuple[str, ...] = ()
    by_stdin: bool = False
    function: Callable[[str], None] | None = None


def found(players: Sequence[Player], environ: Mapping[str, str]) -> list[tuple[Player, str]]:
    """The players this system has, each with the full path of its program, in the order given."""
    path = environ.get("PATH")
    pairs = ((each, "" if each.function else shutil.which(each.name, path=path)) for each in players)
    return [(each, program) for each, program in pairs if program is not None]


def run_program(
    argv: Sequence[str],
    *,
    limit_s: float,
    environ: Mapping[str, str],
    text: str | None = None,
    started: Callable[[subprocess.Popen[bytes]], None] = lambda _: None,
) -> str | None:
    """Run a program to its end, without a shell, in a session of its own, silent on this terminal.

    Args:
        argv: its full path and arguments.
        limit_s: seconds after which it is killed.
        environ: its environment.
        text: written to its input; None = it has none.
        started: told of the process, so that somebody else may kill it.

    Returns:
        What went wrong, as the rest of a sentence; None = it ended well.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - a player by its full path, or what the user asked for
            list(argv),
            stdin=subprocess.DEVNULL if text is None else subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(environ),
            start_new_session=True,
            creationflags=_NO_WINDOW,
        )
    except (OSError, ValueError) as error:
        return f"cannot be started: {getattr(error, 'strerror', None) or error}"
    started(process)
    try:
        process.communicate(None if text is None else text.encode(), timeout=limit_s)
    except subprocess.TimeoutExpired:
        kill(process)
        process.wait()
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        return f"was still running after {limit_s:g} s"
    status = process.returncode
    return None if status == 0 else f"ended with status {status}"


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it has started; one that has ended already is left alone."""
    if process.poll() is not None:
        return
    with suppress(OSError):  # it may end at this very moment
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


class Channel:
    """Plays one thing at a time with the first player that works; the newest wins.

    Args:
        what: `tones` or `speech`, for the log.
        players: in order of preference; looked for once, when something is played first.
        limit_s: seconds after which a player is killed.
        environ: `PATH` is where players are looked for.
    """

    def __init__(self, what: str, players: Sequence[Player], *, limit_s: float, environ: Mapping[str, str]) -> None:
        self.what = what
        self._players = players
        self._limit_s = limit_s
        self._environ = environ
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        self._left: list[tuple[Player, str]] | None = None
        self._failures = 0
        self._newest = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._newer = threading.Event()
        self._thread: threading.Thread | None = None

    def play(self, make: Callable[[], str], *, after_s: float = 0.0) -> None:
        """Play something; what is playing is cut off. Returns at once.

        Args:
            make: gives what to play, in another thread; it may raise OSError.
            after_s: seconds to wait first.
        """
        with self._lock:
            turn, newer = self._take_turn()
            thread = threading.Thread(
                target=self._work, args=(turn, newer, make, after_s), name=f"setpace-{self.what}", daemon=True
            )
            self._thread = thread
        try:
            thread.start()
        except RuntimeError as error:  # the system gives no more threads
            LOG.warning("%s: %s", self.what, error)

    def join(self, timeout_s: float) -> bool:
        """Wait until the newest is over; whether it is."""
        thread = self._thread
        if thread is not None and thread.ident is not None:
            thread.join(timeout_s)
            return not thread.is_alive()
        return True

    def close(self) -> None:
        """Cut off what is playing."""
        with self._lock:
            self._take_turn()
        self.join(_CLOSING_S)

    def _take_turn(self) -> tuple[int, threading.Event]:
        """Make everything before this moment old."""
        self._newest += 1
        self._newer.set()
        self._newer = threading.Event()
        if self._process is not None:
            kill(self._process)
        return self._newest, self._newer

    def _work(self, turn: int, newer: threading.Event, make: Callable[[], str], after_s: float) -> None:
        if after_s and newer.wait(after_s):
            return
        try:
            to_play = make()
        except OSError as error:
            LOG.warning("%s: cannot be made: %s", self.what, error)
            return
        left = self._look()
        with self._lock:
            if not left or turn != self._newest:
                return
            player, program = left[0]
        wrong = sound(
            player,
            program,
            to_play,
            limit_s=self._limit_s,
            environ=self._environ,
            started=lambda process: self._started(turn, process),
        )
        with self._lock:
            if turn == self._newest:
                self._process = None
                self._judge(player, wrong)

    def _look(self) -> list[tuple[Player, str]]:
        """The players that are left; looked for once, and not under the lock that `play` takes: a disk may be slow."""
        with self._looking:
            if self._left is None:
                self._left = found(self._players, self._environ)
                if not self._left:
                    LOG.warning("%s: none of %s is installed", self.what, ", ".join(p.name for p in self._players))
            return self._left

    def _started(self, turn: int, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            if turn == self._newest:
                self._process = process
            else:
                kill(process)

    def _judge(self, player: Player, wrong: str | None) -> None:
        """Count failures in a row; the second one is the player's last."""
        if not self._left or self._left[0][0] is not player:
            return
        if wrong is None:
            self._failures = 0
            return
        self._failures += 1
        then = ""
        if self._failures >= _FAILURES:
            del self._left[0]
            self._failures = 0
            then = f"; from now on {self._left[0][0].name}" if self._left else "; there is no other player"
        LOG.warning("%s: %s %s%s", self.what, player.name, wrong, then)


def sound(
    player: Player,
    program: str,
    to_play: str,
    *,
    limit_s: float,
    environ: Mapping[str, str],
    started: Callable[[subprocess.Popen[bytes]], None] = lambda _: None,
) -> str | None:
    """Let one player play; what went wrong as the rest of a sentence, None = nothing."""
    if player.function is not None:
        try:
            player.function(to_play)
        except RuntimeError as error:
            return f"failed: {error}"
        return None
    argv = [program, *player.options, *([] if player.by_stdin else [to_play])]
    text = to_play if player.by_stdin else None
    return run_program(argv, limit_s=limit_s, environ=environ, text=text, started=started)
