"""The source as the house tests read it: every module, its room, and what it says."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from piccolo.table import Table

from livewell.piccolo_app import APP_CONFIG, ROOMS

SOURCE = Path(__file__).resolve().parents[2] / "src" / "livewell"


@dataclass(frozen=True)
class Module:
    """One file of the product."""

    path: Path
    name: str
    room: str
    text: str
    tree: ast.Module

    @property
    def part(self) -> str:
        """actions, queries, routes …: what it is in its room."""
        parts = self.name.split(".")
        return parts[2] if len(parts) > 2 else ""

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Everything in its tree, walked through once for all who ask."""
        return tuple(ast.walk(self.tree))

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes if isinstance(node, ast.Call))

    def strings(self) -> Iterator[ast.Constant]:
        return (node for node in self.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the product."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        inside = path.relative_to(SOURCE).with_suffix("")
        name = ".".join(("livewell", *inside.parts)).removesuffix(".__init__")
        text = path.read_text()
        room = inside.parts[0] if len(inside.parts) > 1 else ""
        found.append(Module(path, name, room, text, ast.parse(text)))
    return tuple(found)


def tables() -> list[type[Table]]:
    """Every table of the house."""
    return list(APP_CONFIG.table_classes)


def owner(table: type[Table]) -> str:
    """The room that keeps a table."""
    return table.__module__.split(".")[1]


def rooms() -> tuple[str, ...]:
    """Every room that keeps tables."""
    return ROOMS
