"""What can be heard on this system: for `setpace doctor`, and tried out for `setpace doctor --sound`."""

from __future__ import annotations

import shlex
from datetime import datetime
from typing import TYPE_CHECKING

from setpace.core.cue_settings import Layer
from setpace.core.cues import Cue
from setpace.core.errors import SetpaceError
from setpace.core.exercise import Library
from setpace.run import speech, tones
from setpace.run.awake import can_keep_awake
from setpace.run.cue_command import LIMIT_S, OwnCommand, variables
from setpace.run.cues import BELL
from setpace.run.doctor_ask import PATIENCE_S, Asking
from setpace.run.notify import notification, notification_escape
from setpace.run.players import Player, found, sound
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TextIO

    from setpace.store.paths import Paths
    from setpace.store.settings import Settings

_DESKTOP_S = 4.0
"""A desktop that has not answered by then never will."""

_COMMAND_S = LIMIT_S + PATIENCE_S
"""An own command that has neither ended nor been killed by then is on a disk that hangs."""


class SoundCheck:
    """Looks at every layer, whatever the profile.

    Args:
        settings: the own command and whether the computer is to be kept awake.
        paths: where tones go.
        environ: decides on players and on what the terminal knows.
    """

    def __init__(
        self,
        settings: Settings,
        paths: Paths,
        environ: Mapping[str, str],
        *,
        awake: Callable[[float], str | None] = can_keep_awake,
    ) -> None:
        self._settings = settings
        self._cache = paths.cache
        self._environ = environ
        self._awake = awake
        self._disk = Asking()

    def found(self) -> list[tuple[str, str]]:
        """What is there, by layer; nothing is played, run or written."""
        cues = self._settings.cues
        layers = ", ".join(layer for layer in Layer if layer in cues.profiles[cues.profile])
        escape = notification_escape(self._environ)
        return [
            ("profile", f"{cues.profile} ({layers or 'nothing is heard'})"),
            ("tones", self._names(tones.PLAYERS)),
            ("speech", self._names(speech.SPEAKERS)),
            ("notification", escape.value if escape else "this terminal is not known to show any"),
            ("own command", self._command_found()),
            ("awake", self._awake_text()),
        ]

    def tried(self, terminal: TextIO | None) -> Iterator[tuple[str, str]]:
        """Try every layer, and say of each what came of it; no disk is waited for long.

        Args:
            terminal: where bell and notification go; None = the output is no terminal.
        """
        yield "bell", self._to_terminal(terminal, BELL)
        yield "tones", self._played(tones.PLAYERS, tones.LIMIT_S, lambda: str(tones.tone_file(Cue.TEST, self._cache)))
        said = "Setpace can speak"
        yield "speech", self._played(speech.SPEAKERS, speech.LIMIT_S, lambda: said)
        escape = notification(self._environ, "Setpace", "Notifications can be shown")
        yield (
            "notification",
            self._to_terminal(terminal, escape) if escape else "this terminal is not known to show any",
        )
        yield "own command", self._command_tried()
        yield "awake", self._awake_text()

    def _names(self, players: Sequence[Player]) -> str:
        there = [player.name for player, _ in found(players, self._environ)]
        return ", ".join(there) or _none_of(players)

    def _played(self, players: Sequence[Player], limit_s: float, make: Callable[[], str]) -> str:
        """Try one player after the other until one works."""
        try:
            there = self._disk.look(lambda: found(players, self._environ))
            if not there:
                return _none_of(players)
            to_play = self._disk.look(make, refused="cannot be made")
        except SetpaceError as error:
            return printable(str(error))
        failed: list[str] = []
        for player, program in there:
            wrong = sound(player, program, to_play, limit_s=limit_s, environ=self._environ)
            if wrong is None:
                return "; ".join((*failed, f"{player.name} worked"))
            failed.append(f"{player.name} {wrong}")
        return "; ".join(failed)

    def _to_terminal(self, terminal: TextIO | None, sequence: str) -> str:
        if terminal is None:
            return "not tried: the output is not a terminal"
        try:
            terminal.write(sequence)
            terminal.flush()
        except OSError as error:
            return f"cannot be sent: {error.strerror or error}"
        return "sent; whether it is heard or shown is the terminal's own setting"

    def _command_found(self) -> str:
        words = shlex.split(self._settings.cues.command)
        if not words:
            return "none is set"
        # A report is made to be pasted: neither folders of the user nor a name.
        return "is there" if found([Player(words[0])], self._environ) else "is not there, or may not be run"

    def _command_tried(self) -> str:
        command = self._settings.cues.command
        if not command:
            return "none is set"
        told = variables(Cue.TEST, None, datetime.now().astimezone(), Library({}), self._settings.unit)
        own = OwnCommand(command, self._environ)
        try:
            return self._disk.look(lambda: own.try_once(told), _COMMAND_S) or "worked"
        except SetpaceError as error:
            return printable(str(error))

    def _awake_text(self) -> str:
        if not self._settings.keep_awake:
            return "not wanted (keep_awake = false)"
        why = self._awake(_DESKTOP_S)
        return "the computer can be kept awake" if why is None else f"cannot be kept awake: {printable(why)}"


def _none_of(players: Sequence[Player]) -> str:
    return f"no player found; one of these is needed: {', '.join(player.name for player in players)}"
