"""Progress, calendar and the why page as a runner sees them."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from setpace.run.clock import FakeClock
from setpace.store.paths import Paths
from setpace.ui.app import SetpaceApp
from setpace.ui.calendar import CalendarScreen
from setpace.ui.charts import Chart
from setpace.ui.first_files import read_first_files
from setpace.ui.home import HomeScreen
from setpace.ui.progress import ProgressScreen
from setpace.ui.progress_rows import PointTable

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

NOW = datetime(2026, 6, 17, 12, tzinfo=UTC)  # a Wednesday
SIZES = ((120, 40), (80, 24), (60, 18))
CLEANS = (
    # days ago, load, form
    (44, 40.0, "clean"),
    (37, 42.5, "shaky"),
    (30, 42.5, "clean"),
    (23, 60.0, "broken"),
    (9, 45.0, None),
    (2, 47.5, "clean"),
)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(config=tmp_path, data=tmp_path, state=tmp_path / "state", cache=tmp_path / "cache")


def write(paths: Paths, at: datetime, *sets: str, unit: str = "kg") -> Path:
    """A session of those sets, each given as the lines that matter."""
    body = "".join(
        f"\n[[sets]]\nslot = {slot}\nset = {slot}\ntarget_reps = 5\n{lines}\n"
        f"started = {at.isoformat()}\nfinished = {at.isoformat()}\n"
        for slot, lines in enumerate(sets, start=1)
    )
    file = paths.log_dir / f"{at:%Y}" / f"{at:%Y-%m-%d_%H-%M-%S}_beginner.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    head = f'setpace = 1\nid = "{at:%y%m%d%H}"\nroutine = "beginner"\nstarted = {at.isoformat()}\n'
    file.write_text(f'{head}finished = {at.isoformat()}\nunit = "{unit}"\n{body}', encoding="utf-8")
    return file


def clean(load: float | None, form: str | None = "clean", reps: int = 5) -> str:
    lines = [f'exercise = "barbell-clean"\nreps = {reps}']
    lines += [f"load = {load}"] if load else []
    return "\n".join([*lines, *([f'form = "{form}"'] if form else [])])


def cleans(paths: Paths) -> None:
    for days, load, form in CLEANS:
        write(paths, NOW - timedelta(days=days), clean(load, form))


def app(paths: Paths) -> SetpaceApp:
    return SetpaceApp(paths, read_first_files(paths), clock=FakeClock(NOW))


def screen_text(pilot: Pilot[Any]) -> str:
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines)


async def press(pilot: Pilot[Any], *keys: str) -> str:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.press(*keys)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()
    return screen_text(pilot)


def rows(text: str) -> list[str]:
    """The sessions of the table, without the mark of the chosen one."""
    return [line[line.index("2026-") :] for line in text.splitlines() if line.lstrip("▌ ").startswith("2026-")]


@pytest.mark.parametrize("size", SIZES)
async def test_every_number_of_the_chart_stands_in_the_table(paths: Paths, size: tuple[int, int]) -> None:
    cleans(paths)
    async with app(paths).run_test(size=size) as pilot:
        text = await press(pilot, "p")
        assert "PROGRESS  Barbell Clean  1 of 1" in text
        assert "load, 12 months · best 47.5 kg on 2026-06-15" in text
        table = [line[line.index("2026-") :] for line in text.splitlines() if "2026-" in line and "best" not in line]
        assert table[0].split()[:7] == ["2026-06-15★", "47.5", "5", "1", "●", "clean", "55.5"]
        assert table[1].split()[:4] == ["2026-06-08★", "45", "5", "1"]
        assert table[2].split()[:6] == ["2026-05-25", "60", "5", "1", "✗", "broken"]
        assert "238" in table[0]


@pytest.mark.parametrize("size", SIZES)
async def test_the_form_of_each_point_is_a_shape_and_records_have_a_star(paths: Paths, size: tuple[int, int]) -> None:
    cleans(paths)
    async with app(paths).run_test(size=size) as pilot:
        await press(pilot, "p")
        chart = pilot.app.screen.query_one(Chart)
        drawn = "".join(segment.text for strip in chart.picture() for segment in strip)
        assert {sign: drawn.count(sign) for sign in "●◆✗○★"} == {"●": 3, "◆": 1, "✗": 1, "○": 1, "★": 3}
        assert all(strip.cell_length == chart.size.width for strip in chart.picture())


async def test_without_colours_the_shapes_are_the_same(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    cleans(paths)
    async with app(paths).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "p")
        picture = text[: text.index("● clean ")]
        assert {sign: picture.count(sign) for sign in "●◆✗○"} == {"●": 3, "◆": 1, "✗": 1, "○": 1}


async def test_measures_go_round_and_the_formula_is_named_with_its_source(paths: Paths) -> None:
    cleans(paths)
    async with app(paths).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "p", "m")
        assert "est. 1RM, 12 months · best 55.5 kg on 2026-06-15" in text
        assert "Epley 1985: load × (1 + reps ÷ 30), for 1–10 reps" in text
        text = await press(pilot, "m")
        assert "volume, 12 months · best 238 kg" in text
        assert "Epley" not in text
        assert "reps, 12 months · best 5 reps" in await press(pilot, "m")
        assert "load, 12 months" in await press(pilot, "m")


async def test_left_and_right_are_drawn_apart(paths: Paths) -> None:
    for days, left, right in ((3, 10, 8), (2, 10, 10), (1, 9, 10)):
        lines = f'exercise = "pistol-squat"\nreps_left = {left}\nreps_right = {right}\neach_side = true'
        write(paths, NOW - timedelta(days=days), lines)
    async with app(paths).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "p")
        assert "reps, 12 months" in text, "there is no load to look at"
        text = await press(pilot, "m")
        assert "left and right, 12 months · last 3 sessions 29 L 28 R" in text
        assert "L left   R right   = both the same" in text
        drawn = "".join(segment.text for strip in pilot.app.screen.query_one(Chart).picture() for segment in strip)
        assert {sign: drawn.count(sign) for sign in "LR="} == {"L": 2, "R": 2, "=": 1}
        assert next(row.split()[-4:] for row in rows(text)) == ["9", "L", "10", "R"]


async def test_pounds_and_kilograms_are_compared_and_shown_in_the_unit_of_the_settings(paths: Paths) -> None:
    write(paths, NOW - timedelta(days=9), clean(100), unit="lb")
    write(paths, NOW - timedelta(days=2), clean(45.5))
    for unit, loads, ticks in (("kg", ["45.5", "45.5"], {"45", "50"}), ("lb", ["100.5", "100"], {"100"})):
        paths.settings_file.write_text(f'unit = "{unit}"\n', encoding="utf-8")
        async with app(paths).run_test(size=(80, 24)) as pilot:
            text = await press(pilot, "p")
            assert [row.split()[1] for row in rows(text)] == loads
            assert ticks <= {line.split()[0] for line in text.splitlines()[2:10] if line.strip()}


async def test_a_mistyped_exercise_is_told_with_the_one_that_was_meant(paths: Paths) -> None:
    write(paths, NOW, 'exercise = "barbel-clean"\nreps = 3')
    async with app(paths).run_test(size=(80, 24)) as pilot:
        assert "not in the library (did you mean barbell-clean?): volume counts one" in await press(pilot, "p")


async def test_keys_move_between_sessions_and_exercises(paths: Paths) -> None:
    cleans(paths)
    write(paths, NOW - timedelta(days=1), 'exercise = "rope-climb"\nreps = 3', clean(47.5))
    async with app(paths).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "p")
        assert "PROGRESS  Rope Climb  1 of 2" in text
        assert "not in the library: volume counts one implement" in text
        text = await press(pilot, "right", "down", "down")
        assert "Barbell Clean  2 of 2" in text
        assert "▌ 2026-06-08" in text
        assert "not in the library" not in text
        assert "▌ 2026-05-04" in await press(pilot, "end", "down")
        assert "▌ 2026-06-16" in await press(pilot, "home")
        assert "Rope Climb" in await press(pilot, "tab")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_the_span_hides_older_sessions_from_the_chart_only(paths: Paths) -> None:
    for days in (800, 300, 20, 1):
        write(paths, NOW - timedelta(days=days), clean(40))
    async with app(paths).run_test(size=(80, 24)) as pilot:
        await press(pilot, "p")
        chart = pilot.app.screen.query_one(Chart)
        for name, count in (("12 months", 3), ("all", 4), ("3 months", 2)):
            assert f"load, {name}" in screen_text(pilot)
            assert chart.text.startswith(f"{count} points")
            await press(pilot, "r")
        assert len(pilot.app.screen.query_one(PointTable)._points) == 4


async def test_what_is_wrong_is_left_out_and_said(paths: Paths) -> None:
    cleans(paths)
    write(paths, NOW + timedelta(days=30), clean(200))
    broken = write(paths, NOW - timedelta(days=5), clean(90))
    broken.write_text("not a session", encoding="utf-8")
    partly = write(paths, NOW - timedelta(days=4), clean(46), 'exercise = "barbell-clean"\nreps = "many"')
    async with app(paths).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "p")
        assert "1 session dated in the future left out" in text
        assert "1 file cannot be read, 1 file only in part: left out, u names" in " ".join(text.split())
        assert "best 47.5 kg" in text
        assert [row.split()[1] for row in rows(text)][:2] == ["47.5", "46"]
        text = await press(pilot, "u")
        assert broken.name in text.replace("\n", "")
        assert partly.name in text.replace("\n", "")


async def test_an_empty_log_says_so_and_no_key_does_harm(paths: Paths) -> None:
    async with app(paths).run_test(size=(60, 18)) as pilot:
        text = await press(pilot, "p")
        assert "No set is logged yet" in text
        await press(pilot, "right", "m", "r", "down", "end", "pagedown", "u")
        await press(pilot, "escape", "c")
        assert isinstance(pilot.app.screen, CalendarScreen)
        assert "Streak 0 weeks, this week 0" in screen_text(pilot)


async def test_the_cache_may_go_at_any_time(paths: Paths) -> None:
    cleans(paths)
    async with app(paths).run_test(size=(80, 24)) as pilot:
        first = await press(pilot, "p")
        shutil.rmtree(paths.cache)
        await press(pilot, "escape")
        assert await press(pilot, "p") == first


async def test_the_history_leads_here_too(paths: Paths) -> None:
    cleans(paths)
    async with app(paths).run_test(size=(80, 24)) as pilot:
        await press(pilot, "h", "p")
        assert isinstance(pilot.app.screen, ProgressScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_the_calendar_shows_days_weeks_and_the_streak_with_its_rule(paths: Paths, size: tuple[int, int]) -> None:
    cleans(paths)
    write(paths, NOW - timedelta(days=2, hours=5), clean(40))
    write(paths, NOW - timedelta(days=300), clean(40))
    async with app(paths).run_test(size=size) as pilot:
        text = await press(pilot, "p", "c")
        monday = next(line for line in text.splitlines() if line.strip().startswith("Mon"))
        assert monday.replace(" ", "").endswith("■■·■2"), "44, 37 … days ago were Mondays; two sessions on the last one"
        assert "Streak 2 weeks, longest 4 from 2026-05-04, this week 2" in text
        assert "2026 7 sessions in 6 weeks" in text
        words = " ".join(text.split())
        assert "A week, Monday to Sunday, with at least one session counts; rest days never break a streak" in words
        assert "May 4  Jun 3" in text
        text = await press(pilot, "left")
        assert "2025 1 session in 1 week" in text
        assert "2025 1 session" in await press(pilot, "left")
        assert "2026 7 sessions" in await press(pilot, "right", "right")


@pytest.mark.parametrize("size", SIZES)
async def test_the_why_page_is_read_by_keys_to_its_sources(paths: Paths, size: tuple[int, int]) -> None:
    async with app(paths).run_test(size=size) as pilot:
        text = await press(pilot, "i")
        assert "FIVE BENEFITS" in text
        assert "Power  [1]" in text
        seen = text
        for _ in range(30):
            seen += "\n" + await press(pilot, "space")
        for part in ("Posterior chain", "Hinge", "Single-leg squat", "Olympic lift", "coach's experience"):
            assert part in seen
        assert "J Athl Train 2004" in " ".join(screen_text(pilot).split())
        assert "FIVE BENEFITS" in await press(pilot, "home")
        assert "SETPACE" in await press(pilot, "i")


async def test_homes_keys_fit_at_sixty_columns(paths: Paths) -> None:
    async with app(paths).run_test(size=(80, 24)) as pilot:
        line = (await press(pilot)).splitlines()[-1]
        for word in ("start", "history", "progress", "why", "theme", "settings", "keys", "quit"):
            assert word in line
        await pilot.resize_terminal(60, 18)
        line = (await press(pilot)).splitlines()[-1]
        assert len(line) < 60
        for word in ("start", "history", "keys", "quit"):
            assert word in line
