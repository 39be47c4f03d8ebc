"""The page that tells why: five benefits, the back of the body, the families, and where that is known from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from setpace.core.commands import COMMAND_BY_ID, Scope
from setpace.core.why import CHAPTERS, SOURCES
from setpace.ui.bindings import bindings_of
from setpace.ui.help import HelpScreen
from setpace.ui.keys_bar import keys_bar
from setpace.ui.top_screen import TopScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Resize

_BAR = (
    (("why-down", "why-up"), "scroll"),
    *(((id_,), COMMAND_BY_ID[id_].label) for id_ in ("why-page-down", "why-last", "why-help", "why-back")),
)


def why_content() -> Content:
    """The whole page."""
    lines: list[Content] = [Content.styled("Why strength training makes a runner faster", "bold"), Content("")]
    for chapter in CHAPTERS:
        lines += [Content.styled(chapter.title.upper(), "bold $accent"), Content("")]
        for fact in chapter.facts:
            color = "$rest" if fact.marks else "$muted"
            lines.append(Content.assemble((fact.name, "bold"), "  ", (fact.source, color)))
            lines += [Content(fact.text), Content("")]
    lines += [Content.styled("SOURCES", "bold $accent"), Content("")]
    for source in SOURCES:
        who = f"{source.who}: " if source.who else ""
        where = (source.where, "$muted")
        lines += [Content.assemble((f"[{source.mark}] ", "$rest"), f"{who}{source.title}. ", where), Content("")]
    lines.pop()
    return Content("\n").join(lines)


class WhyScreen(TopScreen[None], inherit_bindings=False):
    """A page to read; the keys scroll it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Scope.WHY)
    DEFAULT_CSS = """
    #why-body { height: 1fr; align-horizontal: center; scrollbar-size-vertical: 1; }
    #why-text { height: auto; width: 1fr; max-width: 78; padding: 1 1 1 2; }
    WhyScreen.-low #why-text { padding: 0 1 0 2; }
    """

    def __init__(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """`keys` are the user's remapped ones, as `Settings.keys` holds them."""
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """Title, page, keys."""
        yield Static(Content.assemble(("WHY", "bold")), classes="bar title-bar")
        with VerticalScroll(id="why-body", can_focus=False):
            yield Static(why_content(), id="why-text")
        yield Static(id="why-keys", classes="bar key-bar")

    def on_mount(self) -> None:
        """Use the room there is."""
        self._settle()

    def on_resize(self, _event: Resize) -> None:
        """Use the room there is."""
        self._settle()

    def _settle(self) -> None:
        size = self.app.size
        self.set_class(size.height < 20, "-low")  # noqa: PLR2004 - then each line is needed
        self.query_one("#why-keys", Static).update(keys_bar(_BAR, self._keys, size.width))

    @property
    def _page(self) -> VerticalScroll:
        return self.query_one("#why-body", VerticalScroll)

    def action_command_why_up(self) -> None:
        """A line up."""
        self._page.scroll_relative(y=-1, animate=False)

    def action_command_why_down(self) -> None:
        """A line down."""
        self._page.scroll_relative(y=1, animate=False)

    def action_command_why_page_up(self) -> None:
        """A page up, one line kept."""
        self._page.scroll_relative(y=1 - max(self._page.size.height, 2), animate=False)

    def action_command_why_page_down(self) -> None:
        """A page down, one line kept."""
        self._page.scroll_relative(y=max(self._page.size.height, 2) - 1, animate=False)

    def action_command_why_first(self) -> None:
        """To the top."""
        self._page.scroll_home(animate=False)

    def action_command_why_last(self) -> None:
        """To the sources."""
        self._page.scroll_end(animate=False)

    def action_command_why_help(self) -> None:
        """Show every key."""
        self.app.push_screen(HelpScreen(Scope.WHY, self._keys))

    def action_command_why_back(self) -> None:
        """Back to home."""
        self.dismiss(None)
