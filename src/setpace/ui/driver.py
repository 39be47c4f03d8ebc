"""Textual's driver for Unix terminals, with a reading of keys that stands whatever a terminal sends, and its end."""

from __future__ import annotations

import os
import sys
from codecs import getincrementaldecoder
from selectors import EVENT_READ, SelectSelector
from typing import TYPE_CHECKING, Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.app import App

_LOOK_S = 0.1
"""So often it is looked for the end of the app, and for a key that may be the beginning of a longer one, in seconds."""

_AT_ONCE_BYTES = 4096


class TerminalDriver(LinuxDriver):
    """Reads keys to the end, whatever comes, and paints on the standard output.

    Textual's own paints on the standard error, which may well lead into a file. It ends the app with a traceback and
    status 0 on the first byte that is not UTF-8, and reads the end of a terminal that is gone over and over.
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file = sys.__stdout__

    def run_input_thread(self) -> None:
        """Read keys until the app ends; bytes that are no text are passed over."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("ignore").decode
        with SelectSelector() as selector:  # the one kind that knows terminals on every system
            selector.register(self.fileno, EVENT_READ)
            is_last = False
            while not is_last:
                is_last = self.exit_event.is_set()  # what is answered yet is taken: no shell shall get it
                text = ""
                if selector.select(_LOOK_S):
                    data = os.read(self.fileno, _AT_ONCE_BYTES)
                    if not data:  # the terminal is gone, or it had an end of input in line mode: no reason to spin
                        self.exit_event.wait(_LOOK_S)
                    text = decode(data)
                if text:  # none at all would be the parser's end
                    for event in parser.feed(text):
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except OSError:  # the terminal is gone
            self._app.call_later(self._app.panic)
        except Exception as error:  # noqa: BLE001 - an error of ours, to end the app as any other one
            self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001 - Textual has no other way
