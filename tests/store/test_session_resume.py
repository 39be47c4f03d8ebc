"""Going on with a session from its file: events, and edits by hand."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import tomli_w
from hypothesis import assume, given
from hypothesis import strategies as st

from setpace.core import events as ev
from setpace.core.exercise import RestRange
from setpace.core.routine import PlannedSet
from setpace.core.session import Form, Reps, Session, SetKind
from setpace.core.units import HEAVIEST, Unit
from setpace.core.workout import Ended, Workout, apply, begin, fold, to_session
from setpace.store.session_format import SessionFile, parse_session, session_bytes, session_document
from setpace.store.session_state import workout_of
from setpace.store.toml_file import TomlFile

FILE = Path("2026-11-23_18-04-11_beginner.toml")
START = datetime(2026, 11, 23, 18, 4, 11, tzinfo=timezone(timedelta(hours=1)))
COUNTS = st.integers(0, 5000)
LOADS = st.none() | st.floats(0.01, HEAVIEST)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
WORDS = TEXTS.filter(bool)


def parse(text: str) -> SessionFile:
    return parse_session(TomlFile(FILE, text, tomllib.loads(text)))


PLAN = (
    *(PlannedSet(exercise="swing", reps=10, each_side=False, rest=RestRange(60, 120), load=24.0),) * 2,
    PlannedSet(exercise="lunge", reps=8, each_side=True, rest=RestRange(0, 0)),
    *(PlannedSet(exercise="clean", reps=5, each_side=False, rest=RestRange(120, 180)),) * 2,
)
BEGUN = Session(id="a", routine="r", name="R", started=START, unit=Unit.KG, plan=PLAN)
SLOTS = st.integers(0, 7)
KINDS = st.one_of(
    st.builds(ev.CompleteSet, at=st.just(START)),
    st.builds(ev.StartSet, at=st.just(START), by=st.sampled_from(["key", "clock"])),
    st.builds(ev.CompleteSet, at=st.just(START)),
    st.builds(ev.ExtendRest, at=st.just(START), by_s=st.sampled_from([-15, 15])),
    st.builds(ev.SkipSet, at=st.just(START)),
    st.builds(ev.AddSet, at=st.just(START)),
    st.builds(
        ev.Prepare,
        at=st.just(START),
        kind=st.sampled_from([SetKind.TECHNIQUE, SetKind.WARMUP]),
        counts=st.just((5, 3)),
        loads=st.sampled_from([(), (20.0, 42.5)]),
        rest_min=st.just(30),
        rest_max=st.sampled_from([30, 60]),
    ),
    st.builds(ev.SwapExercise, at=st.just(START), to=WORDS, each_side=st.booleans(), load=LOADS),
    st.builds(ev.DoLater, at=st.just(START)),
    st.builds(
        ev.ReportPain,
        at=st.just(START),
        answer=st.sampled_from(ev.PainAnswer),
        text=TEXTS,
        load=LOADS,
        to=WORDS,
        each_side=st.booleans(),
    ),
    st.builds(ev.Pause, at=st.just(START)),
    st.builds(ev.Resume, at=st.just(START)),
    st.builds(ev.SetReps, at=st.just(START), slot=SLOTS, reps=st.builds(Reps, COUNTS, st.none() | COUNTS)),
    st.builds(ev.SetLoad, at=st.just(START), slot=SLOTS, load=LOADS),
    st.builds(
        ev.RateForm,
        at=st.just(START),
        slot=SLOTS,
        form=st.none() | st.sampled_from(Form),
        next_slot=st.none() | SLOTS,
        next_load=st.none() | st.sampled_from([12.0, 20.0]),
    ),
    st.builds(ev.WriteNote, at=st.just(START), slot=SLOTS, text=TEXTS),
    st.builds(ev.Finish, at=st.just(START)),
    st.builds(ev.Reopen, at=st.just(START)),
    st.builds(ev.Undo, at=st.just(START)),
)


def played(happenings: list[tuple[ev.Event, int]], state: Workout) -> Workout:
    """The state after events, each so many ms after the one before."""
    now = state.last_stamp
    for event, later_ms in happenings:
        now += timedelta(milliseconds=later_ms)
        state = apply(state, replace(event, at=now)).state
    return state


def saved(state: Workout) -> str:
    return session_bytes(session_document(to_session(state), state.history, {})).decode()


HAPPENINGS = st.lists(st.tuples(KINDS, st.integers(0, 200_000)), max_size=15)


@given(happenings=HAPPENINGS, ms=st.integers(0, 999))
def test_a_session_goes_on_exactly_where_it_was_left(happenings: list[tuple[ev.Event, int]], ms: int) -> None:
    head = replace(BEGUN, started=START + timedelta(milliseconds=ms))
    state = played(happenings, begin(head))
    assume(not isinstance(state.stage, Ended))  # nobody goes on with a finished one
    read = parse(saved(state))
    assert read.problems == ()
    assert read.events == state.history
    again = workout_of(read)
    assert again == fold(BEGUN, state.history)
    assert (again.queue, again.stage.__class__, again.paused_since) == (
        state.queue,
        state.stage.__class__,
        state.paused_since,
    )
    assert saved(again) == saved(state)


@given(before=HAPPENINGS, after=HAPPENINGS)
def test_a_session_goes_on_after_it_was_edited_by_hand(
    before: list[tuple[ev.Event, int]], after: list[tuple[ev.Event, int]]
) -> None:
    read = parse(saved(played(before, begin(BEGUN))))
    edited = replace(read, session=replace(read.session, note="by hand"))
    adopted = workout_of(edited)
    assert isinstance(adopted.history[-1], ev.Adopt)
    assert apply(adopted, ev.Undo(at=adopted.last_stamp)).refused == "nothing to undo: the file was edited"
    if read.session.finished is None:
        assert adopted.queue == workout_of(read).queue
    state = played(after, adopted)
    assume(not isinstance(state.stage, Ended))
    again = workout_of(parse(saved(state)))
    assert again.queue == state.queue
    assert saved(again) == saved(state)


def two_done() -> Workout:
    done, go = ev.CompleteSet(at=START), ev.StartSet(at=START)
    return played([(done, 40_000), (go, 70_000), (done, 40_000)], begin(BEGUN))


def test_sets_edited_by_hand_win_and_undo_starts_empty() -> None:
    text = saved(two_done()).replace("target_reps = 10\nreps = 10", "target_reps = 10\nreps = 7", 1)
    state = workout_of(parse(text))
    assert [done.reps.left for done in state.performed] == [7, 10]
    assert [slot.index for slot in state.queue] == [3, 4, 5]
    assert apply(state, ev.Undo(at=state.last_stamp)).refused == "nothing to undo: the file was edited"
    assert workout_of(parse(saved(two_done()))) == two_done()


def test_a_set_deleted_by_hand_is_to_be_done_again() -> None:
    read = parse(saved(two_done()))
    state = workout_of(replace(read, session=replace(read.session, sets=read.session.sets[1:])))
    assert [done.slot for done in state.performed] == [2]
    assert [slot.index for slot in state.queue] == [1, 3, 4, 5]
    without = session_document(to_session(state), state.history, {})
    without.pop("sets")  # the adopted one as well
    assert [slot.index for slot in workout_of(parse(tomli_w.dumps(without))).queue] == [1, 2, 3, 4, 5]


def all_kinds_done() -> Workout:
    """The first clean is done after its technique and a warm-up set, and one more swing before it."""
    done, go = ev.CompleteSet(at=START), ev.StartSet(at=START)
    technique = ev.Prepare(at=START, kind=SetKind.TECHNIQUE, counts=(5, 5), rest_min=30, rest_max=60)
    ramp = ev.Prepare(at=START, kind=SetKind.WARMUP, counts=(5,), loads=(20.0,), rest_min=30, rest_max=60)
    a_set = [(done, 30_000), (go, 50_000)]
    swings = [(ev.AddSet(at=START), 1000), *a_set, *a_set, *a_set]
    lunge = [(done, 30_000)]  # its rest of nothing goes straight on
    return played([*swings, *lunge, (technique, 0), (ramp, 0), *a_set, *a_set, *a_set, *a_set], begin(BEGUN))


@pytest.mark.parametrize(
    ("deleted", "queue"),
    [
        ([7], [7, 5]),  # technique comes back before the work sets
        ([9], [9, 5]),  # so does the warm-up
        ([9, 7, 4], [7, 9, 4, 5]),  # the movement before the load, both before the work
        ([6], [6, 5]),  # the added swing before what is planned after the swings
        ([6, 2, 7, 3], [2, 6, 3, 7, 5]),
        ([1, 2, 3, 4, 6, 7, 8, 9], [1, 2, 6, 3, 7, 8, 9, 4, 5]),
    ],
)
def test_sets_deleted_by_hand_come_back_where_they_belong(deleted: list[int], queue: list[int]) -> None:
    state = all_kinds_done()
    assert [done.slot for done in state.performed] == [1, 2, 6, 3, 7, 8, 9, 4]
    read = parse(saved(state))
    sets = tuple(done for done in read.session.sets if done.slot not in deleted)
    again = workout_of(replace(read, session=replace(read.session, sets=sets)))
    assert [slot.index for slot in again.queue] == queue
    kinds = {done.slot: done.kind for done in state.performed}
    assert all(slot.kind is kinds.get(slot.index, SetKind.WORK) for slot in again.queue)


def test_a_set_deleted_by_hand_leaves_what_was_put_off_at_the_end() -> None:
    done, later = ev.CompleteSet(at=START), ev.DoLater(at=START)
    state = played([(done, 30_000), (later, 1000)], begin(BEGUN))  # the second swing comes last now
    assert [slot.index for slot in state.queue] == [3, 4, 5, 2]
    read = parse(saved(state))
    again = workout_of(replace(read, session=replace(read.session, sets=())))
    assert [slot.index for slot in again.queue] == [1, 3, 4, 5, 2]


SEVEN = ("target_reps = 10\nreps = 10", "target_reps = 10\nreps = 7")
"""What a hand edit makes of the first set."""


@pytest.mark.parametrize(
    "change",
    [
        ev.SetReps(at=START, slot=1, reps=Reps(5)),
        ev.SetLoad(at=START, slot=1, load=28.0),
        ev.RateForm(at=START, slot=1, form=Form.SHAKY),
        ev.WriteNote(at=START, slot=1, text="grip"),
        ev.ExtendRest(at=START, by_s=15),
        ev.StartSet(at=START),
    ],
    ids=lambda change: type(change).__name__,
)
def test_what_was_changed_after_a_hand_edit_is_undone_after_one_more_restart(change: ev.Event) -> None:
    adopted = workout_of(parse(saved(two_done()).replace(*SEVEN, 1)))
    changed = played([(change, 5000)], adopted)
    again = workout_of(parse(saved(changed)))
    assert again == changed
    assert to_session(again) != to_session(adopted) or again.stage != adopted.stage
    undone = apply(again, ev.Undo(at=again.last_stamp))
    assert undone.state == adopted
    assert parse(saved(undone.state)).session == to_session(adopted)
    assert apply(undone.state, ev.Undo(at=again.last_stamp)).refused == "nothing to undo: the file was edited"


def test_a_hand_edit_is_kept_a_set_a_line() -> None:
    text = saved(workout_of(parse(saved(two_done()).replace(*SEVEN, 1))))
    at = text.index('do = "adopt"')
    assert text[at:].splitlines()[:4] == [
        'do = "adopt"',
        "left = [",
        "    3,",
        "    4,",
    ]
    assert text[at:].count("    { slot = ") == 2
    assert text.index("\n[[sets]]\n") < text.index("\n[[events]]\n") < at


def test_an_adoption_that_only_counts_its_sets_is_read_too() -> None:
    adopted = workout_of(parse(saved(two_done()).replace(*SEVEN, 1)))
    document = tomllib.loads(saved(adopted))
    [event] = [event for event in document["events"] if event["do"] == "adopt"]
    event["count"] = len(event.pop("sets"))
    assert workout_of(parse(tomli_w.dumps(document))) == adopted
    del document["sets"][0]
    assert [slot.index for slot in workout_of(parse(tomli_w.dumps(document))).queue] == [1, 3, 4, 5]


def test_skipped_and_later_sets_stay_so_after_an_edit() -> None:
    state = played([(ev.SkipSet(at=START), 1000), (ev.DoLater(at=START), 1000)], begin(BEGUN))
    read = parse(saved(state))
    adopted = workout_of(replace(read, session=replace(read.session, note="x")))
    assert [slot.index for slot in adopted.queue] == [3, 4, 5, 2]


def test_added_sets_are_still_offered_after_a_hand_edit() -> None:
    added = [(ev.AddSet(at=START), 1000), (ev.CompleteSet(at=START), 30_000), (ev.AddSet(at=START), 1000)]
    text = saved(played(added, begin(BEGUN))).replace("target_reps = 10\nreps = 10", "target_reps = 10\nreps = 7", 1)
    state = workout_of(parse(text))
    assert state.performed[0].reps == Reps(7)
    assert [(slot.index, slot.exercise, slot.number) for slot in state.queue] == [
        *((2, "swing", 2), (6, "swing", 3), (7, "swing", 4)),
        *((3, "lunge", 1), (4, "clean", 1), (5, "clean", 2)),
    ]
    again = workout_of(parse(saved(state).replace("target_reps = 10\nreps = 7", "target_reps = 10\nreps = 6", 1)))
    assert (again.performed[0].reps, again.queue) == (Reps(6), state.queue)


def test_swaps_and_loads_of_the_sets_to_do_outlive_a_hand_edit() -> None:
    swap = ev.SwapExercise(at=START, to="snatch", each_side=True, load=12.0)
    state = played([(swap, 1000), (ev.CompleteSet(at=START), 30_000)], begin(BEGUN))
    read = parse(saved(state))
    adopted = workout_of(replace(read, session=replace(read.session, note="no barbell free")))
    assert adopted.queue == state.queue
    assert (adopted.queue[0].exercise, adopted.queue[0].load) == ("snatch", 12.0)


def test_a_set_that_cannot_be_read_is_not_done_twice() -> None:
    text = saved(two_done()).replace("target_reps = 10\nreps = 10", 'target_reps = 10\nreps = "?"', 1)
    state = workout_of(parse(text))
    assert [done.slot for done in state.performed] == [2]
    assert [slot.index for slot in state.queue] == [3, 4, 5]


START_SET = 'do = "start-set"\n'
LOADS_WRONG = "loads must be a list of loads, as many as counts, as in [20.0, 30.0], not [20.0, 30.0]"
REST_WRONG = "rest_max must be a whole number from 90 to 1000000000, not 60"
REST_MIN_WRONG = 'rest_min must be a whole number from 0 to 1000000000, not "x"'


def prepare_text(kind: str, counts: list[int], more: str = "rest_min = 30\n") -> str:
    rest = "" if "rest_min" in more else "rest_min = 30\n"
    return f'do = "prepare"\nkind = "{kind}"\ncounts = {counts}\n{more}{rest}rest_max = 60\n'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('do = "start-set"', 'do = "star-set"', 'do must name what happened, as in complete-set, not "star-set"'),
        ('do = "start-set"\n', "", 'an event needs do, as in do = "complete-set"'),
        ('by = "key"', 'by = "me"', 'by must be key or clock, not "me"'),
        ('do = "start-set"', 'do = "extend-rest"', "extend-rest needs by_s"),
        ('do = "start-set"', 'do = "set-reps"\nslot = 1', "an event needs reps, as in reps = 10"),
        (START_SET, prepare_text("work", [5]), 'kind must be technique or warmup, not "work"'),
        (START_SET, prepare_text("warmup", []), "counts must be a list of reps, as in [5, 5], not []"),
        (START_SET, prepare_text("warmup", [0]), "counts must be a list of reps, as in [5, 5], not [0]"),
        (START_SET, prepare_text("warmup", [5], "loads = [20.0, 30.0]\n"), LOADS_WRONG),
        (START_SET, prepare_text("warmup", [5], "rest_min = 90\n"), REST_WRONG),
        (START_SET, prepare_text("warmup", [5], 'rest_min = "x"\n'), REST_MIN_WRONG),
    ],
)
def test_a_broken_event_is_named_and_the_sets_are_kept(old: str, new: str, message: str) -> None:
    text = saved(two_done())
    assert old in text
    read = parse(text.replace(old, new, 1))
    assert [problem.what for problem in read.problems] == [message]
    assert read.events == ()
    state = workout_of(read)
    assert len(state.performed) == 2
    assert [slot.index for slot in state.queue] == [3, 4, 5]
