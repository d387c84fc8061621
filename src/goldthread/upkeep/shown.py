"""How sizes, counts and times read."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from goldthread.analytics.months import in_words


def gigabytes(size: int) -> str:
    """`1.5 GB`, or megabytes below one."""
    return f"{size / 1024**3:.1f} GB" if size >= 1024**3 else f"{max(size // 1024**2, 1)} MB"


def moment(at: dt.datetime) -> str:
    """`21 November 2026, 14:05` in local time."""
    local = timezone.localtime(at)
    return f"{in_words(local)}, {local:%H:%M}"


def count(number: int, one: str, many: str = "") -> str:
    """`1 file`, `2 files`, `1,000 files`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
