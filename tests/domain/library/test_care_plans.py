"""Whether learning is visible in care plans, of the people affected and in sampled files."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.domain.actions.operations import add_evidence
from goldthread.domain.incidents.reports import AffectedPerson
from goldthread.domain.learning.library.queries import care_plans
from goldthread.domain.verification import operations as verification
from tests.factories import verification as made
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

SEEN = {
    "updated_since": "yes",
    "learning_visible": "yes",
    "person_involved": "yes",
    "shared": "yes",
}


@pytest.mark.capability(107)
def test_updated_plans_of_people_affected_are_counted_beside_them(provider: Provider) -> None:
    incident = make_incident(provider, people=(AffectedPerson(name="Ana"), AffectedPerson()))
    plan = made.planned(provider, incident)
    fields = {
        "updated_on": timezone.localdate() - dt.timedelta(days=1),
        "change": "Three signs, each with what to do.",
        "involvement": "Written with her.",
    }
    add_evidence(plan.action, "care_plan_update", fields, by=provider.people["team_manager"])
    found = care_plans(incident)
    assert (found.affected, len(found.updates)) == (2, 1)
    assert found.sentences[0] == "2 people were affected. 1 updated care plan is on record."


@pytest.mark.capability(107)
def test_sampled_files_say_how_often_the_learning_is_in_the_plan(provider: Provider) -> None:
    plan = made.running(provider, more={"instrument": "care_plan_check", "sample_size": 5})
    row = made.drawn(provider, made.first_round(plan))
    for number, case in enumerate(row.cases.all()):
        answers = SEEN | ({"learning_visible": "no"} if number == 0 else {})
        verification.check_case(case, answers, by=provider.people["verifier"])
    found = care_plans(plan.incident)
    assert (found.visible, found.checked) == (4, 5)
    assert "in 4 of 5 sampled files (38% to 96% of all files" in found.sentences[1]


def test_nothing_on_record_is_said_so(provider: Provider) -> None:
    found = care_plans(make_incident(provider))
    assert "No updated care plan is on record yet" in found.sentences[0]
    assert found.sentences[1].startswith("No sampled file")
