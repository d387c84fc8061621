"""A bundle is gathered from live records within sight, and says what is missing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.governance.bundles.operations import note_export
from goldthread.domain.governance.bundles.queries import PARTS, assemble
from goldthread.domain.governance.bundles.terms import Asked, Bundle, Kind, Part
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.domain.incidents.operations import restrict, set_themes
from goldthread.domain.registers.restrictions.terms import Verdict
from goldthread.domain.reviews import operations as reviews
from goldthread.trail.models import Entry
from tests.factories.forums import approved, planned
from tests.factories.incidents import make_incident
from tests.factories.learning import published, session_of
from tests.factories.people import person, team
from tests.factories.provider import Provider
from tests.factories.restrictions import complaint_of, in_force, reviewed
from tests.factories.reviews import review_of, write_rapid
from tests.factories.verification import checked, first_round, running


def bundle(provider: Provider, kind: Kind, user: User | None = None, **changes: Any) -> Bundle:
    today = timezone.localdate()
    values: dict[str, Any] = {
        "kind": kind,
        "user": user or provider.people["governance_lead"],
        "organisation": provider.organisation,
        "since": today - dt.timedelta(days=30),
        "until": today,
    }
    return assemble(Asked(**(values | changes)))


def part(found: Bundle, code: str) -> Part:
    return next(one for one in found.parts if one.code == code)


def themed(provider: Provider, code: str) -> Incident:
    incident = make_incident(provider)
    theme = Theme.objects.get(organisation=provider.organisation, code=code)
    set_themes(incident, themes=[theme], by=provider.people["triage_lead"])
    return incident


@pytest.mark.parametrize("kind", list(Kind))
def test_an_empty_service_has_every_part_and_each_says_what_is_missing(
    provider: Provider, kind: Kind
) -> None:
    found = bundle(provider, kind)
    assert len(found.parts) == len(PARTS[kind]) == 4
    assert found.gaps == found.parts


@pytest.mark.capability(70)
def test_the_four_parts_of_a_missed_escalation_come_from_its_thread(provider: Provider) -> None:
    incident = themed(provider, "unclear_escalation_thresholds")
    review = write_rapid(provider, review_of(provider, incident))
    reviews.see_wording(review, by=provider.people["reviewer"])
    reviews.submit(review, by=provider.people["reviewer"])
    reviews.sign_off(review, by=provider.people["governance_lead"])
    plan = running(provider, incident)
    checked(provider, first_round(plan), 18)
    found = bundle(provider, Kind.ESCALATION)
    assert part(found, "reviews").missing == ""
    assert part(found, "revised-tools").rows[-1].cells[4] == f"Evidence of: {plan.action.title}"
    assert "18 of 20, interval 70 to 97%" in part(found, "sampling").rows[0].cells[3]
    assert "No supervision record" in part(found, "supervision").missing


@pytest.mark.capability(70)
def test_coaching_on_escalation_stands_among_the_supervision_records(provider: Provider) -> None:
    session_of(provider, published(provider))
    shown = part(bundle(provider, Kind.ESCALATION), "supervision")
    assert [row.cells[0] for row in shown.rows] == ["Coaching session"]
    assert shown.missing == ""


@pytest.mark.capability(70)
def test_a_review_under_way_is_shown_and_still_called_missing(provider: Provider) -> None:
    review_of(provider, themed(provider, "unclear_escalation_thresholds"))
    shown = part(bundle(provider, Kind.ESCALATION), "reviews")
    assert len(shown.rows) == 1
    assert shown.missing == "No review of such an incident is signed off yet."


@pytest.mark.capability(83)
def test_huddles_and_minutes_show_what_was_heard_and_what_was_missed(provider: Provider) -> None:
    approved(provider)
    found = bundle(provider, Kind.SAFEGUARDING)
    assert part(found, "huddles").rows[0].cells[1] == "Minutes approved"
    assert part(found, "huddles").missing == ""
    assert len(part(found, "minutes").rows) == 1


@pytest.mark.capability(83)
def test_a_missed_huddle_is_named_as_missing(provider: Provider) -> None:
    planned(provider, weeks_ago=3)
    assert "missed without a reason" in part(bundle(provider, Kind.SAFEGUARDING), "huddles").missing


@pytest.mark.capability(98)
def test_the_register_its_decisions_and_complaint_learning_stand_side_by_side(
    provider: Provider,
) -> None:
    complaint_of(provider)
    restriction = reviewed(provider, in_force(provider), Verdict.REDUCE)
    found = bundle(provider, Kind.RESTRICTIVE)
    assert part(found, "register").rows[0].cells[0] == restriction.reference
    assert part(found, "register").missing == ""
    assert part(found, "review-decisions").rows[0].cells[2] == "Reduce"
    assert "closed with its learning" in part(found, "complaint-learning").missing
    assert "No sample of files" in part(found, "sampling").missing


@pytest.mark.capability(98)
def test_restrictions_past_their_review_are_counted_as_missing(provider: Provider) -> None:
    in_force(provider, at=timezone.now() - dt.timedelta(days=40))
    shown = part(bundle(provider, Kind.RESTRICTIVE), "register")
    assert shown.missing == "1 of 1 in force now is past the review date."


def test_one_incident_narrows_every_part_to_its_thread(provider: Provider) -> None:
    one = themed(provider, "unclear_escalation_thresholds")
    other = themed(provider, "unclear_escalation_thresholds")
    review_of(provider, one)
    review_of(provider, other)
    found = bundle(provider, Kind.ESCALATION, incident=one)
    assert [row.cells[0] for row in part(found, "reviews").rows] == [one.reference]


def test_what_lies_outside_the_days_is_left_out(provider: Provider) -> None:
    review_of(provider, themed(provider, "unclear_escalation_thresholds"))
    before = timezone.localdate() - dt.timedelta(days=10)
    found = bundle(provider, Kind.ESCALATION, until=before)
    assert not part(found, "reviews").rows


def test_nobody_finds_in_a_bundle_what_they_may_not_open(provider: Provider) -> None:
    incident = themed(provider, "unclear_escalation_thresholds")
    review_of(provider, incident)
    stranger = person(team(provider.organisation), "team_manager")
    assert not part(bundle(provider, Kind.ESCALATION, stranger), "reviews").rows
    incident.refresh_from_db()
    restrict(
        incident,
        "About a colleague.",
        [provider.people["triage_lead"]],
        by=provider.people["triage_lead"],
    )
    assert not part(bundle(provider, Kind.ESCALATION), "reviews").rows


def test_taking_a_bundle_is_on_the_trail_with_its_digest(provider: Provider) -> None:
    note_export(bundle(provider, Kind.SAFEGUARDING), "abc123")
    entry = Entry.objects.get(kind="bundle.export")
    assert '"digest":"abc123"' in entry.body
    assert '"kind":"safeguarding"' in entry.body
