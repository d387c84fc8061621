"""Which tests prove which rows of docs/reference/capabilities.md.

`bin/check capabilities [ROW ...]` prints row → tests. The test files are read, not run, so the
answer takes a moment and needs no database.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIST = ROOT / "docs/reference/capabilities.md"
DELIVERED = ROOT / "tests/contracts/delivered_capabilities.txt"


def rows() -> dict[int, str]:
    """Return each row of the list: number → what it must do."""
    found = re.findall(r"^\| (\d+) \|.*\| (.+?) \|$", LIST.read_text(encoding="utf-8"), re.M)
    return {int(number): text for number, text in found}


def delivered() -> list[int]:
    """Return the rows said to be delivered; `#` starts a comment."""
    lines = DELIVERED.read_text(encoding="utf-8").splitlines()
    return [int(row) for line in lines for row in line.partition("#")[0].split()]


def proofs(tests: Path = ROOT / "tests") -> dict[int, list[str]]:
    """Return row → tests marked with it, each as `path::name`, from every file under `tests`."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in sorted(tests.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for name, row in marked(tree, path.relative_to(tests.parent).as_posix()):
            found[row].append(name)
    return dict(found)


def marked(tree: ast.Module, file: str) -> Iterator[tuple[str, int]]:
    """Yield (test, row) for the marks on the module, its classes and its functions."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and "pytestmark" in ast.unparse(node.targets[0]):
            yield from ((file, row) for row in rows_named(node.value))
        elif isinstance(node, ast.ClassDef):
            inner = ast.Module(body=node.body, type_ignores=[])
            yield from marked(inner, f"{file}::{node.name}")
            yield from decorated(node, file)
        elif isinstance(node, ast.FunctionDef):
            yield from decorated(node, file)


def decorated(node: ast.ClassDef | ast.FunctionDef, file: str) -> Iterator[tuple[str, int]]:
    """Yield (test, row) for the marks above one class or function."""
    for decorator in node.decorator_list:
        yield from ((f"{file}::{node.name}", row) for row in rows_named(decorator))


def rows_named(expression: ast.expr) -> Iterator[int]:
    """Yield each N of `pytest.mark.capability(N, …)` anywhere in the expression."""
    for node in ast.walk(expression):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.capability"):
            yield from (
                argument.value
                for argument in node.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, int)
            )


def main() -> int:
    """Print row → tests, for all rows or those named; 1 where a delivered row has none."""
    proven, said = proofs(), delivered()
    chosen = [int(argument) for argument in sys.argv[1:]]
    for row, text in rows().items():
        if chosen and row not in chosen:
            continue
        print(f"{row:>3}{' *' if row in said else '  '} {text}")
        for test in proven.get(row, []):
            print(f"       {test}")
    missing = [row for row in said if row not in proven]
    print(f"\n{len(proven)} of {len(rows())} rows have tests; * marks the {len(said)} delivered.")
    if missing:
        print(f"Delivered without a test: {', '.join(map(str, missing))}.")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
