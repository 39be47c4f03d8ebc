"""Every screen on a disk that does not answer: it says so, goes on, and takes up what comes of it after all."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest
from terminal.log_files import make_log
from ui.test_history import HistoryApp, on_disk
from ui.test_home import app, paths, settled, unfinished

from setpace.core.errors import SetpaceError
from setpace.run import disk
from setpace.store.session_naming import named_by_start
from setpace.ui.history import HistoryScreen
from setpace.ui.home import HomeScreen
from setpace.ui.workout import WorkoutScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.screen import Screen

    from setpace.store.paths import Paths
    from setpace.ui.app import SetpaceApp

__all__ = ("app", "paths")  # the fixtures

SIZE = (100, 40)


class Hanging:
    """A disk that hangs from `hang` to `answer`; what it is asked meanwhile is done then, in order.

    Attributes:
        hangs: whether it does.
        hangs_at: it begins to when it is asked to do this.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hangs = False
        self.hangs_at: object = None
        self._asked: list[tuple[Future[Any], Callable[[], Any]]] = []
        for asking in ("setpace.run.disk.loosely", "setpace.ui.home_begin.loosely"):
            monkeypatch.setattr(asking, self._loosely)

    def hang(self) -> None:
        self.hangs = True

    async def answer(self, pilot: Pilot[None]) -> str:
        """Answer what was asked; what the screen shows then."""
        self.hangs, self.hangs_at = False, None
        asked, self._asked = self._asked, []
        for future, act in asked:
            _tell(future, *came_of(act))
        return await told(pilot)

    def look(self) -> Callable[[], None]:
        """Do what was asked, and give what tells of it; new questions are answered at once."""
        self.hangs = False
        asked, self._asked = self._asked, []
        done = [(future, came_of(act)) for future, act in asked]

        def tell() -> None:
            for future, (answer, error) in done:
                _tell(future, answer, error)

        return tell

    def _loosely(self, act: Callable[[], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        self._asked.append((future, act))
        self.hangs |= self.hangs_at is not None and getattr(act, "func", None) is self.hangs_at
        if not self.hangs:
            (_, act), self._asked = self._asked[-1], self._asked[:-1]
            _tell(future, *came_of(act))
        return future


def came_of(act: Callable[[], Any]) -> tuple[Any, SetpaceError | None]:
    try:
        return act(), None
    except SetpaceError as error:
        return None, error


def _tell(future: Future[Any], answer: Any, error: SetpaceError | None) -> None:
    if error is None:
        future.set_result(answer)
    else:
        future.set_exception(error)


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch, quick: None) -> Hanging:  # noqa: ARG001 - it has its own patience
    monkeypatch.setattr(disk, "LOOK_S", 0.0)
    return Hanging(monkeypatch)


async def pressed(pilot: Pilot[None], *keys: str) -> str:
    await pilot.press(*keys)
    return await told(pilot)


async def told(pilot: Pilot[None]) -> str:
    """What the screen shows, and its notices."""
    text = await settled(pilot)
    return "\n".join([text, *(notice.message for notice in pilot.app._notifications)])


def on_top(pilot: Pilot[None]) -> type[Screen[Any]]:
    return type(pilot.app.screen)


# ------------------------------------------------------------------------------------------------------------- home


async def test_a_session_begins_as_soon_as_the_disk_answers(app: Callable[..., SetpaceApp], hanging: Hanging) -> None:
    async with app().run_test(size=SIZE) as pilot:
        await settled(pilot)
        hanging.hang()
        await pilot.press("down")
        assert "the session begins as soon as it does" in await pressed(pilot, "space")
        assert "▌ Beginner" in await pressed(pilot, "up")  # home goes on
        pilot.app.clock.advance(1)  # type: ignore[attr-defined]
        await pressed(pilot, "enter")  # asked once more, and begun once
        await hanging.answer(pilot)
        assert on_top(pilot) is WorkoutScreen
        assert len(pilot.app.screen_stack) == 2
        assert "Intermediate  set 1/9" in await settled(pilot)


async def test_one_who_looks_at_something_else_by_then_gets_no_session(
    app: Callable[..., SetpaceApp], paths: Paths, hanging: Hanging
) -> None:
    async with app().run_test(size=SIZE) as pilot:
        await settled(pilot)
        hanging.hang()
        await pressed(pilot, "space")
        await pressed(pilot, "question_mark")
        await hanging.answer(pilot)
        assert on_top(pilot) is not WorkoutScreen
        await pressed(pilot, "escape")
        assert on_top(pilot) is HomeScreen
        assert list(paths.log_dir.rglob("*.toml")) == []
        assert list(paths.locks_dir.iterdir()) == []
        pilot.app.clock.advance(1)  # type: ignore[attr-defined]
        await pressed(pilot, "space")  # nothing is in the way of the next one
        assert on_top(pilot) is WorkoutScreen


async def test_a_session_that_cannot_begin_after_all_is_told_of(
    app: Callable[..., SetpaceApp], paths: Paths, hanging: Hanging
) -> None:
    async with app().run_test(size=SIZE) as pilot:
        await settled(pilot)
        hanging.hang()
        await pressed(pilot, "space")
        paths.log_dir.parent.mkdir(exist_ok=True)
        paths.log_dir.write_text("in the way")
        assert "sessions cannot be saved here" in await hanging.answer(pilot)


async def test_home_keeps_what_it_knows_and_reads_as_soon_as_the_disk_answers(
    app: Callable[..., SetpaceApp], tmp_path: Path, hanging: Hanging
) -> None:
    async with app().run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pressed(pilot, "h")
        unfinished(tmp_path)
        hanging.hang()
        text = await pressed(pilot, "escape")
        assert "The disk does not answer: what is shown may be out of date." in text
        assert "Go on" not in text
        assert "Go on: Beginner" in await hanging.answer(pilot)


async def test_what_is_to_become_of_an_offer_is_done_when_the_disk_answers(
    app: Callable[..., SetpaceApp], tmp_path: Path, hanging: Hanging
) -> None:
    file = unfinished(tmp_path)
    async with app().run_test(size=SIZE) as pilot:
        await settled(pilot)
        hanging.hang()
        text = await pressed(pilot, "down", "down", "space")
        assert "the disk does not answer yet: it is done as soon as it does" in text
        assert file.exists()
        assert "Go on" not in await hanging.answer(pilot)
    assert not file.exists()


async def test_a_run_and_the_colours_say_so_too(app: Callable[..., SetpaceApp], paths: Paths, hanging: Hanging) -> None:
    async with app().run_test(size=SIZE) as pilot:
        await settled(pilot)
        hanging.hang()
        assert "it is done as soon as it does" in await pressed(pilot, "u", "2", "enter")
        assert "The themes cannot be read: the disk does not answer." in await pressed(pilot, "t")
        assert on_top(pilot) is HomeScreen
        await hanging.answer(pilot)
        assert 'kind = "hard"' in paths.runs_file.read_text(encoding="utf-8")


async def test_the_settings_open_and_a_theme_that_cannot_be_read_is_not_taken(
    app: Callable[..., SetpaceApp], hanging: Hanging
) -> None:
    async with app().run_test(size=SIZE) as pilot:
        await settled(pilot)
        hanging.hang()
        assert "SETTINGS" in await pressed(pilot, "s")
        with pytest.raises(ValueError, match="the theme cannot be read: the disk does not answer"):
            pilot.app.change_setting("theme", "paper")  # type: ignore[attr-defined]
        assert pilot.app.settings.theme == "midnight"  # type: ignore[attr-defined]


async def test_a_late_answer_leaves_the_choice_where_it_is(app: Callable[..., SetpaceApp], hanging: Hanging) -> None:
    async with app().run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pressed(pilot, "h")
        hanging.hang()
        await pressed(pilot, "escape")
        assert "▌ Advanced" in await pressed(pilot, "down", "down")
        assert "▌ Advanced" in await hanging.answer(pilot)


async def test_a_late_answer_does_not_replace_a_newer_one(
    app: Callable[..., SetpaceApp], tmp_path: Path, hanging: Hanging
) -> None:
    file = unfinished(tmp_path)
    async with app().run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pressed(pilot, "h")
        hanging.hang()
        await pressed(pilot, "escape")
        tell = hanging.look()  # it is read, and not told yet
        file.unlink()
        await pressed(pilot, "h")
        assert "Go on" not in await pressed(pilot, "escape")
        tell()
        assert "Go on" not in await told(pilot)


async def test_nothing_of_a_late_answer_lies_over_a_set_or_stops_its_clock(
    app: Callable[..., SetpaceApp], paths: Paths, tmp_path: Path, hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    unfinished(tmp_path)
    async with app().run_test(size=SIZE) as pilot:
        await settled(pilot)
        hanging.hang()
        await pressed(pilot, "down", "down", "space")  # to the trash
        paths.runs_file.write_text("runs = 3", encoding="utf-8")
        await pressed(pilot, "h")
        await pressed(pilot, "escape")
        tell = hanging.look()
        await pressed(pilot, "down")
        pilot.app.clock.advance(1)  # type: ignore[attr-defined]
        await pressed(pilot, "space")
        assert on_top(pilot) is WorkoutScreen
        asked: list[object] = []

        def asks(act: object) -> Future[Any]:
            asked.append(act)
            return Future()

        monkeypatch.setattr(disk, "loosely", asks)
        tell()
        await told(pilot)
        assert not asked
        assert not list(pilot.app._notifications)


async def test_a_session_that_nobody_sees_any_more_leaves_nothing(
    app: Callable[..., SetpaceApp], paths: Paths, hanging: Hanging, caplog: pytest.LogCaptureFixture
) -> None:
    async with app().run_test(size=SIZE) as pilot:
        await settled(pilot)
        hanging.hang()
        await pressed(pilot, "space")
    telling = threading.Thread(target=hanging.look())
    telling.start()
    telling.join()
    assert list(paths.log_dir.rglob("*.toml")) == []
    assert list(paths.locks_dir.iterdir()) == []
    assert not caplog.records


# ---------------------------------------------------------------------------------------------------------- history


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("down",), "the disk does not answer"),
        (("enter",), "the disk does not answer"),
        (("c",), "the disk does not answer"),
        (("T",), "the disk does not answer"),
        (("n",), "the routines cannot be read: the disk does not answer"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
async def test_what_cannot_be_read_is_told_and_the_list_goes_on(
    paths: Paths, tmp_path: Path, hanging: Hanging, keys: tuple[str, ...], said: str
) -> None:
    make_log(tmp_path, 3)
    async with HistoryApp(paths).run_test(size=SIZE) as pilot:
        assert said not in await settled(pilot)
        hanging.hang()
        text = await pressed(pilot, *keys)
        assert said in text
        assert on_top(pilot) is HistoryScreen
        await hanging.answer(pilot)
        assert said not in await pressed(pilot, "end")


async def test_a_session_goes_to_the_trash_and_out_of_the_list_when_the_disk_answers(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    files = make_log(tmp_path, 3)
    async with HistoryApp(paths).run_test(size=SIZE) as pilot:
        await settled(pilot)
        hanging.hang()
        text = await pressed(pilot, "x")
        assert "it is done as soon as it does" in text
        assert "1 of 3" in text
        text = await hanging.answer(pilot)
        assert "trashed: T restores it" in text
        assert "1 of 2" in text
    assert not files[0].exists()


async def test_a_correction_is_not_saved_yet_and_then_saved_after_all(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pressed(pilot, "enter")
        hanging.hang()
        text = await pressed(pilot, "plus")
        assert "not saved yet: the disk does not answer" in text
        assert "28 kg" not in text
        text = await hanging.answer(pilot)
        assert "the disk answered: saved after all" in text
        assert "▌ Kettlebell Deadlift    1   28 kg" in text
        assert on_disk(file)["sets"][0]["load"] == 28
        await pressed(pilot, "z")
        assert on_disk(file)["sets"][0]["load"] == 24


async def test_a_correction_that_is_refused_after_all_is_told(paths: Paths, tmp_path: Path, hanging: Hanging) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pressed(pilot, "enter")
        hanging.hang()
        await pressed(pilot, "plus")
        file.write_text(file.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
        text = await hanging.answer(pilot)
        assert "changed on disk since it was read" in text
        assert "▌ Kettlebell Deadlift    1   24 kg" in text


async def test_a_session_comes_back_from_the_trash_when_the_disk_answers(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pressed(pilot, "x")
        await pressed(pilot, "T")
        hanging.hang()
        assert "it is done as soon as it does" in await pressed(pilot, "enter")
        assert "is back" in await hanging.answer(pilot)
        assert "1 of 1" in await pressed(pilot, "escape")
    assert file.exists()


async def test_what_is_refused_late_is_told(paths: Paths, tmp_path: Path, hanging: Hanging) -> None:
    files = make_log(tmp_path, 3)
    async with HistoryApp(paths).run_test(size=SIZE) as pilot:
        await settled(pilot)
        hanging.hang()
        await pressed(pilot, "x")
        paths.trash_dir.write_text("in the way", encoding="utf-8")
        text = await hanging.answer(pilot)
        assert "cannot be moved to the trash" in text
        assert "1 of 3" in text
    assert files[0].exists()


async def test_a_session_entered_afterwards_is_listed_when_the_disk_answers(
    paths: Paths, tmp_path: Path, hanging: Hanging
) -> None:
    make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pressed(pilot, "n")
        await pressed(pilot, "enter")
        hanging.hang()
        assert "it is done as soon as it does" in await pressed(pilot, "enter")
        assert "Saved, all as planned" in await hanging.answer(pilot)
        assert "of 2" in await pressed(pilot, "escape")


async def test_a_trash_that_takes_long_opens_when_it_is_read(paths: Paths, tmp_path: Path, hanging: Hanging) -> None:
    make_log(tmp_path, 2)
    async with HistoryApp(paths).run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pressed(pilot, "x")
        hanging.hang()
        await pressed(pilot, "T")
        assert "2026-11-23 18:04  Beginner  9/9 sets" in await hanging.answer(pilot)


async def test_a_file_whose_new_name_comes_late_is_corrected_further(
    paths: Paths, tmp_path: Path, hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = make_log(tmp_path, 1)

    def named(*args: Any) -> Path:
        return named_by_start(*args)

    async with HistoryApp(paths).run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pressed(pilot, "enter")
        await pressed(pilot, "t")
        monkeypatch.setattr("setpace.ui.session_editor.named_by_start", named)
        hanging.hangs_at = named
        await pressed(pilot, *["backspace"] * 40, *"2026-11-23 17:04 - 17:34", "enter")
        assert "not saved yet" in await pressed(pilot, "plus")
        await hanging.answer(pilot)
        assert "load 28 kg, saved" in await pressed(pilot, "plus")
    assert not file.exists()
    (new,) = file.parent.iterdir()
    assert new.name.startswith("2026-11-23_17-04")
    assert on_disk(new)["sets"][0]["load"] == 28


async def test_a_late_undo_is_an_undo(paths: Paths, tmp_path: Path, hanging: Hanging) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pressed(pilot, "enter")
        await pressed(pilot, "right", "plus")
        hanging.hang()
        await pressed(pilot, "z")
        await hanging.answer(pilot)
        assert on_disk(file)["sets"][0]["load"] == 24
        assert on_disk(file)["sets"][0]["reps"] == 13
        await pressed(pilot, "z")
        assert on_disk(file)["sets"][0]["reps"] == 12


# ------------------------------------------------------------------------------------------- the waiting itself


def test_only_the_first_of_many_questions_is_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(disk, "wait", lambda _, patience_s: waited.append(patience_s))
    answers = threading.Event()
    try:
        for _ in range(3):
            with pytest.raises(disk.NoAnswerError):
                disk.ask_disk(answers.wait)
    finally:
        answers.set()
    for each in disk._questions():
        each.join()
    assert waited == [disk.LOOK_S, disk.GLANCE_S, disk.GLANCE_S]
