"""Runs Setpace with a part of its patience: whatever it waits for in vain, it waits for less long.

    python hurried.py [SCRIPT] [WORDS...]

Nothing else of the program is changed; SCRIPT, a file, stands for its command where a test spoils more. What is
promised in seconds is shown by tests of `true_patience`, which start the program without this.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import runpy
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

HURRIED = (sys.executable, __file__)
"""The command that starts the program with less patience."""

HURRIED_BETWEEN_PRESSES_S = 0.15
"""Seconds between two presses that both count then: as much more than its rule as `BETWEEN_PRESSES_S` has."""

PATIENCE: dict[str, dict[str, Any]] = {
    "setpace.run.disk": {"LOOK_S": 0.5},
    "setpace.run.doctor_ask": {"PATIENCE_S": 0.75, "SHORT_S": 0.25},
    "setpace.run.doctor_cues": {"_LAYERS_S": 1.5},
    "setpace.run.presses": {"BOUNCE": timedelta(milliseconds=100)},
    "setpace.run.rescue": {"_HURRY_S": 0.25},
    "setpace.run.saver": {"PATIENCE_S": 0.5, "ONE_SAVE_S": 0.25},
    "setpace.run.watchdog": {"PATIENCE_S": 2},
    "setpace.run.plain_session": {"SUMMARY_STAYS_S": 0.5},
    "setpace.ui.log_reading": {"CACHE_S": 0.25},
    "setpace.ui.workout": {"SUMMARY_STAYS_S": 0.5},
}
"""A quarter, by module. The watchdog has half: ending in order takes its time on a busy machine, whatever hangs."""


class _Hurry(importlib.abc.MetaPathFinder):
    """Sets the constants of a module as it is imported: before another can take them from there."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        less = PATIENCE.get(fullname)
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target) if less else None
        if less is None or spec is None or spec.loader is None:
            return None
        execute = spec.loader.exec_module

        def execute_hurried(module: ModuleType) -> None:
            execute(module)
            for name, value in less.items():
                assert value < vars(module)[name], f"{fullname}.{name} is no longer what it was"
                setattr(module, name, value)

        spec.loader.exec_module = execute_hurried  # type: ignore[method-assign]
        return spec


if __name__ == "__main__":
    del sys.path[0]  # the folder of the tests
    sys.meta_path.insert(0, _Hurry())
    if sys.argv[1:] and sys.argv[1].endswith(".py"):
        del sys.argv[0]
        runpy.run_path(sys.argv[0], run_name="__main__")
    else:
        from setpace.cli import main

        sys.exit(main())
