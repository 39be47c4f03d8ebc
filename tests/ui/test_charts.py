"""The chart: its scales hold what is shown, its picture fits its box at any size."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from setpace.ui.chart_scale import day_labels, scale_of, tick_text
from setpace.ui.charts import Chart, Mark, Sign

FIRST = date(2025, 11, 20)
VARIABLES = dict.fromkeys(("rest", "clean", "shaky", "broken", "muted"), "#808080")


@given(st.lists(st.floats(0.5, 1e6), min_size=1, max_size=50), st.integers(2, 12), st.booleans())
def test_a_scale_holds_every_value_and_has_round_numbers_that_fit(
    values: list[float],
    most: int,
    from_zero: bool,  # noqa: FBT001 - given by hypothesis
) -> None:
    scale = scale_of(values, most, from_zero=from_zero)
    assert all(-1e-9 <= scale.share(value) <= 1 + 1e-9 for value in values)
    assert len(scale.ticks) <= most
    assert all(scale.low - 1e-6 <= tick <= scale.high + 1e-6 for tick in scale.ticks)
    assert not from_zero or scale.low == 0


def test_numbers_beside_a_chart_are_those_a_lifter_would_choose() -> None:
    assert scale_of([30, 50], 5, from_zero=False).ticks == (30, 35, 40, 45, 50)
    assert scale_of([16, 40], 2, from_zero=False).ticks == (20, 40)
    assert scale_of([40, 40], 3, from_zero=False).ticks == (40,)
    assert [tick_text(tick) for tick in (37.5, 1500, 12_500)] == ["37.5", "1500", "12.5k"]


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 30_000), st.integers(20, 300))
def test_days_below_a_chart_are_within_it_and_never_crowded(first: date, days: int, width: int) -> None:
    last = first + timedelta(days=days)
    labels = day_labels(first, last, width)
    assert all(first <= day <= last for day, _ in labels)
    assert sum(len(name) + 1 for _, name in labels) <= width + 8


def test_months_are_named_and_january_is_its_year() -> None:
    names = [name for _, name in day_labels(FIRST, FIRST + timedelta(days=120), 80)]
    assert names == ["Dec", "2026", "Feb", "Mar"]
    assert day_labels(FIRST, FIRST + timedelta(days=14), 30)[0][1] == "20 Nov"


class ChartApp(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return VARIABLES

    def compose(self) -> ComposeResult:
        yield Chart()


def marks(*values: float, sign: Sign = Sign.CLEAN, record: int = -1) -> list[Mark]:
    return [
        Mark(FIRST + timedelta(days=30 * place), value, sign, place == record) for place, value in enumerate(values)
    ]


def drawn(chart: Chart) -> list[str]:
    return ["".join(segment.text for segment in strip) for strip in chart.picture()]


@pytest.mark.parametrize("size", [(300, 100), (80, 24), (40, 6), (21, 3), (19, 4), (5, 2)])
async def test_a_chart_fits_its_box(size: tuple[int, int]) -> None:
    async with ChartApp().run_test(size=size) as pilot:
        chart = pilot.app.query_one(Chart)
        for series, bars in (
            ([marks(40, 50, 45)], False),
            ([marks(40, 50)], True),
            ([marks(3, 4), marks(5, 4)], False),
        ):
            chart.show(series, FIRST, FIRST + timedelta(days=90), bars=bars)
            await pilot.pause()
            lines = drawn(chart)
            assert len(lines) <= size[1]
            assert all(len(line) == size[0] for line in lines)


async def test_higher_values_stand_higher_and_a_record_has_its_star_above() -> None:
    async with ChartApp().run_test(size=(60, 14)) as pilot:
        chart = pilot.app.query_one(Chart)
        chart.show([marks(30, 50, 40, record=1)], FIRST, FIRST + timedelta(days=60))
        await pilot.pause()
        lines = drawn(chart)
        rows = [row for row, line in enumerate(lines) for _ in range(line.count("●"))]
        assert len(rows) == 3
        star = next(row for row, line in enumerate(lines) if "★" in line)
        assert star == min(rows) - 1
        assert lines[star].index("★") == lines[min(rows)].index("●")
        assert lines[min(rows)].split()[0] == "50"
        assert lines[-1].split() == ["20", "Nov", "4", "Dec", "18", "Dec", "1", "Jan", "15", "Jan"]


async def test_sessions_that_share_a_column_show_the_worst_form() -> None:
    async with ChartApp().run_test(size=(40, 10)) as pilot:
        chart = pilot.app.query_one(Chart)
        same = [Mark(FIRST, 40, Sign.CLEAN), Mark(FIRST, 45, Sign.BROKEN), Mark(FIRST, 40, Sign.SHAKY)]
        chart.show([same], FIRST, FIRST + timedelta(days=300))
        await pilot.pause()
        text = "".join(drawn(chart))
        assert {sign: text.count(sign) for sign in "●◆✗"} == {"●": 0, "◆": 0, "✗": 1}


async def test_nothing_to_show_is_an_empty_box() -> None:
    async with ChartApp().run_test(size=(40, 10)) as pilot:
        chart = pilot.app.query_one(Chart)
        chart.show([], FIRST, FIRST)
        await pilot.pause()
        assert drawn(chart) == []
        assert chart.text == "nothing to show"
