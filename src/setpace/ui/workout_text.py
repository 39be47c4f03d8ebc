"""The lines of the workout screen as text: what is said of a set, a rest and the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from setpace.core.stats import better_than, reps_total, rest_taken_s, sets_done, volume_text
from setpace.core.units import clock_text
from setpace.core.workout import to_session
from setpace.core.workout_view import Does, Phase, Pip
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from setpace.core.session import PerformedSet, Reps
    from setpace.core.workout_view import SetPrompt, View
    from setpace.run.runner import Runner
    from setpace.run.training import Training

PIPS = {
    Pip.DONE: ("●", "$text"),
    Pip.CLEAN: ("✓", "$clean"),
    Pip.SHAKY: ("~", "$shaky"),
    Pip.BROKEN: ("✗", "$broken"),
    Pip.AT_HAND: ("◉", "$accent"),
    Pip.TO_DO: ("○", "$muted"),
    Pip.DROPPED: ("-", "$muted"),
}
FORM_COLOR = {"clean": "$clean", "shaky": "$shaky", "broken": "$broken"}
PHASE_SAYS = {
    Phase.SET: "",
    Phase.REST: "until ready",
    Phase.READY: "go when you like, the rest ends in",
    Phase.GO: "over the maximum by",
    Phase.SUMMARY: "",
}


def reps_text(reps: Reps) -> str:
    """Reps as short as they can be said: `12`, `10 each side`, `10 L · 8 R`."""
    if reps.right is None or reps.left == reps.right:
        return str(reps)
    return f"{reps.left} L · {reps.right} R"


def header(runner: Runner, view: View) -> Content:
    """Routine, place in the session, time since its start."""
    minutes = view.elapsed_s // 60
    return Content.assemble(
        ("▌", "$accent"),
        (f" {runner.state.head.name}", "bold"),
        (f"  set {view.place}/{view.total}", "$muted"),
        (f"  {minutes} min", "$muted"),
    )


def pips(view: View, width: int) -> Content:
    """Set n of m with a mark for each set of the exercise."""
    prompt = view.current or view.next
    if prompt is None:
        return Content("")
    marks = [Content.styled(sign, color) for sign, color in (PIPS[pip] for pip in view.pips)]
    marks = marks if len(marks) * 2 < width - 20 else []
    return Content.assemble((f"SET {prompt.number} of {prompt.total}", "bold $accent"), "   ", Content(" ").join(marks))


def last_time(runner: Runner, prompt: SetPrompt) -> Content:
    """What was done last time in this very set."""
    done = runner.last_result(prompt)
    if done is None:
        return Content.styled("first time in this set", "$muted")
    return Content.assemble(("last time ", "$muted"), done_text(runner, done))


def done_text(runner: Runner, done: PerformedSet) -> Content:
    """A completed set in a few words: `24 kg × 12 clean`."""
    load = f"{runner.load_text(done.load)} × " if done.load is not None else ""
    form = (f" {done.form}", FORM_COLOR[done.form]) if done.form else ""
    return Content.assemble(f"{load}{reps_text(done.reps)}", form)


def start_hint(runner: Runner, prompt: SetPrompt) -> str:
    """The cue of the prompt; with no load known, what to begin with."""
    exercise = runner.library.get(prompt.exercise)
    if exercise is None:
        return ""
    if prompt.load is None and exercise.start_hint:
        return f"begin with: {exercise.start_hint}"
    return exercise.cues[0] if exercise.cues else ""


def line(runner: Runner, word: str, target: SetPrompt | PerformedSet, *, marked: str, side: str) -> Content:
    """One of the two lines of a rest: DONE or NEXT, with what the keys change marked.

    Args:
        runner: names and units.
        word: DONE or NEXT.
        target: the set.
        marked: `reps`, `load`, `both` or empty: what the keys change on this line.
        side: `left`, `right` or empty: the side the reps keys change.
    """
    reps_style = "bold $accent" if marked in ("reps", "both") else "bold"
    load_style = "bold $accent" if marked in ("load", "both") else "bold"
    parts: list[Content | str | tuple[str, str]] = [
        (f"{word}  ", "bold $muted"),
        f"{runner.library.name(target.exercise)} {target.number}  ",
        (runner.load_text(target.load), load_style),
        " × ",
        (reps_text(target.reps) + (f" ({side})" if side and marked in ("reps", "both") else ""), reps_style),
    ]
    form = getattr(target, "form", None)
    if form:
        parts.append((f"  {form}", FORM_COLOR[form]))
    if target.note:
        parts.append(("  ✎", "$muted"))
    return Content.assemble(*parts)


def bar(view: View, width: int, color: str) -> Content:
    """The rest from 0 to its maximum, filled as far as it is, the minimum marked."""
    rest = view.rest
    if rest is None or width < 1:
        return Content("")
    longest_s = max(rest.max_s, 1)
    filled = min(width, int(width * view.rest_elapsed_s / longest_s))
    mark = min(width - 1, int(width * rest.min_s / longest_s))
    cells = ["█" * filled, "░" * (width - filled)]
    text = "".join(cells)
    return Content.assemble(
        (text[: min(mark, filled)], color),
        (text[min(mark, filled) : mark], "$muted"),
        ("┃", "bold $text"),
        (text[mark + 1 : max(filled, mark + 1)], color),
        (text[max(filled, mark + 1) :], "$muted"),
    )


def bar_marks(view: View) -> str:
    """The rest's marks in words."""
    rest = view.rest
    return "" if rest is None else f"min {clock_text(rest.min_s)}   max {clock_text(rest.max_s)}"


def key_says(view: View) -> str:
    """What the one key does now."""
    if view.does is Does.DONE:
        return "set done"
    if view.does is Does.START:
        return "start the next set"
    return str(view.does.value)


def summary(training: Training) -> Content:
    """The session in numbers, what was better than last time, and where it stands."""
    runner = training.runner
    session = to_session(runner.state)
    rows: list[tuple[str, str]] = [
        ("time", clock_text(session.duration_s)),
        ("resting", clock_text(rest_taken_s(session))),
        ("sets", f"{sets_done(session)} of {session.planned_total}"),
        ("reps", str(reps_total(session))),
        ("volume", volume_text(session, runner.library)),
    ]
    lines = [Content.assemble((f"{word:>8}  ", "$muted"), (value, "bold")) for word, value in rows]
    for place, done in enumerate(session.sets):
        name = runner.library.name(done.exercise)
        word = "sets" if place == 0 else ""
        lines.append(Content.assemble((f"{word:>8}  ", "$muted"), f"{name} {done.number}  ", done_text(runner, done)))
    better = better_than(session, training.previous, runner.library) if training.previous else ()
    for place, text in enumerate(better):
        lines.append(Content.assemble((f"{'better' if place == 0 else '':>8}  ", "$clean"), text))
    if session.note:
        lines.append(Content.assemble((f"{'note':>8}  ", "$muted"), printable(session.note)))
    lines.append(Content.assemble((f"{'file':>8}  ", "$muted"), str(training.file)))
    return Content("\n").join(lines)
