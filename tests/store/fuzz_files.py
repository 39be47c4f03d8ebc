"""Makes bad files out of good ones, in all the ways in which files go bad."""

from __future__ import annotations

import copy
import os
import tomllib
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import partial
from typing import TYPE_CHECKING, Any

import tomli_w
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

EXAMPLES = int(os.environ.get("SETPACE_FUZZ", "0"))
"""Bad files of each kind in a long run by hand, each time others; 0: some, each time the same."""

fuzzed = partial(
    settings,
    derandomize=not EXAMPLES,
    database=None,
    deadline=timedelta(seconds=2),  # no file may hold the program up for longer
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)


def examples(usual: int) -> settings:
    """How many bad files: `usual` ones, or as many as the environment asks for."""
    return fuzzed(max_examples=EXAMPLES or usual)


NASTY_TEXTS = (
    "",
    " ",
    "[red]red[/red]",
    "[/]",
    "[bold",
    "\\[x]",
    "$accent {now} %s",
    "\x1b[2J\x1b[31mred\x1b]0;title\x07",
    "\x9b31m\x9d0;t\x9c",
    "one\ntwo\r\nthree\ttab\x00\x07\x7f",
    "\u202eright to left\u202c \u2066isolated\u2069 \u200f",
    "a\u0301\u0302\u0303 \u0e01\u0e33 \u200d\u200b\ufeff",
    "漢字かな 한글 ｗｉｄｅ",
    "👩‍👩‍👧‍👦 🏋🏽‍♀️ 🇩🇪 \ufe0f",
    "\U000e0041\ue000\ufffe",
    "x" * 5000,
    "../../etc/passwd",
    "a/b\\c:d*e?f",
    "CON",
    "-n",
    "; rm -rf $HOME `id` $(id)",
)
"""What a text of the user can hold, by mischief or by accident."""

NASTY_VALUES: tuple[Any, ...] = (
    *NASTY_TEXTS,
    True,
    False,
    0,
    -1,
    1,
    2,
    13,
    10**9,
    10**9 + 1,
    2**63,
    -(2**63),
    10**400,
    0.0,
    -0.5,
    1e-300,
    1e308,
    float("nan"),
    float("inf"),
    float("-inf"),
    date(2026, 11, 23),
    time(18, 4),
    datetime(2026, 11, 23, 18, 4),  # noqa: DTZ001 - a time without an offset is the point
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-12))),
    datetime(2026, 11, 23, 18, 4, 11, 999999, tzinfo=timezone(timedelta(hours=23, minutes=59))),
    datetime(1970, 1, 1, tzinfo=UTC),
    [],
    [[]],
    [[[[[[[[1]]]]]]]],
    [1, "two", 3.0],
    [0, 0],
    [120, 60],
    [{}],
    {},
    {"a": {"b": {"c": 1}}},
    list(range(300)),
)
"""What can stand where something else belongs."""


def good_places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all values within a document."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from good_places(value, (*path, key))


def each_value(good: str) -> Iterator[bytes]:
    """A document with one of its values changed: every kind of value (the first of a list's), to everything nasty."""
    data = tomllib.loads(good)
    seen: set[tuple[Any, ...]] = set()
    for *way, last in list(good_places(data)):
        kind = tuple("*" if isinstance(key, int) else key for key in (*way, last))
        if kind in seen:
            continue
        seen.add(kind)
        holder = _at(data, way)
        good_value = holder[last]
        for value in NASTY_VALUES[len(NASTY_TEXTS) - 5 :]:  # of the texts a few: one is read as any other
            holder[last] = value
            yield tomli_w.dumps(data).encode("utf-8", "replace")
        holder[last] = good_value


@st.composite
def other_values(draw: st.DrawFn, good: str) -> bytes:
    """A document of sound TOML with some of its values changed, taken away, doubled or added."""
    data: Any = tomllib.loads(good)
    for _ in range(draw(st.integers(1, 4))):
        places = list(good_places(data))
        if not places:
            break
        *way, last = draw(st.sampled_from(places))
        holder = _at(data, way)
        match draw(st.sampled_from(["value", "value", "value", "value", "delete", "double", "add", "swap"])):
            case "value":
                holder[last] = copy.deepcopy(draw(st.sampled_from(NASTY_VALUES) | st.integers() | st.text(max_size=20)))
            case "delete":
                del holder[last]
            case "double" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[last]))
            case "swap":
                holder[last] = copy.deepcopy(_at(data, draw(st.sampled_from(places))))
            case _ if isinstance(holder, dict):
                holder[draw(st.sampled_from(NASTY_TEXTS))] = copy.deepcopy(draw(st.sampled_from(NASTY_VALUES)))
            case _:
                pass
    return tomli_w.dumps(data).encode("utf-8", "replace")


def _at(data: Any, way: Sequence[Any]) -> Any:
    for key in way:
        data = data[key]
    return data


@st.composite
def other_bytes(draw: st.DrawFn, good: str) -> bytes:  # noqa: C901 - one case for each way
    """A document that a disk, an editor or a sync has spoiled."""
    raw = good.encode()
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, max(len(raw) - 1, 0)))
        length = draw(st.integers(1, 40))
        match draw(st.sampled_from(["cut", "flip", "insert", "zero", "crlf", "cr", "bom", "utf16", "line", "repeat"])):
            case "cut":
                raw = raw[:place]
            case "flip" if raw:
                raw = raw[:place] + bytes([raw[place] ^ (1 << draw(st.integers(0, 7)))]) + raw[place + 1 :]
            case "insert":
                raw = raw[:place] + draw(st.binary(min_size=1, max_size=8)) + raw[place:]
            case "zero":
                raw = raw[:place] + bytes(length) + raw[place + length :]
            case "crlf":
                raw = raw.replace(b"\n", b"\r\n")
            case "cr":
                raw = raw.replace(b"\n", b"\r")
            case "bom":
                raw = b"\xef\xbb\xbf" + raw
            case "utf16":
                raw = raw.decode("utf-8", "replace").encode("utf-16")
            case "line":
                lines = raw.split(b"\n")
                del lines[place % len(lines)]
                raw = b"\n".join(lines)
            case _:
                raw = raw[:place] + raw[place : place + length] * 3 + raw[place + length :]
    return raw


def spoiled(good: str) -> st.SearchStrategy[bytes]:
    """Bad files made of a good one."""
    return st.one_of(other_values(good), other_values(good), other_bytes(good))


MEGABYTE = 1024 * 1024

LARGE: dict[str, Callable[[], bytes]] = {
    "larger than the cap": lambda: b"# " + b"x" * MEGABYTE + b"\n",
    "a list in a list in a list": lambda: b"a = " + b"[" * 100_000 + b"]" * 100_000,
    "a table in a table in a table": lambda: b"a = " + b"{a = " * 50_000,
    "a key of many parts": lambda: b".".join([b"a"] * 400_000) + b" = 1\n",
    "a header of many parts": lambda: b"[" + b".".join([b"a"] * 400_000) + b"]\n",
    "headers that go deeper and deeper": lambda: b"".join(
        b"[" + b".".join([b"a"] * depth) + b"]\n" for depth in range(1, 900)
    ),
    "a number of a million digits": lambda: b"setpace = " + b"9" * 1_000_000,
    "a hexadecimal number of a million digits": lambda: b"setpace = 0x" + b"f" * 1_000_000,
    "a text of a million signs": lambda: b'name = "' + b"n" * 1_000_000 + b'"\n',
    "a million quotes": lambda: b'name = "' + b'\\"' * 500_000 + b'"\n',
    "keys without end": lambda: b"".join(b"k%d = 1\n" % number for number in range(80_000)),
    "tables without end": lambda: b"".join(b"[t%d]\n" % number for number in range(80_000)),
    "sets without end": lambda: b"[[sets]]\n" * 100_000,
    "values in a plan without end": lambda: b"plan = [" + b"{}," * 300_000 + b"]\n",
    "blank lines without end": lambda: b"\n" * 1_000_000,
    "one key a million times": lambda: b"a = 1\n" * 170_000,
}
"""Files that a reader could get lost in, by what they hold."""
