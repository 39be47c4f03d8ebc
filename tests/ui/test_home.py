"""Home as a runner sees it: routines, what to fetch, an unfinished session, files that are wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from terminal.log_files import NEWEST, make_log, session_text

from setpace.run.clock import FakeClock
from setpace.store.paths import Paths
from setpace.ui.app import SetpaceApp
from setpace.ui.dialogs import ChoiceDialog, NoteDialog, NumberDialog
from setpace.ui.first_files import read_first_files
from setpace.ui.help import HelpScreen
from setpace.ui.home import HomeScreen
from setpace.ui.row_list import RowList
from setpace.ui.too_small import TooSmallScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from textual.pilot import Pilot

NOW = NEWEST + timedelta(minutes=40)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(config=tmp_path, data=tmp_path, state=tmp_path / "state", cache=tmp_path / "cache")


@pytest.fixture
def app(paths: Paths) -> Callable[..., SetpaceApp]:
    def make(now: datetime = NOW) -> SetpaceApp:
        return SetpaceApp(paths, read_first_files(paths), clock=FakeClock(now))

    return make


def unfinished(tmp_path: Path, started: datetime = NEWEST, sets: int = 4) -> Path:
    """A session killed after some sets, left without its end."""
    head, *done = session_text(7, started).split("\n[[sets]]\n")
    head = "\n".join(line for line in head.splitlines() if not line.startswith("finished = "))
    text = "\n\n[[sets]]\n".join([head, *done[:sets]]) + "\n"
    file = tmp_path / "log" / f"{started:%Y}" / f"{started:%Y-%m-%d_%H-%M-%S}_beginner.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def screen_text(pilot: Pilot[None]) -> str:
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines)


async def settled(pilot: Pilot[None]) -> str:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return screen_text(pilot)


async def test_routines_are_listed_with_sets_reps_and_estimate(app: Callable[..., SetpaceApp]) -> None:
    async with app().run_test(size=(120, 40)) as pilot:
        text = await settled(pilot)
        for part in (
            "Beginner  about 22 min",
            "Intermediate",
            "Advanced",
            "3 × 10 each side  Pistol Squat",
            "3 × 5             Barbell Snatch",
            "not done yet",
        ):
            assert part in text, text
        assert "fetch  one kettlebell, two dumbbells, barbell and plates" in text
        assert "dowel or empty bar" in text


async def test_the_panel_follows_the_choice_and_shows_last_time(app: Callable[..., SetpaceApp], tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    async with app().run_test(size=(120, 40)) as pilot:
        text = await settled(pilot)
        assert "2 × 12.5 kg" in text
        assert "today  12✓ 12✓ 12✓" in text
        await pilot.press("down", "down")
        text = await settled(pilot)
        assert "Two-Hand Kettlebell Swing\n" in text
        assert "2 × 12.5 kg" not in text
        assert "no last time yet" in text


async def test_loads_of_files_beyond_the_first_three_come_after_the_first_frame(
    app: Callable[..., SetpaceApp], tmp_path: Path
) -> None:
    made = make_log(tmp_path, 5)
    for file in made[:4]:
        file.write_text(file.read_text(encoding="utf-8").replace('"barbell-clean"', '"deadlift"'), encoding="utf-8")
    async with app().run_test(size=(120, 40)) as pilot:
        assert "8 days ago  5✓ 5✓ 5✓" in await settled(pilot)


async def test_a_young_unfinished_session_is_the_first_offer(app: Callable[..., SetpaceApp], tmp_path: Path) -> None:
    unfinished(tmp_path)
    async with app().run_test(size=(120, 40)) as pilot:
        text = await settled(pilot)
        assert "Go on: Beginner" in text
        assert "set 5 of 9, interrupted" in text
        assert text.index("Go on") < text.index("Finish as it is") < text.index("Move to trash")


async def test_an_old_one_is_finished_first_and_that_stays_in_the_log(
    app: Callable[..., SetpaceApp], tmp_path: Path
) -> None:
    file = unfinished(tmp_path)
    async with app(NOW + timedelta(hours=7)).run_test(size=(120, 40)) as pilot:
        text = await settled(pilot)
        assert text.index("Finish as it is: Beginner") < text.index("Go on")
        await pilot.press("enter")
        assert "Go on" not in await settled(pilot)
    assert "\nfinished = " in file.read_text(encoding="utf-8").split("[[sets]]")[0]


async def test_trash_moves_the_file_away(app: Callable[..., SetpaceApp], tmp_path: Path) -> None:
    file = unfinished(tmp_path)
    async with app().run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("down", "down", "space")
        assert "Go on" not in await settled(pilot)
    assert not file.exists()
    assert len(list((tmp_path / "log" / ".trash").rglob("*.toml"))) == 1


async def test_a_broken_routine_is_listed_with_its_reason(app: Callable[..., SetpaceApp], tmp_path: Path) -> None:
    (tmp_path / "routines").mkdir()
    (tmp_path / "routines" / "odd.toml").write_text(
        '[[exercises]]\nexercise = "deadlfit"\nsets = 3\nreps = 5\n', encoding="utf-8"
    )
    async with app().run_test(size=(120, 40)) as pilot:
        text = await settled(pilot)
        assert "odd is broken" in text
        assert "did you mean deadlift?" in text
        assert "Beginner" in text
        await pilot.press(*["down"] * 5)
        assert "odd.toml:2: unknown exercise" in (await settled(pilot)).replace("\n", "")


async def test_settings_problems_are_said_once(app: Callable[..., SetpaceApp], tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('unit = "stone"\n', encoding="utf-8")
    async with app().run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        notices = [n.message for n in pilot.app._notifications]
        assert len(notices) == 1
        assert "settings.toml:1: unit must be kg or lb" in notices[0]


async def test_remapped_keys_work_and_are_shown(app: Callable[..., SetpaceApp], tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[keys]\nhelp = "k, ctrl+g"\nquit = "x"\n', encoding="utf-8")
    async with app().run_test(size=(120, 40)) as pilot:
        assert "x quit" in await settled(pilot)
        await pilot.press("ctrl+g")
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "k ctrl+g" in await settled(pilot)
        await pilot.press("escape", "q", "ctrl+q", "ctrl+c")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert pilot.app.return_code is None


@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
async def test_every_quit_key_quits_home(app: Callable[..., SetpaceApp], key: str) -> None:
    async with app().run_test() as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert pilot.app.return_code == 0


@pytest.mark.parametrize("key", ["t", "question_mark"])
async def test_a_dialog_stands_in_the_middle_over_the_dimmed_screen(app: Callable[..., SetpaceApp], key: str) -> None:
    async with app().run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press(key)
        assert "SETPACE" in (await settled(pilot)).splitlines()[0]
        box = pilot.app.screen.children[0].region
        assert abs(box.x - (120 - box.right)) <= 1
        assert abs(box.y - (40 - box.bottom)) <= 1


async def test_a_notice_leaves_the_keys_of_a_dialog_in_sight(app: Callable[..., SetpaceApp]) -> None:
    async with app().run_test(size=(60, 18), notifications=True) as pilot:
        await pilot.press("r", "question_mark")
        await pilot.pause()
        assert "There is no unfinished session" in screen_text(pilot)
        assert "esc back" in screen_text(pilot)


async def test_an_escape_too_many_on_the_way_back_from_the_history_does_not_quit(
    app: Callable[..., SetpaceApp], tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").write_text('[keys]\nquit = "x"\n', encoding="utf-8")
    async with app().run_test(size=(80, 24)) as pilot:
        await pilot.press("h", "escape", "escape", "escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)
        assert pilot.app.return_code is None
        assert [n.message for n in pilot.app._notifications] == ["This is home: x quits."]


@pytest.mark.parametrize("rows", [24, 20, 16])
async def test_the_routine_last_done_is_seen_whole_at_the_start_and_when_the_window_shrinks(
    app: Callable[..., SetpaceApp], tmp_path: Path, rows: int
) -> None:
    (newest,) = make_log(tmp_path, 1)
    newest.rename(newest.with_name("2026-11-22_18-04-11_hills.toml"))
    (tmp_path / "routines").mkdir()
    text = '[[exercises]]\nexercise = "deadlift"\nsets = 3\nreps = 5\n' * 6
    (tmp_path / "routines" / "hills.toml").write_text(text, encoding="utf-8")
    async with app().run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.resize_terminal(80, rows)
        await settled(pilot)
        await settled(pilot)
        row_list = pilot.app.screen.query_one(RowList)
        assert row_list.chosen == "routine:hills"
        chosen = pilot.app.screen.query_one(".-chosen").region
        assert chosen.height == 8
        assert row_list.region.contains_region(chosen)


async def test_the_palette_offers_the_commands_of_home(app: Callable[..., SetpaceApp]) -> None:
    async with app().run_test(size=(80, 24)) as pilot:
        titles = [command.title for command in pilot.app.get_system_commands(pilot.app.screen)]
        assert titles == [
            *("start", "resume", "level", "history", "progress", "run", "why", "theme", "settings", "keys", "quit"),
        ]


async def test_too_small_says_so_with_the_size_and_goes_away(app: Callable[..., SetpaceApp]) -> None:
    async with app().run_test(size=(39, 30)) as pilot:
        text = await settled(pilot)
        assert isinstance(pilot.app.screen, TooSmallScreen)
        assert "at least 40x12" in text
        assert "39x30" in text
        await pilot.resize_terminal(40, 11)
        assert "40x11" in await settled(pilot)
        await pilot.resize_terminal(40, 12)
        await settled(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "Beginner" in screen_text(pilot)


async def test_at_ten_cells_by_three_the_message_is_whole_and_nothing_scrolls(app: Callable[..., SetpaceApp]) -> None:
    async with app().run_test(size=(10, 3)) as pilot:
        await settled(pilot)
        assert [line.strip() for line in screen_text(pilot).splitlines()][:2] == ["min 40x12", "now 10x3"]
        assert not pilot.app.screen.show_vertical_scrollbar


async def ask(pilot: Pilot[None], dialog: NoteDialog | NumberDialog | ChoiceDialog, *keys: str) -> object:
    answers: list[object] = []
    pilot.app.push_screen(dialog, answers.append)
    await pilot.pause()
    await pilot.press(*keys)
    await pilot.pause()
    return answers[0] if answers else "still open"


CHOICES = [("go", "Go on", "space does this"), ("later", "Leave", ""), ("trash", "Trash", "moved")]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("space",), "later"),
        (("down", "enter"), "trash"),
        (("1",), "go"),
        (("t",), "trash"),
        (("escape",), None),
        (("4",), "still open"),
    ],
    ids=str,
)
async def test_a_choice(app: Callable[..., SetpaceApp], keys: tuple[str, ...], answer: str | None) -> None:
    async with app().run_test() as pilot:
        assert await ask(pilot, ChoiceDialog("Leave?", "what", CHOICES, "later"), *keys) == answer


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("enter",), 24.0),
        (("backspace", "backspace", "enter"), "unknown"),
        (("full_stop", "5", "enter"), 24.5),
        (("comma", "5", "enter"), 24.5),
        (("x", "enter"), "still open"),
        (("0", "0", "0", "enter"), "still open"),
        (("escape",), None),
    ],
    ids=str,
)
async def test_a_number(app: Callable[..., SetpaceApp], keys: tuple[str, ...], answer: object) -> None:
    async with app().run_test() as pilot:
        assert await ask(pilot, NumberDialog("Load", 24.0, "kg"), "end", *keys) == answer


@pytest.mark.parametrize(
    ("keys", "answer"), [(("space", "q", "enter"), "ok q"), (("escape",), None)], ids=["typed", "left"]
)
async def test_a_note(app: Callable[..., SetpaceApp], keys: tuple[str, ...], answer: str | None) -> None:
    async with app().run_test() as pilot:
        assert await ask(pilot, NoteDialog("Note", "ok"), *keys) == answer
