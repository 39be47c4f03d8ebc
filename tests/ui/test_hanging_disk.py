"""Every screen on a disk that does not answer: it says so, goes on, and takes up what comes of it after all."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest
from terminal.log_files import make_log
from ui.test_history import HistoryApp, on_disk
from ui.test_home import app, paths, settled, unfinished

from setpace.core.errors import SetpaceError
from setpace.run import disk
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
    """A disk that hangs from `hang` to `answer`; what it is asked meanwhile is done then, in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hangs = False
        self._asked: list[tuple[Future[Any], Callable[[], Any]]] = []
        monkeypatch.setattr(disk, "loosely", self._loosely)

    def hang(self) -> None:
        self.hangs = True

    async def answer(self, pilot: Pilot[None]) -> str:
        """Answer what was asked; what the screen shows then."""
        self.hangs = False
        asked, self._asked = self._asked, []
        for future, act in asked:
            try:
                answer = act()
            except SetpaceError as error:
                future.set_exception(error)
            else:
                future.set_result(answer)
        return await told(pilot)

    def _loosely(self, act: Callable[[], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        self._asked.append((future, act))
        if not self.hangs:
            (_, act), self._asked = self._asked[-1], self._asked[:-1]
            try:
                future.set_result(act())
            except SetpaceError as error:
                future.set_exception(error)
        return future


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
        assert "The disk does not answer: what stands here may be of earlier." in text
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
        await hanging.answer(pilot)
    assert file.exists()
