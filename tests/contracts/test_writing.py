"""One place changes a status, one place writes the trail, and pages touch no records."""

from __future__ import annotations

import ast
import re

import pytest

from tests.contracts.source import imported, modules, outside, place

MODELS = re.compile(r"goldthread\.domain(\.\w+)+\.models(\.|$)")
WRITES = {"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create",
          "update_or_create"}  # fmt: skip


def sets_a_status(node: ast.AST) -> bool:
    """Whether the node assigns `.status`, or writes a column of that name."""
    if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(one, ast.Attribute) and one.attr == "status" for one in targets)
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and any(word.arg == "status" for word in node.keywords)
    )


def writes_the_trail(node: ast.AST) -> bool:
    """Whether the node makes an entry of the trail, or calls a writing method of its manager."""
    if not isinstance(node, ast.Call):
        return False
    called = ast.unparse(node.func)
    if called in {"Entry", "trail.Entry"}:
        return True
    return called.startswith("Entry.objects.") and called.rsplit(".", 1)[-1] in WRITES


def test_only_the_workflow_changes_a_status() -> None:
    # jobs sets the status of the queue's own table, which is another package's and has no life
    found = [place(p, n) for p, n in outside("workflow/", "jobs/") if sets_a_status(n)]
    assert found == []


def test_only_the_trail_writes_its_entries() -> None:
    assert [place(p, n) for p, n in outside("trail/") if writes_the_trail(n)] == []


def test_pages_import_no_records_of_the_domain() -> None:
    found = {
        path: [name for name in imported(tree) if MODELS.match(name)]
        for path, tree in modules().items()
        if path.startswith("web/")
    }
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("source", "finder"),
    [
        ("incident.status = 'closed'", sets_a_status),
        ("Incident.objects.filter(pk=1).update(status='closed')", sets_a_status),
        ("Review.objects.create(status='planned')", sets_a_status),
        ("Entry(kind='x')", writes_the_trail),
        ("Entry.objects.create(kind='x')", writes_the_trail),
    ],
)
def test_the_contracts_see_what_they_forbid(source: str, finder: object) -> None:
    assert any(finder(node) for node in ast.walk(ast.parse(source)))  # type: ignore[operator]
