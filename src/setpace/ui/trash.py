"""Deleted sessions, to be restored or to be deleted for good."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from setpace.core.errors import DataError, SetpaceError
from setpace.core.session import Session
from setpace.core.units import counted
from setpace.run.disk import OWED, NoAnswerError, ask_disk
from setpace.store.toml_file import printable
from setpace.ui.dialogs import ChoiceDialog, Dialog
from setpace.ui.late import no_matter, when_late
from setpace.ui.late_word import LateWord
from setpace.ui.row_list import Row, RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from textual.app import ComposeResult

    from setpace.core.errors import Problem
    from setpace.store.session_trash import Emptied, Trash

    Deleted = Session | Problem | None
    """A deleted session; a problem where it cannot be read, None where no row shows it."""

    Restored = tuple[Path, dict[Path, Deleted]]

MOST_SHOWN = 100
"""More rows than anybody looks through; the folder holds the others."""

_WIDEST = 72
"""Cells of a dialog, at most nine tenths of the screen."""

_BESIDE_ROW = 9
"""Cells that edge, padding, mark and scrollbar take beside a row."""


def called(session: Session) -> str:
    """How a session is named in a sentence: `Beginner of 2026-11-23 18:04`."""
    return f"{printable(session.name or session.routine)} of {session.started:%Y-%m-%d %H:%M}"


def deleted_sessions(trash: Trash) -> dict[Path, Deleted]:
    """What is in the trash by file, newest first; a problem where a file cannot be read, None where no row shows it.

    Raises:
        DataError: the trash cannot be read.
    """
    files = trash.files()
    found: dict[Path, Deleted] = dict.fromkeys(files)
    found |= {file: _read(trash, file) for file in files[:MOST_SHOWN]}
    return found


def _read(trash: Trash, file: Path) -> Session | Problem:
    try:
        return trash.read(file).session
    except DataError as error:
        return error.problem


def _emptied_text(emptied: Emptied) -> str:
    told = f"{counted(len(emptied.gone), 'session')} deleted for good"
    return told if emptied.problem is None else f"{told}; {emptied.problem}"


class TrashDialog(Dialog["tuple[Path, ...]"]):
    """Lists the deleted sessions; gives the files that were restored, in the log."""

    DEFAULT_CSS = """
    TrashDialog RowList { margin-top: 1; max-height: 60vh; }
    TrashDialog #trash-said { margin-top: 1; height: auto; }
    TrashDialog #trash-said.wrong { color: $error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,T,ctrl+q,ctrl+c", "close", "close", show=False, priority=True),
        Binding("space,enter,r", "restore", "restore", show=False),
        Binding("e,E", "empty", "empty", show=False),
        Binding("up,k", "move(-1)", "up", show=False),
        Binding("down,j", "move(1)", "down", show=False),
    ]

    def __init__(
        self, trash: Trash, found: Mapping[Path, Deleted], hear: Callable[[LateWord], None] = no_matter
    ) -> None:
        """Make the dialog.

        Args:
            trash: restores.
            found: what is in it, see `deleted_sessions`.
            hear: called in another thread, once the dialog is left, with what became of what was owed then.
        """
        super().__init__()
        self._hear = hear
        self._trash = trash
        self._found = dict(found)
        self._files = list(found)
        self._restored: list[Path] = []
        self._owed = False  # the disk has not answered yet: what it will have done by then, nobody knows

    def compose(self) -> ComposeResult:
        """Title, sessions, what happened, keys."""
        with Vertical():
            yield Static("Trash", classes="title")
            yield RowList(self._rows())
            yield Static(self._counted(), id="trash-said", markup=False)
            yield Static(self._keys(), id="trash-keys", classes="hint")

    def _keys(self) -> str:
        """The line of keys: where nothing is left there is nothing to restore."""
        return "enter restore · e empty · esc back" if self._files else "esc back"

    async def _paint(self, chosen: str | None) -> None:
        """Show what is in the trash by now."""
        await self.query_one(RowList).show(self._rows(), chosen)
        self.query_one("#trash-keys", Static).update(self._keys())

    async def on_resize(self) -> None:
        """Rows take the room there is."""
        await self._paint(self.query_one(RowList).chosen)

    def _rows(self) -> list[Row]:
        return [Row(file.name, self._row(file)) for file in self._files[:MOST_SHOWN]]

    def _row(self, file: Path) -> Content:
        session = self._found[file]
        if not isinstance(session, Session):
            why = "" if session is None else "  cannot be read"
            return Content.assemble(printable(file.name), (why, "$error"))
        name = Content(printable(session.name or session.routine)).stylize("bold")
        open_ = "" if session.finished else "  unfinished"
        day, of = f"{session.started:%Y-%m-%d}", f"  {len(session.work)}/{session.planned_total}"
        room = min(self.app.size.width * 9 // 10, _WIDEST) - _BESIDE_ROW
        for time, sets in ((f"{session.started: %H:%M}", " sets"), (f"{session.started: %H:%M}", ""), ("", "")):
            left = room - len(f"{day}{time}  {of}{sets}{open_}")
            if left >= name.cell_length:
                break
        name = name.truncate(max(left, 1), ellipsis=True)
        return Content.assemble(f"{day}{time}  ", name, (of + sets + open_, "$muted"))

    def _called(self, file: Path) -> str:
        session = self._found[file]
        return called(session) if isinstance(session, Session) else printable(file.name)

    def _counted(self) -> str:
        if not self._files:
            return "Nothing is in the trash."
        more = len(self._files) - MOST_SHOWN
        return f"{more:,} more in {printable(str(self._trash.folder))}" if more > 0 else ""

    def action_move(self, by: int) -> None:
        """Move the mark."""
        self.query_one(RowList).move(by)

    async def action_restore(self) -> None:
        """Bring the marked session back, or say why that cannot be."""
        rows = self.query_one(RowList)
        file = next((each for each in self._files if each.name == rows.chosen), None)
        if file is None:
            return
        if self._owed:
            self._say(OWED, wrong=True)
            return
        act = partial(self._restore, file)
        late = when_late(self, partial(self._take_late, file), partial(self._tell_late, self._called(file)))
        await self._take(file, lambda: ask_disk(act, late=late, owed=True))

    def _restore(self, file: Path) -> Restored:
        """In any thread: where the file is now, and what the row that moves up has to show."""
        to = self._trash.restore(file)
        return to, {each: _read(self._trash, each) for each in self._files[MOST_SHOWN : MOST_SHOWN + 1]}

    async def _take_late(self, file: Path, asked: Future[Restored]) -> None:
        self._owed = False
        await self._take(file, asked.result)

    def _tell_late(self, name: str, asked: Future[Restored]) -> None:
        """In another thread, when the dialog is left."""
        if asked.exception() is None:
            self._hear(LateWord(f"{name} is back", files=(asked.result()[0],)))
        else:
            self._hear(LateWord(f"{name}: {asked.exception()}", wrong=True))

    async def _take(self, file: Path, restore: Callable[[], Restored]) -> None:
        """Show what became of a file that was to be restored."""
        try:
            to, more = restore()
        except SetpaceError as error:
            self._owed = isinstance(error, NoAnswerError)
            self._say(str(error), wrong=True)
            return
        name, place = self._called(file), self._files.index(file)
        self._found |= more
        self._restored.append(to)
        self._files.remove(file)
        left = self._files[min(place, len(self._files) - 1)].name if self._files else None
        await self._paint(left)
        self._say(f"{name} is back")

    def action_empty(self) -> None:
        """Ask, then delete all of them for good."""
        if not self._files:
            self._say("there is nothing to delete")
            return
        if self._owed:
            self._say(OWED, wrong=True)
            return
        listed = tuple(self._files)

        async def answered(answer: str | None) -> None:
            if answer == "delete":
                await self._empty(listed)

        options = [("keep", "keep", "they stay here"), ("delete", "delete", "they cannot be brought back")]
        title = f"Delete {counted(len(listed), 'session')} for good?"
        self.app.push_screen(ChoiceDialog(title, "", options, "keep", digits=False), answered)

    async def _empty(self, files: Sequence[Path]) -> None:
        act = partial(self._trash.empty, files)
        try:
            await self._take_emptied(
                ask_disk(act, late=when_late(self, self._emptied_late, self._tell_emptied), owed=True)
            )
        except NoAnswerError as error:
            self._owed = True
            self._say(str(error), wrong=True)

    async def _emptied_late(self, asked: Future[Emptied]) -> None:
        self._owed = False
        await self._take_emptied(asked.result())

    def _tell_emptied(self, asked: Future[Emptied]) -> None:
        """As `_tell_late`."""
        self._hear(LateWord(_emptied_text(asked.result()), wrong=asked.result().problem is not None))

    async def _take_emptied(self, emptied: Emptied) -> None:
        self._files = [file for file in self._files if file not in emptied.gone]
        await self._paint(None)
        self._say(_emptied_text(emptied), wrong=emptied.problem is not None)

    def _say(self, what: str, *, wrong: bool = False) -> None:
        said = self.query_one("#trash-said", Static)
        said.set_class(wrong, "wrong")
        said.update(Content(what))

    async def on_row_list_taken(self) -> None:
        """A click on the marked session restores it."""
        await self.action_restore()

    def action_close(self) -> None:
        """Back, with what was restored."""
        self.dismiss(tuple(self._restored))
