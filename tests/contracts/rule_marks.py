"""Which tests prove which rules, read from their marks without running them."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

from tests.contracts.repository import ROOT

CASES = {"allowed", "refused", "boundary"}
CODE = re.compile(r"[A-Z]{2,4}-\d+")


def marks() -> dict[str, set[str]]:
    """Rule code → the cases that some test is marked to prove."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for code, case in _marks_in(ast.parse(path.read_text(encoding="utf-8"))):
            found[code].add(case)
    return dict(found)


def _marks_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.rule")
    ]
    for call in calls:
        words = _texts(call.args)
        if len(words) == 2:
            yield words[0], words[1]
    if any(len(_texts(call.args)) < 2 for call in calls):
        yield from _table(tree)


def _table(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The rows (code, case, …) of a table from which a test takes its marks."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple):
            words = _texts(node.elts)[:2]
            if len(words) == 2 and CODE.fullmatch(words[0]) and words[1] in CASES:
                yield words[0], words[1]


def _texts(nodes: list[ast.expr]) -> list[str]:
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
