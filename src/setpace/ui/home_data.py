"""What home says about the past: when, with which loads, and what was left unfinished."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from setpace.core.errors import DataError, SetpaceError
from setpace.core.units import Load, Unit
from setpace.store.routines import RoutineShelf, load_routines
from setpace.store.sessions import Log, ahead_stamp, copy_rank
from setpace.store.toml_file import is_missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from setpace.core.coach import Suggestion
    from setpace.core.exercise import Library
    from setpace.core.levels import LevelOffer
    from setpace.core.session import PerformedSet, Session
    from setpace.store.paths import Paths
    from setpace.store.runs import LoadedRuns
    from setpace.store.session_format import SessionFile
    from setpace.store.session_unfinished import Offer
    from setpace.store.sessions import LogName

FIRST_FILES = 3
"""Files that home reads before its first frame: more would be felt."""

MOST_FILES = 200
"""Files that home reads at all: older loads say nothing about today."""

COACH_SESSIONS = 40
"""Sessions that the coach looks back on, where there are so many."""

_STAMP_DATE = 10


@dataclass(frozen=True)
class LastTime:
    """How one exercise went when it was last done.

    Attributes:
        sets: its work sets in that session, in order.
        unit: of their loads.
        started: when that session began.
    """

    sets: tuple[PerformedSet, ...]
    unit: Unit
    started: datetime

    @property
    def load(self) -> Load | None:
        """The load of its last set that had one."""
        values = [done.load for done in self.sets if done.load is not None]
        return Load(values[-1], self.unit) if values else None


@dataclass(frozen=True)
class Coached:
    """What the coach makes of the past.

    Attributes:
        levels: another level to offer, by routine id.
        loads: the load to begin with, by exercise id, in the unit of the settings.
        instead: the routine of the level offered, by the id of the routine at hand; none where it is the same.
    """

    levels: Mapping[str, LevelOffer] = field(default_factory=dict)
    loads: Mapping[str, Suggestion] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Past:
    """What is known of the log so far.

    Attributes:
        last_done: date of each routine's newest session by routine id, from the names of files only.
        last_times: by exercise id; like `last_done` without sessions dated in the future.
        offer: the newest unfinished session that no other program runs.
        trouble: why the log cannot be listed; None where it can.
        sessions: those read so far, without sessions dated in the future.
        coached: what the coach makes of them; nothing before the first frame.
    """

    last_done: Mapping[str, date] = field(default_factory=dict)
    last_times: Mapping[str, LastTime] = field(default_factory=dict)
    offer: Offer | None = None
    trouble: str | None = None
    sessions: tuple[Session, ...] = ()
    coached: Coached = field(default_factory=Coached)


@dataclass(frozen=True)
class HomeFiles:
    """What home reads before it is shown.

    Attributes:
        routines: those that can be started, and what is wrong with the others.
        reader: reads older files of the log.
        past: what the newest ones say.
        runs: the user's runs; None where there is no file of them.
    """

    routines: RoutineShelf
    reader: PastReader
    past: Past
    runs: LoadedRuns | None


def read_home(paths: Paths, library: Library, now: datetime) -> HomeFiles:
    """Read routines, the newest files of the log, and the runs."""
    reader = PastReader(paths)
    return HomeFiles(load_routines(paths, library), reader, reader.begin(now), read_runs(paths))


def nothing_read(paths: Paths) -> HomeFiles:
    """As `read_home`, where nothing can be read."""
    return HomeFiles(RoutineShelf(()), PastReader(paths), Past(), None)


def read_runs(paths: Paths) -> LoadedRuns | None:
    """The runs; None where there is no file of them, as with most users."""
    if is_missing(paths.runs_file):
        return None
    from setpace.store.runs import load_runs  # noqa: PLC0415 - most do without

    return load_runs(paths)


class PastReader:
    """Reads the log for home, the newest files first."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._log = Log(paths)
        self._names: Sequence[LogName] = ()
        self._first: Sequence[LogName] = ()
        self._finished: set[str] = set()

    def begin(self, now: datetime) -> Past:
        """The names of the newest files, and the newest three files: what the first frame needs."""
        try:
            self._names = self._log.names(MOST_FILES)
            if len(known := self._known(now)) < FIRST_FILES:
                self._names = self._log.names()
                known = self._known(now)
        except SetpaceError as error:
            return Past(trouble=str(error))
        latest = ahead_stamp(now)
        ahead = [name for name in self._names if name.stamp > latest][:1]  # may be unfinished; else it says nothing
        self._first = [*known[:FIRST_FILES], *ahead]
        return self._read(Past(last_done=_last_done(known)), self._first, now)

    def _known(self, now: datetime) -> list[LogName]:
        """The names without those dated in the future."""
        latest = ahead_stamp(now)
        return [name for name in self._names if name.stamp <= latest]

    def rest(self, past: Past, now: datetime, wanted: frozenset[str]) -> Past:
        """Go on with all names, and with older files until each exercise of `wanted` and enough for the coach is found.

        This may run in a thread: it only reads.
        """
        try:
            self._names = self._log.names()
        except SetpaceError:
            return past  # what begin found is what there is
        known = self._known(now)
        past = replace(past, last_done=_last_done(known))
        read = set(self._first)
        for name in known[:MOST_FILES]:
            if wanted <= past.last_times.keys() and len(past.sessions) >= COACH_SESSIONS:
                break
            if name not in read:
                past = self._read(past, (name,), now)
        return past

    def look_further(self, past: Past, now: datetime) -> Past:
        """Look for an unfinished session in the whole log: the newest files may all be finished ones.

        This may run in a thread: it only reads.
        """
        if past.offer is not None:
            return past
        from setpace.store.session_unfinished import newest_unfinished  # noqa: PLC0415 - the first frame does without

        return replace(past, offer=newest_unfinished(self._paths, self._names, now, self._finished))

    def _read(self, past: Past, names: Sequence[LogName], now: datetime) -> Past:
        for name in names:
            try:
                file = self._log.read(name.file)
            except DataError:
                continue  # named by the history and by doctor
            session = file.session
            if session.finished is not None:
                self._finished.add(session.id)
            elif past.offer is None or past.offer.id == session.id:
                past = replace(past, offer=self._offer(past.offer, name, file, now))
            if past.offer is not None and past.offer.id in self._finished:  # a copy that a sync made before the end
                past = replace(past, offer=None)
            if session.ahead_of(now):
                continue
            copy = next((each for each in past.sessions if each.id == session.id), None)
            if copy is None:
                sessions = (*past.sessions, session)
                past = replace(past, last_times=_with_last_times(past.last_times, session), sessions=sessions)
            elif copy_rank(session) > copy_rank(copy):
                sessions = tuple(session if each is copy else each for each in past.sessions)
                last_times: Mapping[str, LastTime] = {}
                for each in sessions:
                    last_times = _with_last_times(last_times, each)
                past = replace(past, last_times=last_times, sessions=sessions)
        return past

    def _offer(self, found: Offer | None, name: LogName, file: SessionFile, now: datetime) -> Offer | None:
        """What to offer, where there is one more unfinished session."""
        from setpace.store import session_unfinished as unfinished  # noqa: PLC0415 - only an unfinished one needs it

        offer = unfinished.offer_of(self._paths, name.file, file, now)
        return found if offer is None else unfinished.better_offer(found, offer)


def _with_last_times(known: Mapping[str, LastTime], session: Session) -> Mapping[str, LastTime]:
    """What is known with what one more session adds."""
    found: dict[str, list[PerformedSet]] = {}
    for done in session.work:
        found.setdefault(done.exercise, []).append(done)
    new = {
        exercise: LastTime(tuple(sets), session.unit, session.started)
        for exercise, sets in found.items()
        # Names are local times: after a flight to the west the later session may have the earlier name.
        if exercise not in known or session.started > known[exercise].started
    }
    return {**known, **new}


def _last_done(names: Sequence[LogName]) -> dict[str, date]:
    """The newest date of each routine; a name whose stamp is none is passed over."""
    from datetime import date  # noqa: PLC0415 - typing only elsewhere

    dates: dict[str, date] = {}
    for name in names:
        if name.routine and name.routine not in dates:
            try:
                dates[name.routine] = date.fromisoformat(name.stamp[:_STAMP_DATE])
            except ValueError:
                continue
    return dates
