"""The least a Textual countdown can be: a Digits, updated once a second. A rest is compared with it."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Digits


class CountdownApp(App[None]):
    left_s = 600

    def compose(self) -> ComposeResult:
        yield Digits("10:00")

    def on_mount(self) -> None:
        self.set_interval(1, self.count)

    def count(self) -> None:
        self.left_s -= 1
        minutes, seconds = divmod(self.left_s, 60)
        self.query_one(Digits).update(f"{minutes:02}:{seconds:02}")


if __name__ == "__main__":
    CountdownApp().run()
