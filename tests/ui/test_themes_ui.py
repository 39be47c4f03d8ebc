"""The theme picker, and what becomes of a theme that is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from terminal.log_files import NEWEST
from textual.command import CommandList

from setpace.run.clock import FakeClock
from setpace.store.paths import Paths
from setpace.store.settings import load_settings
from setpace.store.themes import SHIPPED_ORDER, load_theme
from setpace.ui.app import SetpaceApp
from setpace.ui.first_files import read_first_files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(config=tmp_path, data=tmp_path, state=tmp_path / "state", cache=tmp_path / "cache")


def make(paths: Paths) -> SetpaceApp:
    return SetpaceApp(paths, read_first_files(paths), clock=FakeClock(NEWEST))


def notices(app: SetpaceApp) -> list[str]:
    return [notice.message for notice in app._notifications]


@pytest.mark.parametrize("theme", SHIPPED_ORDER)
async def test_every_shipped_theme_paints_its_own_colours(paths: Paths, theme: str) -> None:
    paths.settings_file.write_text(f'theme = "{theme}"\n', encoding="utf-8")
    async with make(paths).run_test() as pilot:
        app = pilot.app
        await pilot.press("question_mark")
        await pilot.pause()
        await pilot.press("escape", "ctrl+p")
        await pilot.pause()
        spec, _ = load_theme(paths, theme)
        assert spec is not None
        for key, color in spec.colors.items():
            assert app.theme_variables[key] == color, key
        assert len(app._notifications) == 0


async def test_the_picker_previews_at_once_and_escape_puts_the_old_one_back(paths: Paths) -> None:
    app = make(paths)
    async with app.run_test() as pilot:
        await pilot.press("t", "down")
        await pilot.pause()
        assert app.theme == "setpace-paper"
        await pilot.press("escape")
        await pilot.pause()
        assert app.theme == "setpace-midnight"
    assert not paths.settings_file.exists()


async def test_the_choice_is_remembered_and_comments_stay(paths: Paths) -> None:
    paths.settings_file.write_text('# mine\nunit = "lb"  # pounds\n', encoding="utf-8")
    app = make(paths)
    async with app.run_test() as pilot:
        await pilot.press("t", "down", "enter")
        await pilot.pause()
        assert notices(app) == []
    assert load_settings(paths).settings.theme == "paper"
    assert '# mine\nunit = "lb"  # pounds\n' in paths.settings_file.read_text(encoding="utf-8")


async def test_with_an_error_in_the_settings_the_choice_is_for_this_run_and_says_so(paths: Paths) -> None:
    paths.settings_file.write_text('unit = "stone"\n', encoding="utf-8")
    app = make(paths)
    async with app.run_test() as pilot:
        await pilot.press("t", "down", "enter")
        await pilot.pause()
        assert app.theme == "setpace-paper"
        assert "Paper for this run only: " in notices(app)[-1]
        assert "settings.toml:1:" in notices(app)[-1]
    assert paths.settings_file.read_text(encoding="utf-8") == 'unit = "stone"\n'


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (None, 'settings.toml:1: there is no theme "mine", there are midnight, paper'),
        ('name = "Mine"\ndark = true\n[colors]\nrest = "blau"\n', "mine.toml:"),
    ],
    ids=["missing", "broken"],
)
async def test_a_wrong_theme_is_named_once_and_midnight_used(paths: Paths, file: str | None, reason: str) -> None:
    paths.settings_file.write_text('theme = "mine"\n', encoding="utf-8")
    if file is not None:
        paths.themes_dir.mkdir()
        (paths.themes_dir / "mine.toml").write_text(file, encoding="utf-8")
    app = make(paths)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.theme == "setpace-midnight"
        assert len(notices(app)) == 1
        assert reason in notices(app)[0]
        assert "midnight is used" in notices(app)[0]


async def test_where_there_are_no_grounds_the_chosen_command_of_the_palette_stands_out(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    paths.settings_file.write_text('theme = "sixteen"\n', encoding="utf-8")
    async with make(paths).run_test() as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        commands = pilot.app.screen.query_one(CommandList)
        chosen, other = (next(iter(commands.render_line(y))).style for y in (0, 2))
        assert chosen is not None
        assert chosen.underline
        assert other is not None
        assert not other.underline
