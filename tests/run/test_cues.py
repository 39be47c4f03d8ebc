"""Cues in every layer, on a session with a clock moved by hand and players of our own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from run.fake_players import CRASHES, SPEAKS, TELLS_ITS_ENVIRONMENT, WORKS, FakePlayers

from setpace.core.cue_settings import DEFAULT_LAYERS, CueSettings, Layer, Profile
from setpace.core.cues import Cue
from setpace.run.cues import Cues

if TYPE_CHECKING:
    from pathlib import Path

    from run.conftest import Bench

    from setpace.run.training import Training

LONG_S = 30.0


class Gym:
    """A session whose cues are followed."""

    def __init__(self, bench: Bench, players: FakePlayers, settings: CueSettings, **environ: str) -> None:
        self.bench = bench
        self.training: Training = bench.start()
        self.terminal: list[str] = []
        self.cues = Cues(
            settings,
            library=bench.library,
            unit=self.training.runner.state.head.unit,
            cache=bench.paths.cache,
            write_to_terminal=self.terminal.append,
            environ={**players.environ, **environ},
        )
        self.paint()

    def paint(self) -> Cue | None:
        return self.cues.follow(self.training.runner.view(), self.bench.clock.now())

    def wait(self, seconds: int) -> list[Cue]:
        """Let the clock run, painting every second; what was rung, each heard to its end."""
        rung = []
        for _ in range(seconds):
            self.bench.clock.advance(1)
            cue = self.paint()
            if cue is not None:
                rung.append(cue)
                assert self.cues.join(LONG_S)
        return rung


def only(*layers: Layer, command: str = "", countdown: bool = False) -> CueSettings:
    return CueSettings(
        profiles={**DEFAULT_LAYERS, Profile.GYM: frozenset(layers)}, command=command, countdown=countdown
    )


@pytest.fixture
def players(tmp_path: Path) -> FakePlayers:
    return FakePlayers(tmp_path / "bin")


def test_a_rest_is_heard_in_tones_each_of_its_own(bench: Bench, players: FakePlayers) -> None:
    players.install("aplay", WORKS)
    gym = Gym(bench, players, only(Layer.TONES))
    bench.next(gym.training)
    assert gym.wait(125) == [Cue.READY, Cue.SOON, Cue.GO]
    files = [line.removeprefix("-q|") for line in players.ran("aplay")]
    assert len(set(files)) == 3
    assert all(file.startswith(str(bench.paths.cache)) for file in files)
    assert gym.terminal == []


def test_the_voice_names_what_comes_at_go(bench: Bench, players: FakePlayers) -> None:
    players.install("espeak-ng", SPEAKS)
    gym = Gym(bench, players, only(Layer.SPEECH))
    bench.lift(gym.training, sets=1, load=24)
    gym.wait(125)
    assert players.ran("espeak-ng") == [
        "Ready",
        "Ten seconds",
        "Kettlebell deadlift, set two of three, twelve reps, twenty-four kilos",
    ]


def test_bell_and_notification_go_to_the_terminal_that_knows_them(bench: Bench, players: FakePlayers) -> None:
    gym = Gym(bench, players, only(Layer.BELL, Layer.NOTIFY), TERM="foot")
    bench.lift(gym.training, sets=1, load=24)
    gym.wait(125)
    text = "Kettlebell Deadlift 2/3 · 12 reps · 24 kg"
    assert gym.terminal == [
        f"\a\x1b]777;notify;Ready;{text}\a",
        "\a",  # a warning of ten seconds is no news for the desktop
        f"\a\x1b]777;notify;Go;{text}\a",
    ]


def test_a_terminal_that_knows_no_notification_gets_none(bench: Bench, players: FakePlayers) -> None:
    gym = Gym(bench, players, only(Layer.NOTIFY), TERM="xterm-256color")
    bench.next(gym.training)
    assert gym.wait(125) == [Cue.READY, Cue.SOON, Cue.GO]
    assert gym.terminal == []


def test_the_own_command_is_told_everything(bench: Bench, players: FakePlayers) -> None:
    players.install("lamp", TELLS_ITS_ENVIRONMENT)
    gym = Gym(bench, players, only(command="lamp 'on and off'"))
    bench.lift(gym.training, sets=1, load=24)
    assert gym.wait(60) == [Cue.READY]
    assert players.ran("lamp") == [
        "SETPACE_AT=2026-11-23T18:05:51+01:00",
        "SETPACE_EVENT=ready",
        "SETPACE_EXERCISE=Kettlebell Deadlift",
        "SETPACE_LOAD=24",
        "SETPACE_REPS=12",
        "SETPACE_REST_MAX_S=120",
        "SETPACE_REST_MIN_S=60",
        "SETPACE_SET=2",
        "SETPACE_SETS=3",
        "SETPACE_UNIT=kg",
    ]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("lamp", "command: lamp ended with status 3"),
        ("nothing-of-that-name", "command: nothing-of-that-name is not there, or may not be run"),
        ("lamp; echo hello", "command: lamp; is not there, or may not be run"),  # no shell reads it
    ],
)
def test_a_command_that_fails_is_one_line_in_the_log(
    bench: Bench,
    players: FakePlayers,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    command: str,
    said: str,
) -> None:
    players.install("lamp", CRASHES)
    gym = Gym(bench, players, only(command=command))
    bench.next(gym.training)
    gym.wait(60)
    assert caplog.messages == [said]
    assert capfd.readouterr() == ("", "")


def test_with_nothing_installed_a_whole_session_says_so_once_a_layer(
    bench: Bench, players: FakePlayers, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    gym = Gym(bench, players, only(Layer.TONES, Layer.BELL, Layer.NOTIFY))
    for _ in range(2):
        bench.next(gym.training)
        gym.wait(130)
    assert caplog.messages == ["tones: none of afplay, pw-play, paplay, aplay, ffplay is installed"]
    assert capfd.readouterr() == ("", "")


def test_a_terminal_that_is_gone_does_not_stop_the_session(
    bench: Bench, players: FakePlayers, caplog: pytest.LogCaptureFixture
) -> None:
    gym = Gym(bench, players, only(Layer.BELL))

    def gone(_sequence: str) -> None:
        raise OSError(5, "Input/output error")

    gym.cues._write_to_terminal = gone
    bench.next(gym.training)
    assert gym.wait(60) == [Cue.READY]
    assert caplog.messages == ["terminal: Input/output error"]


def test_a_cache_that_cannot_be_written_leaves_the_other_layers(
    bench: Bench, players: FakePlayers, caplog: pytest.LogCaptureFixture
) -> None:
    bench.paths.cache.write_text("a file where the folder should be")
    players.install("aplay", WORKS)
    gym = Gym(bench, players, only(Layer.TONES, Layer.BELL))
    bench.next(gym.training)
    gym.wait(60)
    assert gym.terminal == ["\a"]
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith("tones: cannot be made: ")


def test_one_key_goes_round_the_profiles(bench: Bench, players: FakePlayers) -> None:
    gym = Gym(bench, players, CueSettings(profiles=DEFAULT_LAYERS))
    said = [gym.cues.profile_text()]
    for _ in range(3):
        gym.cues.switch_profile()
        said.append(gym.cues.profile_text())
    assert said == [
        "cues: gym (bell, tones, speech, notify)",
        "cues: headphones (tones, speech)",
        "cues: quiet (notify)",
        "cues: gym (bell, tones, speech, notify)",
    ]


def test_a_profile_without_a_layer_is_quiet_in_it(bench: Bench, players: FakePlayers) -> None:
    players.install("aplay", WORKS)
    gym = Gym(bench, players, replace(only(Layer.BELL), profile=Profile.QUIET), TERM="xterm")
    bench.next(gym.training)
    assert gym.wait(125) == [Cue.READY, Cue.SOON, Cue.GO]
    assert (gym.terminal, players.ran("aplay")) == ([], [])


def test_the_end_is_told(bench: Bench, players: FakePlayers) -> None:
    players.install("say", SPEAKS)
    gym = Gym(bench, players, only(Layer.SPEECH, Layer.NOTIFY), TERM_PROGRAM="iTerm.app")
    bench.next(gym.training)
    gym.training.runner.finish()
    assert gym.paint() is Cue.FINISHED
    assert gym.cues.join(LONG_S)
    assert players.ran("say") == ["Session finished"]
    assert gym.terminal == ["\x1b]9;Session finished: 1 sets done\a"]
    gym.cues.close()
