"""Filtering and ordering the history: the rules, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from setpace.core.exercise import Exercise, Family, Library
from setpace.core.session import Form
from setpace.core.session_filter import Order, in_order, parse_query, searched
from setpace.core.summary import SessionSummary, SetSummary
from setpace.core.units import Unit

STEP = {Unit.KG: 4.0, Unit.LB: 10.0}
LIBRARY = Library(
    {
        e: Exercise(id=e, name=name, family=Family.HINGE, step=STEP, start_load={})
        for e, name in (("two-hand-kettlebell-swing", "Two-Hand Kettlebell Swing"), ("lunge", "Lunge"))
    }
)
SWINGS = SetSummary("two-hand-kettlebell-swing", 15, None, 24.0, Form.CLEAN)
SESSION = SessionSummary(
    id="a",
    routine="my-hills",
    name="Hügel am Dienstag",
    started=datetime(2026, 10, 31, 23, 30, tzinfo=UTC),
    duration_s=1200,
    finished=True,
    unit=Unit.KG,
    planned=3,
    notes="Left knee sore\nat 10:30",
    sets=(SWINGS, replace(SWINGS, form=Form.SHAKY)),
)


def shown(query: str, session: SessionSummary = SESSION) -> bool:
    return parse_query(query).fits(searched(session, LIBRARY))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "HÜGEL",
        "my-hills",
        "swing",
        "kettlebell swing dienstag",
        "kne",
        "10:30",
        "2026",
        "2026-1",
        "2026-10-31",
        "note:knee",
        "note:",
        "routine:hills",
        "exercise:swing",
        "form:shaky",
        "form:s",
        "form:",
        "2026-10..2026-11",
        "2026..2026",
        "2026-10-31..2026-10-31",
        "2026-10..",
        "..2026-10",
        "..",
        "hügel swing form:shaky note:knee 2026-10..2026-11",
    ],
)
def test_these_find_the_session(query: str) -> None:
    assert shown(query)
    assert parse_query(query).problems == ()


@pytest.mark.parametrize(
    "query",
    [
        "lunge",
        "swing lunge",
        "note:swing",
        "exercise:knee",
        "routine:swing",
        "form:broken",
        "form:clean",
        "form:unrated",
        "2025",
        "2026-11",
        "2026-11..",
        "..2026-09",
        "..2026-10-30",
        "hügel note:hip",
    ],
)
def test_these_do_not(query: str) -> None:
    assert not shown(query)


def test_form_clean_means_every_set_and_a_set_without_rating_is_unrated() -> None:
    clean = replace(SESSION, sets=(SWINGS, SWINGS))
    half = replace(SESSION, sets=(SWINGS, replace(SWINGS, form=None)))
    assert shown("form:clean", clean)
    assert not shown("form:clean", half)
    assert shown("form:unrated", half)
    assert not shown("form:clean", replace(SESSION, sets=()))


def test_a_session_without_notes_has_no_note() -> None:
    assert not shown("note:", replace(SESSION, notes=""))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("form:great", "form:great is none: clean, shaky, broken or unrated, as in form:broken"),
        ("2026-13", "there is no 2026-13: a day is written 2026, 2026-10 or 2026-10-05"),
        ("2026-02-30..", "there is no 2026-02-30: a day is written 2026, 2026-10 or 2026-10-05"),
        ("0000..", "there is no 0000: a day is written 2026, 2026-10 or 2026-10-05"),
        ("2026-10..yesterday", "yesterday is no day: a day is written 2026, 2026-10 or 2026-10-05"),
        ("2026-11..2026-10", "2026-11..2026-10 ends before it begins: the earlier day comes first"),
    ],
)
def test_what_cannot_be_understood_is_told_and_left_out(query: str, said: str) -> None:
    parsed = parse_query(f"swing {query}")
    assert parsed.problems == (said,)
    assert shown(f"swing {query}")
    assert not shown(f"lunge {query}")


def test_orders_follow_each_other_and_come_round() -> None:
    order, seen = Order.NEWEST, []
    for _ in Order:
        seen.append(order)
        order = order.after
    assert (seen, order) == (list(Order), Order.NEWEST)


def test_each_order() -> None:
    light = replace(SESSION, name="A", sets=(replace(SWINGS, load=None),), started=SESSION.started + timedelta(days=3))
    pounds = replace(SESSION, name="b", unit=Unit.LB, duration_s=3000)  # the same number, in lb: less
    open_ = replace(SESSION, name="B", finished=False, duration_s=9999, started=SESSION.started - timedelta(days=1))
    sessions = [pounds, light, open_]

    def names(order: Order) -> list[str]:
        return [sessions[place].name for place in in_order(sessions, order, LIBRARY)]

    assert names(Order.NEWEST) == ["A", "b", "B"]
    assert names(Order.OLDEST) == ["B", "b", "A"]
    assert names(Order.ROUTINE) == ["A", "b", "B"]
    assert names(Order.VOLUME) == ["B", "b", "A"]
    assert names(Order.LONGEST) == ["b", "A", "B"]
