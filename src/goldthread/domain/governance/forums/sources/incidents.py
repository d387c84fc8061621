"""New serious incidents."""

from __future__ import annotations

from django.db.models import Q

from goldthread.analytics.months import in_words as day
from goldthread.domain.governance.forums.agenda import Line, Period, source
from goldthread.domain.governance.forums.models import Forum
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import RECORD_TYPE, visible_to
from goldthread.domain.incidents.terms import PhysicalHarm, PsychologicalHarm, Status, Tier

SEVERE = (PhysicalHarm.SEVERE, PhysicalHarm.FATAL)
MOST = 30


@source(
    "serious_incidents",
    "New serious incidents",
    "Are people safe and told, is the review under way, and what must change before it ends?",
    visible_to=visible_to,
)
def serious_incidents(forum: Forum, period: Period) -> list[Line]:
    """Reported in the period, with severe harm or death, or triaged to a structured analysis."""
    serious = (
        Q(physical_harm__in=SEVERE)
        | Q(psychological_harm=PsychologicalHarm.SEVERE)
        | Q(tier=Tier.STRUCTURED)
    )
    rows = (
        Incident.objects.filter(
            serious,
            unit__path__startswith=forum.unit.path,
            organisation=forum.organisation_id,
            reported_at__gte=period.since,
            reported_at__lt=period.until,
        )
        .exclude(status=Status.WITHDRAWN)
        .select_related("unit", "category")
        .order_by("reported_at", "pk")
    )
    return [_line(incident) for incident in rows[:MOST]]


def _line(incident: Incident) -> Line:
    harm = [incident.get_physical_harm_display(), incident.get_psychological_harm_display()]
    category = incident.category.name if incident.category else "Not triaged yet"
    return Line(
        title=f"{incident.reference}: {category}",
        facts=(
            ("Team", incident.unit.name),
            ("Reported", day(incident.reported_at.date())),
            ("Harm", ". ".join(filter(None, harm)) or "Not recorded"),
            ("Stands at", incident.get_status_display()),
            ("Review", incident.get_tier_display() or "Not decided yet"),
        ),
        link=f"/incidents/{incident.reference}/",
        subject=(RECORD_TYPE, incident.pk),
        incident_id=incident.pk,
    )
