"""The source as syntax trees, for the contracts about how it is written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.contracts.repository import ROOT

SOURCE = ROOT / "src/goldthread"


@cache
def modules() -> dict[str, ast.Module]:
    """Path below `src/goldthread` → its tree; migrations, which Django writes, are left out."""
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
    }


def outside(*packages: str) -> Iterator[tuple[str, ast.AST]]:
    """Every node of every module that is not inside one of `packages`, with its path."""
    for path, tree in modules().items():
        if not path.startswith(packages):
            yield from ((path, node) for node in ast.walk(tree))


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module, and every name of a module, that is imported anywhere in the tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def place(path: str | Path, node: ast.AST) -> str:
    """Where a finding stands: `domain/actions/rules.py:12`."""
    return f"{path}:{getattr(node, 'lineno', 0)}"
