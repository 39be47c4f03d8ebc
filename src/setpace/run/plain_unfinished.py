"""What plain mode asks before it begins: what is to become of an unfinished session."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from setpace.core.commands import key_sign, keys_in_force
from setpace.core.units import minutes_text
from setpace.run.plain_keys import Closed, Line, Press
from setpace.run.plain_session import LONGEST_WAIT_S

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from setpace.run.plain_keys import Keys
    from setpace.store.session_unfinished import Offer


class Chosen(StrEnum):
    """What is to become of it; as at home, it can be resumed, finished or moved to the trash."""

    RESUME = "resume"
    FINISH = "finish"
    TRASH = "trash"
    ANEW = "new"
    LEAVE = "leave"


class UnfinishedQuestion:
    """Asks, and waits for a key or a line that answers.

    Args:
        new: name of the routine that was to begin.
        remapped: the user's own keys, by command id.
        keys: where the answer comes from.
        say: takes one line.
        stopped: whether a signal asks for the end.
    """

    def __init__(
        self,
        new: str,
        remapped: Mapping[str, tuple[str, ...]],
        keys: Keys,
        say: Callable[[str], None],
        stopped: Callable[[], bool],
    ) -> None:
        in_force = keys_in_force(remapped)
        self._new = new
        self._keys = keys
        self._say = say
        self._stopped = stopped
        self._resume_key = key_sign(in_force["resume"][0])
        self._new_key = key_sign(in_force["next"][0]) if keys.terminal else "empty line"
        # The user's own keys count first.
        self._answers = dict.fromkeys(("r", "resume"), Chosen.RESUME) | dict.fromkeys(("", "n", "new"), Chosen.ANEW)
        self._answers |= dict.fromkeys(("f", "finish"), Chosen.FINISH) | dict.fromkeys(("t", "trash"), Chosen.TRASH)
        self._answers |= dict.fromkeys(("q", "leave"), Chosen.LEAVE)
        for command, chosen in (("resume", Chosen.RESUME), ("next", Chosen.ANEW), ("leave", Chosen.LEAVE)):
            self._answers |= dict.fromkeys(in_force[command], chosen)

    def answer(self, offer: Offer, now: datetime) -> Chosen:
        """What the lifter wants; one whose file must be put right first is told of, and nothing is asked.

        Args:
            offer: the unfinished session.
            now: the present.
        """
        if offer.problem is not None:
            self._say(f"Unfinished: {offer.name}, but {offer.problem}; put that right first, then go on or finish")
            return Chosen.ANEW
        ask = self._asks(offer, now)
        self._say(_what(offer, now))
        self._say(ask)
        while not self._stopped():
            match self._keys.read(LONGEST_WAIT_S):
                case None:
                    continue
                case Closed():
                    break
                case Press(typed) | Line(typed):
                    chosen = self._answers.get(typed.strip())
            if chosen is not None:
                return chosen
            self._say(ask)
        return Chosen.LEAVE

    def _asks(self, offer: Offer, now: datetime) -> str:
        """The answers, the likeliest first: a session of long ago was forgotten."""
        ways = [f"{self._resume_key} resumes it", f"{self._new_key} begins {self._new} anew", "f finishes it as it is"]
        if not offer.resume_first(now):
            ways.insert(0, ways.pop())
        return ", ".join((*ways, "t moves it to the trash", "q leaves"))


def _what(offer: Offer, now: datetime) -> str:
    """What it is, as in `Unfinished: Beginner, set 5 of 9, interrupted 12 min ago.`."""
    ago = f"interrupted {minutes_text((now - offer.stopped).total_seconds())} ago"
    when = f"dated {offer.stopped.day} {offer.stopped:%b %Y}" if offer.ahead_of(now) else ago
    return f"Unfinished: {offer.name}, set {offer.place} of {offer.total}, {when}."
