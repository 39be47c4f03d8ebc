"""Where the files of the user are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from setpace.core.errors import SetpaceError

if TYPE_CHECKING:
    from collections.abc import Mapping

HOME_VARIABLE = "SETPACE_HOME"
"""Names one folder that holds everything: a portable set-up, and how tests keep to themselves."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one user; naming one creates nothing.

    Attributes:
        config: settings and the user's own routines, exercises and themes.
        data: the log.
        state: locks and diagnostics, of this machine only.
        cache: may be deleted at any time.
    """

    config: Path
    data: Path
    state: Path
    cache: Path

    @property
    def settings_file(self) -> Path:
        """The settings, written by the user or by the app."""
        return self.config / "settings.toml"

    @property
    def routines_dir(self) -> Path:
        """The user's own routines, one file each."""
        return self.config / "routines"

    @property
    def exercises_file(self) -> Path:
        """The user's own exercises, all in one file."""
        return self.config / "exercises.toml"

    @property
    def runs_file(self) -> Path:
        """The user's runs, planned and done; the coach heeds them."""
        return self.config / "runs.toml"

    @property
    def themes_dir(self) -> Path:
        """The user's own themes, one file each."""
        return self.config / "themes"

    @property
    def log_dir(self) -> Path:
        """The log: a folder per year, a file per session."""
        return self.data / "log"

    @property
    def trash_dir(self) -> Path:
        """Deleted sessions, until the user empties it."""
        return self.log_dir / ".trash"

    @property
    def locks_dir(self) -> Path:
        """One lock per running session; local, because locks on a synced folder mean nothing."""
        return self.state / "locks"

    @property
    def diagnostics_file(self) -> Path:
        """What the program noted about itself, for a bug report."""
        return self.state / "setpace.log"


def find_paths(environ: Mapping[str, str]) -> Paths:
    """The folders in force; none of them is created.

    Args:
        environ: the environment; only `SETPACE_HOME` is read here (`~` is expanded, a relative path is made absolute
            at once so that a later change of folder does no harm, empty counts as unset).

    Returns:
        Everything under `SETPACE_HOME` where that is set, else where the system wants it.

    Raises:
        SetpaceError: `SETPACE_HOME` starts with `~name` and there is no such user.
    """
    home = environ.get(HOME_VARIABLE, "")
    if home:
        try:
            root = Path(home).expanduser().absolute()
        except RuntimeError as error:
            raise SetpaceError(
                f"{HOME_VARIABLE}={home}: there is no such home folder; give a full path, as in /home/me/setpace"
            ) from error
        return Paths(config=root, data=root, state=root / "state", cache=root / "cache")

    from platformdirs import PlatformDirs  # noqa: PLC0415 - not needed with SETPACE_HOME

    dirs = PlatformDirs("setpace", appauthor=False)
    return Paths(
        config=dirs.user_config_path, data=dirs.user_data_path, state=dirs.user_state_path, cache=dirs.user_cache_path
    )
