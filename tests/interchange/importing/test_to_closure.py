"""An imported incident is an incident like any other: it can be followed to verified closure."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.models import Action
from goldthread.domain.candour import operations as candour
from goldthread.domain.governance.closure import operations as closing
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident
from goldthread.domain.reviews import operations as reviews
from goldthread.domain.verification import operations as verification
from goldthread.domain.verification.models import Plan
from goldthread.interchange.importing.committing import Choices, commit
from goldthread.interchange.importing.plan import plan_import
from goldthread.trail.models import Entry
from goldthread.trail.verification import verify
from tests.factories import verification as made
from tests.factories.actions import communicate, draft_of, implement, plan_of
from tests.factories.candour import talked
from tests.factories.incidents import triaged
from tests.factories.reviews import review_of, write_rapid
from tests.interchange.importing.clean import TODAY, as_csv, clean


@pytest.mark.django_db
@pytest.mark.capability(5, 119)
def test_an_imported_incident_is_placed_triaged_reviewed_acted_on_verified_and_closed(provider):
    plan = plan_import(as_csv(clean(3).table()), TODAY)
    commit(plan, provider.organisation, Choices(), by="command-line")
    incident = Incident.objects.get(source_reference="W10007")
    people = provider.people
    incidents.place(incident, provider.team, by=people["triage_lead"])
    triaged(provider, incident)
    incident.refresh_from_db()

    review = write_rapid(provider, review_of(provider, incident))
    reviews.submit(review, by=people["reviewer"])
    reviews.sign_off(review, by=people["governance_lead"])
    action = Action.objects.get(incident=incident)
    origin = {"source_type": action.source_type, "source_id": action.source_id}
    draft = replace(draft_of(provider), rapid=True, due_on=action.due_on, **origin)
    more = {"instrument": "escalation_file_audit", "sample_size": 20}
    checks = plan_of(provider, standard=95, more=more)
    action = actions.agree(action, checks, draft=draft, by=people["governance_lead"])
    communicate(provider, implement(provider, action))

    plan_row = Plan.objects.get(action=action)
    made.checked(provider, made.first_round(plan_row), 20)
    verification.conclude(plan_row, by=people["verifier"], **made.verdicts())
    candour.engage(incident, talked(questions=()), by=people["triage_lead"])
    incident.refresh_from_db()
    closing.close_as_verified(incident, by=people["governance_lead"])

    assert (incident.status, incident.closure) == ("closed", "verified")
    assert list(verify()) == []
    thread = Entry.objects.filter(thread=incident.pk).order_by("pk")
    assert thread[0].kind == "incident.import"
    assert json.loads(thread[0].body)["facts"]["source_reference"] == "W10007"
