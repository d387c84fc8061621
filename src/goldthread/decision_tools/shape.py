"""One shape for the data of a tool: its questions and outcomes as lists, in the order written.

Files name them by id, which a database does not keep in order; so what is stored are lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]
FIRST = ("code", "name", "version", "purpose", "source", "check", "start")
LISTED = ("questions", "outcomes")


def as_lists(data: Mapping[str, Any]) -> Row:
    """The same tool with lists of rows that carry their `id`; content of another shape stays."""
    shaped: Row = {key: data[key] for key in FIRST if key in data} | dict(data)
    for key in LISTED:
        shaped[key] = _rows(data.get(key))
    if isinstance(data.get("questions"), Mapping):
        shaped["questions"] = _by_path(data.get("start"), shaped["questions"])
    return shaped


def _rows(found: Any) -> Any:
    if found is None:
        return []
    if isinstance(found, Mapping):
        pairs = found.items()
        return [{"id": k, **(row if isinstance(row, Mapping) else {})} for k, row in pairs]
    if isinstance(found, list):
        return [dict(row) if isinstance(row, Mapping) else {} for row in found]
    return found


def answers_of(row: Mapping[str, Any]) -> list[Any]:
    """The answers of a question's row; none where they are no list."""
    answers = row.get("answers")
    return answers if isinstance(answers, list) else []


def _by_path(start: Any, rows: list[Row]) -> list[Row]:
    """Questions as a reader meets them; those that nothing leads to come last."""
    known = {row["id"]: row for row in rows}
    placed: list[Any] = []
    seen: set[Any] = set()
    stack = [(start, False)]
    while stack:
        place, leaving = stack.pop()
        if leaving:
            placed.append(place)
        elif isinstance(place, str) and place in known and place not in seen:
            seen.add(place)
            stack.append((place, True))
            answers = answers_of(known[place])
            stack += [(a.get("next"), False) for a in answers if isinstance(a, Mapping)]
    return [known[place] for place in reversed(placed)] + [r for r in rows if r["id"] not in seen]
