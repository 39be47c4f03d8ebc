"""A setting changed in the user's own file: everything else in it stays as it is."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from store.meanwhile import typed_meanwhile_stays
from store.test_settings import CUES, DEFAULTS, paths

from setpace.core.cue_settings import DEFAULT_LAYERS, Layer, Profile
from setpace.core.errors import DataError
from setpace.core.exercise import DEFAULT_REST, Family, RestRange
from setpace.core.units import Unit
from setpace.store.settings import Settings, change_setting, load_settings, settings_doc
from setpace.store.settings_table import Numbers

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.store.paths import Paths

__all__ = ("paths",)  # the fixture


def layers(profile: Profile, *on: Layer) -> dict[Profile, frozenset[Layer]]:
    return {**DEFAULT_LAYERS, profile: frozenset(on)}


CHANGES: list[tuple[str, Any, Settings]] = [
    ("unit", Unit.LB, replace(DEFAULTS, unit=Unit.LB)),
    ("theme", "my theme", replace(DEFAULTS, theme="my theme")),
    ("auto_advance", False, replace(DEFAULTS, auto_advance=False)),
    ("keep_awake", False, replace(DEFAULTS, keep_awake=False)),
    ("rest.hinge", RestRange(5, 9), replace(DEFAULTS, rest={**DEFAULT_REST, Family.HINGE: RestRange(5, 9)})),
    ("cues.profile", Profile.QUIET, replace(DEFAULTS, cues=replace(CUES, profile=Profile.QUIET))),
    ("cues.command", "play 'a b'", replace(DEFAULTS, cues=replace(CUES, command="play 'a b'"))),
    (
        "headphones.tones",
        False,
        replace(DEFAULTS, cues=replace(CUES, profiles=layers(Profile.HEADPHONES, Layer.SPEECH))),
    ),
    (
        "quiet.tones",
        True,
        replace(DEFAULTS, cues=replace(CUES, profiles=layers(Profile.QUIET, Layer.NOTIFY, Layer.TONES))),
    ),
    ("keys.undo", ("b", "percent_sign"), replace(DEFAULTS, keys={"undo": ("b", "%")})),
]


@pytest.mark.parametrize(("key", "value", "expected"), CHANGES, ids=[change[0] for change in CHANGES])
@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "# only a comment",
        settings_doc(),
        "# mine\n[rest] # slow\nsingle-leg-squat = [60, 120]\n\n# end\n[keys]\n# none\n",
        "rest.olympic-lift = [120, 180]   # dotted\r\n# crlf\r\n",
        '[keys]\nnote = "n"\n[rest]\nhinge = [60, 120] # the usual\n',
        '\ufeffunit = "kg" # bom\n',
    ],
    ids=["missing", "empty", "comment", "default", "tables", "dotted-crlf", "keys-first", "bom"],
)
def test_a_change_is_kept_and_every_comment_and_line_with_it(
    paths: Paths, text: str | None, key: str, value: Any, expected: Settings
) -> None:
    if text is not None:
        paths.settings_file.write_bytes(text.encode())
    change_setting(paths, key, value)
    loaded = load_settings(paths)
    assert loaded.problems == ()
    assert loaded.settings.keys.get("undo") == expected.keys.get("undo")
    assert (loaded.settings.unit, loaded.settings.theme) == (expected.unit, expected.theme)
    assert (loaded.settings.auto_advance, loaded.settings.rest) == (expected.auto_advance, expected.rest)
    assert (loaded.settings.keep_awake, loaded.settings.cues) == (expected.keep_awake, expected.cues)
    after = paths.settings_file.read_bytes().decode()
    if text is not None:
        old = [line for line in text.splitlines() if not line.startswith(key.rpartition(".")[2] + " =")]
        if not text.startswith("\ufeff") or key != "unit":
            remaining = iter(after.splitlines())
            assert all(line in remaining for line in old), after
        assert ("\r\n" in after) == ("\r\n" in text)
        assert after.count("\r\n") in (0, after.count("\n"))
        assert after.startswith("\ufeff") == text.startswith("\ufeff")


def test_in_a_new_file_the_setting_stands_at_its_explanation(paths: Paths) -> None:
    change_setting(paths, "theme", "paper")
    text = paths.settings_file.read_text()
    assert text == settings_doc().replace('# theme = "midnight"', 'theme = "paper"')
    assert paths.settings_file.stat().st_mode & 0o777 == 0o600


def test_in_a_new_file_the_table_of_the_profile_is_found(paths: Paths) -> None:
    change_setting(paths, "quiet.notify", value=False)
    assert paths.settings_file.read_text().count("\nnotify = false\n# notify") == 0
    before, _, quiet = paths.settings_file.read_text().partition("[quiet]")
    assert "\nnotify" not in before
    assert quiet.partition("[keys]")[0].count("\nnotify = false\n") == 1


def test_a_comment_behind_the_value_stays(paths: Paths) -> None:
    paths.settings_file.write_text('# top\ntheme = "midnight"   # dark gym\nunit = "kg"\n')
    change_setting(paths, "theme", "paper")
    assert paths.settings_file.read_text() == '# top\ntheme = "paper"   # dark gym\nunit = "kg"\n'


@pytest.mark.parametrize("text", ['theme = "midnight\n', 'unit = "stone"\n', 'themes = "paper"\n'])
def test_a_file_with_a_problem_is_not_changed(paths: Paths, text: str) -> None:
    paths.settings_file.write_text(text)
    with pytest.raises(DataError) as caught:
        change_setting(paths, "theme", "paper")
    assert str(caught.value).startswith(f"{paths.settings_file}:1: ")
    assert paths.settings_file.read_text() == text


@pytest.mark.parametrize("there", [True, False], ids=["changed", "made"])
def test_what_is_typed_into_the_file_in_that_moment_is_not_written_over(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, *, there: bool
) -> None:
    if there:
        paths.settings_file.write_text('theme = "midnight"\n')
    typed_meanwhile_stays(
        monkeypatch, paths.settings_file, 'unit = "lb"\n', lambda: change_setting(paths, "theme", "paper")
    )


def test_a_linked_settings_file_stays_a_link(paths: Paths, tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text('unit = "kg"\n')
    paths.settings_file.symlink_to(kept)
    change_setting(paths, "unit", Unit.LB)
    assert paths.settings_file.is_symlink()
    assert tomllib.loads(kept.read_text()) == {"unit": "lb"}


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ("volume", "loud", KeyError),
        ("keys.zumba", ("b",), KeyError),
        ("unit", "stone", ValueError),
        ("theme", "", ValueError),
        ("theme", "a\nb", ValueError),
        ("auto_advance", "yes", ValueError),
        ("rest.hinge", "60", ValueError),
        ("cues.profile", "loud", ValueError),
        ("cues.command", "'", ValueError),
        ("coach.clean_sessions", 0, ValueError),
        ("coach.clean_sessions", 2.5, ValueError),
        ("coach.clean_sessions", True, ValueError),
        ("barbell.bar_kg", 0.0, ValueError),
        ("barbell.plates_kg", Numbers((10, -5)), ValueError),
        ("barbell.plates_kg", Numbers((10,) * 21), ValueError),
        ("barbell.plates_kg", [10], ValueError),
        ("cues.command", "a\nb", ValueError),
        ("gym.bell", "on", ValueError),
        ("gym.horn", True, KeyError),
        ("keys.undo", ("qwertz",), ValueError),
        ("keys.undo", "b", ValueError),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    paths: Paths, key: str, value: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        change_setting(paths, key, value)
    assert not paths.settings_file.exists()
