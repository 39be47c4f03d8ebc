"""What home writes about routines: the rows of its list and the panel of the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from setpace.core.routine import estimate_s, plan_session
from setpace.core.units import Load, about_text, counted, minutes_text
from setpace.store.toml_file import printable
from setpace.ui.notices import short_text
from setpace.ui.row_list import Row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from setpace.core.coach import Suggestion
    from setpace.core.errors import Problem
    from setpace.core.exercise import Exercise, Family, Library, RestRange
    from setpace.core.routine import PlannedSet, Routine
    from setpace.core.units import Unit
    from setpace.store.routines import BrokenRoutine
    from setpace.store.session_unfinished import Offer
    from setpace.ui.home_data import LastTime, Past

OFFER, ROUTINE, BROKEN = "offer:", "routine:", "broken:"
"""What the ids of rows begin with."""

RESUME, FINISH, TRASH, FLAWED = (OFFER + what for what in ("resume", "finish", "trash", "flawed"))

_FORM_SIGNS = {"clean": ("✓", "$clean"), "shaky": ("~", "$shaky"), "broken": ("✗", "$broken")}
_WEEK = 7
_JUST_NOW_S = 60
_EACH_SIDE = " each side"
_GAP = "  "


def ago_text(day: date, today: date) -> str:
    """`today` (which may be tomorrow elsewhere), `yesterday`, `3 days ago`, `23 Nov 2026`."""
    days = (today - day).days
    if days in (0, -1):
        return "today"
    if days == 1:
        return "yesterday"
    return f"{days} days ago" if 0 < days <= 2 * _WEEK else f"{day.day} {day:%b %Y}"


def set_text(planned: PlannedSet, sets: int) -> str:
    """`3 × 10 each side`."""
    return f"{sets} × {planned.reps}" + (" each side" if planned.each_side else "")


def offer_rows(offer: Offer, now: datetime) -> list[Row]:
    """What can be done with an unfinished session, the likeliest first."""
    if offer.problem is not None:
        return _flawed_offer_rows(offer.name, offer.problem)
    since_s = (now - offer.stopped).total_seconds()
    when = "interrupted just now" if since_s < _JUST_NOW_S else f"interrupted {minutes_text(since_s)} ago"
    if offer.ahead_of(now):
        when = f"dated {ago_text(offer.stopped.date(), now.date())}"
    what = f"set {offer.place} of {offer.total}, {when}"
    name = printable(offer.name)
    rows = {
        RESUME: ("Go on", f": {name}"),
        FINISH: ("Finish as it is", f": {name}"),
        TRASH: ("Move to trash", ""),
    }
    order = [RESUME, FINISH, TRASH] if offer.resume_first(now) else [FINISH, RESUME, TRASH]
    return [
        Row(
            row_id,
            Content.assemble(
                (rows[row_id][0], "bold $accent" if place == 0 else "$text"),
                (rows[row_id][1] if place == 0 else "", "bold"),
                (f"\n{what}" if place == 0 else "", "$muted"),
            ),
            "-offer" if place < len(order) - 1 else "-offer -last",
        )
        for place, row_id in enumerate(order)
    ]


def _flawed_offer_rows(name: str, problem: Problem) -> list[Row]:
    """An unfinished session whose file must be put right first: why, and the way to be rid of it."""
    parts = (("Unfinished", "bold $error"), (f": {printable(name)}", "bold"), (f"\n{short_text(problem)}", "$muted"))
    return [
        Row(FLAWED, Content.assemble(*parts), "-offer"),
        Row(TRASH, Content.styled("Move to trash", "$text"), "-offer -last"),
    ]


def flawed_panel(problem: Problem) -> Content:
    """Why an unfinished session cannot go on, in full."""
    lines = (
        Content.styled("This session cannot go on, nor be finished, before its file is put right", "bold $error"),
        Content(""),
        Content(str(problem)),
        Content(""),
        Content.styled("Its file stays as it is. A new session can be started all the same.", "$muted"),
    )
    return Content("\n").join(lines)


def routine_row(
    routine: Routine, plan: tuple[PlannedSet, ...], past: Past, today: date, library: Library, cells: int
) -> Row:
    """One routine: how long, what, and when it was last done.

    Where `cells` are too few for the names, `each side` is left to the panel: a name that is cut tells less.
    """
    day = past.last_done.get(routine.id)
    about = f"  {about_text(estimate_s(plan))}"
    exercises = _exercises(routine, library)
    widest = max((cell_len(name) for name, _ in exercises), default=0)
    if max((len(text) for _, text in exercises), default=0) + len(_GAP) + widest > cells:
        exercises = [(name, text.removesuffix(_EACH_SIDE)) for name, text in exercises]
    column = max((len(text) for _, text in exercises), default=0)
    lines = [
        Content.assemble(
            Content.styled(routine.name, "bold").truncate(max(cells - len(about), 1), ellipsis=True), (about, "$text")
        ),
        Content.styled(ago_text(day, today) if day else "not done yet", "$muted"),
        *(Content.styled(f"{text:<{column}}{_GAP}{name}", "$muted") for name, text in exercises),
    ]
    return Row(ROUTINE + routine.id, Content("\n").join(lines), "-routine")


def broken_row(broken: BrokenRoutine) -> Row:
    """A routine file that cannot be used."""
    what = broken.problems[0].what if broken.problems else "cannot be read"
    text = Content.assemble((broken.id, "bold $error"), (" is broken", "$error"), (f"\n{what}", "$muted"))
    return Row(BROKEN + broken.file, text, "-broken")


def broken_panel(broken: BrokenRoutine) -> Content:
    """Every reason of a broken routine."""
    lines = [Content.styled(f"{broken.id} cannot be used", "bold $error"), Content("")]
    lines += [Content(str(problem)) for problem in broken.problems]
    return Content("\n").join(lines)


def routine_panel(
    routine: Routine,
    library: Library,
    past: Past,
    unit: Unit,
    plan: tuple[PlannedSet, ...],
    today: date,
    level_key: str,
) -> Content:
    """What to fetch, and each exercise with its load and how it went last time; `level_key` takes another level."""
    fetch = list(dict.fromkeys(_fetch_text(library[entry.exercise]) for entry in routine.exercises))
    figures = f"  {counted(len(plan), 'set')}, {about_text(estimate_s(plan))}"
    lines = [
        Content.assemble((routine.name, "bold $accent"), (figures, "$muted")),
        Content.assemble(("fetch  ", "$muted"), ", ".join(text for text in fetch if text) or "nothing"),
    ]
    levels, instead = past.coached.levels, past.coached.instead
    last_done = next((each for each in past.last_done if each in levels), "")
    if routine.id in levels:
        lines.append(Content.styled(levels[routine.id].reason, "$accent"))
        if routine.id in instead:
            lines.append(Content.assemble((level_key, "bold $accent"), (" chooses it", "$muted")))
    elif instead.get(last_done) == routine.id and next(iter(past.last_done)) == last_done:
        lines.append(Content.styled(levels[last_done].reason, "$accent"))
    for entry, text in zip(routine.exercises, (text for _, text in _exercises(routine, library)), strict=True):
        exercise = library[entry.exercise]
        last = past.last_times.get(exercise.id)
        suggested = past.coached.loads.get(exercise.id)
        lines += [
            Content(""),
            Content.styled(exercise.name, "bold"),
            Content.assemble((text, "$rest"), "  ", (_load_text(exercise, last, unit, suggested), "bold $accent")),
            _last_text(last, today),
        ]
        if suggested is not None and suggested.load != suggested.last_load:
            lines.append(Content.styled(suggested.cause, "$accent"))
    return Content("\n").join(lines)


def plan_of(routine: Routine, library: Library, rest: Mapping[Family, RestRange]) -> tuple[PlannedSet, ...]:
    """The routine's plan with the user's rests, for estimates."""
    return plan_session(routine, library, rest_by_family=rest)


def _exercises(routine: Routine, library: Library) -> list[tuple[str, str]]:
    """Name and `3 × 12` of every exercise of the routine."""
    found: list[tuple[str, str]] = []
    for entry in routine.exercises:
        exercise = library[entry.exercise]
        each = exercise.each_side if entry.each_side is None else entry.each_side
        found.append((exercise.name, f"{entry.sets} × {entry.reps}" + (_EACH_SIDE if each else "")))
    return found


def _fetch_text(exercise: Exercise) -> str:
    return exercise.equipment


def _load_text(exercise: Exercise, last: LastTime | None, unit: Unit, suggested: Suggestion | None) -> str:
    """The load to begin with; of an exercise never done, what to begin with in words."""
    load = last.load if last else None
    load = Load(suggested.load, unit) if suggested is not None else load
    if load is not None:
        return load.to(unit).times(exercise.implements)
    if last is not None or not exercise.equipment:
        return "bodyweight" if not exercise.equipment else "—"
    return f"— {exercise.start_hint}".rstrip()


def _last_text(last: LastTime | None, today: date) -> Content:
    """The sets of last time with their form."""
    if last is None:
        return Content.styled("no last time yet", "$muted")
    parts: list[tuple[str, str]] = [(f"{ago_text(last.started.date(), today)}  ", "$muted")]
    for done in last.sets:
        left, right = done.reps.left, done.reps.right
        reps = f"{left}" if right is None or right == left else f"{left}/{right}"
        sign, style = _FORM_SIGNS.get(done.form or "", ("", "$text"))
        parts += [(reps, "$text"), (f"{sign} ", style)]
    return Content.assemble(*parts)
