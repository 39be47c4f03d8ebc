"""Eight hours in one go, by a clock moved by hand: nothing grows, and no second is lost or won."""

from __future__ import annotations

import gc
import os
import threading
import tracemalloc
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from run.conftest import START, Bench

from setpace.core.cue_settings import CueSettings, Profile
from setpace.core.units import Unit
from setpace.core.workout_view import Does
from setpace.run.cues import Cues
from setpace.run.training import Training, start_session
from setpace.store.routines import load_routines
from setpace.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

SETS = 190
SET_S, REST_S = 40, 110
HOURS = 8

ROUTINE = f"""\
name = "All day"
level = "beginner"
exercises = [{{ exercise = "kettlebell-deadlift", sets = {SETS}, reps = 12 }}]
"""


def open_handles() -> int:
    folder = next((f for f in ("/proc/self/fd", "/dev/fd") if os.path.isdir(f)), None)
    if folder is None:
        pytest.skip("this system does not list the open files of a program")
    return len(os.listdir(folder))
