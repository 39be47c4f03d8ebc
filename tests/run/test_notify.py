from __future__ import annotations

import pytest

from setpace.run.notify import Escape, notification, notification_escape


@pytest.mark.parametrize(
    ("environ", "escape"),
    [
        ({"TERM_PROGRAM": "iTerm.app"}, Escape.OSC_9),
        ({"LC_TERMINAL": "iTerm2", "TERM": "xterm-256color"}, Escape.OSC_9),
        ({"TERM_PROGRAM": "WezTerm", "TERM": "xterm-256color"}, Escape.OSC_777),
        ({"TERM_PROGRAM": "ghostty"}, Escape.OSC_777),
        ({"TERM": "xterm-kitty"}, Escape.OSC_777),
        ({"KITTY_WINDOW_ID": "1", "TERM": "xterm-256color"}, Escape.OSC_777),
        ({"TERM": "foot-extra"}, Escape.OSC_777),
        ({"KONSOLE_VERSION": "240801"}, Escape.OSC_777),
        ({"VTE_VERSION": "7600", "TERM": "xterm-256color"}, Escape.OSC_777),
        ({"TERM": "xterm-256color"}, None),
        ({}, None),
        ({"TERM_PROGRAM": "Apple_Terminal"}, None),
        ({"TERM_PROGRAM": "vscode", "VTE_VERSION": "7600"}, None),  # an editor started from another terminal
        ({"TERM": "foot", "STY": "1.tty"}, None),
        ({"TERM": "xterm-kitty", "ZELLIJ": "0"}, None),
    ],
)
def test_what_a_terminal_knows_is_read_off_its_environment(environ: dict[str, str], escape: Escape | None) -> None:
    assert notification_escape(environ) is escape


def test_the_two_sequences() -> None:
    assert notification({"TERM_PROGRAM": "iTerm.app"}, "Go", "Clean 2/3") == "\x1b]9;Go: Clean 2/3\a"
    assert notification({"TERM": "foot"}, "Go", "Clean 2/3") == "\x1b]777;notify;Go;Clean 2/3\a"
    assert notification({"TERM": "dumb"}, "Go", "Clean 2/3") is None


def test_inside_tmux_the_terminal_around_it_is_reached() -> None:
    inside = {"TERM_PROGRAM": "tmux", "TERM": "tmux-256color", "TMUX": "/tmp/x,1,0", "KITTY_WINDOW_ID": "1"}
    assert notification(inside, "Go", "now") == "\x1bPtmux;\x1b\x1b]777;notify;Go;now\a\x1b\\"


def test_a_name_cannot_drive_the_terminal() -> None:
    sent = notification({"TERM": "foot"}, "a;b", "x\x1b]0;owned\a\x9c\n")
    assert sent == "\x1b]777;notify;a,b;x]0;owned\a"
