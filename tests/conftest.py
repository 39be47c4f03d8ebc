"""For all tests: how many run side by side."""

from __future__ import annotations

import os

WORKERS_PER_CORE = 2
"""Tests of screens spend half their time waiting for the screen to settle: two of them fill a core."""


def pytest_xdist_auto_num_workers() -> int:
    return WORKERS_PER_CORE * (os.cpu_count() or 1)
