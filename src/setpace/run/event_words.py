"""The events of a workout in words, for the line that says what was undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from setpace.core import events as ev
from setpace.core.units import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from setpace.core.exercise import Library

HURT = "Something hurt"
"""What the note of a pain begins with: an exercise may also be ended because its form is gone."""

_WORDS: Mapping[type[ev.Event], str] = {
    ev.CompleteSet: "set done",
    ev.StartSet: "start of the set",
    ev.SkipSet: "skip",
    ev.AddSet: "added set",
    ev.DoLater: "do it later",
    ev.ReportPain: "something hurts",
    ev.Pause: "pause",
    ev.Resume: "end of the pause",
    ev.WriteNote: "note",
    ev.Finish: "finish",
}


def event_words(event: ev.Event, library: Library) -> str:  # noqa: PLR0911 - one branch an event
    """An event in a few words: `reps 9`, `swap for Deadlift`, `set done`."""
    match event:
        case ev.SetReps():
            return f"reps {event.reps}"
        case ev.SetLoad():
            return f"load {'—' if event.load is None else number(event.load)}"
        case ev.RateForm():
            return f"form {event.form or 'not rated'}"
        case ev.ExtendRest():
            return f"rest {event.by_s:+} s"
        case ev.Prepare():
            return f"{event.kind.label} sets"
        case ev.SwapExercise():
            return f"swap for {library.name(event.to)}"
        case ev.ReportPain() if not event.text.startswith(HURT):
            return "end of the exercise"
        case _:
            return _WORDS.get(type(event), "the last step")
