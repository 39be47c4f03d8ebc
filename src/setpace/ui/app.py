"""The app: themes, keys, notices, signals, and which screen comes first."""

from __future__ import annotations

import asyncio
import gc
import sys
from time import sleep
from typing import TYPE_CHECKING, ClassVar

from textual import constants
from textual.events import InputEvent

from setpace.run.clock import SystemClock
from setpace.run.disk import LooseThreads
from setpace.run.presses import Presses
from setpace.ui.configured_app import ConfiguredApp
from setpace.ui.ending import close_sessions, end_after_error
from setpace.ui.home import HomeScreen
from setpace.ui.notices import notices_of
from setpace.ui.signals import Signals
from setpace.ui.too_small import TooSmallScreen, is_too_small

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from textual.app import SystemCommand
    from textual.binding import BindingType
    from textual.driver import Driver
    from textual.events import Event, Resize
    from textual.geometry import Size
    from textual.screen import Screen

    from setpace.core.errors import Problem
    from setpace.core.routine import Routine
    from setpace.run.clock import Clock
    from setpace.store.paths import Paths
    from setpace.ui.first_files import FirstFiles


WRITE_FIRST_S = 0.0002
"""How long the main thread holds still after a frame, in seconds: as long as the writing thread needs to begin."""


class SetpaceApp(ConfiguredApp, inherit_bindings=False):
    """Setpace in a terminal.

    Attributes:
        clock: the one clock of the program.
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
        files: FirstFiles,
        open_at: str = "home",
        routine: Routine | None = None,
        clock: Clock | None = None,
        *,
        trouble: str | None = None,
    ) -> None:
        """Make the app ready to run.

        Args:
            paths: where the user's files are.
            files: what stands in the first of them; what is wrong with those is said once.
            open_at: `home`, `workout` (in the first set of `routine`) or `history`.
            routine: with `workout`: what to begin; None: the one last done.
            clock: for tests; None: the system's.
            trouble: something else to be said at the start.
        """
        super().__init__(paths, files)
        self._clock_is_ours = clock is None
        self.clock: Clock = clock or SystemClock()
        self.presses = Presses(self.clock)
        self._open_at = open_at
        self._routine = routine
        self._said: set[str] = set()
        self._quiet = open_at == "workout"
        self._trouble = trouble
        self.last_words: list[str] = []
        self._problems = files.problems
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
        self.say_kept_back()

    def open_history(self) -> None:
        """Open the past sessions over home."""
        from setpace.ui.history import HistoryScreen  # noqa: PLC0415 - the first frame does without it

        self.push_screen(HistoryScreen(self.paths, self.library, self.settings, self.clock.now()), self._refresh_home)

    def open_settings(self) -> None:
        """Open all settings over home."""
        from setpace.ui.settings_screen import SettingsScreen  # noqa: PLC0415 - the first frame does without it

        self.push_screen(SettingsScreen(), self._refresh_home)

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
