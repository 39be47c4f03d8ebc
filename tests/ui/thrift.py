"""What hundreds of apps in one process need not do again, or not at all: they start and end within a test.

Nothing here changes what a screen shows. Measured on the tests of screens, it takes a fifth of their processor time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import textual.strip
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.app import App
from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region

if TYPE_CHECKING:
    import pytest
    from rich.console import RenderableType
    from textual.screen import Screen


_RULES: dict[frozenset[tuple[str, str]], LRUCache[Any, list[RuleSet]]] = {}
"""Parsed style sheets, by the variables of the theme."""


class Forgetful:
    """A cache that keeps nothing: to make seven real ones for each strip takes longer than they save in a test."""

    def get(self, _key: object) -> None:
        """Nothing is here."""

    def __setitem__(self, _key: object, _value: object) -> None:
        """Nothing is kept."""


def wire(patch: pytest.MonkeyPatch) -> None:
    """Let every app spare what its test cannot see."""
    _parse_once(patch)
    _send_nothing(patch)
    nothing = Forgetful()
    patch.setattr(textual.strip, "FIFOCache", lambda _size: nothing)
    patch.setattr(RuleSet, "__hash__", object.__hash__)  # by identity as before, without a call of Python's


def _parse_once(patch: pytest.MonkeyPatch) -> None:
    """Parse each style sheet once for each theme: Textual keeps rules for one app only."""
    begin, change = Stylesheet.__init__, Stylesheet.set_variables

    def share(sheet: Stylesheet) -> None:
        sheet._parse_cache = _RULES.setdefault(frozenset(sheet._variables.items()), LRUCache(4096))

    def init(sheet: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
        begin(sheet, variables=variables)
        share(sheet)

    def set_variables(sheet: Stylesheet, variables: dict[str, str]) -> None:
        sheet._parse_cache = LRUCache(1)  # the one that is cleared now
        change(sheet, variables)
        share(sheet)

    patch.setattr(Stylesheet, "__init__", init)
    patch.setattr(Stylesheet, "set_variables", set_variables)


def _send_nothing(patch: pytest.MonkeyPatch) -> None:
    """Let widgets paint, but do not cut and join what they painted into a frame that a headless app throws away."""
    whole = Compositor.render_update

    def render_update(
        self: Compositor,
        *,
        full: bool = False,
        screen_stack: list[Screen[Any]] | None = None,
        simplify: bool = False,
    ) -> RenderableType | None:
        app = None if self.root is None else self.root.app
        if full or app is None or not app.is_headless or type(app)._display is not App._display:
            return whole(self, full=full, screen_stack=screen_stack, simplify=simplify)
        visible_screen_stack.set([] if screen_stack is None else screen_stack)
        dirty = list(self._dirty_regions)
        self._dirty_regions.clear()
        if dirty:
            for _ in self._get_renders(Region.from_union(dirty).intersection(self.size.region)):
                pass
        return None

    patch.setattr(Compositor, "render_update", render_update)
