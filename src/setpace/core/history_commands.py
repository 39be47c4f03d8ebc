"""The commands of the past sessions: the list, and changing one of them."""

from __future__ import annotations

from setpace.core.command import Command, Scope

HISTORY_COMMANDS = (
    Command(
        "correct",
        Scope.HISTORY,
        ("enter", "e"),
        "correct",
        "Correct the chosen session: reps, load, form, notes, times, sets.",
    ),
    Command(
        "history-filter",
        Scope.HISTORY,
        ("slash",),
        "filter",
        "Show only sessions that fit what you type: words, note:knee, form:broken, 2026-10..2026-11.",
    ),
    Command(
        "history-order",
        Scope.HISTORY,
        ("o",),
        "order",
        "Sort the sessions: newest, oldest, by routine, most volume, longest; again: the next of these.",
    ),
    Command("new-session", Scope.HISTORY, ("n",), "new", "Enter a session afterwards that was done without Setpace."),
    Command("to-trash", Scope.HISTORY, ("x", "delete"), "trash", "Move the chosen session to the trash."),
    Command("trash", Scope.HISTORY, ("T",), "restore", "Open the trash, to restore a session."),
    Command(
        "compare", Scope.HISTORY, ("c",), "compare", "See the chosen session beside the last one of the same routine."
    ),
    Command("session-newer", Scope.HISTORY, ("up", "k"), "newer", "Choose the session above, which is newer."),
    Command("session-older", Scope.HISTORY, ("down", "j"), "older", "Choose the session below, which is older."),
    Command("history-page-up", Scope.HISTORY, ("pageup",), "page up", "A page of newer sessions."),
    Command("history-page-down", Scope.HISTORY, ("pagedown",), "page down", "A page of older sessions."),
    Command("session-newest", Scope.HISTORY, ("home",), "newest", "Choose the newest session."),
    Command("session-oldest", Scope.HISTORY, ("end",), "oldest", "Choose the oldest session that is read so far."),
    Command("detail-up", Scope.HISTORY, ("left", "shift+up"), "text up", "Scroll the text of the chosen session up."),
    Command("detail-down", Scope.HISTORY, ("right", "shift+down"), "text down", "Scroll that text down."),
    Command("history-progress", Scope.HISTORY, ("p",), "progress", "Loads, records and the calendar of the year."),
    Command("unreadable", Scope.HISTORY, ("u",), "unreadable", "Name the log files that cannot be read, and why."),
    Command("history-help", Scope.HISTORY, ("question_mark", "f1"), "keys", "Show every key of this screen."),
    Command(
        "history-back",
        Scope.HISTORY,
        ("escape", "q", "h", "ctrl+q", "ctrl+c"),
        "back",
        "Clear the filter; without one, back to home.",
    ),
)
"""Of the list of past sessions."""

CORRECT_COMMANDS = (
    Command("set-above", Scope.CORRECT, ("up", "k"), "set above", "Choose the set above."),
    Command("set-below", Scope.CORRECT, ("down", "j"), "set below", "Choose the set below."),
    Command("correct-reps-up", Scope.CORRECT, ("right",), "reps +1", "One rep more on the chosen set."),
    Command("correct-reps-down", Scope.CORRECT, ("left",), "reps −1", "One rep fewer on the chosen set."),
    Command("correct-left-side", Scope.CORRECT, ("l",), "left", "Count the left side only; again: both sides."),
    Command("correct-right-side", Scope.CORRECT, ("r",), "right", "Count the right side only; again: both sides."),
    Command("correct-load-up", Scope.CORRECT, ("plus", "equals_sign"), "load +", "One step heavier, this set only."),
    Command("correct-load-down", Scope.CORRECT, ("minus",), "load −", "One step lighter, this set only."),
    Command("correct-type-load", Scope.CORRECT, ("w",), "type load", "Type the load as a number."),
    Command("correct-clean", Scope.CORRECT, ("1",), "clean", "The chosen set was clean."),
    Command("correct-shaky", Scope.CORRECT, ("2",), "shaky", "The chosen set was shaky."),
    Command("correct-broken", Scope.CORRECT, ("3",), "broken", "The chosen set was broken."),
    Command("correct-unrated", Scope.CORRECT, ("0",), "not rated", "Take the rating of the chosen set away."),
    Command("correct-note", Scope.CORRECT, ("n",), "note", "Write a note on the chosen set."),
    Command("correct-session-note", Scope.CORRECT, ("N",), "session note", "Write a note on the whole session."),
    Command("correct-times", Scope.CORRECT, ("t",), "times", "Type the day, the begin and the end of the session."),
    Command("correct-add", Scope.CORRECT, ("a",), "add set", "Add a set that was done and is missing."),
    Command("correct-delete", Scope.CORRECT, ("x", "delete"), "delete set", "Delete the chosen set."),
    Command("correct-undo", Scope.CORRECT, ("z", "pageup"), "undo", "Take back the last correction."),
    Command("correct-help", Scope.CORRECT, ("question_mark", "f1"), "keys", "Show every key of this screen."),
    Command(
        "correct-back",
        Scope.CORRECT,
        ("escape", "q", "enter", "ctrl+q", "ctrl+c"),
        "done",
        "Back to the history; every correction is saved already.",
    ),
)
"""Of one past session that is changed."""

COMPARE_COMMANDS = (
    Command("compare-up", Scope.COMPARE, ("up", "k"), "up", "Scroll up."),
    Command("compare-down", Scope.COMPARE, ("down", "j"), "down", "Scroll down."),
    Command("compare-page-up", Scope.COMPARE, ("pageup", "b"), "page up", "A page up."),
    Command("compare-page-down", Scope.COMPARE, ("space", "pagedown"), "page down", "A page down."),
    Command("compare-help", Scope.COMPARE, ("question_mark", "f1"), "keys", "Show every key of this screen."),
    Command(
        "compare-back", Scope.COMPARE, ("escape", "q", "c", "enter", "ctrl+q", "ctrl+c"), "back", "Back to the history."
    ),
)
"""Of two sessions side by side."""
