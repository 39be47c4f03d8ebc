"""The programs that speak; what they say goes to their input where they read it, so that it can never be an option."""

from __future__ import annotations

from typing import TYPE_CHECKING

from setpace.core.spoken import sentence
from setpace.run.players import Player

if TYPE_CHECKING:
    from setpace.core.cues import Cue
    from setpace.core.exercise import Library
    from setpace.core.units import Unit
    from setpace.core.workout_view import SetPrompt

LIMIT_S = 15.0
"""A sentence takes some five seconds, a slow voice ten."""

_SPEAK = (
    "Add-Type -AssemblyName System.Speech; $voice = New-Object System.Speech.Synthesis.SpeechSynthesizer; "
    "$voice.Speak([Console]::In.ReadToEnd())"
)
_POWERSHELL = ("-NoProfile", "-NonInteractive", "-Command", _SPEAK)

SPEAKERS = (
    Player("say", ("-f", "-"), by_stdin=True),
    Player("spd-say", ("--wait", "--")),
    Player("espeak-ng", ("--stdin",), by_stdin=True),
    Player("espeak", ("--stdin",), by_stdin=True),
    Player("powershell", _POWERSHELL, by_stdin=True),
    Player("pwsh", _POWERSHELL, by_stdin=True),
)
"""In order of preference: what speaks with the user's own voice first."""


def spoken(cue: Cue, prompt: SetPrompt | None, library: Library, unit: Unit) -> str:
    """The sentence of a cue, safe to hand to any speaker: printable, and not like an option."""
    said = "".join(sign for sign in sentence(cue, prompt, library, unit) if sign.isprintable())
    return said.lstrip("- ")
