"""Running the app on this terminal, and the exit status that comes of it."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from setpace.run.thread_errors import errors_of_threads_noted
from setpace.ui.app import SetpaceApp
from setpace.ui.ending import say_last_words
from setpace.ui.signals import let_go_of_lost_terminal

if TYPE_CHECKING:
    from setpace.core.routine import Routine
    from setpace.store.paths import Paths
    from setpace.ui.first_files import FirstFiles

SWITCH_S = 0.0005
"""How long a thread may keep the one that writes to the terminal waiting; Python's 5 ms would be half a key's time."""


def run_app(
    paths: Paths,
    files: FirstFiles,
    open_at: str = "home",
    routine: Routine | None = None,
    trouble: str | None = None,
) -> int:
    """Run the app on this terminal.

    Args:
        paths: where the user's files are.
        files: what stands in the first of them.
        open_at: `home`, `workout` or `history`.
        routine: with `workout`: what to begin; None: the one last done.
        trouble: something to be said once the app is open.

    Returns:
        The exit status: 0, 1 after a crash, or 128 + the number of the signal that ended it.
    """
    sys.setswitchinterval(SWITCH_S)
    gc.disable()  # as in cli already; on again after the first frame
    app = SetpaceApp(paths, files, open_at, routine, trouble=trouble)
    with errors_of_threads_noted(paths):
        app.run()
    gc.enable()
    app.last_words += [f"setpace: {what}" for what in app.kept_back]
    say_last_words(app.last_words)
    if app.signals.status:
        let_go_of_lost_terminal()
    return app.signals.status or app.return_code or 0
