"""A program that the tests of the driver can trust: it shows its size, counts space, quits with status 7 on `q`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from textual.app import App, ComposeResult
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.events import Key, Resize


class TinyApp(App[None]):
    presses = 0

    def compose(self) -> ComposeResult:
        yield Static("", id="size")
        yield Static("0 presses", id="presses")

    def on_resize(self, event: Resize) -> None:
        self.query_one("#size", Static).update(f"{event.size.width} by {event.size.height}")

    def on_key(self, event: Key) -> None:
        if event.key == "space":
            self.presses += 1
            self.query_one("#presses", Static).update(f"{self.presses} presses")
        elif event.key == "q":
            self.exit(return_code=7)


if __name__ == "__main__":
    app = TinyApp()
    app.run()
    sys.exit(app.return_code)
