"""For all tests: how many run side by side."""

from __future__ import annotations

import os

WORKERS_PER_CORE = 1.5
"""Tests of screens spend half their time waiting; with more workers those of the real terminal would starve."""


def pytest_xdist_auto_num_workers() -> int:
    return max(1, int(WORKERS_PER_CORE * (os.cpu_count() or 1)))
