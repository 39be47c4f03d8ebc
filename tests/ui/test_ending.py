"""The end of the app: each step is done, whatever becomes of the others, and what nobody was told is left in a file."""

from __future__ import annotations

import io
import sys
import tomllib
from typing import TYPE_CHECKING, cast

import pytest
from textual.css.query import NoMatches
from textual.worker import WorkerFailed
from ui.gym import Gym

from setpace.run.diagnostics import keep_diagnostics
from setpace.ui.dialogs import NoteDialog
from setpace.ui.ending import close_sessions, end_after_error, leave_behind, say_last_words
from setpace.ui.job_control import JobControl
from setpace.ui.signals import Signals

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.run.training import Training
    from setpace.ui.app import SetpaceApp


class Held:
    """A screen with a session, of which only this is asked."""

    def __init__(self, training: Training, error: Exception | None = None) -> None:
        self.training = training
        self.error = error
        self.closed = 0

    def close_session(self) -> str | None:
        self.closed += 1
        if self.error is not None:
            raise self.error
        return "not saved: on purpose"


class Typed:
    """A dialog in which something is typed that cannot be taken."""

    def keep_typed(self) -> None:
        raise ZeroDivisionError


def test_what_fails_stops_neither_the_other_sessions_nor_what_is_to_be_said(tmp_path: Path) -> None:
    gym = Gym(tmp_path)
    training = gym.start()
    screens = [Held(training), Held(training, ValueError()), Held(training)]
    words = ["before"]
    with pytest.raises(ValueError, match=r"^$") as raised:
        close_sessions([*screens, Typed()], words)
    assert isinstance(raised.value.__context__, ZeroDivisionError)
    assert [screen.closed for screen in screens] == [1, 1, 1]
    assert words[0] == "before"
    assert [word.splitlines()[0] for word in words[1:]] == ["# setpace: not saved: on purpose"] * 2


async def test_an_error_in_the_note_being_typed_costs_the_note_and_not_the_end_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gym = Gym(tmp_path)
    training = gym.start()

    def fails(_: object) -> None:
        raise ZeroDivisionError

    async with gym.app.run_test(size=gym.size) as gym.pilot:
        await gym.open(training)
        await gym.press("space")
        monkeypatch.setattr(NoteDialog, "keep_typed", fails)
        await gym.press("n", "x")
        Signals(gym.app)._end(143)
        await gym.pilot.pause()
    assert gym.app.return_code == 143
    assert gym.screen._let_go
    [word] = gym.app.last_words
    assert word.startswith("setpace: internal error (ZeroDivisionError); it is noted in")
    [session] = gym.files()
    assert len(session["sets"]) == 1


@pytest.mark.parametrize("ends", [False, True])
async def test_only_a_program_that_goes_on_takes_its_terminal_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, ends: bool
) -> None:
    gym = Gym(tmp_path)
    async with gym.app.run_test(size=gym.size) as gym.pilot:
        taken: list[str] = []
        driver = gym.app._driver
        assert driver is not None
        monkeypatch.setattr(driver, "resume_application_mode", lambda: taken.append("terminal"))
        monkeypatch.setattr(JobControl, "_in_foreground", lambda _: True)
        if ends:
            gym.app.exit()
        JobControl(gym.app, driver, lambda: None, lambda _: None)._continued()
    assert taken == ([] if ends else ["terminal"])


def fails_in_a_thread() -> None:
    raise ZeroDivisionError


async def test_an_error_in_a_thread_is_noted_as_what_it_is_and_where_it_was(tmp_path: Path) -> None:
    gym = Gym(tmp_path)
    async with gym.app.run_test(size=gym.size) as gym.pilot:
        with pytest.raises(ZeroDivisionError) as raised:
            fails_in_a_thread()
        end_after_error(gym.app, WorkerFailed(raised.value))
    assert gym.app.return_code == 1
    assert gym.app.last_words[0].startswith("setpace: internal error (ZeroDivisionError); it is noted in")
    assert "in fails_in_a_thread" in gym.paths.diagnostics_file.read_text(encoding="utf-8")


async def test_an_error_after_a_signal_is_noted_whatever_it_is(tmp_path: Path) -> None:
    gym = Gym(tmp_path)
    async with gym.app.run_test(size=gym.size) as gym.pilot:
        gym.app.exit(return_code=143)
        end_after_error(gym.app, NoMatches("of ours"))
    assert "of ours" in gym.paths.diagnostics_file.read_text(encoding="utf-8")
    assert gym.app.last_words == []


async def test_what_an_error_keeps_from_being_made_is_no_error_of_its_own(tmp_path: Path) -> None:
    gym = Gym(tmp_path)
    async with gym.app.run_test(size=gym.size) as gym.pilot:
        for error in (ZeroDivisionError(), NoMatches("of what could not be made"), ValueError("another one")):
            end_after_error(gym.app, error)
    noted = gym.paths.diagnostics_file.read_text(encoding="utf-8")
    assert noted.count("internal error in setpace") == 2
    assert "of what could not be made" not in noted
    assert len(gym.app.last_words) == 1


class App:
    """As much of the app as its last moments need."""

    def __init__(self, words: list[str], *screens: object) -> None:
        self.last_words = words
        self.screen_stack = screens

    @property
    def app(self) -> SetpaceApp:
        return cast("SetpaceApp", self)


def left_in(folder: Path) -> list[str]:
    return [file.read_text(encoding="utf-8") for file in folder.glob("setpace-not-saved-*.toml")]


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder."""
    folder = tmp_path / "user"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    return folder


def unsaved(gym: Gym) -> Training:
    """A session with one set that the disk did not take."""
    training = gym.start()
    folder = training.file.parent
    folder.rename(folder.with_name("elsewhere"))
    folder.write_text("in the way", encoding="utf-8")
    gym.clock.advance(30)
    training.runner.advance()
    return training


def test_what_was_not_said_is_left_in_a_file_and_still_there_to_be_said(tmp_path: Path, user: Path) -> None:
    gym = Gym(tmp_path / "home")
    keep_diagnostics(gym.paths)
    app = App(["setpace: internal error", "# a session", "# another"], Held(unsaved(gym)))
    leave_behind(app.app)
    assert left_in(user) == ["# a session\n# another"]
    assert len(app.last_words) == 3  # the main thread may be about to say them


def test_a_session_that_nothing_was_done_about_is_left_in_a_file_too(tmp_path: Path, user: Path) -> None:
    gym = Gym(tmp_path / "home")
    leave_behind(App([], Held(unsaved(gym))).app)
    [text] = left_in(user)
    assert text.startswith("# setpace: not saved: Not a directory")
    assert len(tomllib.loads(text)["sets"]) == 1


def test_where_all_is_on_the_disk_nothing_is_left(tmp_path: Path, user: Path) -> None:
    gym = Gym(tmp_path / "home")
    training = gym.start()
    begun = App(["setpace: internal error"], Held(training))
    leave_behind(begun.app)
    gym.clock.advance(30)
    training.runner.advance()
    leave_behind(begun.app)
    assert left_in(user) == []


class Gone(io.StringIO):
    """A terminal that goes after one line."""

    def write(self, text: str) -> int:
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().write(text)


def test_what_a_lost_terminal_did_not_take_is_left_in_a_file(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "__stderr__", Gone())
    say_last_words(["# said", "# not said"])
    assert left_in(user) == ["# not said"]
