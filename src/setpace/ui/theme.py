"""Setpace's themes as Textual's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.color import Color
from textual.theme import Theme

from setpace.store.themes import SHIPPED_ORDER, ThemeSpec, load_theme, no_such_theme, theme_ids

if TYPE_CHECKING:
    from setpace.core.errors import Problem
    from setpace.store.paths import Paths

DEFAULT_THEME = SHIPPED_ORDER[0]

PHASE_TINT = {"rest": 0.0, "ready": 0.10, "go": 0.14}
"""How much of a phase's colour is in its ground."""

_LAST_RESORT = ThemeSpec(
    id=DEFAULT_THEME,
    name="Midnight",
    dark=True,
    own=False,
    colors={
        "background": "#10131a",
        "surface": "#171b25",
        "panel": "#252c3b",
        "text": "#e6e9f2",
        "muted": "#9aa3b8",
        "accent": "#feb454",
        "rest": "#7aa2f7",
        "ready": "#78e6aa",
        "go": "#ff6b81",
        "clean": "#78e6aa",
        "shaky": "#f2cc60",
        "broken": "#ff8393",
        "error": "#ff8393",
    },
)
"""For a damaged installation: a missing theme file must not cost the session."""


def theme_name(spec: ThemeSpec) -> str:
    """The name under which Textual knows the theme; its own themes keep theirs."""
    return f"setpace-{spec.id}"


def textual_theme(spec: ThemeSpec) -> Theme:
    """The theme for Textual, with `$rest $ready $go $clean $shaky $broken $muted` beside Textual's own variables."""
    colors = spec.colors
    text, surface, panel, accent = colors["text"], colors["surface"], colors["panel"], colors["accent"]
    # Textual derives many colours from these few, and rounds; where it would blend, ours are named: no text may fade.
    variables = {
        **colors,
        **phase_grounds(spec),
        "foreground": text,
        "ansi-background": colors["background"],  # these two Textual leaves undefined in themes of 16 colours
        "ansi-foreground": text,
        "text-muted": colors["muted"],
        "foreground-muted": colors["muted"],
        "text-accent": accent,
        "text-error": colors["error"],
        "text-warning": colors["shaky"],
        "text-success": colors["ready"],
        "border": accent,
        "border-blurred": colors["muted"],
        "block-cursor-background": panel,
        "block-cursor-foreground": text,
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": panel,
        "block-cursor-blurred-foreground": text,
        "block-hover-background": surface,
        "input-cursor-background": accent,
        "input-cursor-foreground": colors["background"],
        "input-selection-background": panel,
        "scrollbar": panel,
        "scrollbar-hover": accent,
        "scrollbar-active": accent,
        "scrollbar-background": surface,
        "scrollbar-background-hover": surface,
        "scrollbar-background-active": surface,
        "scrollbar-corner-color": surface,
    }
    return Theme(
        name=theme_name(spec),
        primary=accent,
        secondary=colors["rest"],
        accent=accent,
        warning=colors["shaky"],
        error=colors["error"],
        success=colors["ready"],
        foreground=text,
        background=colors["background"],
        surface=surface,
        panel=panel,
        dark=spec.dark,
        text_alpha=1.0,
        variables=variables,
        ansi=accent.startswith("ansi"),
    )


def phase_grounds(spec: ThemeSpec) -> dict[str, str]:
    """The ground of the running workout in each phase: `ready-ground`, `go-ground`, tinted to be seen in an eye corner.

    Sixteen colours cannot be blended: there the edges of the screen alone say it.
    """
    ground = spec.colors["background"]
    if ground.startswith("ansi"):
        return {f"{phase}-ground": ground for phase in PHASE_TINT}
    mixed = {
        phase: Color.parse(ground).blend(Color.parse(spec.colors[phase]), tint) for phase, tint in PHASE_TINT.items()
    }
    return {f"{phase}-ground": color.hex for phase, color in mixed.items()}


def chosen_theme(paths: Paths, theme_id: str) -> tuple[ThemeSpec, Problem | None]:
    """The theme of that id, or the default one.

    Args:
        paths: where the user's own themes are.
        theme_id: as in the settings.

    Returns:
        A theme, and what is wrong with the one asked for (None where all is well).
    """
    spec, problems = load_theme(paths, theme_id)
    of_it = [problem for problem in problems if problem.file.endswith(f"{theme_id}.toml")] or list(problems)
    if spec is not None:
        return spec, next(iter(of_it), None)
    default, _ = load_theme(paths, DEFAULT_THEME)
    problem = next(iter(of_it), None) or no_such_theme(paths, theme_id, theme_ids(paths))
    return default or _LAST_RESORT, replace(problem, what=f"{problem.what}; until then {DEFAULT_THEME} is used")
