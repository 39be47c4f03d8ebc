"""For all tests of screens: how they wait, and what they need not do again."""

from __future__ import annotations

import pytest
from ui import settle, thrift


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    settle.wire(monkeypatch)
    thrift.wire(monkeypatch)
