"""Home when files of the user are wrong: few notices, nothing rewritten, and a session can be started all the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from terminal.log_files import NEWEST, make_log, session_text
from textual.widgets import Static

from setpace.run.clock import FakeClock
from setpace.store.paths import Paths
from setpace.ui.app import SetpaceApp
from setpace.ui.first_files import read_first_files
from setpace.ui.row_list import RowList
from setpace.ui.too_small import TooSmallScreen
from setpace.ui.workout import WorkoutScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

NOW = NEWEST + timedelta(days=2)
YOUNG = NEWEST + timedelta(minutes=40)
BAD_SETTINGS = 'unit = "stone"\nflash = 1\ntheme = "papper"\nauto_advance = "no"\nkeep_awake = 2\nsound = "x"\n'


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(config=tmp_path, data=tmp_path, state=tmp_path / "state", cache=tmp_path / "cache")


@pytest.fixture
def app(paths: Paths) -> Callable[..., SetpaceApp]:
    def make(now: datetime = NOW, open_at: str = "home", trouble: str | None = None) -> SetpaceApp:
        clock = FakeClock(now)
        return SetpaceApp(paths, read_first_files(paths), open_at, clock=clock, trouble=trouble)

    return make


def unfinished(tmp_path: Path, started: datetime = NEWEST, old: str = "", new: str = "") -> Path:
    """A session killed after four sets, with one thing in it changed by hand."""
    head, *done = session_text(7, started).split("\n[[sets]]\n")
    head = "\n".join(line for line in head.splitlines() if not line.startswith("finished = "))
    text = "\n\n[[sets]]\n".join([head, *done[:4]]) + "\n"
    assert old in text
    file = tmp_path / "log" / f"{started:%Y}" / f"{started:%Y-%m-%d_%H-%M-%S}_beginner.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


def notices(pilot: Pilot[None]) -> list[str]:
    return [notice.message for notice in pilot.app._notifications]


def screen_text(pilot: Pilot[None]) -> str:
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines)


async def settled(pilot: Pilot[None]) -> str:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()
    return screen_text(pilot)


# ---------------------------------------------------------------------------------------------------- notices


async def test_many_mistakes_of_one_file_are_one_notice_with_the_first_in_full(
    app: Callable[..., SetpaceApp], paths: Paths
) -> None:
    paths.settings_file.write_text(BAD_SETTINGS, encoding="utf-8")
    async with app().run_test(size=(80, 24)) as pilot:
        text = await settled(pilot)
        [notice] = notices(pilot)
        assert notice.startswith("6 things are wrong in settings.toml, setpace doctor names all. The first: ")
        assert f"{paths.settings_file}:1: unit must be kg or lb" in notice
        assert "Beginner" in text


@pytest.mark.parametrize(("size", "count"), [((80, 24), 3), ((60, 18), 2)], ids=str)
async def test_many_wrong_files_are_few_notices(
    app: Callable[..., SetpaceApp], paths: Paths, size: tuple[int, int], count: int
) -> None:
    paths.settings_file.write_text(BAD_SETTINGS, encoding="utf-8")
    paths.exercises_file.write_text("x = 1\n[a]\nfamily = 1\n", encoding="utf-8")
    paths.routines_dir.mkdir()
    for name in "abcd":
        text = '[[exercises]]\nexercise = "deadlift"\nsets = 3\nreps = 5\nresst = 3\n'
        (paths.routines_dir / f"{name}.toml").write_text(text, encoding="utf-8")
    async with app().run_test(size=size) as pilot:
        await settled(pilot)
        assert len(notices(pilot)) == count
        assert any(notice.startswith("4 things are wrong in 4 files") for notice in notices(pilot))


async def test_a_mistyped_theme_is_named_with_its_line_and_the_nearest(
    app: Callable[..., SetpaceApp], paths: Paths
) -> None:
    paths.settings_file.write_text('unit = "kg"\ntheme = "papper"\n', encoding="utf-8")
    async with app().run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        [notice] = notices(pilot)
        assert notice.startswith(f'{paths.settings_file}:2: there is no theme "papper", did you mean paper?')
        assert notice.endswith("midnight is used")


async def test_a_theme_like_none_is_answered_with_those_there_are(app: Callable[..., SetpaceApp], paths: Paths) -> None:
    paths.settings_file.write_text('theme = "zzz"\n', encoding="utf-8")
    paths.themes_dir.mkdir()
    (paths.themes_dir / "alps.toml").write_text("", encoding="utf-8")
    async with app().run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        [notice] = notices(pilot)
        assert "there are midnight, paper, contrast, clear, sixteen and alps" in notice


async def test_a_notice_that_stands_there_is_not_shown_again(app: Callable[..., SetpaceApp]) -> None:
    async with app().run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("r", "r", "r")
        assert notices(pilot) == ["There is no unfinished session to go on with."]


async def test_notices_are_gone_when_a_workout_starts(app: Callable[..., SetpaceApp], paths: Paths) -> None:
    paths.settings_file.write_text('unit = "stone"\n', encoding="utf-8")
    async with app().run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert len(notices(pilot)) == 1
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, WorkoutScreen)
        assert notices(pilot) == []


async def test_a_workout_begun_from_the_command_line_is_told_of_mistakes_when_it_is_over(
    app: Callable[..., SetpaceApp], paths: Paths
) -> None:
    paths.settings_file.write_text('unit = "stone"\n', encoding="utf-8")
    async with app(open_at="workout").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(pilot.app.screen, WorkoutScreen)
        assert notices(pilot) == []
        pilot.app.screen.dismiss(None)
        await settled(pilot)
        [notice] = notices(pilot)
        assert "settings.toml:1: unit must be" in notice


async def test_no_notice_lies_over_the_message_of_a_small_terminal(
    app: Callable[..., SetpaceApp], paths: Paths
) -> None:
    paths.settings_file.write_text('unit = "stone"\n', encoding="utf-8")
    async with app().run_test(size=(39, 11), notifications=True) as pilot:
        await settled(pilot)
        assert isinstance(pilot.app.screen, TooSmallScreen)
        pilot.app.notify("unit and so on", timeout=60)
        text = await settled(pilot)
        assert "unit" not in text
        assert "at least 40x12" in text
        await pilot.resize_terminal(80, 24)
        assert "unit must be" in (await settled(pilot)).replace("\n", " ")


async def test_a_log_that_cannot_be_written_is_told_where_past_sessions_are_looked_at(
    app: Callable[..., SetpaceApp], tmp_path: Path
) -> None:
    make_log(tmp_path, 1)
    async with app(open_at="history", trouble="/x: sessions cannot be saved here").run_test(size=(80, 24)) as pilot:
        assert "9/9 sets" in await settled(pilot)
        assert notices(pilot) == ["/x: sessions cannot be saved here"]


# ---------------------------------------------------------------------------- an unfinished session with a flaw


async def test_a_session_with_a_bad_set_is_named_kept_as_it_is_and_a_new_one_can_be_started(
    app: Callable[..., SetpaceApp], tmp_path: Path
) -> None:
    file = unfinished(tmp_path, old="\nreps = 12\n", new='\nreps = "ten"\n')
    before = file.read_bytes()
    line = file.read_text(encoding="utf-8").splitlines().index('reps = "ten"') + 1
    async with app(YOUNG).run_test(size=(120, 40)) as pilot:
        text = await settled(pilot)
        assert "Unfinished: Beginner" in text
        assert f"{file.name}:{line}: reps must be" in " ".join(text.split())
        assert "Go on" not in text
        assert "Finish as it is" not in text
        await pilot.press("r")
        assert notices(pilot)[-1].startswith(f"{file}:{line}: reps must be")
        row_list = pilot.app.screen.query_one(RowList)
        assert row_list.chosen == "routine:beginner"
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, WorkoutScreen)
    assert file.read_bytes() == before


async def test_its_panel_has_the_reason_in_full_and_enter_says_it(
    app: Callable[..., SetpaceApp], tmp_path: Path
) -> None:
    file = unfinished(tmp_path, old='form = "clean"', new='form = "fine"')
    before = file.read_bytes()
    async with app(YOUNG).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("up", "up", "up")
        await settled(pilot)
        panel = str(pilot.app.screen.query_one("#home-details", Static).content)
        assert "A new session can be started all the same" in panel
        assert f"{file}:" in panel
        await pilot.press("enter")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, WorkoutScreen)
        assert "form must be clean, shaky or broken" in notices(pilot)[-1]
    assert file.read_bytes() == before


# ------------------------------------------------------------------------------------ dated in the future


async def test_a_session_of_2099_is_not_the_last_time(app: Callable[..., SetpaceApp], tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    ahead = NEWEST.replace(year=2099)
    file = tmp_path / "log" / "2099" / f"{ahead:%Y-%m-%d_%H-%M-%S}_advanced.toml"
    file.parent.mkdir(parents=True)
    text = session_text(5, ahead).replace('"beginner"', '"advanced"').replace("load = 24.0", "load = 99.0")
    file.write_text(text, encoding="utf-8")
    async with app().run_test(size=(120, 40)) as pilot:
        text = await settled(pilot)
        assert pilot.app.screen.query_one(RowList).chosen == "routine:beginner"
        assert "2 days ago  12✓ 12✓ 12✓" in text
        assert "99 kg" not in text
        assert "today" not in text
        assert text.count("not done yet") == 2


async def test_an_unfinished_one_of_2099_is_offered_with_its_date_and_to_be_finished_first(
    app: Callable[..., SetpaceApp], tmp_path: Path
) -> None:
    unfinished(tmp_path, NEWEST.replace(year=2099))
    async with app().run_test(size=(120, 40)) as pilot:
        text = await settled(pilot)
        assert "dated 23 Nov 2099" in text
        assert text.index("Finish as it is") < text.index("Go on")


async def test_one_of_some_hours_ahead_is_today(app: Callable[..., SetpaceApp], tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    async with app(NEWEST - timedelta(hours=20)).run_test(size=(120, 40)) as pilot:
        assert "today  12✓ 12✓ 12✓" in await settled(pilot)


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (80, ["start", "history", "progress", "run", "why", "theme", "settings", "keys", "quit"]),
        (60, ["start", "history", "progress", "settings", "keys", "quit"]),
        (40, ["start", "history", "keys", "quit"]),
    ],
)
async def test_no_word_in_the_line_of_keys_is_cut(app: Callable[..., SetpaceApp], width: int, words: list[str]) -> None:
    async with app().run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        await pilot.resize_terminal(width, 18)
        assert (await settled(pilot)).splitlines()[-1].split()[1::2] == words
