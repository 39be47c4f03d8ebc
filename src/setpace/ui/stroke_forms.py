"""Our letters and digits as strokes: drawn for this program, for any size from about eight pixels high.

A form is one or more paths on the centre lines of its strokes, in hundredths of the width and of the height: `x,y` a
sharp corner, `x,yo` a round one, `x,yc` one rounded a little, `z` closes the path, `@x,y` is a dot, and `;` begins a
new path.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import floor

from setpace.ui.strokes import Corner, Line, Square, Stroke, path

SHARES = {"o": 1.0, "c": 0.3}
SMALLEST_ROUND = 3
"""A dot that is narrower, in pixels, is a square."""


@dataclass(frozen=True, slots=True)
class StrokeForm:
    """One glyph.

    Attributes:
        width: of its centre lines, in hundredths of a digit's.
        paths: as in the module's docstring.
    """

    width: int
    paths: str


_BOWL = "0,0o 100,0o 100,100o 0,100o z"

STROKE_FORMS = {
    " ": StrokeForm(20, ""),
    "0": StrokeForm(100, _BOWL),
    "1": StrokeForm(100, "14,26 60,0 60,100"),
    "2": StrokeForm(100, "0,25 0,0o 100,0o 100,42c 0,100 100,100"),
    "3": StrokeForm(100, "0,22 0,0o 100,0o 100,48o 40,48; 60,48 100,48o 100,100o 0,100o 0,78"),
    "4": StrokeForm(100, "77,100 77,0 0,71 100,71"),
    "5": StrokeForm(100, "94,0 0,0 0,42 100,42o 100,100o 0,100o 0,80"),
    "6": StrokeForm(100, "100,18 100,0o 0,0o 0,100o 100,100o 100,45o 0,45o 0,70"),
    "7": StrokeForm(100, "0,0 100,0 34,100"),
    "8": StrokeForm(100, "0,0o 100,0o 100,48o 0,48o z; 0,48o 100,48o 100,100o 0,100o z"),
    "9": StrokeForm(100, "0,82 0,100o 100,100o 100,0o 0,0o 0,54o 100,54o 100,30"),
    "A": StrokeForm(115, "0,100 50,0 100,100; 18,66 82,66"),
    "B": StrokeForm(100, "0,48 88,48o 88,0o 0,0 0,100 100,100o 100,48o 0,48"),
    "C": StrokeForm(100, "100,24 100,0o 0,0o 0,100o 100,100o 100,76"),
    "D": StrokeForm(105, "0,100 0,0 100,0o 100,100o 0,100"),
    "E": StrokeForm(90, "100,0 0,0 0,100 100,100; 0,48 84,48"),
    "F": StrokeForm(90, "100,0 0,0 0,100; 0,48 82,48"),
    "G": StrokeForm(105, "100,18 100,0o 0,0o 0,100o 100,100o 100,58 60,58"),
    "H": StrokeForm(105, "0,0 0,100; 100,0 100,100; 0,48 100,48"),
    "I": StrokeForm(0, "0,0 0,100"),
    "J": StrokeForm(85, "100,0 100,100o 0,100o 0,74"),
    "K": StrokeForm(100, "0,0 0,100; 100,0 0,58; 33,39 100,100"),
    "L": StrokeForm(85, "0,0 0,100 100,100"),
    "M": StrokeForm(140, "0,100 0,0 50,62 100,0 100,100"),
    "N": StrokeForm(110, "0,100 0,0 100,100 100,0"),
    "O": StrokeForm(125, _BOWL),
    "P": StrokeForm(100, "0,100 0,0 100,0o 100,55o 0,55"),
    "Q": StrokeForm(125, _BOWL + "; 58,68 100,100"),
    "R": StrokeForm(100, "0,100 0,0 100,0o 100,52o 0,52; 48,52 100,100"),
    "S": StrokeForm(100, "100,17 100,0o 0,0o 0,48o 100,48o 100,100o 0,100o 0,83"),
    "T": StrokeForm(110, "0,0 100,0; 50,0 50,100"),
    "U": StrokeForm(105, "0,0 0,100o 100,100o 100,0"),
    "V": StrokeForm(115, "0,0 50,100 100,0"),
    "W": StrokeForm(170, "0,0 25,100 50,30 75,100 100,0"),
    "X": StrokeForm(105, "0,0 100,100; 100,0 0,100"),
    "Y": StrokeForm(110, "0,0 50,50 100,0; 50,50 50,100"),
    "Z": StrokeForm(100, "0,0 100,0 0,100 100,100"),
    "&": StrokeForm(130, "100,100 16,32 16,0o 72,0o 72,32c 0,60c 0,100o 74,100o 100,62"),
    "?": StrokeForm(90, "0,24 0,0o 100,0o 100,46o 50,46o 50,66; @50,100"),
    "!": StrokeForm(0, "0,0 0,64; @0,100"),
    ":": StrokeForm(0, "@0,25; @0,75"),
    ".": StrokeForm(0, "@0,100"),
    ",": StrokeForm(25, "100,78 0,100"),
    "'": StrokeForm(0, "0,0 0,24"),
    "(": StrokeForm(35, "100,0 0,0o 0,100o 100,100"),
    ")": StrokeForm(35, "0,0 100,0o 100,100o 0,100"),
    "/": StrokeForm(80, "100,0 0,100"),
    "×": StrokeForm(85, "0,28 100,78; 100,28 0,78"),
    "+": StrokeForm(90, "0,50 100,50; 50,23 50,77"),
    "-": StrokeForm(50, "0,50 100,50"),
    "–": StrokeForm(85, "0,50 100,50"),
    "—": StrokeForm(120, "0,50 100,50"),
}


def form_width(form: StrokeForm, digit: int, stroke: int) -> int:
    """How wide a form is, in pixels.

    Args:
        form: one of `STROKE_FORMS`.
        digit: how wide a digit is, in pixels.
        stroke: how thick, in pixels.
    """
    return max(_inner(form, digit, stroke) + stroke, _dot(stroke) if "@" in form.paths else 0)


def strokes_of(form: StrokeForm, digit: int, height: int, stroke: int) -> list[Stroke]:
    """The strokes of a form, filling its box of pixels.

    Args:
        form: one of `STROKE_FORMS`.
        digit: how wide a digit is, in pixels; less its stroke an even number.
        height: in pixels.
        stroke: how thick, in pixels.
    """
    inner, tall, half = _inner(form, digit, stroke), height - stroke, stroke / 2
    left = (form_width(form, digit, stroke) - inner) / 2
    strokes: list[Stroke] = []
    for points, closed in _paths(form.paths):
        if points[0].share < 0:
            dot = _dot(stroke)
            y = _snap(points[0].y * (height - dot)) + dot / 2
            x = left + _snap(points[0].x * inner)
            strokes.append(Line(x, y, x, y, dot) if dot >= SMALLEST_ROUND else Square(x, y, dot))
            continue
        # Whole pixels: what is straight is drawn sharp, whatever the size.
        corners = [Corner(left + _snap(p.x * inner), half + _snap(p.y * tall), p.share) for p in points]
        strokes += path(corners, stroke, closed=closed)
    return strokes


def _inner(form: StrokeForm, digit: int, stroke: int) -> int:
    """The width of the centre lines in pixels, even: so the middle falls on a whole pixel."""
    return 2 * _snap((digit - stroke) * form.width / 200)


def _dot(stroke: int) -> int:
    """How wide a dot is, in pixels: somewhat more than a thick stroke, and even where that is."""
    return stroke + 2 * (stroke // 5)


def _snap(value: float) -> int:
    return floor(value + 0.5)


@lru_cache(maxsize=128)
def _paths(paths: str) -> tuple[tuple[tuple[Corner, ...], bool], ...]:
    """The paths in parts of one, and whether each is closed; a dot is one corner with a share below 0."""
    parsed = []
    for words in (part.split() for part in paths.split(";") if part.strip()):
        closed = words[-1] == "z"
        parsed.append((tuple(_corner(word) for word in words if word != "z"), closed))
    return tuple(parsed)


def _corner(word: str) -> Corner:
    share = -1.0 if word.startswith("@") else SHARES.get(word[-1], 0.0)
    x, y = word.strip("@oc").split(",")
    return Corner(int(x) / 100, int(y) / 100, share)
