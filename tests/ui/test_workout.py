"""The workout screen as a runner meets it: one key, corrections in the rest, leaving and coming back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ui.gym import Gym

from setpace.run.training import resume_session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def gym(tmp_path: Path) -> AsyncIterator[Gym]:
    made = Gym(tmp_path)
    async with made.app.run_test(size=made.size) as pilot:
        made.pilot = pilot
        await made.open(made.start())
        yield made


async def test_a_session_as_planned_takes_one_key_a_set(gym: Gym) -> None:
    for _ in range(9):
        await gym.press("space", after_s=200)
    assert "SESSION DONE" in gym.text
    [file] = gym.files()
    assert len(file["sets"]) == 9
    assert file["sets"][0]["rest_taken"] == 120
    assert file["sets"][6]["rest_taken"] == 180
    assert [s.get("started_by") for s in file["sets"]] == [None] + ["clock"] * 8


async def test_the_rest_goes_from_rest_to_ready_to_go(gym: Gym) -> None:
    await gym.press("space")
    assert "REST" in gym.text
    assert "start the next set" in gym.text
    await gym.wait(60)
    assert "READY" in gym.text
    await gym.wait(60)
    assert "GO +0:00" in gym.text
    assert "SET 2 of 3" in gym.text
    assert "set done" in gym.text
    await gym.wait(181)
    assert "start the next set" in gym.text


async def test_a_bouncing_key_counts_once(gym: Gym) -> None:
    await gym.press("space")
    await gym.press("space", after_s=0.2)
    await gym.press("space", after_s=0.3)
    assert "REST" in gym.text
    await gym.press("space", after_s=0.5)
    assert "SET 2 of 3" in gym.text


async def test_corrections_of_the_set_just_done_need_no_dialog(gym: Gym) -> None:
    await gym.press("plus")
    await gym.press("space", "down", "down", "2", "plus")
    assert "16 kg × 10  shaky" in gym.text
    [file] = gym.files()
    [done] = file["sets"]
    assert (done["reps"], done["load"], done["form"]) == (10, 16.0, "shaky")
    await gym.press("space", after_s=70)
    await gym.press("space")
    assert gym.files()[0]["sets"][1]["load"] == 20.0


async def test_undo_goes_back_over_the_rest_and_says_what_it_did(gym: Gym) -> None:
    await gym.press("space", after_s=40)
    await gym.press("space", after_s=70)
    await gym.press("z")
    assert "REST" not in gym.text
    assert "READY" in gym.text
    assert "undone: start of the set" in gym.text
    await gym.press("z")
    assert "SET 1 of 3" in gym.text
    assert "undone: set done" in gym.text
    await gym.press("z")
    assert "nothing to undo" in gym.text


async def test_one_side_is_counted_apart(gym: Gym) -> None:
    for _ in range(3):
        await gym.press("s")
    assert "SET 1 of 3 · 10 each side · Dumbbell" in gym.text
    await gym.press("r", "down", "down")
    await gym.press("space")
    [done] = gym.files()[0]["sets"]
    assert (done["reps_left"], done["reps_right"]) == (10, 8)


async def test_a_pause_freezes_the_clock_but_the_body_rests_on(gym: Gym) -> None:
    await gym.press("space")
    await gym.press("p", after_s=10)
    await gym.wait(300)
    assert "PAUSED" in gym.text
    await gym.press("space")
    assert "REST" in gym.text
    await gym.press("space", after_s=55)
    done = gym.files()[0]["sets"][0]
    assert done["rest_taken"] == 366
    assert done["rest_paused"] == 301


async def test_swap_keeps_the_planned_exercise_in_the_log(gym: Gym) -> None:
    await gym.press("x")
    await gym.press("1")
    assert "Single-Leg Deadlift" in gym.text
    await gym.press("space")
    [done] = gym.files()[0]["sets"]
    assert (done["exercise"], done["planned"]) == ("single-leg-deadlift", "kettlebell-deadlift")


async def test_something_hurts_is_noted(gym: Gym) -> None:
    await gym.press("x")
    [line] = [line for line in gym.text.splitlines() if "something hurts" in line]
    await gym.press(line.split("something")[0].strip(" ▌"), "e")
    await gym.press("space")
    assert "Something hurt at Kettlebell Deadlift, set 1: ended the exercise." in gym.files()[0]["note"]
    assert gym.files()[0]["sets"][0]["exercise"] == "dumbbell-reverse-lunge"


async def test_a_note_keeps_keys_for_itself(gym: Gym) -> None:
    await gym.press("space")
    await gym.press("n")
    await gym.press(*"z s", "enter")
    assert gym.files()[0]["sets"][0]["note"] == "z s"


async def test_leaving_with_no_set_done_leaves_no_file(gym: Gym) -> None:
    await gym.press("escape")
    assert "Leave the session?" in gym.text
    await gym.press("l")
    assert gym.files() == []


async def test_leaving_always_asks_and_space_goes_on(gym: Gym) -> None:
    await gym.press("space")
    for key in ("q", "ctrl+q", "ctrl+c", "escape"):
        await gym.press(key)
        assert "Leave the session?" in gym.text
        await gym.press("space")
        assert "Leave the session?" not in gym.text
    assert "REST" in gym.text


async def test_left_and_resumed_it_stands_at_the_same_set_with_undo(gym: Gym) -> None:
    await gym.press("space", after_s=30)
    await gym.press("escape")
    await gym.press("l")
    [file] = gym.paths.log_dir.glob("*/*.toml")
    gym.clock.advance(40)
    training = resume_session(gym.paths, file, gym.library, gym.clock, direct=True)
    await gym.open(training)
    assert "REST" in gym.text
    await gym.wait(25)
    assert "READY" in gym.text
    await gym.press("z")
    assert "SET 1 of 3" in gym.text


async def test_finish_here_keeps_missing_sets_planned(gym: Gym) -> None:
    await gym.press("space")
    await gym.press("escape", "f")
    assert "1 of 9" in gym.text
    await gym.press("space", after_s=1)
    assert "1 of 9" in gym.text
    await gym.press("space", after_s=3)
    [file] = gym.files()
    assert len(file["plan"]) == 9
    assert "finished" in file
    assert "events" not in file


async def test_a_file_changed_meanwhile_is_not_overwritten(gym: Gym) -> None:
    await gym.press("space")
    [file] = gym.paths.log_dir.glob("*/*.toml")
    edited = file.read_text() + "# mine\n"
    file.write_text(edited)
    await gym.press("1")
    assert file.read_text() == edited
    assert len(gym.files()) == 2
    assert "changed by another program" in gym.text


async def test_the_load_of_last_time_is_the_default(gym: Gym) -> None:
    await gym.press("plus")
    await gym.press("space")
    await gym.press("escape", "f")
    await gym.press("space", after_s=5)
    await gym.open(gym.start())
    assert "last time 16 kg × 12" in gym.text


@pytest.mark.parametrize("size", [(40, 12), (60, 18), (80, 24), (120, 40)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_every_size_shows_what_to_do(tmp_path: Path, size: tuple[int, int]) -> None:
    gym = Gym(tmp_path, size)
    async with gym.app.run_test(size=size) as pilot:
        gym.pilot = pilot
        await gym.open(gym.start("advanced"))
        for word in ("Two-Hand Kettlebell Swing", "SET 1 of 3", "set done", "15"):
            assert word.casefold() in gym.text.casefold()
        await gym.press("space")
        for word in ("REST", "DONE", "NEXT", "start the next set"):
            assert word in gym.text


async def test_a_rest_names_the_keys_that_rate_the_set_until_it_is_rated(gym: Gym) -> None:
    await gym.press("space")
    done = next(line for line in gym.text.splitlines() if "DONE" in line)
    assert done.rstrip(" ▐").endswith("1 clean  2 shaky  3 broken")
    await gym.press("2")
    done = next(line for line in gym.text.splitlines() if "DONE" in line)
    assert done.rstrip(" ▐").endswith("12  shaky")


async def test_the_summary_says_all_of_a_session_without_scrolling(gym: Gym) -> None:
    for _ in range(9):
        await gym.press("space", after_s=200)
    lines = [line.split() for line in gym.text.splitlines()]
    assert ["time", "sets", "reps"] in lines
    assert [
        "resting",
        "18:00",
        "reps",
        "111",
        "form",
        "not",
        "rated:",
        "1",
        "2",
        "3",
        "rate",
        "the",
        "last",
        "set",
    ] in lines
    assert ["Dumbbell", "Reverse", "Lunge", "10", "10", "10", "each", "side"] in lines
    assert any(line[:1] == ["file"] for line in lines)


async def test_a_rating_is_answered_also_where_the_rated_set_is_out_of_sight(gym: Gym) -> None:
    await gym.press("space")
    await gym.press("space", after_s=70)
    await gym.press("2")
    assert "Kettlebell Deadlift 1: 12 shaky" in gym.text


async def test_a_note_in_a_set_that_the_clock_began_is_on_the_one_before(gym: Gym) -> None:
    await gym.press("space")
    await gym.wait(125)
    assert "GO +0:05" in gym.text
    await gym.press("n")
    await gym.press(*"easy", "enter")
    [file] = gym.files()
    assert file["sets"][0]["note"] == "easy"
