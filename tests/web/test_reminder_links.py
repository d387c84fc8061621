"""A reminder leads to the page where the work is done."""

from __future__ import annotations

import datetime as dt

from django.test import Client

from goldthread.clocks.models import Clock
from goldthread.domain.incidents.operations import restrict
from goldthread.notices.models import Notice
from goldthread.notices.reminders import sweep
from tests.factories.incidents import make_incident
from tests.factories.provider import make_provider


def test_a_reminder_of_a_triage_leads_to_the_triage_page(db: None, client: Client) -> None:
    provider = make_provider()
    incident = make_incident(provider)
    clock = Clock.objects.get(kind="triage", thread=incident.pk)
    assert clock.due_at is not None
    sweep(clock.due_at + dt.timedelta(minutes=1))
    notice = Notice.objects.filter(kind="clock_overdue", thread=incident.pk).first()
    assert notice is not None
    assert notice.link == f"/incidents/{incident.reference}/triage/"
    client.force_login(provider.people["triage_lead"])
    assert client.get(notice.link).status_code == 200


def test_a_reminder_of_a_restricted_incident_reaches_only_the_people_named(db: None) -> None:
    provider = make_provider()
    incident = make_incident(provider)
    lead, named = provider.people["triage_lead"], provider.people["safeguarding_lead"]
    restrict(incident, "About a colleague", [named], by=provider.people["governance_lead"])
    Notice.objects.all().delete()
    clock = Clock.objects.get(kind="triage", thread=incident.pk)
    assert clock.due_at is not None
    sweep(clock.due_at + dt.timedelta(days=9))
    told = {notice.recipient for notice in Notice.objects.filter(thread=incident.pk)}
    assert told == {named, provider.people["governance_lead"]}
    assert lead not in told
