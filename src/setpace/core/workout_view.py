"""What a screen shows of a workout at a given now, computed so that it can be painted without thinking."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from setpace.core.session import Form, PerformedSet, Reps, SetKind, numbered
from setpace.core.workout import (
    Ended,
    InSet,
    Resting,
    Slot,
    Workout,
    clock_ended,
    clock_start,
    counted_with,
    rest_elapsed,
    sets_of,
    total,
)

if TYPE_CHECKING:
    from datetime import datetime

    from setpace.core.exercise import RestRange


class Phase(StrEnum):
    """Where a workout stands."""

    SET = "SET"
    REST = "REST"
    READY = "READY"
    GO = "GO"
    SUMMARY = "SUMMARY"


class Does(StrEnum):
    """What the one key does now."""

    DONE = "set done"
    START = "start the next set"
    RESUME = "go on"
    HOME = "home"


class Pip(StrEnum):
    """One set of the exercise at hand, as a mark."""

    DONE = "done"
    CLEAN = "clean"
    SHAKY = "shaky"
    BROKEN = "broken"
    AT_HAND = "at hand"
    TO_DO = "to do"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPrompt:
    """A set to lift: what the prompt says. Fields as in `setpace.core.workout.Slot`; `total` sets of its kind."""

    slot: int
    exercise: str
    planned: str
    number: int
    total: int
    target_reps: int
    reps: Reps
    load: float | None
    note: str
    rest: RestRange
    kind: SetKind = SetKind.WORK

    @property
    def numbered(self) -> str:
        """Its number with what it is for: `2`, `technique 2`."""
        return numbered(self.kind, self.number)

    @property
    def place(self) -> str:
        """Which of its sets it is: `set 2 of 3`, `technique 1 of 2`, `warm-up 3 of 4`."""
        return f"{self.kind.label or 'set'} {self.number} of {self.total}"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A workout at one moment.

    Attributes:
        phase: set, rest, ready, go or summary.
        paused: the clock stands still.
        current: the set to lift now, also in a GO that the clock began; None in a rest.
        begun_by_clock: the maximum passed and `current` counts as begun.
        done: the last completed set.
        next: the set announced in a rest.
        clock_s: REST: to the minimum; READY: to the maximum; GO: past it; a set: since it began; None: no clock.
        rest: the range in force, in a rest or GO.
        rest_elapsed_s: seconds on the rest's clock.
        elapsed_s: seconds since the session began.
        place: which work set of the session is at hand or prepared for, 1-based, of the last one where none is left;
            of the summary: sets done.
        total: work sets of the session, done and to come.
        pips: the sets of the exercise at hand that are for the same.
        does: what the one key does.
    """

    phase: Phase
    paused: bool
    current: SetPrompt | None
    begun_by_clock: bool
    done: PerformedSet | None
    next: SetPrompt | None
    clock_s: int | None
    rest: RestRange | None
    rest_elapsed_s: float
    elapsed_s: int
    place: int
    total: int
    pips: tuple[Pip, ...]
    does: Does


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a view shows of a state at every moment: who looks at one state each second counts its sets once.

    Attributes:
        state: of which it is.
        last_stamp: as `Workout.last_stamp`.
        prompt: the set at hand or next; None once all is done.
        done: the last completed set.
        place: as `View.place`.
        total: as `View.total`.
        pips: as `View.pips`.
    """

    state: Workout
    last_stamp: datetime
    prompt: SetPrompt | None
    done: PerformedSet | None
    place: int
    total: int
    pips: tuple[Pip, ...]


def standing(state: Workout) -> Standing:
    """What can be said of `state` without the time."""
    prompt = _prompt(state, state.queue[0]) if state.queue and not isinstance(state.stage, Ended) else None
    done_before = sum(s.kind is SetKind.WORK for s in state.performed)
    work_sets = done_before + sum(s.kind is SetKind.WORK for s in state.queue)
    return Standing(
        state=state,
        last_stamp=state.last_stamp,
        prompt=prompt,
        done=state.performed[-1] if state.performed else None,
        place=min(done_before + (prompt is not None), work_sets),
        total=work_sets,
        pips=_pips(state, state.queue[0]) if prompt else (),
    )


def view(state: Workout, now: datetime) -> View:
    """What to show of `state` at `now`; before its last stamp, at the last stamp, as `apply` takes an event."""
    return view_of(standing(state), now)


def view_of(still: Standing, now: datetime) -> View:
    """What `view` shows at `now` of the state that `still` is of."""
    state, prompt = still.state, still.prompt
    now = max(now, still.last_stamp)
    stage = state.stage
    ended_rest = clock_ended(stage)
    begun = ended_rest is not None or clock_start(state, now) is not None
    paused = state.paused_since is not None
    in_set = isinstance(stage, InSet)
    phase, clock_s = _phase(state, now)
    does = Does.RESUME if paused else Does.DONE if in_set or begun else Does.START
    return View(
        phase=phase,
        paused=paused,
        current=prompt if in_set or begun else None,
        begun_by_clock=begun,
        done=still.done,
        next=None if in_set or begun else prompt,
        clock_s=clock_s,
        rest=stage.rest if isinstance(stage, Resting) else ended_rest.rest if ended_rest else None,
        rest_elapsed_s=_rest_elapsed_s(state, now),
        elapsed_s=max(
            0, int(((stage.since if isinstance(stage, Ended) else now) - state.head.started).total_seconds())
        ),
        place=still.place,
        total=still.total,
        pips=still.pips,
        does=Does.HOME if isinstance(stage, Ended) else does,
    )


def _set_s(state: Workout, stage: InSet, now: datetime) -> float:
    """Seconds the set has lasted, pauses left out."""
    until = min(now, state.paused_since) if state.paused_since else now
    return max(0.0, (until - stage.since - total(stage.pauses)).total_seconds())


def _rest_elapsed_s(state: Workout, now: datetime) -> float:
    """Seconds on the rest's clock, also of a rest that the clock ended; 0 where there is none."""
    stage = state.stage
    if isinstance(stage, Resting):
        return rest_elapsed(stage, now, state.paused_since).total_seconds()
    ended_rest = clock_ended(stage)
    return ended_rest.rest.max_s + _set_s(state, stage, now) if ended_rest and isinstance(stage, InSet) else 0.0


def _phase(state: Workout, now: datetime) -> tuple[Phase, int | None]:
    stage = state.stage
    if isinstance(stage, Ended):
        return Phase.SUMMARY, None
    if isinstance(stage, InSet):
        return Phase.GO if clock_ended(stage) else Phase.SET, int(_set_s(state, stage, now))
    elapsed_s = rest_elapsed(stage, now, state.paused_since).total_seconds()
    if elapsed_s >= stage.rest.max_s:
        return Phase.GO, int(elapsed_s - stage.rest.max_s)
    if elapsed_s >= stage.rest.min_s:
        return Phase.READY, math.ceil(stage.rest.max_s - elapsed_s)
    return Phase.REST, math.ceil(stage.rest.min_s - elapsed_s)


def _prompt(state: Workout, slot: Slot) -> SetPrompt:
    return SetPrompt(
        slot=slot.index,
        exercise=slot.exercise,
        planned=slot.planned,
        number=slot.number,
        total=sets_of(state, slot),
        target_reps=slot.target_reps,
        reps=slot.reps,
        load=slot.load,
        note=slot.note,
        rest=slot.rest,
        kind=slot.kind,
    )


_RATED = {None: Pip.DONE, Form.CLEAN: Pip.CLEAN, Form.SHAKY: Pip.SHAKY, Form.BROKEN: Pip.BROKEN}


def _pips(state: Workout, at_hand: Slot) -> tuple[Pip, ...]:
    of = counted_with(at_hand)
    marks = {s.number: Pip.DROPPED for s in state.dropped if counted_with(s) == of}
    marks.update({s.number: _RATED[s.form] for s in state.performed if counted_with(s) == of})
    marks.update({s.number: Pip.TO_DO for s in state.queue if counted_with(s) == of})
    marks[at_hand.number] = Pip.AT_HAND
    return tuple(marks[number] for number in sorted(marks))
