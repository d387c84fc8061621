"""What the record already knows for the fields of a letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from goldthread.access.models import User
from goldthread.analytics.months import in_words
from goldthread.domain.candour.models import Candour
from goldthread.domain.candour.queries import attempts_of, candour_of, questions_of
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import PersonKind


def letter_values(incident: Incident, by: User) -> dict[str, str]:
    """What the record already knows for a letter's fields; the writer adds the rest."""
    candour = candour_of(incident)
    values = {
        "reference": incident.reference,
        "organisation": incident.organisation.name,
        "person_name": _person_name(incident),
        "incident_date": _day(incident.occurred_at),
        "signatory_name": by.name,
        "signatory_role": by.job_title,
        "recorded_by": by.name,
        "recorded_on": _day(timezone.now()),
        "questions_asked": _bullets(one.text for one in questions_of(incident)),
        "answers_to_questions": _bullets(
            f"{one.text} {one.answer or one.unanswered_because}".strip()
            for one in questions_of(incident)
            if one.answered_at
        ),
    }
    return values | (_candour_values(candour) if candour else {})


def _candour_values(candour: Candour) -> dict[str, str]:
    contact = candour.lead
    return {
        "recipient_name": candour.person_name,
        "relevant_person": candour.person_name,
        "relationship": candour.get_person_relationship_display()
        if candour.person_relationship
        else "",
        "told_by": candour.told_by.name if candour.told_by else "",
        "told_on": _day(candour.told_at),
        "what_happened": candour.account,
        "enquiries_planned": candour.enquiries,
        "support_offered": candour.support_offered,
        "contact_name": contact.name if contact else "",
        "contact_role": contact.job_title if contact else "",
        "contact_phone": contact.phone if contact else "",
        "attempts": _bullets(
            f"{_day(one.tried_at)}, {timezone.localtime(one.tried_at):%H:%M}: {one.words}"
            for one in attempts_of(candour)
        ),
        "outcome": candour.get_contact_outcome_display() if candour.contact_outcome else "",
        "wishes": candour.contact_note,
    }


def _person_name(incident: Incident) -> str:
    served = incident.people.filter(kind=PersonKind.PERSON_SERVED).order_by("pk").first()
    return served.name if served else ""


def _day(moment: dt.datetime | None) -> str:
    return in_words(timezone.localtime(moment)) if moment else ""


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)
