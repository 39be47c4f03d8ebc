"""What doctor says of the cues, and what trying them out says."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from run.fake_players import CRASHES, SPEAKS, WORKS, FakePlayers

from setpace.run.sound_check import SoundCheck
from setpace.store.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.store.paths import Paths


@pytest.fixture
def players(tmp_path: Path) -> FakePlayers:
    return FakePlayers(tmp_path / "bin")


def check(paths: Paths, players: FakePlayers, text: str = "", why: str | None = None, **environ: str) -> SoundCheck:
    paths.settings_file.write_text(text)
    loaded = load_settings(paths)
    assert loaded.problems == ()
    return SoundCheck(loaded.settings, paths, {**players.environ, **environ}, awake=lambda _: why)


def test_a_bare_system_is_told_what_it_lacks(paths: Paths, players: FakePlayers) -> None:
    bare = check(paths, players, why="there is no D-Bus session")
    tones = "no player found; one of these is needed: afplay, pw-play, paplay, aplay, ffplay"
    voices = "no player found; one of these is needed: say, spd-say, espeak-ng, espeak, powershell, pwsh"
    no_notes = "this terminal is not known to show any"
    asleep = "cannot be kept awake: there is no D-Bus session"
    assert bare.found() == [
        ("profile", "gym (bell, tones, speech, notify)"),
        ("tones", tones),
        ("speech", voices),
        ("notification", no_notes),
        ("own command", "none is set"),
        ("awake", asleep),
    ]
    assert list(bare.tried(None)) == [
        ("bell", "not tried: the output is not a terminal"),
        ("tones", tones),
        ("speech", voices),
        ("notification", no_notes),
        ("own command", "none is set"),
        ("awake", asleep),
    ]
    assert not paths.cache.exists()


def test_trying_goes_on_until_something_works(
    paths: Paths, players: FakePlayers, capfd: pytest.CaptureFixture[str]
) -> None:
    players.install("pw-play", CRASHES)
    players.install("aplay", WORKS)
    players.install("espeak-ng", SPEAKS)
    players.install("lamp", WORKS)
    terminal = io.StringIO()
    tried = check(paths, players, "[cues]\ncommand = 'lamp on'\n", TERM="foot").tried(terminal)
    sent = "sent; whether it is heard or shown is the terminal's own setting"
    assert list(tried) == [
        ("bell", sent),
        ("tones", "pw-play ended with status 3; aplay worked"),
        ("speech", "espeak-ng worked"),
        ("notification", sent),
        ("own command", "worked"),
        ("awake", "the computer can be kept awake"),
    ]
    assert terminal.getvalue() == "\a\x1b]777;notify;Setpace;Notifications can be shown\a"
    assert players.ran("lamp") == ["on"]
    assert capfd.readouterr() == ("", "")


def test_looking_runs_and_writes_nothing(paths: Paths, players: FakePlayers) -> None:
    for name in ("aplay", "say", "lamp"):
        players.install(name, WORKS)
    rows = dict(check(paths, players, f"keep_awake = false\n[cues]\ncommand = '{players.folder}/lamp'\n").found())
    assert (rows["tones"], rows["speech"], rows["own command"]) == ("aplay", "say", "is there")
    assert rows["awake"] == "not wanted (keep_awake = false)"
    assert not paths.cache.exists()
    assert [players.ran(name) for name in ("aplay", "say", "lamp")] == [[], [], []]


def test_a_command_that_is_gone_is_named(paths: Paths, players: FakePlayers) -> None:
    gone = check(paths, players, "[cues]\ncommand = '/home/me/lamp on'\n")
    assert dict(gone.found())["own command"] == "is not there, or may not be run"
    assert dict(gone.tried(None))["own command"] == "is not there, or may not be run"
