"""How a thread that reads the log sends it to a screen: a small piece first, so that something is seen at once."""

from __future__ import annotations

FIRST_FILES = 12
"""Files read before something is shown: about a month of training."""

SECOND_FILES = 48
"""Files read before the next piece: enough for the highest screens, and soon there without a cache too."""

SEEN_WITHIN_S = 0.5
"""How long the thread lets the screen paint its first piece undisturbed, at most."""

WRITTEN_AFTER_S = 0.06
"""How long after painting the terminal has got it: until then the thread would only be in the way."""


def next_due(due: int, chunk: int) -> int:
    """At how many files the piece after that at `due` is sent; `chunk` is the size of the later ones."""
    return due + (SECOND_FILES if due == FIRST_FILES else chunk)
