"""What keys and lines do in a session in plain mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from run.conftest import START
from run.plain_gym import DONE_1, SET_1, SET_2, Gym

from setpace.core.exercise import RestRange
from setpace.run.plain_questions import How

if TYPE_CHECKING:
    from pathlib import Path


def test_a_correction_says_the_one_line_that_it_changed(gym: Gym) -> None:
    script = gym.begin()
    script.add(30, "space", "down", "2", "plus", "plus")
    gym.run()
    start = gym.said.index("space: start the next set")
    assert gym.said[start + 1 :] == [
        "DONE Kettlebell Deadlift 1  11 reps",
        "DONE Kettlebell Deadlift 1  11 reps shaky",
        f"NEXT {SET_2}  16 kg",
        f"NEXT {SET_2}  20 kg",
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


def test_a_load_of_two_dumbbells_is_said_as_two_and_asked_of_each(gym: Gym) -> None:
    script = gym.begin(exercise="dumbbell-reverse-lunge")
    script.add(30, "w")
    script.add_line(1, "20")
    script.add(1, "space")
    gym.run()
    assert "Load of Dumbbell Reverse Lunge in kg, each of 2, now not known; - for none, empty: as it is" in gym.said
    assert "SET 1 of 2  Dumbbell Reverse Lunge  12 each side  2 × 20 kg" in gym.said
    assert "DONE Dumbbell Reverse Lunge 1  2 × 20 kg × 12 each side" in gym.said


def test_undo_says_what_was_undone_and_where_the_session_stands(gym: Gym) -> None:
    script = gym.begin()
    script.add(30, "space")
    script.add(5, "z")
    gym.run()
    assert gym.said[-3:] == [
        "undone: set done",
        f"{SET_1}  load not known",
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
        f"{DONE_1} shaky",
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
    assert f"NEXT {SET_2}  37.5 kg" in gym.said
    assert not script.takes_lines
    gym.training.leave()
    log = gym.log()
    assert (log["sets"][0]["note"], log["note"]) == ("knee [31mfine", "legs fresh")


def test_an_empty_answer_changes_nothing_and_a_dash_takes_away(gym: Gym) -> None:
    script = gym.begin(terminal=False)
    script.add(10, "w 24", "w", "", "n fine", "n", "", "w -", "n -")
    gym.run()
    assert [line for line in gym.said if line.startswith("SET")] == [
        f"{SET_1}  load not known",
        f"{SET_1}  24 kg",
        f"{SET_1}  24 kg  note: fine",
        f"{SET_1}  load not known  note: fine",
        f"{SET_1}  load not known",
    ]


def test_a_line_names_a_command_by_key_word_or_label(gym: Gym) -> None:
    script = gym.begin(terminal=False)
    script.add(10, "next", "FORM-CLEAN", "shaky", "3", "undo", "+", "pgdn")
    gym.run()
    forms = [line.rpartition(" ")[2] for line in gym.said if line.startswith("DONE")]
    assert forms == ["reps", "clean", "shaky", "broken", "reps"]
    assert gym.said[-2] == f"{SET_2}  16 kg"


def test_what_is_no_command_is_named_with_the_key_that_lists_them(gym: Gym, tmp_path: Path) -> None:
    gym.begin(terminal=False).add(1, "jump", "?")
    gym.run()
    assert "there is no command 'jump'; ? lists them all" in gym.said
    assert any(line.startswith("z pgup (undo)  Take back") for line in gym.said)
    keyed = Gym(tmp_path / "keyed", START)
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


def test_a_set_left_out_while_paused_names_the_next_one_and_stays_paused(gym: Gym) -> None:
    script = gym.begin()
    script.add(10, "p")
    script.add(10, "s")
    script.add(600, "space")
    script.add(30, "space")
    gym.run()
    pause = gym.said.index("PAUSED")
    assert gym.said[pause + 1 : pause + 7] == [
        "space: go on",
        "left out: Kettlebell Deadlift 1",
        f"{SET_2}  load not known",
        "going on with the set",
        "space: set done",
        "DONE Kettlebell Deadlift 2  12 reps",
    ]
    (done,) = gym.training.runner.state.performed
    assert (done.duration_s, done.paused_s) == (30, 600)
