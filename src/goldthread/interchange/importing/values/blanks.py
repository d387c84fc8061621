"""The many ways people write that there is nothing to write."""

from __future__ import annotations

import re
from functools import lru_cache

_BLANK = re.compile(
    r"|[-–—.?_*/ ]+|n\W?/?\W?[kar]|not ?known|unknown|not (recorded|stated|specified|available|given|"
    r"provided|entered|applicable|completed|sure)|null|nan|nat|#n/?a|#value!|#ref!|#name\?|"
    r"t\W?b\W?[ca]|to be (confirmed|advised)|blank|\(blank\)|\(null\)|<null>|missing|pending|"
    r"0+[-/.]0+[-/.]0+",
    re.IGNORECASE,
)


@lru_cache(maxsize=65_536)
def tidy(text: str) -> str:
    """``text`` without spaces around it, hard spaces and zero-width marks counted as spaces."""
    return text.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "").strip()


@lru_cache(maxsize=65_536)
def is_blank(text: str) -> bool:
    """Whether ``text`` says nothing: empty, ``n/k``, ``not known``, ``-``, ``TBC`` and the like.

    ``None`` is not blank: in a column of harm it means that there was none.
    """
    return len(text) < 40 and bool(_BLANK.fullmatch(tidy(text)))


def whole_number(text: str) -> str:
    """``9434765919.0`` and ``9.434765919E9`` as the digits they stand for; other text as it is.

    Short forms that have lost digits (``9.43E+09``) are left alone, so that nobody takes the
    zeros for real ones.
    """
    stripped = tidy(text)
    if re.fullmatch(r"\d+\.0+", stripped):
        return stripped.split(".")[0]
    found = re.fullmatch(r"(\d)\.(\d+)[eE]\+?(\d{1,2})", stripped)
    if found and len(found[2]) == int(found[3]):
        return found[1] + found[2]
    return stripped
