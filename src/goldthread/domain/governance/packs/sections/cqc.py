"""What the records show for each quality statement, by category of evidence."""

from __future__ import annotations

from collections.abc import Iterable

from goldthread import defaults
from goldthread.analytics.counts import plural
from goldthread.domain.governance.forums.models import Meeting
from goldthread.domain.governance.packs.claims import Asked, Claim, Row, Section, Table, too_little
from goldthread.domain.governance.packs.registry import SECTIONS, section
from goldthread.domain.governance.packs.terms import Strength

MAP = "cqc_map"


@section(MAP)
def cqc_map(asked: Asked, meeting: Meeting | None) -> Section:
    """Every statement with each category: how many claims of this pack speak to it, or none."""
    others = [SECTIONS[code](asked, meeting) for code in asked.definition.sections if code != MAP]
    claims = [claim for one in others for claim in one.claims if claim.about]
    framework = defaults.cqc()
    told = [_statement(row, framework["evidence"], claims) for row in framework["statements"]]
    return Section(
        MAP,
        "Quality statements",
        f"{framework['source']} Check the words against the current framework.",
        tuple(told),
        tuple(_table(row, framework["evidence"], claims) for row in framework["statements"]),
    )


def _of(claims: Iterable[Claim], statement: str, category: str) -> list[Claim]:
    return [one for one in claims if statement in one.about and category in one.about]


def _enough(claims: Iterable[Claim]) -> list[Claim]:
    return [one for one in claims if one.strength != Strength.TOO_LITTLE]


def _statement(row: dict[str, str], categories: list[dict[str, str]], claims: list[Claim]) -> Claim:
    held = {one["code"]: _of(claims, row["code"], one["code"]) for one in categories}
    known = [one["label"] for one in categories if _enough(held[one["code"]])]
    lacking = [one for one in categories if not _enough(held[one["code"]])]
    said = f"{row['question']}, {row['label']}: {row['about']}"
    elsewhere = f" To be shown from elsewhere: {', '.join(one['label'] for one in lacking)}."
    if not known:
        return too_little(f"{said} Nothing in these records is evidence for it yet.{elsewhere}",
                          "Quality statements")  # fmt: skip
    shown = f" Evidence here: {', '.join(known)}."
    return Claim(said + shown + (elsewhere if lacking else ""), Strength.COUNTED,
                 "Sections of this pack")  # fmt: skip


def _table(row: dict[str, str], categories: list[dict[str, str]], claims: list[Claim]) -> Table:
    """The claims of the pack that speak to a statement, category by category."""
    return Table(
        f"{row['question']}: {row['label']}",
        ("Category of evidence", "What this pack shows"),
        tuple(
            Row((one["label"], _shown(_of(claims, row["code"], one["code"]), one["elsewhere"])))
            for one in categories
        ),
    )


def _shown(claims: list[Claim], elsewhere: str) -> str:
    good = _enough(claims)
    weak = len(claims) - len(good)
    if not good:
        few = f"Not enough evidence in {plural(weak, 'claim')} here. " if weak else ""
        return f"{few}Nothing here shows it: gather {elsewhere}."
    more = f" ({plural(weak, 'further claim')} with too little evidence.)" if weak else ""
    return " ".join(one.sentence for one in good) + more
