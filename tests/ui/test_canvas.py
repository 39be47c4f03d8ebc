"""Glyphs, the room they take, and the canvas they are painted on."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.color import Color

from setpace.store.exercises import load_library
from setpace.store.paths import Paths
from setpace.ui.canvas import Canvas
from setpace.ui.glyphs import (
    FIVE_HIGH,
    PLAIN,
    SEVEN_BOLD,
    SEVEN_HIGH,
    Form,
    GlyphSize,
    fit_digits,
    glyph,
    glyph_width,
    spell,
    stroked,
    text_width,
    warm,
)
from setpace.ui.stroke_forms import STROKE_FORMS, strokes_of
from setpace.ui.strokes import FULL, Rows, cover
from setpace.ui.words import fit_words

BLOCKS = (FIVE_HIGH, SEVEN_HIGH, SEVEN_BOLD)
STROKED = tuple(stroked(height) for height in (8, 12, 20, 40))
ALL_SIZES = BLOCKS + STROKED
SHOWN = [char for char in STROKE_FORMS if char != " "]
BLUE, BLACK, RED = Color(120, 160, 250), Color(0, 0, 0), Color(255, 0, 0)


def ids(size: GlyphSize) -> str:
    return f"{size.form.name}-{size.height}-{size.digit}"


def crisp(rows: Rows) -> tuple[tuple[bool, ...], ...]:
    return tuple(tuple(covered * 2 >= FULL for covered in row) for row in rows)


def cells(canvas: Canvas) -> list[str]:
    return [strip.text for strip in canvas.strips()]


def colors(canvas: Canvas) -> set[str]:
    """The colours that can be seen: of the character where it is ink, of the ground where it is not."""
    seen = set()
    for strip in canvas.strips():
        for text, style, _ in strip:
            assert style is not None
            assert style.bgcolor is not None
            if set(text) - {" "}:
                assert style.color is not None
                seen.add(style.color.name)
            seen |= {style.bgcolor.name} if set(text) - {"█"} else set()
    return seen


@pytest.mark.parametrize("size", ALL_SIZES, ids=ids)
def test_every_character_differs_from_every_other(size: GlyphSize) -> None:
    alike = [(a, b) for a, b in combinations(SHOWN, 2) if glyph(a, size) == glyph(b, size)]
    assert not alike


@pytest.mark.parametrize("size", [*BLOCKS, *(stroked(h, slim) for h in (10, 12, 16, 20) for slim in (0, 1))], ids=ids)
def test_without_blending_digits_still_differ_by_more_than_a_pixel(size: GlyphSize) -> None:
    pictures = {digit: sum(crisp(glyph(digit, size)), ()) for digit in "0123456789"}
    for (a, first), (b, second) in combinations(pictures.items(), 2):
        differing = sum(x != y for x, y in zip(first, second, strict=True))
        assert differing > size.height // 10 * size.stroke, f"{a} and {b}"


@pytest.mark.parametrize("size", ALL_SIZES, ids=ids)
def test_digits_are_all_of_one_height_and_width(size: GlyphSize) -> None:
    for digit in "0123456789":
        rows = glyph(digit, size)
        assert any(rows[0]), digit
        assert any(rows[-1]), digit
        assert {len(row) for row in rows} == {size.digit}
        assert len(rows) == size.height


@pytest.mark.parametrize("size", ALL_SIZES, ids=ids)
@pytest.mark.parametrize("digit", "08")
def test_round_digits_are_symmetric(size: GlyphSize, digit: str) -> None:
    for row in glyph(digit, size):
        assert row == row[::-1]


@pytest.mark.parametrize("size", [*STROKED, stroked(30, 2), stroked(86, 5)], ids=ids)
def test_no_stroke_leaves_its_box(size: GlyphSize) -> None:
    for char in SHOWN:
        rows = cover(
            strokes_of(STROKE_FORMS[char], size.digit, size.height, size.stroke),
            glyph_width(char, size) + 4,
            size.height + 4,
        )
        assert not any(any(row) for row in rows[size.height :]), char
        assert not any(any(row[glyph_width(char, size) :]) for row in rows), char


@pytest.mark.parametrize("size", [*ALL_SIZES, *(stroked(h, 1) for h in range(10, 60, 2))], ids=ids)
def test_upright_and_level_strokes_are_sharp(size: GlyphSize) -> None:
    bar, stem, plus = glyph("–", size), glyph("T", size), glyph("+", size)
    assert {row[len(row) // 2] for row in bar} == {0, FULL}
    assert set(stem[-size.stroke - 1]) == {0, FULL}
    assert set(plus[size.height // 2][size.stroke : -size.stroke]) == {FULL}


@pytest.mark.parametrize("size", ALL_SIZES, ids=ids)
def test_glyphs_do_not_touch(size: GlyphSize) -> None:
    text = "WHM80:&X4"
    canvas = Canvas(text_width(text, size), size.height, BLACK)
    x = 0
    for char in spell(text):
        canvas.blit(glyph(char, size), x, 0, BLUE)
        x += glyph_width(char, size) + size.gap
        for y in range(size.height):
            for bare in range(x - size.gap, min(x, canvas.width)):
                assert canvas.pixel(bare, y) == BLACK
    assert x - size.gap == canvas.width


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Müller's Größe", "MULLER'S GROSSE"),
        ("Élan Ø", "ELAN O"),
        ("24 kg × 12", "24 KG × 12"),
        ("½ ’", "1/2 '"),
        ("a\x1b[31mb", "A?(31MB"),
        ("a\u202eb\u200bc", "ABC"),
        ("e\u0301", "E"),
        ("腕", "?"),
        ("", ""),
    ],
)
def test_spelling(text: str, spelled: str) -> None:
    assert spell(text) == spelled


@given(
    st.sampled_from(["88:88", "0:47", "+0:12", "8", "37.5", "-2.5", "8:88:88", "—", "10-8", "REST"]),
    st.integers(10, 200),
    st.integers(3, 60),
)
def test_digits_fit_and_could_not_be_higher(text: str, cols: int, rows: int) -> None:
    size = fit_digits(text, cols, rows)
    assert text_width(text, size) <= cols
    assert size.rows <= rows
    assert sum(glyph_width(char, size) for char in spell(text)) + size.gap * (len(text) - 1) == text_width(text, size)
    if size.form is Form.STROKES and size.rows < rows:
        higher = [stroked(size.height + 2, slimness) for slimness in range(20)]
        assert all(text_width(text, slim) > cols for slim in higher if slim.digit * 2 >= slim.height)
    assert fit_digits(text, cols + 5, rows + 2).height >= size.height


@pytest.mark.parametrize(
    ("cols", "rows", "least_rows", "least_share"),
    [(34, 6, 5, 0.85), (52, 9, 8, 0.75), (68, 14, 13, 0.8), (103, 24, 22, 0.8), (172, 40, 38, 0.8)],
    ids=["40x12", "60x18", "80x24", "120x40", "200x60"],
)
def test_the_clock_fills_its_box(cols: int, rows: int, least_rows: int, least_share: float) -> None:
    size = fit_digits("0:47", cols, rows)
    assert size.rows >= least_rows
    assert text_width("0:47", size) >= least_share * cols


def test_a_clock_does_not_jump() -> None:
    for size in (*ALL_SIZES, PLAIN):
        assert len({text_width(text, size) for text in ("0:00", "1:11", "4:58", "7:47")}) == 1


@given(st.sampled_from([("40", "12"), ("37.5", "10"), ("—", "8"), ("100", "10-8")]), st.integers(10, 200))
def test_numbers_beside_one_another_share_their_room(texts: tuple[str, str], cols: int) -> None:
    size = fit_digits(texts, cols, 20, between=5)
    assert sum(text_width(text, size) for text in texts) + 5 <= cols or size is PLAIN
    assert size.height <= min(fit_digits(text, cols, 20).height for text in texts)


NAMES = [
    *(exercise.name for exercise in load_library(Paths(*[Path("none")] * 4))[0]),
    "Größte Übung — mit, (Klammern) & 'Zeichen'!",
    "Rest",
]


@given(st.sampled_from(NAMES), st.integers(10, 200), st.integers(3, 60))
def test_names_fit_whole(name: str, cols: int, rows: int) -> None:
    layout = fit_words(name, cols, rows)
    if layout is None:
        assert fit_words(name, 200, 60) is not None
        return
    assert layout.cols <= cols
    assert layout.rows <= rows
    assert 1 <= len(layout.lines) <= 3
    assert "".join(layout.lines).replace(" ", "") == name.replace(" ", "")
    assert all(line == line.strip() for line in layout.lines)


@pytest.mark.parametrize(
    ("name", "cols", "rows", "lines"),
    [
        ("Barbell Clean", 76, 5, ("Barbell Clean",)),
        ("Barbell Clean", 60, 12, ("Barbell", "Clean")),
        ("Single-Leg Deadlift", 34, 10, ("Single-", "Leg", "Deadlift")),
        ("Dumbbell Bulgarian Split Squat", 76, 6, ("Dumbbell Bulgarian", "Split Squat")),
    ],
)
def test_names_break_at_spaces_and_after_hyphens(name: str, cols: int, rows: int, lines: tuple[str, ...]) -> None:
    layout = fit_words(name, cols, rows)
    assert layout is not None
    assert layout.lines == lines


def test_a_name_too_long_for_the_smallest_letters_has_no_layout() -> None:
    assert fit_words("word " * 400, 200, 60) is None
    assert fit_words("Kettlebell", 20, 60) is None
    assert fit_words("Clean", 80, 2) is None
    assert fit_words("  ", 80, 20) is None


def test_warming_makes_the_glyphs_of_a_clock() -> None:
    size = stroked(58, 3)
    before = glyph.cache_info().misses
    warm("0123456789:+", size)
    warm("0:47", size)
    made = glyph.cache_info().misses
    assert made == before + 12
    for char in "0:47":
        glyph(char, size)
    assert glyph.cache_info().misses == made
    warm("0:47", PLAIN)


def test_two_pixels_share_a_cell() -> None:
    canvas = Canvas(4, 2, BLACK)
    canvas.fill_rect(1, 0, 1, 2, BLUE)
    canvas.fill_rect(2, 0, 1, 1, BLUE)
    canvas.fill_rect(3, 1, 1, 1, BLUE)
    assert cells(canvas) == [" █▀▄"]
    assert len(list(canvas.strips()[0])) == 1  # of one style, so of one run


def test_two_colours_in_one_cell_are_both_shown() -> None:
    canvas = Canvas(1, 2, BLACK)
    canvas.fill_rect(0, 0, 1, 1, BLUE)
    canvas.fill_rect(0, 1, 1, 1, RED)
    (segment,) = canvas.strips()[0]
    assert segment.style is not None
    above_and_below = {
        "▀": (segment.style.color, segment.style.bgcolor),
        "▄": (segment.style.bgcolor, segment.style.color),
    }
    assert above_and_below[segment.text] == (BLUE.rich_color, RED.rich_color)


@pytest.mark.parametrize("size", [stroked(20), stroked(13)], ids=ids)
def test_blended_edges_only_where_asked_for(size: GlyphSize) -> None:
    smooth = Canvas(size.digit, size.height, BLACK)
    smooth.blit(glyph("3", size), 0, 0, BLUE)
    assert len(colors(smooth)) > 3
    sharp = Canvas(size.digit, size.height, BLACK, smooth=False)
    sharp.blit(glyph("3", size), 0, 0, BLUE)
    assert colors(sharp) == {BLUE.rich_color.name, BLACK.rich_color.name}


def test_edges_between_pixels_are_blended_or_rounded() -> None:
    smooth, sharp = Canvas(3, 2, BLACK), Canvas(3, 2, BLACK, smooth=False)
    for canvas in (smooth, sharp):
        canvas.fill_rect(0, 0, 1.25, 2, BLUE)
        canvas.fill_rect(1.75, 0, 0.75, 1, RED)
    assert smooth.pixel(1, 1) == Color(30, 40, 62)
    assert smooth.pixel(2, 0) == Color(127, 0, 0)
    assert [sharp.pixel(x, 0) for x in range(3)] == [BLUE, BLACK, RED]


def test_a_translucent_colour_tints_what_is_there() -> None:
    canvas = Canvas(1, 2, BLUE, smooth=False)
    canvas.fill_rect(0, 0, 1, 2, RED.with_alpha(0.5))
    assert canvas.pixel(0, 0) == Color(187, 80, 125)


def test_lines_and_dots() -> None:
    canvas = Canvas(5, 6, BLACK, smooth=False)
    canvas.line(0.5, 0.5, 4.5, 4.5, BLUE)
    assert [[canvas.pixel(x, y) == BLUE for x in range(5)] for y in range(5)] == [
        [x == y for x in range(5)] for y in range(5)
    ]
    canvas.dot(4.5, 0.5, RED)
    assert canvas.pixel(4, 0) == RED


@given(st.integers(-30, 30), st.integers(-30, 30), st.integers(0, 9), st.integers(0, 9))
def test_what_lies_outside_is_cut_off(x: int, y: int, width: int, height: int) -> None:
    canvas = Canvas(width, height, BLACK)
    canvas.blit(glyph("8", stroked(12)), x, y, BLUE)
    canvas.line(x, y, y, x, BLUE, 3)
    canvas.fill_rect(x, y, 20.5, 20.5, RED)
    strips = canvas.strips()
    assert len(strips) == (height + 1) // 2
    assert all(strip.cell_length == width == len(strip.text) for strip in strips)
