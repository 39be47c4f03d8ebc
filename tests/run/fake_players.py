"""Players of our own on a PATH of our own: small scripts that write down what they were given."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WORKS = """
open(os.path.join(here, name + ".ran"), "a").write("|".join(sys.argv[1:]) + "\\n")
"""
SPEAKS = """
open(os.path.join(here, name + ".ran"), "a").write(sys.stdin.read() + "\\n")
"""
CRASHES = """
print("no sound card: this must be seen nowhere", file=sys.stderr, flush=True)
print("nor this", flush=True)
sys.exit(3)
"""
HANGS = """
import time
open(os.path.join(here, name + ".ran"), "a").write(str(os.getpid()) + "\\n")
time.sleep(600)
"""
TELLS_ITS_ENVIRONMENT = """
told = sorted(key + "=" + value for key, value in os.environ.items() if key.startswith("SETPACE_"))
open(os.path.join(here, name + ".ran"), "a").write("\\n".join(told) + "\\n")
"""


class FakePlayers:
    """A folder of programs that is all of PATH."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.environ = {"PATH": str(folder)}

    def install(self, name: str, does: str) -> None:
        script = self.folder / name
        script.write_text(
            f"#!{sys.executable} -IS\nimport os, sys\nhere, name = {str(self.folder)!r}, {name!r}\n{does}"
        )
        script.chmod(0o700)

    def ran(self, name: str) -> list[str]:
        """What it wrote down, a line each."""
        file = self.folder / f"{name}.ran"
        return file.read_text().splitlines() if file.exists() else []
