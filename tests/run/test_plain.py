"""A session in plain mode: what is said, what keys and lines do, and what stands in the log."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from setpace.core.exercise import RestRange
from setpace.core.routine import Routine, RoutineExercise
from setpace.run.clock import FakeClock
from setpace.run.plain_keys import Closed, Line, Press, Typed
from setpace.run.plain_questions import How
from setpace.run.plain_session import PlainSession
from setpace.run.plain_text import clock_lines
from setpace.run.training import start_session
from setpace.store.exercises import load_library
from setpace.store.paths import Paths
from setpace.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from setpace.core.workout_view import View

START = datetime(2026, 11, 23, 18, 4, 11, tzinfo=timezone(timedelta(hours=1)))
MINUTE = RestRange(60, 120)


class Script:
    """Keys that come at set times, on the clock of the session: nobody waits."""

    def __init__(self, clock: FakeClock, *, terminal: bool) -> None:
        self.terminal = terminal
        self.takes_lines = not terminal
        self._clock = clock
        self._script: list[tuple[float, Typed]] = []

    def add(self, after_s: float, *typed: str) -> None:
        """Type `typed` `after_s` seconds after what was typed before, each but the first at once."""
        for one in typed:
            self._script.append((after_s, Press(one) if self.terminal else Line(one)))
            after_s = 0.0

    def add_line(self, after_s: float, text: str) -> None:
        self._script.append((after_s, Line(text)))

    def close(self, times: int = 1) -> None:
        self._script += [(0.0, Closed())] * times

    def take_lines(self, *, on: bool) -> None:
        self.takes_lines = on or not self.terminal

    def read(self, timeout_s: float) -> Typed | None:
        assert 0 < timeout_s <= 1
        due_s, typed = self._script[0]
        if due_s > timeout_s:
            self._clock.advance(timeout_s)
            self._script[0] = (due_s - timeout_s, typed)
            return None
        self._clock.advance(due_s)
        del self._script[0]
        assert not isinstance(typed, Line) or self.takes_lines, "a line was typed where a key was waited for"
        return typed


class Gym:
    """Two sets of deadlifts and one of lunges, told to a list of lines."""

    def __init__(self, home: Path) -> None:
        self.paths = Paths(config=home, data=home, state=home / "state", cache=home / "cache")
        self.clock = FakeClock(START)
        self.settings = load_settings(self.paths).settings
        self.library, _ = load_library(self.paths)
        self.said: list[str] = []
        self.followed: list[View] = []

    def begin(
        self,
        *,
        terminal: bool = True,
        keys: Mapping[str, tuple[str, ...]] | None = None,
        auto_advance: bool = True,
        rest: RestRange = MINUTE,
    ) -> Script:
        exercises = (
            RoutineExercise(exercise="kettlebell-deadlift", sets=2, reps=12, rest=rest),
            RoutineExercise(exercise="lunge", sets=1, reps=10, rest=rest),
        )
        routine = Routine(id="short", name="Short", exercises=exercises)
        settings = replace(self.settings, auto_advance=auto_advance)
        self.training = start_session(self.paths, routine, self.library, settings, self.clock, direct=True)
        self.script = Script(self.clock, terminal=terminal)
        self.session = PlainSession(
            self.training, self.script, self.said.append, remapped=keys or {}, followers=(self,)
        )
        return self.script

    def follow(self, view: View, _now: datetime, /) -> None:
        self.followed.append(view)

    def run(self) -> How | None:
        """Let the script run to its end, which closes the input."""
        self.script.close(2)  # the first may end a question only
        return self.session.run()

    def log(self) -> dict[str, Any]:
        (file,) = self.paths.log_dir.glob("*/*.toml")
        return tomllib.loads(file.read_text(encoding="utf-8"))


@pytest.fixture
def gym(tmp_path: Path) -> Gym:
    return Gym(tmp_path)


def test_a_session_as_planned_takes_one_key_a_set_and_says_each_thing_once(gym: Gym) -> None:
    script = gym.begin()
    script.add(40, "space")  # the clock begins the second set at 120 s
    script.add(120 + 30, "space")
    script.add(120 + 50, "space")
    script.add(2.5, "space")
    assert gym.run() is How.LEFT
    lines = [re.sub(r"done about \d\d:\d\d", "done about TIME", line) for line in gym.said]
    assert lines[:18] == [
        "Short: 3 sets, done about TIME. ? lists the keys.",
        "SET 1 of 2  Kettlebell Deadlift  12 reps  load not known",
        "space: set done",
        "DONE Kettlebell Deadlift 1  12 reps",
        "REST 1:00 to 2:00  done about TIME",
        "NEXT SET 2 of 2  Kettlebell Deadlift  12 reps  load not known",
        "space: start the next set",
        "REST 0:30 to ready",
        "REST 0:10 to ready",
        "READY 1:00 left",
        "READY 0:10 left",
        "GO  the rest is over, the next set counts as begun",
        "SET 2 of 2  Kettlebell Deadlift  12 reps  load not known",
        "space: set done",
        "DONE Kettlebell Deadlift 2  12 reps",
        "REST 1:00 to 2:00  done about TIME",
        "NEXT SET 1 of 1  Lunge  10 each side",
        "space: start the next set",
    ]
    assert lines[-8:] == [
        "DONE Lunge 1  10 each side",
        "SUMMARY Short  6:00, of it 4:00 resting",
        "3 of 3 sets  44 reps",
        "Kettlebell Deadlift 1  12 reps",
        "Kettlebell Deadlift 2  12 reps",
        "Lunge 1  10 each side",
        f"file  {gym.training.file}",
        "space: leave",
    ]
    assert all(line.isprintable() for line in gym.said)
    gym.training.leave()
    log = gym.log()
    assert [s.get("started_by", "key") for s in log["sets"]] == ["key", "clock", "clock"]
    assert log["finished"] == START + timedelta(seconds=360)


@pytest.mark.parametrize(
    ("rest", "lines"),
    [
        (
            (60, 120),
            {30: "REST 0:30 to ready", 50: "REST 0:10 to ready", 60: "READY 1:00 left", 110: "READY 0:10 left"},
        ),
        ((60, 60), {30: "REST 0:30 to ready", 50: "REST 0:10 to ready"}),
        ((0, 90), {80: "READY 0:10 left"}),
        ((1, 3), {1: "READY 0:02 left"}),
        ((40, 50), {30: "REST 0:10 to ready", 40: "READY 0:10 left"}),
    ],
)
def test_the_clock_says_little(rest: tuple[int, int], lines: dict[int, str]) -> None:
    _, longest_s = rest
    end = {longest_s: "GO", longest_s + 60: "GO +1:00", longest_s + 120: "GO +2:00"}
    assert dict(clock_lines(RestRange(*rest))) == lines | end


def test_after_three_minutes_a_set_that_the_clock_began_counts_as_not_begun(gym: Gym) -> None:
    script = gym.begin()
    script.add(10, "space")
    script.add(120 + 182.5, "space")
    gym.run()
    go = gym.said.index("GO  the rest is over, the next set counts as begun")
    late = gym.said[go + 3 :]
    assert late[:2] == ["GO +1:00", "GO +2:00"]
    assert late[2].startswith("GO +3:01")
    assert late[3:6] == [
        "NEXT SET 2 of 2  Kettlebell Deadlift  12 reps  load not known",
        "space: start the next set",
        "SET 2 of 2  Kettlebell Deadlift  12 reps  load not known",
    ]


def test_a_key_that_comes_just_when_it_counts_as_not_begun_is_told_to_have_started_it(gym: Gym) -> None:
    script = gym.begin()
    script.add(10, "space")
    script.add(120 + 180.5, "space")
    gym.run()
    assert gym.said[-3:] == [
        "GO +2:00",
        "SET 2 of 2  Kettlebell Deadlift  12 reps  load not known",
        "space: set done",
    ]


def test_without_auto_advance_go_is_said_and_the_key_starts_the_set(gym: Gym) -> None:
    script = gym.begin(auto_advance=False)
    script.add(10, "space")
    script.add(130, "space")
    gym.run()
    assert gym.said[gym.said.index("READY 0:10 left") + 1 :][:2] == [
        "GO",
        "SET 2 of 2  Kettlebell Deadlift  12 reps  load not known",
    ]


def test_after_a_suspend_only_the_last_mark_is_said(gym: Gym) -> None:
    script = gym.begin(auto_advance=False)
    script.add(10, "space")
    script.add(5, "2")
    gym.run()
    before = len(gym.said)
    gym.clock.advance(400)
    gym.session.tell()
    assert gym.said[before:] == ["GO +2:00"]


def test_a_bouncing_key_counts_once_but_lines_of_a_pipe_all_count(gym: Gym, tmp_path: Path) -> None:
    gym.begin().add(10, "space", "space", "space")
    gym.run()
    assert gym.said.count("DONE Kettlebell Deadlift 1  12 reps") == 1
    assert gym.said[-1] == "space: start the next set"

    piped = Gym(tmp_path / "piped")
    piped.begin(terminal=False).add(10, "", "", "", "", "", "")
    assert piped.run() is How.LEFT
    assert "empty line: set done" in piped.said
    assert len(piped.training.runner.state.performed) == 3


def test_the_summary_ignores_a_press_too_many_for_two_seconds(gym: Gym) -> None:
    script = gym.begin(rest=RestRange(0, 0))
    for _ in range(3):
        script.add(30, "space")
    script.add(1, "space")
    assert gym.run() is How.CLOSED
    assert gym.said[-1] == "space: leave"


def test_a_correction_says_the_one_line_that_it_changed(gym: Gym) -> None:
    script = gym.begin()
    script.add(30, "space", "down", "2", "plus", "plus")
    gym.run()
    start = gym.said.index("space: start the next set")
    assert gym.said[start + 1 :] == [
        "DONE Kettlebell Deadlift 1  11 reps",
        "DONE Kettlebell Deadlift 1  11 reps shaky",
        "NEXT SET 2 of 2  Kettlebell Deadlift  12 reps  16 kg",
        "NEXT SET 2 of 2  Kettlebell Deadlift  12 reps  20 kg",
    ]


def test_tab_turns_over_what_the_keys_change_and_the_next_step_turns_it_back(gym: Gym) -> None:
    script = gym.begin()
    script.add(30, "space", "tab", "up", "plus")
    script.add(1, "space")
    script.add(30, "space", "down")
    gym.run()
    assert "NEXT SET 2 of 2  Kettlebell Deadlift  13 reps  load not known" in gym.said
    assert "DONE Kettlebell Deadlift 1  16 kg × 12" in gym.said
    assert gym.said[-1] == "DONE Kettlebell Deadlift 2  16 kg × 12"


def test_one_side_is_counted_apart(gym: Gym) -> None:
    script = gym.begin(rest=RestRange(0, 0))
    script.add(30, "space")
    script.add(30, "space", "r", "down", "down", "r", "down")
    gym.run()
    assert [line for line in gym.said if line.startswith("SET 1 of 1")][1:] == [
        "SET 1 of 1  Lunge  10 left 9 right",
        "SET 1 of 1  Lunge  10 left 8 right",
        "SET 1 of 1  Lunge  9 left 7 right",
    ]


def test_undo_says_what_was_undone_and_where_the_session_stands(gym: Gym) -> None:
    script = gym.begin()
    script.add(30, "space")
    script.add(5, "z")
    gym.run()
    assert gym.said[-3:] == [
        "undone: set done",
        "SET 1 of 2  Kettlebell Deadlift  12 reps  load not known",
        "space: set done",
    ]


def test_a_pause_silences_the_clock_and_space_only_goes_on(gym: Gym) -> None:
    script = gym.begin()
    script.add(10, "space")
    script.add(20, "p")
    script.add(600, "space")
    script.add(11, "2")
    gym.run()
    pause = gym.said.index("PAUSED")
    assert gym.said[pause + 1] == "space: go on"
    assert gym.said[pause + 2].startswith("REST 1:00 to 2:00, 0:40 to ready")
    assert gym.said[pause + 3 :] == [
        "space: start the next set",
        "REST 0:30 to ready",
        "DONE Kettlebell Deadlift 1  12 reps shaky",
    ]


def test_more_rest_says_the_new_range(gym: Gym) -> None:
    script = gym.begin()
    script.add(10, "space")
    script.add(20, "right")
    gym.run()
    assert gym.said[-1].startswith("REST 1:15 to 2:15, 0:55 to ready")


def test_a_note_and_a_load_are_typed_as_lines_while_the_clock_runs_on(gym: Gym) -> None:
    script = gym.begin()
    script.add(10, "space")
    script.add(5, "n")
    script.add_line(70, "knee \x1b[31mfine")
    script.add(1, "w")
    script.add_line(1, "heavy")
    script.add_line(1, "37,5 kg")
    script.add(1, "N")
    script.add_line(1, "legs fresh")
    gym.run()
    assert gym.said.index("READY 1:00 left") < gym.said.index("noted")
    assert "a load is a number above 0 and up to 2000, as in 37.5" in gym.said
    assert "NEXT SET 2 of 2  Kettlebell Deadlift  12 reps  37.5 kg" in gym.said
    assert not script.takes_lines
    gym.training.leave()
    log = gym.log()
    assert (log["sets"][0]["note"], log["note"]) == ("knee [31mfine", "legs fresh")


def test_an_empty_answer_changes_nothing_and_a_dash_takes_away(gym: Gym) -> None:
    script = gym.begin(terminal=False)
    script.add(10, "w 24", "w", "", "n fine", "n", "", "w -", "n -")
    gym.run()
    assert [line for line in gym.said if line.startswith("SET")] == [
        "SET 1 of 2  Kettlebell Deadlift  12 reps  load not known",
        "SET 1 of 2  Kettlebell Deadlift  12 reps  24 kg",
        "SET 1 of 2  Kettlebell Deadlift  12 reps  24 kg  note: fine",
        "SET 1 of 2  Kettlebell Deadlift  12 reps  load not known  note: fine",
        "SET 1 of 2  Kettlebell Deadlift  12 reps  load not known",
    ]


def test_a_line_names_a_command_by_key_word_or_label(gym: Gym) -> None:
    script = gym.begin(terminal=False)
    script.add(10, "next", "FORM-CLEAN", "shaky", "3", "undo", "+", "pgdn")
    gym.run()
    forms = [line.rpartition(" ")[2] for line in gym.said if line.startswith("DONE")]
    assert forms == ["reps", "clean", "shaky", "broken", "reps"]
    assert gym.said[-2] == "SET 2 of 2  Kettlebell Deadlift  12 reps  16 kg"


def test_what_is_no_command_is_named_with_the_key_that_lists_them(gym: Gym, tmp_path: Path) -> None:
    gym.begin(terminal=False).add(1, "jump", "?")
    gym.run()
    assert "there is no command 'jump'; ? lists them all" in gym.said
    assert any(line.startswith("z pgup (undo)  Take back") for line in gym.said)
    keyed = Gym(tmp_path / "keyed")
    keyed.begin().add(1, "j")
    keyed.run()
    assert keyed.said[-1] == "j does nothing here; ? lists the keys"


def test_remapped_keys_are_honoured(gym: Gym) -> None:
    script = gym.begin(keys={"next": ("m",), "undo": ("ctrl+n",), "workout-help": ("h",)})
    assert script.terminal
    script.add(10, "space")
    script.add(1, "m")
    script.add(1, "ctrl+n")
    gym.run()
    assert gym.said[0].endswith("h lists the keys.")
    assert "space does nothing here; h lists the keys" in gym.said
    assert gym.said[gym.said.index("m: set done") + 1] == "space does nothing here; h lists the keys"
    assert "undone: set done" in gym.said


def test_swap_lists_the_family_and_takes_a_number(gym: Gym) -> None:
    script = gym.begin()
    script.add(10, "x")
    script.add_line(1, "99")
    script.add_line(1, "1")
    gym.run()
    (first,) = [line for line in gym.said if line.startswith("1  ")]
    name = first.removeprefix("1  ").partition(",")[0]
    assert "a number of the list, l, e, h, or an empty line" in gym.said
    assert gym.said[-1].startswith(f"SET 1 of 2  {name}")


def test_something_hurts_is_noted_and_ends_the_exercise(gym: Gym) -> None:
    script = gym.begin(terminal=False)
    script.add(10, "x", "h", "e", "", "")
    gym.run()
    assert "note  Something hurt at Kettlebell Deadlift, set 1: ended the exercise." in gym.said
    assert "1 of 3 sets  20 reps" in gym.said


def test_details_tell_the_cues(gym: Gym) -> None:
    gym.begin().add(1, "d")
    gym.run()
    assert "family  hinge" in gym.said
    assert sum(line.startswith("cue  ") for line in gym.said) >= 2


@pytest.mark.parametrize(
    ("answer", "how"), [("l", How.LEFT), ("t", How.TRASHED), ("space", How.CLOSED), ("y", How.CLOSED)]
)
def test_leaving_asks(gym: Gym, answer: str, how: How) -> None:
    gym.begin().add(1, "q", answer)
    assert gym.run() is how
    assert sum(line.startswith("Leave the session?") for line in gym.said) == 1


def test_finish_here_shows_the_summary_with_what_was_planned(gym: Gym) -> None:
    script = gym.begin()
    script.add(30, "space")
    script.add(1, "q", "f")
    script.add(3, "space")
    assert gym.run() is How.LEFT
    assert "1 of 3 sets  12 reps" in gym.said
    gym.training.leave()
    assert len(gym.log()["sets"]) == 1
    assert "finished" in gym.log()


def test_the_end_of_the_input_keeps_the_session_to_be_resumed(gym: Gym) -> None:
    gym.begin(terminal=False).add(30, "")
    assert gym.run() is How.CLOSED
    gym.training.leave()
    assert "finished" not in gym.log()
    assert len(gym.log()["sets"]) == 1


def test_a_line_left_with_ctrl_d_on_a_terminal_only_ends_the_question(gym: Gym) -> None:
    script = gym.begin()
    script.add(10, "n")
    script.close()
    script.add(1, "space")
    gym.run()
    assert "DONE Kettlebell Deadlift 1  12 reps" in gym.said


def test_a_disk_that_fails_is_told_once_and_so_is_its_recovery(gym: Gym) -> None:
    gym.begin()
    session, log_dir = gym.session, gym.paths.log_dir
    gym.run()
    moved = log_dir.rename(log_dir.with_name("elsewhere"))
    log_dir.write_text("not a folder", encoding="utf-8")
    for key in ("space", "1", "2"):
        session.take(Press(key))
        session.tell()
    assert sum(line.startswith("not saved: ") for line in gym.said) == 1
    log_dir.unlink()
    moved.rename(log_dir)
    session.take(Press("1"))
    session.tell()
    assert gym.said[-2:] == ["saved again", "DONE Kettlebell Deadlift 1  12 reps clean"]
    assert gym.log()["sets"][0]["form"] == "clean"


def test_those_who_follow_see_every_phase_at_least_once_a_second(gym: Gym) -> None:
    script = gym.begin()
    script.add(10, "space")
    script.add(125, "space")
    gym.run()
    assert {view.phase for view in gym.followed} == {"SET", "REST", "READY", "GO"}
    assert len(gym.followed) >= 135


def test_a_signal_ends_it_at_once(gym: Gym) -> None:
    gym.begin().add(10, "space")
    asked: list[bool] = []

    def stopped() -> bool:
        asked.append(True)
        return len(asked) > 3

    assert gym.session.run(stopped) is None
