"""The archive of a frozen pack: the PDF, each table as CSV, the document, and the manifest."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify

from goldthread.domain.governance.packs.models import Pack
from goldthread.domain.governance.packs.terms import Strength
from goldthread.interchange.exporting.folders import Folder, fold
from goldthread.interchange.exporting.tables import csv_text


def folded(pack: Pack, document: dict[str, Any], pdf: bytes) -> Folder:
    """Everything of the pack in one archive, whose bytes depend on the pack alone."""
    files = {
        "pack.pdf": pdf,
        "document.json": pack.snapshot.encode(),
        "claims.csv": _claims(document),
    }
    for number, section in enumerate(document["sections"], 1):
        for name, columns, rows in _tables(section):
            files[f"{number:02}-{name}.csv"] = csv_text(columns, rows).encode()
    facts = {
        "kind": document["kind_label"],
        "title": document["title"],
        "organisation": document["organisation"],
        "since": document["since"],
        "until": document["until"],
        "made_at": document["frozen_at"],
        "made_by": document["frozen_by"],
        "document_sha256": pack.digest,
        "trail_checkpoint": pack.checkpoint,
    }
    return fold(files, facts)


def _claims(document: dict[str, Any]) -> bytes:
    columns = ("Section", "Claim", "Evidence", "Source", "Page")
    rows = (
        (
            section["title"],
            claim["sentence"],
            Strength(claim["strength"]).label,
            claim["source"],
            claim["href"],
        )
        for section in document["sections"]
        for claim in section["claims"]
    )
    return csv_text(columns, rows).encode()


def _tables(section: dict[str, Any]) -> list[tuple[str, list[str], list[list[str]]]]:
    found = [
        (f"{section['code']}-{place}", t["columns"], [row["cells"] for row in t["rows"]])
        for place, t in enumerate(section["tables"], 1)
    ]
    found += [
        (f"chart-{place:02}-{slugify(chart['title'])[:40]}", chart["columns"], chart["rows"])
        for place, chart in enumerate(section["charts"], 1)
    ]
    return found
