"""Past sessions as lines of text and as JSON, for `setpace log`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from setpace.core import stats
from setpace.core.errors import DataError
from setpace.core.units import minutes_text
from setpace.run.columns import aligned, cut
from setpace.store.toml_file import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from setpace.core.errors import Problem
    from setpace.core.exercise import Library
    from setpace.core.session import Session
    from setpace.store.session_format import SessionFile
    from setpace.store.sessions import LogName

_LONGEST_NAME = 24
"""Cells of a routine's name in a line: a longer one would push the other columns out of sight."""


def past_sessions(
    recent: Iterable[tuple[LogName, SessionFile | DataError]], limit: int | None = None
) -> tuple[list[tuple[Path, Session]], list[Problem]]:
    """The newest sessions, by the instant they began; of sync copies (same id) only one.

    Args:
        recent: what `Log.recent` gives; read as far as needed.
        limit: how many at most; None = all.

    Returns:
        File and session, newest first; and of the files on the way that could not be read, or not in full, what is
        wrong: one problem a file.

    Raises:
        SetpaceError: the log folder cannot be read.
    """
    sessions: list[tuple[Path, Session]] = []
    problems: list[Problem] = []
    for name, found in recent:
        if isinstance(found, DataError):
            problems.append(found.problem)
        else:
            problems.extend(_partly(found))
            sessions.append((name.file, found.session))
            if len(sessions) == limit:
                break
    return sessions, problems


def _partly(found: SessionFile) -> list[Problem]:
    """The first thing wrong in a session that could be read otherwise, with how many more there are."""
    if not found.problems:
        return []
    first, more = found.problems[0], len(found.problems) - 1
    also = f", {more} more in this file" if more else ""
    return [replace(first, what=f"{first.what} (left out{also})")]


def log_lines(sessions: Iterable[Session], library: Library) -> list[str]:
    """The names of the columns, then a line a session: start (local to the session), routine, length and so on.

    Without sessions there are no lines.
    """
    rows = [
        (
            f"{s.started:%Y-%m-%d %H:%M}",
            cut(printable(s.name or s.routine), _LONGEST_NAME),
            minutes_text(s.duration_s) if s.finished is not None else "unfinished",
            f"{stats.sets_done(s)}/{s.planned_total}",
            stats.volume_text(s, library),
            form_text(s),
        )
        for s in sessions
    ]
    if not rows:
        return []
    rows.insert(0, ("started", "routine", "length", "sets", "volume", "form"))
    return aligned(rows)


def form_text(session: Session) -> str:
    """`7 clean, 2 shaky`; `—` where no set was rated."""
    return ", ".join(f"{count} {form}" for form, count in stats.form_counts(session).items() if count) or "—"


def log_json(sessions: Sequence[tuple[Path, Session]], library: Library) -> str:
    """A JSON list: the keys of the session files, plus `file` and the figures of a `summary`.

    Times are ISO 8601 with offset; durations are in seconds, loads and volume in the session's `unit`. Under
    `exercises` of the summary stands what the progress screen shows of the session; `one_rep_max` is `epley_kg`.
    """
    import json  # noqa: PLC0415 - only this option needs it

    from setpace.store.session_format import session_document  # noqa: PLC0415 - same

    documents = [
        {"file": str(file), **session_document(session, (), {}), "summary": _summary(session, library)}
        for file, session in sessions
    ]
    text = json.dumps(documents, indent=2, ensure_ascii=False, default=_plain)
    # What a terminal could obey stands in texts only, and is written as JSON's own escapes.
    return "".join(c if c == "\n" or c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _summary(session: Session, library: Library) -> dict[str, Any]:
    return {
        "duration": session.duration_s,
        "sets_done": stats.sets_done(session),
        "sets_planned": session.planned_total,
        "reps": stats.reps_total(session),
        "volume": stats.volume(session, library),
        "rest_taken": stats.rest_taken_s(session),
        "form": {form.value: count for form, count in stats.form_counts(session).items()},
        "exercises": _by_exercise(session, library),
    }


def _by_exercise(session: Session, library: Library) -> dict[str, dict[str, Any]]:
    """The figures of each exercise, in the session's unit; None where there is nothing to say."""
    from setpace.core.progress import in_unit, points_of  # noqa: PLC0415 - only JSON needs it
    from setpace.core.summary import summary_of  # noqa: PLC0415 - same

    def shown(kg: float | None) -> float | None:
        return None if kg is None else round(in_unit(kg, session.unit), 2)

    return {
        exercise: {
            "sets": point.sets,
            "reps": point.reps,
            "reps_left": point.left,
            "reps_right": point.right,
            "load": None if point.load is None else point.load.value,
            "one_rep_max": shown(point.one_rm_kg),
            "volume": shown(point.volume_kg),
            "form": point.form,
        }
        for exercise, point in points_of(summary_of(session), library).items()
    }


def _plain(value: object) -> str:
    if isinstance(value, (date, time, datetime)):
        return value.isoformat()
    raise TypeError(f"not a value of a session file: {value!r}")
