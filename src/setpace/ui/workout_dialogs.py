"""The dialogs of a workout: what else to do with an exercise, and its details."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from setpace.core.events import PainAnswer
from setpace.ui.dialogs import ChoiceDialog, Dialog, NoteDialog, NumberDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App, ComposeResult

    from setpace.core.session import PerformedSet
    from setpace.core.workout_view import SetPrompt
    from setpace.run.runner import Outcome, Runner

    Answered = Callable[[Callable[[], Outcome]], None]


SAID_AT_LEAVING = {"leave": "", "nothing": "No set was done: no file is kept."}
"""What home says after leaving, by the answer."""


def ask_how_to_leave(app: App[Any], runner: Runner, answered: Callable[[str | None], None]) -> None:
    """Ask: go on (the default), leave, finish here, or trash.

    Args:
        app: shows the dialog.
        runner: the session.
        answered: gets `on`, `leave`, `nothing` (leave with no set done), `finish`, `trash`, or None.
    """
    options = [("on", "go on", "the session runs on")]
    if runner.state.performed:
        options += [
            ("leave", "leave", "and resume later"),
            ("finish", "finish here", "missing sets stay planned"),
            ("trash", "trash", "move the session to the trash"),
        ]
    else:
        options.append(("nothing", "leave", "no set was done: no file is kept"))
    # No digits: 1 2 3 rate the form on the screen behind.
    app.push_screen(ChoiceDialog("Leave the session?", "", options, "on", digits=False), answered)


def ask_load(
    app: App[Any], runner: Runner, target: SetPrompt | PerformedSet, answered: Callable[[Outcome], None]
) -> None:
    """Let the load of a set be typed."""

    def typed(value: float | str | None) -> None:
        if value is not None:
            answered(runner.type_load(target, None if isinstance(value, str) else value))

    implements = runner.library.implements(target.exercise)
    each = f", each of {implements}" if implements > 1 else ""
    title = f"Load of {runner.library.name(target.exercise)}{each}"
    app.push_screen(NumberDialog(title, target.load, str(runner.state.head.unit)), typed)


def ask_note(
    app: App[Any], runner: Runner, title: str, note: str, slot: int, answered: Callable[[Outcome], None]
) -> None:
    """Let a note be written: on the set of `slot`, on the session for slot 0; kept if the program ends meanwhile."""

    def written(text: str | None) -> None:
        if text is not None:
            answered(runner.write_note(slot, text))

    app.push_screen(NoteDialog(title, note, partial(runner.write_note, slot)), written)


def show_details(app: App[Any], runner: Runner, exercise_id: str, load: float | None) -> None:
    """Show what the library knows of an exercise, and for a barbell its plates with that load."""
    app.push_screen(DetailsScreen(runner, exercise_id, load))


def ask_swap(app: App[Any], runner: Runner, answered: Answered) -> None:
    """Ask what else to do with the exercise at hand.

    Args:
        app: shows the dialogs.
        runner: the session.
        answered: gets what is to be done, once it is chosen.
    """
    name = runner.library.name(runner.state.queue[0].exercise)
    options = [
        *_swap_options(runner),
        ("later", "do it later", "at the end of the session"),
        ("hurts", "something hurts", "lighter, swap, or end this exercise"),
        ("end", "finish this exercise", "its other sets are left out"),
    ]

    def chosen(answer: str | None) -> None:
        if answer == "later":
            answered(runner.do_later)
        elif answer == "end":
            answered(runner.end_exercise)
        elif answer == "hurts":
            _ask_pain(app, runner, answered)
        elif answer is not None:
            answered(partial(runner.swap, answer))

    app.push_screen(ChoiceDialog(f"{name}: what instead?", "", options, None), chosen)


def _swap_options(runner: Runner) -> list[tuple[str, str, str]]:
    return [(e.id, e.name, e.equipment or "bodyweight") for e in runner.swaps()]


def _ask_pain(app: App[Any], runner: Runner, answered: Answered) -> None:
    def swapped(answer: str | None) -> None:
        if answer is not None:
            answered(partial(runner.report_pain, PainAnswer.SWAP, answer))

    def chosen(answer: str | None) -> None:
        if answer == PainAnswer.SWAP:
            app.push_screen(ChoiceDialog("Swap for", "", _swap_options(runner), None), swapped)
        elif answer is not None:
            answered(partial(runner.report_pain, PainAnswer(answer)))

    options: list[tuple[str, str, str]] = [
        (PainAnswer.LIGHTER, "lighter", "one step less from now on"),
        (PainAnswer.END, "end this exercise", "its other sets are left out"),
    ]
    if runner.swaps():
        options.insert(1, (PainAnswer.SWAP, "swap", "for another of its family"))
    app.push_screen(ChoiceDialog("Something hurts", "It is noted with the session.", options, None), chosen)


class DetailsScreen(Dialog[None]):
    """Everything the library knows of an exercise; of a barbell what is put on it."""

    DEFAULT_CSS = """
    DetailsScreen VerticalScroll { height: auto; max-height: 70vh; margin-top: 1; }
    DetailsScreen .entry { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter,pagedown", "close_by_press", "close", show=False),
        Binding("d,q", "close", "close", show=False),
    ]

    def __init__(self, runner: Runner, exercise_id: str, load: float | None) -> None:
        super().__init__()
        self._load = load
        self._runner = runner
        self._exercise_id = exercise_id

    def compose(self) -> ComposeResult:
        """Name, family, equipment, muscles, cues."""
        library = self._runner.library
        exercise = library.get(self._exercise_id)
        lines: list[Content] = []
        if exercise is None:
            lines.append(Content("This exercise is not in the library."))
        else:
            rows = [
                ("family", exercise.family.label),
                ("fetch", exercise.equipment or "nothing: bodyweight"),
                ("trains", ", ".join(exercise.muscles)),
                ("begin", exercise.start_hint),
                *self._runner.bar_lines(self._exercise_id, self._load),
            ]
            lines += [Content.assemble((f"{word:<8}", "$muted"), value) for word, value in rows if value]
            lines += [Content.assemble(("· ", "$accent"), cue) for cue in exercise.cues]
        with Vertical():
            yield Static(library.name(self._exercise_id), classes="title", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(Content("\n").join(lines), classes="entry")
            yield Static("space back", classes="hint")
