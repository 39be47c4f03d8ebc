"""Technique and warm-up sets on screen: offered, taken with one key, told as what they are, also in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ui.gym import Gym

from setpace.ui.correct_text import set_rows
from setpace.ui.session_detail import session_detail

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

CLEANS = 'name = "Cleans"\n[[exercises]]\nexercise = "barbell-clean"\nsets = 2\nreps = 5\n'


@pytest.fixture(params=[(40, 12), (60, 18), (80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def gym(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Gym]:
    """A first session of barbell cleans."""
    gym = Gym(tmp_path, request.param)
    gym.write_routine("cleans", CLEANS)
    async with gym.app.run_test(size=request.param) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start("cleans"))
        yield gym


async def test_the_offer_stands_in_the_prompt_and_one_key_takes_it(gym: Gym) -> None:
    assert "first time: t " in gym.text
    await gym.press("t")
    assert "technique 1 of 2" in gym.text
    await gym.press("space")
    await gym.press("space", after_s=40)
    assert "technique 2 of 2" in gym.text
    await gym.press("space")
    await gym.press("space", after_s=40)
    assert "technique" not in gym.text
    await gym.press("space")
    assert [done.get("kind") for done in gym.files()[-1]["sets"]] == ["technique", "technique", None]


async def test_declined_it_costs_no_key(gym: Gym) -> None:
    await gym.press("space")
    assert [done.get("kind") for done in gym.files()[-1]["sets"]] == [None]


async def test_undo_takes_it_back(gym: Gym) -> None:
    await gym.press("t")
    await gym.press("z")
    assert "undone: technique sets" in gym.text
    await gym.press("space")
    assert [done.get("kind") for done in gym.files()[-1]["sets"]] == [None]


async def test_a_warm_up_comes_on_request(gym: Gym) -> None:
    await gym.press("W")
    assert "its load is not known yet" in gym.text
    await gym.press("w", *"40", "enter")
    await gym.press("W")
    assert "warm-up 1 of 3 · the empty bar" in gym.text
    assert "20" in gym.text


async def test_a_bounce_of_the_key_is_no_second_answer(gym: Gym) -> None:
    await gym.press("t")
    await gym.press("t", after_s=0.1)
    assert "there already" not in gym.text
    await gym.press("t")
    assert "its technique sets are there already" in gym.text


async def test_the_palette_knows_both(gym: Gym) -> None:
    titles = [command.title for command in gym.app.get_system_commands(gym.app.screen)]
    assert {"technique", "warm up"} <= set(titles)


async def test_the_history_shows_them_as_what_they_are_and_counts_the_work(tmp_path: Path) -> None:
    gym = Gym(tmp_path)
    gym.write_routine("cleans", CLEANS)
    training = gym.start("cleans")
    training.runner.technique()
    for _ in range(4):
        gym.clock.advance(40)
        training.runner.advance()
        gym.clock.advance(45)
        training.runner.advance()
    training.leave()
    file = training.log.read(training.file)
    shown = session_detail(file, gym.library, gym.clock.now()).plain
    assert "2/2 sets · 10 reps" in shown
    assert shown.count("Barbell Clean  technique, not counted") == 1
    assert shown.index("technique, not counted") < shown.index("Barbell Clean\n")
    rows = [str(row.content) for row in set_rows(file.session, gym.library, 80, marked=0, side="")]
    assert ["technique" in row for row in rows] == [True, True, False, False]
