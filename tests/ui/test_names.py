"""Our attributes must not be Textual's own: a screen that sets `_closed` can never be closed."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Digits, Static

import setpace.ui

SOURCES = sorted(Path(setpace.ui.__file__).parent.glob("*.py"))


def own_attributes(tree: ast.ClassDef) -> set[str]:
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
        and node.attr.startswith("_")
    }


async def names_of_textual(kind: type) -> set[str]:
    app: App[None] = App()
    async with app.run_test():
        made: dict[type, object] = {
            App: app,
            Screen: ModalScreen(),
            Widget: Widget(),
            Static: Static(""),
            Digits: Digits(""),
        }
        return {name for base, each in made.items() if issubclass(kind, base) for name in dir(each)}


def classes_of(source: Path) -> list[ast.ClassDef]:
    return [tree for tree in ast.parse(source.read_text(encoding="utf-8")).body if isinstance(tree, ast.ClassDef)]


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.stem)
async def test_no_private_name_of_textual_is_taken(source: Path) -> None:
    module = import_module(f"setpace.ui.{source.stem}")
    for tree in classes_of(source):
        kind = getattr(module, tree.name)
        if issubclass(kind, MessagePump):
            assert not own_attributes(tree) & await names_of_textual(kind), tree.name
