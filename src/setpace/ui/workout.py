"""The workout screen: leads through a session with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.screen import Screen

from setpace.core.commands import Scope
from setpace.core.session import Form, PerformedSet
from setpace.core.workout_view import Phase, SetPrompt, View
from setpace.run.presses import Presses
from setpace.ui import workout_text as text
from setpace.ui.bindings import bindings_of
from setpace.ui.workout_panels import Line, RestFace, SetFace, SummaryFace

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Click, Resize
    from textual.timer import Timer

    from setpace.run.runner import Outcome
    from setpace.run.saver import Saved
    from setpace.run.training import Training

SUMMARY_STAYS_S = 2.0
"""The summary ignores the one key for this long: a last press too many must not close it."""

SAVING_SHOWN_AFTER_S = 1.0
LOW_ROWS = 20


class WorkoutScreen(Screen[None]):
    """One running session.

    Args:
        training: the session, begun or resumed.
        ticking: whether the screen wakes itself up; tests call `tick` themselves.
    """

    DEFAULT_CSS = """
    WorkoutScreen { layout: vertical; }
    WorkoutScreen #header { background: $surface; text-align: left; }
    WorkoutScreen #faces { height: 1fr; }
    WorkoutScreen SetFace, WorkoutScreen RestFace, WorkoutScreen SummaryFace { height: 1fr; display: none; }
    WorkoutScreen.-set SetFace, WorkoutScreen.-rest RestFace, WorkoutScreen.-summary SummaryFace { display: block; }
    WorkoutScreen #said { color: $muted; }
    WorkoutScreen #said.-refused { color: $shaky; }
    WorkoutScreen #keys { background: $surface; text-align: left; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Scope.WORKOUT)

    def __init__(self, training: Training, *, ticking: bool = True) -> None:
        super().__init__()
        self.training = training
        self.runner = training.runner
        self._ticking = ticking
        self._presses = Presses(self.runner.clock)
        self._flipped = False
        self._side = ""
        self._unsaved_since = self.runner.clock.now()
        self._saved_state: object = None
        self._trouble = ""
        self._timer: Timer | None = None
        self._let_go = False

    def compose(self) -> ComposeResult:
        """Header, one of three faces, a line for what was said, the keys."""
        yield Line(id="header")
        yield SetFace()
        yield RestFace()
        yield SummaryFace()
        yield Line(id="said")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Show where the session stands and begin to follow the clock."""
        self.runner.saver.on_saved = self._saved_in_thread
        self.runner.saver.save(self.runner.state)  # its answer may have come before there was anybody to tell
        if self.runner.view().phase is Phase.SUMMARY:
            self.query_one(SummaryFace).paint(self.training)
        self.tick()

    def on_resize(self, _event: Resize) -> None:
        """Take the room there is."""
        low = self.size.height < LOW_ROWS
        for face in self.query("SetFace, RestFace, SummaryFace"):
            face.set_class(low, "-low")
        self.call_after_refresh(self.paint)

    # ------------------------------------------------------------------------------------------------ painting

    def tick(self) -> None:
        """Paint, and wake up when the shown second changes next."""
        view = self.paint()
        if self._ticking and not self._let_go:
            wait_s = 1.0
            if view.rest is not None and not view.paused:
                wait_s = 1.0 - view.rest_elapsed_s % 1.0 + 0.002
            self._timer = self.set_timer(min(wait_s, 1.0), self.tick)

    def paint(self) -> View:
        """Show the session as it is now; what has not changed is not painted."""
        view = self.runner.view()
        if not self.is_mounted:
            return view
        face = "summary" if view.phase is Phase.SUMMARY else "set" if view.current else "rest"
        for name in ("set", "rest", "summary"):
            self.set_class(face == name, f"-{name}")
        if face == "set":
            self.query_one(SetFace).paint(self.runner, view, self._side)
        elif face == "rest":
            self.query_one(RestFace).paint(self.runner, view, flipped=self._flipped, side=self._side)
        self.query_one("#header", Line).show(text.header(self.runner, view))
        paused = ("  PAUSED", "bold $shaky") if view.paused else ""
        narrow = self.size.width < 60  # noqa: PLR2004 - below it only the one key has room
        more = "" if narrow else "   z undo  p pause  x swap  1 2 3 form  ? keys"
        self.query_one("#keys", Line).show(
            Content.assemble(("space ", "bold $accent"), (text.key_says(view), "bold"), paused, (more, "$muted"))
        )
        self._paint_saving()
        return view

    def _paint_saving(self) -> None:
        waiting_s = (self.runner.clock.now() - self._unsaved_since).total_seconds()
        if self._trouble:
            self._say(self._trouble, refused=True)
        elif self._saved_state is not self.runner.state and waiting_s > SAVING_SHOWN_AFTER_S:
            self._say("saving…")

    def _say(self, said: str, *, refused: bool = False) -> None:
        line = self.query_one("#said", Line)
        line.set_class(refused, "-refused")
        line.show(said)

    def _saved_in_thread(self, saved: Saved) -> None:
        """Called by the saving thread: hand over to the screen's own loop."""
        if self.app.is_running and not self._let_go:
            self.app.call_later(self._saved, saved)

    def _saved(self, saved: Saved) -> None:
        self._saved_state = saved.state
        self._trouble = saved.error or ""
        if saved.moved:
            self._say("the file was changed by another program: this session goes on in a new one", refused=True)
        elif not saved.error and self.is_mounted and str(self.query_one("#said", Line).content) == "saving…":
            self._say("")
        if saved.error:
            self.paint()

    # ------------------------------------------------------------------------------------------------ what keys do

    def _show(self, outcome: Outcome) -> None:
        """Paint at once what a key did, and say it."""
        if not outcome.refused:
            self._unsaved_since = self.runner.clock.now()
        self._say(outcome.said, refused=outcome.refused)
        view = self.paint()
        if view.phase is Phase.SUMMARY:
            self.query_one(SummaryFace).paint(self.training)

    def _pressed(self, act: Callable[[], Outcome]) -> None:
        """A key that moves the session: it counts only if it is no bounce."""
        if self._presses.counts():
            self._side, self._flipped = "", False
            self._show(act())

    def action_command_next(self) -> None:
        """The one key."""
        view = self.runner.view()
        if view.phase is not Phase.SUMMARY:
            self._pressed(self.runner.advance)
            return
        since_s = (self.runner.clock.now() - self.runner.state.last_stamp).total_seconds()
        if self._presses.counts() and since_s >= SUMMARY_STAYS_S:
            self._leave(self.close_session())

    def on_click(self, event: Click) -> None:
        """A click on the big area is the one key."""
        if event.widget is not None and event.widget.id not in ("header", "keys"):
            self.action_command_next()

    def action_command_undo(self) -> None:
        """Take back the last step."""
        self._show(self.runner.undo())

    def _target(self, field: str) -> SetPrompt | PerformedSet | None:
        """The set whose reps or load the keys change now."""
        view = self.runner.view()
        if view.current is not None:
            return view.current
        wants_done = (field == "reps") is not self._flipped
        if view.phase is Phase.SUMMARY:
            return view.done
        return view.done if wants_done else view.next

    def _change(self, field: str, by: int) -> None:
        target = self._target(field)
        if target is None:
            self._say("there is no such set", refused=True)
        elif field == "reps":
            self._show(self.runner.change_reps(target, by, self._side))
        else:
            self._show(self.runner.change_load(target, by))

    def action_command_reps_up(self) -> None:
        """One rep more."""
        self._change("reps", 1)

    def action_command_reps_down(self) -> None:
        """One rep fewer."""
        self._change("reps", -1)

    def action_command_load_up(self) -> None:
        """One step heavier."""
        self._change("load", 1)

    def action_command_load_down(self) -> None:
        """One step lighter."""
        self._change("load", -1)

    def action_command_flip(self) -> None:
        """Turn over what the keys change."""
        self._flipped = not self._flipped
        self.paint()

    def _mark_side(self, side: str) -> None:
        target = self._target("reps")
        if target is None or target.reps.right is None:
            self._say("this exercise is not done one side at a time", refused=True)
            return
        self._side = "" if self._side == side else side
        self.paint()

    def action_command_left_side(self) -> None:
        """Count the left side only, or both again."""
        self._mark_side("left")

    def action_command_right_side(self) -> None:
        """Count the right side only, or both again."""
        self._mark_side("right")

    def action_command_type_load(self) -> None:
        """Type the load."""
        from setpace.ui.dialogs import NumberDialog  # noqa: PLC0415 - on first use

        target = self._target("load")
        if target is None:
            return

        def typed(value: float | str | None) -> None:
            if value is not None:
                self._show(self.runner.type_load(target, None if isinstance(value, str) else value))

        name = self.runner.library.name(target.exercise)
        self.app.push_screen(NumberDialog(f"Load of {name}", target.load, str(self.runner.state.head.unit)), typed)

    def action_command_form_clean(self) -> None:
        """The last completed set was clean."""
        self._show(self.runner.rate(Form.CLEAN))

    def action_command_form_shaky(self) -> None:
        """The last completed set was shaky."""
        self._show(self.runner.rate(Form.SHAKY))

    def action_command_form_broken(self) -> None:
        """The last completed set was broken."""
        self._show(self.runner.rate(Form.BROKEN))

    def action_command_rest_shorter(self) -> None:
        """15 s less."""
        self._show(self.runner.shift_rest(-15))

    def action_command_rest_longer(self) -> None:
        """15 s more."""
        self._show(self.runner.shift_rest(15))

    def action_command_pause(self) -> None:
        """Freeze the clock, or let it run on."""
        self._pressed(self.runner.toggle_pause)

    def action_command_skip(self) -> None:
        """Leave out a set."""
        self._pressed(self.runner.skip)

    def action_command_add_set(self) -> None:
        """One more set."""
        self._pressed(self.runner.add_set)

    def action_command_note(self) -> None:
        """Write on the last set touched."""
        target = self._target("reps")
        if target is not None:
            self._ask_note(f"Note on {self.runner.library.name(target.exercise)}", target.note, target.slot)

    def action_command_session_note(self) -> None:
        """Write on the whole session."""
        self._ask_note("Note on the session", self.runner.state.note, 0)

    def _ask_note(self, title: str, now: str, slot: int) -> None:
        from setpace.ui.dialogs import NoteDialog  # noqa: PLC0415 - on first use

        def written(note: str | None) -> None:
            if note is not None:
                self._show(self.runner.write_note(slot, note))

        self.app.push_screen(NoteDialog(title, now), written)

    def action_command_details(self) -> None:
        """Cues, muscles, equipment."""
        from setpace.ui.workout_dialogs import DetailsScreen  # noqa: PLC0415 - on first use

        view = self.runner.view()
        prompt = view.current or view.next or view.done
        if prompt is not None:
            self.app.push_screen(DetailsScreen(self.runner, prompt.exercise))

    def action_command_workout_help(self) -> None:
        """All keys."""
        from setpace.ui.help import HelpScreen  # noqa: PLC0415 - on first use

        self.app.push_screen(HelpScreen(Scope.WORKOUT, getattr(self.app, "remapped_keys", {})))

    def action_command_swap(self) -> None:
        """Swap, later, or something hurts."""
        from setpace.ui.workout_dialogs import ask_swap  # noqa: PLC0415 - on first use

        def answered(act: Callable[[], Outcome]) -> None:
            self._show(act())

        if self.runner.state.queue and self.runner.view().phase is not Phase.SUMMARY:
            ask_swap(self.app, self.runner, answered)
        else:
            self._say("no set is left", refused=True)

    def action_command_leave(self) -> None:
        """Ask how to leave."""
        from setpace.ui.dialogs import ChoiceDialog  # noqa: PLC0415 - on first use

        if self.runner.view().phase is Phase.SUMMARY:
            self._leave(self.close_session())
            return
        options = [
            ("on", "go on", "the session runs on"),
            ("leave", "leave", "and resume later"),
            ("finish", "finish here", "missing sets stay planned"),
            ("trash", "trash", "move the session to the trash"),
        ]
        self.app.push_screen(ChoiceDialog("Leave the session?", "", options, "on"), self._leave_answered)

    def _leave_answered(self, answer: str | None) -> None:
        if answer == "leave" or (answer == "finish" and not self.runner.state.performed):
            self._leave(self.close_session())
        elif answer == "finish":
            self._show(self.runner.finish())
        elif answer == "trash":
            self._leave(self._let_go_by(self.training.discard))

    def _leave(self, trouble: str | None) -> None:
        if trouble:
            self.app.notify(trouble, severity="error", timeout=15, markup=False)
        self.dismiss(None)

    def close_session(self) -> str | None:
        """Write and let go of the session; safe to call twice. One line where it could not be written."""
        return self._let_go_by(self.training.leave)

    def _let_go_by(self, way: Callable[[], str | None]) -> str | None:
        if self._let_go:
            return None
        self._let_go = True
        if self._timer is not None:
            self._timer.stop()
        return way()
