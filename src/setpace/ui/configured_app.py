"""An app with settings and colours that can be changed while it runs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import App
from textual.filter import Monochrome, NoColor

from setpace.run.disk import NoAnswerError, ask_disk
from setpace.ui.bindings import keymap_of
from setpace.ui.ending import leads_session
from setpace.ui.notices import reading_s
from setpace.ui.theme import chosen_theme, textual_theme, theme_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel

    from setpace.store.paths import Paths
    from setpace.store.settings_change import AnyValue
    from setpace.store.themes import ThemeSpec
    from setpace.ui.first_files import FirstFiles


class ConfiguredApp(App[None], inherit_bindings=False):
    """What settings and colours are in force.

    Attributes:
        paths: where the user's files are.
        settings: the settings in force.
        library: all exercises.
        theme_spec: the theme in force.
        this_run_only: by key, why a changed setting is not in the file.
        kept_back: what is not said yet, because a session runs.
    """

    def __init__(self, paths: Paths, files: FirstFiles) -> None:
        super().__init__()
        self.paths = paths
        self.settings = files.settings
        self.library = files.library
        self.theme_spec = files.theme
        self.this_run_only: dict[str, str] = {}
        self.kept_back: list[str] = []
        self.register_theme(textual_theme(self.theme_spec))
        self.theme = theme_name(self.theme_spec)
        self.set_keymap(keymap_of(self.settings.keys))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colours also under a theme that does not know them."""
        return textual_theme(self.theme_spec).variables

    def get_css_variables(self) -> dict[str, str]:
        """As Textual's, which asks for them once too early: while there is no theme of ours yet."""
        return super().get_css_variables() if hasattr(self, "theme_spec") else {}

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002 - Textual's
        """As Textual's, but before there is a screen only the colours are noted: all styles will be read with them."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """As Textual's, but it chose how to take colours away before it knew our theme: sixteen would be all black."""
        filters = super().get_line_filters()
        if self.no_color and self.native_ansi_color:
            return [NoColor() if isinstance(each, Monochrome) else each for each in filters]
        return filters

    def warn(self, what: str) -> None:
        """Say in one notice that something is wrong."""
        self.notify(what, severity="warning", timeout=reading_s(what), markup=False)

    def say_late(self, what: str) -> None:
        """Warn of what a disk did or refused after all; while a session runs not yet: nothing lies over a set."""
        if leads_session(self):
            self.kept_back.append(what)
        else:
            self.warn(what)

    def say_kept_back(self) -> None:
        """Warn of what was not said over a session."""
        kept, self.kept_back = self.kept_back, []
        for what in kept:
            self.warn(what)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a notice, but not one that stands there already."""
        if all(shown.message != message for shown in self._notifications):
            super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def change_setting(self, key: str, value: AnyValue) -> str | None:
        """Put one setting in force for this run, and remember it where that can be.

        Writing is waited for, so that what the screen then says is true; but not for long.

        Args:
            key: `unit`, `rest.hinge`, or `keys.` and the id of a command.
            value: as the settings hold it: a text, True or False, a rest range; of a command its keys.

        Returns:
            Why it lasts for this run only, in one line; None where it is in the file.

        Raises:
            KeyError: there is no such setting.
            ValueError: it cannot have that value, or another command has that key; nothing is changed.
        """
        from setpace.run.remember import remember_setting  # noqa: PLC0415 - only a change needs it
        from setpace.store.settings_change import value_of, with_value  # noqa: PLC0415 - same

        changed = with_value(self.settings, key, value)
        if key == "theme" and self.theme_spec.id != value:
            try:
                spec, _ = ask_disk(partial(chosen_theme, self.paths, changed.theme))
            except NoAnswerError as error:
                raise ValueError(f"the theme cannot be read: {error}") from error
            self.show_theme(spec)
        self.settings = changed
        self.set_keymap(keymap_of(self.settings.keys))
        reason = remember_setting(self.paths, key, lambda: value_of(self.settings, key))
        if reason is None:
            self.this_run_only.pop(key, None)
        else:
            self.this_run_only[key] = reason
        return reason

    def choose_theme(self, kept: Callable[[str | None], None] | None = None) -> None:
        """Let the user choose the colours, and remember the choice.

        Args:
            kept: told why the choice lasts for this run only (None where it is in the file); without it a notice is.
        """
        from setpace.store.themes import load_themes  # noqa: PLC0415 - only when asked for
        from setpace.ui.theme_picker import ThemePicker  # noqa: PLC0415 - same

        try:
            themes, problems = ask_disk(partial(load_themes, self.paths))
        except NoAnswerError as error:
            self.warn(f"The themes cannot be read: {error}.")
            return
        self.push_screen(ThemePicker(themes, problems, self.theme_spec), partial(self._keep_theme, kept))

    def show_theme(self, spec: ThemeSpec) -> None:
        """Put a theme in force for this run."""
        self.theme_spec = spec
        self.register_theme(textual_theme(spec))
        if self.theme == theme_name(spec):
            self.mutate_reactive(App.theme)  # the file behind it may have changed
        else:
            self.theme = theme_name(spec)

    def _keep_theme(self, kept: Callable[[str | None], None] | None, spec: ThemeSpec | None) -> None:
        """Write the choice into the settings, or say that it lasts for this run only."""
        if spec is None:
            return
        self.show_theme(spec)
        try:
            reason = self.change_setting("theme", spec.id)
        except ValueError as error:  # a file with a name that no setting can have
            reason = str(error)
        if kept is not None:
            kept(reason)
        elif reason:
            self.warn(f"{spec.name} for this run only: {reason}")
