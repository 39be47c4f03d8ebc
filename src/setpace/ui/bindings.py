"""Textual bindings made from the command table, so that keys, palette and help cannot differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

from setpace.core.commands import COMMANDS, Scope, key_sign, keys_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def action_name(command_id: str) -> str:
    """The action a command runs, without its brackets: `set-above` runs `command_set_above`."""
    return "command_" + command_id.replace("-", "_")


def bindings_of(scope: Scope) -> list[BindingType]:
    """The bindings of one screen with the default keys; the app's keymap puts the user's own in their place."""
    return [
        Binding(
            ",".join(command.keys),
            action_name(command.id),
            command.label,
            id=command.id,
            tooltip=command.doc,
            show=False,
        )
        for command in COMMANDS
        if command.scope is scope
    ]


def keymap_of(remapped: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The user's keys as `App.set_keymap` takes them.

    Args:
        remapped: keys by command id, as `Settings.keys` holds them.
    """
    return {command_id: ",".join(keys) for command_id, keys in remapped.items()}


def first_key(command_id: str, remapped: Mapping[str, tuple[str, ...]]) -> str:
    """The first key of a command as it is shown on screen: `space`, `+`."""
    return key_sign(keys_of(command_id, remapped)[0])
