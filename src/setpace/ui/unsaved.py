"""Leaving a session whose last state is not on disk: asked once more, saved elsewhere, or handed over as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Input, Static

from setpace.core.errors import SetpaceError
from setpace.core.units import counted
from setpace.run.rescue import rescued_text, save_in
from setpace.ui.dialogs import ChoiceDialog, Dialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.app import ComposeResult

    from setpace.ui.workout import WorkoutScreen

_OPTIONS = (
    ("again", "try again", ""),
    ("folder", "save elsewhere", "in a folder"),
    ("print", "print and close", "as text"),
)


class FolderDialog(Dialog["Path"]):
    """Asks for a folder and saves there; gives the file, or None where the dialog was left.

    Args:
        save: gets what was typed, gives the file, raises SetpaceError where it cannot be written.
    """

    def __init__(self, save: Callable[[str], Path]) -> None:
        super().__init__()
        self._save = save

    def compose(self) -> ComposeResult:
        """Title, field, complaint, keys."""
        with Vertical():
            yield Static("Save the session in the folder", classes="title", markup=False)
            yield Input(placeholder="~ (your home folder)")
            yield Static("", classes="wrong", markup=False)
            yield Static("enter save · esc back", classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save, or say why not."""
        event.stop()
        try:
            file = self._save(event.value)
        except SetpaceError as error:
            self.query_one(".wrong", Static).update(str(error))
        else:
            self.dismiss(file)


def leave_kept(screen: WorkoutScreen, said: str = "") -> None:
    """Leave the session if all of it is on disk; else ask, while it runs on and the disk is tried again.

    Args:
        screen: of the session.
        said: what home says then.
    """
    trouble = screen.training.keep()
    state = screen.runner.state
    if trouble is None or not state.performed:
        _go_home(screen, screen.close_session() or trouble, said)
        return
    silent = screen.training.awaits_disk
    if not silent:  # else it is being written still
        screen.runner.saver.save(state)

    def answered(answer: str | None) -> None:
        match answer:
            case "again":
                leave_kept(screen, said)
            case "folder":
                screen.app.push_screen(FolderDialog(lambda folder: save_in(screen.training, folder)), saved)
            case "print":
                screen.app.last_words.append(rescued_text(screen.training, trouble))
                screen.close_session()
                screen.app.exit()
            case "without":
                screen.leave(screen.close_session())

    def saved(file: Path | None) -> None:
        if file is None:
            leave_kept(screen, said)
        else:
            moved_there = f" Move it to {screen.training.file}, and it is in the log." if screen.close_session() else ""
            screen.leave(None, f"Saved as {file}.{moved_there}")

    sets = counted(len(state.performed), "set")
    why = trouble.removeprefix("not saved: ")
    where = "may be in memory only" if silent else "is in memory only"
    question = f"{why[:1].upper()}{why[1:]}. The last state, {sets}, {where}."
    options = (*_OPTIONS, ("without", "leave without", "lost unless it answers" if silent else "and lose it"))
    screen.app.push_screen(ChoiceDialog("The session is not on disk", question, options, "again"), answered)


def _go_home(screen: WorkoutScreen, trouble: str | None, said: str) -> None:
    if trouble is None and screen.runner.state.performed:  # else there is no file
        screen.say_moved()
    screen.leave(trouble, said)
