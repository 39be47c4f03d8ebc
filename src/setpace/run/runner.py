"""A workout while it runs: the state machine with a clock, a library and a place to save."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from setpace.core import events as ev
from setpace.core.coach import Step, asks_to_finish
from setpace.core.plates import uses_barbell
from setpace.core.session import Form, PerformedSet, Reps, SetKind
from setpace.core.units import Load
from setpace.core.workout import Ended, Slot, Workout, apply
from setpace.core.workout_prepare import work_slot
from setpace.core.workout_state import RefusedError
from setpace.core.workout_view import Does, SetPrompt, View, standing, view_of
from setpace.run.coaching import WARM_UP, Coaching
from setpace.run.event_words import HURT, event_words
from setpace.run.preparing import preparing_sets, put_first_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from setpace.core.exercise import Exercise, Library
    from setpace.run.clock import Clock
    from setpace.run.saver import Saver


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a key.

    Attributes:
        said: one line for the user, may be empty.
        refused: nothing was changed, and `said` says why.
        offers: id of the command that takes up what `said` asks; the user is told its key.
    """

    said: str = ""
    refused: bool = False
    offers: str = ""


class Runner:
    """Leads one session: events in, views out.

    Args:
        state: where the session stands.
        clock: gives each event its time.
        library: names and steps of the exercises.
        saver: gets every new state.
        last_time: the sets of the last session with each exercise, by exercise id.
        coaching: what the coach says; None: nothing.
    """

    def __init__(
        self,
        state: Workout,
        *,
        clock: Clock,
        library: Library,
        saver: Saver,
        last_time: Mapping[str, tuple[PerformedSet, ...]],
        coaching: Coaching | None = None,
    ) -> None:
        self.state = state
        self.clock = clock
        self.library = library
        self.saver = saver
        self.last_time = last_time
        self.coaching = coaching or Coaching(state.head.unit)
        self._standing = standing(state)

    def view(self) -> View:
        """What to show now."""
        return self._view_at(self.clock.now())

    def _view_at(self, now: datetime) -> View:
        """What to show then; what does not hang on the time is counted once for each state."""
        if self._standing.state is not self.state:
            self._standing = standing(self.state)
        return view_of(self._standing, now)

    def summary_age_s(self) -> float:
        """Seconds since the session ended; 0 while it runs."""
        stage = self.state.stage
        return (self.clock.now() - stage.since).total_seconds() if isinstance(stage, Ended) else 0.0

    def dispatch(self, event: ev.Event) -> Outcome:
        """Apply one event and save what came of it."""
        applied = apply(self.state, event)
        if applied.refused is not None:
            return Outcome(applied.refused, refused=True)
        self.state = applied.state
        self.saver.save(self.state)
        return Outcome(f"undone: {event_words(applied.undone, self.library)}" if applied.undone else "")

    def advance(self) -> Outcome:
        """The one key: what it does is what the view says."""
        now = self.clock.now()
        match self._view_at(now).does:
            case Does.RESUME:
                return self.dispatch(ev.Resume(at=now))
            case Does.DONE:
                return self.dispatch(ev.CompleteSet(at=now))
            case Does.START:
                return self.dispatch(ev.StartSet(at=now))
            case _:
                return Outcome()

    def undo(self) -> Outcome:
        """Take back the last step."""
        return self.dispatch(ev.Undo(at=self.clock.now()))

    def toggle_pause(self) -> Outcome:
        """Freeze the clock or let it run on."""
        now = self.clock.now()
        paused = self.state.paused_since is not None
        return self.dispatch(ev.Resume(at=now) if paused else ev.Pause(at=now))

    def shift_rest(self, by_s: int) -> Outcome:
        """Move both marks of the rest."""
        return self.dispatch(ev.ExtendRest(at=self.clock.now(), by_s=by_s))

    def skip(self) -> Outcome:
        """Leave out the set at hand, in a rest the next one."""
        slot = self.state.queue[0] if self.state.queue else None
        outcome = self.dispatch(ev.SkipSet(at=self.clock.now()))
        if outcome.refused or slot is None:
            return outcome
        return Outcome(f"left out: {self.library.name(slot.exercise)} {slot.numbered}")

    def add_set(self) -> Outcome:
        """One more set of the exercise at hand."""
        outcome = self.dispatch(ev.AddSet(at=self.clock.now()))
        if outcome.refused:
            return outcome
        added = max(self.state.queue, key=lambda slot: slot.index)
        return Outcome(f"one more set: {self.library.name(added.exercise)} {added.numbered}")

    def technique(self) -> Outcome:
        """Put technique sets, with a dowel or the empty bar, before the work sets of the Olympic lift at hand."""
        return self._prepare(SetKind.TECHNIQUE)

    def warm_up(self) -> Outcome:
        """Put a ramp of warm-up sets before the work sets with the barbell at hand."""
        return self._prepare(SetKind.WARMUP)

    def _prepare(self, kind: SetKind) -> Outcome:
        try:
            event = preparing_sets(kind, self.state, self.library, self.coaching.rack, self.clock.now())
        except RefusedError as refusal:
            return Outcome(str(refusal), refused=True)
        outcome = self.dispatch(event)
        return outcome if outcome.refused else Outcome(put_first_text(event, self.state.head.unit))

    def change_reps(self, target: SetPrompt | PerformedSet, by: int, side: str = "") -> Outcome:
        """Change the reps of a set by `by`, never below 0.

        Args:
            target: the set, done or to come.
            by: +1 or -1.
            side: `left`, `right`, or empty for both; of no meaning where the reps have no sides.
        """
        reps = target.reps
        if reps.right is None:
            changed = Reps(max(0, reps.left + by))
        else:
            left = reps.left if side == "right" else max(0, reps.left + by)
            right = reps.right if side == "left" else max(0, reps.right + by)
            changed = Reps(left, right)
        return self.dispatch(ev.SetReps(at=self.clock.now(), slot=target.slot, reps=changed))

    def change_load(self, target: SetPrompt | PerformedSet, direction: int) -> Outcome:
        """One step of the equipment heavier or lighter, for this set and the later ones of its exercise.

        Against the direction of the coach's suggestion it refuses that: the load is the one last used.
        """
        exercise = self.library.get(target.exercise)
        if exercise is None:
            return Outcome("this exercise is not in the library: type the load", refused=True)
        coach, load = self.coaching, None
        if target.kind is SetKind.WORK:
            load = coach.refused_to(target.exercise, target.load, direction, self.state.performed)
        if load is None:
            load = coach.step(exercise, target.load, direction)
        return self.type_load(target, load)

    def type_load(self, target: SetPrompt | PerformedSet | Slot, load: float | None) -> Outcome:
        """Give a set its load, in the session's unit; None = not known or bodyweight."""
        slot = target.index if isinstance(target, Slot) else target.slot
        return self.dispatch(ev.SetLoad(at=self.clock.now(), slot=slot, load=load))

    def rate(self, form: Form) -> Outcome:
        """Rate the last completed set, also when the next has begun.

        After a broken one the next set of the exercise gets a step lighter at once; a corrected rating takes that back.
        """
        done = self.state.performed[-1] if self.state.performed else None
        coming = self._coming_alike(done)
        load = self.coaching.after_rating(self.library, done, form, coming.load) if done and coming else None
        event, said = ev.RateForm(at=self.clock.now(), slot=done.slot if done else -1, form=form), ""
        if coming is not None and load is not None:
            event = replace(event, next_slot=coming.index, next_load=load)
            said = f"{form}: next set {self.load_text(load, coming.exercise)}"
        outcome = self.dispatch(event)
        if outcome.refused:
            return outcome
        if coming is not None and asks_to_finish(self.state.performed):  # the lighter load is seen with the next set
            return Outcome("two broken: finish this exercise?", offers="swap")
        return Outcome(said)

    def _coming_alike(self, done: PerformedSet | None) -> Slot | None:
        """The next set, if it is a work set of the same exercise: what prepares says nothing of the load."""
        coming = self._coming()
        if done is None or coming is None or (coming.exercise, coming.kind) != (done.exercise, done.kind):
            return None
        return coming if done.kind is SetKind.WORK else None

    def _coming(self) -> Slot | None:
        """The next set that nobody lifts yet; one that the clock began may still be changed."""
        seen = self.view()
        lifting = seen.current is not None and not seen.begun_by_clock
        return next(iter(self.state.queue[lifting:]), None)

    def write_note(self, slot: int, text: str) -> Outcome:
        """Note on a set (the session: slot 0)."""
        return self.dispatch(ev.WriteNote(at=self.clock.now(), slot=slot, text=text))

    def swaps(self) -> tuple[Exercise, ...]:
        """What the exercise at hand (in a rest: the next one) may be swapped for."""
        return self.library.swaps(self.state.queue[0].exercise) if self.state.queue else ()

    def swap(self, to: str) -> Outcome:
        """Do the rest of this exercise's sets with another of its family."""
        each_side = self.library[to].each_side
        return self.dispatch(
            ev.SwapExercise(at=self.clock.now(), to=to, each_side=each_side, load=self._first_load(to))
        )

    def _first_load(self, to: str, *, hurt: bool = False) -> float | None:
        """The load to go on with in another exercise: what it was lifted at today, what the coach suggests, the last.

        Where something hurts, no more than the last load.
        """
        if any(s.exercise == to and s.kind is SetKind.WORK for s in self.state.performed):
            return self.last_load(to)
        self.coaching = self.coaching.also(self.library[to])  # its line then tells the reason
        suggestion = self.coaching.suggestions.get(to)
        if suggestion is None or (hurt and suggestion.step is Step.UP):
            return self.last_load(to)
        return suggestion.load

    def do_later(self) -> Outcome:
        """Move the rest of this exercise's sets to the end."""
        return self.dispatch(ev.DoLater(at=self.clock.now()))

    def report_pain(self, answer: ev.PainAnswer, to: str = "") -> Outcome:
        """Something hurts: note it, and go lighter, swap, or end the exercise.

        Args:
            answer: what is done about it.
            to: id of the other exercise, for a swap.
        """
        if not self.state.queue or isinstance(self.state.stage, Ended):
            return Outcome("no set is left", refused=True)
        slot = self.state.queue[0]
        name = self.library.name(slot.exercise)
        done = {
            ev.PainAnswer.LIGHTER: "went lighter",
            ev.PainAnswer.SWAP: f"swapped for {self.library.name(to)}",
            ev.PainAnswer.END: "ended the exercise",
        }[answer]
        load, advice = slot.load, ""
        if answer is ev.PainAnswer.LIGHTER:
            exercise, load = self.library.get(slot.exercise), work_slot(self.state).load
            lighter = self.coaching.step(exercise, load, -1) if exercise else None
            if lighter is None:
                done, advice = "no lighter load was known", " Type one, swap, or end the exercise."
            else:
                load = lighter
        elif answer is ev.PainAnswer.SWAP:
            load = self._first_load(to, hurt=True)
        event = ev.ReportPain(
            at=self.clock.now(),
            answer=answer,
            text=f"{HURT} at {name}, {slot.kind.label or 'set'} {slot.number}: {done}.",
            load=load,
            to=to,
            each_side=bool(to) and self.library[to].each_side,
        )
        outcome = self.dispatch(event)
        return outcome if outcome.refused else Outcome(f"noted: {event.text}{advice}")

    def end_exercise(self) -> Outcome:
        """Leave out the other sets of the exercise at hand: its form is gone."""
        if not self.state.queue or isinstance(self.state.stage, Ended):
            return Outcome("no set is left", refused=True)
        slot = self.state.queue[0]
        text = f"Ended {self.library.name(slot.exercise)} before {slot.kind.label or 'set'} {slot.number}."
        outcome = self.dispatch(ev.ReportPain(at=self.clock.now(), answer=ev.PainAnswer.END, text=text))
        return outcome if outcome.refused else Outcome(f"noted: {text}")

    def finish(self) -> Outcome:
        """End the session here; missing sets stay planned."""
        return self.dispatch(ev.Finish(at=self.clock.now()))

    def last_load(self, exercise_id: str) -> float | None:
        """The load last used for an exercise, in the session's unit; None = not known."""
        loads = [s.load for s in self.state.performed if s.exercise == exercise_id and s.kind is SetKind.WORK]
        loads = loads or [s.load for s in self.last_time.get(exercise_id, ())]
        return loads[-1] if loads else None

    def coach_line(self, prompt: SetPrompt, room: int | None = None) -> str:
        """What the coach says of a set to come, in one line of `room` cells; empty where it has nothing to say."""
        if prompt.kind is not SetKind.WORK:
            bar = [said for _, said in self.bar_lines(prompt.exercise, prompt.load)]
            return self.coaching.preparing_line(self.library.get(prompt.exercise), prompt, bar, room)
        return self.coaching.line(prompt.exercise, prompt.load, self.state.performed, room)

    def bar_lines(self, exercise_id: str, load: float | None) -> list[tuple[str, str]]:
        """Of a barbell: what goes on each side and what to change; before its first set also a warm-up. As word, text.

        Args:
            exercise_id: what is to be lifted.
            load: its load, in the session's unit.
        """
        exercise = self.library.get(exercise_id)
        if exercise is None or not uses_barbell(exercise):
            return []
        done = [s.load for s in self.state.performed if (e := self.library.get(s.exercise)) and uses_barbell(e)]
        lines = self.coaching.bar_lines(load, [each for each in done if each is not None])
        warming = any(s.kind is SetKind.WARMUP and s.exercise == exercise_id for s in self.state.queue)
        return [(word, said) for word, said in lines if word != WARM_UP or not warming]

    def last_result(self, prompt: SetPrompt) -> PerformedSet | None:
        """What was done last time in this very set; nothing for one that only prepares."""
        if prompt.kind is not SetKind.WORK:
            return None
        return next((s for s in self.last_time.get(prompt.exercise, ()) if s.number == prompt.number), None)

    def load_text(self, load: float | None, exercise_id: str) -> str:
        """A load of this session as the user reads it: `24 kg`, `2 × 20 kg`, `—` where it is not known."""
        if load is None:
            return "—"
        return Load(load, self.state.head.unit).times(self.library.implements(exercise_id))
