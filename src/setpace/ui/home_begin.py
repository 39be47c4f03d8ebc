"""Sessions that are begun at home, gone on with or settled; none of it waits long for the disk."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING

from setpace.core.errors import SetpaceError
from setpace.run.disk import OWED, NoAnswerError, ask_disk, loosely
from setpace.store.toml_file import printable
from setpace.ui import home_panel as text
from setpace.ui.ending import leads_session
from setpace.ui.home_coach import CoachedHome, offered_after
from setpace.ui.late import no_matter, when_late

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future

    from setpace.core.routine import Routine
    from setpace.run.training import Training

_BEGINS = "The disk does not answer yet: the session begins as soon as it does."


class BeginningHome(CoachedHome, inherit_bindings=False):
    """What leads from home into a session and back.

    Attributes:
        offered: id of the routine of the level offered after the last session; empty where there is none.
    """

    _routines: Mapping[str, Routine]

    def __init__(self) -> None:
        super().__init__()
        self.offered = ""
        self._begins = False
        self._settles = False

    @abstractmethod
    async def refresh_from_log(self) -> None:
        """Read names and newest files anew."""

    def action_command_resume(self) -> None:
        """Go on with the unfinished session."""
        self._resume()

    def _resume(self) -> None:
        offer = self._past.offer
        if offer is None:
            self.app.notify("There is no unfinished session to go on with.")
            return
        if offer.problem is not None:
            self._say_flaw()
            return
        from setpace.run.training import resume_session  # noqa: PLC0415 - the first frame does without a workout

        app = self.app
        clock = app.clock_after(offer.stopped)
        coach, keys = app.settings.coach, app.settings.keys
        begin = partial(resume_session, app.paths, offer.file, app.library, clock, coach, keys=keys)
        self._enter(begin)

    def _say_flaw(self) -> None:
        """Why the unfinished session cannot go on."""
        if self._past.offer is not None and self._past.offer.problem is not None:
            self.app.warn(f"{self._past.offer.problem}; put that right first, then go on or finish")

    def start(self, routine: Routine | None = None) -> None:
        """Start a routine; None: the one last done, else the first."""
        routine = routine or self._routines.get(self._last_routine())
        if routine is None:
            self.app.speak_again()
            self.app.warn("There is no routine that can be started.")
            return
        from setpace.run.training import start_session  # noqa: PLC0415 - the first frame does without a workout

        app = self.app
        self._enter(partial(start_session, app.paths, routine, app.library, app.settings, app.clock))

    def _enter(self, begin: Callable[[], Training]) -> None:
        """Open the workout screen on a session, or say why there is none, or none yet."""
        if self._begins:
            self.app.warn(_BEGINS)
            return
        try:
            training = ask_disk(begin, late=when_late(self, self._enter_late, _let_go))
        except NoAnswerError:
            self._begins = True
            self.app.speak_again()
            self.app.warn(_BEGINS)
        except (SetpaceError, OSError) as error:
            self.app.speak_again()
            self.app.warn(str(error))
        else:
            self._open(training)

    def _enter_late(self, asked: Future[Training]) -> None:
        """Begin after all; whoever looks at something else by now does not wait for it any more."""
        self._begins = False
        if self.app.screen is self:
            self._enter(asked.result)
        else:
            loosely(partial(_let_go, asked))

    def _open(self, training: Training) -> None:
        self.app.clear_notifications()  # nothing may lie over the set
        from setpace.ui.company import workout_screen  # noqa: PLC0415 - the first frame does without it

        self.app.push_screen(workout_screen(self.app, training), partial(self._back, training))

    async def _back(self, training: Training, _result: object) -> None:
        self.app.speak_again()
        self.offered = offered_after(training)
        await self.refresh_from_log()

    async def _settle(self, row: str) -> None:
        """Finish the unfinished session as it is, or move it to the trash."""
        offer = self._past.offer
        if offer is None:
            return
        app = self.app
        if self._settles:
            app.warn(OWED)
            return
        from setpace.run import training  # noqa: PLC0415 - only here

        def settle() -> str:
            if row == text.TRASH:
                return f"Moved to {training.trash_session(app.paths, offer.file)}"
            training.finish_as_it_is(app.paths, offer.file)
            return f"{printable(offer.name)} is finished as it was."

        try:
            app.notify(ask_disk(settle, late=when_late(self, self._settled_late, no_matter), owed=True), markup=False)
        except NoAnswerError:
            self._settles = True
            app.warn(OWED)
            return
        except (SetpaceError, OSError) as error:
            app.warn(str(error))
        await self.refresh_from_log()

    async def _settled_late(self, asked: Future[str]) -> None:
        self._settles = False
        if asked.exception() is not None:
            self.app.say_late(str(asked.exception()))
        if not leads_session(self.app):  # after that home is read anew
            await self.refresh_from_log()


def _let_go(asked: Future[Training]) -> None:
    """Let a session go that nobody waits for any more."""
    if asked.exception() is None:
        asked.result().leave()
