"""One finished session that is changed: what every change of it has in common. Each is saved at once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from textual.content import Content
from textual.widgets import Static

from setpace.core.commands import Scope
from setpace.core.errors import SetpaceError
from setpace.core.session_edit import times_text
from setpace.run.disk import LOOK_S, NoAnswerError, ask_disk
from setpace.store.session_naming import named_by_start
from setpace.store.toml_file import printable
from setpace.ui.correct_text import keys_line, set_rows
from setpace.ui.help import HelpScreen
from setpace.ui.late import no_matter, when_late
from setpace.ui.late_word import LateWord
from setpace.ui.row_list import RowList
from setpace.ui.top_screen import TopScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.screen import ScreenResultCallbackType

    from setpace.core.exercise import Library
    from setpace.core.session import PerformedSet, Session
    from setpace.store.session_format import SessionFile
    from setpace.store.sessions import Log
    from setpace.ui.dialogs import Dialog
    from setpace.ui.row_list import Row

Result = TypeVar("Result")

_OWED = "not saved yet: the disk does not answer"


def why_not(file: SessionFile) -> str | None:
    """Why a session cannot be corrected, in one line; None where it can."""
    if file.newer:
        return "This session was written by a newer Setpace; update this one to correct it."
    if file.session.finished is None:
        return "This session is not finished: go on with it or finish it at home, then correct it."
    if file.problems:
        return f"{file.problems[0]}; put that right first, then correct the session here."
    return None


class SessionEditor(TopScreen[None], inherit_bindings=False):
    """The sets of one session; it saves what is changed, and undoes it.

    Attributes:
        session: as it is on disk after the last change.
        file: where it is; another start gives it another name.
    """

    DEFAULT_CSS = """
    SessionEditor RowList { height: 1fr; padding: 1 0; }
    #correct-status { dock: bottom; height: auto; max-height: 3; margin-bottom: 1; padding: 0 2; color: $muted; }
    #correct-status.-wrong { color: $error; }
    """

    def __init__(
        self,
        log: Log,
        file: Path,
        session_file: SessionFile,
        library: Library,
        keys: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        hear: Callable[[LateWord], None] = no_matter,
        *,
        read_digest: str | None = None,
        said: str = "Every correction is saved at once.",
    ) -> None:
        """Make the screen.

        Args:
            log: saves the corrections.
            file: the session's file.
            session_file: what stands in it.
            library: names and steps of the exercises.
            keys: the user's remapped ones.
            hear: called in another thread, once the screen is left, with what became of a change that was owed then.
            read_digest: the file's digest, taken before it was read; None: taken now.
            said: what stands in the status at first.

        Raises:
            SetpaceError: the digest is to be taken and the file cannot be read.
        """
        super().__init__()
        self.session: Session = session_file.session
        self._log = log
        self.file = file
        self._library = library
        self._keys = keys
        self._hear = hear
        self._refusal = why_not(session_file)
        self._digest = log.digest(file) if read_digest is None else read_digest
        self._said_first = said
        self._side = ""
        self._owed = False
        self._earlier: list[Session] = []
        self._run: tuple[int, str] | None = None

    def compose(self) -> ComposeResult:
        """Title, sets, status, keys."""
        yield Static(self._heading(), id="correct-title", classes="bar title-bar", markup=False)
        yield RowList(self._rows(0))
        yield Static(
            self._refusal or self._said_first,
            id="correct-status",
            markup=False,
            classes="-wrong" if self._refusal else None,
        )
        yield Static(keys_line(self._keys, self.app.size.width), id="correct-keys", classes="bar key-bar")

    def _heading(self) -> Content:
        """Times, routine and note of the session: what is cut first comes last."""
        name = printable(self.session.name or self.session.routine)
        note = f"  “{printable(self.session.note)}”" if self.session.note else ""
        return Content.assemble(("CORRECT", "bold"), (f"  {times_text(self.session)}  {name}", "$muted"), note)

    async def on_resize(self) -> None:
        """Names and keys take the room there is."""
        self.query_one("#correct-keys", Static).update(keys_line(self._keys, self.app.size.width))
        await self._paint()

    @property
    def _index(self) -> int:
        """0-based place of the chosen set."""
        return int(self.query_one(RowList).chosen or 0)

    def _rows(self, chosen: int) -> list[Row]:
        return set_rows(self.session, self._library, self.app.size.width, marked=chosen, side=self._side)

    async def _paint(self, chosen: int | None = None) -> None:
        index = self._index if chosen is None else chosen
        self.query_one("#correct-title", Static).update(self._heading())
        await self.query_one(RowList).show(self._rows(index), str(index))

    def _say(self, what: str, *, wrong: bool = False) -> None:
        status = self.query_one("#correct-status", Static)
        status.set_class(wrong, "-wrong")
        status.update(Content(what))

    async def _save(self, session: Session, chosen: int | None = None, *, is_undo: bool = False) -> bool:
        """Write the session; if that is refused, say why and keep what was. `chosen` is the set to be at then."""
        if self._refusal is not None:
            self._say(self._refusal, wrong=True)
            return False
        if self._owed:
            self._say(_OWED, wrong=True)
            return False
        correct = partial(self._log.correct, self.file, self._digest, session)
        try:
            late = when_late(self, partial(self._take_late, session, is_undo), partial(self._tell_late, session))
            self._digest = ask_disk(correct, late=late)
        except NoAnswerError:
            self._owed = True
            self._say(_OWED, wrong=True)
            return False
        except SetpaceError as error:
            self._say(f"not saved: {error}", wrong=True)
            return False
        await self._take(session, chosen)
        return True

    async def _take_late(self, session: Session, is_undo: bool, asked: Future[str]) -> None:  # noqa: FBT001 - bound by name above
        """A disk that hung has written a change, or refused it, after all."""
        self._owed = False
        try:
            self._digest = asked.result()
        except SetpaceError as error:
            self._say(f"not saved: {error}", wrong=True)
            return
        if is_undo:
            self._earlier.pop()
        else:
            self._earlier.append(self.session)
        self._run = None
        await self._take(session)
        self._say("the disk answered: saved after all")

    def _tell_late(self, session: Session, asked: Future[str]) -> None:
        """In the thread of the disk, when the screen is left: what became of a change, and where the session is now."""
        file, told = self.file, f"the correction of {times_text(self.session)} is"
        try:
            asked.result()
        except SetpaceError as error:
            self._hear(LateWord(f"{told} not saved: {error}", wrong=True))
            return
        trouble = ""
        if session.started != self.session.started:
            try:
                file = named_by_start(self._log, file, session)
            except SetpaceError as error:
                trouble = f", but {error}"
        word = LateWord(f"{told} saved after all{trouble}", bool(trouble), files=(file,), instead_of=self.file)
        self._hear(word)

    async def _take(self, session: Session, chosen: int | None = None) -> None:
        """Show the session as it was written."""
        moved = session.started != self.session.started
        self.session = session
        await self._paint(chosen)
        if moved:
            self._name_file()

    def _ask(self, dialog: Dialog[Result], answered: ScreenResultCallbackType[Result]) -> None:
        """Ask what is to be changed; not while a change is owed: it may be another set's place by the answer."""
        if self._owed:
            self._say(_OWED, wrong=True)
        else:
            self.app.push_screen(dialog, answered)

    def _keep_at_the_end(self, session: Session) -> None:
        """Write what was being typed when the program was ended; where that is refused nobody can be told."""
        if self._refusal is None:
            with suppress(SetpaceError):
                self._digest = ask_disk(partial(self._log.correct, self.file, self._digest, session), LOOK_S)

    def _name_file(self) -> None:
        """Let the file's name follow the start."""
        try:
            self.file = ask_disk(
                partial(named_by_start, self._log, self.file, self.session),
                late=when_late(self, self._named_late, self._tell_name_late),
            )
        except NoAnswerError:
            self._owed = True  # until then nobody knows the file's name
        except SetpaceError as error:
            self.notify(f"saved, but {error}", severity="warning", markup=False)

    def _named_late(self, asked: Future[Path]) -> None:
        self._owed = False
        if asked.exception() is None:
            self.file = asked.result()
        else:
            self.notify(f"saved, but {asked.exception()}", severity="warning", markup=False)

    def _tell_name_late(self, asked: Future[Path]) -> None:
        """As `_tell_late`, of the file's name only."""
        if asked.exception() is None:
            self._hear(LateWord("", files=(asked.result(),), instead_of=self.file))
        else:
            self._hear(LateWord(f"saved, but {asked.exception()}", wrong=True))

    async def _change_session(self, changed: Session, told: str, chosen: int | None = None) -> None:
        """Save a session that was changed in other ways than the values of one set: one step of undo."""
        before = self.session
        if changed == before:
            self._say("that is what it says already")
        elif await self._save(changed, chosen):
            self._earlier.append(before)
            self._run = None
            self._say(f"{told}, saved")

    async def _change(self, index: int, field: str, changed: PerformedSet, told: str) -> None:
        """Save one changed set; a run of changes to one field of one set is one step of undo."""
        before = self.session
        old = before.sets[index]
        if changed == old:
            self._say("that is what it says already")
            return
        sets = (*before.sets[:index], changed, *before.sets[index + 1 :])
        if not await self._save(replace(before, sets=sets)):
            return
        if self._run != (index, field):
            self._earlier.append(before)
            self._run = (index, field)
        self._say(f"{self._called(changed)}: {told}, saved")

    def _called(self, done: PerformedSet) -> str:
        """How a set is named in a sentence."""
        return f"{printable(self._library.name(done.exercise))} {done.numbered}"

    def _at_hand(self) -> PerformedSet | None:
        return self.session.sets[self._index] if self.session.sets else None

    def _move(self, by: int) -> None:
        self.query_one(RowList).move(by)

    async def on_row_list_chosen(self) -> None:
        """Another set: both sides again, and a new step of undo."""
        self._side = ""
        self._run = None
        await self._paint()

    def action_command_set_above(self) -> None:
        """Choose the set above."""
        self._move(-1)

    def action_command_set_below(self) -> None:
        """Choose the set below."""
        self._move(1)

    async def action_command_correct_undo(self) -> None:
        """Take back the last correction."""
        if not self._earlier:
            self._say("nothing to undo")
            return
        if await self._save(self._earlier[-1], is_undo=True):
            self._earlier.pop()
            self._run = None
            self._say("the last correction is undone, saved")

    def action_command_correct_help(self) -> None:
        """Show every key."""
        self.app.push_screen(HelpScreen(Scope.CORRECT, self._keys))

    def action_command_correct_back(self) -> None:
        """Back to the history."""
        self.dismiss(None)
