"""Pictures of every screen at three sizes.

A screen that was changed on purpose: `pytest -n0 tests/ui/test_snapshots.py --snapshot-update`, then look at the
pictures in `__snapshots__` before they are committed. Sessions are prepared through the runner, not through the screen,
so that only what the screen shows can change a picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from terminal.log_files import NEWEST, make_log
from textual.widgets import Input

from setpace.core.session import Form
from setpace.core.workout_view import Phase
from setpace.run.clock import FakeClock
from setpace.run.training import Training, start_session
from setpace.store.exercises import load_library
from setpace.store.paths import Paths
from setpace.store.routines import load_routines
from setpace.store.settings import load_settings
from setpace.ui.app import SetpaceApp
from setpace.ui.first_files import read_first_files
from setpace.ui.workout import WorkoutScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.pilot import Pilot

    Picture = Callable[["Scene", tuple[int, int]], bool]

SIZES = ((80, 24), (120, 40), (60, 18))
NOW = NEWEST + timedelta(days=2)
DATA = Path("home/runner/.local/share/setpace")  # as long as a real one, and the same on every machine
SET_S = 40.0
REST_S = 75.0

LONG_ROUTINE = """\
name = "Back to hills after the long winter break"
level = "intermediate"
""" + "".join(
    f'[[exercises]]\nexercise = "{exercise}"\nsets = {sets}\nreps = {reps}\n'
    for exercise, sets, reps in (
        ("kettlebell-deadlift", 2, 12),
        ("single-leg-deadlift", 3, 8),
        ("two-hand-kettlebell-swing", 4, 15),
        ("dumbbell-bulgarian-split-squat", 3, 10),
        ("dumbbell-reverse-lunge", 3, 10),
        ("pistol-squat", 2, 5),
        ("dumbbell-hang-clean", 3, 6),
        ("barbell-clean", 3, 5),
    )
)


class Visit:
    """A user at a terminal whose clock moves only when told to."""

    def __init__(self) -> None:
        self.paths = Paths(
            config=Path("home/runner/.config/setpace"), data=DATA, state=Path("state"), cache=Path("cache")
        )
        self.clock = FakeClock(NOW)
        self.pilot: Pilot[Any]

    def app(self) -> SetpaceApp:
        return SetpaceApp(self.paths, read_first_files(self.paths), clock=self.clock)

    def begin(self, routine_id: str = "beginner") -> Training:
        """A session in its first set."""
        library, _ = load_library(self.paths)
        routine = next(r for r in load_routines(self.paths, library).routines if r.id == routine_id)
        settings = load_settings(self.paths).settings
        return start_session(self.paths, routine, library, settings, self.clock, direct=True)

    def lift(self, training: Training, sets: int) -> None:
        """Do some sets with a rest before each but the first; it ends when the last one is done."""
        for _ in range(sets):
            if training.runner.view().phase is not Phase.SET:
                self.clock.advance(REST_S)
                training.runner.advance()
            self.clock.advance(SET_S)
            training.runner.advance()

    async def open(self, training: Training) -> None:
        await self.pilot.app.push_screen(WorkoutScreen(training, ticking=False))
        await self.settle()

    async def press(self, *keys: str) -> None:
        await self.pilot.app.workers.wait_for_complete()
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing moves: no worker, no message, no blinking cursor."""
        await self.pilot.app.workers.wait_for_complete()
        await self.pilot.pause()
        for field in self.pilot.app.screen.query(Input):
            field.cursor_blink = False


async def home_long_routine(visit: Visit) -> None:
    await visit.press("down", "down", "down")


async def set_first_time(visit: Visit) -> None:
    await visit.open(visit.begin())


async def set_each_side(visit: Visit) -> None:
    training = visit.begin("intermediate")
    visit.lift(training, 4)
    training.runner.rate(Form.CLEAN)
    visit.clock.advance(70)
    training.runner.advance()
    visit.clock.advance(12)
    await visit.open(training)


def resting(visit: Visit) -> Training:
    """In the rest after the second set, with something to show of all that can be changed in it."""
    training = visit.begin()
    visit.lift(training, 2)
    runner = training.runner
    done = runner.view().done
    assert done is not None
    runner.change_reps(done, -2)
    runner.rate(Form.SHAKY)
    runner.write_note(done.slot, "grip went")
    following = runner.view().next
    assert following is not None
    runner.change_load(following, -1)
    return training


async def rest(visit: Visit) -> None:
    training = resting(visit)
    visit.clock.advance(23)
    await visit.open(training)


async def ready(visit: Visit) -> None:
    training = resting(visit)
    visit.clock.advance(78)
    await visit.open(training)


async def go(visit: Visit) -> None:
    training = resting(visit)
    visit.clock.advance(132)
    await visit.open(training)


async def go_counting_up(visit: Visit) -> None:
    training = resting(visit)
    visit.clock.advance(120 + 181)
    await visit.open(training)


async def paused(visit: Visit) -> None:
    training = resting(visit)
    visit.clock.advance(31)
    training.runner.toggle_pause()
    visit.clock.advance(95)
    await visit.open(training)


async def summary(visit: Visit) -> None:
    training = visit.begin()
    prompt = training.runner.view().current
    assert prompt is not None
    training.runner.change_load(prompt, 1)
    visit.lift(training, 9)
    training.runner.rate(Form.CLEAN)
    training.runner.write_note(0, "legs fresh, the bar felt light")
    await visit.open(training)


async def summary_finished_here(visit: Visit) -> None:
    training = resting(visit)
    training.runner.finish()
    await visit.open(training)


async def history(visit: Visit) -> None:
    await visit.press("h")


async def history_moved(visit: Visit) -> None:
    await visit.press("h")
    await visit.press("down", "down", "down")


async def history_filter(visit: Visit) -> None:
    await visit.press("h")
    await visit.press("slash", *"clean 2026-11")


async def trash(visit: Visit) -> None:
    await visit.press("h")
    await visit.press("x", "x", "x", "T", "enter")


async def compare(visit: Visit) -> None:
    await visit.press("h", "c")


async def correct(visit: Visit) -> None:
    await visit.press("h")
    await visit.press("enter")
    await visit.press("down", "down", "down", "left", "2")


async def show_help(visit: Visit) -> None:
    await visit.open(resting(visit))
    await visit.press("question_mark")


async def theme_picker(visit: Visit) -> None:
    await visit.press("t", "down")


async def settings(visit: Visit) -> None:
    await visit.press("s")


async def note(visit: Visit) -> None:
    await visit.open(resting(visit))
    await visit.press("n")


async def number(visit: Visit) -> None:
    await visit.open(resting(visit))
    await visit.press("w", "x", "enter")


async def swap(visit: Visit) -> None:
    await visit.open(resting(visit))
    await visit.press("x")


async def leave(visit: Visit) -> None:
    await visit.open(resting(visit))
    await visit.press("escape")


async def details(visit: Visit) -> None:
    await visit.open(resting(visit))
    await visit.press("d")


def past(count: int) -> Callable[[Visit], None]:
    """That many sessions in the log, the last one two days ago."""

    def on_disk(visit: Visit) -> None:
        make_log(visit.paths.data, count)

    return on_disk


def improving(visit: Visit) -> None:
    """Some months of training: the clean grows, with a shaky and a broken set on the way."""
    forms = {3: "shaky", 11: "broken", 12: "shaky"}
    for place, file in enumerate(make_log(visit.paths.data, 60)):
        text = file.read_text(encoding="utf-8")
        text = text.replace("load = 40.0", f"load = {60 - 2.5 * (place // 6)}")
        file.write_text(text.replace('form = "clean"', f'form = "{forms.get(place, "clean")}"'), encoding="utf-8")


async def progress(visit: Visit) -> None:
    await visit.press("p", "left", "down")


async def calendar(visit: Visit) -> None:
    await visit.press("p", "c")


async def why(visit: Visit) -> None:
    await visit.press("i")


def nothing_yet(visit: Visit) -> None:
    """A fresh machine."""
    assert not visit.paths.data.exists()


def unfinished(visit: Visit) -> None:
    """Left some minutes ago, in the rest after the fourth set."""
    past(2)(visit)
    visit.clock = FakeClock(NOW - timedelta(minutes=20))
    training = visit.begin()
    visit.lift(training, 4)
    training.leave()
    visit.clock = FakeClock(NOW)


def long_routine(visit: Visit) -> None:
    past(1)(visit)
    visit.paths.routines_dir.mkdir(parents=True)
    (visit.paths.routines_dir / "hills.toml").write_text(LONG_ROUTINE, encoding="utf-8")


@dataclass(frozen=True)
class Scene:
    """What is on disk before the app starts, and what the user does then."""

    on_disk: Callable[[Visit], None]
    act: Callable[[Visit], Awaitable[None]]


SCENES = {
    "home-first-start": Scene(nothing_yet, Visit.settle),
    "home-last-time": Scene(past(4), Visit.settle),
    "home-unfinished-session": Scene(unfinished, Visit.settle),
    "home-long-own-routine": Scene(long_routine, home_long_routine),
    "set-first-time": Scene(nothing_yet, set_first_time),
    "set-each-side": Scene(past(1), set_each_side),
    "rest": Scene(past(1), rest),
    "ready": Scene(past(1), ready),
    "go": Scene(past(1), go),
    "go-counting-up": Scene(past(1), go_counting_up),
    "paused": Scene(past(1), paused),
    "summary": Scene(past(1), summary),
    "summary-finished-here": Scene(past(1), summary_finished_here),
    "history-empty": Scene(nothing_yet, history),
    "history-full": Scene(past(14), history_moved),
    "history-filter": Scene(past(14), history_filter),
    "trash": Scene(past(6), trash),
    "compare": Scene(improving, compare),
    "progress": Scene(improving, progress),
    "calendar": Scene(improving, calendar),
    "why": Scene(nothing_yet, why),
    "correct": Scene(past(3), correct),
    "help": Scene(past(1), show_help),
    "theme-picker": Scene(past(1), theme_picker),
    "settings": Scene(nothing_yet, settings),
    "note": Scene(past(1), note),
    "number": Scene(past(1), number),
    "swap": Scene(past(1), swap),
    "leave": Scene(past(1), leave),
    "details": Scene(past(1), details),
}

VARIANTS = {"set-first-time", "go-counting-up", "summary-finished-here"}
"""Screens that differ from another one in their words only: one size will do."""


@pytest.fixture
def looks_as_before(snap_compare: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Picture:
    """Act a scene in a folder of its own; whether the screen looks as in the picture kept of it."""
    monkeypatch.chdir(tmp_path)

    def look(scene: Scene, size: tuple[int, int]) -> bool:
        visit = Visit()
        scene.on_disk(visit)

        async def act(pilot: Pilot[Any]) -> None:
            visit.pilot = pilot
            await scene.act(visit)

        app: App[Any] = visit.app()
        same: bool = snap_compare(app, terminal_size=size, run_before=act)
        return same

    return look


@pytest.mark.parametrize(
    ("scene", "size"),
    [
        pytest.param(scene, size, id=f"{scene}-{size[0]}x{size[1]}")
        for scene in SCENES
        for size in (SIZES[:1] if scene in VARIANTS else SIZES)
    ],
)
def test_screen(looks_as_before: Picture, scene: str, size: tuple[int, int]) -> None:
    assert looks_as_before(SCENES[scene], size)


def test_screen_too_small(looks_as_before: Picture) -> None:
    assert looks_as_before(SCENES["rest"], (30, 8))
