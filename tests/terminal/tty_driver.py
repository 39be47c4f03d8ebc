"""Runs a program on a pseudo-terminal of its own, types on it and reads its screen, as a person would.

No test of it sleeps for a fixed time: it waits for text. The only waiting by the clock is `press_next`, because the
program itself ignores a press within 400 ms of another.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import psutil
from terminal.tty_screen import TtyScreen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SETPACE = (sys.executable, "-m", "setpace")
"""The command that starts the program under test."""

BETWEEN_PRESSES_S = 0.45
"""Seconds between two presses that both count: the program's 400 ms and some room for a busy machine."""

ONCE = {"space", "enter", "pagedown", "p", "s", "a"}
"""Keys of which the program takes a press soon after another of them for a bounce; any other counts at once."""

KEYS = {
    "space": " ",
    "enter": "\r",
    "tab": "\t",
    "escape": "\x1b",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}
"""What a terminal sends for a key with a name; every other text is sent as it is."""

_DEFAULT_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGPIPE, signal.SIGTSTP)


class Seen(NamedTuple):
    """A text that appeared.

    Attributes:
        match: where it is on the screen.
        at: `time.perf_counter()` at which the frame that completed it had been received.
    """

    match: re.Match[str]
    at: float


def sandbox(home: Path, **extra: str) -> dict[str, str]:
    """An environment in which a program finds nothing of the real user: everything lies below `home`."""
    home.mkdir(parents=True, exist_ok=True)
    user = home / "user"
    user.mkdir(exist_ok=True)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "HOME": str(user),
        "XDG_CONFIG_HOME": str(user / ".config"),
        "XDG_DATA_HOME": str(user / ".local" / "share"),
        "XDG_STATE_HOME": str(user / ".local" / "state"),
        "XDG_CACHE_HOME": str(user / ".cache"),
        "TMPDIR": str(user),
        "SETPACE_HOME": str(home / "setpace"),
        **extra,
    }


def run_without_terminal(argv: Sequence[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a program to its end with no terminal anywhere: not on its streams, and none that controls it."""
    return subprocess.run(
        list(argv),
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        start_new_session=True,
    )


class TtyDriver:
    """A program running on a pseudo-terminal. Use it as a context manager: the end kills its process group.

    Args:
        argv: the command, looked up on the PATH of `env`.
        env: its whole environment, see `sandbox`.
        columns: width of the terminal in cells.
        rows: height of the terminal in cells.
        between_presses_s: seconds between two presses that both count.

    Attributes:
        pid: of the program, which leads a session and a process group of its own.
        started_at: `time.perf_counter()` just before it was spawned.
        screen: the terminal itself.
    """

    def __init__(
        self,
        argv: Sequence[str],
        env: dict[str, str],
        *,
        columns: int = 80,
        rows: int = 24,
        between_presses_s: float = BETWEEN_PRESSES_S,
    ) -> None:
        self.screen = TtyScreen(columns, rows)
        # Keeping the program's side open too keeps the terminal's settings readable after the program's end.
        self._master, self._slave = os.openpty()
        self._set_size(columns, rows)
        self._settings_before = termios.tcgetattr(self._slave)
        self._status: int | None = None
        self._between_presses_s = between_presses_s
        self._pressed_at = -between_presses_s
        self._effect_seen = True
        self.started_at = time.perf_counter()
        # A session leader that opens a terminal gets it as its controlling one; unlike forkpty this is safe in a
        # process with threads. Signals are reset: a caller under nohup would hand on an ignored SIGHUP.
        self.pid = os.posix_spawnp(
            argv[0],
            list(argv),
            env,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.ttyname(self._slave), os.O_RDWR, 0),
                (os.POSIX_SPAWN_DUP2, 0, 1),
                (os.POSIX_SPAWN_DUP2, 0, 2),
            ],
            setsid=True,
            setsigmask=(),
            setsigdef=_DEFAULT_SIGNALS,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, *keys: str) -> float:
        """Type keys by name (`space`, `ctrl+c`) or as text; returns when (`time.perf_counter()`)."""
        data = "".join(KEYS.get(key, key) for key in keys).encode()
        now = time.perf_counter()
        if not ONCE.isdisjoint(keys):
            self._pressed_at, self._effect_seen = now, False
        os.write(self._master, data)
        return now

    def send_bytes(self, data: bytes) -> None:
        """Send what no key sends."""
        os.write(self._master, data)

    def press_next(self, *keys: str) -> float:
        """Type one key (space if none is named) after as much time since the last one of `ONCE` as makes it count.

        That is counted from when its effect was seen, if it was waited for: a busy program may take a key late.
        """
        keys = keys or ("space",)
        if not ONCE.isdisjoint(keys):
            self.run_for(self._pressed_at + self._between_presses_s - time.perf_counter())
        return self.send(*keys)

    def run_for(self, seconds: float) -> None:
        """Let the program run on for that long, reading what it writes; no time at all if negative."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._pump(left)

    def wait_for(self, pattern: str, timeout_s: float = 15.0) -> Seen:
        """Wait until `pattern` (a regular expression over the rows joined by newlines) is on the screen.

        Raises:
            AssertionError: it did not appear in time or the program ended first; the screen is in the message.
        """
        regex = re.compile(pattern, re.MULTILINE)
        end = time.perf_counter() + timeout_s
        at = time.perf_counter()
        while True:
            if found := regex.search(self.screen.text):
                return self._seen(found, at)
            for at in self.screen.replay():
                if found := regex.search(self.screen.text):
                    return self._seen(found, at)
            left = end - time.perf_counter()
            ended = self.status() is not None
            if not self._pump(0 if ended else min(left, 0.05)):
                if ended:
                    raise AssertionError(self._story(f"ended with status {self._status} before showing {pattern!r}"))
                if left <= 0:
                    raise AssertionError(self._story(f"did not show {pattern!r} within {timeout_s:g} s"))

    def _seen(self, found: re.Match[str], at: float) -> Seen:
        if not self._effect_seen:
            self._pressed_at, self._effect_seen = max(self._pressed_at, at), True
        return Seen(found, at)

    def wait_until_gone(self, pattern: str, timeout_s: float = 15.0) -> None:
        """Wait until `pattern` is no longer on the screen; AssertionError as in `wait_for`."""
        end = time.perf_counter() + timeout_s
        while re.search(pattern, self.screen_text(), re.MULTILINE):
            left = end - time.perf_counter()
            if left <= 0:
                raise AssertionError(self._story(f"still shows {pattern!r} after {timeout_s:g} s"))
            self._pump(min(left, 0.05))

    def screen_text(self) -> str:
        """The text on the screen now, after everything that has been written so far."""
        *_, text = self.pictures()
        return text

    def pictures(self) -> Iterator[str]:
        """The text of each frame since the screen was last looked at, the first being what was seen then."""
        while self._pump(0):
            pass
        yield self.screen.text
        for _ in self.screen.replay():
            yield self.screen.text

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the kernel tells the program by SIGWINCH."""
        self.screen_text()
        self.screen.resize(columns, rows)
        self._set_size(columns, rows)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Take the terminal away, as closing its window does; nothing can be read from here on."""
        for descriptor in (self._master, self._slave):
            os.close(descriptor)
        self._master = self._slave = -1

    def freeze(self) -> None:
        """From now on the terminal takes no byte, as one whose window hangs; keys still reach the program."""
        self.screen_text()
        termios.tcflow(self._slave, termios.TCOOFF)

    def thaw(self) -> None:
        """Let it take bytes again; none was lost."""
        termios.tcflow(self._slave, termios.TCOON)

    def status(self) -> int | None:
        """Exit status, negative = killed by that signal, None = still running."""
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
        return self._status

    def wait_exit(self, timeout_s: float = 15.0) -> int:
        """Wait for the program's end, reading its last words.

        Returns:
            Its exit status; negative = it was killed by that signal.

        Raises:
            AssertionError: it is still running after the timeout.
        """
        end = time.perf_counter() + timeout_s
        while (status := self.status()) is None:
            if time.perf_counter() > end:
                raise AssertionError(self._story(f"is still running after {timeout_s:g} s"))
            self._pump(0.02)
        if self._master >= 0:
            self.screen_text()
        return status

    def not_restored(self) -> list[str]:
        """What the program has left changed in the terminal, in words; empty = all as before."""
        self.screen_text()
        problems = self.screen.left_behind()
        if termios.tcgetattr(self._slave) != self._settings_before:
            problems.append("the line settings (echo, line by line) are not as before")
        return problems

    def line_settings(self) -> list[Any]:
        """The terminal's settings as termios has them: the fourth are those of echo and line by line."""
        return termios.tcgetattr(self._slave)

    def set_line_settings(self, settings: list[Any]) -> None:
        """Change the terminal's settings behind the program's back."""
        termios.tcsetattr(self._slave, termios.TCSANOW, settings)

    def left_running(self) -> list[int]:
        """Processes of the program's session that still run, once it has ended."""
        found = []
        for pid in psutil.pids():
            with suppress(ProcessLookupError, PermissionError):
                if pid != self.pid and os.getsid(pid) == self.pid:
                    found.append(pid)
        return found

    def close(self) -> None:
        """Kill the program and all of its process group, whatever state it is in."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        if self._status is None:
            _, status = os.waitpid(self.pid, 0)
            self._status = os.waitstatus_to_exitcode(status)
        if self._master >= 0:
            self.hang_up()

    def _pump(self, timeout_s: float) -> bool:
        """Read what there is, waiting up to `timeout_s` for the first byte; False = there was none."""
        if self._master < 0:
            time.sleep(timeout_s)
            return False
        heard = False
        while select.select([self._master], [], [], max(timeout_s, 0))[0]:
            chunk = os.read(self._master, 65536)
            if answer := self.screen.receive(chunk, time.perf_counter()):
                os.write(self._master, answer)
            heard, timeout_s = True, 0.001
        return heard

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _story(self, what: str) -> str:
        text = self.screen_text() if self._master >= 0 else self.screen.text
        picture = "\n".join(f"|{row:<{self.screen.columns}}|" for row in text.rstrip("\n").split("\n"))
        return f"the program {what}; its screen ({self.screen.columns}x{self.screen.rows}):\n{picture}"
