from __future__ import annotations

import io
import wave
from array import array
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest

from setpace.core.cues import COUNTDOWN, Cue
from setpace.run.tones import RATE, length_s, tone, tone_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("cue", Cue)
def test_a_tone_is_a_short_wav_that_neither_clicks_nor_clips(cue: Cue) -> None:
    with wave.open(io.BytesIO(tone(cue))) as read:
        assert (read.getnchannels(), read.getsampwidth(), read.getframerate()) == (1, 2, RATE)
        samples = array("h", read.readframes(read.getnframes()))
    assert 0.1 <= len(samples) / RATE <= 1.5
    assert len(samples) / RATE == pytest.approx(length_s(cue), abs=0.001)
    loudest = max(map(abs, samples))
    assert 0.7 * 32767 < loudest < 0.95 * 32767
    assert max(abs(samples[0]), abs(samples[-1])) < 0.01 * loudest
    assert max(abs(b - a) for a, b in pairwise(samples)) < 0.75 * loudest


def test_every_event_sounds_different_but_the_three_of_the_countdown() -> None:
    tones = {cue: tone(cue) for cue in Cue}
    for one, other in combinations(Cue, 2):
        assert (tones[one] == tones[other]) is (one in COUNTDOWN and other in COUNTDOWN)


def test_a_tone_is_made_once_and_again_where_it_is_damaged(tmp_path: Path) -> None:
    file = tone_file(Cue.GO, tmp_path)
    whole = file.read_bytes()
    before = file.stat().st_mtime_ns
    assert tone_file(Cue.GO, tmp_path) == file
    assert file.stat().st_mtime_ns == before
    file.write_bytes(whole[:1000])
    assert tone_file(Cue.GO, tmp_path).read_bytes() == whole
    assert [each.name for each in file.parent.iterdir()] == [file.name]
