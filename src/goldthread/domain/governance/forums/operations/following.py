"""What forums do by the clock, in every organisation."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from goldthread.access.queries import organisations
from goldthread.domain.governance.forums.models import Forum
from goldthread.domain.governance.forums.operations.forums import install_defaults
from goldthread.domain.governance.forums.operations.planning import plan


def plan_everywhere(at: dt.datetime | None = None) -> int:
    """Plan what is due in every organisation; returns how many meetings were planned.

    An organisation that has never had a forum gets the shipped ones.
    """
    at, planned = at or timezone.now(), 0
    for organisation in organisations():
        if not Forum.objects.filter(organisation=organisation).exists():
            install_defaults(organisation, at=at)
        for forum in Forum.objects.filter(organisation=organisation, closed_on__isnull=True):
            planned += len(plan(forum, at=at))
    return planned
