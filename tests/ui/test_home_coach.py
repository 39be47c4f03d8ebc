"""The coach at home: when to train, which level, which loads; and a run entered with one key."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from terminal.log_files import NEWEST, make_log, session_text
from textual.widgets import Static

from setpace.run.clock import FakeClock
from setpace.store.paths import Paths
from setpace.ui.app import SetpaceApp
from setpace.ui.first_files import read_first_files

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from textual.pilot import Pilot


@asynccontextmanager
async def _home(folder: Path, days: float, size: tuple[int, int]) -> AsyncIterator[Pilot[None]]:
    paths = Paths(config=folder, data=folder, state=folder / "state", cache=folder / "cache")
    app = SetpaceApp(paths, read_first_files(paths), clock=FakeClock(NEWEST + timedelta(days=days)))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


def home(folder: Path, days: float, size: tuple[int, int] = (120, 40)) -> AbstractAsyncContextManager[Pilot[None]]:
    """Home, so many days after the newest session of `make_log` (Monday 23 November)."""
    return _home(folder, days, size)


async def settle(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def text(pilot: Pilot[None]) -> str:
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def panel(pilot: Pilot[None]) -> str:
    """What stands in the panel of the chosen routine, as it is before its lines are wrapped."""
    return str(pilot.app.screen.query_one("#home-details", Static).content)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0.1, "Wait  trained today: rest makes it strength; advised from Wed 25 Nov"),
        (1, "Wait  trained yesterday: a day of rest first; advised from tomorrow"),
        (2, "Go  last strength session 2 days ago · rested"),
    ],
)
async def test_home_says_when_the_last_session_was_and_what_is_advised(tmp_path: Path, days: float, said: str) -> None:
    make_log(tmp_path, 1)
    async with home(tmp_path, days) as pilot:
        assert said in text(pilot)


async def test_advice_never_blocks(tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    async with home(tmp_path, 1) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert "SET 1 of 3" in text(pilot)


async def test_before_the_first_session_nothing_is_said_of_rest(tmp_path: Path) -> None:
    async with home(tmp_path, 0) as pilot:
        assert "Wait" not in text(pilot)
        assert "Go " not in text(pilot)


async def test_nor_while_a_session_waits_to_be_gone_on_with(tmp_path: Path) -> None:
    [file] = make_log(tmp_path, 1)
    head, first, *_ = session_text(0, NEWEST).split("\n[[sets]]\n")
    lines = [line for line in head.splitlines() if not line.startswith("finished = ")]
    file.write_text("\n".join(lines) + f"\n\n[[sets]]\n{first}\n", encoding="utf-8")
    async with home(tmp_path, 0.1) as pilot:
        assert "Go on: Beginner" in text(pilot)
        assert "trained today" not in text(pilot)


async def test_a_race_tomorrow_is_heeded(tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    (tmp_path / "runs.toml").write_text('[[runs]]\ndate = 2026-11-27\nkind = "race"\n')
    async with home(tmp_path, 3) as pilot:
        wanted = "Wait  last strength session 3 days ago · race tomorrow: nothing heavy today; advised from Sat 28 Nov"
        assert wanted in text(pilot)


async def test_four_clean_sessions_offer_the_next_level_and_two_the_next_load(tmp_path: Path) -> None:
    make_log(tmp_path, 4)  # one more than home reads before its first frame
    async with home(tmp_path, 2) as pilot:
        seen = panel(pilot)
        assert "the last 4 sessions clean in all sets: try intermediate" in seen
        assert "3 × 12  28 kg" in seen
        assert "2 sessions clean at 24 kg" in seen
        assert "3 × 5  42.5 kg" in seen


async def test_three_are_too_few_and_the_setting_may_say_otherwise(tmp_path: Path) -> None:
    make_log(tmp_path, 3)
    async with home(tmp_path, 2) as pilot:
        assert "try intermediate" not in panel(pilot)
    (tmp_path / "settings.toml").write_text("[coach]\nlevel_sessions = 3\n")
    async with home(tmp_path, 2) as pilot:
        assert "the last 3 sessions clean in all sets: try intermediate" in panel(pilot)


async def test_after_a_long_pause_an_easier_start_is_offered(tmp_path: Path) -> None:
    make_log(tmp_path, 4)
    async with home(tmp_path, 36) as pilot:
        assert "5 weeks without strength training: start lighter" in text(pilot)


async def test_one_key_chooses_the_routine_that_is_offered_and_one_more_starts_it(tmp_path: Path) -> None:
    make_log(tmp_path, 4)
    async with home(tmp_path, 2) as pilot:
        assert "try intermediate\nl chooses it" in panel(pilot)
        await pilot.press("l")
        await pilot.pause()
        assert "▌ Intermediate" in text(pilot)
        assert "the last 4 sessions clean in all sets: try intermediate" in panel(pilot)  # still said, beside it
        await pilot.press("enter")
        await pilot.pause()
        assert "▌ Intermediate  set 1/9" in text(pilot)


async def test_the_key_that_takes_the_level_is_the_users_own(tmp_path: Path) -> None:
    make_log(tmp_path, 4)
    (tmp_path / "settings.toml").write_text('[keys]\nlevel = "y"\n')
    async with home(tmp_path, 2) as pilot:
        assert "try intermediate\ny chooses it" in panel(pilot)
        await pilot.press("y")
        await pilot.pause()
        assert "▌ Intermediate" in text(pilot)


async def test_where_no_other_level_is_offered_its_key_says_so_and_chooses_nothing(tmp_path: Path) -> None:
    make_log(tmp_path, 3)
    async with home(tmp_path, 2) as pilot:
        await pilot.press("l")
        await pilot.pause()
        [told] = pilot.app._notifications
        assert told.message.startswith("No other level is offered")
        assert "▌ Beginner" in text(pilot)


async def test_after_the_session_that_earned_it_home_has_the_next_level_chosen(tmp_path: Path) -> None:
    make_log(tmp_path, 3)
    async with home(tmp_path, 2) as pilot:
        assert isinstance(pilot.app, SetpaceApp)
        clock = pilot.app.clock
        assert isinstance(clock, FakeClock)
        await pilot.press("enter")
        for key in (*("space", "1", "space") * 8, "space", "1", "space"):
            clock.advance(40)
            await pilot.press(key)
            await pilot.pause()
        await settle(pilot)
        assert "▌ Intermediate" in text(pilot)
        assert "the last 4 sessions clean in all sets: try intermediate" in panel(pilot)


@pytest.mark.parametrize("size", [(40, 12), (60, 18), (80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_race_is_entered_with_its_day_and_its_kind(tmp_path: Path, size: tuple[int, int]) -> None:
    make_log(tmp_path, 1)
    async with home(tmp_path, 3, size) as pilot:
        await pilot.press("u")
        await pilot.pause()
        assert "tomorrow, Fri 27 Nov 2026" in text(pilot)
        await pilot.press("3")
        await settle(pilot)
        assert "▌3 race" in text(pilot)
        assert not (tmp_path / "runs.toml").exists()  # a digit alone enters nothing
        await pilot.press("enter")
        await settle(pilot)
        assert [told.message for told in pilot.app._notifications] == ["Entered: race, tomorrow"]
        assert "race tomorrow" in " ".join(text(pilot).split())
    assert 'date = 2026-11-27\nkind = "race"' in (tmp_path / "runs.toml").read_text()


async def test_the_day_is_chosen_with_the_arrows_and_a_run_can_be_taken_away(tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    async with home(tmp_path, 3) as pilot:
        await pilot.press("u", "right", "pagedown", "left", "up", "up", "down", "h", "enter")
        await settle(pilot)
        assert "2026-12-04" in (tmp_path / "runs.toml").read_text()
        await pilot.press("u", "pagedown")
        await pilot.pause()
        assert "so far: hard" in text(pilot)
        assert "▌2 hard" in text(pilot)  # what the day has is marked
        await pilot.press("0", "enter")
        await settle(pilot)
        assert "2026-12-04" not in (tmp_path / "runs.toml").read_text()
        await pilot.press("u", "escape")
        await settle(pilot)
        assert "last strength session" in text(pilot)


@pytest.mark.parametrize(("keys", "kind"), [([], "easy"), (["down"], "hard"), (["up"], None), (["2", "down"], "race")])
async def test_the_kind_is_marked_with_the_arrows_and_nothing_is_written_where_nothing_changes(
    tmp_path: Path, keys: list[str], kind: str | None
) -> None:
    async with home(tmp_path, 3) as pilot:
        await pilot.press("u", *keys, "enter")
        await settle(pilot)
    file = tmp_path / "runs.toml"
    assert (f'kind = "{kind}"' in file.read_text()) if kind else not file.exists()


async def test_a_mistake_in_the_file_is_named_with_its_line_and_the_file_is_not_touched(tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    wrong = '[[runs]]\ndate = 2026-11-27\nkind = "sprint"\n'
    (tmp_path / "runs.toml").write_text(wrong)
    async with home(tmp_path, 3) as pilot:
        await pilot.press("u", "1", "enter")
        await settle(pilot)
        said = [notice.message for notice in pilot.app._notifications]
        assert any('runs.toml:3: kind must be easy, hard or race, not "sprint"' in notice for notice in said)
    assert (tmp_path / "runs.toml").read_text() == wrong
