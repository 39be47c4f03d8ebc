"""What the coach has to say in one session: made once at its start from the past, asked by the runner."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from setpace.core.coach import Step, lighter_next, suggest
from setpace.core.coach_settings import CoachSettings
from setpace.core.commands import COMMAND_BY_ID, key_sign
from setpace.core.plates import change_plates, next_load, side_text, warm_up_ramp
from setpace.core.session import Form, SetKind
from setpace.core.sides import side_difference
from setpace.core.technique import begin_with, technique_offer
from setpace.core.units import Unit, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from setpace.core.coach import Suggestion
    from setpace.core.coach_settings import Rack
    from setpace.core.exercise import Exercise, Library
    from setpace.core.session import PerformedSet, Session
    from setpace.core.technique import TechniqueOffer
    from setpace.core.workout_view import SetPrompt


WARM_UP = "warm up"
"""The word before the ramp in `Coaching.bar_lines`."""


@dataclass(frozen=True, slots=True)
class Coaching:
    """The coach of one session.

    Attributes:
        unit: of all loads.
        suggestions: the load to begin with, by exercise id.
        offers: technique sets to begin with, by exercise id.
        sides: a lasting difference between the legs, by exercise id: the line, and a shorter one.
        rack: the user's bar and plates; None: every load can be made.
        past: sessions, newest first, that say more where an exercise comes in later.
        today: the day of the session; None: nothing more can be said.
        settings: how much must be earned.
        keys: the user's own, by command id: an offer names the key that takes it.
    """

    unit: Unit = Unit.KG
    suggestions: Mapping[str, Suggestion] = field(default_factory=dict)
    offers: Mapping[str, TechniqueOffer] = field(default_factory=dict)
    sides: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rack: Rack | None = None
    past: tuple[Session, ...] = ()
    today: date | None = None
    settings: CoachSettings = field(default_factory=CoachSettings)
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def loads(self) -> Mapping[str, float]:
        """The load to begin with, by exercise id."""
        return {exercise: suggestion.load for exercise, suggestion in self.suggestions.items()}

    def line(
        self, exercise: str, load: float | None, performed: Iterable[PerformedSet], room: int | None = None
    ) -> str:
        """What to say of the next work set of an exercise, in one line; empty where there is nothing to say.

        Args:
            exercise: its id.
            load: its load as it stands: a suggestion that was refused is not repeated.
            performed: the sets done so far: a reason is told before the first one, and no more.
            room: cells there are; what is longer is said in fewer words. None: any number.
        """
        kinds = [done.kind for done in performed if done.exercise == exercise]
        sets = kinds.count(SetKind.WORK)
        suggestion, offer = self.suggestions.get(exercise), self.offers.get(exercise)
        said: list[tuple[str, str] | None] = []
        if sets == 0:
            if offer is not None and not kinds:
                key = self._key("technique")
                said.append((offer.line(key), offer.short_line(key)))
            if suggestion is not None and suggestion.load == load and suggestion.reason:
                said.append((suggestion.reason, suggestion.short))
        if sets <= 1:
            said.append(self.sides.get(exercise))
        full, short = next(filter(None, said), ("", ""))
        return full if room is None or len(full) <= room else short

    def preparing_line(
        self, exercise: Exercise | None, prompt: SetPrompt, bar: Iterable[str], room: int | None = None
    ) -> str:
        """What to say of a technique or warm-up set: which one it is, then with what, then the first cue.

        Args:
            exercise: of the set; None where it is not in the library.
            prompt: the set.
            bar: what to do with the plates, most important first.
            room: cells there are; what does not fit is left out from the end. None: any number.
        """
        line = prompt.place
        more = list(bar)
        if prompt.kind is SetKind.TECHNIQUE and exercise is not None:
            more = [begin_with(exercise), *exercise.cues[:1]] if prompt.load is None else [*more, *exercise.cues[:1]]
        for part in more:
            if room is not None and len(line) + len(part) + 3 > room:
                break
            line += f" · {part}"
        return line

    def _key(self, command: str) -> str:
        """The first key of a command, as it is shown."""
        return key_sign(self.keys.get(command, COMMAND_BY_ID[command].keys)[0])

    def refused_to(
        self, exercise: str, load: float | None, direction: int, performed: Iterable[PerformedSet]
    ) -> float | None:
        """Where the load goes when a suggestion is refused: back to the load last used, whatever the steps are.

        Returns:
            None where the key refuses nothing: it points the other way, the suggestion was left already, or a set of
            the exercise is done.
        """
        suggestion = self.suggestions.get(exercise)
        against = {Step.UP: -1, Step.DOWN: +1}
        if suggestion is None or suggestion.load != load or against.get(suggestion.step) != direction:
            return None
        lifted = any(done.exercise == exercise and done.kind is SetKind.WORK for done in performed)
        if lifted or suggestion.last_load == load:
            return None
        return suggestion.last_load

    def step(self, exercise: Exercise, load: float | None, direction: int) -> float | None:
        """The next load up or down that really exists; None where nothing lighter does."""
        return next_load(exercise, load, self.unit, direction, self.rack)

    def bar_lines(self, load: float | None, lifted: Sequence[float]) -> list[tuple[str, str]]:
        """What goes on each side of the bar, what to change from what is on now, and a warm-up before the first set.

        Args:
            load: of the next set with the bar.
            lifted: the loads that the bar had so far, in order; the plates of the last one are on it.

        Returns:
            A word and a text for each; none where the load is not known or the plates cannot make it.
        """
        if self.rack is None or load is None:
            return []
        on: tuple[float, ...] = ()
        for each in lifted:
            moved = change_plates(on, each, self.rack)
            on = moved.result if moved is not None else ()
        change = change_plates(on, load, self.rack)
        if change is None:
            return []
        lines = [("bar", side_text(change.result))]
        if on and on != change.result:
            lines.append(("change", str(change)))
        ramp = () if lifted else warm_up_ramp(load, self.rack)
        if ramp:
            sets = ", ".join(f"{number(warm.load)} × {warm.reps}" for warm in ramp)
            lines.append((WARM_UP, f"{sets} ({self._key('warm-up')} puts them first)"))
        return lines

    def after_broken(self, exercise: Exercise, broken_at: float | None, coming: float | None) -> float | None:
        """The load of the next set after a broken one; None where it stays."""
        return lighter_next(exercise, broken_at, coming, self.unit, self.rack)

    def after_rating(self, library: Library, done: PerformedSet, form: Form, coming: float | None) -> float | None:
        """The load that the rating of a set gives the next one of its exercise; None where that stays.

        Args:
            library: knows the steps of the exercise.
            done: the set, as it was rated before.
            form: its rating.
            coming: the load of the next set so far.
        """
        exercise = library.get(done.exercise)
        if exercise is None:
            return None
        if form is Form.BROKEN:
            return self.after_broken(exercise, done.load, coming)
        lightened = done.form is Form.BROKEN and coming == self.after_broken(exercise, done.load, done.load)
        return done.load if lightened else None

    def also(self, exercise: Exercise) -> Coaching:
        """The same with what there is to say of one more exercise."""
        if self.today is None or exercise.id in self.suggestions:
            return self
        last = next((s for s in self.past if any(done.exercise == exercise.id for done in s.sets)), None)
        suggestion = suggest(exercise, self.past, self.unit, self.settings)
        offer = technique_offer(exercise, last.started.date() if last is not None else None, self.today)
        if offer is not None and suggestion is not None and suggestion.step is Step.UP:
            # What was earned long ago is not due today: technique first.
            suggestion = replace(suggestion, load=suggestion.last_load, step=Step.STAY, reason="", short="")
        difference = side_difference(self.past, exercise.id)
        return replace(
            self,
            suggestions={**self.suggestions, **({} if suggestion is None else {exercise.id: suggestion})},
            offers={**self.offers, **({} if offer is None else {exercise.id: offer})},
            sides={**self.sides, **({} if difference is None else {exercise.id: (str(difference), difference.short)})},
        )


def coaching_of(
    past: Iterable[Session],
    library: Library,
    exercises: Iterable[str],
    unit: Unit,
    settings: CoachSettings,
    now: datetime,
    keys: Mapping[str, tuple[str, ...]] | None = None,
) -> Coaching:
    """The coach of a session that begins today.

    Args:
        past: sessions, newest first; those dated in the future by a wrong clock tell nothing.
        library: equipment and families.
        exercises: ids of the exercises of the session.
        unit: of its loads.
        settings: how much must be earned; bar and plates.
        now: the present.
        keys: the user's own, by command id.
    """
    coaching = Coaching(
        unit=unit,
        rack=settings.racks.get(unit),
        past=tuple(session for session in past if not session.ahead_of(now)),
        today=now.date(),
        settings=settings,
        keys=keys or {},
    )
    for exercise in filter(None, (library.get(exercise) for exercise in dict.fromkeys(exercises))):
        coaching = coaching.also(exercise)
    return coaching
