"""A month as people type it."""

from __future__ import annotations

import datetime as dt
import re

from goldthread.analytics.months import MONTHS

_TYPED = re.compile(r"^\s*(\d{1,2}|[A-Za-z]{3,})[\s/.,-]+(\d{4})\s*$")


def read_month(typed: str) -> dt.date | None:
    """The first day of `3 2026`, `03/2026` or `March 2026`; None when it is not a month."""
    match = _TYPED.match(typed)
    if not match:
        return None
    month = _number(match[1])
    year = int(match[2])
    return dt.date(year, month, 1) if month and year >= 1 else None


def _number(word: str) -> int | None:
    if word.isdecimal():
        return int(word) if 1 <= int(word) <= 12 else None
    starts = [name[:3].lower() for name in MONTHS]
    short = word[:3].lower()
    return starts.index(short) + 1 if short in starts else None
