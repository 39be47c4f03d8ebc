"""What the coach has to say in one session: made once at its start from the past, asked by the runner."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from setpace.core.coach import Step, lighter_next, suggest
from setpace.core.plates import change_plates, next_load, side_text, warm_up_ramp
from setpace.core.sides import side_difference
from setpace.core.technique import technique_offer
from setpace.core.units import Unit, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from setpace.core.coach import Suggestion
    from setpace.core.coach_settings import CoachSettings, Rack
    from setpace.core.exercise import Exercise, Library
    from setpace.core.session import PerformedSet, Session


@dataclass(frozen=True, slots=True)
class Coaching:
    """The coach of one session.

    Attributes:
        unit: of all loads.
        suggestions: the load to begin with, by exercise id.
        offers: technique sets to begin with, by exercise id: the line, and a shorter one.
        sides: a lasting difference between the legs, by exercise id: the line, and a shorter one.
        rack: the user's bar and plates; None: every load can be made.
    """

    unit: Unit = Unit.KG
    suggestions: Mapping[str, Suggestion] = field(default_factory=dict)
    offers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    sides: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rack: Rack | None = None

    @property
    def loads(self) -> Mapping[str, float]:
        """The load to begin with, by exercise id."""
        return {exercise: suggestion.load for exercise, suggestion in self.suggestions.items()}

    def line(
        self, exercise: str, load: float | None, performed: Iterable[PerformedSet], room: int | None = None
    ) -> str:
        """What to say of the next set of an exercise, in one line; empty where there is nothing to say.

        Args:
            exercise: its id.
            load: its load as it stands: a suggestion that was refused is not repeated.
            performed: the sets done so far: a reason is told before the first one, and no more.
            room: cells there are; what is longer is said in fewer words. None: any number.
        """
        sets = sum(done.exercise == exercise for done in performed)
        suggestion = self.suggestions.get(exercise)
        said: list[tuple[str, str] | None] = []
        if sets == 0:
            said.append(self.offers.get(exercise))
            if suggestion is not None and suggestion.load == load and suggestion.reason:
                said.append((suggestion.reason, suggestion.short))
        if sets <= 1:
            said.append(self.sides.get(exercise))
        full, short = next(filter(None, said), ("", ""))
        return full if room is None or len(full) <= room else short

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
        if any(done.exercise == exercise for done in performed) or suggestion.last_load == load:
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
            lines.append(("warm up", ", ".join(f"{number(warm.load)} × {warm.reps}" for warm in ramp)))
        return lines

    def after_broken(self, exercise: Exercise, broken_at: float | None, coming: float | None) -> float | None:
        """The load of the next set after a broken one; None where it stays."""
        return lighter_next(exercise, broken_at, coming, self.unit, self.rack)


def coaching_of(
    past: Iterable[Session],
    library: Library,
    exercises: Iterable[str],
    unit: Unit,
    settings: CoachSettings,
    now: datetime,
) -> Coaching:
    """The coach of a session that begins today.

    Args:
        past: sessions, newest first; those dated in the future by a wrong clock tell nothing.
        library: equipment and families.
        exercises: ids of the exercises of the session.
        unit: of its loads.
        settings: how much must be earned; bar and plates.
        now: the present.
    """
    known = [session for session in past if not session.ahead_of(now)]
    suggestions: dict[str, Suggestion] = {}
    offers: dict[str, tuple[str, str]] = {}
    sides: dict[str, tuple[str, str]] = {}
    for exercise in filter(None, (library.get(exercise) for exercise in dict.fromkeys(exercises))):
        last = next((s for s in known if any(done.exercise == exercise.id for done in s.sets)), None)
        suggestion = suggest(exercise, known, unit, settings)
        offer = technique_offer(exercise, last.started.date() if last is not None else None, now.date())
        if offer is not None:
            offers[exercise.id] = offer.reason, offer.short
            if suggestion is not None and suggestion.step is Step.UP:
                # What was earned long ago is not due today: technique first.
                suggestion = replace(suggestion, load=suggestion.last_load, step=Step.STAY, reason="", short="")
        if suggestion is not None:
            suggestions[exercise.id] = suggestion
        difference = side_difference(known, exercise.id)
        if difference is not None:
            sides[exercise.id] = str(difference), difference.short
    return Coaching(unit, suggestions, offers, sides, settings.racks.get(unit))
