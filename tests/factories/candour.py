"""Openness for tests, reached through the product's own operations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.access.terms import ProviderType
from goldthread.domain.candour import operations
from goldthread.domain.candour.models import Candour, Letter
from goldthread.domain.candour.operations.deciding import Opinion
from goldthread.domain.candour.operations.engagement import Engagement
from goldthread.domain.candour.operations.steps import RelevantPerson, Telling, Tried
from goldthread.domain.candour.queries import template_of
from goldthread.domain.candour.terms import MERGE_FIELDS, SentHow
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.reports import AffectedPerson
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

APPLIES = {"regulated_activity": "yes", "unintended": "yes", "threshold": "moderate"}
APPLIES_ELSEWHERE = APPLIES | {"threshold": "prolonged_harm"}
BELOW_THRESHOLD = APPLIES | {"threshold": "none_of_these"}
NOT_SURE = APPLIES | {"threshold": "not_known"}


def harmful_incident(provider: Provider, **changes: Any) -> Incident:
    """A reported incident with moderate psychological harm to a named person."""
    person = AffectedPerson(
        name="Robin Example", physical_harm="none", psychological_harm="moderate"
    )
    return make_incident(provider, **({"people": (person,)} | changes))


def opinion(**changes: Any) -> Opinion:
    """A professional's opinion with its reason."""
    values = {"professional": "Test Nurse, registered nurse", "reason": "Seen by the nurse."}
    return Opinion(**(values | changes))


def decided(provider: Provider, incident: Incident, answers: dict[str, str]) -> Candour:
    """The candour record after a decision by the triage lead."""
    return operations.decide(incident, answers, opinion(), by=provider.people["triage_lead"])


def triggered(provider: Provider, incident: Incident | None = None) -> Candour:
    """Candour that applies."""
    nhs = provider.organisation.profile.provider_type == ProviderType.NHS_BODY
    answers = APPLIES if nhs else APPLIES_ELSEWHERE
    return decided(provider, incident or harmful_incident(provider), answers)


def with_person(provider: Provider) -> Candour:
    """Candour that applies, where it is known who is to be told."""
    person = RelevantPerson("Robin Example", "self", lead=provider.people["reviewer"])
    return operations.name_person(triggered(provider), person, by=provider.people["triage_lead"])


def telling(**changes: Any) -> Telling:
    """An ordinary telling, an hour ago."""
    values: dict[str, Any] = {
        "told_at": timezone.now() - dt.timedelta(hours=1),
        "how": "face_to_face",
        "account": "The visit was missed because the rota changed.",
        "enquiries": "We will look at how rota changes are passed on.",
        "apology": "I am sorry that nobody came and nobody rang.",
    }
    return Telling(**(values | changes))


def told(provider: Provider) -> Candour:
    """Candour whose relevant person was told in person."""
    return operations.tell(with_person(provider), telling(), by=provider.people["reviewer"])


def supported(provider: Provider) -> Candour:
    """Candour with support offered."""
    return operations.offer_support(
        told(provider), "An advocate and a named nurse.", by=provider.people["reviewer"]
    )


def send(
    provider: Provider, incident: Incident, code: str, *, sent_at: dt.datetime | None = None
) -> Letter:
    """A letter from a shipped template with every field given, sent."""
    template = template_of(provider.organisation.pk, code)
    assert template is not None
    by = provider.people["reviewer"]
    letter = operations.draft_letter(
        incident, template, by=by, values=dict.fromkeys(MERGE_FIELDS, "as agreed")
    )
    return operations.send_letter(letter, SentHow.POST, by=by, sent_at=sent_at)


def written(provider: Provider) -> Candour:
    """Candour with its follow-up letter sent."""
    candour = supported(provider)
    send(provider, candour.incident, "candour_follow_up")
    return operations.confirm_written(candour, by=provider.people["reviewer"])


def results_shared(provider: Provider) -> Candour:
    """Candour with the results of enquiries shared."""
    candour = written(provider)
    send(provider, candour.incident, "candour_results")
    return operations.share_results(candour, by=provider.people["reviewer"])


def tried(**changes: Any) -> Tried:
    """An attempt by telephone an hour ago, without an answer."""
    values: dict[str, Any] = {
        "tried_at": timezone.now() - dt.timedelta(hours=1),
        "tried_by": "Test Reviewer",
        "how": "telephone",
        "result": "no_answer",
    }
    return Tried(**(values | changes))


def talked(**changes: Any) -> Engagement:
    """An ordinary conversation with the family, with one question."""
    values: dict[str, Any] = {
        "party": "family",
        "engaged_at": timezone.now() - dt.timedelta(hours=1),
        "engaged_by": "Test Reviewer",
        "how": "telephone",
        "said": "He waited all afternoon and thought he had been forgotten.",
        "questions": ("Why did nobody ring?",),
    }
    return Engagement(**(values | changes))
