"""The cues of a running workout: what is due is rung in every layer of the profile in force."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from setpace.core.cue_settings import Layer, Profile
from setpace.core.cues import Cue, Heard, due
from setpace.core.units import Load
from setpace.run import speech, tones
from setpace.run.cue_command import OwnCommand, variables
from setpace.run.notify import notification
from setpace.run.players import LOG, Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from setpace.core.cue_settings import CueSettings
    from setpace.core.exercise import Library
    from setpace.core.units import Unit
    from setpace.core.workout_view import View

BELL = "\a"

_NOTIFIED = {Cue.READY: "Ready", Cue.GO: "Go", Cue.FINISHED: "Session finished", Cue.TEST: "Test"}
"""The cues worth a notification, with its headline: a warning of ten seconds would be gone before it is read."""

_BREATH_S = 0.1


class Cues:
    """Rings what is due; nothing here waits, raises or shows.

    Args:
        settings: profile, layers, countdown and own command.
        library: names of the exercises.
        unit: of the session's loads.
        cache: the folder for the tones.
        write_to_terminal: gives a bell or an escape sequence to the terminal, in the caller's thread.
        environ: decides on players and on what the terminal knows.
    """

    def __init__(
        self,
        settings: CueSettings,
        *,
        library: Library,
        unit: Unit,
        cache: Path,
        write_to_terminal: Callable[[str], None],
        environ: Mapping[str, str],
    ) -> None:
        self.profile = settings.profile
        """The profile in force."""
        self._settings = settings
        self._library = library
        self._unit = unit
        self._cache = cache
        self._write_to_terminal = write_to_terminal
        self._environ = environ
        self._heard = Heard()
        self._tones = Channel("tones", tones.PLAYERS, limit_s=tones.LIMIT_S, environ=environ)
        self._speech = Channel("speech", speech.SPEAKERS, limit_s=speech.LIMIT_S, environ=environ)
        self._command = OwnCommand(settings.command, environ)

    @property
    def layers(self) -> frozenset[Layer]:
        """The layers of the profile in force."""
        return self._settings.profiles.get(self.profile, frozenset())

    def follow(self, view: View, now: datetime) -> Cue | None:
        """Ring what is due; call it with every view that is painted.

        Args:
            view: the workout now.
            now: the time of that view.

        Returns:
            What was rung, so that the screen can flash with it.
        """
        self._heard, cue = due(self._heard, view, countdown=self._settings.countdown)
        if cue is not None:
            self.ring(cue, view, now)
        return cue

    def ring(self, cue: Cue, view: View, now: datetime) -> None:
        """Ring one cue in every layer of the profile."""
        layers = self.layers
        prompt = view.current or view.next
        if Layer.TONES in layers:
            self._tones.play(partial(_tone_path, cue, self._cache))
        if Layer.SPEECH in layers:
            said = speech.spoken(cue, prompt, self._library, self._unit)
            # Nobody understands a voice under a tone.
            after_s = tones.length_s(cue) + _BREATH_S if Layer.TONES in layers else 0.0
            self._speech.play(lambda: said, after_s=after_s)
        to_terminal = BELL if Layer.BELL in layers else ""
        if Layer.NOTIFY in layers and cue in _NOTIFIED:
            to_terminal += notification(self._environ, _NOTIFIED[cue], self._text(cue, view)) or ""
        if to_terminal:
            try:
                self._write_to_terminal(to_terminal)
            except OSError as error:
                LOG.warning("terminal: %s", error.strerror or error)
        self._command.run(variables(cue, view, now, self._library, self._unit))

    def switch_profile(self) -> Profile:
        """Go on to the next profile, for this session; what sounds in a layer that it lacks is cut off.

        Returns:
            The profile now in force.
        """
        self.profile = self.profile.following
        if Layer.TONES not in self.layers:
            self._tones.close()
        if Layer.SPEECH not in self.layers:
            self._speech.close()
        return self.profile

    def profile_text(self) -> str:
        """The profile in force in words: `cues: headphones (tones, speech)`."""
        layers = ", ".join(layer for layer in Layer if layer in self.layers)
        return f"cues: {self.profile} ({layers or 'nothing is heard'})"

    def join(self, timeout_s: float) -> bool:
        """Wait until nothing sounds any more, for `timeout_s` in each layer; whether it is so."""
        return all([self._tones.join(timeout_s), self._speech.join(timeout_s), self._command.join(timeout_s)])

    def close(self) -> None:
        """Cut off tones and speech; an own command that still runs is left to its end."""
        self._tones.close()
        self._speech.close()

    def _text(self, cue: Cue, view: View) -> str:
        """What a notification says below its headline."""
        prompt = view.current or view.next
        if cue is Cue.FINISHED:
            return f"{view.place} sets done"
        if prompt is None:
            return "Setpace can show notifications"
        load = (
            ""
            if prompt.load is None
            else f" · {Load(prompt.load, self._unit).times(self._library.implements(prompt.exercise))}"
        )
        reps = str(prompt.reps) if prompt.reps.right is not None else f"{prompt.reps} reps"
        return f"{self._library.name(prompt.exercise)} {prompt.numbered}/{prompt.total} · {reps}{load}"


def _tone_path(cue: Cue, cache: Path) -> str:
    return str(tones.tone_file(cue, cache))
