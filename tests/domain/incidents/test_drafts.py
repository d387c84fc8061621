"""What someone types is kept until it is sent, and sent once."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import timezone

from goldthread.domain.incidents import operations, queries
from goldthread.domain.incidents.models import Incident, ReportDraft
from goldthread.domain.incidents.terms import DraftFor, Precision, Route
from goldthread.trail.verification import verify
from goldthread.workflow.refusals import Refused
from tests.factories.incidents import NARRATIVE, report_of
from tests.factories.provider import Provider

ALERT = {
    "narrative": "She left home in distress.",
    "unsafe_now": True,
    "unsafe_what": "She left home in distress.",
    "occurred_at": None,
    "occurred_precision": Precision.UNKNOWN,
    "people": (),
}


@pytest.fixture
def own(provider: Provider) -> ReportDraft:
    return operations.start_draft(DraftFor.OWN, {}, owner=provider.people["reporter"])


@pytest.fixture
def nobodys(provider: Provider) -> ReportDraft:
    return operations.start_draft(DraftFor.ANONYMOUS, {"unit": provider.team.pk})


def test_a_person_has_one_draft(own: ReportDraft, provider: Provider) -> None:
    again = operations.start_draft(DraftFor.OWN, {}, owner=provider.people["reporter"])
    assert queries.draft_of(provider.people["reporter"]) == again
    assert ReportDraft.objects.count() == 1


@pytest.mark.capability(12)
def test_an_own_draft_is_not_opened_by_its_key(own: ReportDraft) -> None:
    assert queries.draft_by_key(own.key, DraftFor.OWN) is None
    assert queries.draft_by_key(own.key, DraftFor.ANONYMOUS) is None


@pytest.mark.capability(11)
def test_a_draft_is_sent_once(own: ReportDraft, provider: Provider) -> None:
    first = operations.send_draft(own, report_of(provider))
    assert operations.send_draft(own, report_of(provider)) == first
    assert Incident.objects.count() == 1
    assert not ReportDraft.objects.exists()


@pytest.mark.capability(12)
def test_sending_again_does_not_lose_the_follow_up_code(
    nobodys: ReportDraft, provider: Provider
) -> None:
    report = report_of(provider, route=Route.ANONYMOUS, reporter=None)
    incident = operations.send_draft(nobodys, report)
    assert operations.send_draft(nobodys, report) == incident
    nobodys.refresh_from_db()
    code = json.loads(nobodys.answers)["sent"]["code"]
    assert queries.by_follow_up_code(code) == incident


@pytest.mark.capability(14)
def test_a_page_opened_before_the_alert_does_not_make_it_forgotten(
    own: ReportDraft, provider: Provider
) -> None:
    stale = ReportDraft.objects.get(pk=own.pk)
    operations.send_alert(own, report_of(provider, **ALERT))
    operations.save_draft(stale, {"steps": {}})
    operations.send_draft(stale, report_of(provider))
    incident = Incident.objects.get()
    assert incident.narrative == "She left home in distress."
    assert incident.addenda.get().text == NARRATIVE


@pytest.mark.capability(14)
def test_an_alert_pressed_twice_goes_out_once(own: ReportDraft, provider: Provider) -> None:
    operations.send_alert(own, report_of(provider, **ALERT))
    again = operations.send_alert(own, report_of(provider, **ALERT))
    assert again.again
    assert Incident.objects.count() == 1


def test_the_rest_is_held_to_the_same_rules(own: ReportDraft, provider: Provider) -> None:
    operations.send_alert(own, report_of(provider, **ALERT))
    tomorrow = timezone.now() + dt.timedelta(days=1)
    with pytest.raises(Refused) as refused:
        operations.send_draft(own, report_of(provider, occurred_at=tomorrow))
    assert refused.value.codes == ("REP-02",)
    assert ReportDraft.objects.exists()


@pytest.mark.capability(12)
def test_the_rest_of_a_confidential_alert_names_nobody(
    own: ReportDraft, provider: Provider
) -> None:
    operations.send_alert(own, report_of(provider, **ALERT, route=Route.CONFIDENTIAL))
    incident = operations.send_draft(own, report_of(provider, route=Route.CONFIDENTIAL))
    assert incident.addenda.get().added_by is None
    assert list(verify()) == []


def test_drafts_nobody_came_back_to_are_thrown_away(own: ReportDraft, nobodys: ReportDraft) -> None:
    later = timezone.now() + dt.timedelta(hours=13)
    assert operations.drop_old_drafts(at=later) == 1
    assert ReportDraft.objects.get() == own
    assert operations.drop_old_drafts(at=later + dt.timedelta(days=14)) == 1


def test_text_saved_after_a_draft_was_sent_makes_no_new_one(
    own: ReportDraft, provider: Provider
) -> None:
    operations.send_draft(own, report_of(provider))
    operations.save_draft(own, {"steps": {}})
    assert not ReportDraft.objects.exists()
