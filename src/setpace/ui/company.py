"""The workout screen with what goes along with it: cues, and a laptop that stays awake."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from setpace.run.awake import Awake
from setpace.run.cues import Cues
from setpace.run.diagnostics import keep_diagnostics
from setpace.ui.title import to_terminal
from setpace.ui.workout import WorkoutScreen

if TYPE_CHECKING:
    from setpace.run.training import Training
    from setpace.ui.app import SetpaceApp


def workout_screen(app: SetpaceApp, training: Training) -> WorkoutScreen:
    """The screen that leads through a session; without a terminal (in tests) nothing is rung and nothing kept awake."""
    if app.is_headless:
        return WorkoutScreen(training)
    keep_diagnostics(app.paths)
    cues = Cues(
        app.settings.cues,
        library=app.library,
        unit=training.runner.state.head.unit,
        cache=app.paths.cache,
        write_to_terminal=partial(to_terminal, app),
        environ=os.environ,
    )
    return WorkoutScreen(training, cues=cues, awake=Awake(enabled=app.settings.keep_awake))
