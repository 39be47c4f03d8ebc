"""Desktop notifications by the escape sequence that the terminal knows, decided from the environment alone."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Escape(Enum):
    """Which sequence asks for a notification.

    OSC 9 is iTerm2's, one text; OSC 777 came with rxvt-unicode's `notify` extension, title and text.
    """

    OSC_9 = "OSC 9"
    OSC_777 = "OSC 777"


_BY_PROGRAM = {
    "iterm.app": Escape.OSC_9,
    "warpterminal": Escape.OSC_9,
    "ghostty": Escape.OSC_777,
    "wezterm": Escape.OSC_777,
    "kitty": Escape.OSC_777,  # since 0.24 (its changelog)
}
"""By TERM_PROGRAM, in small letters."""

_BY_VARIABLE = {
    "KITTY_WINDOW_ID": Escape.OSC_777,
    "KITTY_PID": Escape.OSC_777,
    "GHOSTTY_RESOURCES_DIR": Escape.OSC_777,
    "WEZTERM_PANE": Escape.OSC_777,
    "ITERM_SESSION_ID": Escape.OSC_9,
    "KONSOLE_VERSION": Escape.OSC_777,
    "VTE_VERSION": Escape.OSC_777,  # shown by the patched ones, swallowed by the others
}
"""By a variable that only this terminal sets; looked at where TERM_PROGRAM says nothing."""

_BY_TERM = {"xterm-kitty": Escape.OSC_777, "xterm-ghostty": Escape.OSC_777, "foot": Escape.OSC_777}
"""By how TERM begins: the one thing that ssh passes on."""

_DEAF = {"vscode", "apple_terminal", "alacritty", "mintty", "hyper", "tabby"}
"""Terminals by TERM_PROGRAM that are known to show none, whatever they were started from."""


def notification_escape(environ: Mapping[str, str]) -> Escape | None:
    """The sequence that this terminal knows; None where none is known (nothing is sent then).

    Under tmux the terminal around it is found by what it left in the environment; GNU screen and zellij pass
    nothing on.
    """
    if environ.get("STY") or environ.get("ZELLIJ"):
        return None
    if environ.get("LC_TERMINAL", "").lower() == "iterm2":  # passed on by ssh, set inside tmux too
        return Escape.OSC_9
    program = environ.get("TERM_PROGRAM", "").lower()
    if program in _BY_PROGRAM:
        return _BY_PROGRAM[program]
    if program in _DEAF:
        return None
    term = environ.get("TERM", "").lower()
    by_term = (escape for start, escape in _BY_TERM.items() if term.startswith(start))
    by_variable = (escape for name, escape in _BY_VARIABLE.items() if environ.get(name))
    return next(by_term, None) or next(by_variable, None)


def notification(environ: Mapping[str, str], title: str, text: str) -> str | None:
    """The sequence that shows a notification; None where this terminal knows none.

    Args:
        environ: the environment of the program.
        title: its headline.
        text: one line; control characters in both are left out.
    """
    escape = notification_escape(environ)
    if escape is None:
        return None
    title, text = _printable(title).replace(";", ","), _printable(text)
    payload = f"9;{title}: {text}" if escape is Escape.OSC_9 else f"777;notify;{title};{text}"
    if environ.get("TMUX"):
        # tmux hands on what is wrapped so, where its option allow-passthrough is on; each escape inside is doubled.
        return f"\x1bPtmux;\x1b\x1b]{payload}\x07\x1b\\"
    return f"\x1b]{payload}\x07"


def _printable(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())
