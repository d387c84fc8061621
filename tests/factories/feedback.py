"""Feedback to reporters for tests, told by the product's operation."""

from __future__ import annotations

from typing import Any

from goldthread.domain.incidents.models import Incident
from goldthread.domain.learning.feedback.models import WhatChanged
from goldthread.domain.learning.feedback.operations import tell_what_changed
from tests.factories.provider import Provider

TEXT = "Because you told us, a change of the rota now reaches the person it is about."


def told(
    provider: Provider, incident: Incident, text: str = TEXT, *, final: bool = False, **more: Any
) -> WhatChanged:
    """What the triage lead tells the reporter."""
    by = more.pop("by", provider.people["triage_lead"])
    return tell_what_changed(incident, text, final=final, by=by, **more)
