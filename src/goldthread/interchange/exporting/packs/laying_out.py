"""What the typst template is given: a frozen document as plain values that can be set in type."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from goldthread.analytics.drawing.rendering import rendered
from goldthread.analytics.months import in_words
from goldthread.domain.governance.packs.models import Pack
from goldthread.domain.governance.packs.terms import Strength, definitions

_LONG = re.compile(r"\S{36,}")
_BREAK = "\u200b"
_PIECE = 24
MOST_ROWS = 40


def laid_out(
    pack: Pack, document: dict[str, Any], *, base: str, step: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """The document for the template. `base` is put before addresses; `step` is called a chart."""
    frozen = dt.datetime.fromisoformat(document["frozen_at"])
    day = timezone.localdate(frozen)
    sections = [_section(section, base, step) for section in document["sections"]]
    few = [
        claim["sentence"] for section in sections for claim in section["claims"] if claim["weak"]
    ]
    return {
        "title": document["title"],
        "short": f"{document['kind_label']}. Frozen on {in_words(day)}. Digest {pack.digest[:12]}",
        "purpose": definitions()[document["kind"]].purpose,
        "organisation": document["organisation"],
        "date": [day.year, day.month, day.day],
        "facts": _facts(pack, document, frozen),
        "few": few,
        "sections": sections,
        "checking": _checking(pack),
    }


def _facts(pack: Pack, document: dict[str, Any], frozen: dt.datetime) -> list[list[str]]:
    since, until = (dt.date.fromisoformat(document[name]) for name in ("since", "until"))
    figures = dt.datetime.fromisoformat(document["figures_at"])
    by = f" by {document['frozen_by']}" if document["frozen_by"] else ""
    return [
        ["Unit", document["unit"]],
        ["Days", f"{in_words(since)} to {in_words(until)}"],
        ["Figures taken", _when(figures)],
        ["Frozen", f"{_when(frozen)}{by}"],
        [
            "Readers",
            "Outside the organisation: small numbers are held back and nobody is named"
            if document["outside"]
            else "Inside the organisation only",
        ],
    ]


def _when(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    return f"{in_words(local)} at {local:%H:%M}"


def _checking(pack: Pack) -> list[str]:
    held = pack.checkpoint
    return [
        "Nothing in this document can change. The archive it came in lists every file with its "
        "SHA-256; the command “goldthread pack verify” compares them and needs no database.",
        f"SHA-256 of the frozen document: {broken(pack.digest)}",
        f"The trail’s checkpoint at that time, over {held['heads']:,} records: "
        f"{broken(held['digest'])}",
    ]


def _section(section: dict[str, Any], base: str, step: Callable[[], None]) -> dict[str, Any]:
    return {
        "title": section["title"],
        "asks": section["asks"],
        "words": section["words"],
        "claims": [_claim(claim, base) for claim in section["claims"]],
        "charts": [_chart(chart, step) for chart in section["charts"]],
        "tables": [
            _table(t["title"], t["columns"], [row["cells"] for row in t["rows"]])
            for t in section["tables"]
        ],
    }


def _claim(claim: dict[str, Any], base: str) -> dict[str, Any]:
    weak = claim["strength"] == Strength.TOO_LITTLE
    return {
        "sentence": claim["sentence"],
        "weak": weak,
        "strength": "" if weak else Strength(claim["strength"]).label,
        "source": claim["source"],
        "address": f"{base}{claim['href']}" if claim["href"] else "",
    }


def _chart(chart: dict[str, Any], step: Callable[[], None]) -> dict[str, Any]:
    drawn = rendered(chart["spec"], chart["title"], chart["description"])
    step()
    rows = chart["rows"][-MOST_ROWS:]
    return {
        **_table(chart["title"], chart["columns"], rows),
        "svg": drawn,
        "description": f"{chart['title']}. {chart['description']}",
        "verdict": chart["verdict"],
    }


def _table(title: str, columns: list[str], rows: Iterable[list[str]]) -> dict[str, Any]:
    """A table with a width for each column, by the longest text in it."""
    held = [[str(cell) for cell in row] for row in rows]
    longest = [
        min(max([len(name), *(len(row[at]) for row in held)]), 34)
        for at, name in enumerate(columns)
    ]
    return {
        "title": title,
        "columns": list(columns),
        "widths": [max(length, 9) for length in longest],
        "rows": held,
    }


def settable(value: Any, missing: str = "") -> Any:
    """Every text in `value` with long words made breakable, and letters no font has named.

    A letter without a picture would stop the whole document: PDF/UA allows no empty boxes.
    """
    if isinstance(value, dict):
        return {key: one if key == "svg" else settable(one, missing) for key, one in value.items()}
    if isinstance(value, list):
        return [settable(one, missing) for one in value]
    return _settable(value, missing) if isinstance(value, str) else value


def _settable(text: str, missing: str) -> str:
    return broken("".join(_letter(letter, missing) for letter in text))


def _letter(letter: str, missing: str) -> str:
    if letter in missing or _pictured(letter):
        return f"[{unicodedata.name(letter, f'letter {ord(letter):X}').lower()}]"
    if letter != "\n" and unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return letter if letter == _BREAK else ""
    return letter


def _pictured(letter: str) -> bool:
    """Emoji and the like, which no font that we embed has."""
    return ord(letter) > 0xFFFF and unicodedata.category(letter) in ("So", "Sk", "Lo", "Co")


def broken(text: str) -> str:
    """Words too long for a line with places where they may break."""
    return _LONG.sub(
        lambda found: _BREAK.join(
            found[0][at : at + _PIECE] for at in range(0, len(found[0]), _PIECE)
        ),
        text,
    )
