"""Moving through the history: the choice in the list, and the text of the chosen session."""

from __future__ import annotations

from setpace.ui.history_rows import HistoryList
from setpace.ui.top_screen import TopScreen

_SCROLL_ROWS = 3


class HistoryMoves(TopScreen[None], inherit_bindings=False):
    """A screen with a `HistoryList` and a `#history-detail`, and the commands that move in them."""

    def action_command_session_newer(self) -> None:
        """Choose the session above."""
        self.query_one(HistoryList).move(-1)

    def action_command_session_older(self) -> None:
        """Choose the session below."""
        self.query_one(HistoryList).move(1)

    def action_command_history_page_up(self) -> None:
        """Choose a session a page above."""
        sessions = self.query_one(HistoryList)
        sessions.move(-sessions.in_sight)

    def action_command_history_page_down(self) -> None:
        """Choose a session a page below."""
        sessions = self.query_one(HistoryList)
        sessions.move(sessions.in_sight)

    def action_command_session_newest(self) -> None:
        """Choose the first session."""
        sessions = self.query_one(HistoryList)
        sessions.move(-len(sessions))

    def action_command_session_oldest(self) -> None:
        """Choose the last session read so far."""
        sessions = self.query_one(HistoryList)
        sessions.move(len(sessions))

    def action_command_detail_up(self) -> None:
        """Scroll the chosen session up by a few lines."""
        self.query_one("#history-detail").scroll_relative(y=-_SCROLL_ROWS, animate=False)

    def action_command_detail_down(self) -> None:
        """Scroll the chosen session down by a few lines."""
        self.query_one("#history-detail").scroll_relative(y=_SCROLL_ROWS, animate=False)
