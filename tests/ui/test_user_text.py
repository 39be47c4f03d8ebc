"""Whatever the user's files call things: it is shown as text, and can neither style nor drive the terminal."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TextIO, cast

import pytest
from rich.cells import cell_len
from terminal.log_files import session_text
from ui.gym import START, Gym

from setpace.core import events as ev
from setpace.run.doctor import Terminal, report
from setpace.run.log_text import log_json, log_lines, past_sessions
from setpace.run.plain import Paper
from setpace.run.plain_text import done_line, prompt_line, summary_lines
from setpace.run.training import resume_session
from setpace.store.exercises import load_library
from setpace.store.sessions import Log
from setpace.ui.dialogs import ChoiceDialog
from setpace.ui.title import TerminalTitle, title_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.app import App

    from setpace.run.training import Training

STYLING = {
    "markup": "[red]Red[/red] [b]",
    "closing": "[/]x[/bold]",
    "open": "[bold $accent",
    "link": "[@click=app.quit]go[/]",
    "variable": "$accent {x} %s \\[",
    "wide": "漢字リフト한글",
    "combining": "a\u0301\u0323 Z\u0351\u036b\u0343",
    "emoji": "🏋🏽 lift 🇩🇪 ❤️",
    "right to left": "سحب שלום",
}
"""Names that a routine or an exercise may have."""

DRIVING = {
    "escape": "\x1b[2J\x1b[31mred\x1b]0;taken over\x07",
    "c1": "\x9b31m\x9d0;taken over\x9c",
    "bidi": "\u202egnol\u202c \u2066x\u2069\u200f",
    "controls": "one\ntwo\tthree\r\x00\x07\x08\x7f",
    "separators": "a\u2028b\u2029c\x85d",
}
"""What only a session's file can hold, for it is shown as it was when it was written."""

BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0x2028, 0x2029}


def drives(sign: str) -> bool:
    """Whether a terminal could obey the sign, or turn the line around."""
    return unicodedata.category(sign) == "Cc" or ord(sign) in BIDI


def toml(text: str) -> str:
    """A text as TOML has it, in quotes."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def assert_harmless(app: App[Any], where: str) -> None:
    """Every cell of the screen is text, and every row as wide as the terminal."""
    width = app.size.width
    for row, strip in enumerate(app.screen._compositor.render_strips()):
        assert not any(segment.control for segment in strip), (where, row)
        text = "".join(segment.text for segment in strip)
        assert not [sign for sign in text if drives(sign)], (where, row, text)
        assert sum(cell_len(segment.text) for segment in strip) == width, (where, row, text)


def odd_gym(tmp_path: Path, size: tuple[int, int], names: list[str]) -> Gym:
    """A gym whose routine and exercises have odd names, texts and file names."""
    exercises = "".join(
        f"""\
[odd-{place}]
name = {toml(name)}
family = "hinge"
equipment = {toml(name)}
start_hint = {toml(name)}
muscles = [{toml(name)}]
cues = [{toml(name)}]
"""
        for place, name in enumerate(names)
    )
    gym = Gym(tmp_path, size, exercises=exercises)
    assert len(gym.library) > len(names)
    sets = "".join(f'[[exercises]]\nexercise = "odd-{place}"\nsets = 1\nreps = 5\n' for place in range(len(names)))
    gym.write_routine("odd", f"name = {toml(names[0])}\n{sets}")
    broken = names[0].replace("/", "_")
    gym.write_routine(f"[red]{broken}[", 'name = "[red]Broken[/]"\nnonsense = "[red]x"\n')
    return gym


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_workout_with_names_that_look_like_markup(tmp_path: Path, size: tuple[int, int]) -> None:
    names = list(STYLING.values())
    gym = odd_gym(tmp_path, size, names)
    async with gym.app.run_test(size=size) as gym.pilot:
        await gym.pilot.pause()
        for _ in range(6):
            assert_harmless(gym.app, "home")
            await gym.pilot.press("down")
        await gym.open(gym.start("odd"))
        for place, name in enumerate(names):
            assert_harmless(gym.app, f"set of {name}")
            assert f"{name} 1/1" in title_text(gym.screen.runner.view(), gym.library)
            gym.screen.runner.write_note(place + 1, name)
            gym.screen.runner.write_note(0, name)
            for key in "dnwx" if size == (80, 24) and place in (0, 5) else "":
                await gym.press(key)
                assert_harmless(gym.app, f"{key} in {name}")
                await gym.press("escape")
            gym.screen.runner.advance()
            await gym.wait(1)
            assert_harmless(gym.app, f"rest after {name}")
            await gym.wait(121)
            assert_harmless(gym.app, f"go after {name}")
        assert_harmless(gym.app, "summary")


async def test_the_words_are_there_as_they_were_written(tmp_path: Path) -> None:
    for word in ("[red]Red[/red] [b] $accent %s", "[/]x[@click=app.quit]go[/] {x} \\[ [bold"):
        gym = odd_gym(tmp_path / str(abs(hash(word))), (120, 40), [word])
        async with gym.app.run_test(size=gym.size) as gym.pilot:
            await gym.pilot.pause()
            assert word in gym.text, "home"
            gym.app.warn(f"odd: {word}")
            await gym.pilot.pause()
            assert gym.text.count(word) >= 2, "notice"
            gym.app.clear_notifications()
            await gym.open(gym.start("odd"))
            assert word in gym.text, "set"
            await gym.press("d")
            assert word in gym.text, "details"
            await gym.press("escape")
            await gym.press("space")
            assert word in gym.text, "summary"
            gym.app.push_screen(ChoiceDialog(word, word, [("a", word, word)], "a"))
            await gym.pilot.pause()
            assert gym.text.count(word) >= 4, "dialog"


def spoiled_session(number: int, word: str, *, unfinished: bool) -> str:
    """A session whose every text is `word`."""
    quoted = toml(word)
    text = session_text(number, START - timedelta(days=number))
    text = text.replace('name = "Beginner"', f"name = {quoted}").replace('note = ""', f"note = {quoted}")
    text = text.replace('routine = "beginner"', f"routine = {quoted}").replace('"barbell-clean"', quoted)
    text = text.replace('form = "clean"\n', f'form = "clean"\nnote = {quoted}\n')
    if unfinished:
        head, *done = text.split("\n[[sets]]\n")
        head = "\n".join(line for line in head.split("\n") if not line.startswith("finished = "))
        text = "\n[[sets]]\n".join([head, *done[:4]])
    return text


def write_sessions(gym: Gym, *, newest_unfinished: bool) -> None:
    for number, word in enumerate((*DRIVING.values(), *STYLING.values())):
        started = START - timedelta(days=number)
        file = gym.paths.log_dir / f"{started:%Y}" / f"{started:%Y-%m-%d_%H-%M-%S}_odd\x1b[31m.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = newest_unfinished and number == 0
        file.write_text(spoiled_session(number, word, unfinished=unfinished), encoding="utf-8")
        assert Log(gym.paths).read(file).problems == ()
    (gym.paths.log_dir / "2026" / "2026-01-01_00-00-00_\x1b[2J[red]\u202e.toml").write_text(
        "nonsense", encoding="utf-8"
    )


async def test_a_history_that_would_drive_the_terminal(tmp_path: Path) -> None:
    gym = Gym(tmp_path, (120, 40))
    write_sessions(gym, newest_unfinished=False)
    gym.clock.advance(3600)
    async with gym.app.run_test(size=gym.size) as gym.pilot:
        await gym.pilot.pause()
        assert_harmless(gym.app, "home")
        for key in "py":  # progress, why
            await gym.pilot.press(key)
            await gym.app.workers.wait_for_complete()
            await gym.pilot.pause()
            assert_harmless(gym.app, key)
            await gym.pilot.press("escape")
        await gym.pilot.press("h")
        await gym.app.workers.wait_for_complete()
        for row in range(len(DRIVING) + len(STYLING) + 1):
            await gym.pilot.pause()
            assert_harmless(gym.app, f"history, row {row}")
            if row in (0, 2, 3):
                await gym.pilot.press("e")
                await gym.pilot.pause()
                assert_harmless(gym.app, f"corrections of row {row}")
                await gym.pilot.press("n")
                await gym.pilot.pause()
                assert_harmless(gym.app, f"note of row {row}")
                await gym.pilot.press("escape", "escape")
                await gym.pilot.pause()
            await gym.pilot.press("down")


async def test_an_offer_and_a_resumed_session_that_would_drive_the_terminal(tmp_path: Path) -> None:
    for place, words in enumerate((("escape", "c1", "bidi"), ("controls", "separators"))):
        word = "".join(DRIVING[each] for each in words)
        gym = Gym(tmp_path / str(place))
        file = gym.paths.log_dir / f"{START:%Y}" / f"{START:%Y-%m-%d_%H-%M-%S}_odd.toml"
        file.parent.mkdir(parents=True)
        file.write_text(spoiled_session(0, word, unfinished=True), encoding="utf-8")
        gym.clock.advance(3600)
        async with gym.app.run_test(size=gym.size) as gym.pilot:
            await gym.pilot.pause()
            assert "go on" in gym.text.casefold()
            assert_harmless(gym.app, f"offer of {word!r}")
            await gym.open(resume_session(gym.paths, file, gym.library, gym.clock, direct=True))
            for key in "nNdx" if place == 0 else "":
                await gym.press(key)
                assert_harmless(gym.app, f"{key} with {word!r}")
                await gym.press("escape")
            while gym.screen.runner.state.queue:
                gym.screen.runner.advance()
                await gym.wait(125)
                assert_harmless(gym.app, f"workout with {word!r}")


def test_the_title_takes_nothing_for_an_order() -> None:
    sent: list[str] = []
    title = TerminalTitle(sent.append)
    for word in DRIVING.values():
        title.show(word)
    for each in sent:
        body = each.removeprefix("\x1b[22;2t").removeprefix("\x1b]2;").removesuffix("\x07")
        assert not [sign for sign in body if drives(sign)], each


def test_log_doctor_and_plain_mode_print_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gym = odd_gym(tmp_path, (80, 24), list(STYLING.values()))
    write_sessions(gym, newest_unfinished=True)
    sessions, problems = past_sessions(Log(gym.paths).recent(), None)
    assert len(sessions) == len(DRIVING) + len(STYLING)
    library, _ = load_library(gym.paths)
    lines = [*log_lines((session for _, session in sessions), library), *map(str, problems)]
    lines += log_json(sessions, library).splitlines()
    terminal = Terminal(size=(80, 24), environ={"TERM": "x\x1b[2J"}, encoding="utf-8")
    lines += report(gym.paths, terminal, now=START)

    paper = Paper(cast("TextIO", _Stream(lines.append)))
    training = gym.start("odd")
    _say_all(paper, training)
    for word in DRIVING.values():
        training.runner.dispatch(ev.WriteNote(at=gym.clock.now(), slot=0, text=word))
        training.runner.state = replace(training.runner.state, head=replace(training.runner.state.head, name=word))
        _say_all(paper, training)
    assert len(lines) > 100
    for line in lines:
        assert not [sign for sign in line.rstrip("\n") if drives(sign)], line
    assert capsys.readouterr() == ("", "")


class _Stream:
    """Takes what plain mode writes."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self.write = write

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return True


def _say_all(paper: Paper, training: Training) -> None:
    view = training.runner.view()
    paper.say(prompt_line(training.runner, view))
    paper.say(training.runner.state.head.name)
    if view.done is not None:
        paper.say(done_line(training.runner, view.done))
    for line in summary_lines(training):
        paper.say(line)
