"""Taking a bundle out of the product."""

from __future__ import annotations

from goldthread.domain.governance.bundles.terms import Bundle
from goldthread.trail.operations import record as write_trail


def note_export(bundle: Bundle, digest: str) -> None:
    """Write to the organisation's trail who took which bundle, and the digest of its manifest.

    With it anyone can later tell whether a folder is the one that was taken.
    """
    asked = bundle.asked
    write_trail(
        asked.organisation,
        "bundle.export",
        by=asked.user,
        at=bundle.made_at,
        facts={
            "kind": asked.kind,
            "since": asked.since,
            "until": asked.until,
            "incident": asked.incident.pk if asked.incident else None,
            "rows": {part.code: len(part.rows) for part in bundle.parts},
            "digest": digest,
        },
        thread=asked.incident.pk if asked.incident else None,
        organisation_id=asked.organisation.pk,
    )
