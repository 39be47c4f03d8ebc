"""The coach on the workout screen: the suggested load with its reason, and a step lighter after broken form."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from ui.gym import Gym

from setpace.core.session import Form

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

REASON = "3 of 3 sets clean at 24 kg in the last 2 sessions: try 28 kg"


@pytest.fixture(params=[(40, 12), (60, 18), (80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def gym(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Gym]:
    """A session begun after two in which the first exercise was clean at 24 kg."""
    gym = Gym(tmp_path, request.param)
    for _ in range(2):
        past = gym.start()
        for _ in range(3):
            prompt = past.runner.view().current
            assert prompt is not None
            past.runner.type_load(prompt, 24)
            for seconds in (40, 70):
                gym.clock.advance(seconds)
                past.runner.advance()
            past.runner.rate(Form.CLEAN)
        past.runner.finish()
        past.leave()
        gym.clock.advance(timedelta(days=2).total_seconds())
    async with gym.app.run_test(size=request.param) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start())
        yield gym


async def test_the_suggested_load_stands_in_the_prompt_with_its_reason_as_far_as_there_is_room(gym: Gym) -> None:
    assert "28 kg × 12" in gym.text
    assert (REASON if gym.size[0] > 60 else "2 sessions clean at 24 kg: try 28 kg") in gym.text
    await gym.press("space", "space", after_s=70)
    await gym.press("space", after_s=70)
    assert "try 28 kg" not in gym.text
    assert gym.files()[-1]["sets"][0]["load"] == 28


async def test_one_minus_refuses_it(gym: Gym) -> None:
    await gym.press("minus")
    assert "try 28 kg" not in gym.text
    await gym.press("space")
    assert gym.files()[-1]["sets"][0]["load"] == 24


async def test_broken_says_that_the_next_set_is_lighter_and_twice_asks_to_finish(gym: Gym) -> None:
    await gym.press("space", after_s=40)
    await gym.press("3")
    assert "broken: next set 24 kg" in gym.text
    await gym.press("space", after_s=70)
    await gym.press("space", after_s=40)
    await gym.press("3")
    assert "two broken: finish this exercise? x" in gym.text
    await gym.press("x", "8")
    await gym.press("space", after_s=70)
    await gym.press("space", after_s=40)
    assert gym.files()[-1]["sets"][2]["exercise"] == "dumbbell-reverse-lunge"
    assert gym.files()[-1]["note"] == "Ended Kettlebell Deadlift before set 3."
