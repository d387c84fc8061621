"""What a reporter was told, and what could be told them."""

from __future__ import annotations

from django.db.models import QuerySet

from goldthread.access.models import User
from goldthread.access.terms import Permission
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import may
from goldthread.domain.learning.feedback.models import WhatChanged
from goldthread.domain.learning.feedback.terms import ANSWERABLE_ROUTES
from goldthread.domain.learning.library.models import Item
from goldthread.domain.learning.library.terms import Status
from goldthread.domain.learning.scenarios.identities import Place, known_to, places


def told(incident: Incident) -> QuerySet[WhatChanged]:
    """What the reporter was told of changes, oldest first."""
    rows = WhatChanged.objects.filter(incident=incident)
    return rows.select_related("message", "item").order_by("told_at", "pk")


def told_last(incident: Incident) -> bool:
    """Whether the last word was said: what changed, with nothing more to follow."""
    return WhatChanged.objects.filter(incident=incident, final=True).exists()


def has_reporter(incident: Incident) -> bool:
    """Whether somebody can read an answer: by account, or by the code of their report."""
    return incident.route in ANSWERABLE_ROUTES


def may_tell(user: User, incident: Incident) -> bool:
    """Whether the person may write to this reporter and somebody can read it."""
    return has_reporter(incident) and may(user, Permission.INCIDENT_ADD, incident)


def named_in(incident: Incident, text: str) -> list[Place]:
    """Every place of the text that could name somebody of the incident."""
    return places([("what you write", text)], known_to(incident.organisation, incident))


def items_of(incident: Incident) -> QuerySet[Item]:
    """Published learning from the incident, which the reporter can be shown."""
    return Item.objects.filter(source=incident, status=Status.PUBLISHED).order_by("pk")
