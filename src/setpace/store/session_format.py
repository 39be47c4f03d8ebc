"""The format of a session's file, read and written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from setpace.core.errors import DataError
from setpace.core.session import PerformedSet, Session
from setpace.core.units import Unit
from setpace.store.session_tables import (
    PLAN_KEYS,
    SET_KEYS,
    moment,
    plan_table,
    prose,
    read_planned,
    read_set,
    second,
    set_table,
    word,
)
from setpace.store.toml_fields import Fields, in_file_order
from setpace.store.toml_file import shown

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from setpace.core.errors import Problem
    from setpace.core.events import Event
    from setpace.core.routine import PlannedSet
    from setpace.store.toml_file import TomlFile

FORMAT = 1
"""The version of the format that is written here."""

HEAD_KEYS = (
    *("setpace", "id", "routine", "name", "started", "finished", "unit", "auto_advance", "note"),
    *("plan", "sets", "events"),
)
"""The top-level keys that this version knows."""

_ADOPTED = "sets"
"""Of an event `adopt`: the sets as a hand edit left them."""

_FILE_NAME = re.compile(r"(\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d)_(.+?)(?:_\d+)?")


@dataclass(frozen=True)
class SessionFile:
    """What stands in a session's file.

    Attributes:
        session: as far as it could be read.
        events: what happened so far, of an unfinished session.
        unknown: what this version does not understand and a rewrite must keep: top-level keys as they are; under
            `plan` and `sets` (see `Unread`) the unknown keys and the broken tables in them; under `events` the unknown
            keys by event.
        newer: the file is of a newer format: it must not be rewritten.
        problems: everything wrong, in the order of the file; broken sets are not in `session`.
    """

    session: Session
    events: tuple[Event, ...] = ()
    unknown: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    newer: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def broken_slots(self) -> frozenset[int]:
        """Slots of the sets that were done but cannot be read: they are neither to be done again nor left out."""
        slots = (table.get("slot") for table in self._broken_sets())
        return frozenset(slot for slot in slots if type(slot) is int)

    @property
    def broken_numbers(self) -> frozenset[tuple[str, int]]:
        """Exercise and number of the same sets, by what stands there, else by their place in the plan."""
        plan = self.session.plan
        found: set[tuple[str, int]] = set()
        for table in self._broken_sets():
            exercise, number, slot = (table.get(key) for key in ("exercise", "set", "slot"))
            if type(slot) is int and 1 <= slot <= len(plan):
                planned = plan[slot - 1].exercise
                exercise = exercise if isinstance(exercise, str) else planned
                number = (
                    number
                    if type(number) is int and number > 0
                    else sum(each.exercise == planned for each in plan[:slot])
                )
            if isinstance(exercise, str) and type(number) is int:
                found.add((exercise, number))
        return frozenset(found)

    def _broken_sets(self) -> Iterator[dict[str, Any]]:
        unread = self.unknown.get("sets")
        yield from (table for table in (unread.broken if isinstance(unread, Unread) else ()) if isinstance(table, dict))


@dataclass(frozen=True)
class Unread:
    """What a rewrite must keep of the tables under one key.

    Attributes:
        keys: unknown keys with their values, by slot.
        broken: tables that could not be read, whole.
    """

    keys: Mapping[int, Mapping[str, Any]]
    broken: tuple[Any, ...] = ()


def name_parts(stem: str) -> tuple[str, str]:
    """Start and routine that the name of a log file says: `2026-11-23_18-04-11` and `beginner`; both empty if odd."""
    match = _FILE_NAME.fullmatch(stem)
    return (match[1], match[2]) if match else ("", "")


def session_document(session: Session, events: Sequence[Event], unknown: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a session's file, in the order they are written.

    Args:
        session: what to write; its times are cut to the second.
        events: what led here, times cut to the millisecond. A finished session is written without them, as nobody
            goes on with it: undo on its summary lives in the running program, and brings them back to the file.
        unknown: `SessionFile.unknown` of the file that is rewritten, else empty.
    """
    document: dict[str, Any] = {
        "setpace": FORMAT,
        "id": session.id,
        "routine": session.routine,
        "name": session.name,
        "started": second(session.started),
    }
    if session.finished is not None:
        document["finished"] = second(session.finished)
    document |= {"unit": session.unit.value, "auto_advance": session.auto_advance}
    if session.note:
        document["note"] = session.note
    document |= {key: value for key, value in unknown.items() if key not in HEAD_KEYS}
    plan = [plan_table(planned) for planned in session.plan]
    sets = [set_table(done) for done in session.sets]
    _keep(unknown.get("plan"), plan, range(1, len(plan) + 1))
    _keep(unknown.get("sets"), sets, [done.slot for done in session.sets])
    from setpace.store.session_events import event_table  # noqa: PLC0415 - only writing needs it

    extra = unknown.get("events", {})
    kept = [event_table(event) | extra.get(event, {}) for event in events] if session.finished is None else []
    for key, tables in (("plan", plan), ("sets", sets), ("events", kept)):
        if tables:
            document[key] = tables
    return document


def session_bytes(document: Mapping[str, Any]) -> bytes:
    """A session's document as the text of its file: sets and events as `[[tables]]`, the plan a line a set.

    The sets that an event holds (`adopt`) have a line each too.
    """
    import tomli_w  # noqa: PLC0415 - only writing needs it

    rows = document.get("plan", [])
    tables = {key: document[key] for key in ("sets", "events") if key in document}
    nested = {k: v for k, v in document.items() if k not in ("plan", "sets", "events") and _holds_table(v)}
    odd_row = any(not isinstance(row, dict) or any(isinstance(v, dict | list) for v in row.values()) for row in rows)
    odd_table = any(
        not isinstance(t, dict) or any(_holds_table(value) for value in _flat(key, t).values())
        for key, listed in tables.items()
        for t in listed
    )
    if odd_row or odd_table:
        # Values of a stranger that our layout has no place for: any valid layout will do.
        return tomli_w.dumps(document).encode(errors="replace")
    parts = [tomli_w.dumps({k: v for k, v in document.items() if k not in {"plan", *tables, *nested}})]

    def a_line_each(key: str, rows: Sequence[Mapping[str, Any]]) -> str:
        # Not splitlines: text may hold other line ends, as U+0085, which TOML does not escape.
        lines = (", ".join(tomli_w.dumps(row).removesuffix("\n").split("\n")) for row in rows)
        return f"{key} = [\n" + "".join(f"    {{ {line} }},\n" for line in lines) + "]\n"

    if rows:
        parts.append(a_line_each("plan", rows))
    for key, listed in tables.items():
        for t in listed:
            parts.append(f"\n[[{key}]]\n{tomli_w.dumps(_flat(key, t))}")
            if len(_flat(key, t)) < len(t):
                parts.append(a_line_each(_ADOPTED, t[_ADOPTED]))
    if nested:
        parts.append("\n" + tomli_w.dumps(nested))
    return "".join(parts).encode(errors="replace")


def parse_session(toml: TomlFile) -> SessionFile:
    """The session of a file.

    Raises:
        DataError: the file is no session, or its start or its unit is missing or wrong.
    """
    fields = Fields(toml, [], "a session")
    newer = _version(fields) > FORMAT
    started = moment(fields, "started")
    if "unit" not in fields.values:
        fields.missing("unit", 'unit = "kg"')
    unit = fields.choice("unit", [each.value for each in Unit])
    if started is None or unit is None:
        raise DataError(fields.problems[0])
    routine = word(fields, "routine") or name_parts(toml.file.stem)[1] or toml.file.stem
    plan, plan_unread = _plan(fields)
    sets, sets_unread = _sets(fields)
    finished = moment(fields, "finished", required=False)
    if "finished" in fields.values and finished is None:
        finished = sets[-1].finished if sets else started  # it did end; only the wrong key says when
    elif finished is not None and finished < started:
        fields.wrong("finished must not be before started", "finished")
        finished = max(started, sets[-1].finished if sets else started)
    auto_advance = fields.flag("auto_advance")
    session = Session(
        id=word(fields, "id") or toml.file.stem,
        routine=routine,
        name=word(fields, "name") or routine,
        started=started,
        finished=finished,
        unit=Unit(unit),
        note=prose(fields, "note"),
        plan=plan,
        sets=sets,
        auto_advance=auto_advance is not False,
    )
    unknown: dict[str, Any] = {key: value for key, value in toml.data.items() if key not in HEAD_KEYS}
    unknown |= {key: u for key, u in (("plan", plan_unread), ("sets", sets_unread)) if u.keys or u.broken}
    events, events_unread = _events(fields, sets)
    unknown |= {"events": events_unread} if events_unread else {}
    return SessionFile(session, events, MappingProxyType(unknown), newer, in_file_order(fields.problems))


def _version(fields: Fields) -> int:
    """The version of the format; raises `DataError` where the file is no session at all."""
    if "setpace" not in fields.values:
        fields.wrong(f"not a session of Setpace: it needs setpace = {FORMAT}, the version of the format")
        raise DataError(fields.problems[0])
    version = fields.values["setpace"]
    if type(version) is not int or version < 1:
        fields.wrong(
            f"setpace must be the version of the format, as in setpace = {FORMAT}, not {shown(version)}", "setpace"
        )
        raise DataError(fields.problems[0])
    return version


def _plan(fields: Fields) -> tuple[tuple[PlannedSet, ...], Unread]:
    """The plan, whole or not at all: a slot is a place in it."""
    planned = []
    keys = {}
    before = len(fields.problems)
    for slot, table in enumerate(fields.tables("plan", "a planned set"), start=1):
        read = read_planned(table)
        extra = {key: value for key, value in table.values.items() if key not in PLAN_KEYS}
        if read is not None:
            planned.append(read)
        if extra:
            keys[slot] = extra
    if len(fields.problems) > before:
        raw = fields.values["plan"]
        return (), Unread({}, tuple(raw) if isinstance(raw, list) else ())
    return tuple(planned), Unread(keys)


def _sets(fields: Fields) -> tuple[tuple[PerformedSet, ...], Unread]:
    """The performed sets; one that cannot be read is left out, and of the others what is wrong about them."""
    sets = []
    keys = {}
    broken = []
    for table in fields.tables("sets", "a set"):
        before = len(fields.problems)
        read = read_set(table)
        if read is None:
            broken.append(table.values)
            continue
        sets.append(read)
        known: Container[str] = SET_KEYS
        if len(fields.problems) > before:  # what was left out of it is kept as it stands
            known = set_table(read)
        extra = {key: value for key, value in table.values.items() if key not in known}
        if extra:
            keys[read.slot] = extra
    return tuple(sets), Unread(keys, tuple(broken))


def _events(
    fields: Fields, sets: tuple[PerformedSet, ...]
) -> tuple[tuple[Event, ...], Mapping[Event, Mapping[str, Any]]]:
    """The events, and the unknown keys of each; none where one is broken: the others would mean something else."""
    if "events" not in fields.values:
        return (), {}
    from setpace.core.events import Adopt  # noqa: PLC0415 - finished sessions have none, and home reads those first
    from setpace.store.session_events import read_event, unknown_keys  # noqa: PLC0415 - same

    before = len(fields.problems)
    events: list[Event | None] = []
    unread: dict[Event, Mapping[str, Any]] = {}
    for table in fields.tables("events", "an event"):
        event = read_event(table, sets)
        count = 0 if _ADOPTED in table.values else table.values.get("count")
        if isinstance(event, Adopt) and isinstance(count, int) and count > len(sets):
            break  # adopted sets were deleted by hand since: what came after it was about them
        events.append(event)
        if event is not None and (extra := unknown_keys(event, table)):
            unread[event] = extra
    good = tuple(event for event in events if event is not None)
    return (good, unread) if len(fields.problems) == before else ((), {})


def _keep(unread: object, tables: list[dict[str, Any]], slots: Sequence[int]) -> None:
    """Add to the tables what could not be read of them."""
    if not isinstance(unread, Unread):
        return
    for table, slot in zip(tables, slots, strict=True):
        table.update(unread.keys.get(slot, {}))
    tables.extend(unread.broken)


def _flat(key: str, table: Mapping[str, Any]) -> dict[str, Any]:
    """What tomli-w writes as we want it: an event without the sets that it adopted."""
    return {k: v for k, v in table.items() if key != "events" or k != _ADOPTED}


def _holds_table(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_holds_table, value)))
