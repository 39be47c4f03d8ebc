"""What the workout screen does with an offer to prepare for the exercise at hand."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from setpace.ui.top_screen import TopScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from setpace.run.runner import Outcome, Runner


class PreparingKeys(TopScreen[None]):
    """The commands that put technique or warm-up sets before the work sets.

    Attributes:
        runner: leads the session.
    """

    runner: Runner

    @abstractmethod
    def _pressed(self, act: Callable[[], Outcome]) -> None:
        """A key that moves the session: it counts only if it is no bounce."""

    def action_command_technique(self) -> None:
        """Technique sets first."""
        self._pressed(self.runner.technique)

    def action_command_warm_up(self) -> None:
        """A warm-up first."""
        self._pressed(self.runner.warm_up)
