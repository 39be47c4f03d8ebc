from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from setpace.core.errors import DataError
from setpace.store.toml_file import LARGEST_BYTES, TomlFile, nearest, printable, read_toml, shown


def problem_of(file: Path) -> str:
    """What `read_toml` says of the file, its folder left out."""
    with pytest.raises(DataError) as caught:
        read_toml(file)
    return str(caught.value).replace(f"{file.parent}/", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1\nb = kg\n", "f.toml:2: not a value: text stands in quotes, numbers, true and false without them"),
        ("a = 1\nreps 10\n", "f.toml:2: expected = and a value after the key, as in reps = 10"),
        ("a = 1\n\n\nb =", "f.toml:4: not a value: text stands in quotes, numbers, true and false without them"),
        ('a = "x" y\n', "f.toml:1: something follows the value: one key = value a line, text in quotes"),
        ("a = 1\na = 2\n", "f.toml:2: this key or table stands in the file twice; keep one of them"),
        ("[a]\n[a]\n", "f.toml:2: this table stands in the file twice; keep one of them"),
        ("a = {b = 1, b = 2}\n", "f.toml:1: this key stands in the table twice; keep one of them"),
        ("[a\nb = 1\n", "f.toml:1: this header does not end with ]"),
        ("[[a]\nb = 1\n", "f.toml:1: this header does not end with ]]"),
        ('a = "x\nb = 1\n', "f.toml:1: a text has no closing quotes on its line"),
        ("a = 'x\nb = '1'\n", "f.toml:1: a text has no closing quotes on its line"),
        ("a = 'x\nb = 1\n", "f.toml:2: a text that began here or above has no closing quotes"),
        ('a = """x\nb = 1\n', "f.toml:2: a text that began here or above has no closing quotes"),
        ("a = [1 2]\n", "f.toml:1: a list above does not end with ], or lacks a comma between two values"),
        ('a = "C:\\gym"\n', "f.toml:1: a \\ in a text is written \\\\, or put the text in single quotes"),
        ("d = 2026-02-31\n", "f.toml:1: no such date or time"),
        ("a = 1\n= 2\n", "f.toml:2: expected key = value, [table] or a # comment"),
        ("a = 1 # \x07\n", "f.toml:1: a control character, which must not stand here; delete it"),
        ("a = " + "9" * 5000, "f.toml: a number has too many digits"),
    ],
)
def test_a_syntax_error_is_told_with_its_line_in_our_words(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "f.toml"
    file.write_text(text)
    assert problem_of(file) == said


def test_deep_nesting_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    file = tmp_path / "f.toml"
    file.write_text("a = " + "[" * 20_000 + "]" * 20_000)
    assert problem_of(file) == "f.toml: lists or tables are nested too deeply; a few levels are enough"


def test_text_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "f.toml"
    file.write_bytes(b'a = 1\nname = "Kniebeuge f\xfcr alle"\n')
    assert problem_of(file) == "f.toml:2: not UTF-8 text (byte 0xfc); save it as UTF-8"


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "f.toml"
    file.write_bytes(b"#" * (LARGEST_BYTES + 1))
    assert problem_of(file) == "f.toml: larger than 1 MiB, so not a file of Setpace; it was not read"
    file.write_bytes(b"#" * LARGEST_BYTES)
    assert read_toml(file).data == {}


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    folder, pipe, loop = tmp_path / "folder.toml", tmp_path / "pipe.toml", tmp_path / "loop.toml"
    folder.mkdir()
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    assert problem_of(folder) == "folder.toml: a folder; a TOML file belongs here"
    assert problem_of(pipe) == "pipe.toml: a pipe or device; a TOML file belongs here"
    assert problem_of(loop) == "loop.toml: a link that leads back to itself; point it at the file"
    assert problem_of(tmp_path / "gone.toml") == "gone.toml: no such file"
    assert problem_of(tmp_path / "nul\0.toml") == "nul\\x00.toml: no such file"
    (tmp_path / "plain").touch()
    said = problem_of(tmp_path / "plain" / "x.toml")
    assert said == "x.toml: no such file: a part of its path is a file, not a folder"


def test_a_file_without_the_right_to_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "f.toml"
    file.touch()

    def refuse(*_args: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # root may read everything, so a mode of 000 proves nothing
    assert problem_of(file) == "f.toml: may not be read; give yourself the right with chmod u+r"


def test_control_characters_of_a_name_do_not_reach_the_terminal(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "a\x1b[2J\nb.toml") == "a\\x1b[2J\\nb.toml: no such file"


def test_bom_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    file = tmp_path / "f.toml"
    file.write_bytes(b"\xef\xbb\xbfa = 1\r\n\r\n[t]\r\nb = 2\r\n")
    toml = read_toml(file)
    assert toml.data == {"a": 1, "t": {"b": 2}}
    assert toml.line("t", "b") == 4


DOCUMENT = '''\
# first
name = "x"            # [not.a.table]
long = """
[fake]
key = 1
""" # after
"quoted key".in = 1
literal = \'\'\'
it\'s a \\'\'\'
five = """"two ""quotes""""" # then """
list = [
    1,   # one
    { reps = 3, rest = [60,
        120] },
    "a ] } , # b",
]
date = 2026-11-23 18:04:11
[rest]
hinge = [60, 120]
sub.deep = true
[[exercises]]
sets = 3
[[exercises]]
sets = 4
[exercises.more]
x = 1
[[exercises.inner]]
y = 1
[[exercises.inner]]
y = 2
[empty]
# the last line has no end'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 2),
        (("long",), 3),
        (("quoted key", "in"), 7),
        (("literal",), 8),
        (("five",), 10),
        (("list",), 11),
        (("list", 0), 12),
        (("list", 1, "reps"), 13),
        (("list", 1, "rest", 0), 13),
        (("list", 1, "rest", 1), 14),
        (("list", 2), 15),
        (("date",), 17),
        (("rest", "hinge"), 19),
        (("rest", "sub", "deep"), 20),
        (("exercises", 0), 21),
        (("exercises", 1, "sets"), 24),
        (("exercises", 1, "more", "x"), 26),
        (("exercises", 1, "inner", 1, "y"), 30),
        (("empty",), 31),
        (("empty", "absent"), 31),
        (("exercises", 0, "absent", "deeper"), 21),
        (("absent",), None),
        ((), None),
    ],
)
def test_lines(path: tuple[str | int, ...], line: int | None) -> None:
    toml = TomlFile(Path("f.toml"), DOCUMENT, tomllib.loads(DOCUMENT))
    assert toml.line(*path) == line


def paths_in(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every path of keys and places in a document."""
    items: list[tuple[str | int, Any]]
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    else:
        return []
    return [found for key, inner in items for found in ((*path, key), *paths_in(inner, (*path, key)))]


SCALARS = st.one_of(
    st.integers(-(2**60), 2**60),
    st.booleans(),
    st.text(max_size=12),
    st.datetimes(),
    st.sampled_from(["]", "}", '"""', "'''", "# no", "a\n[b]\nc = 1", "\\", '"', ", x = 1"]),
)
KEYS = st.one_of(st.sampled_from(["a", "b", "c-d", "sets"]), st.text(max_size=6))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


@settings(deadline=None)  # a loaded machine is no failure
@given(data=st.dictionaries(KEYS, VALUES, max_size=5), multiline=st.booleans(), windows=st.booleans())
def test_every_key_of_any_document_has_a_line_and_the_lines_tell_where_it_is(
    data: dict[str, Any], *, multiline: bool, windows: bool
) -> None:
    text = tomli_w.dumps(data, multiline_strings=multiline)
    if windows:
        text = text.replace("\r", "").replace("\n", "\r\n")
    toml = TomlFile(Path("f.toml"), text, tomllib.loads(text))
    rows = text.split("\n")
    for path in paths_in(toml.data):
        line = toml.line(*path)
        assert line is not None, path
        leaf = path[-1]
        if isinstance(leaf, str) and leaf.isascii() and leaf.isalnum():
            assert leaf in rows[line - 1]
    # Cutting the document before the line of a top-level key must take exactly that key away.
    for key in toml.data:
        line = toml.line(key)
        assert line is not None
        assert key not in tomllib.loads("\n".join(rows[: line - 1]).removesuffix("\r"))


def test_what_is_quoted_in_messages_is_short_and_harmless() -> None:
    assert shown("te\x1bn") == '"te\\x1bn"'
    assert shown(True) == "true"
    assert shown([1, "a", [2]]) == '[1, "a", […]]'
    assert shown({"a": 1}) == "a table"
    assert shown("x" * 100) == '"' + "x" * 40 + '…"'
    assert shown(16**9999) == "a huge number"
    assert printable("rtl\u202e \udcff") == "rtl\\u202e \\udcff"


def test_a_name_far_from_all_others_is_near_to_none() -> None:
    assert nearest("barbel-clean", ["barbell-clean", "deadlift"]) == "barbell-clean"
    assert nearest("zumba", ["barbell-clean", "deadlift"]) is None
