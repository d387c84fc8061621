"""The monthly review, the register kept of each month, and the counts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from goldthread.access.queries import seen_units
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.restrictions import operations, queries
from goldthread.domain.registers.restrictions.terms import LIVE
from goldthread.web.components import link
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.web.restrictions.presenters import list_row, tabs_for
from goldthread.web.words import date, plural

COLUMNS = (("Restriction", "ref"), "What", "Team", ("Days", "num"))


@page(Permission.RESTRICTION_REVIEW, methods=("GET", "HEAD"))
def month(request: SignedIn) -> HttpResponse:
    """My teams' restrictions due this month, the longest overdue first, one after another."""
    user, today = request.user, timezone.localdate()
    mine = queries.visible_to(user).filter(status__in=LIVE).values("pk")
    tops = _tops(request)
    due = [row for unit in tops for row in queries.due_for_review(unit, today).filter(pk__in=mine)]
    decided = queries.decided_in_month(user, today)
    rows = [list_row(one, user, today) for one in due]
    context = {
        "rows": rows,
        "late": sum(row.late for row in rows),
        "month": date(today).split(" ", 1)[1],
        "tabs_for": tabs_for(user),
        "decided": [
            {
                "href": reverse("restrictions:one", args=[row.restriction_id]),
                "reference": row.restriction.reference,
                "words": row.get_verdict_display(),
                "when": date(row.decided_at),
                "by": row.decided_by.name,
            }
            for row in decided
        ],
    }
    return render(request, "restrictions/month.html", context)


def _tops(request: SignedIn) -> list[Any]:
    """The highest units at which the person reviews."""
    units = list(seen_units(request.user, Permission.RESTRICTION_REVIEW))
    return [
        unit
        for unit in units
        if not any(unit.pk != other.pk and unit.path.startswith(other.path) for other in units)
    ]


@page(Permission.RESTRICTION_SEE, methods=("GET", "HEAD"))
def snapshots(request: SignedIn) -> HttpResponse:
    """The register of each month, as it was kept."""
    organisation = organisation_of(request)
    rows = [
        (
            link(reverse("restrictions:snapshot", args=[one.pk]), _month(one.month)),
            date(one.stands_on),
            one.taken_by.name if one.taken_by else "By the product",
            date(one.taken_at),
        )
        for one in queries.snapshots_of(request.user)[:60]
    ]
    may = scope_of(request.user).holds(Permission.RESTRICTION_AUTHORISE, organisation.pk)
    columns = ("Month", "As it stood on", "Kept", "On")
    context = {
        "rows": rows,
        "columns": columns,
        "may_take": may,
        "tabs_for": tabs_for(request.user),
    }
    return render(request, "restrictions/snapshots.html", context)


@page(Permission.RESTRICTION_AUTHORISE, methods=("POST",))
def take(request: SignedIn) -> HttpResponse:
    """Keep the register as it stands now."""
    made = operations.take_snapshot(organisation_of(request), by=request.user)
    return done(request, "The register is kept as it stands.", "restrictions:snapshot", made.pk)


@page(Permission.RESTRICTION_SEE, methods=("GET", "HEAD"))
def snapshot(request: SignedIn, pk: int) -> HttpResponse:
    """One month beside the month before: started, reduced, continued, ended, not reviewed."""
    user = request.user
    kept = get_object_or_404(queries.snapshots_of(user), pk=pk)
    before, rows = queries.the_one_before(kept), queries.rows_for(kept, user)
    compared = queries.compare(queries.rows_for(before, user), rows) if before else None
    context = {
        "snapshot": kept,
        "intact": queries.is_intact(kept),
        "month": _month(kept.month),
        "before": _month(before.month) if before else "",
        "columns": COLUMNS,
        "in_force": plural(len(rows), "restriction"),
        "overdue": sum(bool(row["overdue"]) for row in rows),
        "compared": compared,
        "changes": _changes(compared) if compared else [],
        "rows": _cells(rows),
    }
    return render(request, "restrictions/snapshot.html", context)


def _changes(compared: queries.Comparison) -> list[tuple[str, int, list[tuple[Any, ...]]]]:
    return [
        (change.value, compared.number(change), _cells(compared.by_change[change]))
        for change in queries.Change
    ]


def _cells(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(row["reference"], row["words"], row["team"], row["days"]) for row in rows]


def _month(day: Any) -> str:
    return date(day).split(" ", 1)[1]


@page(Permission.RESTRICTION_COUNTS, methods=("GET", "HEAD"))
def overview(request: SignedIn) -> HttpResponse:
    """Least restrictive and reviewed: counts for inspectors and boards, without names."""
    counts = queries.counts_of(request.user)
    small = f"fewer than {counts.fewer_than}, or too few to tell apart"

    def said(number: int | float | None) -> str:
        if number is None:
            return small if counts.outside else "none"
        return f"{number:,.0f}"

    rows = [
        ("Restrictions in force", said(counts.in_force)),
        ("Past their review date", said(counts.overdue)),
        ("In force for more than 90 days", said(counts.long_running)),
        ("Reduced at least once", said(counts.reduced_once)),
        ("For everyone in a place (blanket)", said(counts.blanket)),
        ("Of these, beside a safeguarding action", said(counts.blanket_with_safeguarding)),
        ("Median days in force", said(counts.median_days)),
    ]
    if not counts.outside:
        rows.append(("Longest in force, days", said(counts.longest_days)))
    context = {
        "counts": counts,
        "tabs_for": tabs_for(request.user),
        "rows": rows,
        "domains": [(label, said(number)) for label, number in counts.by_domain if number != 0],
        "teams": counts.by_team,
        "by_risk": []
        if counts.outside
        else [(risk, *numbers) for risk, numbers in queries.decided_by_risk(request.user)],
    }
    return render(request, "restrictions/overview.html", context)
