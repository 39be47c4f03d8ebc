"""The app: themes, keys, notices, signals, and which screen comes first."""

from __future__ import annotations

import asyncio
import gc
import sys
from functools import partial
from time import sleep
from typing import TYPE_CHECKING, ClassVar

from textual import constants
from textual.app import App
from textual.events import InputEvent
from textual.filter import Monochrome, NoColor

from setpace.run.clock import SystemClock
from setpace.run.disk import LooseThreads, NoAnswerError, ask_disk
from setpace.run.presses import Presses
from setpace.store.exercises import load_library
from setpace.ui.bindings import keymap_of
from setpace.ui.ending import close_sessions, end_after_error
from setpace.ui.home import HomeScreen
from setpace.ui.notices import notices_of, reading_s
from setpace.ui.signals import Signals
from setpace.ui.theme import chosen_theme, textual_theme, theme_name
from setpace.ui.too_small import TooSmallScreen, is_too_small

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from textual.app import SystemCommand
    from textual.binding import BindingType
    from textual.driver import Driver
    from textual.events import Event, Resize
    from textual.filter import LineFilter
    from textual.geometry import Size
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from setpace.core.errors import Problem
    from setpace.core.routine import Routine
    from setpace.run.clock import Clock
    from setpace.store.paths import Paths
    from setpace.store.settings import Settings
    from setpace.store.settings_change import AnyValue
    from setpace.store.themes import ThemeSpec


WRITE_FIRST_S = 0.0002
"""How long the main thread holds still after a frame, in seconds: as long as the writing thread needs to begin."""


class SetpaceApp(App[None], inherit_bindings=False):
    """Setpace in a terminal.

    Attributes:
        paths: where the user's files are.
        settings: the settings in force.
        clock: the one clock of the program.
        library: all exercises.
        theme_spec: the theme in force.
        this_run_only: by key, why a changed setting is not in the file.
        last_words: what is printed once the terminal is restored.
        presses: of the one key, whatever screen it meets.
    """

    TITLE = "Setpace"
    ALLOW_SELECT = False
    """Textual's selection fails where a widget goes under the mouse; the terminal's own, with shift, serves."""

    CSS_PATH = "look.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []  # Textual's own ctrl+q and ctrl+c would leave without a question

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        open_at: str = "home",
        routine: Routine | None = None,
        clock: Clock | None = None,
        *,
        problems: Sequence[Problem] = (),
        trouble: str | None = None,
    ) -> None:
        """Make the app ready to run.

        Args:
            paths: where the user's files are.
            settings: the settings in force.
            open_at: `home`, `workout` (in the first set of `routine`) or `history`.
            routine: with `workout`: what to begin; None: the one last done.
            clock: for tests; None: the system's.
            problems: what is wrong with the settings file; said once.
            trouble: something else to be said at the start.
        """
        super().__init__()
        self.paths = paths
        self.settings = settings
        self.this_run_only: dict[str, str] = {}
        self._clock_is_ours = clock is None
        self.clock: Clock = clock or SystemClock()
        self.presses = Presses(self.clock)
        self.library, library_problems = load_library(paths)
        self._open_at = open_at
        self._routine = routine
        self._said: set[str] = set()
        self._quiet = open_at == "workout"
        self._trouble = trouble
        self.last_words: list[str] = []
        self.theme_spec, theme_problem = chosen_theme(paths, settings.theme)
        self._problems = (*problems, *([theme_problem] if theme_problem else []), *library_problems)
        self.register_theme(textual_theme(self.theme_spec))
        self.theme = theme_name(self.theme_spec)
        self.set_keymap(keymap_of(settings.keys))
        self.signals = Signals(self)

    def clock_after(self, stamp: datetime) -> Clock:
        """The clock for a resumed session: wall time is read anew, and never before its last stamp."""
        if self._clock_is_ours:
            self.clock = SystemClock(stamp)
        return self.clock

    def get_driver_class(self) -> type[Driver]:
        """Textual's choice, but on a Unix terminal our own."""
        if sys.platform == "win32" or constants.DRIVER is not None:
            return super().get_driver_class()
        from setpace.ui.driver import TerminalDriver  # noqa: PLC0415 - not everywhere

        return TerminalDriver

    def get_default_screen(self) -> Screen[None]:
        """Home is at the bottom of every stack."""
        return HomeScreen()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colours also under a theme that does not know them."""
        return textual_theme(self.theme_spec).variables

    def get_css_variables(self) -> dict[str, str]:
        """As Textual's, which asks for them once too early: while there is no theme of ours yet."""
        return super().get_css_variables() if hasattr(self, "theme_spec") else {}

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002 - Textual's
        """As Textual's, but before there is a screen only the colours are noted: all styles will be read with them."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """As Textual's, but it chose how to take colours away before it knew our theme: sixteen would be all black."""
        filters = super().get_line_filters()
        if self.no_color and self.native_ansi_color:
            return [NoColor() if isinstance(each, Monochrome) else each for each in filters]
        return filters

    def on_load(self) -> None:
        """Be ready for the signals that end the program before the terminal is touched, and for a disk that hangs."""
        self.signals.install()
        asyncio.get_running_loop().set_default_executor(LooseThreads())

    def on_mount(self) -> None:
        """Open what was asked for, and be ready to be stopped."""
        self.signals.install_on_terminal()
        self.screen_change_signal.subscribe(self, lambda _: self._cover(self.size))  # what opens, opens behind
        self.warn_once(self._problems)
        if self._trouble:
            self.warn(self._trouble)
        home = self.screen_stack[0]
        if self._open_at == "history":
            self.call_later(self.open_history)
        elif self._open_at == "workout" and isinstance(home, HomeScreen):
            home.call_later(home.start, self._routine)
        self.call_later(lambda: self._cover(self.size))  # behind the screens opened above
        self.call_after_refresh(self._first_frame_is_out)

    def post_display_hook(self) -> None:
        """Let the thread that writes to the terminal go before what else follows a frame; Textual calls this."""
        if not self.is_headless:
            sleep(WRITE_FIRST_S)

    async def on_event(self, event: Event) -> None:
        """Let `ctrl+z` stop the program on every screen; keys and clicks that come while it ends are for nobody."""
        late = self._exit and isinstance(event, InputEvent)
        if not late and not self.signals.stopped_by(event):
            await super().on_event(event)

    def on_resize(self, event: Resize) -> None:
        """Cover everything while the terminal is too small."""
        self._cover(event.size)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette offers the commands of the screen it was called on."""
        from setpace.ui.palette import commands_of  # noqa: PLC0415 - as below

        return commands_of(screen)

    def action_command_palette(self) -> None:
        """Open the palette."""
        from setpace.ui.palette import Palette  # noqa: PLC0415 - only when asked for

        if not isinstance(self.screen, Palette | TooSmallScreen):
            self.push_screen(Palette())

    def warn(self, what: str) -> None:
        """Say in one notice that something is wrong."""
        self.notify(what, severity="warning", timeout=reading_s(what), markup=False)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a notice, but not one that stands there already."""
        if all(shown.message != message for shown in self._notifications):
            super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def warn_once(self, problems: Iterable[Problem]) -> None:
        """Say what is wrong with files, each thing once a run; on the way into a workout not yet."""
        if self._quiet:
            return
        fresh = [problem for problem in problems if str(problem) not in self._said]
        self._said.update(map(str, fresh))
        for notice in notices_of(fresh, self.size.height):
            self.warn(notice)

    def speak_again(self) -> None:
        """Home is seen, for the first time or again: say what was kept back."""
        self._quiet = False
        self.warn_once(self._problems)

    def open_history(self) -> None:
        """Open the past sessions over home."""
        from setpace.ui.history import HistoryScreen  # noqa: PLC0415 - the first frame does without it

        self.push_screen(HistoryScreen(self.paths, self.library, self.settings, self.clock.now()), self._refresh_home)

    def open_settings(self) -> None:
        """Open all settings over home."""
        from setpace.ui.settings_screen import SettingsScreen  # noqa: PLC0415 - the first frame does without it

        self.push_screen(SettingsScreen(), self._refresh_home)

    def change_setting(self, key: str, value: AnyValue) -> str | None:
        """Put one setting in force for this run, and remember it where that can be.

        Writing is waited for, so that what the screen then says is true; but not for long.

        Args:
            key: `unit`, `rest.hinge`, or `keys.` and the id of a command.
            value: as the settings hold it: a text, True or False, a rest range; of a command its keys.

        Returns:
            Why it lasts for this run only, in one line; None where it is in the file.

        Raises:
            KeyError: there is no such setting.
            ValueError: it cannot have that value, or another command has that key; nothing is changed.
        """
        from setpace.run.remember import remember_setting  # noqa: PLC0415 - only a change needs it
        from setpace.store.settings_change import value_of, with_value  # noqa: PLC0415 - same

        changed = with_value(self.settings, key, value)
        if key == "theme" and self.theme_spec.id != value:
            try:
                spec, _ = ask_disk(partial(chosen_theme, self.paths, changed.theme))
            except NoAnswerError as error:
                raise ValueError(f"the theme cannot be read: {error}") from error
            self.show_theme(spec)
        self.settings = changed
        self.set_keymap(keymap_of(self.settings.keys))
        reason = remember_setting(self.paths, key, lambda: value_of(self.settings, key))
        if reason is None:
            self.this_run_only.pop(key, None)
        else:
            self.this_run_only[key] = reason
        return reason

    def choose_theme(self, kept: Callable[[str | None], None] | None = None) -> None:
        """Let the user choose the colours, and remember the choice.

        Args:
            kept: told why the choice lasts for this run only (None where it is in the file); without it a notice is.
        """
        from setpace.store.themes import load_themes  # noqa: PLC0415 - only when asked for
        from setpace.ui.theme_picker import ThemePicker  # noqa: PLC0415 - same

        try:
            themes, problems = ask_disk(partial(load_themes, self.paths))
        except NoAnswerError as error:
            self.warn(f"The themes cannot be read: {error}.")
            return
        self.push_screen(ThemePicker(themes, problems, self.theme_spec), partial(self._keep_theme, kept))

    def show_theme(self, spec: ThemeSpec) -> None:
        """Put a theme in force for this run."""
        self.theme_spec = spec
        self.register_theme(textual_theme(spec))
        if self.theme == theme_name(spec):
            self.mutate_reactive(App.theme)  # the file behind it may have changed
        else:
            self.theme = theme_name(spec)

    @property
    def remapped_keys(self) -> Mapping[str, tuple[str, ...]]:
        """The user's own keys by command id."""
        return self.settings.keys

    def close_sessions(self) -> None:
        """Let a running session go, saved, to be resumed later; one that cannot be written becomes last words."""
        close_sessions(self.screen_stack, self.last_words)

    def action_leave_at_once(self) -> None:
        """Leave without a question; a running session stays to be resumed."""
        self.close_sessions()
        self.exit()

    def _handle_exception(self, error: Exception) -> None:
        """An error of our own ends the app in order; in tests Textual's way shows it."""
        if self.is_headless:
            super()._handle_exception(error)
        else:
            end_after_error(self, error)

    def _keep_theme(self, kept: Callable[[str | None], None] | None, spec: ThemeSpec | None) -> None:
        """Write the choice into the settings, or say that it lasts for this run only."""
        if spec is None:
            return
        self.show_theme(spec)
        try:
            reason = self.change_setting("theme", spec.id)
        except ValueError as error:  # a file with a name that no setting can have
            reason = str(error)
        if kept is not None:
            kept(reason)
        elif reason:
            self.warn(f"{spec.name} for this run only: {reason}")

    async def _refresh_home(self, _result: object = None) -> None:
        home = self.screen_stack[0]
        if isinstance(home, HomeScreen):
            await home.refresh_from_log()

    def _cover(self, size: Size) -> None:
        """Show or take away what covers the screen in a terminal that is too small."""
        covered = isinstance(self.screen, TooSmallScreen)
        if is_too_small(size) and not covered:
            self.push_screen(TooSmallScreen())
        elif covered and not is_too_small(size):
            self.screen.dismiss()

    def _first_frame_is_out(self) -> None:
        """What is alive now stays alive: the collector need never look at it again; what is not is let go first."""
        if not gc.isenabled():
            gc.collect()
            gc.freeze()
            gc.enable()
