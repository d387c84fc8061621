"""One spelling for each name: ``SOUTH TEAM``, ``South team`` and ``South Team`` are one team.

Names are the same when their letters and digits are, with ``&`` read as "and". The commonest
spelling in capitals and small letters stands for all, or else the commonest. The values as written
stay with each incident.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from goldthread.interchange.importing.converting.problems import Warnings
from goldthread.interchange.importing.terms import Draft, FieldSource

_NAMES = ("team", "locality", "category", "subcategory")
_DROPPED = re.compile(r"[^\w]+|_")


def same_name(name: str) -> str:
    """A name as it is compared."""
    return _DROPPED.sub("", name.casefold().replace("&", " and "))


def _is_written_out(name: str) -> bool:
    return name not in (name.upper(), name.lower())


def one_spelling(
    drafts: Sequence[Draft], fields: dict[str, FieldSource], warnings: Warnings
) -> tuple[Draft, ...]:
    """The drafts with each name in its best spelling."""
    respelt: dict[str, dict[str, str]] = {}
    for field in _NAMES:
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for draft in drafts:
            name = getattr(draft, field)
            spellings[same_name(name) or name][name] += 1
        changes: dict[str, str] = {}
        for found in spellings.values():
            best = max(found, key=lambda name: (_is_written_out(name), found[name], name))
            changes |= {name: best for name in found if name != best}
        if changes:
            respelt[field] = changes
            shown = ", ".join(f"“{name}” as “{best}”" for name, best in list(changes.items())[:8])
            message = f"Different spellings were read as one: {shown}."
            warnings.file("spelling", message, fields[field].columns[0])
    if not respelt:
        return tuple(drafts)
    return tuple(_respelt(draft, respelt) for draft in drafts)


def _respelt(draft: Draft, respelt: dict[str, dict[str, str]]) -> Draft:
    new: dict[str, Any] = {
        field: changes[getattr(draft, field)]
        for field, changes in respelt.items()
        if getattr(draft, field) in changes
    }
    return replace(draft, **new) if new else draft
