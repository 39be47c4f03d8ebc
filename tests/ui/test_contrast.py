"""What is written can be read: contrast by WCAG 2.2 (1.4.3), 4.5 for text and 3 for large digits and bars."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import Color as AnsiColor
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from textual.color import Color

from setpace.store.paths import Paths
from setpace.store.themes import SHIPPED_ORDER, ThemeSpec, load_theme
from setpace.ui.theme import PHASE_TINT, phase_grounds

NOWHERE = Path("nowhere")
FORMS = ("clean", "shaky", "broken")
TEXTS = ("text", "muted", "accent", "clean", "shaky", "broken", "error", "rest", "ready", "go")


def shipped(theme_id: str) -> ThemeSpec:
    spec, problems = load_theme(Paths(config=NOWHERE, data=NOWHERE, state=NOWHERE, cache=NOWHERE), theme_id)
    assert spec is not None
    assert problems == ()
    return spec


def luminance(color: str) -> float:
    if color.startswith("ansi"):
        number = AnsiColor.parse(color.removeprefix("ansi_")).number or 0
        rgb = tuple(DEFAULT_TERMINAL_THEME.ansi_colors[number])
    else:
        rgb = Color.parse(color).rgb
    parts = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme_id", SHIPPED_ORDER)
@pytest.mark.parametrize("ground", ["background", "surface"])
def test_all_text_can_be_read_on_its_ground(theme_id: str, ground: str) -> None:
    colors = shipped(theme_id).colors
    low = {t: round(contrast(colors[t], colors[ground]), 2) for t in TEXTS if contrast(colors[t], colors[ground]) < 4.5}
    assert not low


@pytest.mark.parametrize("theme_id", SHIPPED_ORDER)
def test_the_chosen_row_can_be_read(theme_id: str) -> None:
    colors = shipped(theme_id).colors
    words = ("text", "muted") if theme_id == "sixteen" else ("text", "muted", "accent", *FORMS, "error")
    for text in words:
        assert contrast(colors[text], colors["panel"]) >= 4.5, text
    assert contrast(colors["accent"], colors["panel"]) >= 3


@pytest.mark.parametrize("theme_id", SHIPPED_ORDER)
def test_the_chosen_row_stands_out(theme_id: str) -> None:
    colors = shipped(theme_id).colors
    for ground in ("background", "surface"):
        assert contrast(colors["panel"], colors[ground]) >= 1.2, ground


@pytest.mark.parametrize("phase", PHASE_TINT)
@pytest.mark.parametrize("theme_id", SHIPPED_ORDER)
def test_every_phase_can_be_read_on_its_tinted_ground(theme_id: str, phase: str) -> None:
    spec = shipped(theme_id)
    ground = phase_grounds(spec)[f"{phase}-ground"]
    for text in ("text", "muted", "accent"):
        assert contrast(spec.colors[text], ground) >= 4.5, text
    assert contrast(spec.colors[phase], ground) >= 3
