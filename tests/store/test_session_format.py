from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from setpace.core import events as ev
from setpace.core.errors import DataError
from setpace.core.exercise import RestRange
from setpace.core.routine import PlannedSet
from setpace.core.session import Form, PerformedSet, Reps, Session, SetKind
from setpace.core.units import HEAVIEST, Unit
from setpace.store.session_format import SessionFile, parse_session, session_bytes, session_document
from setpace.store.session_state import workout_of
from setpace.store.toml_file import TomlFile

FILE = Path("2026-11-23_18-04-11_beginner.toml")
START = datetime(2026, 11, 23, 18, 4, 11, tzinfo=timezone(timedelta(hours=1)))
HEAD = 'setpace = 1\nid = "k3v9x2"\nroutine = "beginner"\nname = "Beginner"\nunit = "kg"\n'
HEAD += "started = 2026-11-23T18:04:11+01:00\n"
PLANNED = '{ exercise = "swing", reps = 10, rest_min = 60, rest_max = 120 }'
SET = (
    '[[sets]]\nslot = 1\nexercise = "swing"\nset = 1\ntarget_reps = 10\nreps = 10\n'
    "started = 2026-11-23T18:04:15+01:00\nfinished = 2026-11-23T18:05:01+01:00\n"
)


def parse(text: str, file: Path = FILE) -> SessionFile:
    return parse_session(TomlFile(file, text, tomllib.loads(text)))


def said(file: SessionFile) -> list[str]:
    return [str(problem).replace(str(FILE), "f") for problem in file.problems]


def rewritten(file: SessionFile) -> str:
    return session_bytes(session_document(file.session, file.events, file.unknown)).decode()


# ------------------------------------------------------------------------------------------------- what is written


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
WORDS = TEXTS.filter(bool)
COUNTS = st.integers(0, 5000)
LOADS = st.none() | st.floats(0.01, HEAVIEST)
MOMENTS = st.datetimes(
    datetime(1971, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from(
        [UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("Africa/Monrovia")]
    ),
).map(lambda at: at.replace(microsecond=0).astimezone(timezone(at.utcoffset() or timedelta(0))))
MOMENTS = MOMENTS.filter(lambda at: (at.utcoffset() or timedelta(0)).seconds % 60 == 0)
RANGES = st.tuples(COUNTS, COUNTS).map(lambda pair: RestRange(min(pair), max(pair)))
PLANNED_SETS = st.builds(PlannedSet, exercise=WORDS, reps=COUNTS, each_side=st.booleans(), rest=RANGES, load=LOADS)


@st.composite
def performed_sets(draw: st.DrawFn) -> PerformedSet:
    started = draw(MOMENTS)
    return PerformedSet(
        slot=draw(st.integers(1, 99)),
        exercise=draw(WORDS),
        planned=draw(st.none() | WORDS),
        number=draw(st.integers(1, 99)),
        kind=draw(st.sampled_from(SetKind)),
        target_reps=draw(COUNTS),
        reps=Reps(draw(COUNTS), draw(st.none() | COUNTS)),
        load=draw(LOADS),
        form=draw(st.none() | st.sampled_from(Form)),
        note=draw(TEXTS),
        started=started,
        finished=started + timedelta(seconds=draw(COUNTS)),
        started_by=draw(st.sampled_from(["key", "clock"])),
        paused_s=draw(COUNTS),
        rest=draw(st.none() | RANGES),
        rest_taken_s=draw(st.none() | COUNTS),
        rest_paused_s=draw(COUNTS),
    )


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    started = draw(MOMENTS)
    return Session(
        id=draw(WORDS),
        routine=draw(WORDS),
        name=draw(WORDS),
        started=started,
        finished=draw(st.none() | COUNTS.map(lambda s: started + timedelta(seconds=s))),
        unit=draw(st.sampled_from(Unit)),
        note=draw(TEXTS),
        plan=tuple(draw(st.lists(PLANNED_SETS, max_size=3))),
        sets=tuple(draw(st.lists(performed_sets(), max_size=3))),
        auto_advance=draw(st.booleans()),
    )


@given(session=sessions(), plain=st.booleans())
def test_a_session_comes_back_as_it_was(session: Session, *, plain: bool) -> None:
    document = session_document(session, (), {})
    text = tomli_w.dumps(document) if plain else session_bytes(document).decode()
    read = parse(text)
    assert read.problems == ()
    assert read.session == session
    assert not read.newer
    assert rewritten(read) == session_bytes(document).decode()


def test_the_file_looks_as_documented() -> None:
    rest = RestRange(60, 120)
    done = PerformedSet(
        slot=1,
        exercise="lunge",
        number=1,
        target_reps=10,
        reps=Reps(10, 8),
        load=24.0,
        form=Form.CLEAN,
        started=START + timedelta(seconds=4),
        finished=START + timedelta(seconds=50, microseconds=999_999),
        started_by="clock",
        paused_s=3,
        rest=rest,
        rest_taken_s=95,
        rest_paused_s=5,
    )
    session = Session(
        id="k3v9x2",
        routine="beginner",
        name="Beginner",
        started=START,
        unit=Unit.KG,
        note="legs fresh",
        plan=(PlannedSet(exercise="lunge", reps=10, each_side=True, rest=rest, load=24.0),) * 2,
        sets=(done,),
    )
    event = ev.CompleteSet(at=START + timedelta(seconds=50, microseconds=999_999))
    row = '    { exercise = "lunge", reps = 10, each_side = true, rest_min = 60, rest_max = 120, load = 24.0 },\n'
    assert session_bytes(session_document(session, [event], {})).decode() == (
        'setpace = 1\nid = "k3v9x2"\nroutine = "beginner"\nname = "Beginner"\n'
        'started = 2026-11-23 18:04:11+01:00\nunit = "kg"\nauto_advance = true\nnote = "legs fresh"\n'
        f"plan = [\n{row}{row}]\n"
        '\n[[sets]]\nslot = 1\nexercise = "lunge"\nset = 1\ntarget_reps = 10\nreps_left = 10\nreps_right = 8\n'
        'each_side = true\nload = 24.0\nform = "clean"\n'
        "started = 2026-11-23 18:04:15+01:00\nfinished = 2026-11-23 18:05:01+01:00\n"
        'started_by = "clock"\npaused = 3\nrest_min = 60\nrest_max = 120\nrest_taken = 95\nrest_paused = 5\n'
        '\n[[events]]\nat = 2026-11-23 18:05:01.999000+01:00\ndo = "complete-set"\n'
    )


def test_what_is_not_understood_survives_a_rewrite() -> None:
    planned = PLANNED.replace(" }", ", grip = 1 }")
    text = f'{HEAD}mood = "good"\nplan = [{planned}]\n[extra]\ndeep = {{ er = [1, {{ a = 2 }}] }}\n'
    text += f"{SET}tempo = [3, 1]\n{SET.replace('slot = 1', 'slot = 2')}bar = {{ name = 'x' }}\n"
    read = parse(text)
    assert read.problems == ()
    before, after = tomllib.loads(text), tomllib.loads(rewritten(read))
    after.pop("auto_advance")
    assert after == before


def test_what_is_broken_survives_a_rewrite_too() -> None:
    text = HEAD + SET.replace("reps = 10\nstarted", 'reps = "ten"\nstarted') + SET.replace("slot = 1", "slot = 2")
    again = tomllib.loads(rewritten(parse(text)))
    assert sorted(again["sets"], key=lambda table: int(table["slot"])) == tomllib.loads(text)["sets"]
    text = f"{HEAD}plan = [{PLANNED}, {PLANNED.replace('10', '-1')}]\n"
    assert tomllib.loads(rewritten(parse(text)))["plan"] == tomllib.loads(text)["plan"]


def test_a_set_that_says_no_kind_is_a_work_set_and_goes_on_saying_none() -> None:
    read = parse(HEAD + SET + SET.replace("slot = 1", 'slot = 2\nkind = "work"'))
    assert read.problems == ()
    assert [done.kind for done in read.session.sets] == [SetKind.WORK, SetKind.WORK]
    assert "kind" not in rewritten(read)


# ------------------------------------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("reps = 10\nst", 'reps = "ten"\nst', 'f:12: reps must be a whole number from 0 to 1000000000, not "ten"'),
        ("reps = 10\nst", "st", "f:7: a set needs reps, as in reps = 10"),
        ("slot = 1", "slot = 0", "f:8: slot must be a whole number from 1 to 1000000000, not 0"),
        ("\nset = 1", "", "f:7: a set needs set, as in set = 1"),
        ('"swing"', "3", "f:9: exercise must be text in quotes, not 3"),
        ("18:05:01+01:00", "18:05:01", "f:14: finished needs its offset from UTC behind the time, as in finished = "),
        ("18:05:01", "18:04:01", "f:14: finished must not be before started"),
        (
            "slot = 1",
            'slot = 1\nkind = "warm"',
            'f:9: kind must be work, technique or warmup, not "warm", did you mean',
        ),
        ("slot = 1", "slot = 1\nreps_left = 3", "f:13: either reps, or reps_left and reps_right; delete what is not"),
    ],
)
def test_a_broken_set_is_named_and_costs_only_itself(old: str, new: str, message: str) -> None:
    assert old in SET
    read = parse(HEAD + SET.replace(old, new, 1) + SET)
    assert [line[: len(message)] for line in said(read)] == [message]
    assert len(read.session.sets) == 1


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ('form = "clen"', 'f:9: form must be clean, shaky or broken, not "clen", did you mean'),
        ("rest_min = 3", "f:9: rest_min and rest_max belong together, as in rest_min = 60"),
        ("rest_min = 3\nrest_max = 2", "f:10: rest_max must not be below rest_min, which is 3"),
        ("load = -2", "f:9: load must be a number above 0, up to 2000, not -2"),
        ("note = 2", "f:9: note must be text in quotes, not 2"),
        ("rest_taken = -1", "f:9: rest_taken must be a whole number from 0"),
        ('started_by = "me"', "f:9: started_by must be key or clock"),
    ],
)
def test_what_is_wrong_beside_what_was_done_costs_no_set_and_is_kept(more: str, message: str) -> None:
    read = parse(HEAD + SET.replace("slot = 1", f"slot = 1\n{more}", 1))
    assert [line[: len(message)] for line in said(read)] == [message]
    plain = parse(HEAD + SET)
    assert read.session == plain.session
    again = session_document(read.session, read.events, read.unknown)
    wanted = tomllib.loads(more)
    assert {key: value for key, value in again["sets"][0].items() if key in wanted} == wanted


def test_what_is_unknown_in_events_outlives_going_on_and_goes_with_them() -> None:
    events = (
        '[[events]]\nat = 2026-11-23T18:05:01+01:00\ndo = "complete-set"\nheart_rate = 131\nby_band = { id = 3 }\n'
        '[[events]]\nat = 2026-11-23T18:06:30+01:00\ndo = "start-set"\nby = "key"\n'
        '[[events]]\nat = 2026-11-23T18:07:00+01:00\ndo = "rate-form"\nslot = 1\nform = "clean"\nmood = "good"\n'
    )
    read = parse(f"{HEAD}plan = [{PLANNED}, {PLANNED}]\n{SET}{events}")
    assert (said(read), len(read.events)) == ([], 3)
    more = ev.CompleteSet(at=START + timedelta(minutes=4))
    document = session_document(read.session, (*read.events, more), read.unknown)
    for again in (document["events"], tomllib.loads(session_bytes(document).decode())["events"]):
        unknown = [{key: event[key] for key in event.keys() & {"heart_rate", "by_band", "mood"}} for event in again]
        assert unknown == [{"heart_rate": 131, "by_band": {"id": 3}}, {}, {"mood": "good"}, {}]
    known = session_document(read.session, read.events, {})["events"]
    assert not any(event.keys() & {"heart_rate", "by_band", "mood"} for event in known)
    ended = session_document(replace(read.session, finished=START + timedelta(hours=1)), (), read.unknown)
    assert "events" not in ended


def test_events_of_ours_have_nothing_unknown() -> None:
    adopt = ev.Adopt(at=START, sets=parse(HEAD + SET).session.sets, left=(2,), note="x")
    kinds = (adopt, replace(adopt, note=""), ev.SetReps(at=START, slot=1, reps=Reps(9, 8)), ev.Pause(at=START))
    session = replace(parse(f"{HEAD}plan = [{PLANNED}, {PLANNED}]\n{SET}").session, finished=None)
    read = parse(session_bytes(session_document(session, kinds, {})).decode())
    assert read.events == kinds
    assert "events" not in read.unknown


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "f: not a session of Setpace: it needs setpace = 1, the version of the format"),
        (HEAD.replace("setpace = 1", 'setpace = "1"'), "f:1: setpace must be the version of the format, as in setpace"),
        (HEAD.replace("setpace = 1", "setpace = true"), "f:1: setpace must be the version of the format, as in"),
        (HEAD.replace("started", "begun"), "f: a session needs started, as in started = 2026-11-23T18:04:11+01:00"),
        (HEAD.replace("+01:00", ""), "f:6: started needs its offset from UTC behind the time, as in started = "),
        (HEAD.replace("T18:04:11+01:00", ""), "f:6: started must be a date and time with its offset, as in started"),
        (HEAD.replace('"kg"', '"st"'), 'f:5: unit must be kg or lb, not "st"'),
        (HEAD.replace('unit = "kg"', ""), 'f: a session needs unit, as in unit = "kg"'),
    ],
)
def test_without_a_usable_head_there_is_no_session(text: str, message: str) -> None:
    with pytest.raises(DataError) as error:
        parse(text)
    assert str(error.value).replace(str(FILE), "f").startswith(message)


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_time_no_calendar_has_is_an_error_not_a_crash(when: str) -> None:
    with pytest.raises(DataError, match="started is out of reach"):
        parse(HEAD.replace("2026-11-23T18:04:11+01:00", when))


def test_the_file_name_helps_out() -> None:
    text = f'setpace = 1\nunit = "lb"\nstarted = {START.isoformat()}\n'
    session = parse(text, Path("2026-11-23_18-04-11_leg-day_2.toml")).session
    assert (session.routine, session.name) == ("leg-day", "leg-day")
    session = parse(text, Path("old one.toml")).session
    assert (session.id, session.routine, session.name) == ("old one", "old one", "old one")


def test_a_wrong_finish_does_not_make_the_session_resumable() -> None:
    read = parse(f'{HEAD}finished = "late"\n{SET}')
    assert said(read)[0].startswith("f:7: finished must be a date and time")
    assert read.session.finished == read.session.sets[0].finished


def test_half_a_plan_is_none() -> None:
    """A slot is a place in the plan: with an entry missing, every later set would be another one."""
    read = parse(f"{HEAD}plan = [\n{PLANNED},\n{PLANNED.replace('reps = 10, ', '')},\n]\n{SET}")
    assert said(read) == ["f:9: a planned set needs reps, as in reps = 10"]
    assert read.session.plan == ()
    assert len(read.session.sets) == 1


def test_a_newer_format_is_read_as_far_as_possible() -> None:
    read = parse(HEAD.replace("setpace = 1", "setpace = 2") + SET)
    assert read.newer
    assert len(read.session.sets) == 1


JUNK = st.recursive(
    st.none() | st.integers() | st.floats() | st.text(max_size=3) | st.booleans() | st.datetimes() | MOMENTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(data=st.data())
def test_any_junk_is_told_of_and_never_a_crash(data: st.DataObject) -> None:
    document: dict[str, Any] = tomllib.loads(f"{HEAD}plan = [{PLANNED}]\n{SET}")
    document["events"] = [{"at": START, "do": data.draw(st.sampled_from(["adopt", "set-reps", "swap-exercise"]))}]
    places: list[Any] = [document, document["sets"][0], document["plan"][0], document["events"][0]]
    keys = ["count", "left", "slot", "reps", "each_side", "to", "load", "at", "note", "reps_left", "form", "started"]
    for _ in range(3):
        table = data.draw(st.sampled_from(places))
        key = data.draw(st.sampled_from([*keys, *table]))
        value = data.draw(JUNK)
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value
    try:
        read = parse_session(TomlFile(FILE, "", document))
    except DataError as error:
        assert "\n" not in str(error)  # noqa: PT017 - any other exception fails the test
        return
    assert all("\n" not in str(problem) for problem in read.problems)
    workout_of(read)
