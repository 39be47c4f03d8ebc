"""The lines of plain mode: what is said of a set, a rest and the session, without colour and without repainting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from setpace.core.commands import COMMANDS, Scope, key_sign
from setpace.core.stats import better_than, form_counts, reps_total, rest_taken_s, sets_done, volume
from setpace.core.units import clock_text, number
from setpace.core.workout import to_session
from setpace.core.workout_view import Does, Phase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from setpace.core.exercise import RestRange
    from setpace.core.session import PerformedSet, Reps
    from setpace.core.workout_view import SetPrompt, View
    from setpace.run.runner import Runner
    from setpace.run.training import Training

EVERY_S = 30
"""Seconds between two lines of the clock while nothing else happens in a rest."""

SOON_S = 10
"""Seconds before READY and before the maximum at which one line says so."""

_ROOM_S = 5
"""A line of the clock is left out where another one comes sooner than this."""

GO_MINUTES = 2
"""How many minutes past the maximum are told by the clock: after three a set that it began counts as not begun."""

_DOES = {
    Does.DONE: "set done",
    Does.START: "start the next set",
    Does.RESUME: "go on",
    Does.HOME: "leave",
}


def prompt_line(runner: Runner, view: View) -> str:
    """The set at hand or next: `SET 2 of 3  Barbell Clean  5 reps  40 kg  last time 40 kg × 5 clean`."""
    prompt = view.current or view.next
    if prompt is None:
        return ""
    last, said = runner.last_result(prompt), runner.coach_line(prompt)
    word, _, place = prompt.place.partition(" ")
    parts = [
        f"{'' if view.current else 'NEXT '}{word.upper()} {place}",
        runner.library.name(prompt.exercise),
        _reps_text(prompt.reps),
        _load_text(runner, prompt),
        f"last time {_done_text(runner, last)}" if last else "",
        f"note: {prompt.note}" if prompt.note else "",
        f"coach: {said}" if said else "",
    ]
    return "  ".join(part for part in parts if part)


def done_line(runner: Runner, done: PerformedSet) -> str:
    """The last completed set: `DONE Barbell Clean 2  40 kg × 5 clean`."""
    note = f"  note: {done.note}" if done.note else ""
    return f"DONE {runner.library.name(done.exercise)} {done.numbered}  {_done_text(runner, done)}{note}"


def rest_line(view: View) -> str:
    """Where the rest stands: `REST 1:00 to 2:00` at its beginning, then what is left."""
    rest, elapsed_s = view.rest, view.rest_elapsed_s
    if rest is None:
        return ""
    left = clock_text(view.clock_s or 0)
    if view.phase is Phase.REST:
        whole = f"REST {clock_text(rest.min_s)} to {clock_text(rest.max_s)}"
        return whole if elapsed_s < 1 else f"{whole}, {left} to ready"
    return f"READY {left} left" if view.phase is Phase.READY else f"GO +{left}"


def clock_lines(rest: RestRange) -> list[tuple[int, str]]:
    """When a rest's clock says something by itself, and what.

    Returns:
        Seconds of the rest's clock with the line, in order; the maximum comes last but for the minutes after it.
    """
    marks = {at_s: f"REST {clock_text(rest.min_s - at_s)} to ready" for at_s in range(EVERY_S, rest.min_s, EVERY_S)}
    if rest.min_s > SOON_S + _ROOM_S:
        marks = {at_s: text for at_s, text in marks.items() if at_s < rest.min_s - SOON_S - _ROOM_S}
        marks[rest.min_s - SOON_S] = f"REST {clock_text(SOON_S)} to ready"
    if 0 < rest.min_s < rest.max_s:
        marks[rest.min_s] = f"READY {clock_text(rest.max_s - rest.min_s)} left"
    if rest.max_s - rest.min_s > SOON_S + _ROOM_S:
        marks[rest.max_s - SOON_S] = f"READY {clock_text(SOON_S)} left"
    if rest.max_s > 0:
        marks[rest.max_s] = "GO"
    marks.update({rest.max_s + 60 * minute: f"GO +{minute}:00" for minute in range(1, GO_MINUTES + 1)})
    return sorted(marks.items())


def key_line(view: View, key: str) -> str:
    """What the one key does now: `space: set done`."""
    return f"{key}: {_DOES[view.does]}"


def summary_lines(training: Training) -> Iterator[str]:
    """The session in numbers, its sets, what was better than last time, and where it stands."""
    runner = training.runner
    session = to_session(runner.state)
    lifted = volume(session, runner.library)
    rated = ", ".join(f"{count} {form}" for form, count in form_counts(session).items() if count)
    yield f"SUMMARY {session.name}  {clock_text(session.duration_s)}, of it {clock_text(rest_taken_s(session))} resting"
    parts = [
        f"{sets_done(session)} of {session.planned_total} sets",
        f"{reps_total(session)} reps",
        "" if lifted is None else f"volume {number(lifted)} {session.unit}",
        f"form {rated}" if rated else "",
    ]
    yield "  ".join(part for part in parts if part)
    for done in session.sets:
        yield f"{runner.library.name(done.exercise)} {done.numbered}  {_done_text(runner, done)}"
    for better in better_than(session, training.previous, runner.library):
        yield f"better  {better}"
    level = training.next_level.offer(session)
    if level is not None:
        yield f"level  {level.reason}"
    if session.note:
        yield f"note  {session.note.replace(chr(10), '; ')}"
    yield f"file  {training.file}"


def details_lines(runner: Runner, exercise_id: str, load: float | None = None) -> Iterator[str]:
    """What the library knows of an exercise; with the load of a barbell also its plates and a warm-up."""
    exercise = runner.library.get(exercise_id)
    yield runner.library.name(exercise_id)
    if exercise is None:
        yield "this exercise is not in the library"
        return
    rows = (
        ("family", exercise.family.label),
        ("fetch", exercise.equipment or "nothing: bodyweight"),
        ("trains", ", ".join(exercise.muscles)),
        ("begin with", exercise.start_hint),
        *runner.bar_lines(exercise_id, load),
        *(("cue", cue) for cue in exercise.cues),
    )
    yield from (f"{word}  {value}" for word, value in rows if value)


def help_lines(keys: Mapping[str, tuple[str, ...]], known: frozenset[str], *, by_line: bool) -> Iterator[str]:
    """Every command with its keys.

    Args:
        keys: in force, by command id.
        known: ids of the commands that plain mode has.
        by_line: commands are lines, not key presses.
    """
    if by_line:
        yield "Every command is a line: a key or a word of this list; an empty line is next."
    for command in COMMANDS:
        if command.scope is Scope.WORKOUT and command.id in known:
            words = f" ({command.id})" if by_line else ""
            yield f"{' '.join(map(key_sign, keys[command.id]))}{words}  {command.doc}"


def _done_text(runner: Runner, done: PerformedSet) -> str:
    """A completed set in a few words: `24 kg × 12 clean`."""
    load = f"{runner.load_text(done.load, done.exercise)} × " if done.load is not None else ""
    reps = str(done.reps) if load or done.reps.right is not None else _reps_text(done.reps)
    return f"{load}{reps}{f' {done.form}' if done.form else ''}"


def _reps_text(reps: Reps) -> str:
    """`5 reps`, `10 each side`."""
    return str(reps) if reps.right is not None else f"{reps} {'rep' if reps.left == 1 else 'reps'}"


def _load_text(runner: Runner, prompt: SetPrompt) -> str:
    """The load; where none is known, what to begin with; nothing for bodyweight."""
    if prompt.load is not None:
        return runner.load_text(prompt.load, prompt.exercise)
    exercise = runner.library.get(prompt.exercise)
    if exercise is None or not exercise.equipment:
        return ""
    return f"begin with: {exercise.start_hint}" if exercise.start_hint else "load not known"
