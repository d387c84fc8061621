"""Safeguarding cases in scope, and whether one still waits."""

from __future__ import annotations

from django.db.models import QuerySet

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import within
from goldthread.domain.registers.safeguarding.models import SafeguardingCase
from goldthread.domain.registers.safeguarding.terms import Status


def visible_to(user: User) -> QuerySet[SafeguardingCase]:
    """Cases of incidents the person may open."""
    scope = within(Permission.INCIDENT_VIEW, "incident__")(scope_of(user))
    return SafeguardingCase.objects.filter(scope)


def of_incident(incident: Incident) -> SafeguardingCase | None:
    """The case on this golden thread, if any."""
    return SafeguardingCase.objects.filter(incident=incident).first()


def waits(incident: Incident) -> bool:
    """Whether a safeguarding case on this thread is not closed yet."""
    return SafeguardingCase.objects.filter(incident=incident).exclude(status=Status.CLOSED).exists()
