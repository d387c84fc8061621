"""What the control view prints."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from goldthread.access.models import Unit
from goldthread.domain.insight.measures.queries import Line, Repeat
from goldthread.web.components import link
from goldthread.web.words import ago, date

Cells = list[Any]
OVERDUE = ["Action", "Team", "Owner", ("Due", "ref")]
UNVERIFIED = ["Action", "Team", "Owner", ("Complete since", "ref")]
LATE = ["Check", "Team", "Verifier", ("Due", "ref")]
REPEATS = ["Theme", "Team", "Change complete", ("Reported since", "num")]
OLDEST = [("Incident", "ref"), "Team", "Stage", "Reported"]


def _action(action: Any) -> Any:
    return link(f"/actions/{action.pk}/", action.title)


def overdue(action: Any) -> Cells:
    owner = action.owner.name if action.owner else "Nobody"
    return [_action(action), action.unit.name, owner, date(action.due_on)]


def unverified(action: Any) -> Cells:
    owner = action.owner.name if action.owner else "Nobody"
    return [_action(action), action.unit.name, owner, date(action.completed_at)]


def late_check(row: Any) -> Cells:
    title = link(f"/verification/rounds/{row.pk}/", row.plan.action.title)
    verifier = row.plan.verifier.name if row.plan.verifier else "Whoever verifies here"
    return [title, row.plan.unit.name, verifier, date(row.due_on)]


def repeat(one: Repeat) -> Cells:
    """A theme that came back, and whether the change had been found effective."""
    words = date(one.completed_on)
    if one.verified:
        words = f"{words}, found effective then"
    theme = link(
        f"{reverse('measures:theme', args=[one.theme_code])}?unit={one.unit.pk}", one.theme_name
    )
    return [theme, one.unit.name, words, one.reports]


def oldest(incident: Any) -> Cells:
    return [
        link(f"/incidents/{incident.reference}/", incident.reference),
        incident.unit.name,
        incident.get_status_display(),
        f"{date(incident.reported_at)}, {ago(incident.reported_at)}",
    ]


def lines(found: dict[int, Line], units: dict[int, Unit]) -> list[Cells]:
    """One line a unit, in the order of the tree."""
    address = reverse("measures:control")
    return [
        [
            link(f"{address}?unit={pk}", unit.name),
            line.overdue,
            line.unverified,
            line.late_checks,
            line.repeats,
            date(line.oldest) or "",
        ]
        for pk, unit in units.items()
        if (line := found.get(pk)) is not None
    ]
