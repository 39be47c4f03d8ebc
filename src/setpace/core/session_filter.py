"""Finding sessions: what is typed into the filter of the history, and in what order sessions stand there.

A filter is words with spaces between; a session is shown where all of them fit:

- a word: in the name of the routine, of an exercise that was done, or in a note; or the day begins with it (`2026-1`)
- `note:knee`, `routine:beginner`, `exercise:swing`: the word in that place only; `note:` alone: there is a note
- `form:broken`, `form:shaky`: a set rated so; `form:clean`: every set; `form:unrated`: a set not rated
- `2026-10..2026-11`: from the first day of October to the last of November; either end may be left out
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from setpace.core.session import Form
from setpace.core.units import KG_PER_LB, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from setpace.core.exercise import Library
    from setpace.core.summary import SessionSummary

UNRATED = "unrated"
"""What `form:` calls a set without a rating."""

_FORMS = (*(form.value for form in Form), UNRATED)
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_MONTH_TYPED = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_DATES = "a day is written 2026, 2026-10 or 2026-10-05"
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Searched:
    """One session as the filter looks at it, in small letters.

    Attributes:
        routine: name and id of the routine.
        exercises: names and ids of the exercises done, a line each.
        notes: the lifter's words, a line each.
        day: the local day, `2026-11-23`.
        forms: what was rated, `unrated` among it where a set was not.
    """

    routine: str
    exercises: str
    notes: str
    day: str
    forms: frozenset[str]


def searched(session: SessionSummary, library: Library) -> Searched:
    """What the filter looks at in a session."""
    done = dict.fromkeys(s.exercise for s in session.sets)
    return Searched(
        routine=f"{session.name}\n{session.routine}".casefold(),
        exercises="\n".join(f"{library.name(exercise)}\n{exercise}" for exercise in done).casefold(),
        notes=session.notes.casefold(),
        day=f"{session.started:%Y-%m-%d}",
        forms=frozenset(UNRATED if s.form is None else s.form.value for s in session.sets),
    )


@dataclass(frozen=True, slots=True)
class Query:
    """A filter that was typed.

    Attributes:
        terms: what must be true of a session; none: all sessions fit.
        problems: what of it cannot be understood and is left out, one line each, with what would be right.
    """

    terms: tuple[Callable[[Searched], bool], ...] = ()
    problems: tuple[str, ...] = ()

    def fits(self, session: Searched) -> bool:
        """Whether the session is to be shown."""
        return all(term(session) for term in self.terms)


def parse_query(text: str) -> Query:
    """The filter of a text, also of one that is still being typed."""
    terms: list[Callable[[Searched], bool]] = []
    problems: list[str] = []
    for word in text.casefold().split():
        try:
            terms.append(_term(word))
        except ValueError as error:
            problems.append(str(error))
    return Query(tuple(terms), tuple(problems))


def _term(word: str) -> Callable[[Searched], bool]:
    """What one word asks for; ValueError says what is wrong with it."""
    key, colon, value = word.partition(":")
    if colon and key == "form":
        return _form(value)
    if colon and key == "note":
        return lambda s: bool(s.notes) and value in s.notes
    if colon and key == "routine":
        return lambda s: value in s.routine
    if colon and key == "exercise":
        return lambda s: value in s.exercises
    if ".." in word:
        return _between(word)
    if _MONTH_TYPED.fullmatch(word):
        _days(word)
    return lambda s: word in s.routine or word in s.exercises or word in s.notes or s.day.startswith(word)


def _form(typed: str) -> Callable[[Searched], bool]:
    """By form; the first letters of it suffice, and without any all sessions fit."""
    found = [form for form in _FORMS if form.startswith(typed)]
    if not found:
        raise ValueError(f"form:{typed} is none: {', '.join(_FORMS[:-1])} or {_FORMS[-1]}, as in form:{Form.BROKEN}")
    if not typed:
        return lambda _: True
    form = found[0]
    if form == Form.CLEAN:
        return lambda s: s.forms == {form}
    return lambda s: form in s.forms


def _between(word: str) -> Callable[[Searched], bool]:
    """By a range of days, both ends included."""
    begin, _, end = word.partition("..")
    first = _days(begin)[0].isoformat() if begin else ""
    last = _days(end)[1].isoformat() if end else "9999-12-31"
    if first > last:
        raise ValueError(f"{word} ends before it begins: the earlier day comes first")
    return lambda s: first <= s.day <= last


def _days(typed: str) -> tuple[date, date]:
    """First and last day of a year, a month or a day; ValueError where it is none."""
    match = _DAY.fullmatch(typed)
    if match is None:
        raise ValueError(f"{typed} is no day: {_DATES}")
    year, month, day = (None if part is None else int(part) for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last_month = month or _DECEMBER
        return first, date(first.year, last_month, day or monthrange(first.year, last_month)[1])
    except ValueError:
        raise ValueError(f"there is no {typed}: {_DATES}") from None


class Order(StrEnum):
    """In what order sessions stand in the history."""

    NEWEST = "newest first"
    OLDEST = "oldest first"
    ROUTINE = "by routine"
    VOLUME = "most volume first"
    LONGEST = "longest first"

    @property
    def after(self) -> Order:
        """The next one, after the last the first."""
        orders = tuple(Order)
        return orders[(orders.index(self) + 1) % len(orders)]


def in_order(sessions: Iterable[SessionSummary], order: Order, library: Library) -> list[int]:
    """The places of the sessions, in that order.

    Sessions that are equal by the order stand newest first; those without a volume, or not finished where the length
    counts, stand last. Volumes of different units are compared in kg.

    Args:
        sessions: in any order.
        order: the one wanted.
        library: gives implements.

    Returns:
        0-based places in `sessions`.
    """
    listed = list(sessions)
    places = sorted(range(len(listed)), key=lambda place: listed[place].started, reverse=True)
    match order:
        case Order.NEWEST:
            pass
        case Order.OLDEST:
            places.reverse()
        case Order.ROUTINE:
            places.sort(key=lambda place: (listed[place].name or listed[place].routine).casefold())
        case Order.VOLUME:
            volumes = [_volume_kg(session, library) for session in listed]
            places.sort(key=lambda place: -volumes[place])
        case Order.LONGEST:
            places.sort(key=lambda place: -listed[place].duration_s if listed[place].finished else 1)
    return places


def _volume_kg(session: SessionSummary, library: Library) -> float:
    volume = session.volume(library)
    return -1.0 if volume is None else volume * (1 if session.unit is Unit.KG else KG_PER_LB)
