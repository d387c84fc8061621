"""Pages of short lists, by number: the newest first, and never a count of them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

A_PAGE = 25


@dataclass(frozen=True)
class Page:
    """The rows of one page, and the addresses beside it."""

    rows: list[Any]
    older: str
    newer: str


def page_of(request: HttpRequest, rows: Any) -> Page:
    """The page that the address asks for; a number that makes no sense is the first."""
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isdecimal() and 0 < len(asked) < 6 and int(asked) else 1
    begin = (number - 1) * A_PAGE
    found = list(rows[begin : begin + A_PAGE + 1])
    older = _address(request, number + 1) if len(found) > A_PAGE else ""
    newer = _address(request, number - 1) if number > 1 else ""
    return Page(found[:A_PAGE], older, newer)


def _address(request: HttpRequest, number: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(number)
    return f"?{asked.urlencode()}"
