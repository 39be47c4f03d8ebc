"""A session line by line: the same runner as the screen's, told in words and led by keys or lines."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from setpace.core.commands import key_sign
from setpace.core.estimate import done_about
from setpace.core.workout_view import Phase, View, view
from setpace.run import plain_text as text
from setpace.run.plain_commands import BOUNCY, PlainCommands
from setpace.run.plain_keys import Closed, Line, Press
from setpace.run.plain_questions import Answer, How, Question
from setpace.run.presses import Presses
from setpace.run.runner import Outcome
from setpace.run.saver import RETRY_S

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from setpace.run.plain_keys import Keys, Typed
    from setpace.run.saver import Saved
    from setpace.run.training import Training

SUMMARY_STAYS_S = 2.0
"""The summary ignores the one key for this long: a last press too many must not leave it."""

LONGEST_WAIT_S = 1.0
"""The clock is looked at so often at least: the system's own timers sleep under a closed lid."""

_AFTER_MARK_S = 0.002


class Follower(Protocol):
    """Something that follows a session, as its cues do."""

    def follow(self, view: View, now: datetime, /) -> object:
        """Take note of how the session stands."""
        ...


@dataclass(frozen=True, slots=True)
class _Told:
    """What was said last of each thing; only what differs is said again."""

    performed: int = 0
    done: str = ""
    stage: tuple[object, ...] = ()
    prompt: str = ""
    key: str = ""
    rested_s: float = 0.0


class PlainSession:
    """Leads one session.

    Args:
        training: the session, begun or resumed.
        keys: where keys or lines come from.
        say: takes one line.
        remapped: the user's own keys, by command id.
        followers: told of every change and at least once a second.
    """

    def __init__(
        self,
        training: Training,
        keys: Keys,
        say: Callable[[str], None],
        *,
        remapped: Mapping[str, tuple[str, ...]],
        followers: Sequence[Follower] = (),
    ) -> None:
        self.training = training
        self.runner = training.runner
        self._keys = keys
        self._say_line = say
        self._followers = followers
        self._commands = PlainCommands(self.runner, remapped, self._say, by_line=not keys.terminal)
        self._presses = Presses(self.runner.clock)
        self._told = _Told()
        self._question: Question | None = None
        self._how: How | None = None
        self._saved: deque[Saved] = deque(maxlen=100)
        self._trouble = ""
        self._tried_at = self.runner.clock.now()

    def run(self, stopped: Callable[[], bool] = lambda: False) -> How | None:
        """Lead the session until it is left.

        Args:
            stopped: whether a signal asks for the end.

        Returns:
            How it was left; None where a signal came.
        """
        runner = self.runner
        runner.saver.on_saved = self._saved.append
        runner.saver.save(runner.state)  # its answer may have come before there was anybody to tell
        end = done_about(runner.state, runner.clock.now(), self.training.habits)
        help_key = self._commands.first_key("workout-help")
        self._say(f"{runner.state.head.name}: {runner.view().total} sets, done about {end}. {help_key} lists the keys.")
        while self._how is None and not stopped():
            wait_s = self.tell()
            typed = None if stopped() else self._keys.read(wait_s)
            if typed is not None:
                self.take(typed)
        return self._how

    # ------------------------------------------------------------------------------------------------ telling

    def tell(self) -> float:
        """Say what has changed since the last time.

        Returns:
            Seconds until something is due, at most `LONGEST_WAIT_S`.
        """
        now = self.runner.clock.now()
        seen = view(self.runner.state, now)
        for follower in self._followers:
            follower.follow(seen, now)
        self._tell_saving(now)
        before = self._told
        self._told = told = _Told(
            performed=len(self.runner.state.performed),
            done=text.done_line(self.runner, seen.done) if seen.done else "",
            stage=_stage(seen),
            prompt=text.prompt_line(self.runner, seen),
            key=text.key_line(seen, self._one_key),
            rested_s=seen.rest_elapsed_s,
        )
        if told.done != before.done and told.performed >= before.performed:
            self._say(told.done)
        if told.stage != before.stage:
            self._tell_stage(seen, now, before)
        elif seen.rest is not None:
            passed = [line for at_s, line in text.clock_lines(seen.rest) if before.rested_s < at_s <= told.rested_s]
            if passed:
                self._say(passed[-1])
        # A key that came just when a set no longer counted as begun has started it: that looks the same, and is not.
        started = told.stage[0] == "set" and before.stage[:1] == ("go",)
        if told.prompt and (told.prompt != before.prompt or started):
            self._say(told.prompt)
        if told.key != before.key or started:
            self._say(told.key)
        return self._due_s(seen)

    def _tell_stage(self, seen: View, now: datetime, before: _Told) -> None:
        match self._told.stage[0]:
            case "summary":
                for line in text.summary_lines(self.training):
                    self._say(line)
            case "paused":
                self._say("PAUSED")
            case "go":
                self._say("GO  the rest is over, the next set counts as begun")
            case "rest":
                end = done_about(self.runner.state, now, self.training.habits)
                self._say(f"{text.rest_line(seen)}  done about {end}")
            case _:
                if before.stage and before.stage[0] == "paused":
                    self._say("going on with the set")

    def _tell_saving(self, now: datetime) -> None:
        """Say what became of the writes, each thing once; try again where the last one failed."""
        if self._trouble and (now - self._tried_at).total_seconds() >= RETRY_S:
            self._tried_at = now
            self.runner.saver.save(self.runner.state)
        while self._saved:
            saved = self._saved.popleft()
            if saved.moved:
                self._say("the file was changed by another program: this session goes on in a new one")
            trouble = saved.error or ""
            if trouble != self._trouble:
                self._say(trouble or "saved again")
                self._trouble, self._tried_at = trouble, now

    def _due_s(self, seen: View) -> float:
        if seen.rest is None or seen.paused:
            return LONGEST_WAIT_S
        marks = (at_s for at_s, _ in text.clock_lines(seen.rest) if at_s > seen.rest_elapsed_s)
        wait_s = next(marks, seen.rest_elapsed_s + LONGEST_WAIT_S) - seen.rest_elapsed_s + _AFTER_MARK_S
        return min(LONGEST_WAIT_S, wait_s)

    def _say(self, line: str) -> None:
        if self._question is not None and self._question.by_line and self._keys.terminal:
            self._say_line("")  # what is being typed stands on the line before
        self._say_line(line)

    @property
    def _one_key(self) -> str:
        return self._commands.first_key("next") if self._keys.terminal else "empty line"

    # ------------------------------------------------------------------------------------------------ typing

    def take(self, typed: Typed) -> None:
        """Do what was typed."""
        match typed:
            case Closed():
                if self._question is not None and self._keys.terminal:
                    self._answered(Outcome("going on"))
                else:
                    self._how = How.CLOSED
            case Press(key) if self._question is not None:
                self._answered(self._question.answered(key))
            case Press(key):
                self._take_key(key)
            case Line(line) if self._question is not None:
                self._answered(self._question.answered(line.strip()))
            case Line(line):
                self._take_line(line.strip())

    def _take_key(self, key: str) -> None:
        command = self._commands.by_key.get(key)
        if command is not None:
            self._run(command, pressed=True)
        else:
            self._say(f"{key_sign(key)} does nothing here; {self._commands.first_key('workout-help')} lists the keys")

    def _take_line(self, line: str) -> None:
        """A line names a command; more words are its answer (`n knee fine`, `w 42.5`)."""
        word, _, more = line.partition(" ")
        command = "next" if not line else self._commands.named(line)
        if command is None and more:
            command = self._commands.named(word)
        else:
            more = ""
        if command is None:
            self._say(f"there is no command {line[:40]!r}; {self._commands.first_key('workout-help')} lists them all")
            return
        self._run(command, pressed=False)
        if more and self._question is not None:
            self._answered(self._question.answered(more.strip()))

    def _run(self, command: str, *, pressed: bool) -> None:
        """Run a command; only keys can bounce, lines cannot."""
        seen = self.runner.view()
        if pressed and command in BOUNCY and not self._presses.counts():
            return
        if command == "next" and seen.phase is Phase.SUMMARY:
            since_s = (self.runner.clock.now() - self.runner.state.last_stamp).total_seconds()
            if not pressed or since_s >= SUMMARY_STAYS_S:
                self._how = How.LEFT
            return
        self._answered(self._commands.run(command))

    def _answered(self, answer: Answer) -> None:
        """Say what came of a command or an answer, and ask on where something is to be asked."""
        self._question = None
        match answer:
            case How():
                self._how = answer
            case Question():
                for line in answer.asks:
                    self._say(line)
                self._question = answer
            case Outcome(said):
                if said:
                    self._say(f"{said} {self._commands.first_key(answer.offers)}" if answer.offers else said)
        self._keys.take_lines(on=self._question is not None and self._question.by_line)


def _stage(seen: View) -> tuple[object, ...]:
    """What the session is doing; of a rest also which one, and its range."""
    slot = seen.done.slot if seen.done else 0
    if seen.phase is Phase.SUMMARY:
        return ("summary",)
    if seen.paused:
        return ("paused",)
    if seen.begun_by_clock:
        return ("go", slot)
    if seen.current is not None or seen.rest is None:
        return ("set",)
    return ("rest", slot, seen.rest)
