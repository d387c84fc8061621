"""Signals for tests, raised by what happened."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.domain.insight.signals.models import Signal
from tests.factories.actions import make_complete
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider

THEME = "weak_interface_handovers"


def theme_of(provider: Provider, code: str = THEME) -> Theme:
    """A shipped theme of the provider."""
    return Theme.objects.get(organisation=provider.organisation, code=code)


def themed(
    provider: Provider, *, at: dt.datetime | None = None, code: str = THEME, **changes: Any
) -> Incident:
    """An incident triaged with a theme."""
    incident = make_incident(provider, at=at, **changes)
    triaged(provider, incident, at=at, themes=(theme_of(provider, code),))
    incident.refresh_from_db()
    return incident


def completed_on_theme(
    provider: Provider, *, at: dt.datetime | None = None, **changes: Any
) -> Action:
    """A complete action of an incident with the theme, thirty days ago unless told."""
    at = at or timezone.now() - dt.timedelta(days=30)
    return make_complete(provider, themed(provider, at=at, **changes), at=at)


def repeat(provider: Provider, **changes: Any) -> Signal:
    """An open signal: the theme came again after an action was completed."""
    action = completed_on_theme(provider)
    themed(provider, at=timezone.now() - dt.timedelta(days=1), **changes)
    return Signal.objects.get(action=action)
