"""Players that are missing, hang, crash or print: nothing is visible, one line is in the log."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import psutil
import pytest
from run.fake_players import CRASHES, HANGS, SPEAKS, WORKS, FakePlayers

from setpace.run.players import Channel, Player, run_program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST, SECOND = Player("first", ("-q",)), Player("second")
LONG_S = 30.0


@pytest.fixture
def players(tmp_path: Path) -> FakePlayers:
    return FakePlayers(tmp_path / "bin")


@pytest.fixture
def channel(players: FakePlayers) -> Iterator[Channel]:
    channel = Channel("tones", [FIRST, SECOND], limit_s=LONG_S, environ=players.environ)
    yield channel
    channel.close()


@pytest.fixture(autouse=True)
def nothing_visible(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    assert capfd.readouterr() == ("", "")


def play(channel: Channel, *what: str) -> None:
    for each in what:
        channel.play(lambda each=each: each)  # type: ignore[misc]
        assert channel.join(LONG_S)


def test_the_first_player_that_is_there_plays(players: FakePlayers, channel: Channel) -> None:
    players.install("second", WORKS)
    play(channel, "/cache/go.wav")
    players.install("first", WORKS)  # looked for once: what comes later waits for the next session
    play(channel, "/cache/ready.wav")
    assert players.ran("second") == ["/cache/go.wav", "/cache/ready.wav"]
    assert players.ran("first") == []


def test_options_come_before_what_is_played(players: FakePlayers, channel: Channel) -> None:
    players.install("first", WORKS)
    play(channel, "/cache/go.wav")
    assert players.ran("first") == ["-q|/cache/go.wav"]


def test_what_goes_to_the_input_is_no_argument(players: FakePlayers) -> None:
    players.install("voice", SPEAKS)
    speech = Channel("speech", [Player("voice", by_stdin=True)], limit_s=LONG_S, environ=players.environ)
    play(speech, "--help; $(rm -rf /)")
    assert players.ran("voice") == ["--help; $(rm -rf /)"]


def test_no_player_at_all_is_one_line_for_the_whole_session(channel: Channel, caplog: pytest.LogCaptureFixture) -> None:
    play(channel, "a", "b", "c")
    assert caplog.messages == ["tones: none of first, second is installed"]


def test_a_player_that_crashes_is_one_line_and_after_the_second_time_passed_over(
    players: FakePlayers, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    players.install("first", CRASHES)
    players.install("second", WORKS)
    play(channel, "a")
    assert caplog.messages == ["tones: first ended with status 3"]
    play(channel, "b", "c")
    assert caplog.messages[1:] == ["tones: first ended with status 3; from now on second"]
    assert players.ran("second") == ["c"]


def test_the_last_player_gone_nothing_is_tried_any_more(
    players: FakePlayers, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    players.install("second", CRASHES)
    play(channel, "a", "b", "c", "d")
    assert caplog.messages[1:] == ["tones: second ended with status 3; there is no other player"]


def test_a_success_forgives_a_failure(players: FakePlayers, channel: Channel, caplog: pytest.LogCaptureFixture) -> None:
    for does in (CRASHES, WORKS, CRASHES, WORKS):
        players.install("first", does)
        play(channel, "a")
    assert caplog.messages == ["tones: first ended with status 3"] * 2


def test_a_player_that_hangs_is_killed_and_one_line(players: FakePlayers, caplog: pytest.LogCaptureFixture) -> None:
    players.install("first", HANGS)
    channel = Channel("tones", [FIRST], limit_s=0.3, environ=players.environ)
    play(channel, "a")
    assert caplog.messages == ["tones: first was still running after 0.3 s"]
    assert not any(psutil.pid_exists(int(pid)) for pid in players.ran("first"))


def test_a_file_that_is_no_program_is_one_line(
    players: FakePlayers, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    (players.folder / "first").write_text("#!/nowhere/at/all\n")
    (players.folder / "first").chmod(0o700)
    play(channel, "a")
    assert caplog.messages == ["tones: first cannot be started: No such file or directory"]


def test_what_cannot_be_made_is_one_line(
    players: FakePlayers, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    players.install("first", WORKS)

    def full() -> str:
        raise OSError(28, "No space left on device")

    channel.play(full)
    assert channel.join(LONG_S)
    assert caplog.messages == ["tones: cannot be made: [Errno 28] No space left on device"]


def running(players: FakePlayers) -> bool:
    """Whether one of the fake players runs as a child of ours."""
    for child in psutil.Process().children():
        try:
            if any(str(players.folder) in word for word in child.cmdline()):
                return True
        except psutil.Error:  # it ends at this very moment
            continue
    return False


def wait_until_running(players: FakePlayers, *, ended: bool = False) -> None:
    while running(players) is ended:
        threading.Event().wait(0.005)


def test_the_newest_cuts_off_what_is_playing_and_that_is_no_failure(
    players: FakePlayers, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    players.install("first", HANGS)
    for _ in range(3):
        channel.play(lambda: "old")
        wait_until_running(players)
    players.install("first", WORKS)
    play(channel, "new")
    assert players.ran("first")[-1] == "-q|new"
    wait_until_running(players, ended=True)
    assert caplog.messages == []


def test_closing_leaves_no_process_behind(players: FakePlayers, channel: Channel) -> None:
    players.install("first", HANGS)
    channel.play(lambda: "a")
    wait_until_running(players)
    channel.close()
    assert channel.join(LONG_S)
    assert not running(players)


def test_what_waits_for_its_turn_is_dropped_by_a_newer_one(players: FakePlayers, channel: Channel) -> None:
    players.install("first", WORKS)
    channel.play(lambda: "too late", after_s=LONG_S)
    play(channel, "now")
    assert players.ran("first") == ["-q|now"]


def test_a_player_that_is_a_function_may_fail_too(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_file: str) -> None:
        raise RuntimeError("no sound card")

    channel = Channel("tones", [Player("winsound", function=broken)], limit_s=LONG_S, environ={})
    play(channel, "a")
    assert caplog.messages == ["tones: winsound failed: no sound card"]


def test_a_program_has_no_terminal_of_ours(players: FakePlayers) -> None:
    players.install("asks", 'open("/dev/tty")')
    wrong = run_program([str(players.folder / "asks")], limit_s=LONG_S, environ=players.environ)
    assert wrong == "ended with status 1"  # a session of its own has no controlling terminal
