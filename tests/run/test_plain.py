"""A session in plain mode: what is said when, how it ends, and what stands in the log."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from run.conftest import START
from run.plain_gym import DONE_1, SET_1, SET_2, Gym

from setpace.core.exercise import RestRange
from setpace.run.plain_keys import Press
from setpace.run.plain_questions import How
from setpace.run.plain_text import clock_lines

if TYPE_CHECKING:
    from pathlib import Path


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
        f"{SET_1}  load not known",
        "space: set done",
        DONE_1,
        "REST 1:00 to 2:00  done about TIME",
        f"NEXT {SET_2}  load not known",
        "space: start the next set",
        "REST 0:30 to ready",
        "REST 0:10 to ready",
        "READY 1:00 left",
        "READY 0:10 left",
        "GO  the rest is over, the next set counts as begun",
        f"{SET_2}  load not known",
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
        f"NEXT {SET_2}  load not known",
        "space: start the next set",
        f"{SET_2}  load not known",
    ]


def test_a_key_that_comes_just_when_it_counts_as_not_begun_is_told_to_have_started_it(gym: Gym) -> None:
    script = gym.begin()
    script.add(10, "space")
    script.add(120 + 180.5, "space")
    gym.run()
    assert gym.said[-3:] == [
        "GO +2:00",
        f"{SET_2}  load not known",
        "space: set done",
    ]


def test_without_auto_advance_go_is_said_and_the_key_starts_the_set(gym: Gym) -> None:
    script = gym.begin(auto_advance=False)
    script.add(10, "space")
    script.add(130, "space")
    gym.run()
    assert gym.said[gym.said.index("READY 0:10 left") + 1 :][:2] == [
        "GO",
        f"{SET_2}  load not known",
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
    assert gym.said.count(DONE_1) == 1
    assert gym.said[-1] == "space: start the next set"

    piped = Gym(tmp_path / "piped", START)
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
    assert DONE_1 in gym.said


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
    assert gym.said[-2:] == ["saved again", f"{DONE_1} clean"]
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
