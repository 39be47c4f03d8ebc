"""Taking checked values out of a TOML table: each wrong one becomes a problem, and reading goes on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeGuard

from setpace.core.exercise import RestRange
from setpace.store.toml_file import nearest, printable, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from setpace.core.errors import Problem
    from setpace.store.toml_file import TomlFile

LONGEST_NAME = 80
"""Signs of a name; longer ones fit on no screen."""

MOST_UNKNOWN = 20
"""Unknown keys of one table that are told of one by one; to look for the nearest known one takes its time."""

LONGEST_REST_S = 3600
"""Seconds; a rest of more than an hour is a typing error."""


class Fields:
    """One table of a file.

    Every reader returns None (or an empty tuple) for a value that is absent or wrong, and adds a `Problem` to
    `problems` where it is wrong.

    Attributes:
        values: the table as tomllib read it.
        problems: everything wrong so far; shared by the tables of one file.
        what: what the table is, for messages: `a routine`.
    """

    def __init__(self, toml: TomlFile, problems: list[Problem], what: str, *path: str | int) -> None:
        self._toml = toml
        self._path = path
        self.problems = problems
        self.what = what
        values: Any = toml.data
        for part in path:
            values = values[part]
        self.values: dict[str, Any] = values

    def wrong(self, message: str, *key_path: str | int) -> None:
        """Note a problem with a key of this table, or with the table itself."""
        self.problems.append(self._toml.problem(message, *self._path, *key_path))

    def missing(self, key: str, example: str) -> None:
        """Note that a required key is absent, with an example line."""
        self.wrong(f"{self.what} needs {key}, as in {example}")

    def check_known(self, known: Sequence[str]) -> bool:
        """Whether every key is a known one; each other key is a problem that names the nearest known."""
        unknown = [key for key in self.values if key not in known]
        for key in unknown[:MOST_UNKNOWN]:
            near = nearest(key, list(known))
            hint = f"did you mean {near}?" if near else f"{self.what} has {listed(known)}"
            self.wrong(f"unknown key {shown(key)}, {hint}", key)
        if len(unknown) > MOST_UNKNOWN:
            self.wrong(f"and {len(unknown) - MOST_UNKNOWN} more unknown keys", unknown[MOST_UNKNOWN])
        return not unknown

    def table(self, key: str, what: str) -> Fields | None:
        """The table under `key`."""
        value = self.values.get(key)
        if isinstance(value, dict):
            return Fields(self._toml, self.problems, what, *self._path, key)
        if value is not None:
            self.wrong(f"{printable(key)} must be a table, [{printable(key)}], not {shown(value)}", key)
        return None

    def tables(self, key: str, what: str) -> Iterator[Fields]:
        """The tables of the array under `key`, written `[[key]]`."""
        value = self.values.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.wrong(f"{key} must be written [[{key}]], one for each, not {shown(value)}", key)
            return
        for place, element in enumerate(value):
            if isinstance(element, dict):
                yield Fields(self._toml, self.problems, what, *self._path, key, place)
            else:
                self.wrong(f"{key} must be written [[{key}]], one for each, not {shown(element)}", key, place)

    def text(self, key: str, *, empty: bool = False) -> str | None:
        """One line of text of up to `LONGEST_NAME` signs, outer spaces taken off."""
        value = self.values.get(key)
        if value is None:
            return None
        problem = text_problem(value, empty=empty)
        if problem is not None:
            self.wrong(f"{key} {problem}", key)
            return None
        text: str = value.strip()
        return text

    def texts(self, key: str, most: int) -> tuple[str, ...] | None:
        """A list of up to `most` texts, each as `text` reads it; a wrong one is left out."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) > most:
            count = f"{len(value)} of them" if isinstance(value, list) else shown(value)
            self.wrong(f'{key} must be a list of up to {most} texts, as in ["one", "two"], not {count}', key)
            return None
        good: list[str] = []
        for place, element in enumerate(value):
            problem = text_problem(element)
            if problem is None:
                good.append(element.strip())
            else:
                self.wrong(f"each of {key} {problem}", key, place)
        return tuple(good)

    def choice(self, key: str, choices: Sequence[str]) -> str | None:
        """One of a few words."""
        value = self.values.get(key)
        if value is None or value in choices:
            return value
        near = nearest(value, list(choices)) if isinstance(value, str) else None
        hint = f", did you mean {near}?" if near else ""
        self.wrong(f"{key} must be {listed(choices, 'or')}, not {shown(value)}{hint}", key)
        return None

    def flag(self, key: str) -> bool | None:
        """True or false."""
        value = self.values.get(key)
        if value is None or isinstance(value, bool):
            return value
        self.wrong(f"{key} must be true or false, without quotes, not {shown(value)}", key)
        return None

    def integer(self, key: str, low: int, high: int) -> int | None:
        """A whole number from `low` to `high`; true and false are none."""
        value = self.values.get(key)
        if value is None or (type(value) is int and low <= value <= high):
            return value
        self.wrong(f"{key} must be a whole number from {low} to {high}, not {shown(value)}", key)
        return None

    def number(self, key: str, high: int) -> float | None:
        """A number above 0 and up to `high`."""
        value = self.values.get(key)
        if value is None:
            return None
        if is_number(value, high):
            return float(value)
        self.wrong(f"{key} must be a number above 0, up to {high}, not {shown(value)}", key)
        return None

    def numbers(self, key: str, high: int, most: int) -> tuple[float, ...] | None:
        """A list of up to `most` numbers, each above 0 and up to `high`."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, list) and len(value) <= most and all(is_number(each, high) for each in value):
            return tuple(map(float, value))
        self.wrong(
            f"{key} must be a list of up to {most} numbers above 0, each up to {high}, as in [20, 10, 2.5], "
            f"not {shown(value)}",
            key,
        )
        return None

    def day(self, key: str) -> date | None:
        """A day of the calendar, written without quotes."""
        value = self.values.get(key)
        if value is None or type(value) is date:  # a date with a time is a date, too
            return value
        self.wrong(f"{key} must be a day without quotes, as in 2026-11-24, not {shown(value)}", key)
        return None

    def rest(self, key: str) -> RestRange | None:
        """A rest range, [minimum, maximum] in whole seconds."""
        value = self.values.get(key)
        if value is None:
            return None
        try:
            return rest_range(value)
        except ValueError as error:
            self.wrong(f"{printable(key)} {error}", key)
            return None


def is_number(value: object, high: int) -> TypeGuard[float]:
    """Whether it is a number above 0 and up to `high`; true and false are none, and neither is what is no number."""
    return not isinstance(value, bool) and isinstance(value, int | float) and 0 < value <= high


def rest_range(value: object) -> RestRange:
    """The rest range that a list of two numbers of seconds stands for.

    Raises:
        ValueError: it stands for none; the message fits behind the name of the key.
    """
    match value:
        case [int(low), int(high)] if type(low) is int and type(high) is int and 0 <= low <= high <= LONGEST_REST_S:
            return RestRange(low, high)
        case [int(low), int(high)] if type(low) is int and type(high) is int and 0 <= high < low <= LONGEST_REST_S:
            raise ValueError(f"must name the minimum first, as in [{high}, {low}], not {shown(value)}")
    raise ValueError(
        f"must be [minimum, maximum] in whole seconds from 0 to {LONGEST_REST_S}, as in [60, 120], not {shown(value)}"
    )


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems of one file from top to bottom, those without a line first."""
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words in a sentence: `a, b and c`."""
    *most, final = words
    return f"{', '.join(most)} {last} {final}" if most else final


def text_problem(value: object, *, empty: bool = False) -> str | None:
    """What is wrong with a text, as the rest of a sentence; None = nothing."""
    if not isinstance(value, str):
        return f"must be text in quotes, not {shown(value)}"
    text = value.strip()
    if not text and not empty:
        return "must not be empty"
    if len(text) > LONGEST_NAME:
        return f"must be at most {LONGEST_NAME} characters long, not {len(text)}"
    if not text.isprintable():
        return f"must be one line without control characters, not {shown(value)}"
    return None
