"""Past sessions as text and JSON: `setpace log`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from run.conftest import START, Bench
from terminal.log_files import NEWEST, make_log

from setpace.core.session import Form, Reps
from setpace.core.units import Unit
from setpace.run.log_text import form_text, log_json, log_lines, past_sessions

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.core.session import Session


def sessions(bench: Bench) -> list[Session]:
    found, problems = past_sessions(bench.log.recent())
    assert problems == []
    return [session for _, session in found]


def test_a_line_says_when_what_how_long_how_much_and_how_clean(bench: Bench, tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    # 3 x 12 x 24 + 3 x 20 x 12.5 x two dumbbells + 3 x 5 x 40
    assert log_lines(sessions(bench), bench.library) == [
        "started           routine   length  sets  volume   form",
        "2026-11-23 18:04  Beginner  21 min  9/9   2964 kg  9 clean",
    ]


def test_columns_stand_under_each_other_newest_first(bench: Bench, tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    bench.clock.advance(86400)
    training = bench.start("intermediate")
    bench.lift(training, 2)
    training.runner.rate(Form.SHAKY)
    training.leave()
    assert log_lines(sessions(bench), bench.library) == [
        "started           routine       length      sets  volume   form",
        "2026-11-24 18:04  Intermediate  unfinished  2/9   —        1 shaky",
        "2026-11-23 18:04  Beginner      21 min      9/9   2964 kg  9 clean",
    ]


def test_columns_stand_under_each_other_where_letters_take_two_cells_or_none(bench: Bench, tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    (session,) = sessions(bench)
    names = ("朝の練習", "Cafe\u0301", "脚" * 20, "Intermediate")
    head, *lines = log_lines([replace(session, name=name) for name in names], bench.library)
    assert {cell_len(line[: line.index("21 min")]) for line in lines} == {cell_len(head[: head.index("length")])}
    assert "脚" * 11 + "…  21 min" in lines[2]


def test_no_sessions_no_lines(bench: Bench) -> None:
    assert past_sessions(bench.log.recent()) == ([], [])
    assert log_lines([], bench.library) == []
    assert log_json([], bench.library) == "[]"


def test_a_name_cannot_steer_the_terminal(bench: Bench, tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    [session] = sessions(bench)
    _, line = log_lines([replace(session, name="A\x1b[2J\nB")], bench.library)
    assert line.isprintable()
    assert "2964 kg" in line


def test_a_session_without_a_name_is_called_by_its_routine(bench: Bench, tmp_path: Path) -> None:
    make_log(tmp_path, 1)
    [session] = sessions(bench)
    _, line = log_lines([replace(session, name="")], bench.library)
    assert "  beginner  " in line


def test_one_endless_name_does_not_push_the_columns_out_of_sight(bench: Bench, tmp_path: Path) -> None:
    make_log(tmp_path, 2)
    first, second = sessions(bench)
    lines = log_lines([replace(first, name="x" * 300), second], bench.library)
    assert "xxx…  21 min" in lines[1]
    assert max(map(len, lines)) < 80


def test_what_was_left_out_of_a_session_is_named_once_a_file(bench: Bench, tmp_path: Path) -> None:
    partly, whole = make_log(tmp_path, 2)
    text = partly.read_text(encoding="utf-8")
    line = text.splitlines().index('form = "clean"') + 1
    partly.write_text(text.replace('form = "clean"', 'form = "fine"', 3), encoding="utf-8")
    found, problems = past_sessions(bench.log.recent())
    assert [(file, len(session.sets)) for file, session in found] == [(partly, 9), (whole, 9)]
    assert [done.form for done in found[0][1].sets[:4]] == [None, None, None, Form.CLEAN]
    [problem] = map(str, problems)
    assert problem.startswith(f"{partly}:{line}: form must be clean, shaky or broken")
    assert problem.endswith("(left out, 2 more in this file)")


@pytest.mark.parametrize(
    ("forms", "text"),
    [
        ((), "—"),
        ((Form.BROKEN, Form.CLEAN, Form.CLEAN), "2 clean, 1 broken"),
        ((None, Form.SHAKY), "1 shaky"),
    ],
    ids=["none", "two kinds", "one not rated"],
)
def test_form_in_words(bench: Bench, tmp_path: Path, forms: tuple[Form | None, ...], text: str) -> None:
    make_log(tmp_path, 1)
    [session] = sessions(bench)
    sets = tuple(replace(session.sets[0], form=form) for form in forms)
    assert form_text(replace(session, sets=sets)) == text


def test_only_so_many_and_of_a_copy_only_one(bench: Bench, tmp_path: Path) -> None:
    newest, second, _ = make_log(tmp_path, 3)
    newest.with_name(newest.stem + " (copy).toml").write_bytes(newest.read_bytes())
    newest.with_name(newest.stem + "_2.toml").write_bytes(newest.read_bytes())
    found, problems = past_sessions(bench.log.recent(), limit=2)
    assert [session.started for _, session in found] == [NEWEST, NEWEST - timedelta(days=2)]
    assert found[1][0] == second
    assert problems == []


def test_what_cannot_be_read_on_the_way_is_named_and_what_lies_behind_is_not(bench: Bench, tmp_path: Path) -> None:
    files = make_log(tmp_path, 4)
    for damaged in (files[0], files[3]):
        damaged.write_text("setpace = 1\nid = \n", encoding="utf-8")
    found, problems = past_sessions(bench.log.recent(), limit=2)
    assert [file for file, _ in found] == files[1:3]
    [problem] = problems
    assert str(problem).startswith(f"{files[0]}:2: ")


def test_json_has_the_keys_of_the_file_and_a_summary(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 2, load=24)
    training.runner.rate(Form.CLEAN)
    training.runner.write_note(0, "frühe Stunde")
    training.runner.finish()
    training.leave()
    found, _ = past_sessions(bench.log.recent())
    text = log_json(found, bench.library)
    assert "frühe Stunde" in text
    [document] = json.loads(text)
    assert document["file"] == str(training.file)
    assert document["started"] == START.isoformat() == "2026-11-23T18:04:11+01:00"
    assert document["sets"][0]["rest_taken"] == 75
    assert "events" not in document
    assert document["summary"] == {
        "duration": 155,
        "sets_done": 2,
        "sets_planned": 9,
        "reps": 24,
        "volume": 576.0,
        "rest_taken": 75,
        "form": {"clean": 1, "shaky": 0, "broken": 0},
        "exercises": {
            "kettlebell-deadlift": {
                "sets": 2,
                "reps": 24,
                "reps_left": None,
                "reps_right": None,
                "load": 24.0,
                "one_rep_max": None,
                "volume": 576.0,
                "form": "clean",
            }
        },
    }


def test_json_has_the_numbers_of_the_progress_screen_in_the_unit_of_the_session(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1, load=100)
    training.runner.finish()
    training.leave()
    found, _ = past_sessions(bench.log.recent())
    file, session = found[0]
    pounds = replace(session, unit=Unit.LB, sets=(replace(session.sets[0], reps=Reps(6, 5)),))
    [document] = json.loads(log_json([(file, pounds)], bench.library))
    figures = document["summary"]["exercises"]["kettlebell-deadlift"]
    assert (figures["reps_left"], figures["reps_right"]) == (6, 5)
    assert figures["one_rep_max"] == 116.67
    assert figures["volume"] == 1100.0


def test_json_of_an_unfinished_session_has_no_end_and_no_volume_without_a_load(bench: Bench) -> None:
    training = bench.start()
    bench.lift(training, 1)
    training.leave()
    found, _ = past_sessions(bench.log.recent())
    [document] = json.loads(log_json(found, bench.library))
    assert "finished" not in document
    assert document["summary"]["volume"] is None
