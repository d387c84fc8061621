"""The second half of the tutorial: one imported incident, through the pages, to verified closure."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.utils import timezone

from goldthread.cli.main import run
from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.models import Category, Incident
from goldthread.domain.incidents.terms import TriageQuestion
from goldthread.domain.verification.models import Case, Plan
from goldthread.trail.verification import verify
from tests.docs.test_first_import import DOCS
from tests.factories.clients import client_for
from tests.factories.provider import Provider
from tests.factories.verification import PASSES, first_round, verdicts

FILES = "\n".join(f"File {number:03d}" for number in range(1, 21))
CHANGE = (
    "The referral form shows only addresses that are read: the shared inbox of each team is a "
    "choice on the form, and the field for typing an address is gone. The duty worker opens the "
    "inbox at nine and at two and acknowledges each referral by telephone."
)


def day(name: str, value: dt.date) -> dict[str, str]:
    return {
        f"{name}-day": str(value.day),
        f"{name}-month": str(value.month),
        f"{name}-year": str(value.year),
    }


class Journey:
    """Posts as one role after another and returns the page that answers."""

    def __init__(self, provider: Provider) -> None:
        self.people = provider.people

    def post(self, role: str, address: str, **typed: Any) -> str:
        answer = client_for(self.people[role]).post(address, typed, follow=True)
        main = re.sub(r"<[^>]+>|\s+", " ", answer.text.partition("<main")[2])
        assert answer.status_code == 200, f"{role} at {address}: {main[:1500]}"
        return " ".join(answer.text.split())


def decision(incident: Incident) -> dict[str, str]:
    category = Category.objects.get(organisation=incident.organisation, code="handover_or_transfer")
    typed = {
        "page_version": str(incident.version),
        "category": str(category.pk),
        "why": "The referral was lost between two teams.",
        "potential_harm": "low",
        "national_trigger": "no",
        "none_needed_because": "The referral was sent again and confirmed.",
        "tier": "rapid",
    }
    for question in TriageQuestion:
        typed |= {f"answer_{question}": "no", f"reason_{question}": "Checked with the team."}
    return typed


@pytest.mark.django_db
@pytest.mark.capability(5, 43, 119)
def test_an_imported_incident_is_worked_through_the_pages_to_verified_closure(provider: Provider):
    assert run(["import", str(DOCS / "tutorials" / "first-import.csv")]) == 0
    go, people, today = Journey(provider), provider.people, timezone.localdate()

    placing = "/placing/one?name=Hallowmere+Recovery+Team"
    page = go.post("triage_lead", placing, unit=provider.team.pk)
    assert "3 incidents placed with Alder Team." in page
    incident = Incident.objects.get(source_reference="H2035")
    here = f"/incidents/{incident.reference}"

    go.post("triage_lead", f"{here}/triage/", **decision(incident))
    review = f"/reviews/{incident.reviews.get().pk}"
    go.post("reviewer", f"{review}/begin", lead=people["reviewer"].pk, method="rapid")
    go.post(
        "reviewer",
        f"{review}/write/rapid",
        what_happened="The referral went to an address that nobody reads any more.",
        what_should_change="Only addresses that are read can be chosen.",
        this_week="Take the old address off the referral form.",
        week_owner=people["team_manager"].pk,
        **day("week_due_on", today + dt.timedelta(days=4)),
    )
    go.post("reviewer", f"{review}/add/factor", seips="tasks", text="The form takes any address.")
    go.post("reviewer", f"{review}/submit")
    go.post("governance_lead", f"{review}/sign-off")

    action = Action.objects.get(incident=incident)
    work = f"/actions/{action.pk}"
    go.post(
        "governance_lead",
        f"{work}/agree",
        page_version=action.version,
        title="Only addresses that are read on the referral form",
        change=CHANGE,
        success_measure="Every referral is acknowledged within one working day, in 19 of 20.",
        owner=people["team_manager"].pk,
        strength="strong",
        strength_reason="A wrong address can no longer be typed.",
        routes=["template"],
        artefact_template="Referral form",
        method="file_sample",
        measure="Referrals acknowledged within one working day",
        standard="90",
        sample_size="20",
        instrument="escalation_file_audit",
        verifier=people["verifier"].pk,
        **day("due_on", action.due_on),
    )
    form = {"title": "Referral form", "version_before": "6", "version_after": "7"}
    go.post("team_manager", f"{work}/evidence/template", **form, **day("live_on", today))
    live = day("live_on", today)
    go.post("team_manager", f"{work}/implemented", how="The new form is in use.", **live)
    told = {"who": "Everyone in the team", "way": "huddle", "reached": "18", "in_all": "20"}
    page = go.post("team_manager", f"{work}/communicated", **told, **day("told_on", today))
    assert "It is not verified yet" in page

    plan = Plan.objects.get(action=action)
    row = first_round(plan)
    drawing = {"pasted": FILES, "size": "20", "seed": "first-import"}
    go.post("verifier", f"/verification/rounds/{row.pk}/draw", **drawing)
    for case in Case.objects.filter(round=row):
        answers = {f"case{case.pk}-{name}": value for name, value in PASSES.items()}
        go.post("verifier", f"/verification/cases/{case.pk}/", **answers)
    go.post("verifier", f"/verification/rounds/{row.pk}/finish")
    page = go.post("verifier", f"/verification/{plan.pk}/conclude", **verdicts())
    assert "Recorded: effective." in page

    why = "The person asked us not to write; they were told on the telephone at the time."
    go.post("triage_lead", f"{here}/openness/engagement", engaged="no", not_engaged_because=why)
    go.post("governance_lead", f"{here}/close")
    incident.refresh_from_db()
    assert (incident.status, incident.closure) == ("closed", "verified")
    assert list(verify()) == []
