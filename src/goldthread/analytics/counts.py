"""How counts are said: `1 incident`, `2,014 incidents`."""

from __future__ import annotations


def plural(count: int, one: str, many: str = "") -> str:
    """`1 incident`, `2,014 incidents`; `many` where the plural takes more than an s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
