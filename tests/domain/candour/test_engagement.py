"""The engagement log of every incident, whether or not candour applies."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from goldthread.domain.candour import operations, queries
from goldthread.domain.candour.operations.engagement import Engagement
from goldthread.trail.queries import of_record
from goldthread.workflow.refusals import Refused
from tests.factories.candour import (
    BELOW_THRESHOLD,
    decided,
    harmful_incident,
    send,
    talked,
    told,
    tried,
)
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

NOBODY = Engagement(party="nobody", not_engaged_because="Nobody was affected.")


@pytest.mark.capability(26)
@pytest.mark.rule("ENG-01", "allowed")
@pytest.mark.rule("ENG-02", "allowed")
@pytest.mark.rule("ENG-04", "allowed")
def test_a_conversation_keeps_who_how_what_was_said_and_the_questions(
    provider: Provider,
) -> None:
    incident = make_incident(provider)
    operations.engage(incident, talked(), by=provider.people["supervisor"])
    entry = queries.engagement_of(incident).get()
    assert (entry.party, entry.how, entry.engaged_by) == ("family", "telephone", "Test Reviewer")
    assert entry.said == "He waited all afternoon and thought he had been forgotten."
    assert [q.text for q in queries.open_questions(incident)] == ["Why did nobody ring?"]
    assert queries.was_engaged(incident)
    assert "candour.engage" in [e.kind for e in of_record("incidents.incident", incident.pk)]


@pytest.mark.capability(26)
def test_people_are_engaged_also_where_candour_does_not_apply(provider: Provider) -> None:
    incident = harmful_incident(provider)
    decided(provider, incident, BELOW_THRESHOLD)
    assert queries.missing(incident) == [
        "The engagement log is empty: say who was engaged with, or why nobody was."
    ]
    operations.engage(incident, talked(), by=provider.people["supervisor"])
    assert queries.missing(incident) == []


@pytest.mark.capability(26)
@pytest.mark.rule("ENG-03", "allowed")
def test_a_reason_why_nobody_was_engaged_is_an_entry(provider: Provider) -> None:
    incident = make_incident(provider)
    operations.engage(incident, NOBODY, by=provider.people["supervisor"])
    assert queries.engagement_recorded(incident)
    assert not queries.was_engaged(incident)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        pytest.param(
            {"engaged_by": ""}, "ENG-01", "engaged_by", marks=pytest.mark.rule("ENG-01", "refused")
        ),
        pytest.param(
            {"how": ""}, "ENG-01", "engaged_by", marks=pytest.mark.rule("ENG-01", "boundary")
        ),
        pytest.param({"engaged_at": None}, "ENG-01", "engaged_by"),
        pytest.param({"said": " "}, "ENG-02", "said", marks=pytest.mark.rule("ENG-02", "refused")),
        pytest.param(
            {"party": "nobody"},
            "ENG-03",
            "not_engaged_because",
            marks=pytest.mark.rule("ENG-03", "refused"),
        ),
        pytest.param(
            {"party": "nobody", "not_engaged_because": "  "},
            "ENG-03",
            "not_engaged_because",
            marks=pytest.mark.rule("ENG-03", "boundary"),
        ),
        pytest.param(
            {"engaged_at": timezone.now() + dt.timedelta(days=400)},
            "ENG-04",
            "engaged_at",
            marks=pytest.mark.rule("ENG-04", "refused"),
        ),
    ],
)
def test_an_incomplete_entry_is_refused_at_its_field_and_not_kept(
    provider: Provider, change: dict[str, Any], code: str, field: str
) -> None:
    incident = make_incident(provider)
    with pytest.raises(Refused) as refused:
        operations.engage(incident, talked(**change), by=provider.people["supervisor"])
    assert [(r.code, r.field) for r in refused.value.refusals] == [(code, field)]
    assert not queries.engagement_recorded(incident)


@pytest.mark.rule("ENG-02", "boundary")
@pytest.mark.rule("ENG-04", "boundary")
def test_one_word_said_just_now_is_an_entry(provider: Provider) -> None:
    incident = make_incident(provider)
    entry = talked(said="Thanks.", engaged_at=timezone.now())
    operations.engage(incident, entry, by=provider.people["supervisor"])
    assert queries.engagement_recorded(incident)


def test_with_nobody_engaged_no_conversation_is_kept(provider: Provider) -> None:
    incident = make_incident(provider)
    mixed = talked(party="nobody", not_engaged_because="No details known.")
    operations.engage(incident, mixed, by=provider.people["supervisor"])
    entry = queries.engagement_of(incident).get()
    assert (entry.said, entry.engaged_by, entry.engaged_at) == ("", "", None)
    assert not queries.questions_of(incident).exists()


@pytest.mark.rule("ENG-05", "allowed")
@pytest.mark.rule("ENG-06", "allowed")
def test_an_answer_settles_a_question(provider: Provider) -> None:
    incident, by = make_incident(provider), provider.people["supervisor"]
    question = operations.ask(incident, "Why did nobody ring?", by=by)
    operations.settle_question(question, answer="The number was an old one.", by=by)
    assert not queries.open_questions(incident).exists()


@pytest.mark.rule("ENG-05", "refused")
@pytest.mark.rule("ENG-05", "boundary")
@pytest.mark.parametrize(
    ("answer", "because"), [("", ""), ("An answer.", "And a reason.")], ids=["neither", "both"]
)
def test_a_question_is_settled_by_one_of_answer_and_reason(
    provider: Provider, answer: str, because: str
) -> None:
    incident, by = make_incident(provider), provider.people["supervisor"]
    question = operations.ask(incident, "Why did nobody ring?", by=by)
    with pytest.raises(Refused) as refused:
        operations.settle_question(question, answer=answer, unanswered_because=because, by=by)
    assert refused.value.codes == ("ENG-05",)
    assert queries.open_questions(incident).exists()


@pytest.mark.rule("ENG-06", "refused")
def test_an_empty_question_is_refused(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        operations.ask(make_incident(provider), " ", by=provider.people["supervisor"])
    assert refused.value.codes == ("ENG-06",)


@pytest.mark.parametrize("role", ["reporter", "inspector", "administrator"])
def test_only_those_who_work_on_the_incident_add_to_its_log(provider: Provider, role: str) -> None:
    incident = make_incident(provider)
    with pytest.raises(Refused) as refused:
        operations.engage(incident, NOBODY, by=provider.people[role])
    assert refused.value.codes == ("WF-01",)


@pytest.mark.capability(25)
def test_correspondence_lists_letters_conversations_attempts_and_telling_in_order(
    provider: Provider,
) -> None:
    candour, by = told(provider), provider.people["reviewer"]
    operations.record_attempt(
        candour, tried(tried_at=timezone.now() - dt.timedelta(minutes=90)), by=by
    )
    moment = timezone.now() - dt.timedelta(minutes=30)
    operations.engage(candour.incident, talked(engaged_at=moment), by=by)
    send(provider, candour.incident, "candour_follow_up")
    assert [item.what for item in queries.correspondence(candour.incident)] == [
        "Attempt to make contact",
        "Told",
        "Family, carer or friend",
        "Letter after telling someone in person",
    ]


@pytest.mark.rule("ENG-06", "boundary")
def test_a_question_of_one_word_is_kept(provider: Provider) -> None:
    incident = make_incident(provider)
    operations.ask(incident, " Why? ", by=provider.people["supervisor"])
    assert queries.open_questions(incident).get().text == "Why?"
