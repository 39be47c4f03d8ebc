"""The running workout on the gym floor: large at any size, one key, phases seen from the corner of an eye."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from textual.color import Color
from ui.gym import Gym

from setpace.core.session import Form
from setpace.store.themes import load_theme
from setpace.ui.board import Board
from setpace.ui.giant import Glyph
from setpace.ui.glyphs import PLAIN, glyph_width
from setpace.ui.parts import Words
from setpace.ui.title import TerminalTitle, title_text

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.run.training import Training
    from setpace.ui.parts import Placed

SIZES = [(40, 12), (60, 18), (80, 24), (120, 40), (200, 60)]
LONG = "Paused Deficit Single-Leg Romanian Deadlift With Two Heavy Kettlebells At Once"
OWN = f"""
[long-one]
name = "{LONG}"
family = "hinge"
equipment = "two kettlebells"
each_side = true
step_kg = 4
step_lb = 5
"""
ROUTINE = """
name = "Long"
level = "advanced"
[[exercises]]
exercise = "dumbbell-bulgarian-split-squat"
sets = 12
reps = 10
"""


def board(gym: Gym) -> Board:
    return gym.app.screen.query_one(Board)


def glyphs(gym: Gym) -> list[Placed]:
    return [each for each in board(gym).shown if isinstance(each.part, Glyph)]


def not_clipped(gym: Gym) -> None:
    """Nothing leaves the face, nothing covers another, and no giant glyph is wider than its place."""
    shown = board(gym)
    taken: set[tuple[int, int]] = set()
    for each in shown.shown:
        x, y, width, height = each.region
        assert not width or not height or shown.size.region.contains_region(each.region), f"{each} leaves the screen"
        cells = {(column, row) for column in range(x, x + width) for row in range(y, y + height)}
        assert not cells & taken, f"{each} covers something"
        taken |= cells
        if isinstance(each.part, Glyph):
            assert shown.face.contains_region(each.region)
            assert glyph_width(each.part.char, each.part.size) <= width
            assert each.part.size.rows <= height


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
async def test_nothing_is_clipped_in_any_phase(tmp_path: Path, size: tuple[int, int]) -> None:
    gym = Gym(tmp_path, size)
    gym.write_routine("long", ROUTINE)
    async with gym.app.run_test(size=size) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start("long"))
        not_clipped(gym)
        await gym.press("w")
        await gym.press(*"122", "full_stop", "5", "enter")
        not_clipped(gym)
        await gym.press("r", "down")
        not_clipped(gym)
        await gym.press("space")
        not_clipped(gym)
        await gym.wait(61)
        assert "READY" in gym.text
        not_clipped(gym)
        await gym.press("p")
        assert "PAUSED" in gym.text
        not_clipped(gym)
        await gym.press("space")
        await gym.wait(60)
        assert "GO +" in gym.text
        not_clipped(gym)
        await gym.wait(4000)
        not_clipped(gym)
        await gym.press("escape", "f")
        assert "ENDED EARLY" in gym.text


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
async def test_the_clock_takes_what_the_rest_can_spare(tmp_path: Path, size: tuple[int, int]) -> None:
    gym = Gym(tmp_path, size)
    async with gym.app.run_test(size=size) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start())
        await gym.press("space")
        clock = glyphs(gym)
        part = clock[0].part
        assert isinstance(part, Glyph)
        assert part.size != PLAIN
        assert clock[-1].region.right - clock[0].region.x >= size[0] * 0.4
        assert part.size.rows >= size[1] // 3 - 1


async def test_resizing_at_any_moment_is_safe(tmp_path: Path) -> None:
    gym = Gym(tmp_path, (80, 24))
    async with gym.app.run_test(size=(80, 24)) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start("intermediate"))
        for number, size in enumerate([*SIZES, *reversed(SIZES), (40, 60), (200, 12), (30, 8), (80, 24)]):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            if size != (30, 8):
                not_clipped(gym)
            await gym.press("space" if number % 2 else "plus", after_s=5)
        assert "SET" in gym.text or "REST" in gym.text


async def test_reps_of_each_side_are_as_large_as_others(tmp_path: Path) -> None:
    gym = Gym(tmp_path, (120, 40))
    async with gym.app.run_test(size=(120, 40)) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start())
        [one, two] = glyphs(gym)[-2:]
        assert [each.part.char for each in (one, two) if isinstance(each.part, Glyph)] == ["1", "2"]
        for _ in range(3):
            await gym.press("s")
        [one, zero] = glyphs(gym)[-2:]
        assert [each.part.char for each in (one, zero) if isinstance(each.part, Glyph)] == ["1", "0"]
        assert any(isinstance(each.part, Words) and each.part.text == "each side" for each in board(gym).shown)
        assert abs(zero.region.height - two.region.height) <= 2


async def test_phases_have_grounds_of_their_own_and_everything_large_is_said_once(tmp_path: Path) -> None:
    gym = Gym(tmp_path, (80, 24))
    async with gym.app.run_test(size=(80, 24)) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start())
        assert "SET 1 of 3 · 12 reps · Kettlebell Deadlift" in gym.text
        await gym.press("space")
        grounds = [board(gym).ground]
        assert "REST 1:00 · next Kettlebell Deadlift 2/3 · 12 reps" in gym.text
        await gym.wait(60)
        grounds.append(board(gym).ground)
        assert "READY 1:00" in gym.text
        await gym.wait(60)
        grounds.append(board(gym).ground)
        assert "GO +0:00 · SET 2 of 3" in gym.text
        assert len(set(grounds)) == 3


async def test_another_theme_changes_the_ground_at_once(tmp_path: Path) -> None:
    gym = Gym(tmp_path)
    async with gym.app.run_test(size=gym.size) as gym.pilot:
        await gym.open(gym.start())
        await gym.press("space")
        before = board(gym).ground
        paper, _ = load_theme(gym.paths, "paper")
        assert paper is not None
        gym.app.show_theme(paper)
        await gym.pilot.pause()
        assert board(gym).ground == Color.parse(gym.app.theme_variables["rest-ground"]) != before


async def test_a_boundary_flashes_once_and_only_if_wanted(tmp_path: Path) -> None:
    for flash in (True, False):
        gym = Gym(tmp_path / str(flash), (80, 24))
        async with gym.app.run_test(size=(80, 24)) as pilot:
            gym.pilot = pilot
            await gym.open(gym.start())
            board(gym).flashes = flash
            await gym.press("space")
            assert not board(gym).flashing
            gym.clock.advance(60)
            gym.screen.paint()
            assert board(gym).flashing is flash
            assert (board(gym).ground == board(gym).look.color("ready-ground")) is not flash


async def test_a_clicker_alone_runs_a_whole_session(tmp_path: Path) -> None:
    gym = Gym(tmp_path, (80, 24))
    async with gym.app.run_test(size=(80, 24)) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start())
        await gym.press("pagedown", after_s=40)
        await gym.press("pageup", after_s=2)  # a wrong press
        assert "SET 1 of 3" in gym.text
        for _ in range(8):
            await gym.press("pagedown", after_s=30)
            await gym.press("pagedown", after_s=0.1)  # it bounces
            await gym.press("pagedown", after_s=61)
        await gym.press("pagedown", after_s=30)
        assert "SESSION DONE" in gym.text
        assert len(gym.files()[0]["sets"]) == 9
        await gym.press("pagedown", after_s=3)
        assert "SETPACE" in gym.text


async def test_a_click_on_the_big_area_is_the_one_key(tmp_path: Path) -> None:
    gym = Gym(tmp_path, (80, 24))
    async with gym.app.run_test(size=(80, 24)) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start())
        await pilot.click(offset=(10, 23))
        assert "SET 1 of 3" in gym.text
        await pilot.click(offset=(10, 5))
        await pilot.pause()
        assert "REST" in gym.text


async def test_the_bottom_line_names_the_users_own_keys(tmp_path: Path) -> None:
    gym = Gym(tmp_path, (80, 24), settings='[keys]\nnext = "f5"\nundo = "f6"\n')
    async with gym.app.run_test(size=(80, 24)) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start())
        assert " f5 set done  w type load  f6 undo" in gym.text
        await gym.press("f5")
        assert "REST" in gym.text


async def test_numbers_stay_where_a_name_is_too_long(tmp_path: Path) -> None:
    gym = Gym(tmp_path, (60, 18), exercises=OWN)
    gym.write_routine(
        "own", 'name = "Own"\nlevel = "advanced"\n[[exercises]]\nexercise = "long-one"\nsets = 2\nreps = 9\n'
    )
    async with gym.app.run_test(size=(60, 18)) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start("own"))
        await gym.press("plus", "space")
        await gym.press("r", "down", "2", after_s=2)
        [done] = [line for line in gym.text.splitlines() if "DONE" in line]
        assert "4 kg × 9 L · 8 R (right)  shaky" in done


async def test_who_skips_sets_and_comes_to_the_end_has_done_the_session(tmp_path: Path) -> None:
    gym = Gym(tmp_path, (80, 24))
    async with gym.app.run_test(size=(80, 24)) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start())
        await gym.press("space")
        for _ in range(8):
            await gym.press("s")
        assert "SESSION DONE · 1 of 9 sets" in gym.text
        await gym.press("z", "escape", "f")
        assert "ENDED EARLY · 1 of 9 sets" in gym.text
        await gym.press("a")  # one more after all: it stays what it was
        await gym.press("space", after_s=200)
        assert "ENDED EARLY · 2 of 9 sets" in gym.text


async def test_what_is_left_out_ends_early_and_the_summary_says_what_was_changed(tmp_path: Path) -> None:
    gym = Gym(tmp_path, (80, 24))
    async with gym.app.run_test(size=(80, 24)) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start())
        await gym.press("space")
        await gym.press("s")
        assert "left out: Kettlebell Deadlift 2" in gym.text
        await gym.press("escape", "f")
        assert "ENDED EARLY · 1 of 9 sets" in gym.text
        await gym.press("down")
        assert "Kettlebell Deadlift 1: 11" in gym.text
        await gym.press("3")
        assert gym.files()[0]["sets"][0]["form"] == str(Form.BROKEN)


def test_the_title_says_phase_clock_and_what_is_next_and_is_given_back(tmp_path: Path) -> None:
    gym = Gym(tmp_path)
    training: Training = gym.start()
    written: list[str] = []
    title = TerminalTitle(written.append)
    title.show(title_text(training.runner.view(), gym.library))
    assert "SET · Kettlebell Deadlift 1/3" in written[-1]
    training.runner.advance()
    gym.clock.advance(78)
    title.show(title_text(training.runner.view(), gym.library))
    assert "\x1b]2;READY 0:42 · Kettlebell Deadlift 2/3\x07" in written[-1]
    title.restore()
    assert written[0].startswith("\x1b[22;2t")
    assert written[-1].endswith("\x1b[23;2t")


@pytest.mark.parametrize(
    "name",
    ["Beine und Rücken am Freitag, bevor der lange Lauf kommt, aber nur mit Kreide", "下半身トレーニング上級者向け"],
)
@pytest.mark.parametrize("size", [(60, 18), (80, 24)], ids=["60x18", "80x24"])
async def test_a_long_name_of_a_routine_leaves_place_and_time_in_the_header(
    tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    gym = Gym(tmp_path, size)
    gym.write_routine(
        "long", f'name = "{name}"\nlevel = "beginner"\n[[exercises]]\nexercise = "deadlift"\nsets = 3\nreps = 5\n'
    )
    async with gym.app.run_test(size=size) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start("long"))
        header = gym.text.splitlines()[0]
        assert "set 1/3" in header
        assert re.search(r"0 min · done about \d\d:\d\d$", header)
        assert header.startswith(f"▌ {name[:8]}")
