"""Home, and what opens from it, on a disk that does not answer: says so, goes on, and takes up what comes after all."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest
from ui.hanging import hanging, on_top, opened, pressed, told
from ui.test_home import app, paths, settled, unfinished

from setpace.run import disk
from setpace.ui.home import HomeScreen
from setpace.ui.workout import WorkoutScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ui.hanging import Hanging

    from setpace.store.paths import Paths
    from setpace.ui.app import SetpaceApp

__all__ = ("app", "hanging", "paths")  # the fixtures


async def test_a_session_begins_as_soon_as_the_disk_answers(app: Callable[..., SetpaceApp], hanging: Hanging) -> None:
    async with opened(app()) as pilot:
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
    async with opened(app()) as pilot:
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
    async with opened(app()) as pilot:
        hanging.hang()
        await pressed(pilot, "space")
        paths.log_dir.parent.mkdir(exist_ok=True)
        paths.log_dir.write_text("in the way")
        assert "sessions cannot be saved here" in await hanging.answer(pilot)


async def test_home_keeps_what_it_knows_and_reads_as_soon_as_the_disk_answers(
    app: Callable[..., SetpaceApp], tmp_path: Path, hanging: Hanging
) -> None:
    async with opened(app(), "h") as pilot:
        unfinished(tmp_path)
        hanging.hang()
        text = await pressed(pilot, "escape")
        assert "The disk does not answer: what is shown may be out of date." in text
        assert "Go on" not in text
        assert "Go on: Beginner" in await hanging.answer(pilot)


async def test_home_that_could_never_read_says_so_until_it_can(
    app: Callable[..., SetpaceApp], hanging: Hanging
) -> None:
    hanging.hang()
    async with app().run_test(size=(100, 40)) as pilot:
        assert "cannot be read yet: the disk does not answer" in " ".join((await told(pilot)).split())
        await pressed(pilot, "space")  # nothing is there to be begun
        assert on_top(pilot) is HomeScreen
        text = await hanging.answer(pilot)
        assert "▌ Beginner" in text
        assert "cannot be read yet" not in text


async def test_what_is_to_become_of_an_offer_is_done_when_the_disk_answers(
    app: Callable[..., SetpaceApp], tmp_path: Path, hanging: Hanging
) -> None:
    file = unfinished(tmp_path)
    async with opened(app()) as pilot:
        hanging.hang()
        text = await pressed(pilot, "down", "down", "space")
        assert "the disk does not answer yet: it is done as soon as it does" in text
        assert file.exists()
        assert "Go on" not in await hanging.answer(pilot)
    assert not file.exists()


async def test_a_run_and_the_colours_say_so_too(app: Callable[..., SetpaceApp], paths: Paths, hanging: Hanging) -> None:
    async with opened(app()) as pilot:
        hanging.hang()
        assert "it is done as soon as it does" in await pressed(pilot, "u", "2", "enter")
        assert "The themes cannot be read: the disk does not answer." in await pressed(pilot, "t")
        assert on_top(pilot) is HomeScreen
        await hanging.answer(pilot)
        assert 'kind = "hard"' in paths.runs_file.read_text(encoding="utf-8")


async def test_the_settings_open_and_a_theme_that_cannot_be_read_is_not_taken(
    app: Callable[..., SetpaceApp], hanging: Hanging
) -> None:
    async with opened(app()) as pilot:
        hanging.hang()
        assert "SETTINGS" in await pressed(pilot, "s")
        with pytest.raises(ValueError, match="the theme cannot be read: the disk does not answer"):
            pilot.app.change_setting("theme", "paper")  # type: ignore[attr-defined]
        assert pilot.app.settings.theme == "midnight"  # type: ignore[attr-defined]


async def test_a_late_answer_leaves_the_choice_where_it_is(app: Callable[..., SetpaceApp], hanging: Hanging) -> None:
    async with opened(app(), "h") as pilot:
        hanging.hang()
        await pressed(pilot, "escape")
        assert "▌ Advanced" in await pressed(pilot, "down", "down")
        assert "▌ Advanced" in await hanging.answer(pilot)


async def test_a_late_answer_does_not_replace_a_newer_one(
    app: Callable[..., SetpaceApp], tmp_path: Path, hanging: Hanging
) -> None:
    file = unfinished(tmp_path)
    async with opened(app(), "h") as pilot:
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
    async with opened(app()) as pilot:
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
    async with opened(app()) as pilot:
        hanging.hang()
        await pressed(pilot, "space")
    telling = threading.Thread(target=hanging.look())
    telling.start()
    telling.join()
    assert list(paths.log_dir.rglob("*.toml")) == []
    assert list(paths.locks_dir.iterdir()) == []
    assert not caplog.records


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
