"""The words of the command line. argparse costs some of a start; the app opened without a word does without it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn

from setpace import __version__
from setpace.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Parser(argparse.ArgumentParser):
    """argparse, but an error is one line and `main` decides what becomes of it."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")


def parse(words: Sequence[str]) -> argparse.Namespace:
    """What a command line asks for: `command` (None: the app), and what belongs to that command.

    Args:
        words: those after the program's name.

    Raises:
        UsageError: they make no command.
        SystemExit: they asked for help or the version, which is printed by now.
    """
    return _parser().parse_args(words)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="setpace",
        description="A set-by-set strength workout timer and log for runners. Without a command: the app.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"setpace {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(name: str, does: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=does, description=f"{does[:1].upper()}{does[1:]}.", allow_abbrev=False)

    start = command("start", "open the app in a routine's first set")
    start.add_argument(
        "routine", nargs="?", metavar="ROUTINE", help="its id; default: the last one done, else beginner"
    )
    start.add_argument(
        "--plain", action="store_true", help="line by line, without taking over the screen; needs no terminal"
    )
    command("history", "open the app at the past sessions")
    log = command("log", "print past sessions, newest first")
    log.add_argument("-n", dest="number", type=_at_least_one, metavar="N", help="only the newest N")
    log.add_argument("--json", action="store_true", help="as JSON, with every set")
    routines = command("routines", "list the routines, show one, or check a file")
    routines.add_argument("routine", nargs="?", metavar="ID or FILE", help="one routine, or a file to check")
    doctor = command("doctor", "tell where everything is and what is wrong")
    doctor.add_argument("--sound", action="store_true", help="try every way to be heard, and say what worked")
    return parser


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or len(text) > 9 or int(text) < 1:  # noqa: PLR2004 - digits enough for any log
        raise argparse.ArgumentTypeError(f"needs a number from 1 on, not {text!r}")
    return int(text)
