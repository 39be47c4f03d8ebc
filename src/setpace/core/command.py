"""What a command of the app is, and where its keys are listened to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Where a command's keys are listened to. Two commands of one scope cannot share a key."""

    HOME = "home"
    WORKOUT = "workout"
    HISTORY = "history"
    CORRECT = "correct"
    COMPARE = "compare"
    SETTINGS = "settings"
    PROGRESS = "progress"
    CALENDAR = "calendar"
    WHY = "why"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a key can do.

    Attributes:
        id: stable name, used in `[keys]` of the settings; unique over all scopes.
        scope: the screen that listens.
        keys: its keys by default, in the names Textual gives them.
        label: one or two words, for the line of keys at the bottom.
        doc: one sentence, for help and palette.
    """

    id: str
    scope: Scope
    keys: tuple[str, ...]
    label: str
    doc: str
