"""An evidence bundle as a folder: one CSV a part, and a page of words that says what is missing."""

from __future__ import annotations

from goldthread.domain.governance.bundles.terms import SOURCE_WORDS, Bundle, Part
from goldthread.interchange.exporting.folders import Folder, fold
from goldthread.interchange.exporting.tables import csv_text
from goldthread.trail.operations import iso


def folder_of(bundle: Bundle, *, made_by: str) -> Folder:
    """The folder of a bundle, ready to be kept or sent to those who may see it."""
    asked = bundle.asked
    files = {
        f"{number}-{part.code}.csv": _table(part) for number, part in enumerate(bundle.parts, 1)
    }
    files["read-me.txt"] = _words(bundle, made_by).encode()
    facts = {
        "kind": str(asked.kind),
        "organisation": asked.organisation.name,
        "since": asked.since.isoformat(),
        "until": asked.until.isoformat(),
        "incident": asked.incident.reference if asked.incident else "",
        "made_at": iso(bundle.made_at),
        "made_by": made_by,
        "missing": [part.missing for part in bundle.gaps],
    }
    return fold(files, facts)


def _table(part: Part) -> bytes:
    headings = (*part.columns, "Page")
    return csv_text(headings, ((*row.cells, row.href) for row in part.rows)).encode()


def _words(bundle: Bundle, made_by: str) -> str:
    asked = bundle.asked
    lines = [
        f"Evidence bundle: {asked.kind.label}",
        asked.organisation.name,
        f"{asked.since:%-d %B %Y} to {asked.until:%-d %B %Y}"
        + (f", incident {asked.incident.reference}" if asked.incident else ""),
        f"Made by {made_by} from the records as they stood at {iso(bundle.made_at)}.",
        "",
        f"What the source asks for: {SOURCE_WORDS[asked.kind]}",
        "",
    ]
    for number, part in enumerate(bundle.parts, 1):
        lines.append(f"{number}. {part.label}: {len(part.rows)} in {number}-{part.code}.csv")
        if part.missing:
            lines.append(f"   Missing: {part.missing}")
    lines += [
        "",
        "It holds what its maker may see. People are named by reference. manifest.json lists every",
        "file with its hash; `goldthread pack verify FILE` checks the folder.",
        "",
    ]
    return "\n".join(lines)
