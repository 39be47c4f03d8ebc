"""The workout screen: leads through a session with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from setpace.core.commands import Scope
from setpace.core.workout_view import Phase
from setpace.store.toml_file import printable
from setpace.ui.bindings import bindings_of, first_key
from setpace.ui.board import Board
from setpace.ui.correction_keys import CorrectionKeys
from setpace.ui.job_control import stop_and_go_on_with_the_program
from setpace.ui.summary_face import SummaryFace
from setpace.ui.title import TerminalTitle, title_text, to_terminal
from setpace.ui.unsaved import leave_kept
from setpace.ui.workout_dialogs import SAID_AT_LEAVING, ask_how_to_leave, ask_note, ask_swap, show_details

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Click, Resize
    from textual.timer import Timer

    from setpace.core.workout_view import View
    from setpace.run.awake import Awake
    from setpace.run.cues import Cues
    from setpace.run.runner import Outcome
    from setpace.run.saver import Saved
    from setpace.run.training import Training
    from setpace.ui.app import SetpaceApp

LEFT_BUTTON = 1
"""Of the mouse, as Textual counts them."""

SUMMARY_STAYS_S = 2.0
"""The summary ignores the one key for this long: a last press too many must not close it."""


class WorkoutScreen(CorrectionKeys):
    """One running session.

    Args:
        training: the session, begun or resumed.
        cues: rings what is due; None: nothing is heard.
        awake: keeps the laptop awake; None: it may fall asleep.
        ticking: whether the screen wakes itself up; tests call `tick` themselves.
    """

    app: SetpaceApp

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Scope.WORKOUT)

    def __init__(
        self, training: Training, *, cues: Cues | None = None, awake: Awake | None = None, ticking: bool = True
    ) -> None:
        super().__init__()
        self.training = training
        self.runner = training.runner
        self.cues = cues
        self.awake = awake
        self._ticking = ticking
        self._timer: Timer | None = None
        self._let_go = False
        self._moved_said: Path | None = None
        self.title_line = TerminalTitle(lambda sequence: to_terminal(self.app, sequence), lambda: not self._let_go)

    def compose(self) -> ComposeResult:
        """All of it is the board."""
        yield Board(self.training, self.runner.clock.now(), flash=self.app.settings.flash and self._ticking)

    def on_mount(self) -> None:
        """Show where the session stands and begin to follow the clock."""
        self.runner.saver.on_saved = self._saved_in_thread
        self.runner.saver.save(self.runner.state)  # its answer may have come before there was anybody to tell
        stop_and_go_on_with_the_program(self)
        self.tick()

    def on_resize(self, _event: Resize) -> None:
        """Take the room there is."""
        self.call_after_refresh(self.paint)

    # ------------------------------------------------------------------------------------------------ the clock

    def tick(self) -> None:
        """Paint, and wake up when the shown second changes next."""
        view = self.paint()
        if self._ticking and not self._let_go:
            wait_s = 1.0
            if view.rest is not None and not view.paused:
                wait_s = 1.0 - view.rest_elapsed_s % 1.0 + 0.002
            self._timer = self.set_timer(min(wait_s, 1.0), self.tick)

    def paint(self) -> View:
        """Show the session as it is now; cues follow."""
        view = self.runner.view()
        if not self.is_mounted or self._let_go:
            return view
        now = self.runner.clock.now()
        board = self.query_one(Board)
        board.paint(view, now, self.app.remapped_keys, flipped=self._flipped, side=self._side)
        # The title can wait: written now, its bytes would hold up those of the frame.
        self.call_after_refresh(self.title_line.show, title_text(view, self.runner.library))
        if self.cues is not None:
            self.cues.follow(view, now)
        if self.awake is not None:
            self.awake.follow(view, now)
        return view

    def _say(self, said: str, *, refused: bool = False) -> None:
        self.query_one(Board).say(said, self.runner.clock.now(), refused=refused)
        self.paint()

    def _saved_in_thread(self, saved: Saved) -> None:
        """Called by the saving thread: hand over to the screen's own loop."""
        if not self._let_go and self.app.is_running:  # a disk that hung may answer when there is no app any more
            self.app.call_later(self._saved, saved)

    def _saved(self, saved: Saved) -> None:
        if self.is_mounted and not self._let_go:
            if saved.moved and self.app.screen is self:
                self._moved_said = self.training.writer.moved_to
            self.query_one(Board).take_saved(saved, self.runner.clock.now())
            self.paint()

    def say_moved(self) -> None:
        """Say in a notice, for home, that the session stands in another file by now, if nobody could see it here."""
        file = self.training.writer.moved_to
        if file not in (None, self._moved_said):
            what = f"Another program changed the session's file: all of it is in {printable(file.name)}."
            self.app.warn(what)

    # ------------------------------------------------------------------------------------------------ what keys do

    def _show(self, outcome: Outcome) -> None:
        """Paint at once what a key did, and say it."""
        key = f" {first_key(outcome.offers, self.app.remapped_keys)}" if outcome.offers else ""
        self._say(outcome.said + key, refused=outcome.refused)

    def _pressed(self, act: Callable[[], Outcome]) -> None:
        """A key that moves the session: it counts only if it is no bounce."""
        if self.app.presses.counts():
            self._side, self._flipped = "", False
            self._show(act())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A session that was let go takes no more keys."""
        return False if self._let_go else super().check_action(action, parameters)

    def action_command_next(self) -> None:
        """The one key."""
        view = self.runner.view()
        if view.phase is not Phase.SUMMARY:
            self._pressed(self.runner.advance)
        elif self.app.presses.counts() and self.runner.summary_age_s() >= SUMMARY_STAYS_S:
            leave_kept(self)

    def on_click(self, event: Click) -> None:
        """A click on the big area is the one key."""
        if event.button == LEFT_BUTTON and self.query_one(Board).in_face(event.screen_y):
            self.action_command_next()

    def action_command_undo(self) -> None:
        """Take back the last step."""
        self._show(self.runner.undo())

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
        """Write on the last set touched; nobody has touched one that the clock began."""
        view = self.runner.view()
        target = view.done if view.begun_by_clock else self._target("reps")
        if target is not None:
            name = self.runner.library.name(target.exercise)
            ask_note(self.app, self.runner, f"Note on {name}", target.note, target.slot, self._show)

    def action_command_session_note(self) -> None:
        """Write on the whole session."""
        ask_note(self.app, self.runner, "Note on the session", self.runner.state.note, 0, self._show)

    def action_command_details(self) -> None:
        """Cues, muscles, equipment."""
        view = self.runner.view()
        prompt = view.current or view.next or view.done
        if prompt is not None:
            show_details(self.app, self.runner, prompt.exercise, prompt.load)

    def action_command_cue_profile(self) -> None:
        """Switch how the session is heard."""
        if self.cues is None:
            self._say("there are no cues in this session", refused=True)
        else:
            trouble = self.app.change_setting("cues.profile", self.cues.switch_profile())
            self._say(trouble or self.cues.profile_text(), refused=bool(trouble))

    def action_command_workout_help(self) -> None:
        """All keys."""
        from setpace.ui.help import HelpScreen  # noqa: PLC0415 - on first use

        self.app.push_screen(HelpScreen(Scope.WORKOUT, self.app.remapped_keys))

    def action_command_summary_down(self) -> None:
        """Further down in the summary."""
        self.query_one(SummaryFace).scroll_relative(y=4, animate=False)

    def action_command_summary_up(self) -> None:
        """Further up in the summary."""
        self.query_one(SummaryFace).scroll_relative(y=-4, animate=False)

    def action_command_swap(self) -> None:
        """Swap, later, or something hurts."""
        if self.runner.state.queue and self.runner.view().phase is not Phase.SUMMARY:
            ask_swap(self.app, self.runner, lambda act: self._show(act()))
        else:
            self._say("no set is left", refused=True)

    def action_command_leave(self) -> None:
        """Ask how to leave."""
        if self.runner.view().phase is Phase.SUMMARY:
            leave_kept(self)
        else:
            ask_how_to_leave(self.app, self.runner, self._leave_answered)

    def _leave_answered(self, answer: str | None) -> None:
        if answer == "finish":
            self._show(self.runner.finish())
        elif answer == "trash":
            self.leave(self._let_go_by(self.training.discard), "The session is in the trash of the log.")
        elif answer in SAID_AT_LEAVING:
            leave_kept(self, SAID_AT_LEAVING[answer])

    def leave(self, trouble: str | None, said: str = "") -> None:
        """Go home, where `trouble`, else `said` is told; the session was let go before."""
        if trouble:
            self.app.notify(trouble, severity="error", timeout=15, markup=False)
        elif said:
            self.app.notify(said, markup=False)
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
        for company in (self.cues, self.awake):
            if company is not None:
                company.close()
        self.title_line.restore()
        return way()
