"""A clicker that bounces: the second signal of one press does nothing, whichever screen it meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ui.gym import Gym

from setpace.run.presses import BOUNCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

BOUNCED_S = 0.12
ON_PURPOSE_S = BOUNCE.total_seconds() + 0.01


@pytest.fixture
async def gym(tmp_path: Path) -> AsyncIterator[Gym]:
    made = Gym(tmp_path)
    async with made.app.run_test(size=made.size) as pilot:
        made.pilot = pilot
        yield made


async def test_the_press_that_leaves_the_summary_begins_no_session(gym: Gym) -> None:
    await gym.open(gym.start())
    await gym.press("space")
    await gym.press("escape", "f")
    assert "of 9" in gym.text
    await gym.press("space", after_s=3)
    assert "SETPACE" in gym.text
    await gym.press("space", after_s=BOUNCED_S)
    assert "SETPACE" in gym.text
    assert len(gym.files()) == 1
    await gym.press("space", after_s=ON_PURPOSE_S)
    assert "SET 1 of 3" in gym.text


async def test_the_press_that_finishes_an_old_session_begins_no_other(gym: Gym) -> None:
    for keys in (("enter",), ("space",), ("escape", "l"), ("down",)):
        await gym.press(*keys)
    assert "Go on: Beginner" in gym.text
    await gym.press("enter")
    assert "Go on: Beginner" not in gym.text
    await gym.press("enter", after_s=BOUNCED_S)
    [file] = gym.files()
    assert "finished" in file
    assert "SETPACE" in gym.text


@pytest.mark.parametrize(
    "keys",
    [("escape", "space"), ("n", "f", "enter"), ("w", "2", "enter"), ("d", "space"), ("x", "down", "pagedown")],
    ids=["go on", "note", "load", "details", "swap"],
)
async def test_the_press_that_closes_a_dialog_moves_nothing_behind_it(gym: Gym, keys: tuple[str, ...]) -> None:
    await gym.open(gym.start())
    for key in keys:
        await gym.press(key)
    await gym.press(keys[-1], after_s=BOUNCED_S)
    assert "SET 1 of 3" in gym.text
    await gym.press("space", after_s=ON_PURPOSE_S)
    assert "REST" in gym.text


@pytest.mark.parametrize(
    "keys", [("question_mark", "space"), ("t", "enter"), ("u", "1", "enter")], ids=["help", "theme", "run"]
)
async def test_the_press_that_closes_a_dialog_of_home_begins_no_session(gym: Gym, keys: tuple[str, ...]) -> None:
    for key in keys:
        await gym.press(key)
    await gym.press("enter", after_s=BOUNCED_S)
    assert "SETPACE" in gym.text
    await gym.press("enter", after_s=ON_PURPOSE_S)
    assert "SET 1 of 3" in gym.text


async def test_escape_is_no_press_that_could_bounce(gym: Gym) -> None:
    await gym.press("s")
    await gym.press("escape", "enter")
    assert "SET 1 of 3" in gym.text


async def test_another_button_than_the_left_is_not_the_one_key(gym: Gym) -> None:
    await gym.open(gym.start())
    gym.clock.advance(1)
    await gym.pilot.click(offset=(40, 12), button=3)
    assert "SET 1 of 3" in gym.text
    gym.clock.advance(1)
    await gym.pilot.click(offset=(40, 12))
    assert "REST" in gym.text
