"""What can be heard, for `setpace doctor`, on a disk that may not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from setpace.core.errors import SetpaceError
from setpace.run.disk import SILENT, NoAnswerError
from setpace.run.doctor_ask import Asking
from setpace.run.sound_check import SoundCheck
from setpace.store.settings import load_settings, settings_of
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from setpace.store.paths import Paths

_LAYERS_S = 6.0
"""How long the layers are looked at, in seconds; a desktop alone has 4 of them for its answer."""

_BY_SETTINGS = ("profile", "own command", "awake")
"""What cannot be told without the settings."""


def sound_check(paths: Paths, environ: Mapping[str, str]) -> SoundCheck:
    """The layers as the user's settings want them.

    Raises:
        SetpaceError: the disk with the settings does not answer.
    """
    try:
        settings = Asking().look(lambda: load_settings(paths)).settings
    except SetpaceError as error:
        raise SetpaceError(f"{printable(str(paths.settings_file))}: {error}") from error
    return SoundCheck(settings, paths, environ)


def cues_found(paths: Paths, environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is there, by layer; nothing is played, run or written, and no disk is waited for long."""
    disk = Asking()
    unknown: tuple[str, ...] = ()
    try:
        check = SoundCheck(disk.look(lambda: load_settings(paths)).settings, paths, environ)
    except NoAnswerError:
        check, unknown = SoundCheck(settings_of({}, {}), paths, environ, awake=lambda _: None), _BY_SETTINGS
    try:
        rows = disk.look(check.found, _LAYERS_S)
    except NoAnswerError:  # a folder of programs is on it
        return [("layers", f"not known: {SILENT}")]
    return [(layer, f"not known: {SILENT}" if layer in unknown else found) for layer, found in rows]
