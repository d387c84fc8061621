"""Packs as pages print them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from goldthread.access.models import User
from goldthread.domain.governance.packs import queries
from goldthread.domain.governance.packs.claims import Section
from goldthread.domain.governance.packs.terms import FileState, Status, Strength, definitions
from goldthread.web.components import Row, link
from goldthread.web.words import date, when

TONES = {
    Status.DRAFT: "waiting",
    Status.FROZEN: "neutral",
    Status.SUPERSEDED: "stopped",
    Status.DISCARDED: "stopped",
}
COLUMNS = ("Pack", "Days", "State")


@dataclass(frozen=True)
class Said:
    """One claim on a page."""

    sentence: str
    strength: str
    weak: bool
    source: str
    href: str


@dataclass(frozen=True)
class Drawn:
    """One chart on a page: its images, its verdict and its numbers."""

    number: int
    title: str
    alternative: str
    verdict: str
    size: tuple[int, int]
    narrow_size: tuple[int, int]
    columns: list[str]
    rows: list[list[str]]
    href: str


@dataclass(frozen=True)
class Part:
    """One section on a page. `withheld` counts the lines kept from this reader."""

    code: str
    title: str
    asks: str
    words: str
    claims: list[Said]
    tables: list[tuple[str, list[str], list[list[Any]]]]
    charts: list[Drawn]
    withheld: int


def rows(packs: list[Any]) -> list[list[Any]]:
    """The list of packs."""
    return [
        [link(f"/packs/{pack.pk}/", pack.title), days(pack), pack.get_status_display()]
        for pack in packs
    ]


def days(pack: Any) -> str:
    """Its first and last day."""
    return f"{date(pack.since)} to {date(pack.until)}"


def parts(pack: Any, user: User | None, *, links: bool = True) -> list[Part]:
    """The sections as this reader may see them. Without `links` no address of ours is named."""
    hidden = queries.kept_from(pack, user) if user is not None else set()
    found, number = [], 0
    for section in queries.sections_of(pack):
        found.append(_part(section, number, hidden, links))
        number += len(section["charts"])
    return found


def live_parts(sections: list[Section]) -> list[Part]:
    """Sections that were just assembled, for reading alone."""
    found = [{**section.as_json(), "words": ""} for section in sections]
    return [_part(one, 0, set(), links=False) for one in found]


def _part(section: dict[str, Any], number: int, hidden: set[int], links: bool) -> Part:
    claims = [one for one in section["claims"] if one["incident"] not in hidden]
    tables, rows_kept = [], 0
    for table in section["tables"]:
        shown = [row for row in table["rows"] if row["incident"] not in hidden]
        rows_kept += len(table["rows"]) - len(shown)
        tables.append((table["title"], table["columns"], [_row(row, links) for row in shown]))
    return Part(
        section["code"],
        section["title"],
        section["asks"],
        section["words"],
        [_said(one, links) for one in claims],
        tables,
        [_drawn(one, number + at, links) for at, one in enumerate(section["charts"])],
        len(section["claims"]) - len(claims) + rows_kept,
    )


def _row(row: dict[str, Any], links: bool) -> list[Any]:
    first, *rest = row["cells"]
    return [link(row["href"], first) if links and row["href"] else first, *rest]


def _said(claim: dict[str, Any], links: bool) -> Said:
    return Said(
        claim["sentence"],
        Strength(claim["strength"]).label,
        claim["strength"] == Strength.TOO_LITTLE,
        claim["source"],
        claim["href"] if links else "",
    )


def _drawn(chart: dict[str, Any], number: int, links: bool) -> Drawn:
    return Drawn(
        number,
        chart["title"],
        f"{chart['title']}. {chart['description']}",
        chart["verdict"],
        tuple(chart["size"]),
        tuple(chart["narrow_size"]),
        chart["columns"],
        chart["rows"],
        chart["href"] if links else "",
    )


def facts(pack: Any) -> list[Row]:
    """What stands above the sections."""
    found = [
        ("Unit", pack.unit.name),
        ("Days", days(pack)),
        ("Figures taken", when(pack.assembled_at)),
    ]
    if pack.frozen_at:
        by = f" by {pack.frozen_by.name}" if pack.frozen_by else ""
        found.append(("Frozen", f"{when(pack.frozen_at)}{by}"))
    readers = (
        "Outside the organisation: small numbers are held back and nobody is named"
        if pack.outside
        else "Inside the organisation only"
    )
    found.append(("Readers", readers))
    return [Row(key, value) for key, value in found]


def files_words(files: Any) -> str:
    """How far the files are, in a sentence."""
    if files is None:
        return ""
    if files.state == FileState.WORKING and files.steps:
        return f"The files are being made: {files.done} of {files.steps} steps are done."
    return {
        FileState.WAITING: "The files wait their turn to be made.",
        FileState.WORKING: "The files are being made.",
        FileState.READY: "The files are ready.",
        FileState.FAILED: "The files could not be made. Ask for them again; if that fails too, "
        "tell whoever looks after Goldthread.",
    }[FileState(files.state)]


def kinds(may_prepare: bool) -> list[dict[str, str]]:
    """Every kind of pack that can be drafted, for the list."""
    if not may_prepare:
        return []
    return [
        {"title": one.label, "href": f"/packs/new/{one.code}", "words": one.purpose}
        for one in definitions().values()
    ]
