"""What a user types for a setting, and a setting changed for this run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from setpace.core.commands import COMMANDS
from setpace.core.exercise import RestRange
from setpace.core.units import Unit
from setpace.store.paths import find_paths
from setpace.store.settings import SETTINGS, Settings, change_setting, load_settings, settings_of
from setpace.store.settings_change import default_of, number_stepped, read_typed, value_of, with_value
from setpace.store.settings_table import Numbers

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.store.settings_change import AnyValue

KEYS = [setting.key for setting in SETTINGS] + [f"keys.{command.id}" for command in COMMANDS]


@pytest.fixture
def settings() -> Settings:
    return settings_of({}, {})


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("unit", " lb ", "lb"),
        ("theme", 'pa"per\\', 'pa"per\\'),
        ("flash", "false", False),
        ("rest.hinge", "90 150", RestRange(90, 150)),
        ("rest.hinge", "0 s to 090 s", RestRange(0, 90)),
        ("rest.hinge", "90–150s", RestRange(90, 150)),
        ("rest.hinge", "[90, 150]", RestRange(90, 150)),
        ("keys.next", "space, Comma, shift+a", ("space", "comma", "A")),
        ("cues.command", "", ""),
        ("coach.clean_sessions", " 3 ", 3),
        ("barbell.bar_kg", "15", 15.0),
        ("barbell.plates_kg", "20, 10 5+2.5; 1.25", Numbers((20, 10, 5, 2.5, 1.25))),
        ("barbell.plates_kg", "[20, 10]", Numbers((20, 10))),
        ("barbell.plates_lb", "", Numbers(())),
    ],
)
def test_what_is_typed_is_read(key: str, typed: str, value: AnyValue) -> None:
    assert read_typed(key, typed) == value


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("unit", "stone", 'unit must be kg or lb, not "stone"'),
        ("theme", " ", "theme must not be empty"),
        ("flash", "yes", "flash must be true or false, without quotes"),
        ("rest.hinge", "150 90", "must name the minimum first, as in [90, 150]"),
        ("rest.hinge", "90", "must be [minimum, maximum] in whole seconds"),
        ("rest.hinge", "90150", "must be [minimum, maximum] in whole seconds"),
        ("rest.hinge", "-5 20", "must be [minimum, maximum] in whole seconds"),
        ("coach.clean_sessions", "0", "must be a whole number from 1 to 20, not 0"),
        ("coach.clean_sessions", "2.5", "must be a whole number from 1 to 20, not 2.5"),
        ("barbell.bar_kg", "-20", "must be a number above 0, up to 200, not -20"),
        ("barbell.bar_kg", "20 kg", 'must be a number above 0, up to 200, not "20 kg"'),
        ("barbell.plates_kg", "20 ten", "must be a list of up to 20 numbers above 0, each up to 200"),
        ("barbell.plates_kg", "20 0", "as in [20, 10, 2.5], not"),
        ("keys.next", "spcae", 'next names an unknown key "spcae", did you mean space?'),
        ("keys.next", "", "next needs a key"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(key: str, typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=r".") as error:
        read_typed(key, typed)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_every_setting_has_its_default_and_can_be_given_it(settings: Settings) -> None:
    for key in KEYS:
        assert value_of(settings, key) == default_of(key)
        assert with_value(settings, key, default_of(key)) == settings


def test_a_change_is_the_same_for_this_run_and_through_the_file(settings: Settings, tmp_path: Path) -> None:
    paths = find_paths({"SETPACE_HOME": str(tmp_path)})
    changes: list[tuple[str, AnyValue]] = [
        ("unit", "lb"),
        ("gym.bell", False),
        ("rest.olympic-lift", RestRange(90, 90)),
        ("keys.pause", ("y",)),
        ("coach.clean_sessions", 3),
        ("barbell.bar_kg", 15.0),
        ("barbell.plates_kg", Numbers((10.0, 2.5, 1.25))),
    ]
    for key, value in changes:
        settings = with_value(settings, key, value)
        change_setting(paths, key, value)
    assert settings == load_settings(paths).settings
    assert settings.unit is Unit.LB
    assert [value_of(settings, key) for key, _ in changes] == [value for _, value in changes]


def test_a_number_moves_by_its_step_and_stays_in_its_range(settings: Settings) -> None:
    assert number_stepped(settings, "coach.clean_sessions", 1) == 3
    assert number_stepped(settings, "coach.clean_sessions", -5) == 1
    assert number_stepped(settings, "coach.level_sessions", 99) == 50
    assert number_stepped(settings, "barbell.bar_kg", -2) == 15
    assert number_stepped(settings, "barbell.bar_kg", -9) == 2.5
    assert number_stepped(settings, "barbell.plates_kg", 1) is None
    assert number_stepped(settings, "keys.next", 1) is None


def test_two_commands_of_one_screen_cannot_share_a_key_but_of_two_screens_can(settings: Settings) -> None:
    with pytest.raises(ValueError, match="pause and undo would share the key pgup"):
        with_value(settings, "keys.pause", ("p", "pageup"))
    assert with_value(settings, "keys.pause", ("h",)).keys == {"pause": ("h",)}
    moved = with_value(settings, "keys.undo", ("u",))
    assert with_value(moved, "keys.pause", ("z",)).keys == {"undo": ("u",), "pause": ("z",)}
