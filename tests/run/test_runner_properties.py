"""Any keys in any order, each followed by a look into the file: the file is the state."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from run.conftest import START, Bench

from setpace.core import events as ev
from setpace.core.session import Form
from setpace.core.workout import Ended, to_session
from setpace.store.paths import find_paths
from setpace.store.session_state import workout_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from setpace.core.session import PerformedSet, Session
    from setpace.core.workout_view import SetPrompt
    from setpace.run.runner import Outcome, Runner
    from setpace.run.training import Training

SECONDS = st.sampled_from([0.0, 0.25, 1.0, 15.75, 59.999, 60.0, 119.5, 120.0, 200.0, 500.0, 4000.001])
TEXTS = st.sampled_from(["", "slow", 'l\'épaule "droite"\n# [sets]', "\u0085 \t\\"])
STEPS = st.sampled_from([1, -1])
KEYS = (*("undo",) * 3, "toggle_pause", "skip", "add_set", "do_later", "technique", "warm_up", "finish")


class AnyKeys(RuleBasedStateMachine):
    """Somebody who presses any key at any time, kills the program now and then, and looks into the file every time."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.bench = Bench(find_paths({"SETPACE_HOME": self.folder.name}))
        self.training: Training

    def teardown(self) -> None:
        if hasattr(self, "training"):
            self.training._release()
        self.folder.cleanup()

    @initialize(
        routine=st.sampled_from(["beginner", "intermediate", "advanced"]),
        unit=st.sampled_from(["kg", "lb"]),
        auto_advance=st.sampled_from(["true", "false"]),
    )
    def a_session_begins(self, routine: str, unit: str, auto_advance: str) -> None:
        text = f'unit = "{unit}"\nauto_advance = {auto_advance}\n'
        self.bench.paths.settings_file.write_text(text, encoding="utf-8")
        self.training = self.bench.start(routine)

    @property
    def runner(self) -> Runner:
        return self.training.runner

    def _about(self, wants_done: bool) -> SetPrompt | PerformedSet | None:  # noqa: FBT001
        view = self.runner.view()
        return view.done if wants_done else view.current or view.next

    def _press(self, act: Callable[[], Outcome]) -> None:
        """A key is refused with a reason and changes nothing, or it changes the state."""
        before = self.runner.state
        outcome = act()
        assert len(outcome.said.splitlines()) <= 1
        if outcome.refused:
            assert outcome.said
            assert self.runner.state is before
        else:
            assert self.runner.state is not before or isinstance(before.stage, Ended)

    @rule(waits_s=st.lists(SECONDS, min_size=1, max_size=4))
    def the_one_key(self, waits_s: list[float]) -> None:
        for seconds in waits_s:
            self.bench.clock.advance(seconds)
            self._press(self.runner.advance)

    @rule(before_s=SECONDS, pause_s=SECONDS)
    def a_pause(self, before_s: float, pause_s: float) -> None:
        self.bench.clock.advance(before_s)
        self._press(self.runner.toggle_pause)
        self.bench.clock.advance(pause_s)
        self._press(self.runner.toggle_pause)

    @rule(key=st.sampled_from(KEYS), seconds=SECONDS)
    def another_key(self, key: str, seconds: float) -> None:
        self.bench.clock.advance(seconds)
        self._press(getattr(self.runner, key))

    @rule(by_s=st.sampled_from([-15, 15]))
    def the_rest_is_shifted(self, by_s: int) -> None:
        self._press(partial(self.runner.shift_rest, by_s))

    @rule(form=st.sampled_from(Form))
    def the_last_set_is_rated(self, form: Form) -> None:
        self._press(partial(self.runner.rate, form))

    @rule(wants_done=st.booleans(), by=STEPS, side=st.sampled_from(["", "left", "right"]))
    def reps_are_changed(self, wants_done: bool, by: int, side: str) -> None:  # noqa: FBT001
        about = self._about(wants_done)
        if about is not None:
            self._press(partial(self.runner.change_reps, about, by, side))

    @rule(wants_done=st.booleans(), direction=STEPS)
    def a_load_is_changed(self, wants_done: bool, direction: int) -> None:  # noqa: FBT001
        about = self._about(wants_done)
        if about is not None:
            self._press(partial(self.runner.change_load, about, direction))

    @rule(wants_done=st.booleans(), load=st.sampled_from([None, 0.5, 22.5, 142.25, 2000.0]))
    def a_load_is_typed(self, wants_done: bool, load: float | None) -> None:  # noqa: FBT001
        about = self._about(wants_done)
        if about is not None:
            self._press(partial(self.runner.type_load, about, load))

    @rule(wants_done=st.booleans(), text=TEXTS)
    def a_note_is_written(self, wants_done: bool, text: str) -> None:  # noqa: FBT001
        about = self._about(wants_done)
        self._press(partial(self.runner.write_note, about.slot if about else 0, text))

    @rule(place=st.integers(0, 5), answer=st.none() | st.sampled_from(ev.PainAnswer))
    def swapped_or_hurt(self, place: int, answer: ev.PainAnswer | None) -> None:
        swaps = self.runner.swaps()
        if swaps and not isinstance(self.runner.state.stage, Ended):
            to = swaps[place % len(swaps)].id
            self._press(partial(self.runner.report_pain, answer, to) if answer else partial(self.runner.swap, to))

    @rule(seconds=SECONDS)
    @precondition(lambda self: not isinstance(self.runner.state.stage, Ended))
    def the_program_is_killed_and_started_again(self, seconds: float) -> None:
        before = self.runner.state
        self.training._release()  # what a killed process does not write, and the system lets go
        self.bench.clock.advance(seconds)
        self.training = self.bench.resume(self.training.file)
        assert self.runner.state.history[:-1] == before.history
        assert self.runner.state.queue == before.queue

    @invariant()
    def the_file_is_the_state(self) -> None:
        [file] = self.bench.files()
        read = self.bench.read(file)
        state = self.runner.state
        assert read.problems == ()
        if isinstance(state.stage, Ended):
            assert read.events == ()
        else:
            assert read.events == state.history
            assert workout_of(read) == state
        assert read.session == _as_kept(to_session(state))
        assert read.session.started == START

    @invariant()
    def nothing_half_written_lies_about(self) -> None:
        [year] = self.bench.paths.log_dir.iterdir()
        assert len(list(year.iterdir())) == 1


def _as_kept(session: Session) -> Session:
    """With its times cut to the second, as the log keeps them."""
    sets = tuple(
        replace(s, started=s.started.replace(microsecond=0), finished=s.finished.replace(microsecond=0))
        for s in session.sets
    )
    finished = session.finished and session.finished.replace(microsecond=0)
    return replace(session, finished=finished, sets=sets)


TestAnyKeys = AnyKeys.TestCase
# A failure is shown as it was found: making it small on the disk as well takes minutes.
FOUND_AS_IT_IS = tuple(phase for phase in Phase if phase not in (Phase.shrink, Phase.explain))
TestAnyKeys.settings = settings(max_examples=60, stateful_step_count=30, deadline=None, phases=FOUND_AS_IT_IS)
