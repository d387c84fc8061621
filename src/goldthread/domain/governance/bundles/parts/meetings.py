"""Records of huddles, and minutes that show what became of actions."""

from __future__ import annotations

from django.db.models import Count, Q

from goldthread.domain.governance.bundles.terms import Asked, Part, Row
from goldthread.domain.governance.forums import queries
from goldthread.domain.governance.forums.terms import Attending, Checked, Standing, Status

HUDDLE = "safeguarding_huddle"


def huddles(asked: Asked) -> Part:
    """Every slot of the weekly huddle: held, missed, or not held with its reason."""
    found = (
        queries.visible_to(asked.user)
        .filter(organisation=asked.organisation, forum__code=HUDDLE, **asked.within("scheduled_at"))
        .select_related("forum")
        .annotate(
            present=Count("attendance", Q(attendance__attending=Attending.PRESENT), distinct=True),
            looked_at=Count("items", distinct=True),
        )
        .order_by("scheduled_at", "pk")
    )
    meetings = list(found)
    rows = tuple(
        Row(
            (
                one.scheduled_at,
                one.standing().label,
                one.present,
                one.looked_at,
                one.not_held_because or one.late_because,
            ),
            f"/meetings/{one.pk}/",
        )
        for one in meetings
    )
    missed = sum(one.standing() == Standing.MISSED for one in meetings)
    missing = "" if rows else "No weekly huddle is recorded in these days."
    if missed:
        missing = f"{missed} of {len(rows)} huddles {'was' if missed == 1 else 'were'} missed without a reason."
    columns = ("Planned for", "State", "Present", "Items", "Reason")
    return Part("huddles", "Huddle records", columns, rows, missing)


def minutes(asked: Asked) -> Part:
    """Meetings with approved minutes, and what they heard of actions."""
    done, open_ = Checked.DONE, Checked.NOT_DONE
    found = (
        queries.visible_to(asked.user)
        .filter(organisation=asked.organisation, status=Status.APPROVED)
        .filter(**asked.within("held_at"))
        .select_related("forum", "approved_by")
        .annotate(
            confirmed=Count("items__checks", Q(items__checks__checked=done), distinct=True),
            not_done=Count("items__checks", Q(items__checks__checked=open_), distinct=True),
        )
        .order_by("held_at", "pk")
    )
    rows = tuple(
        Row(
            (
                one.forum.name,
                one.held_at,
                one.approved_by.name if one.approved_by else "",
                one.confirmed,
                one.not_done,
            ),
            f"/meetings/{one.pk}/",
        )
        for one in found
    )
    columns = ("Meeting", "Held", "Minutes approved by", "Actions heard done", "Not done")
    shown = any(one.confirmed for one in found)
    missing = "" if shown else "No approved minutes show an action confirmed as done."
    return Part("minutes", "Minutes showing action completion", columns, rows, missing)
