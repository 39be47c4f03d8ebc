"""Tones, synthesised at first use: short chords with soft ends, one for each cue, kept in the cache folder."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from setpace.core.cues import Cue
from setpace.run.players import Player

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RATE = 22_050
"""Samples a second; mono, 16 bit."""

_VERSION = 1
"""Part of the files' names: another sound is another file, and the old one is never played."""

_HEADER_BYTES = 44
_LOUDEST = 0.85
_ATTACK_S, _RELEASE_S = 0.008, 0.09
_OVERTONES = ((1, 1.0), (2, 0.28), (3, 0.1))
"""Multiples of a pitch with their strength: rounder than a bare sine, and heard through a gym's noise."""

_C5, _E5, _G5, _A5, _C6, _E6, _G6 = 523.25, 659.26, 783.99, 880.0, 1046.5, 1318.51, 1567.98
"""Pitches in Hz, equal temperament on A4 = 440 Hz."""


@dataclass(frozen=True, slots=True)
class Chord:
    """Pitches that sound together.

    Attributes:
        at_s: when they begin, in seconds.
        lasts_s: for how long.
        pitches: in Hz.
    """

    at_s: float
    lasts_s: float
    pitches: tuple[float, ...]


_BLIP = (Chord(0, 0.12, (_A5,)),)

TONES: Mapping[Cue, tuple[Chord, ...]] = {
    # Rising = go on; repeated = hurry; falling home = over. They differ in rhythm, not in pitch alone.
    Cue.READY: (Chord(0, 0.18, (_C5, _E5)), Chord(0.16, 0.34, (_E5, _G5))),
    Cue.SOON: (Chord(0, 0.11, (_E6,)), Chord(0.2, 0.11, (_E6,))),
    Cue.THREE: _BLIP,
    Cue.TWO: _BLIP,
    Cue.ONE: _BLIP,
    Cue.GO: (Chord(0, 0.16, (_C5, _G5)), Chord(0.14, 0.16, (_E5, _C6)), Chord(0.28, 0.5, (_G5, _C6, _E6))),
    Cue.FINISHED: (
        Chord(0, 0.2, (_G5, _E6)),
        Chord(0.2, 0.2, (_E5, _C6)),
        Chord(0.4, 0.2, (_G5, _G6)),
        Chord(0.6, 0.7, (_C5, _E5, _G5, _C6)),
    ),
    Cue.TEST: (Chord(0, 0.3, (_C5, _E5, _G5)),),
}


LIMIT_S = 5.0
"""A tone lasts a second; a player that takes longer hangs."""


def _winsound(file: str) -> None:
    """Play with what Python brings along on Windows; a newer sound cuts an older one off by itself."""
    if sys.platform == "win32":
        import winsound  # noqa: PLC0415 - there is none elsewhere

        winsound.PlaySound(file, winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)


PLAYERS = (
    *((Player("winsound", function=_winsound),) if sys.platform == "win32" else ()),
    Player("afplay"),
    Player("pw-play"),
    Player("paplay"),
    Player("aplay", ("-q",)),
    Player("ffplay", ("-nodisp", "-autoexit", "-loglevel", "quiet")),
)
"""In order of preference: the ones that mix with other programs' sound first."""


def length_s(cue: Cue) -> float:
    """How long a tone sounds, in seconds."""
    return max(chord.at_s + chord.lasts_s for chord in TONES[cue])


def tone(cue: Cue) -> bytes:
    """A tone as a WAV file; some 10 ms of work for each, in plain Python."""
    import io  # noqa: PLC0415 - only where a tone is made
    import wave  # noqa: PLC0415
    from array import array  # noqa: PLC0415

    sum_of = [0.0] * _samples(cue)
    for chord in TONES[cue]:
        _add(sum_of, chord)
    peak = max(map(abs, sum_of)) or 1.0
    samples = array("h", (int(value / peak * _LOUDEST * 32767) for value in sum_of))
    if sys.byteorder == "big":
        samples.byteswap()  # a WAV file is little-endian
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()


def tone_file(cue: Cue, cache: Path) -> Path:
    """The file of a tone, made where it is missing or damaged.

    Args:
        cue: which.
        cache: the folder whose sub-folder `tones` holds them.

    Raises:
        OSError: it cannot be written.
    """
    from setpace.store.atomic import write_atomically  # noqa: PLC0415 - only where a tone is made

    file = cache / "tones" / f"{cue}-{_VERSION}.wav"
    try:
        whole = file.stat().st_size == _HEADER_BYTES + 2 * _samples(cue)
    except FileNotFoundError:
        whole = False
    if not whole:
        write_atomically(file, tone(cue))
    return file


def _samples(cue: Cue) -> int:
    return int(length_s(cue) * RATE)


def _add(sum_of: list[float], chord: Chord) -> None:
    """Add a chord: fast in, then dying away like a struck bar, with a soft end so that nothing clicks."""
    from math import exp, pi, sin  # noqa: PLC0415 - only where a tone is made

    first = int(chord.at_s * RATE)
    steps = [(2 * pi * pitch * n / RATE, strength) for pitch in chord.pitches for n, strength in _OVERTONES]
    for i in range(min(int(chord.lasts_s * RATE), len(sum_of) - first)):
        at_s = i / RATE
        envelope = min(1.0, at_s / _ATTACK_S, (chord.lasts_s - at_s) / _RELEASE_S) * exp(-2.2 * at_s / chord.lasts_s)
        sum_of[first + i] += envelope * sum(strength * sin(step * i) for step, strength in steps)
