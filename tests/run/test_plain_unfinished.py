"""What plain mode asks of an unfinished session before it begins."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from run.conftest import START
from run.plain_gym import Script

from setpace.core.errors import Problem
from setpace.run.clock import FakeClock
from setpace.run.plain_unfinished import Chosen, UnfinishedQuestion
from setpace.store.session_unfinished import Offer

OFFER = Offer(Path("a.toml"), "Beginner", 5, 9, START, "a")


class Asked:
    """An offer, and what is answered to it."""

    def __init__(self, *, terminal: bool = True, keys: dict[str, tuple[str, ...]] | None = None) -> None:
        self.said: list[str] = []
        self.script = Script(FakeClock(START), terminal=terminal)
        self.asking = UnfinishedQuestion("Short", keys or {}, self.script, self.said.append, lambda: False)

    def answered(self, *typed: str, offer: Offer = OFFER, later: timedelta = timedelta(minutes=12)) -> Chosen:
        self.script.add(3, *typed)
        self.script.close()
        return self.asking.answer(offer, START + later)


def test_a_young_one_is_resumed_first() -> None:
    asked = Asked()
    assert asked.answered("r") is Chosen.RESUME
    assert asked.said == [
        "Unfinished: Beginner, set 5 of 9, interrupted 12 min ago.",
        "r resumes it, space begins Short anew, f finishes it as it is, t moves it to the trash, q leaves",
    ]


def test_one_of_long_ago_is_finished_first() -> None:
    asked = Asked(terminal=False)
    assert asked.answered("f", later=timedelta(days=3)) is Chosen.FINISH
    assert asked.said == [
        "Unfinished: Beginner, set 5 of 9, interrupted 3 days ago.",
        "f finishes it as it is, r resumes it, empty line begins Short anew, t moves it to the trash, q leaves",
    ]


def test_one_of_a_wrong_clock_says_its_date() -> None:
    asked = Asked()
    asked.answered("q", later=timedelta(days=-3))
    assert asked.said[0] == "Unfinished: Beginner, set 5 of 9, dated 23 Nov 2026."


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("resume", Chosen.RESUME),
        ("", Chosen.ANEW),
        ("new", Chosen.ANEW),
        (" finish ", Chosen.FINISH),
        ("t", Chosen.TRASH),
        ("escape", Chosen.LEAVE),
        ("leave", Chosen.LEAVE),
    ],
)
def test_words_and_letters_answer(typed: str, chosen: Chosen) -> None:
    assert Asked(terminal=False).answered(typed) is chosen


def test_what_is_no_answer_is_asked_again_and_the_end_of_the_input_leaves() -> None:
    asked = Asked()
    assert asked.answered("x", "y") is Chosen.LEAVE
    assert asked.said[1:] == [asked.said[1]] * 3


def test_the_users_own_keys_count_first() -> None:
    asked = Asked(keys={"next": ("f",), "resume": ("g",)})
    assert asked.answered("f") is Chosen.ANEW
    assert asked.said[1].startswith("g resumes it, f begins Short anew")
    assert Asked(keys={"resume": ("g",)}).answered("g") is Chosen.RESUME


def test_one_that_must_be_put_right_is_told_of_and_nothing_is_asked() -> None:
    asked = Asked()
    flawed = Offer(Path("a.toml"), "Beginner", 5, 9, START, "a", Problem("a.toml", 7, "slot must be a number"))
    assert asked.answered("q", offer=flawed) is Chosen.ANEW
    assert asked.said == [
        "Unfinished: Beginner, but a.toml:7: slot must be a number; put that right first, then go on or finish"
    ]
