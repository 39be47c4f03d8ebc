"""Keys that come faster than the program is: they go to what was on top when they came, and it acts once."""

from __future__ import annotations

import ast
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from run.conftest import START
from textual.events import Key, Resize
from textual.geometry import Size

import setpace.ui
from setpace.run.clock import FakeClock
from setpace.store.paths import find_paths
from setpace.ui.app import SetpaceApp
from setpace.ui.first_files import read_first_files
from setpace.ui.workout import WorkoutScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot


class Typist:
    """Types on an app without waiting for what a key does."""

    def __init__(self, app: SetpaceApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    def post(self, *keys: str) -> None:
        """Type faster than the screen on top is: all the keys wait in its queue, as after a while of being busy."""
        screen = self.app.screen
        for key in keys:
            event = Key(key, key if len(key) == 1 else None)
            event.set_sender(self.app)
            screen._forward_event(event)

    def resize(self, columns: int, rows: int) -> None:
        size = Size(columns, rows)
        self.app._driver._size = size  # type: ignore[union-attr]  # as the pilot does it, without its pause
        self.app.post_message(Resize(size, size))

    async def settled(self) -> list[str]:
        """The screens from the bottom, once everything is done."""
        for _ in range(3):
            await self.pilot.pause()
        return [type(screen).__name__ for screen in self.app.screen_stack]


@pytest.fixture
async def typist(tmp_path: Path) -> AsyncIterator[Typist]:
    paths = find_paths({"SETPACE_HOME": str(tmp_path)})
    app = SetpaceApp(paths, read_first_files(paths), clock=FakeClock(START))
    async with app.run_test(size=(80, 24)) as pilot:
        yield Typist(app, pilot)
        await pilot.pause()
        app.close_sessions()


async def test_a_second_enter_at_home_begins_no_second_session(typist: Typist) -> None:
    typist.post("enter", "enter", "enter")
    assert await typist.settled() == ["HomeScreen", "WorkoutScreen"]
    typist.post("enter")  # all within the 400 ms of one bouncing press
    await typist.settled()
    screen = typist.app.screen
    assert isinstance(screen, WorkoutScreen)
    assert screen.runner.state.performed == ()


@pytest.mark.parametrize("opened_by", ["n", "escape", "d", "question_mark", "w", "x"])
async def test_a_second_escape_closes_the_dialog_and_not_the_workout_behind_it(typist: Typist, opened_by: str) -> None:
    typist.post("enter")
    await typist.settled()
    typist.post(opened_by)
    assert len(await typist.settled()) == 3
    typist.post("escape", "escape", "escape")
    # The last ones may come after the dialog has gone: then they ask how to leave, which is no loss.
    assert (await typist.settled())[:2] == ["HomeScreen", "WorkoutScreen"]


@pytest.mark.parametrize("digit", ["1", "g"])
async def test_an_answer_given_twice_closes_one_screen(typist: Typist, digit: str) -> None:
    typist.post("enter")
    await typist.settled()
    typist.post("x" if digit == "1" else "escape")
    await typist.settled()
    typist.post(digit, digit, digit)
    assert await typist.settled() == ["HomeScreen", "WorkoutScreen"]


async def test_a_palette_opened_over_a_terminal_too_small_does_not_keep_the_message_there(typist: Typist) -> None:
    typist.post("enter")
    await typist.settled()
    typist.resize(30, 8)
    await typist.pilot.press("ctrl+p")
    typist.resize(80, 24)
    await typist.pilot.press("escape")
    stack = await typist.settled()
    assert "TooSmallScreen" not in stack
    assert stack[:2] == ["HomeScreen", "WorkoutScreen"]


async def test_two_sizes_at_once_do_not_follow_each_other_for_ever(
    typist: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    typist.post("enter")
    await typist.settled()
    sizes: list[Size] = []
    take = WorkoutScreen.on_resize

    def count_and_take(screen: WorkoutScreen, event: Resize) -> None:
        sizes.append(event.size)
        take(screen, event)

    monkeypatch.setattr(WorkoutScreen, "on_resize", count_and_take)
    screen = typist.app.screen
    typist.resize(100, 30)
    await typist.settled()
    for size in (Size(60, 20), Size(100, 30)):
        screen.post_message(Resize(size, size))
        screen.call_later(sizes.__len__)  # anything between the two keeps Textual from making one of them
    for _ in range(500):
        await asyncio.sleep(0)
    seen = len(sizes)
    for _ in range(500):
        await asyncio.sleep(0)
    assert len(sizes) == seen
    assert screen.size == Size(100, 30)


def test_every_screen_of_ours_is_one_that_leaves_once() -> None:
    textuals = {"Screen", "ModalScreen", "CommandPalette"}
    for file in sorted(Path(setpace.ui.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name != "TopScreen":
                bases = {ast.unparse(base).partition("[")[0] for base in node.bases}
                assert not bases & textuals or "TopScreen" in bases, f"{file.name}: {node.name}"
