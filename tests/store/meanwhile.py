"""Files of the user that are changed by somebody else in the moment in which they are to be written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from setpace.core.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def typed_meanwhile_stays(monkeypatch: pytest.MonkeyPatch, file: Path, typed: str, write: Callable[[], object]) -> None:
    """Type something into a file while `write` brings a change of it to the disk: it is refused, in a line of ours."""
    fsync = os.fsync

    def type_meanwhile(descriptor: int) -> None:
        fsync(descriptor)
        file.write_text(typed)

    monkeypatch.setattr(os, "fsync", type_meanwhile)
    with pytest.raises(DataError) as caught:
        write()
    assert str(caught.value) == f"{file}: changed on disk in this moment, so nothing was written; do it again"
    assert file.read_text() == typed
