"""The tables of a session's file: a planned set, a performed set, and the values they are made of."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from setpace.core.exercise import RestRange
from setpace.core.routine import PlannedSet
from setpace.core.session import Form, PerformedSet, Reps, SetKind
from setpace.core.units import HEAVIEST
from setpace.store.toml_file import shown

if TYPE_CHECKING:
    from setpace.store.toml_fields import Fields

HIGHEST = 10**9
"""Of any whole number in a session; only a typing error is higher."""

PLAN_KEYS = ("exercise", "reps", "each_side", "rest_min", "rest_max", "load")
SET_KEYS = (
    *(
        "slot",
        "exercise",
        "planned",
        "set",
        "kind",
        "target_reps",
        "reps",
        "reps_left",
        "reps_right",
        "each_side",
        "load",
    ),
    *("form", "note", "started", "finished", "started_by", "paused"),
    *("rest_min", "rest_max", "rest_taken", "rest_paused"),
)
"""The keys of `[[sets]]` that this version knows."""

BESIDE_KEYS = (*("load", "form", "note", "started_by", "paused", "rest_min", "rest_max", "rest_taken", "rest_paused"),)
"""Those of them without which a set is still one: where one is wrong, it alone is left out."""


def second(at: datetime) -> datetime:
    """A time as the log keeps it: cut to the second, with its offset in whole minutes (TOML has no finer one)."""
    return millisecond(at).replace(microsecond=0)


def millisecond(at: datetime) -> datetime:
    """A time as an event keeps it: cut to the millisecond, with its offset in whole minutes."""
    offset = at.utcoffset() or timedelta(0)
    minutes = round(offset.total_seconds() / 60)
    at = at.astimezone(timezone(timedelta(minutes=minutes)))
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def plan_table(planned: PlannedSet) -> dict[str, Any]:
    """A planned set as an entry of `plan`."""
    table: dict[str, Any] = {"exercise": planned.exercise, "reps": planned.reps}
    if planned.each_side:
        table["each_side"] = True
    table |= rest_table(planned.rest)
    if planned.load is not None:
        table["load"] = planned.load
    return table


def set_table(done: PerformedSet) -> dict[str, Any]:
    """A performed set as a table of `[[sets]]`; what is not known, or as usual, has no key."""
    table: dict[str, Any] = {"slot": done.slot, "exercise": done.exercise}
    if done.planned is not None:
        table["planned"] = done.planned
    table |= {"set": done.number, **_kind_table(done.kind), "target_reps": done.target_reps, **reps_table(done.reps)}
    if done.load is not None:
        table["load"] = done.load
    if done.form is not None:
        table["form"] = done.form.value
    if done.note:
        table["note"] = done.note
    table |= {"started": second(done.started), "finished": second(done.finished)}
    if done.started_by == "clock":
        table["started_by"] = "clock"
    if done.paused_s:
        table["paused"] = done.paused_s
    if done.rest is not None:
        table |= rest_table(done.rest)
    if done.rest_taken_s is not None:
        table["rest_taken"] = done.rest_taken_s
    if done.rest_paused_s:
        table["rest_paused"] = done.rest_paused_s
    return table


def _kind_table(kind: SetKind) -> dict[str, str]:
    """What a set was for; a missing key is a work set, as in every file that was written before there were others."""
    return {} if kind is SetKind.WORK else {"kind": kind.value}


def reps_table(reps: Reps) -> dict[str, Any]:
    """Reps as keys: one number, or two where the sides differ."""
    if reps.right is None:
        return {"reps": reps.left}
    if reps.left == reps.right:
        return {"reps": reps.left, "each_side": True}
    return {"reps_left": reps.left, "reps_right": reps.right, "each_side": True}


def rest_table(rest: RestRange) -> dict[str, Any]:
    """A rest range as keys."""
    return {"rest_min": rest.min_s, "rest_max": rest.max_s}


def read_planned(fields: Fields) -> PlannedSet | None:
    """An entry of `plan`; None where anything about it is wrong."""
    before = len(fields.problems)
    exercise = word(fields, "exercise", 'exercise = "barbell-clean"')
    reps = whole(fields, "reps", "reps = 10")
    rest = read_rest(fields)
    each_side = fields.flag("each_side")
    load = fields.number("load", HEAVIEST)
    if rest is None and len(fields.problems) == before:
        fields.missing("rest_min", "rest_min = 60 and rest_max = 120")
    if len(fields.problems) > before or exercise is None or reps is None or rest is None:
        return None
    return PlannedSet(exercise=exercise, reps=reps, each_side=bool(each_side), rest=rest, load=load)


def read_set(fields: Fields) -> PerformedSet | None:
    """A table of `[[sets]]`; None where it cannot be told what was done.

    What is wrong about a set besides (`BESIDE_KEYS`) is left out of it.
    """
    before = len(fields.problems)
    slot = whole(fields, "slot", "slot = 1", low=1)
    exercise = word(fields, "exercise", 'exercise = "barbell-clean"')
    planned = word(fields, "planned")
    number = whole(fields, "set", "set = 1", low=1)
    target = whole(fields, "target_reps", "target_reps = 10")
    reps = read_reps(fields)
    started = moment(fields, "started")
    finished = moment(fields, "finished")
    if started is not None and finished is not None and finished < started:
        fields.wrong("finished must not be before started", "finished")
    kind = fields.choice("kind", [each.value for each in SetKind])
    whole_set = len(fields.problems) == before
    form = fields.choice("form", [f.value for f in Form])
    started_by = fields.choice("started_by", ("key", "clock"))
    load = fields.number("load", HEAVIEST)
    note = prose(fields, "note")
    rest = read_rest(fields)
    paused = fields.integer("paused", 0, HIGHEST)
    taken = fields.integer("rest_taken", 0, HIGHEST)
    rest_paused = fields.integer("rest_paused", 0, HIGHEST)
    if not whole_set or slot is None or exercise is None or number is None or target is None or reps is None:
        return None
    if started is None or finished is None:
        return None
    return PerformedSet(
        slot=slot,
        exercise=exercise,
        planned=planned,
        number=number,
        kind=SetKind(kind or SetKind.WORK),
        target_reps=target,
        reps=reps,
        load=load,
        form=None if form is None else Form(form),
        note=note,
        started=started,
        finished=finished,
        started_by=started_by or "key",
        paused_s=paused or 0,
        rest=rest,
        rest_taken_s=taken,
        rest_paused_s=rest_paused or 0,
    )


def read_reps(fields: Fields) -> Reps | None:
    """Reps from `reps` (with `each_side`), or from `reps_left` and `reps_right`."""
    before = len(fields.problems)
    each_side = fields.flag("each_side")
    reps, left, right = (fields.integer(key, 0, HIGHEST) for key in ("reps", "reps_left", "reps_right"))
    sides = "reps_left" in fields.values or "reps_right" in fields.values
    if sides and "reps" in fields.values:
        fields.wrong("either reps, or reps_left and reps_right; delete what is not true", "reps")
    if len(fields.problems) > before:
        return None
    if left is not None and right is not None:
        return Reps(left, right)
    if reps is not None:
        return Reps.of(reps, each_side=bool(each_side))
    if sides:
        fields.missing("reps_left and reps_right", "reps_left = 10 and reps_right = 8")
    else:
        fields.missing("reps", "reps = 10")
    return None


def read_rest(fields: Fields) -> RestRange | None:
    """A rest range from `rest_min` and `rest_max`; None where both are absent, or something is wrong."""
    low, high = (fields.integer(key, 0, HIGHEST) for key in ("rest_min", "rest_max"))
    given = [key for key in ("rest_min", "rest_max") if key in fields.values]
    if len(given) == 1:
        fields.wrong("rest_min and rest_max belong together, as in rest_min = 60 and rest_max = 120", given[0])
    if low is None or high is None:
        return None
    if low > high:
        fields.wrong(f"rest_max must not be below rest_min, which is {low}", "rest_max")
        return None
    return RestRange(low, high)


def moment(fields: Fields, key: str, *, required: bool = True) -> datetime | None:
    """A time with its offset."""
    value = fields.values.get(key)
    example = f"{key} = 2026-11-23T18:04:11+01:00"
    if value is None:
        if required:
            fields.missing(key, example)
        return None
    if not isinstance(value, datetime):
        fields.wrong(f"{key} must be a date and time with its offset, as in {example}, not {shown(value)}", key)
        return None
    if value.tzinfo is None:
        fields.wrong(f"{key} needs its offset from UTC behind the time, as in {example}", key)
        return None
    try:
        value.astimezone(timezone.utc)  # noqa: UP017 - the name `timezone` is imported already
    except OverflowError:
        fields.wrong(f"{key} is out of reach: no such year", key)
        return None
    return value


def whole(fields: Fields, key: str, example: str, low: int = 0) -> int | None:
    """A required whole number."""
    if key not in fields.values:
        fields.missing(key, example)
    return fields.integer(key, low, HIGHEST)


def word(fields: Fields, key: str, example: str = "") -> str | None:
    """A text that is not empty; required where there is an example."""
    value = fields.values.get(key)
    if value is None:
        if example:
            fields.missing(key, example)
        return None
    if isinstance(value, str) and value:
        return value
    fields.wrong(f"{key} must be text in quotes, not {shown(value)}", key)
    return None


def prose(fields: Fields, key: str) -> str:
    """The lifter's words: any text, of any number of lines; empty where absent or wrong."""
    value = fields.values.get(key, "")
    if isinstance(value, str):
        return value
    fields.wrong(f"{key} must be text in quotes, not {shown(value)}", key)
    return ""
