"""`setpace doctor` where something is on a disk that does not answer: the report is there all the same, and in time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from run.doctor_lines import NOW, TERMINAL, meet, section, value
from run.fake_players import SPEAKS, WORKS, FakePlayers
from terminal.log_files import make_log

from setpace.core.errors import SetpaceError
from setpace.run.doctor import report
from setpace.run.doctor_cues import cues_found, sound_check
from setpace.run.sound_check import SoundCheck
from setpace.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from run.conftest import Bench

    from setpace.store.paths import Paths

pytestmark = pytest.mark.usefixtures("last_folder")

SILENT = "the disk does not answer"


@pytest.fixture
def dead(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Have nothing come back of what is asked about a path and what is below it, until the end of the test."""
    free = threading.Event()
    monkeypatch.setattr("setpace.run.doctor_ask.PATIENCE_S", 0.5)
    monkeypatch.setattr("setpace.run.doctor_ask.SHORT_S", 0.1)

    def hang(_path: Path, _look: str) -> None:
        assert free.wait(20), "waited for to the end"

    yield lambda at: meet(monkeypatch, at, hang)
    free.set()


@pytest.mark.parametrize(
    ("hanging", "row", "said", "others"),
    [
        ("settings.toml", "settings", "H/settings.toml: " + SILENT, ["routines", "log", "unfinished"]),
        ("exercises.toml", "exercises", "H/exercises.toml: " + SILENT, ["settings", "routines", "log"]),
        ("routines", "routines", "H/routines: " + SILENT, ["settings", "log", "unfinished"]),
        ("log", "log", "H/log: sessions cannot be saved here: " + SILENT, ["settings", "routines", "diagnostics"]),
        ("log/.trash", "deleted", "H/log/.trash: deleted sessions cannot be kept here: " + SILENT, ["settings", "log"]),
        (
            "state",
            "state",
            "H/state/locks: sessions cannot be held here while they run: " + SILENT,
            ["settings", "log"],
        ),
        (".", "state", "H: settings cannot be changed here: " + SILENT, []),
    ],
)
def test_each_place_may_be_on_a_disk_that_does_not_answer(
    bench: Bench, tmp_path: Path, dead: Callable[[Path], None], hanging: str, row: str, said: str, others: list[str]
) -> None:
    bench.left()
    bench.paths.settings_file.write_text('unit = "kg"\n', encoding="utf-8")
    bench.paths.trash_dir.mkdir()
    whole = report(bench.paths, TERMINAL, now=NOW)
    dead(tmp_path / hanging)
    lines = report(bench.paths, TERMINAL, now=NOW)
    assert f"({SILENT})" in value(lines, row)
    assert said.replace("H", str(tmp_path), 1) in section(lines, "Problems")
    assert [value(lines, other) for other in others] == [value(whole, other) for other in others]
    assert len(section(lines, "Files")) == len(section(whole, "Files"))


def test_one_session_that_hangs_does_not_hide_the_others(
    paths: Paths, tmp_path: Path, dead: Callable[[Path], None]
) -> None:
    *_, last = sorted(make_log(tmp_path, 3), reverse=True)
    dead(last)
    lines = report(paths, TERMINAL, now=NOW)
    assert value(lines, "log").endswith("sessions 2, unreadable files 0, not all read")
    assert value(lines, "unfinished") == "not known"
    assert section(lines, "Problems") == [f"{last}: {SILENT}, so what comes after it was not read"]


def test_the_cues_are_told_without_settings_that_hang(paths: Paths, dead: Callable[[Path], None]) -> None:
    paths.settings_file.write_text('unit = "kg"\n', encoding="utf-8")
    before = dict(cues_found(paths, {}))
    dead(paths.settings_file)
    rows = dict(cues_found(paths, {}))
    assert rows == before | dict.fromkeys(("profile", "own command", "awake"), f"not known: {SILENT}")
    with pytest.raises(SetpaceError, match=f"settings.toml: {SILENT}"):
        sound_check(paths, {})


@pytest.mark.parametrize(
    ("hanging", "silent"),
    [("cache", ["tones"]), ("bin", ["tones", "speech", "own command"])],
    ids=["tones", "programs"],
)
def test_trying_what_can_be_heard_ends(
    paths: Paths,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    dead: Callable[[Path], None],
    hanging: str,
    silent: list[str],
) -> None:
    players = FakePlayers(tmp_path / "bin")
    for name, does in (("aplay", WORKS), ("espeak-ng", SPEAKS), ("lamp", WORKS)):
        players.install(name, does)
    paths.settings_file.write_text("[cues]\ncommand = 'lamp on'\n", encoding="utf-8")
    check = SoundCheck(load_settings(paths).settings, paths, players.environ, awake=lambda _: None)
    dead(tmp_path / hanging)
    if "own command" in silent:
        monkeypatch.setattr("setpace.run.sound_check._COMMAND_S", 0.1)
    rows = dict(check.tried(None))
    assert [layer for layer, said in rows.items() if said == SILENT] == silent
    works = {"speech": "espeak-ng worked", "own command": "worked", "awake": "the computer can be kept awake"}
    assert rows == rows | {layer: said for layer, said in works.items() if layer not in silent}
