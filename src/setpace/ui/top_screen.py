"""What every screen of ours can stand: keys and sizes that come faster than they are dealt with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType

if TYPE_CHECKING:
    from textual.events import Resize


class TopScreen(Screen[ScreenResultType]):
    """A screen that takes keys only while it is on top, and leaves once.

    Keys that come faster than the program is wait in the queue of the screen that was on top when they came. Textual
    lets that screen act on them even when it has gone, and what it then pops is whatever lies on top by then: a second
    digit in a dialog would take away the workout behind it. It also hands keys to a screen that is not mounted yet.

    With `ModalScreen` (or another base of Textual's) it comes second, because styles follow the first base only.
    """

    _leaves_with: tuple[ScreenResultType | None] | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key or the palette may do something here."""
        listens = self.is_mounted and self.is_attached and self.app.screen is self
        return super().check_action(action, parameters) if listens else False

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave with a result; doing it again does nothing.

        What lies over this screen is waited for, and so is its own mounting, which a key may come before.
        """
        if self._leaves_with is not None:
            return AwaitComplete()
        self._leaves_with = (result,)
        return super().dismiss(result) if self.app.screen is self and self.is_mounted else AwaitComplete()

    async def _on_resize(self, event: Resize) -> None:
        """Leave out a size that the terminal no longer has.

        Textual lays a screen out for each size it is told and then tells it that size again: two sizes at once, as
        while a window is dragged, would follow each other for ever.
        """
        if event.size != self.app.size:
            event.prevent_default()

    def on_screen_resume(self) -> None:
        """What lay over it has gone, or it has just been mounted."""
        if self._leaves_with is not None and self.app.screen is self:
            super().dismiss(*self._leaves_with)
