"""What a screen that was left hears, through the one below it, of what it had asked of a disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class LateWord:
    """What became of something that a screen asked for and did not wait for: it was left before the disk answered.

    Attributes:
        told: what became of it, in one line; empty where nobody need know.
        wrong: whether it was refused.
        files: what is in the log now because of it.
        instead_of: what one of these files was before; None: it was not there.
    """

    told: str
    wrong: bool = False
    files: tuple[Path, ...] = ()
    instead_of: Path | None = None
