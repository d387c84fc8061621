"""What is kept when a person decides, and forgotten when an account may no longer be read."""

from __future__ import annotations

import datetime as dt

from goldthread.domain.incidents.models import Category, Incident
from goldthread.domain.insight.themes.models import FoundTheme, Reading, ThemeMember
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail


def keep_choice(incident: Incident, chosen: Category, *, by: Actor, at: dt.datetime) -> None:
    """Keep what was chosen beside what was suggested, and both on the trail."""
    reading = Reading.objects.select_related("suggested").filter(incident=incident).first()
    if reading is None:
        return
    reading.chosen = chosen
    reading.save(update_fields=["chosen"])
    if reading.suggested is not None:
        write_trail(
            reading,
            "reading.chosen",
            by=by,
            at=at,
            facts={
                "suggested": reading.suggested.code,
                "probability": reading.probability,
                "chosen": chosen.code,
            },
            thread=incident.pk,
            organisation_id=incident.organisation_id,
        )


def forget_member(incident: Incident) -> None:
    """Take an incident out of its found theme and its examples."""
    member = ThemeMember.objects.select_related("theme").filter(incident=incident).first()
    if member is None:
        return
    theme = member.theme
    member.delete()
    if theme is not None:
        theme.exemplars = [pk for pk in theme.exemplars if pk != incident.pk]
        theme.size = max(0, theme.size - 1)
        FoundTheme.objects.filter(pk=theme.pk).update(exemplars=theme.exemplars, size=theme.size)
