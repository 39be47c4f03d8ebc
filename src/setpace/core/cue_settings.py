"""How the user wants to be told: layers, profiles, countdown, own command. Home reads it, so it imports nothing big."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Layer(StrEnum):
    """A way to be heard (the own command is one more, switched by naming it)."""

    BELL = "bell"
    TONES = "tones"
    SPEECH = "speech"
    NOTIFY = "notify"


class Profile(StrEnum):
    """A choice of layers, made with one key."""

    GYM = "gym"
    HEADPHONES = "headphones"
    QUIET = "quiet"

    @property
    def following(self) -> Profile:
        """The one that the key goes on to."""
        profiles = list(Profile)
        return profiles[(profiles.index(self) + 1) % len(profiles)]


DEFAULT_LAYERS: Mapping[Profile, frozenset[Layer]] = {
    Profile.GYM: frozenset(Layer),
    Profile.HEADPHONES: frozenset({Layer.TONES, Layer.SPEECH}),
    Profile.QUIET: frozenset({Layer.NOTIFY}),
}
"""A gym is loud: everything. Headphones: nothing that others hear or see. Quiet: only what stands on the desktop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueSettings:
    """How the user wants to be told.

    Attributes:
        profile: the one in force at the start.
        profiles: the layers of every profile.
        countdown: whether the last three seconds are counted.
        command: the own command as typed; empty = none.
    """

    profile: Profile = Profile.GYM
    profiles: Mapping[Profile, frozenset[Layer]]
    countdown: bool = False
    command: str = ""
