"""Leafing through a register, fifty rows at a time.

A register holds hundreds of rows, not millions, and is often sorted by what is due rather than by
when it began, so a page is named by its number of rows; lists of incidents go by the last row shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

SIZE = 50
FURTHEST = 5000  # rows one may leaf through; filters find the rest
START = "from"

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Leaf(Generic[M]):
    """The rows of one page, with the addresses of the pages beside it, empty where there is none."""

    rows: Sequence[M]
    older: str
    newer: str


def leaf(request: HttpRequest, found: QuerySet[M]) -> Leaf[M]:
    """The page that the address asks for; an address that makes no sense gives the first."""
    start = _start(request)
    rows = list(found[start : start + SIZE + 1])
    older = _address(request, start + SIZE) if len(rows) > SIZE and start < FURTHEST else ""
    newer = _address(request, max(start - SIZE, 0)) if start else ""
    return Leaf(rows[:SIZE], older, newer)


def _start(request: HttpRequest) -> int:
    typed: Any = request.GET.get(START, "")
    return (
        min(int(typed), FURTHEST) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0
    )


def _address(request: HttpRequest, start: int) -> str:
    query = request.GET.copy()
    query.pop(START, None)
    if start:
        query[START] = str(start)
    return f"?{query.urlencode()}"
