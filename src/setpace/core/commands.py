"""Every command of the app: one entry serves its key, its palette line, its help and the user's own key settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from setpace.core.command import Command, Scope
from setpace.core.history_commands import COMPARE_COMMANDS, CORRECT_COMMANDS, HISTORY_COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = (
    "COMMANDS",
    "COMMAND_BY_ID",
    "Command",
    "Scope",
    "clashes",
    "key_name",
    "key_sign",
    "keys_in_force",
    "keys_of",
)

_HOME = (
    Command("start", Scope.HOME, ("enter", "space"), "start", "Start the chosen routine, or take the chosen offer."),
    Command("resume", Scope.HOME, ("r",), "resume", "Go on with the unfinished session."),
    Command("level", Scope.HOME, ("l",), "level", "Choose the routine of the level that the coach offers."),
    Command("history", Scope.HOME, ("h",), "history", "Look at past sessions."),
    Command("progress", Scope.HOME, ("p",), "progress", "Loads, records and the calendar of the year."),
    Command("run", Scope.HOME, ("u",), "run", "Enter a run, planned or done: easy, hard or race; the coach heeds it."),
    Command("why", Scope.HOME, ("i",), "why", "Why strength training makes a runner faster, with the sources."),
    Command("theme", Scope.HOME, ("t",), "theme", "Choose the colours, with a live preview."),
    Command("settings", Scope.HOME, ("s",), "settings", "Change every setting and every key, each one explained."),
    Command("help", Scope.HOME, ("question_mark", "f1"), "keys", "Show every key of this screen."),
    Command("quit", Scope.HOME, ("q", "ctrl+q", "ctrl+c"), "quit", "Leave Setpace."),
)

_WORKOUT = (
    Command(
        "next",
        Scope.WORKOUT,
        ("space", "enter", "pagedown"),
        "next",
        "The one key: set done, start the next set, go on after a pause.",
    ),
    Command("undo", Scope.WORKOUT, ("z", "pageup"), "undo", "Take back the last step, any number of times."),
    Command("reps-up", Scope.WORKOUT, ("up",), "reps +1", "One rep more on the marked set."),
    Command("reps-down", Scope.WORKOUT, ("down",), "reps −1", "One rep fewer on the marked set."),
    Command(
        "load-up",
        Scope.WORKOUT,
        ("plus", "equals_sign"),
        "load +",
        "One step heavier, for the marked set and the later sets of its exercise.",
    ),
    Command(
        "load-down",
        Scope.WORKOUT,
        ("minus",),
        "load −",
        "One step lighter, for the marked set and the later sets of its exercise.",
    ),
    Command(
        "flip",
        Scope.WORKOUT,
        ("tab",),
        "other line",
        "In a rest: let the reps keys change NEXT and the load keys change DONE, or back.",
    ),
    Command("left-side", Scope.WORKOUT, ("l",), "left", "Count the left side only; again: both sides."),
    Command("right-side", Scope.WORKOUT, ("r",), "right", "Count the right side only; again: both sides."),
    Command("type-load", Scope.WORKOUT, ("w",), "type load", "Type the load as a number."),
    Command("form-clean", Scope.WORKOUT, ("1",), "clean", "The last completed set was clean: perfect form throughout."),
    Command("form-shaky", Scope.WORKOUT, ("2",), "shaky", "The last completed set was shaky: done, but not perfect."),
    Command("form-broken", Scope.WORKOUT, ("3",), "broken", "The last completed set was broken: the form was lost."),
    Command("rest-shorter", Scope.WORKOUT, ("left",), "−15 s", "Shorten this rest by 15 s, both marks."),
    Command(
        "rest-longer",
        Scope.WORKOUT,
        ("right",),
        "+15 s",
        "Lengthen this rest by 15 s, both marks; past the maximum: 15 s from now.",
    ),
    Command("pause", Scope.WORKOUT, ("p",), "pause", "Freeze the clock, or let it run on."),
    Command("skip", Scope.WORKOUT, ("s",), "skip", "Leave out this set, in a rest the next one; a pause goes on."),
    Command("add-set", Scope.WORKOUT, ("a",), "add set", "One more set of the exercise at hand."),
    Command(
        "technique",
        Scope.WORKOUT,
        ("t",),
        "technique",
        "Put technique sets, with a dowel or the empty bar, before the work sets of an Olympic lift.",
    ),
    Command(
        "warm-up",
        Scope.WORKOUT,
        ("W",),
        "warm up",
        "Put a ramp of warm-up sets before the work sets with a barbell.",
    ),
    Command(
        "swap",
        Scope.WORKOUT,
        ("x",),
        "swap",
        "Swap the exercise, do it later, finish it here, or say that something hurts.",
    ),
    Command("cue-profile", Scope.WORKOUT, ("c",), "cues", "Switch the cue profile: gym, headphones, quiet."),
    Command("note", Scope.WORKOUT, ("n",), "note", "Write a note on the last set touched; the clock runs on."),
    Command("session-note", Scope.WORKOUT, ("N",), "session note", "Write a note on the whole session."),
    Command("details", Scope.WORKOUT, ("d",), "details", "Cues, muscles and equipment of the exercise."),
    Command("summary-up", Scope.WORKOUT, ("shift+up",), "scroll up", "Scroll the summary up."),
    Command("summary-down", Scope.WORKOUT, ("shift+down",), "scroll down", "Scroll the summary down."),
    Command("workout-help", Scope.WORKOUT, ("question_mark", "f1"), "keys", "Show every key of this screen."),
    Command(
        "leave",
        Scope.WORKOUT,
        ("escape", "q", "ctrl+q", "ctrl+c"),
        "leave",
        "Ask: go on, leave and resume later, finish here, or trash.",
    ),
)

_SETTINGS = (
    Command("setting-above", Scope.SETTINGS, ("up", "k"), "above", "Choose the setting above."),
    Command("setting-below", Scope.SETTINGS, ("down", "j"), "below", "Choose the setting below."),
    Command("settings-table-below", Scope.SETTINGS, ("tab",), "next table", "To the first setting of the next table."),
    Command("settings-table-above", Scope.SETTINGS, ("shift+tab",), "table above", "To the table above."),
    Command(
        "setting-change",
        Scope.SETTINGS,
        ("enter", "space"),
        "change",
        "Change the chosen setting: the other or next value, the pictures of the themes, or a field to type in.",
    ),
    Command(
        "setting-less",
        Scope.SETTINGS,
        ("left", "minus"),
        "less",
        "The value before; of a rest: a minimum 5 s shorter.",
    ),
    Command(
        "setting-more",
        Scope.SETTINGS,
        ("right", "plus", "equals_sign"),
        "more",
        "The next value; of a rest: a minimum 5 s longer.",
    ),
    Command(
        "setting-maximum-less",
        Scope.SETTINGS,
        ("less_than_sign", "shift+left"),
        "maximum −",
        "Of a rest: a maximum 15 s shorter.",
    ),
    Command(
        "setting-maximum-more",
        Scope.SETTINGS,
        ("greater_than_sign", "shift+right"),
        "maximum +",
        "Of a rest: a maximum 15 s longer.",
    ),
    Command("setting-type", Scope.SETTINGS, ("w",), "type", "Type the value; of a command: the names of its keys."),
    Command(
        "setting-default", Scope.SETTINGS, ("d", "backspace", "delete"), "default", "Give the setting its default back."
    ),
    Command("settings-help", Scope.SETTINGS, ("question_mark", "f1"), "keys", "Show every key of this screen."),
    Command(
        "settings-back",
        Scope.SETTINGS,
        ("escape", "q", "s", "ctrl+q", "ctrl+c"),
        "back",
        "Back to home; changes need no saving.",
    ),
)

_PROGRESS = (
    Command("exercise-after", Scope.PROGRESS, ("right", "tab", "l"), "next exercise", "Look at the next exercise."),
    Command("exercise-before", Scope.PROGRESS, ("left", "shift+tab"), "exercise before", "Look at the one before."),
    Command(
        "measure",
        Scope.PROGRESS,
        ("m", "space"),
        "measure",
        "Look at another measure: load, estimated one-rep maximum, volume, reps, left and right.",
    ),
    Command("span", Scope.PROGRESS, ("r",), "span", "Show 3 months, 12 months or all."),
    Command("calendar", Scope.PROGRESS, ("c", "enter"), "calendar", "The calendar of the year, and the streak."),
    Command("point-newer", Scope.PROGRESS, ("up", "k"), "newer", "Point out the session above, which is newer."),
    Command("point-older", Scope.PROGRESS, ("down", "j"), "older", "Point out the session below, which is older."),
    Command("points-page-up", Scope.PROGRESS, ("pageup",), "page up", "A page of newer sessions."),
    Command("points-page-down", Scope.PROGRESS, ("pagedown",), "page down", "A page of older sessions."),
    Command("point-newest", Scope.PROGRESS, ("home",), "newest", "Point out the newest session."),
    Command("point-oldest", Scope.PROGRESS, ("end",), "oldest", "Point out the oldest session."),
    Command("progress-unreadable", Scope.PROGRESS, ("u",), "unreadable", "Name the log files that cannot be read."),
    Command("progress-help", Scope.PROGRESS, ("question_mark", "f1"), "keys", "Show every key of this screen."),
    Command("progress-back", Scope.PROGRESS, ("escape", "q", "p", "ctrl+q", "ctrl+c"), "back", "Back."),
)

_CALENDAR = (
    Command("year-earlier", Scope.CALENDAR, ("left", "pageup"), "earlier", "The year before."),
    Command("year-later", Scope.CALENDAR, ("right", "pagedown"), "later", "The year after."),
    Command("calendar-up", Scope.CALENDAR, ("up", "k"), "up", "Scroll up, where the window is low."),
    Command("calendar-down", Scope.CALENDAR, ("down", "j"), "down", "Scroll down."),
    Command("calendar-help", Scope.CALENDAR, ("question_mark", "f1"), "keys", "Show every key of this screen."),
    Command("calendar-back", Scope.CALENDAR, ("escape", "q", "c", "ctrl+q", "ctrl+c"), "back", "Back."),
)

_WHY = (
    Command("why-up", Scope.WHY, ("up", "k"), "up", "Scroll up."),
    Command("why-down", Scope.WHY, ("down", "j"), "down", "Scroll down."),
    Command("why-page-up", Scope.WHY, ("pageup", "b"), "page up", "A page up."),
    Command("why-page-down", Scope.WHY, ("space", "pagedown"), "page down", "A page down."),
    Command("why-first", Scope.WHY, ("home",), "top", "To the top."),
    Command("why-last", Scope.WHY, ("end",), "end", "To the sources at the end."),
    Command("why-help", Scope.WHY, ("question_mark", "f1"), "keys", "Show every key of this screen."),
    Command("why-back", Scope.WHY, ("escape", "q", "i", "enter", "ctrl+q", "ctrl+c"), "back", "Back to home."),
)

COMMANDS: tuple[Command, ...] = (
    *_HOME,
    *_WORKOUT,
    *HISTORY_COMMANDS,
    *CORRECT_COMMANDS,
    *COMPARE_COMMANDS,
    *_SETTINGS,
    *_PROGRESS,
    *_CALENDAR,
    *_WHY,
)
"""All commands, in the order help shows them."""

COMMAND_BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}

_KEY_NAMES = {
    " ": "space",
    "+": "plus",
    "-": "minus",
    "=": "equals_sign",
    "?": "question_mark",
    ".": "full_stop",
    ",": "comma",
    "/": "slash",
    "*": "asterisk",
    "!": "exclamation_mark",
    "#": "number_sign",
    ";": "semicolon",
    ":": "colon",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    "_": "underscore",
}
_SHOWN = {
    **{name: sign for sign, name in _KEY_NAMES.items() if sign != " "},
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def key_name(typed: str) -> str:
    """The name Textual gives a key that a user wrote in the settings: `+` is `plus`, `Space` is `space`."""
    text = typed.strip()
    if len(text) == 1 or not text:
        return _KEY_NAMES.get(typed if typed == " " else text, text)
    return text.lower()


def key_sign(name: str) -> str:
    """How a key is shown: `plus` as `+`, `pagedown` as `pgdn`, `shift+up` as `shift+↑`."""
    held, plus, key = name.rpartition("+")
    return held + plus + _SHOWN.get(key, key)


def keys_in_force(remapped: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The keys of every command by id: the user's where remapped, else the default ones."""
    return {c.id: remapped.get(c.id, c.keys) for c in COMMANDS}


def keys_of(command_id: str, remapped: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The keys of one command: the user's where remapped, else the default ones."""
    return remapped[command_id] if command_id in remapped else COMMAND_BY_ID[command_id].keys


def clashes(keys: Mapping[str, tuple[str, ...]]) -> Iterable[tuple[str, Command, Command]]:
    """Every key that two commands of one scope claim.

    Args:
        keys: keys by command id, as `keys_in_force` gives them.

    Yields:
        The key and the two commands, in table order.
    """
    taken: dict[tuple[Scope, str], Command] = {}
    for command in COMMANDS:
        for key in keys[command.id]:
            first = taken.setdefault((command.scope, key), command)
            if first is not command:
                yield key, first, command
