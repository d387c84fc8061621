"""What samples of files showed, round by round."""

from __future__ import annotations

from django.db.models import Q

from goldthread.domain.governance.bundles.parts.reviews import about
from goldthread.domain.governance.bundles.terms import Asked, Kind, Part, Row
from goldthread.domain.verification import queries
from goldthread.domain.verification.models import Round
from goldthread.domain.verification.terms import RoundKind

LABELS = {
    Kind.ESCALATION: "Sampling outcomes",
    Kind.SAFEGUARDING: "Sampling of multi-agency cases",
    Kind.RESTRICTIVE: "File audits",
}
# The instruments that ship for each example; with one of them a round belongs to the bundle.
INSTRUMENTS = {
    Kind.ESCALATION: ("escalation_file_audit",),
    Kind.SAFEGUARDING: ("safeguarding_case_audit", "multi_agency_file_audit"),
    Kind.RESTRICTIVE: ("restriction_file_audit",),
}


def part(asked: Asked) -> Part:
    """Rounds of file audits that are done, each with its result and its interval."""
    with_ours = Q(plan__instrument_version__instrument__code__in=INSTRUMENTS[asked.kind])
    chosen = about(asked, "plan__incident__")
    rounds = (
        queries.rounds_visible_to(asked.user)
        .filter(chosen if asked.incident else chosen | with_ours)
        .filter(plan__organisation=asked.organisation, done_at__isnull=False)
        .filter(**asked.within("done_at"))
        .distinct()
        .order_by("done_at", "pk")
    )
    rows = tuple(
        Row(
            (
                row.plan.action.title,
                _which(row),
                row.done_at,
                queries.result_of([row], float(row.plan.standard)).sentence,
                row.seed,
            ),
            f"/verification/rounds/{row.pk}/",
        )
        for row in rounds
    )
    missing = "" if rows else "No sample of files was checked in these days."
    columns = ("Action", "Round", "Done", "Result", "Seed of the draw")
    return Part("sampling", LABELS[asked.kind], columns, rows, missing)


def _which(row: Round) -> str:
    """`Baseline`, or `Round 2`."""
    kind = row.get_kind_display()
    return kind if row.kind == RoundKind.BASELINE else f"{kind} {row.number}"
