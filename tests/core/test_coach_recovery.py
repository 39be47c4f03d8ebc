"""Work, rest, recover: when the next session is advised. It advises and never blocks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from core.coach_examples import TODAY

from setpace.core.recovery import Advice, Run, RunKind, advise

EASY, HARD, RACE = RunKind.EASY, RunKind.HARD, RunKind.RACE


def days(ahead: int) -> date:
    return TODAY + timedelta(days=ahead)


def test_the_day_after_a_session_is_for_rest() -> None:
    assert advise(days(-1), TODAY) == Advice(
        wait=True, reason="trained yesterday: a day of rest first; advised from tomorrow", earliest=days(1)
    )


def test_the_earliest_advised_day_is_the_start_date_plus_two() -> None:
    assert advise(TODAY, TODAY) == Advice(
        wait=True, reason="trained today: rest makes it strength; advised from Wed 25 Nov", earliest=days(2)
    )
    assert advise(days(-2), TODAY) == Advice(wait=False, reason="rested: go", earliest=TODAY)


def test_a_session_dated_tomorrow_by_another_time_zone_counts_as_today() -> None:
    assert advise(days(1), TODAY) == advise(TODAY, TODAY)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (RACE, "race tomorrow: nothing heavy today; advised from Wed 25 Nov"),
        (HARD, "hard run tomorrow: nothing heavy today; advised from tomorrow"),
    ],
)
def test_nothing_heavy_the_day_before_a_race_or_a_hard_run(kind: RunKind, reason: str) -> None:
    advice = advise(None, TODAY, [Run(days(1), kind)])
    assert (advice.wait, advice.reason) == (True, reason)


def test_an_easy_run_speaks_against_nothing() -> None:
    assert advise(days(-3), TODAY, [Run(TODAY, EASY), Run(days(1), EASY)]) == advise(days(-3), TODAY)


def test_nothing_on_the_day_of_a_race() -> None:
    advice = advise(None, TODAY, [Run(TODAY, RACE)])
    assert (advice.reason, advice.earliest) == ("race today; advised from tomorrow", days(1))


def test_the_earliest_day_heeds_the_session_and_the_runs_to_come() -> None:
    runs = [Run(days(2), HARD), Run(days(3), HARD)]
    assert advise(days(-1), TODAY, runs).earliest == days(3)


def test_of_two_runs_on_a_day_the_race_counts() -> None:
    tomorrow = [Run(days(1), RACE), Run(days(1), EASY)]
    assert advise(None, TODAY, tomorrow) == advise(None, TODAY, tomorrow[::-1])
    assert advise(None, TODAY, tomorrow).wait


def test_a_hard_run_today_is_worth_a_word_but_no_waiting() -> None:
    assert advise(None, TODAY, [Run(TODAY, HARD)]).reason == "hard run today: go by feel, lighter is fine"


def test_runs_that_go_on_for_ever_still_get_a_day() -> None:
    always = [Run(days(ahead), RACE) for ahead in range(400)]
    assert advise(None, TODAY, always).wait


def test_a_first_session_may_begin_at_once() -> None:
    assert advise(None, TODAY) == Advice(wait=False, reason="nothing speaks against it", earliest=TODAY)
