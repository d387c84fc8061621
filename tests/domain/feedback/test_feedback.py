"""You said, we did: a reporter is told what changed, in words that name nobody."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from goldthread.clocks.models import Clock
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.operations import restrict
from goldthread.domain.insight.measures.definitions import measures
from goldthread.domain.insight.measures.models import Tally
from goldthread.domain.insight.measures.operations import recount
from goldthread.domain.insight.measures.terms import Dimension
from goldthread.domain.learning.feedback import queries, rules
from goldthread.domain.learning.feedback.models import WhatChanged
from goldthread.notices.models import Notice
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories import feedback as made
from tests.factories import learning
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider


def refused_codes(call: Any, *args: Any, **kwargs: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.codes


@pytest.mark.rule("FBK-01", "allowed")
@pytest.mark.rule("FBK-02", "allowed")
@pytest.mark.rule("FBK-03", "allowed")
@pytest.mark.rule("FBK-04", "allowed")
@pytest.mark.capability(118)
def test_a_reporter_is_told_what_changed_because_of_their_report(provider: Provider) -> None:
    incident = make_incident(provider)
    row = made.told(provider, incident, final=True)
    assert [one.message.text for one in queries.told(incident)] == [made.TEXT]
    assert row.message.sent_by == provider.people["triage_lead"]
    assert Notice.objects.filter(recipient=provider.people["reporter"], kind="answer").exists()


@pytest.mark.capability(12)
@pytest.mark.parametrize("route", ["confidential", "anonymous", "person_or_family"])
def test_whoever_reported_without_an_account_is_told_too(provider: Provider, route: str) -> None:
    more = {"reporter": provider.people["reporter"]} if route == "confidential" else {}
    incident = make_incident(provider, route=route, **({"reporter": None} | more))
    made.told(provider, incident)
    assert queries.told(incident).count() == 1


@pytest.mark.rule("FBK-01", "refused")
def test_an_empty_answer_is_refused(provider: Provider) -> None:
    assert refused_codes(made.told, provider, make_incident(provider), " ") == ("FBK-01",)


@pytest.mark.rule("FBK-02", "refused")
@pytest.mark.capability(118)
def test_an_answer_that_names_somebody_of_the_incident_is_refused(provider: Provider) -> None:
    incident = learning.identifying_incident(provider)
    with pytest.raises(Refused) as refused:
        made.told(provider, incident, "We talked with verrigan about the rota.")
    assert refused.value.codes == ("FBK-02",)
    assert "“verrigan” (name)" in refused.value.refusals[0].sentence
    assert not WhatChanged.objects.exists()


@pytest.mark.rule("FBK-04", "refused")
@pytest.mark.rule("FBK-04", "boundary")
def test_the_last_answer_is_given_once_and_more_may_follow(provider: Provider) -> None:
    incident = make_incident(provider)
    made.told(provider, incident, final=True)
    assert refused_codes(made.told, provider, incident, final=True) == ("FBK-04",)
    made.told(provider, incident, "It was checked again and still holds.")
    assert queries.told(incident).count() == 2


@pytest.mark.rule("FBK-03", "refused")
def test_nobody_reads_an_answer_about_an_imported_incident() -> None:
    assert not queries.has_reporter(Incident(route="imported"))
    refusal = rules.somebody_reads_it.refusal_for(None, {"has_reporter": False})
    assert refusal is not None
    assert "came from another system" in refusal.sentence


def test_who_may_not_open_a_restricted_incident_tells_nobody(provider: Provider) -> None:
    incident, people = make_incident(provider), provider.people
    restrict(incident, "A colleague", [people["verifier"]], by=people["governance_lead"])
    incident.refresh_from_db()
    assert refused_codes(made.told, provider, incident) == (NOT_ALLOWED,)
    assert not queries.may_tell(people["triage_lead"], incident)


@pytest.mark.capability(118)
def test_the_time_from_report_to_last_answer_is_a_measure(provider: Provider) -> None:
    reported = timezone.now() - dt.timedelta(days=20)
    incident = make_incident(provider, at=reported)
    made.told(provider, incident)
    assert not Clock.objects.filter(kind="final_answer_to_reporter").exists()
    made.told(provider, incident, "It holds.", final=True)
    clock = Clock.objects.get(kind="final_answer_to_reporter")
    assert (clock.starts_at, clock.met) == (incident.reported_at, True)
    assert measures()["final_feedback"].clock == clock.kind
    recount(provider.organisation.pk, timezone.localdate(reported).replace(day=1))
    tally = Tally.objects.get(
        unit=provider.organisation, measure="final_feedback", dimension=Dimension.ALL
    )
    assert (tally.count, tally.of) == (1, 1)
