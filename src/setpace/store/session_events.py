"""The `[[events]]` of an unfinished session's file: what happened so far, for resume and undo."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

from setpace.core import events as ev
from setpace.core.session import Form, Reps, SetKind
from setpace.core.units import HEAVIEST
from setpace.store.session_tables import (
    HIGHEST,
    millisecond,
    moment,
    prose,
    read_reps,
    read_set,
    reps_table,
    set_table,
    whole,
)
from setpace.store.toml_file import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from setpace.core.session import PerformedSet
    from setpace.store.toml_fields import Fields

_KINDS: tuple[type[ev.Event], ...] = (
    *(ev.CompleteSet, ev.StartSet, ev.ExtendRest, ev.SkipSet, ev.AddSet, ev.Prepare, ev.SwapExercise, ev.DoLater),
    *(
        ev.ReportPain,
        ev.Pause,
        ev.Resume,
        ev.SetReps,
        ev.SetLoad,
        ev.RateForm,
        ev.WriteNote,
        ev.Finish,
        ev.Reopen,
        ev.Adopt,
        ev.Undo,
    ),
)


def _name(kind: type[ev.Event]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()


_KIND_BY_NAME = {_name(kind): kind for kind in _KINDS}
_NAME_BY_KIND = {kind: name for name, kind in _KIND_BY_NAME.items()}


def event_table(event: ev.Event) -> dict[str, Any]:
    """An event as a table: `at`, `do` and its own fields; `Adopt` with the sets as they were then, for undo."""
    table: dict[str, Any] = {"at": millisecond(event.at), "do": _NAME_BY_KIND[type(event)]}
    if isinstance(event, ev.Adopt):
        table["left"] = list(event.left)
        if event.note:
            table["note"] = event.note
        return table | {"sets": [set_table(done) for done in event.sets]}
    for field in fields(event):
        value = getattr(event, field.name)
        if field.name == "at" or value is None:
            continue
        if isinstance(value, Reps):
            table |= reps_table(value)
        elif isinstance(value, tuple):
            table |= {field.name: list(value)} if value else {}
        else:
            table[field.name] = value.value if isinstance(value, Form | ev.PainAnswer | SetKind) else value
    return table


def read_event(table: Fields, sets: Sequence[PerformedSet]) -> ev.Event | None:
    """The event of a table; None where anything about it is wrong.

    Args:
        table: one of `[[events]]`.
        sets: the sets of the same file, for an `adopt` that only says how many of them it took.
    """
    before = len(table.problems)
    at = moment(table, "at")
    do = table.values.get("do")
    kind = _KIND_BY_NAME.get(do) if isinstance(do, str) else None
    if do is None:
        table.missing("do", 'do = "complete-set"')
    elif kind is None:
        table.wrong(f"do must name what happened, as in complete-set, not {shown(do)}", "do")
    if at is None or kind is None:
        return None
    if kind is ev.Adopt:
        values = _adopted(table, sets)
    else:
        values = {}
        for field in fields(kind):
            if field.name == "at":
                continue
            value = _READERS[field.name](table)
            if value is not None:
                values[field.name] = value
            elif field.name in ("load", "form"):
                values[field.name] = None
            elif field.default is MISSING and len(table.problems) == before:
                table.wrong(f"{do} needs {field.name}")
    return kind(at=at, **values) if len(table.problems) == before else None


def unknown_keys(event: ev.Event, table: Fields) -> dict[str, Any]:
    """What stands in the table of an event beside what a rewrite would write of it."""
    known = event_table(event).keys() | ({"count"} if isinstance(event, ev.Adopt) else set())
    return {key: value for key, value in table.values.items() if key not in known}


def _adopted(table: Fields, sets: Sequence[PerformedSet]) -> dict[str, Any]:
    if "sets" in table.values:
        read = [read_set(each) for each in table.tables("sets", "a set")]
        adopted = tuple(done for done in read if done is not None)
    else:  # as it was written first: those sets may have been changed in the app since
        adopted = tuple(sets[: whole(table, "count", "count = 1") or 0])
    left = table.values.get("left", [])
    if not isinstance(left, list) or not all(type(slot) is int for slot in left):
        table.wrong(f"left must be a list of slots, as in [4, 5], not {shown(left)}", "left")
        left = []
    return {"sets": adopted, "left": tuple(left), "note": prose(table, "note")}


def _form(table: Fields) -> Form | None:
    value = table.choice("form", [form.value for form in Form])
    return None if value is None else Form(value)


def _answer(table: Fields) -> ev.PainAnswer | None:
    value = table.choice("answer", [answer.value for answer in ev.PainAnswer])
    return None if value is None else ev.PainAnswer(value)


def _kind(table: Fields) -> SetKind | None:
    value = table.choice("kind", [SetKind.TECHNIQUE.value, SetKind.WARMUP.value])
    return None if value is None else SetKind(value)


def _counts(table: Fields) -> tuple[int, ...] | None:
    value = table.values.get("counts")
    if value is None:
        return None
    if isinstance(value, list) and value and all(type(each) is int and 0 < each <= HIGHEST for each in value):
        return tuple(value)
    table.wrong(f"counts must be a list of reps, as in [5, 5], not {shown(value)}", "counts")
    return None


def _loads(table: Fields) -> tuple[float, ...] | None:
    value = table.values.get("loads")
    if value is None:
        return None
    counts = table.values.get("counts")
    fits = isinstance(value, list) and isinstance(counts, list) and len(value) == len(counts)
    if fits and all(type(each) in (int, float) and 0 < each <= HEAVIEST for each in value):
        return tuple(float(each) for each in value)
    table.wrong(f"loads must be a list of loads, as many as counts, as in [20.0, 30.0], not {shown(value)}", "loads")
    return None


def _rest_max(table: Fields) -> int | None:
    low = table.values.get("rest_min")  # its own reader tells what is wrong with it
    return table.integer("rest_max", low if type(low) is int and 0 <= low <= HIGHEST else 0, HIGHEST)


def _text(key: str) -> Callable[[Fields], str | None]:
    return lambda table: prose(table, key) if key in table.values else None


_READERS: dict[str, Callable[[Fields], Any]] = {
    "by": lambda table: table.choice("by", ("key", "clock")),
    "by_s": lambda table: table.integer("by_s", -HIGHEST, HIGHEST),
    "to": _text("to"),
    "text": _text("text"),
    "each_side": lambda table: table.flag("each_side"),
    "load": lambda table: table.number("load", HEAVIEST),
    "answer": _answer,
    "kind": _kind,
    "counts": _counts,
    "loads": _loads,
    "rest_min": lambda table: table.integer("rest_min", 0, HIGHEST),
    "rest_max": _rest_max,
    "slot": lambda table: table.integer("slot", 0, HIGHEST),
    "reps": read_reps,
    "form": _form,
    "next_slot": lambda table: table.integer("next_slot", 0, HIGHEST) if "next_slot" in table.values else None,
    "next_load": lambda table: table.number("next_load", HEAVIEST) if "next_load" in table.values else None,
}
