from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from setpace.store.paths import find_paths
from setpace.store.shipped import themes_dir
from setpace.store.themes import ANSI_COLORS, COLOR_KEYS, ThemeSpec, load_theme, load_themes, read_theme

if TYPE_CHECKING:
    from pathlib import Path

    from setpace.store.paths import Paths

GROUNDS = ("background", "surface", "panel")
WORDS = ("text", "muted", "accent", "clean", "shaky", "broken", "error")
PHASES = ("rest", "ready", "go")


def luminance(color: str) -> float:
    """Relative luminance of an sRGB colour, 0 to 1, as WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it; 4.5 is asked of text, 3 of large text (1.4.3)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = find_paths({"SETPACE_HOME": str(tmp_path)})
    paths.themes_dir.mkdir()
    return paths


def shipped() -> dict[str, ThemeSpec]:
    themes, problems = load_themes(find_paths({"SETPACE_HOME": "/nowhere/at/all"}))
    assert problems == ()
    return {theme.id: theme for theme in themes}


def test_five_themes_are_shipped_the_default_first() -> None:
    themes = shipped()
    assert list(themes) == ["midnight", "paper", "contrast", "clear", "sixteen"]
    assert [theme.dark for theme in themes.values()] == [True, False, True, True, True]
    assert len({theme.name for theme in themes.values()}) == 5


def test_the_contrast_formula_is_that_of_the_standard() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme_id", ["midnight", "paper", "contrast", "clear"])
def test_everything_can_be_read_on_every_ground(theme_id: str) -> None:
    colors = shipped()[theme_id].colors
    least = 7.0 if theme_id == "contrast" else 4.5
    low = {
        (key, ground): round(contrast(colors[key], colors[ground]), 2)
        for keys, grounds in ((WORDS, GROUNDS), (PHASES, ("background",)))
        for key in keys
        for ground in grounds
        if contrast(colors[key], colors[ground]) < least
    }
    assert low == {}


@pytest.mark.parametrize("theme_id", ["midnight", "paper", "contrast", "clear", "sixteen"])
def test_what_must_be_told_apart_is_not_the_same_colour(theme_id: str) -> None:
    colors = shipped()[theme_id].colors
    for group in (
        PHASES,
        ("clean", "shaky", "broken"),
        ("text", "accent", "muted", "background"),
        ("panel", "background"),
    ):
        assert len({colors[key] for key in group}) == len(group), group


def test_the_phases_of_clear_differ_in_lightness_and_not_by_hue_alone() -> None:
    colors = shipped()["clear"].colors
    assert luminance(colors["go"]) < luminance(colors["rest"]) < luminance(colors["ready"])
    for one, other in combinations(PHASES, 2):
        assert contrast(colors[one], colors[other]) >= 1.5


def test_sixteen_leaves_every_colour_to_the_terminal() -> None:
    assert set(shipped()["sixteen"].colors.values()) <= set(ANSI_COLORS)


def theme_text(**changed: str) -> str:
    """A good theme, some colours changed."""
    colors = dict.fromkeys(COLOR_KEYS, '"#123456"') | changed
    return 'name = "Mine"\ndark = true\n[colors]\n' + "".join(f"{key} = {color}\n" for key, color in colors.items())


def problems_with(paths: Paths, text: str, name: str = "mine.toml") -> list[str]:
    """What is said of an own theme, whose file must stay as it is."""
    file = paths.themes_dir / name
    file.write_text(text)
    themes, problems = load_themes(paths)
    assert file.read_text() == text
    assert len(themes) == (5 if problems else 6)
    return [str(problem).replace(f"{paths.themes_dir}/", "") for problem in problems]


def test_own_themes_follow_the_shipped_ones(paths: Paths) -> None:
    assert problems_with(paths, theme_text(text='"#ABC"', accent='"#ABCDEF"')) == []
    themes, _ = load_themes(paths)
    mine = themes[-1]
    assert (mine.id, mine.name, mine.dark, mine.own) == ("mine", "Mine", True, True)
    assert (mine.colors["text"], mine.colors["accent"], mine.colors["go"]) == ("#aabbcc", "#abcdef", "#123456")
    assert tuple(mine.colors) == COLOR_KEYS


KINDS = 'as in "#1f5fbf" or "#fff", or as ansi_blue and the like'

ONE_KIND = "a theme is either all #rrggbb or all ansi_ colours"
ALL_KEYS = "background, surface, panel, text, muted, accent, rest, ready, go, clean, shaky, broken and error"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (theme_text(text='"#12345"'), f'mine.toml:7: text: "#12345" is no colour, write it {KINDS}'),
        (theme_text(text='"#12345g"'), f'mine.toml:7: text: "#12345g" is no colour, write it {KINDS}'),
        (theme_text(text='"white"'), f'mine.toml:7: text: "white" is no colour, write it {KINDS}'),
        (theme_text(text='"#١٢٣"'), f'mine.toml:7: text: "#١٢٣" is no colour, write it {KINDS}'),
        (theme_text(text='"ansi_bleu"'), 'mine.toml:7: text: "ansi_bleu" is no colour, did you mean ansi_blue?'),
        (theme_text(text="7"), 'mine.toml:7: text must be a colour in quotes, as in "#1f5fbf", not 7'),
        (theme_text(text="[]"), 'mine.toml:7: text must be a colour in quotes, as in "#1f5fbf", not []'),
        (
            theme_text(text='"ansi_red"'),
            f"mine.toml:7: text is ansi_red and background is #123456; {ONE_KIND}",
        ),
        (
            theme_text().replace('go = "#123456"\n', "").replace('text = "#123456"\n', ""),
            "mine.toml:3: [colors] lacks text and go",
        ),
        (theme_text(texst='"#123456"'), 'mine.toml:17: unknown key "texst", did you mean text?'),
        ("x = 1\n" + theme_text(), 'mine.toml:1: unknown key "x", a theme has name, dark and colors'),
        (theme_text().replace("dark = true\n", ""), "mine.toml: a theme needs dark, as in dark = true"),
        (theme_text().replace("true", "1"), "mine.toml:2: dark must be true or false, without quotes, not 1"),
        (theme_text().replace('"Mine"', '""'), "mine.toml:1: name must not be empty"),
        (
            "dark = true\n",
            f"mine.toml: a theme needs a table [colors] with {ALL_KEYS}",
        ),
        ("dark = true\ncolors = 1\n", "mine.toml:2: colors must be a table, [colors], not 1"),
        ("dark = \n", "mine.toml:1: not a value: text stands in quotes, numbers, true and false without them"),
    ],
)
def test_each_mistake_is_told_with_its_line_and_the_theme_left_out(paths: Paths, text: str, said: str) -> None:
    assert problems_with(paths, text) == [said]


def test_all_mistakes_are_told_at_once(paths: Paths) -> None:
    said = problems_with(paths, theme_text(go="1", rest='"red"').replace("true", "maybe"))
    assert len(said) == 1  # a syntax error hides the rest
    said = problems_with(paths, theme_text(go="1", rest='"red"').replace("true", '"maybe"'))
    assert [line.split(":")[1] for line in said] == ["2", "10", "12"]


def test_an_own_theme_with_a_shipped_id_stands_in_its_place(paths: Paths) -> None:
    (paths.themes_dir / "paper.toml").write_text(theme_text())
    themes, problems = load_themes(paths)
    assert problems == ()
    assert [(theme.id, theme.own) for theme in themes][:3] == [
        ("midnight", False),
        ("paper", True),
        ("contrast", False),
    ]


def test_one_theme_is_loaded_as_among_all(paths: Paths) -> None:
    (paths.themes_dir / "paper.toml").write_text(theme_text())
    (paths.themes_dir / "other.toml").write_text("broken")
    themes, _ = load_themes(paths)
    for theme in themes:
        assert load_theme(paths, theme.id) == (theme, ())
    assert load_theme(paths, "gone") == (None, ())
    none, problems = load_theme(paths, "other")
    assert none is None
    assert len(problems) == 1


def test_a_broken_own_theme_gives_way_to_the_shipped_one_of_its_name(paths: Paths) -> None:
    (paths.themes_dir / "paper.toml").write_text("broken")
    theme, problems = load_theme(paths, "paper")
    assert theme is not None
    assert not theme.own
    assert len(problems) == 1
    assert [t.id for t in load_themes(paths)[0]].count("paper") == 1


def test_an_installed_package_finds_its_own_themes_and_a_clone_those_at_its_top(tmp_path: Path) -> None:
    package = tmp_path / "src" / "setpace"
    package.mkdir(parents=True)
    assert themes_dir(package) == tmp_path / "themes"
    (package / "themes").mkdir()
    assert themes_dir(package) == package / "themes"


def test_a_theme_without_a_name_is_called_by_its_file(tmp_path: Path) -> None:
    file = tmp_path / "dark-red.toml"
    file.write_text(theme_text().replace('name = "Mine"\n', ""))
    theme, _ = read_theme(file, own=True)
    assert theme is not None
    assert theme.name == "Dark Red"
