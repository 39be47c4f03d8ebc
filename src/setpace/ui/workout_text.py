"""The lines of the workout screen as text: what is said of a set, a rest and the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from setpace.core.commands import COMMAND_BY_ID, key_sign
from setpace.core.events import Finish
from setpace.core.session import SetKind
from setpace.core.units import clock_text, number
from setpace.core.workout_view import Does, Phase
from setpace.store.toml_file import printable
from setpace.ui.history_rows import FORM_SIGNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from setpace.core.session import PerformedSet, Reps
    from setpace.core.workout_view import SetPrompt, View
    from setpace.run.runner import Runner

FORM_COLOR = {"clean": "$clean", "shaky": "$shaky", "broken": "$broken"}
SHOWN_KEYS = ("undo", "pause", "swap", "skip", "note", "form-clean")
"""The commands beside the one key, as far as there is room; the rest is on the key screen, which is always named."""

SUMMARY_KEYS = ("form-clean", "undo", "add-set", "note")
"""The same for the summary."""

_WORD = 6
_SHORTEST_NAME = 4
_NAME = 6
"""Cells of a name below which the numbers beside it are written closer."""

_WIDE = 50
"""Cells from which on the form is said in a word, else by its sign."""


def reps_text(reps: Reps) -> str:
    """Reps as short as they can be said: `12`, `10 each side`, `10 L · 8 R`."""
    if reps.right is None or reps.left == reps.right:
        return str(reps)
    return f"{reps.left} L · {reps.right} R"


def reps_number(reps: Reps) -> str:
    """Reps as one large number; sides that differ as `10/8`."""
    return str(reps.left) if reps.right in (None, reps.left) else f"{reps.left}/{reps.right}"


def reps_label(reps: Reps, side: str) -> str:
    """What the number of reps is; `side` is the one that the keys change now."""
    if reps.right is None:
        return "reps"
    return f"{side} only" if side else "each side" if reps.left == reps.right else "left/right"


def load_number(load: float | None) -> str:
    """A load as one large number; not known: a dash."""
    return "–" if load is None else number(load)


def load_label(runner: Runner, prompt: SetPrompt) -> str:
    """What the large number of a load is: `kg`, of two dumbbells `2 × 20 kg`."""
    if prompt.load is None or runner.library.implements(prompt.exercise) == 1:
        return str(runner.state.head.unit)
    return runner.load_text(prompt.load, prompt.exercise)


def header(runner: Runner, view: View, width: int, done_about: str) -> Content:
    """Routine and place at the left, time at the right: the routine's name gives way, then the time."""
    total = _planned(runner) if view.phase is Phase.SUMMARY else view.total
    name, place = Content.styled(printable(runner.state.head.name), "bold"), f"  set {view.place}/{total}"
    right = [(f"{view.elapsed_s // 60} min", "$muted")]
    if done_about:
        right.append((f" · done about {done_about}", "$muted"))

    def room() -> int:
        return width - len("▌ ") - len(place) - sum(len(text) for text, _ in right) - 3

    while right and room() < min(name.cell_length, _NAME):
        right.pop()
    if name.cell_length > room():
        name = name.truncate(max(room(), _SHORTEST_NAME), ellipsis=True)
    left = Content.assemble(("▌ ", "$accent"), name, (place, "$muted"))
    end = Content.assemble(*right)
    return Content.assemble(left, " " * max(width - left.cell_length - end.cell_length - 1, 0), end)


def last_time(runner: Runner, prompt: SetPrompt, *, rest: bool = False) -> Content:
    """What was done last time in this very set; with `rest` also how long the rest after it was."""
    if prompt.kind is not SetKind.WORK:
        return Content("")
    done = runner.last_result(prompt)
    if done is None:
        return Content.styled("first time in this set", "$muted")
    rested = f", rest {clock_text(done.rest_taken_s)}" if rest and done.rest_taken_s is not None else ""
    return Content.assemble(("last time ", "$muted"), done_text(runner, done), (rested, "$muted"))


def done_text(runner: Runner, done: PerformedSet) -> Content:
    """A completed set in a few words: `24 kg × 12 clean`."""
    load = f"{runner.load_text(done.load, done.exercise)} × " if done.load is not None else ""
    form = (f" {done.form}", FORM_COLOR[done.form]) if done.form else ""
    return Content.assemble(f"{load}{reps_text(done.reps)}", form)


def cue(runner: Runner, prompt: SetPrompt) -> str:
    """The cue of the prompt; with no load known, what to begin with."""
    exercise = runner.library.get(prompt.exercise)
    if exercise is None:
        return ""
    if prompt.load is None and exercise.start_hint:
        return f"begin with: {exercise.start_hint}"
    return exercise.cues[0] if exercise.cues else ""


def below_the_numbers(runner: Runner, prompt: SetPrompt, room: int, *, apart: bool) -> Content:
    """The line below the numbers: what the coach says, else the cue.

    Args:
        runner: knows both.
        prompt: the set at hand.
        room: cells there are.
        apart: whether last time has a line of its own; if not, it stands before the cue (the coach's line tells it).
    """
    said = runner.coach_line(prompt, room)
    if said:
        return Content.styled(said, "$accent")
    words = Content(cue(runner, prompt))
    if apart:
        return words
    return Content.assemble(last_time(runner, prompt), "  ·  " if words else "", words)


def line(
    runner: Runner, word: str, target: SetPrompt | PerformedSet, width: int, *, marked: str, side: str = ""
) -> Content:
    """One of the two lines of a rest, DONE or NEXT: the name gives way, never the numbers.

    Args:
        runner: names and units.
        word: DONE or NEXT.
        target: the set.
        width: of the line, in cells.
        marked: `reps`, `load` or empty: what the keys change on this line.
        side: `left`, `right` or empty: the side the reps keys change.
    """
    load, reps = runner.load_text(target.load, target.exercise), reps_text(target.reps)
    form = getattr(target, "form", None)
    if width - _WORD - len(f"  {load} × {reps} {'✓' if form else ''}") < _NAME:
        load, reps = load.replace(" × ", "×"), reps.replace(" each side", "/side")
    numbers: list[Content | str | tuple[str, str]] = [
        (load, "bold $accent" if marked == "load" else "bold"),
        " × ",
        (reps + (f" ({side})" if side and marked == "reps" else ""), "bold $accent" if marked == "reps" else "bold"),
    ]
    if form:
        numbers.append((f"  {form}" if width >= _WIDE else f" {FORM_SIGNS[form][0]}", FORM_COLOR[form]))
    if target.note:
        numbers.append(("  ✎", "$muted"))
    end = Content.assemble(*numbers)
    name = Content(f"{runner.library.name(target.exercise)} {target.numbered}")
    room = max(width - _WORD - 2 - end.cell_length, _SHORTEST_NAME)
    if name.cell_length > room:
        name = name.truncate(room, ellipsis=True)
    return Content.assemble((word.ljust(_WORD), "bold $muted"), name, "  ", end)


def marks(view: View, width: int) -> Content:
    """The ends of the bar and its mark, each below its place."""
    rest = view.rest
    if rest is None:
        return Content("")
    longest = f"max {clock_text(rest.max_s)}"
    shortest = f"min {clock_text(rest.min_s)}" if 0 < rest.min_s < rest.max_s else ""
    start = "0:00"
    column = round(width * rest.min_s / max(rest.max_s, 1))
    at = max(column - len(shortest) // 2, len(start) + 1)
    at = min(at, width - len(longest) - len(shortest) - 1)
    text = start.ljust(width)
    if shortest and at > len(start):
        text = text[:at] + shortest + text[at + len(shortest) :]
    return Content.styled(text[: width - len(longest)] + longest, "$muted")


def plain(runner: Runner, view: View) -> str:
    """Everything that is said in large signs, once as plain text."""
    prompt = view.current or view.next
    if prompt is None:
        return f"{ended_text(runner)} · {view.place} of {_planned(runner)} sets"
    name = runner.library.name(prompt.exercise)
    load = "" if prompt.load is None else f"{runner.load_text(prompt.load, prompt.exercise)} × "
    what = f"{load}{reps_text(prompt.reps)}{' reps' if prompt.reps.right is None else ''}"
    paused = "PAUSED · " if view.paused else ""
    sign = "+" if view.phase is Phase.GO else ""
    clock = f"{view.phase} {sign}{clock_text(view.clock_s or 0)}"
    what_set, _, count = prompt.place.partition(" ")
    place = f"{what_set.upper()} {count}"
    if view.phase is Phase.SET:
        return f"{paused}{place} · {what} · {name}"
    if view.current is not None:
        return f"{paused}{clock} · {place} · {what} · {name}"
    bar = next((f" · {said}" for word, said in runner.bar_lines(prompt.exercise, prompt.load) if word == "bar"), "")
    return f"{paused}{clock} · next {name} {prompt.numbered}/{prompt.total} · {what}{bar}"


def _planned(runner: Runner) -> int:
    """Sets that were planned, as summary, history and log count them."""
    return len(runner.state.head.plan)


def ended_text(runner: Runner) -> str:
    """How a session ended: by the lifter before its work sets were through; who only left sets out came to its end."""
    state = runner.state
    finished_here = any(isinstance(event, Finish) for event in state.history)
    left = (*state.queue, *state.dropped) if finished_here else state.queue
    return "ENDED EARLY" if any(slot.kind is SetKind.WORK for slot in left) else "SESSION DONE"


def key_says(view: View) -> str:
    """What the one key does now."""
    return "start the next set" if view.does is Does.START else str(view.does.value)


def keys_line(view: View, remapped: Mapping[str, tuple[str, ...]], width: int) -> Content:
    """The one key with what it does, and as many others as find room."""

    def sign(command_id: str) -> str:
        return key_sign(remapped.get(command_id, COMMAND_BY_ID[command_id].keys)[0])

    prompt = view.current or view.next
    loadless = ("type-load",) if prompt is not None and prompt.load is None else ()
    parts = [(f" {sign('next')}", "bold $accent"), (f" {key_says(view)}", "bold")]
    used = sum(len(text) for text, _ in parts)
    help_key, help_label = sign("workout-help"), COMMAND_BY_ID["workout-help"].label
    room_for_help = 3 + len(help_key) + len(help_label)
    for command_id in SUMMARY_KEYS if view.phase is Phase.SUMMARY else (*loadless, *SHOWN_KEYS):
        key, label = sign(command_id), COMMAND_BY_ID[command_id].label
        if command_id == "pause" and view.paused:
            label = "go on"
        if command_id == "form-clean":
            key, label = " ".join(sign(f"form-{form}") for form in FORM_COLOR), "form"
        if used + 3 + len(key) + len(label) + room_for_help > width:
            continue
        parts += [(f"  {key}", "bold $accent"), (f" {label}", "")]
        used += 3 + len(key) + len(label)
    if used + room_for_help <= width:
        parts += [(f"  {help_key}", "bold $accent"), (f" {help_label}", "")]
    return Content.assemble(*parts)
