"""The least a Textual app can do on a key: repaint CELLS cells (its argument). A key press is compared with it."""

from __future__ import annotations

import sys
from itertools import cycle

from textual.app import App, ComposeResult
from textual.widgets import Static

COLUMNS = 80


class KeysApp(App[None]):
    def __init__(self, cells: int) -> None:
        super().__init__()
        rows = max(1, round(cells / COLUMNS))
        # The word is what is waited for; the other rows change too, so that no cell can be left out.
        self.pictures = cycle([self.picture("REST", "r", rows), self.picture("LIFT", "l", rows)])
        self.rows = rows

    def picture(self, word: str, filling: str, rows: int) -> str:
        return "\n".join([f"{word} ".ljust(COLUMNS, filling), *[filling * COLUMNS] * (rows - 1)])

    def compose(self) -> ComposeResult:
        cells = Static("LIFT?")
        cells.styles.width, cells.styles.height = COLUMNS, self.rows
        yield cells

    def on_key(self) -> None:
        self.query_one(Static).update(next(self.pictures), layout=False)


if __name__ == "__main__":
    KeysApp(int(sys.argv[1])).run()
