"""A load of two dumbbells is said as two wherever a runner reads what to lift, and kept as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ui.gym import Gym

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

LUNGES = """\
name = "Lunges"
level = "beginner"
[[exercises]]
exercise = "dumbbell-reverse-lunge"
sets = 3
reps = 10
[[exercises]]
exercise = "kettlebell-deadlift"
sets = 1
reps = 12
"""


@pytest.fixture(params=[(40, 12), (60, 18), (80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def gym(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Gym]:
    """In the first set of lunges with a dumbbell of 12.5 kg in each hand."""
    gym = Gym(tmp_path, request.param)
    gym.write_routine("lunges", LUNGES)
    async with gym.app.run_test(size=request.param) as pilot:
        gym.pilot = pilot
        training = gym.start("lunges")
        prompt = training.runner.view().current
        assert prompt is not None
        training.runner.type_load(prompt, 12.5)
        await gym.open(training)
        yield gym


def said(gym: Gym) -> str:
    """All that is said in plain letters but for the plain line, the last but one."""
    return "\n".join(gym.text.splitlines()[:-2])


async def test_the_set_its_rest_and_last_time_say_two(gym: Gym) -> None:
    if gym.size[0] < 100:  # there the label is in large letters
        assert "2 × 12.5 KG" in said(gym)
    assert "2 × 12.5 kg × 10 e" in gym.text.splitlines()[-2]
    await gym.press("space", after_s=40)
    assert ("2 × 12.5 kg × 10 each side" if gym.size[0] > 40 else "2×12.5 kg × 10/side") in said(gym)
    plain = gym.text.splitlines()[-2]
    assert "next Dumbbell Reverse Lun" in plain  # the name first: what to fetch stands there on the smallest screen too
    assert "2 × 12.5 kg × 10" in plain or gym.size[0] <= 60
    await gym.press("1")
    [line] = [line for line in gym.text.splitlines() if "DONE" in line]
    assert ("✓" if gym.size[0] == 40 else "clean") in line
    [done] = gym.files()[0]["sets"]
    assert done["load"] == 12.5


async def test_the_load_is_asked_of_each_and_one_kettlebell_is_just_one(gym: Gym) -> None:
    await gym.press("w")
    assert "each of 2" in gym.text
    await gym.press("escape")
    for _ in range(3):
        await gym.press("space", after_s=200)
    await gym.press("plus", after_s=200)
    assert "1 × 16" not in gym.text
    await gym.press("w")
    assert "each of" not in gym.text
