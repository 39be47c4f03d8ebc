"""One session in full, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from setpace.core import stats
from setpace.core.session_edit import untimed
from setpace.core.units import clock_text, counted, minutes_text, number
from setpace.store.toml_file import printable
from setpace.ui.history_rows import FORM_SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from setpace.core.exercise import Library
    from setpace.core.session import Form, PerformedSet, Session, SetKind
    from setpace.core.units import Unit
    from setpace.store.session_format import SessionFile

_REPS = 12
_LOAD = 7


def session_detail(file: SessionFile, library: Library, now: datetime) -> Content:
    """Head, figures, notes, every set, and what was planned and not done.

    Args:
        file: the session as read.
        library: gives names and implements.
        now: a session dated in the future is told as such.
    """
    session = file.session
    lines = [
        Content.styled(printable(session.name or session.routine), "bold $accent"),
        Content.styled(f"{session.started:%A} {session.started:%Y-%m-%d}, {_span(session)}", "$muted"),
        Content.assemble(
            f"{stats.sets_done(session)}/{counted(session.planned_total, 'set')} · ",
            f"{counted(stats.reps_total(session), 'rep')} · ",
            f"volume {stats.volume_text(session, library)}",
        ),
        Content.styled(f"rested {clock_text(stats.rest_taken_s(session))} in all", "$muted"),
    ]
    if session.ahead_of(now):
        lines.append(Content.styled("dated in the future: it does not count as the last time", "$shaky"))
    if file.newer:
        lines.append(Content.styled("of a newer Setpace: what this one understands is shown", "$shaky"))
    if session.finished is None:
        lines.append(Content.styled(f"unfinished: {_how_on(file)}", "$shaky"))
    lines += [Content.styled(str(problem), "$error") for problem in file.problems]
    if session.note:
        lines.append(Content(f"“{printable(session.note)}”"))
    before: PerformedSet | None = None
    for done in session.sets:
        if before is None or _heading(before) != _heading(done):
            lines += [Content(""), _title(done, library)]
        lines += _set_lines(done, session.unit)
        before = done
    return Content("\n").join([*lines, *_missing(file, library)])


def _how_on(file: SessionFile) -> str:
    """How an unfinished session goes on."""
    if file.newer:
        return "the newer Setpace can go on with it"
    if file.problems:
        return "home offers to go on with it once this is right:"
    return "home offers to go on with it"


def _span(session: Session) -> str:
    if session.finished is None:
        return f"from {session.started:%H:%M}"
    return f"{session.started:%H:%M}–{session.ended:%H:%M}, {minutes_text(session.duration_s)}"


def _heading(done: PerformedSet) -> tuple[str, str | None, SetKind]:
    """Sets that stand below one title have this in common."""
    return done.exercise, done.planned, done.kind


def _title(done: PerformedSet, library: Library) -> Content:
    instead = f"  instead of {printable(library.name(done.planned))}" if done.planned else ""
    kind = f"  {done.kind.label}, not counted" if done.kind.label else ""
    return Content.assemble((printable(library.name(done.exercise)), "bold"), (instead + kind, "$muted"))


def reps_text(done: PerformedSet) -> str:
    """`12`, `10 each side`, `10 L · 8 R`; with fewer or more than the target also that: `11 of 12`."""
    reps = done.reps
    if reps.right is not None and reps.left != reps.right:
        return f"{reps.left} L · {reps.right} R of {done.target_reps}"
    of = "" if reps.left == done.target_reps else f" of {done.target_reps}"
    return f"{reps.left}{of} each side" if reps.right is not None else f"{reps.left}{of}"


def load_text(load: float | None, unit: Unit) -> str:
    """`24 kg`; `—` where it is not known or bodyweight."""
    return "—" if load is None else f"{number(load)} {unit}"


def form_content(form: Form | None) -> Content:
    """Sign and word of a form."""
    if form is None:
        return Content.styled("not rated", "$muted")
    sign, color = FORM_SIGNS[form]
    return Content.styled(f"{sign} {form}", color)


def _set_lines(done: PerformedSet, unit: Unit) -> Iterable[Content]:
    yield Content.assemble(
        (f"{done.number:>2} ", "$muted"),
        f"{load_text(done.load, unit):>{_LOAD}} × {reps_text(done):<{_REPS}}  ",
        form_content(done.form),
    )
    by_clock = "not timed" if untimed(done) else "begun by the clock"
    times = [by_clock if done.started_by == "clock" else f"set {clock_text(done.duration_s)}"]
    if done.rest_taken_s is not None:
        of = "" if done.rest is None else f" ({clock_text(done.rest.min_s)}–{clock_text(done.rest.max_s)})"
        times.append(f"rest {clock_text(done.rest_taken_s)}{of}")
    if done.rest_paused_s:
        times.append(f"{clock_text(done.rest_paused_s)} of it paused")
    yield Content.styled("   " + " · ".join(times), "$muted")
    if done.note:
        yield Content(f"   “{printable(done.note)}”")


def _missing(file: SessionFile, library: Library) -> list[Content]:
    """Planned sets that were not done, counted by exercise; of one that cannot be read nobody can say that."""
    done = {performed.slot for performed in file.session.sets} | file.broken_slots
    missing = [planned.exercise for slot, planned in enumerate(file.session.plan, start=1) if slot not in done]
    if not missing:
        return []
    lines = [Content(""), Content.styled("Planned and not done", "bold")]
    for exercise in dict.fromkeys(missing):
        count = missing.count(exercise)
        lines.append(Content.styled(f"  {printable(library.name(exercise))}: {counted(count, 'set')}", "$muted"))
    return lines
