"""The names of keys that a user may write in the settings."""

from __future__ import annotations

from setpace.core.commands import key_name
from setpace.store.toml_file import nearest, shown

_NAMED = (
    "space",
    "enter",
    "tab",
    "escape",
    "backspace",
    "delete",
    "insert",
    "home",
    "end",
    "pageup",
    "pagedown",
    "up",
    "down",
    "left",
    "right",
    "plus",
    "minus",
    "slash",
    "underscore",
    *(f"f{number}" for number in range(1, 25)),
)
"""Keys that are no character, as Textual names them, and the characters that `core.commands` names its own way."""

_LAST_SPELLED = 0x24F
"""The last of the Latin letters and signs that may be spelled out; any other sign is written as itself."""

_MODIFIERS = ("ctrl", "shift", "alt", "super", "hyper", "meta")


def read_keys(value: object) -> tuple[str, ...]:
    """The keys a command shall have.

    Args:
        value: from the settings: `"space, enter"`, or a list of such texts.

    Returns:
        Each key once, in the names Textual gives them.

    Raises:
        ValueError: no key, or one that no keyboard sends; the message fits behind the name of the command.
    """
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError(f'must be keys in quotes, as in "space, enter", not {shown(value)}')
    typed = [
        part
        for text in texts
        for part in ([text] if text in (" ", ",") else text.split(","))
        if part == " " or part.strip()
    ]
    if not typed:
        raise ValueError('needs a key, as in "space"; the comma is called comma')
    return tuple(dict.fromkeys(_one_key(part) for part in typed))


def _one_key(typed: str) -> str:
    """The name of one key; several names of one key become one, so that clashes are seen."""
    name = key_name(typed)
    *modifiers, last = [name] if len(name) == 1 else name.split("+")
    key = _plain_key(last)
    if key is None or not all(modifier in _MODIFIERS for modifier in modifiers):
        near = nearest(name, list(_NAMED))
        hint = f"did you mean {near}?" if near else "keys are called as in a, ?, f5, pageup or ctrl+n"
        raise ValueError(f"names an unknown key {shown(typed.strip())}, {hint}")
    if modifiers == ["shift"] and len(key) == 1 and key.isalpha():
        return key.upper()  # what a terminal sends
    return "+".join((*modifiers, key))


def _plain_key(name: str) -> str | None:
    """A key without modifiers, None if there is none of that name."""
    if name in _NAMED:
        return name
    if len(name) == 1:
        return key_name(name) if name.isprintable() else None
    from unicodedata import name as sign_name  # noqa: PLC0415 - only a remapped key that is spelled out needs it

    for sign in map(chr, range(ord("!"), _LAST_SPELLED + 1)):  # Textual calls a sign by its Unicode name
        if sign_name(sign, "").lower().replace("-", "_").replace(" ", "_") == name and sign.isprintable():
            return key_name(sign)
    return None
