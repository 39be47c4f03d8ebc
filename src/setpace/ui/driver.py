"""Textual's driver for Unix terminals, made to stand bytes that are no text and errors where keys are read."""

from __future__ import annotations

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver


class TerminalDriver(LinuxDriver):
    """Reads keys to the end, whatever comes.

    Textual's own ends the app with a traceback and status 0 on the first byte that is not UTF-8.
    """

    def _run_input_thread(self) -> None:
        while True:
            try:
                self.run_input_thread()
            except UnicodeDecodeError as error:  # a key of a Latin-1 terminal, noise on a serial line
                self._take(error.object.decode(errors="ignore"))
                continue
            except OSError:  # the terminal is gone
                self._app.call_later(self._app.panic)
            except Exception as error:  # noqa: BLE001 - an error of ours, to end the app as any other one
                self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001 - Textual has no other way
            return

    def _take(self, text: str) -> None:
        """The keys that came with what is no text."""
        if text:  # to the parser nothing is the end
            parser = XTermParser(self._debug)
            for event in (*parser.feed(text), *parser.tick()):
                self.process_message(event)
