"""Dialogs that ask: more options than there are rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.containers import Vertical
from ui.gym import Gym

from setpace.ui.row_list import RowList

if TYPE_CHECKING:
    from pathlib import Path

LONG = "Paused Deficit Romanian Deadlift With Two Heavy Kettlebells"
OWN = "".join(
    f'[long-{n}]\nname = "{LONG} {n}"\nfamily = "hinge"\nequipment = "two kettlebells"\nstep_kg = 4\nstep_lb = 5\n'
    for n in range(1, 7)
)


@pytest.mark.parametrize("size", [(40, 12), (60, 18), (80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_with_more_options_than_rows_the_keys_stay_and_the_last_option_is_reached(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    gym = Gym(tmp_path, size, exercises=OWN)
    async with gym.app.run_test(size=size) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start())
        await gym.press("x")
        rows, hint = gym.app.screen.query_one(RowList), gym.app.screen.query_one(".hint")
        box = gym.app.screen.query_one(Vertical)
        for _ in range(20):
            assert box.content_region.contains_region(hint.region), "the keys are out of sight"
            await gym.press("down")
        assert "finish this exercise" in gym.text
        assert rows.chosen == "end"
        last = rows.children[-1].region
        assert rows.region.contains_region(last), "the last option is cut"
        await pilot.resize_terminal(60, 18)
        await pilot.pause()
        await pilot.pause()
        assert "space take · ↑ ↓ move · esc back" in gym.text
        assert rows.region.contains_region(rows.children[-1].region)


async def test_an_option_that_no_key_takes_has_no_number(tmp_path: Path) -> None:
    gym = Gym(tmp_path, (80, 24), exercises=OWN)
    async with gym.app.run_test(size=gym.size) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start())
        await gym.press("x")
        first = [str(row.render()).strip().partition(" ")[0] for row in gym.app.screen.query_one(RowList).children]
        numbered = [word for word in first if word.isdigit()]
        assert numbered == [str(number) for number in range(1, 10)]
        assert len(first) > len(numbered)
