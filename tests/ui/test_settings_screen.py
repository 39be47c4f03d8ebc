"""The settings screen as a runner uses it: a change is in force and in the file at once, or the screen says why not."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from setpace.core.commands import COMMANDS
from setpace.core.exercise import Family, RestRange
from setpace.core.units import Unit
from setpace.run.clock import FakeClock
from setpace.store.paths import Paths
from setpace.store.settings import SETTINGS, load_settings
from setpace.ui.app import SetpaceApp
from setpace.ui.first_files import read_first_files
from setpace.ui.settings_dialogs import KeysDialog, TypeDialog
from setpace.ui.settings_rows import SettingsList
from setpace.ui.settings_screen import SettingsScreen, rest_changed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from textual.pilot import Pilot

MINE = '# mine\nunit = "kg"  # until Boston\n\n[rest]\nhinge = [60, 120] # hips\n'


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(config=tmp_path, data=tmp_path, state=tmp_path / "state", cache=tmp_path / "cache")


@asynccontextmanager
async def _opened(paths: Paths, size: tuple[int, int]) -> AsyncIterator[Pilot[None]]:
    clock = FakeClock(datetime(2026, 11, 23, 18, tzinfo=UTC))
    app = SetpaceApp(paths, read_first_files(paths), clock=clock)
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("s")
        await pilot.pause()
        assert isinstance(app.screen, SettingsScreen)
        yield pilot


def opened(paths: Paths, size: tuple[int, int] = (120, 40)) -> AbstractAsyncContextManager[Pilot[None]]:
    return _opened(paths, size)


def screen_text(pilot: Pilot[None]) -> str:
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines)


def words(text: str) -> str:
    """The right half of a wide screen on one line: an explanation may break anywhere."""
    return " ".join(" ".join(line[66:] for line in text.splitlines()).split())


def the_app(pilot: Pilot[None]) -> SetpaceApp:
    assert isinstance(pilot.app, SetpaceApp)
    return pilot.app


async def choose(pilot: Pilot[None], key: str) -> None:
    """Go down to a setting, as with the arrow key held."""
    settings = pilot.app.screen.query_one(SettingsList)
    await pilot.press("home")
    for _ in range(len(SETTINGS) + len(COMMANDS) + 9):
        if settings.chosen.key == key:
            await pilot.pause()
            return
        settings.move(1)
    pytest.fail(f"{key} is not in the list")


def in_file(paths: Paths) -> str:
    return paths.settings_file.read_text(encoding="utf-8")


async def test_every_setting_and_every_command_is_listed_and_explained(paths: Paths) -> None:
    docs = [(s.key, s.doc) for s in SETTINGS] + [(f"keys.{command.id}", command.doc) for command in COMMANDS]
    async with opened(paths) as pilot:
        for key, doc in docs:
            text = screen_text(pilot)
            assert f"▌   {key.rpartition('.')[2]} " in text, key
            assert f"{key} = " in words(text)
            assert doc in words(text)
            pilot.app.screen.query_one(SettingsList).move(1)
            await pilot.pause()
        assert f"{len(docs)} of {len(docs)}" in screen_text(pilot)


async def test_a_change_is_in_force_and_in_the_file_whose_comments_stay(paths: Paths) -> None:
    paths.settings_file.write_text(MINE, encoding="utf-8")
    async with opened(paths) as pilot:
        await pilot.press("space")
        await pilot.pause()
        assert 'Saved: unit = "lb"' in screen_text(pilot)
        assert in_file(paths) == MINE.replace('"kg"', '"lb"')
        await choose(pilot, "rest.hinge")
        await pilot.press("right", "right", "greater_than_sign")
        await pilot.pause()
        assert in_file(paths) == MINE.replace('"kg"', '"lb"').replace("[60, 120]", "[70, 135]")
        await pilot.press("escape", "down", "enter")
        await pilot.pause()
    (log,) = (paths.data / "log").rglob("*.toml")
    session = log.read_text(encoding="utf-8")
    assert 'unit = "lb"' in session
    assert "rest_min = 70" in session


@pytest.mark.parametrize(("keys", "after"), [(["enter"], False), (["space", "right"], True), (["left"], False)])
async def test_a_flag_is_turned_by_each_of_its_keys(paths: Paths, keys: list[str], *, after: bool) -> None:
    async with opened(paths) as pilot:
        await choose(pilot, "auto_advance")
        await pilot.press(*keys)
        assert the_app(pilot).settings.auto_advance is after
    assert load_settings(paths).settings.auto_advance is after


async def test_a_choice_goes_both_ways_and_round(paths: Paths) -> None:
    async with opened(paths) as pilot:
        await choose(pilot, "cues.profile")
        seen = []
        for key in ("left", "right", "enter", "right", "space"):
            await pilot.press(key)
            seen.append(str(load_settings(paths).settings.cues.profile))
    assert seen == ["quiet", "gym", "headphones", "quiet", "gym"]


@pytest.mark.parametrize(
    ("rest", "min_by_s", "max_by_s", "after"),
    [
        (RestRange(60, 120), 5, 0, RestRange(65, 120)),
        (RestRange(60, 60), 5, 0, RestRange(65, 65)),
        (RestRange(3, 60), -5, 0, RestRange(0, 60)),
        (RestRange(60, 120), 0, 15, RestRange(60, 135)),
        (RestRange(60, 70), 0, -15, RestRange(55, 55)),
        (RestRange(0, 10), 0, -15, RestRange(0, 0)),
        (RestRange(60, 3590), 0, 15, RestRange(60, 3600)),
        (RestRange(3600, 3600), 5, 0, RestRange(3600, 3600)),
    ],
)
def test_a_mark_of_a_rest_takes_the_other_along_and_stays_in_range(
    rest: RestRange, min_by_s: int, max_by_s: int, after: RestRange
) -> None:
    assert rest_changed(rest, min_by_s=min_by_s, max_by_s=max_by_s) == after


async def test_a_rest_is_typed_and_a_wrong_one_is_explained_before_it_counts(paths: Paths) -> None:
    async with opened(paths) as pilot:
        await choose(pilot, "rest.olympic-lift")
        await pilot.press("enter", *"200 90", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, TypeDialog)
        assert "must name the minimum first, as in [90, 200]" in screen_text(pilot)
        assert not paths.settings_file.exists()
        await pilot.press(*["backspace"] * 6, *"90-200", "enter")
        await pilot.pause()
        assert "90–200 s" in screen_text(pilot)
    assert load_settings(paths).settings.rest[Family.OLYMPIC_LIFT] == RestRange(90, 200)


async def test_a_number_goes_by_its_step_and_stops_at_its_end(paths: Paths) -> None:
    async with opened(paths) as pilot:
        await choose(pilot, "coach.clean_sessions")
        await pilot.press("right", "plus")
        assert the_app(pilot).settings.coach.clean_sessions == 4
        await pilot.press(*["left"] * 9)
        assert the_app(pilot).settings.coach.clean_sessions == 1
        assert "← → ∓1" in screen_text(pilot)
        await choose(pilot, "barbell.bar_kg")
        await pilot.press("minus", "minus")
        assert the_app(pilot).settings.coach.racks[Unit.KG].bar == 15
    assert load_settings(paths).settings.coach == the_app(pilot).settings.coach


async def test_plates_are_typed_as_one_would_say_them(paths: Paths) -> None:
    async with opened(paths) as pilot:
        await choose(pilot, "barbell.plates_kg")
        assert "25 25 25 20 15 10 5 2.5 1.25" in screen_text(pilot)
        await pilot.press("enter", "end", *["backspace"] * 40, *"10 ", "x", "enter")
        assert isinstance(pilot.app.screen, TypeDialog)
        assert "must be a list of up to 20 numbers" in screen_text(pilot)
        await pilot.press("backspace", "5", "enter")
        assert the_app(pilot).settings.coach.racks[Unit.KG].pairs == (10, 5)
    assert "plates_kg = [10, 5]" in in_file(paths)


async def test_a_text_is_typed_and_may_be_emptied_where_it_may_be_empty(paths: Paths) -> None:
    async with opened(paths) as pilot:
        await choose(pilot, "cues.command")
        await pilot.press("enter", *'say "go', "enter")
        await pilot.pause()
        assert "quote that is not closed" in screen_text(pilot)
        await pilot.press('"', "enter")
        await pilot.pause()
        assert load_settings(paths).settings.cues.command == 'say "go"'
        await pilot.press("enter", "delete", "enter")
        await pilot.pause()
    assert load_settings(paths).settings.cues.command == ""


async def test_new_keys_work_at_once_and_the_old_ones_no_longer(paths: Paths) -> None:
    async with opened(paths) as pilot:
        await choose(pilot, "keys.history")
        await pilot.press("enter", "g", "f5", "enter")
        await pilot.pause()
        assert 'history = "g, f5"' in in_file(paths)
        await pilot.press("escape")
        await pilot.pause()
        assert "g history" in screen_text(pilot)
        await pilot.press("h")
        await pilot.pause()
        assert "HISTORY" not in screen_text(pilot)
        await pilot.press("f5")
        await pilot.pause()
        assert "HISTORY" in screen_text(pilot)


async def test_keys_of_this_screen_itself_can_be_changed_on_it(paths: Paths) -> None:
    async with opened(paths) as pilot:
        await choose(pilot, "keys.setting-default")
        await pilot.press("enter", "r", "enter")
        await pilot.pause()
        assert "r default" in screen_text(pilot)
        await pilot.press("d")
        assert load_settings(paths).settings.keys == {"setting-default": ("r",)}
        await pilot.press("r")
        await pilot.pause()
        assert "d default" in screen_text(pilot)


async def test_a_key_that_another_command_has_is_refused_and_both_are_named(paths: Paths) -> None:
    paths.settings_file.write_text(MINE, encoding="utf-8")
    async with opened(paths) as pilot:
        await choose(pilot, "keys.pause")
        await pilot.press("enter", "z", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, KeysDialog)
        assert "pause and undo would share the key z" in screen_text(pilot)
        await pilot.press("escape", "w", *"Z, pageup", "enter")
        await pilot.pause()
        assert "would share the key pgup" in screen_text(pilot)
        await pilot.press("escape")
        assert the_app(pilot).settings.keys == {}
    assert in_file(paths) == MINE


async def test_the_first_press_is_taken_as_it_is_and_names_can_be_typed(paths: Paths) -> None:
    async with opened(paths) as pilot:
        await choose(pilot, "keys.pause")
        await pilot.press("enter", "backspace", "x", "backspace", "G", "enter")
        await pilot.pause()
        assert load_settings(paths).settings.keys == {"pause": ("backspace", "G")}
        await pilot.press("enter", "tab")
        await pilot.pause()
        await pilot.press(*["delete"], *"pageupp", "enter")
        await pilot.pause()
        assert "pause names an unknown key" in screen_text(pilot)
        assert "did you mean pageup?" in screen_text(pilot)
    assert load_settings(paths).settings.keys == {"pause": ("backspace", "G")}


async def test_a_changed_value_is_marked_and_a_key_gives_the_default_back(paths: Paths) -> None:
    paths.settings_file.write_text(MINE.replace('"kg"', '"lb"'), encoding="utf-8")
    async with opened(paths) as pilot:
        text = screen_text(pilot)
        assert "▌ • unit" in text
        assert "Default: kg changed: d gives the default back" in words(text)
        assert "• auto_advance" not in text
        await pilot.press("d")
        await pilot.pause()
        assert "▌   unit" in screen_text(pilot)
    assert in_file(paths) == MINE


async def test_defaults_that_would_clash_are_not_given_back(paths: Paths) -> None:
    paths.settings_file.write_text('[keys]\npause = "y"\nundo = "p"\n', encoding="utf-8")
    async with opened(paths, (60, 18)) as pilot:
        await choose(pilot, "keys.pause")
        await pilot.press("d")
        await pilot.pause()
        assert "pause and undo would share the key p" in screen_text(pilot)
    assert load_settings(paths).settings.keys == {"pause": ("y",), "undo": ("p",)}


async def test_with_an_error_in_the_file_a_change_is_for_this_run_and_the_line_is_named(paths: Paths) -> None:
    broken = '# mine\nunit = "stone"\n'
    paths.settings_file.write_text(broken, encoding="utf-8")
    async with opened(paths) as pilot:
        assert "Wrong in the file" in screen_text(pilot)
        assert '▌   settings.toml:2: unit must be kg or lb, not "stone"' in screen_text(pilot)
        assert str(paths.settings_file) in words(screen_text(pilot)).replace(" ", "")
        await choose(pilot, "flash")
        await pilot.press("enter")
        await pilot.pause()
        assert "For this run only:" in screen_text(pilot)
        assert the_app(pilot).settings.flash is False
        assert in_file(paths) == broken
        paths.settings_file.write_text(MINE, encoding="utf-8")  # put right in an editor meanwhile
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert "Saved: flash = false" in screen_text(pilot)
        assert "Wrong in the file" not in screen_text(pilot)
        assert "this run only" not in screen_text(pilot)
    assert in_file(paths).startswith("# mine\n")
    assert load_settings(paths).settings.flash is False


async def test_where_the_file_cannot_be_written_a_change_is_for_this_run(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    here = Paths(config=tmp_path / "config", data=tmp_path, state=tmp_path / "state", cache=tmp_path / "cache")
    async with opened(here, (80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert "For this run only:" in screen_text(pilot)
        assert "cannot be written" in screen_text(pilot)
        await pilot.press("down", "up")
        await pilot.pause()
        assert "For this run only:" in screen_text(pilot)
        assert "▌ • unit" in screen_text(pilot)


async def test_the_theme_is_chosen_by_its_pictures_and_its_default_is_shown_at_once(paths: Paths) -> None:
    async with opened(paths) as pilot:
        await pilot.press("down", "enter", "down", "enter")
        await pilot.pause()
        assert 'Saved: theme = "paper"' in screen_text(pilot)
        assert load_settings(paths).settings.theme == "paper"
        await pilot.press("d")
        await pilot.pause()
        assert pilot.app.theme == "setpace-midnight"
    assert load_settings(paths).settings.theme == "midnight"


@pytest.mark.parametrize("size", [(40, 12), (60, 18), (80, 24), (120, 40)])
async def test_chosen_line_explanation_and_status_are_in_sight_at_every_size(
    paths: Paths, size: tuple[int, int]
) -> None:
    async with opened(paths, size) as pilot:
        for key, start in (("unit", "Unit of all"), ("rest.hinge", "Rest after"), ("keys.settings-back", "Back to")):
            await choose(pilot, key)
            text = screen_text(pilot)
            assert f"▌   {key.rpartition('.')[2]} " in text
            assert start in text
            assert "Each change is saved at once" in text
        await pilot.press("tab")
        await pilot.press(*["shift+tab"] * 20)
        await pilot.pause()
        assert "\n  General" in screen_text(pilot)


async def test_a_click_chooses_and_a_second_one_changes(paths: Paths) -> None:
    async with opened(paths, (80, 24)) as pilot:
        for _ in range(2):
            await pilot.click(SettingsList, offset=(10, 3))  # heading, unit, theme, auto_advance
            await pilot.pause()
        assert load_settings(paths).settings.auto_advance is False
