"""Correcting a past session beyond its values: notes, times, sets more and less."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from terminal.log_files import make_log
from textual.events import MouseDown, MouseUp
from ui.test_history import HistoryApp, on_disk, paths, settled
from ui.test_history_filter import write

from setpace.ui.correct import CorrectScreen

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from setpace.store.paths import Paths

__all__ = ("paths",)  # the fixture


async def opened(pilot: Pilot[None]) -> None:
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)
    assert isinstance(pilot.app.screen, CorrectScreen)


async def test_a_note_on_a_set_and_one_on_the_session(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("down", "n", *"grip", "enter")
        assert "“grip”" in await settled(pilot)
        await pilot.press("N", *"legs [fresh]", "enter")
        assert "“legs [fresh]”" in await settled(pilot)
        assert on_disk(file)["sets"][1]["note"] == "grip"
        assert on_disk(file)["note"] == "legs [fresh]"
        await pilot.press("escape")
        text = await settled(pilot)
        assert "“legs [fresh]”" in text
        await pilot.press("slash", *"note:grip")  # the filter knows it at once
        assert "1 of 1" in await settled(pilot)


@pytest.mark.parametrize("size", [(40, 12), (40, 20), (60, 18)])
async def test_a_set_stays_on_one_line(paths: Paths, tmp_path: Path, size: tuple[int, int]) -> None:
    (file,) = make_log(tmp_path, 1)
    text = file.read_text(encoding="utf-8").replace('"barbell-clean"\nset', '"barbell-clean"\nkind = "technique"\nset')
    file.write_text(text, encoding="utf-8")
    async with HistoryApp(paths).run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("down", "down", "down", "l", "left", "2")
        lines = (await settled(pilot)).splitlines()
        place = next(place for place, line in enumerate(lines) if line.startswith("▌ Du"))
        assert not lines[place + 1].startswith("▌")
        row = " ".join(lines[place].split())
        assert ("9/10 of 10 ~ L" if size[0] == 40 else "9 L · 10 R of 10 ~ L") in row
        await pilot.press("end", "down", "down", "down", "down", "down", "down")
        lines = (await settled(pilot)).splitlines()
        marked = [line for line in lines if line.startswith("▌ ")]
        assert len(marked) == 1 + 1  # the heading and the set
        assert ("tech 3" if size[0] == 40 else "technique 3") in marked[1]


async def test_an_exercise_that_nobody_knows_is_told_with_the_one_that_was_meant(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    file.write_text(file.read_text(encoding="utf-8").replace("kettlebell-deadlift", "ketlebell-deadlift"))
    async with HistoryApp(paths).run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("plus")
        assert "ketlebell-deadlift is not in the library (did you mean kettlebell-deadlift?)" in await settled(pilot)


async def test_notes_are_undone_and_taken_away(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("n", "a", "enter", "N", "b", "enter")
        await settled(pilot)
        await pilot.press("z")
        await settled(pilot)
        assert "note" not in on_disk(file)
        assert on_disk(file)["sets"][0]["note"] == "a"
        await pilot.press("n", "backspace", "enter")
        await settled(pilot)
        assert "note" not in on_disk(file)["sets"][0]


@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
async def test_a_set_is_deleted_and_comes_back(paths: Paths, tmp_path: Path, size: tuple[int, int]) -> None:
    (file,) = make_log(tmp_path, 1)
    before = on_disk(file)
    async with HistoryApp(paths).run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("down", "x")
        text = await settled(pilot)
        assert "Kettlebell Deadlift 2 deleted (z brings it back), saved" in text
        assert [done["slot"] for done in on_disk(file)["sets"]] == [1, 3, 4, 5, 6, 7, 8, 9]
        await pilot.press("z")
        await settled(pilot)
        assert on_disk(file)["sets"] == before["sets"]
        await pilot.press("x", "escape")
        text = await settled(pilot)
        assert "8/9" in text


async def test_the_only_set_is_not_deleted(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press(*["x"] * 9)
        assert "this is the only set: move the session to the trash instead" in await settled(pilot)
        assert len(on_disk(file)["sets"]) == 1


async def test_a_missing_set_is_added_where_it_belongs(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("x", "a")
        text = await settled(pilot)
        assert "Kettlebell Deadlift  2 of 3 sets done" in text
        assert "Barbell Clean  3 of 3 sets done" in text
        await pilot.press("enter")
        assert "Kettlebell Deadlift 1 added, saved" in await settled(pilot)
        sets = on_disk(file)["sets"]
        assert [(done["slot"], done["set"]) for done in sets[:4]] == [(2, 2), (3, 3), (1, 1), (4, 1)]
        assert "form" not in sets[2]
        await pilot.press("1", "left")  # the new set is the chosen one
        await settled(pilot)
        added = on_disk(file)["sets"][2]
        assert (added["form"], added["reps"]) == ("clean", 11)
        await pilot.press("escape")
        assert "9/9" in await settled(pilot)


async def test_a_set_too_many_is_added_behind_the_plan(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("a", "3")  # the third exercise of the plan
        assert "Barbell Clean 4 added, saved" in await settled(pilot)
        assert on_disk(file)["sets"][-1]["slot"] == 10


async def test_a_set_of_any_exercise_of_the_library_is_added_found_by_typing(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("a")
        assert "another exercise" in await settled(pilot)
        await pilot.press("4")
        assert "Deadlift  hinge" in await settled(pilot)
        await pilot.press(*"squat pist")
        text = await settled(pilot)
        assert "Pistol Squat  single-leg squat, bodyweight" in text
        assert "Deadlift  hinge" not in text
        await pilot.press("enter")
        assert "Pistol Squat 1 added, saved" in await settled(pilot)
        added = on_disk(file)["sets"][-1]
        assert (added["slot"], added["exercise"], added["set"]) == (10, "pistol-squat", 1)
        assert (added["target_reps"], added["reps"], added["each_side"]) == (10, 10, True)
        assert not {"load", "form", "planned", "rest_min"} & added.keys()
        await pilot.press("a")
        assert "Pistol Squat  1 set done" in await settled(pilot)  # from now on it is one of the session


async def test_a_search_that_finds_nothing_takes_nothing(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    before = file.read_bytes()
    async with HistoryApp(paths).run_test(size=(40, 12)) as pilot:
        await opened(pilot)
        await pilot.press("a", "4", *"yoga", "enter")
        assert "none of them" in await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
    assert file.read_bytes() == before


async def test_a_session_without_plan_and_sets_gets_one_too(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    head = file.read_text(encoding="utf-8").split("plan = [")[0]
    file.write_text(head, encoding="utf-8")
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("a", *"power clean", "enter")
        assert "Power Clean 1 added, saved" in await settled(pilot)
    [added] = on_disk(file)["sets"]
    assert (added["exercise"], added["reps"]) == ("power-clean", 5)


async def test_another_time_moves_the_session_its_sets_and_its_file(paths: Paths, tmp_path: Path) -> None:
    (file, other) = make_log(tmp_path, 2)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("t")
        assert "2026-11-23 18:04 – 18:24" in await settled(pilot)
        await pilot.press(*["backspace"] * 40, *"2025-11-20 9:00 - 9:30", "enter")
        text = await settled(pilot)
        assert "2025-11-20 09:00 – 09:30, saved" in text
        moved = tmp_path / "log" / "2025" / "2025-11-20_09-00-00_beginner.toml"
        assert on_disk(moved)["sets"][0]["started"].isoformat() == "2025-11-20T09:00:00+01:00"
        assert not file.exists()
        await pilot.press("3", "escape")  # it is still the session that is corrected
        text = await settled(pilot)
        assert text.index("2026-11-21") < text.index("▌ 2025-11-20")
        assert "2 of 2" in text
        assert on_disk(moved)["sets"][0]["form"] == "broken"
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("escape")
    assert other.exists()


async def test_times_are_undone_with_the_name(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    sets = on_disk(file)["sets"]
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("t", *["backspace"] * 40, *"2026-11-20 9:00 - 9:30", "enter")
        await settled(pilot)
        assert not file.exists()
        await pilot.press("z")
        await settled(pilot)
        assert on_disk(file)["sets"] == sets


async def test_wrong_times_are_told_and_change_nothing(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    before = file.read_bytes()
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("t", *["backspace"] * 5, *"18:10", "enter")
        assert "the last set ended at 18:24: the session cannot end before it" in await settled(pilot)
        await pilot.press("x", "enter")
        assert "written as in 2026-11-23 18:04 – 18:31" in await settled(pilot)
        await pilot.press("escape", "escape")
    assert file.read_bytes() == before


async def test_a_session_without_sets_gets_one(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    file.write_text(file.read_text(encoding="utf-8").split("[[sets]]")[0], encoding="utf-8")
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("x", "1", "right", "n", "plus", "w", "a", "enter")
        assert "Kettlebell Deadlift 1 added" in await settled(pilot)
        await pilot.press("escape")
        assert "not timed" in await settled(pilot)


async def test_a_file_changed_on_disk_is_neither_shortened_nor_renamed(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        write(file, 'note = ""', 'note = "by another machine"')
        elsewhere = file.read_bytes()
        await pilot.press("x")
        assert "not saved" in await settled(pilot)
        await pilot.press("t", *["backspace"] * 40, *"2025-11-20 9:00 - 9:30", "enter")
        assert "not saved" in await settled(pilot)
    assert file.read_bytes() == elsewhere


@pytest.mark.parametrize("clicks", [2, 3, 4])
async def test_clicks_too_many_open_one_correction(paths: Paths, tmp_path: Path, clicks: int) -> None:
    make_log(tmp_path, 5)
    async with HistoryApp(paths).run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        for _ in range(clicks):
            for kind in (MouseDown, MouseUp):
                event = kind(None, 10, 4, 0, 0, 1, shift=False, meta=False, ctrl=False, screen_x=10, screen_y=4)
                event.set_sender(pilot.app)
                pilot.app.post_message(event)
        await settled(pilot)
        assert sum(isinstance(screen, CorrectScreen) for screen in pilot.app.screen_stack) == 1
