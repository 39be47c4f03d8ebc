"""A session whose file cannot be written: it is handed over as text, or saved in another folder."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from setpace.core.errors import SetpaceError
from setpace.core.workout import Ended, to_session
from setpace.run.disk import SILENT, answer_within
from setpace.run.saver import PATIENCE_S
from setpace.store.atomic import create_exclusively
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from setpace.run.training import Training

LOG = logging.getLogger("setpace.rescue")

RESCUED_NAME = "setpace-not-saved-*.toml"
"""How files are named that hold a session nobody could be told of."""

_LONGEST_SHORT_CODE = 0xFFFF

_HURRY_S = 1.0
"""How long one folder is tried at the very end, in seconds."""


def rescued_text(training: Training, trouble: str) -> str:
    """The session as its file would hold it, harmless to a terminal and still good TOML.

    Args:
        training: the session.
        trouble: why it could not be written; stands above it as a comment.
    """
    comments = (
        f"# setpace: {printable(trouble)}",
        f"# All of the session follows. Saved as {printable(str(training.file))} it is in the log.",
    )
    return "\n".join((*comments, _harmless(_content(training).decode())))


def unsaved_text(training: Training) -> str | None:
    """As `rescued_text`; None where nothing of the session would be lost. It waits for nothing, in any thread."""
    trouble = training.unsaved()
    return None if trouble is None else rescued_text(training, trouble)


def save_in(training: Training, folder: str) -> Path:
    """Save the session in another folder, under its own name, over nothing that stands there.

    Args:
        training: the session.
        folder: as typed: `~` is expanded, missing folders are made, empty = the home folder.

    Returns:
        The file.

    Raises:
        SetpaceError: it cannot be written there, or that disk does not answer within 2 s either.
    """
    saved = answer_within(PATIENCE_S, partial(_try_in, training, folder))
    if isinstance(saved, Path):
        return saved
    raise SetpaceError(f"{printable(folder)}: not saved there either: {printable(saved or SILENT)}")


def _try_in(training: Training, folder: str) -> Path | str:
    """The file, or why there is none."""
    name = training.file.name
    try:
        to = Path(folder.strip() or "~").expanduser().absolute()
        count, file = 1, to / name
        while True:
            try:
                create_exclusively(file, _content(training))
            except FileExistsError:
                count += 1
                file = to / f"{training.file.stem}_{count}{training.file.suffix}"
            else:
                return file
    except (OSError, RuntimeError, ValueError) as error:  # no such user after ~; a sign that no path has
        return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


def leave_in_file(text: str) -> Path | None:
    """Keep a text that nobody can be shown in the home folder, else in the folder for temporary files.

    Returns:
        The file, named in the diagnostics log too; None where there is no room anywhere.
    """
    for folder in _last_folders():
        file = Path(folder) / RESCUED_NAME.replace("*", os.urandom(4).hex())
        kept = answer_within(_HURRY_S, partial(_try_to_create, file, text.encode(errors="replace")))
        if isinstance(kept, Path):
            LOG.error("what could not be saved stands in %s", file)
            return file
    return None


def left_in_files() -> list[Path]:
    """The files that `leave_in_file` has made and that are there still."""
    return [file for folder in dict.fromkeys(_last_folders()) for file in sorted(Path(folder).glob(RESCUED_NAME))]


def _last_folders() -> list[str]:
    import tempfile  # noqa: PLC0415 - rarely needed

    folders = [tempfile.gettempdir()]
    with suppress(RuntimeError):  # the system knows of no home
        folders.insert(0, str(Path.home()))
    return folders


def _try_to_create(file: Path, content: bytes) -> Path | str:
    try:
        create_exclusively(file, content)
    except OSError as error:
        return str(error)
    return file


def _content(training: Training) -> bytes:
    state = training.runner.state
    return training.writer.content(to_session(state), () if isinstance(state.stage, Ended) else state.history)


def _harmless(toml: str) -> str:
    """What a terminal could obey, written as TOML's own escapes; TOML has such signs within quotes only."""
    return "".join(sign if sign == "\n" or sign.isprintable() else _escaped(ord(sign)) for sign in toml)


def _escaped(code: int) -> str:
    return f"\\u{code:04x}" if code <= _LONGEST_SHORT_CODE else f"\\U{code:08x}"
