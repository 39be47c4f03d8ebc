"""The history as a runner sees it: past sessions, one in full, corrections, files that cannot be read."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from terminal.log_files import NEWEST, make_log, session_text
from textual.widgets import Static

from setpace.core.exercise import Library
from setpace.core.session import Form, Session
from setpace.core.session_filter import searched
from setpace.core.summary import summary_of
from setpace.core.units import Unit, minutes_text
from setpace.run.clock import FakeClock
from setpace.run.presses import Presses
from setpace.store.paths import Paths
from setpace.ui.configured_app import ConfiguredApp
from setpace.ui.correct import CorrectScreen
from setpace.ui.first_files import read_first_files
from setpace.ui.history import HistoryScreen
from setpace.ui.history_rows import HistoryList, HistoryRow, heading, row_content, row_of
from setpace.ui.log_reading import FIRST_FILES, SECOND_FILES

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from textual.pilot import Pilot

NOW = NEWEST + timedelta(days=1)
SHORT = summary_of(Session(id="a", routine="long", name="Long", started=NEWEST, unit=Unit.KG))
SIZES = ((120, 40), (80, 24), (60, 18))


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(config=tmp_path, data=tmp_path, state=tmp_path / "state", cache=tmp_path / "cache")


class Unhurried(Presses):
    """Nobody presses twice within 400 ms."""

    def counts(self) -> bool:
        return True


class HistoryApp(ConfiguredApp, inherit_bindings=False):
    """Nothing but the history over an empty screen."""

    CSS_PATH = "../../src/setpace/ui/look.tcss"

    def __init__(self, paths: Paths) -> None:
        super().__init__(paths, read_first_files(paths))
        self.left = False
        self.presses = Unhurried(FakeClock(NOW))

    def on_mount(self) -> None:
        screen = HistoryScreen(self.paths, self.library, self.settings, NOW)
        self.push_screen(screen, lambda _: setattr(self, "left", True))


def screen_text(pilot: Pilot[None]) -> str:
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines)


async def settled(pilot: Pilot[None]) -> str:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()
    return screen_text(pilot)


def on_disk(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


async def test_an_empty_history_says_what_to_do(paths: Paths) -> None:
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        assert "No sessions yet: press esc, choose a routine and press enter." in await settled(pilot)
        await pilot.press("enter", "down", "pagedown", "end")
        assert isinstance(pilot.app.screen, HistoryScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_every_size_shows_the_columns_and_the_chosen_session(
    paths: Paths, tmp_path: Path, size: tuple[int, int]
) -> None:
    make_log(tmp_path, 3)
    async with HistoryApp(paths).run_test(size=size) as pilot:
        text = await settled(pilot)
        days = ["23 Nov", "21 Nov", "19 Nov"] if size[0] < 80 else ["2026-11-23", "2026-11-21", "2026-11-19"]
        row = next(line for line in text.splitlines() if f"▌ {days[0]}" in line)
        for part in ("Beginner", "21 min", "9/9", "2964 kg", "9✓", *(["18:04"] if size[0] >= 80 else [])):
            assert part in row
        assert "volume 2964 kg" in text
        assert text.index(days[0]) < text.index(days[1]) < text.index(days[2])
        assert "1 of 3" in text
        assert "Monday 2026-11-23, 18:04" in text
        assert "9/9 sets · 111 reps · volume" in text


async def test_the_session_stands_beside_the_list_where_there_is_room(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        rows, detail = (pilot.app.screen.query_one(f"#history-{part}").region for part in ("list", "detail"))
        assert rows.y == detail.y
        assert rows.right <= detail.x
        await pilot.resize_terminal(119, 30)
        await pilot.pause()
        rows, detail = (pilot.app.screen.query_one(f"#history-{part}").region for part in ("list", "detail"))
        assert rows.bottom <= detail.y


async def test_moving_shows_another_session_in_full(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 30)
    async with HistoryApp(paths).run_test(size=(120, 20)) as pilot:
        await settled(pilot)
        await pilot.press("down")
        assert "Saturday 2026-11-21" in await settled(pilot)
        await pilot.press("end")
        text = await settled(pilot)
        assert "30 of 30" in text
        assert "▌ 2026-09-26" in text
        await pilot.press("home")
        assert "▌ 2026-11-23" in await settled(pilot)


async def test_a_log_longer_than_the_first_rows_comes_whole_and_in_order(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, FIRST_FILES + SECOND_FILES + 13)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        assert f"1 of {FIRST_FILES + SECOND_FILES + 13}" in await settled(pilot)
        rows = pilot.app.screen.query_one(HistoryList)._rows
        dates = [row.date for row in rows]
        assert dates == sorted(set(dates), reverse=True)


async def test_a_sync_copy_is_shown_once(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    file.with_name(f"{file.stem}_2.toml").write_bytes(file.read_bytes())
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        assert "1 of 1" in await settled(pilot)


async def test_a_name_with_brackets_is_shown_as_it_is(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    text = file.read_text(encoding="utf-8")
    text = text.replace('name = "Beginner"', 'name = "[red]A"').replace('note = ""', 'note = "[/b] [$accent]x"')
    file.write_text(text, encoding="utf-8")
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        shown = await settled(pilot)
        assert "[red]A" in shown
        assert "“[/b] [$accent]x”" in shown
        await pilot.press("enter")
        assert "[red]A" in await settled(pilot)


async def test_unreadable_files_are_counted_and_named(paths: Paths, tmp_path: Path) -> None:
    first, second, third = make_log(tmp_path, 3)
    first.write_text("setpace = 1\nnonsense\n", encoding="utf-8")
    second.write_text("[b]", encoding="utf-8")
    async with HistoryApp(paths).run_test(size=(120, 40)) as pilot:
        text = await settled(pilot)
        assert "2 files cannot be read: u names them" in text
        assert "1 of 1" in text
        await pilot.press("u")
        await settled(pilot)
        named = str(pilot.app.screen.query_one(".problems", Static).render())
        assert f"{first.name}:2:" in named
        assert second.name in named
        assert third.name not in named
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HistoryScreen)


async def test_escape_leaves(paths: Paths) -> None:
    app = HistoryApp(paths)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert app.left


async def test_remapped_keys_work_and_are_shown(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[keys]\ncorrect = "f2"\ncorrect-reps-up = "b"\n', encoding="utf-8")
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        assert "f2 correct" in await settled(pilot)
        await pilot.press("f2")
        assert "← b reps" in await settled(pilot)
        await pilot.press("b")
        await settled(pilot)
    assert on_disk(file)["sets"][0]["reps"] == 13


async def test_corrections_are_saved_at_once_and_seen_in_the_list(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    file.write_text('mine = "kept"\n' + file.read_text(encoding="utf-8"), encoding="utf-8")
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("left", "left")
        assert "reps 10 of 12, saved" in await settled(pilot)
        assert on_disk(file)["sets"][0]["reps"] == 10
        await pilot.press("down", "plus", "2")
        await settled(pilot)
        second = on_disk(file)["sets"][1]
        assert (second["load"], second["form"]) == (28.0, "shaky")
        await pilot.press("0")
        await settled(pilot)
        assert "form" not in on_disk(file)["sets"][1]
        await pilot.press("3", "escape")
        text = await settled(pilot)
        assert " 8✓      1✗" in text
        assert "10 of 12" in text
    assert on_disk(file)["mine"] == "kept"
    assert on_disk(file)["sets"][2] == tomllib.loads(session_text(0, NEWEST))["sets"][2]


async def test_one_side_is_corrected_by_itself(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("l")
        assert "not counted one side at a time" in await settled(pilot)
        await pilot.press("down", "down", "down")
        await settled(pilot)
        await pilot.press("r", "left", "left")
        assert "10 L · 8 R of 10" in await settled(pilot)
        await pilot.press("r", "left")
        await settled(pilot)
    fourth = on_disk(file)["sets"][3]
    assert (fourth["reps_left"], fourth["reps_right"]) == (9, 7)


async def test_a_load_is_typed_or_taken_away(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("w", *["backspace"] * 4, *"22,5", "enter")
        await settled(pilot)
        assert on_disk(file)["sets"][0]["load"] == 22.5
        await pilot.press("w", *["backspace"] * 4, "enter")
        await settled(pilot)
        assert "load" not in on_disk(file)["sets"][0]
        await pilot.press("w", "1", "escape")
        await settled(pilot)
        assert "load" not in on_disk(file)["sets"][0]


async def test_undo_takes_back_one_run_of_changes_at_a_time(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    before = on_disk(file)
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("left", "left", "3", "z")
        await settled(pilot)
        first = on_disk(file)["sets"][0]
        assert (first["reps"], first["form"]) == (10, "clean")
        await pilot.press("z")
        await settled(pilot)
        assert on_disk(file)["sets"] == before["sets"]
        await pilot.press("z")
        assert "nothing to undo" in await settled(pilot)


async def test_a_file_changed_on_disk_is_not_overwritten(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        elsewhere = file.read_text(encoding="utf-8") + "# by another machine\n"
        file.write_text(elsewhere, encoding="utf-8")
        await pilot.press("left")
        text = await settled(pilot)
        assert "not saved" in text
        assert "changed on disk" in " ".join(text.split())
        assert "11 of 12" not in text
    assert file.read_text(encoding="utf-8") == elsewhere


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("\nfinished = ", "\nother = ", "not finished"),
        ("setpace = 1", "setpace = 2", "newer Setpace"),
        ("reps = 12\nload", 'reps = "x"\nload', "put that right first"),
    ],
)
async def test_what_cannot_be_corrected_says_why(paths: Paths, tmp_path: Path, old: str, new: str, reason: str) -> None:
    (file,) = make_log(tmp_path, 1)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = file.read_bytes()
    async with HistoryApp(paths).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        assert reason in " ".join((await settled(pilot)).split())
        assert not isinstance(pilot.app.screen, CorrectScreen)
    assert file.read_bytes() == before


def rated(file: Path, *forms: str) -> None:
    """Rate the sets of a session from the first one on."""
    head, *sets = file.read_text(encoding="utf-8").split("[[sets]]")
    new = [text.replace('"clean"', f'"{form}"') for text, form in zip(sets, forms, strict=False)]
    file.write_text("[[sets]]".join([head, *new, *sets[len(new) :]]), encoding="utf-8")


@pytest.mark.parametrize("size", SIZES)
async def test_counts_of_one_form_stand_under_each_other(paths: Paths, tmp_path: Path, size: tuple[int, int]) -> None:
    newest, middle, _ = make_log(tmp_path, 3)
    rated(newest, "shaky", "broken")
    rated(middle, "broken")
    async with HistoryApp(paths).run_test(size=size) as pilot:
        rows = [line for line in (await settled(pilot)).splitlines() if "/9" in line and "✓" in line][:3]
    assert [row.index("✓") for row in rows] == [rows[0].index("✓")] * 3
    assert rows[0].index("✗") == rows[1].index("✗")


@pytest.mark.parametrize("width", [60, 80])
def test_no_count_is_lost_where_there_are_many(tmp_path: Path, width: int) -> None:
    counts = ((Form.CLEAN, 12), (Form.SHAKY, 3), (Form.BROKEN, 1))
    row = HistoryRow(
        tmp_path,
        "2026-11-23",
        "23 Nov",
        "18:04",
        "Long",
        "1 h 05",
        "16/16",
        "12345 kg",
        counts,
        SHORT,
        searched(SHORT, Library({})),
    )
    line = row_content(row, width, chosen=False).plain
    assert [part in line for part in ("12✓", "3~", "1✗")] == [True] * 3
    assert "…" not in line
    many = replace(row, form=((Form.CLEAN, 12), (Form.SHAKY, 3), (Form.BROKEN, 10)))
    assert "12✓3~10✗" in row_content(many, 60, chosen=False).plain.replace(" ", "")


async def test_at_120_columns_the_list_shows_what_it_shows_at_80(paths: Paths, tmp_path: Path) -> None:
    for file in make_log(tmp_path, 3):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('name = "Beginner"', 'name = "Hills and carries"', 1), encoding="utf-8")
    seen = []
    for size in ((80, 24), (120, 40)):
        async with HistoryApp(paths).run_test(size=size) as pilot:
            lines = (await settled(pilot)).splitlines()
            seen.append([line[:80].rstrip() for line in lines if "2026-11" in line[:14] or "volume  form" in line])
    assert seen[0] == seen[1]
    assert "▌ 2026-11-23 18:04  Hills and carries" in seen[0][1]


@pytest.mark.parametrize(("started", "day"), [(NEWEST, "23 Nov "), (NEWEST.replace(year=2025), "Nov '25")])
@pytest.mark.parametrize("minutes", [21, 65, 725])
def test_at_60_columns_every_column_has_its_place(tmp_path: Path, started: datetime, day: str, minutes: int) -> None:
    session = replace(SHORT, started=started, duration_s=minutes * 60, finished=True, name="Intermediate")
    row = replace(row_of(tmp_path, session, Library({}), NEWEST), volume="12345 kg", sets="16/16")
    row = replace(row, form=((Form.CLEAN, 12), (Form.SHAKY, 3), (Form.BROKEN, 1)))
    line = row_content(row, 60, chosen=False).plain
    assert line.startswith(f"  {day}  Intermediate  ")
    length = minutes_text(minutes * 60)
    for part in (length if minutes < 600 else "12h05", "16/16", "12345 kg", "12✓", "3~", "1✗"):
        assert part in line
    head = heading(60).plain
    assert head.index("volume") + len("volume") == line.index("12345 kg") + len("12345 kg")
    assert head.split() == ["date", "routine", "length", "sets", "volume", "form"]


async def test_a_length_is_said_in_the_list_as_in_the_session(paths: Paths, tmp_path: Path) -> None:
    (file,) = make_log(tmp_path, 1)
    text = file.read_text(encoding="utf-8")
    finished = next(line for line in text.splitlines() if line.startswith("finished = "))
    for end, said in ((NEWEST + timedelta(seconds=20), "<1 min"), (NEWEST + timedelta(minutes=65), "1 h 05")):
        file.write_text(text.replace(finished, f"finished = {end.isoformat()}", 1), encoding="utf-8")
        async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
            assert (await settled(pilot)).count(said) == 2


async def test_the_reasons_of_several_files_stand_apart(paths: Paths, tmp_path: Path) -> None:
    for file in make_log(tmp_path, 2):
        file.write_text("setpace = 1\nid = \n", encoding="utf-8")
    async with HistoryApp(paths).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("u")
        await settled(pilot)
        text = str(pilot.app.screen.query_one(".problems", Static).content)
    first, gap, second = text.split("\n")
    assert ".toml:2: " in first
    assert ".toml:2: " in second
    assert gap == ""


async def test_a_session_of_2099_is_shown_with_its_date_and_marked(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    ahead = tmp_path / "log" / "2099" / "2099-11-23_18-04-11_beginner.toml"
    ahead.parent.mkdir()
    ahead.write_text(session_text(4, NEWEST.replace(year=2099)), encoding="utf-8")
    async with HistoryApp(paths).run_test(size=(80, 24)) as pilot:
        text = await settled(pilot)
        assert "2099-11-23 18:04?" in text
        assert "2026-11-23 18:04?" not in text
        assert "dated in the future: it does not count as the last time" in text
        await pilot.press("down")
        assert "dated in the future" not in await settled(pilot)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", "unfinished: home offers to go on with it\n"),
        ("setpace = 1", "setpace = 2", "unfinished: the newer Setpace can go on with it"),
        ("reps = 12\nload", 'reps = "x"\nload', "unfinished: home offers to go on with it once this is right:"),
    ],
    ids=["good", "newer", "flawed"],
)
async def test_how_an_unfinished_session_goes_on(paths: Paths, tmp_path: Path, old: str, new: str, said: str) -> None:
    (file,) = make_log(tmp_path, 1)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("\nfinished = ", "\nother = ", 1).replace(old, new, 1), encoding="utf-8")
    async with HistoryApp(paths).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        detail = str(pilot.app.screen.query_one("#history-text", Static).content)
        assert said in detail


async def test_every_key_of_the_history_is_in_its_help(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(120, 50)) as pilot:
        await settled(pilot)
        await pilot.press("question_mark")
        text = await settled(pilot)
        for sign in ("↑ k", "↓ j", "pgup", "pgdn", "home", "end", "← shift+↑", "→ shift+↓"):
            assert f" {sign} " in text, sign
        await pilot.press("escape")
        assert "home" not in (await settled(pilot)).splitlines()[-1]


async def test_correcting_at_60_cells_names_exercises_and_keys_in_full(paths: Paths, tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    async with HistoryApp(paths).run_test(size=(60, 18)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        text = await settled(pilot)
        assert "Dumbbell Reverse Lunge" in text
        assert "10 each side  ✓ clean" in text
        assert "…" not in text
        assert text.splitlines()[-1].endswith("n note ? keys esc done")
        await pilot.resize_terminal(80, 24)
        assert (await settled(pilot)).splitlines()[-1].endswith("x delete ? keys esc done")
