"""What a partner meets behind a signed link: one record, after a code, naming nobody served."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.queries import partner_answer
from goldthread.domain.incidents.reports import AffectedPerson
from goldthread.domain.incidents.terms import TriageQuestion
from goldthread.domain.incidents.triage_decisions import QuestionAnswer
from goldthread.domain.registers.interfaces import operations
from goldthread.domain.registers.interfaces.terms import Status
from goldthread.domain.registers.safeguarding import operations as safeguarding
from goldthread.links import operations as links
from goldthread.notices.models import Notice
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import Refused
from tests.factories.incidents import decision_for, make_incident, triaged
from tests.factories.interfaces import ADDRESS, ROUTE, TASKS, asked, drafted
from tests.factories.provider import Provider
from tests.factories.registers import person_served
from tests.factories.safeguarding import concern

ClientOf = Callable[[str], Client]
AGREES = {"answer": "agrees", "name": "Alex Reed", "role": "Team manager"}


@pytest.fixture(autouse=True)
def _no_tries_counted_yet() -> None:
    cache.clear()


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def opened(agreement: Any, link: Any, token: str) -> Client:
    """A browser in which the link was opened with its code."""
    client = Client(enforce_csrf_checks=True)
    code = links.new_code(link, agreement)
    response = client.post(f"/partner/{token}/", {"code": code})
    assert (response.status_code, response["Location"]) == (302, "/partner/open")
    return client


def answer(client: Client, agreement: Any, **typed: str) -> Any:
    return client.post("/partner/open", AGREES | {"seen": str(agreement.version)} | typed)


@pytest.mark.capability(75)
def test_a_partner_reads_and_agrees_without_an_account(provider: Provider) -> None:
    agreement, link, token = asked(provider)
    client = opened(agreement, link, token)
    shown = text(client.get("/partner/open"))
    assert agreement.reference in shown and "Lead the enquiry" in shown and ROUTE in shown
    assert answer(client, agreement).status_code == 200
    agreement.refresh_from_db()
    assert (agreement.status, agreement.agreed_name) == (Status.AGREED, "Alex Reed")
    assert client.get("/partner/open").status_code == 404


def test_before_the_code_nothing_of_the_agreement_is_shown(provider: Provider) -> None:
    agreement, _, token = asked(provider)
    shown = text(Client().get(f"/partner/{token}/"))
    assert "Larkfield Care sent you this link" in shown
    assert "a…@vale.example" in shown
    assert agreement.reference not in shown and "Lead the enquiry" not in shown
    assert Client().get("/partner/open").status_code == 404


def test_every_page_of_a_partner_is_unstored_unindexed_and_sends_no_referrer(
    provider: Provider,
) -> None:
    agreement, link, token = asked(provider)
    client = opened(agreement, link, token)
    for response in (
        client.get("/partner/open"),
        Client().get(f"/partner/{token}/"),
        Client().get("/partner/guess/"),
    ):
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_a_guessed_link_says_what_to_do_and_guessing_is_slowed_down(provider: Provider) -> None:
    for _ in range(20):
        assert "This link is not known here" in text(Client().get("/partner/guess/"))
    assert Client().get("/partner/guess/").status_code == 429


def test_an_expired_link_says_so(provider: Provider) -> None:
    _, link, token = asked(provider)
    with time_machine.travel(link.expires_at + dt.timedelta(minutes=1)):
        assert "past its last day" in text(Client().get(f"/partner/{token}/"))


def test_a_reused_link_says_so(provider: Provider) -> None:
    agreement, link, token = asked(provider)
    answer(opened(agreement, link, token), agreement)
    assert "has been used" in text(Client().get(f"/partner/{token}/"))


def test_a_forwarded_link_asks_for_the_code_of_the_one_it_was_made_for(
    provider: Provider, settings: Any, mailoutbox: Any
) -> None:
    settings.EMAIL_CONFIGURED = True
    _, _, token = asked(provider)
    forwarded = Client()
    sent = text(forwarded.post(f"/partner/{token}/", {"send": "1"}))
    assert "A code is on its way to a…@vale.example" in sent
    assert mailoutbox[-1].to == [ADDRESS]
    wrong = forwarded.post(f"/partner/{token}/", {"code": "12"})
    assert wrong.status_code == 422
    assert "ask for a link of your own" in text(wrong)


def test_without_an_e_mail_server_the_page_says_whom_to_ring(
    provider: Provider, settings: Any
) -> None:
    settings.EMAIL_CONFIGURED = False
    _, _, token = asked(provider)
    assert "ask them for a code" in text(Client().post(f"/partner/{token}/", {"send": "1"}))


def test_an_agreement_superseded_while_the_partner_reads_says_so(provider: Provider) -> None:
    agreement, link, token = asked(provider)
    client = opened(agreement, link, token)
    client.get("/partner/open")
    operations.supersede(agreement, by=provider.people["safeguarding_lead"])
    refused = answer(client, agreement)
    assert refused.status_code == 404
    assert "withdrawn or replaced by a newer one" in text(refused)


def test_a_draft_changed_while_the_partner_reads_keeps_what_they_typed(
    provider: Provider,
) -> None:
    agreement, link, token = asked(provider)
    client, seen = opened(agreement, link, token), str(agreement.version)
    by = provider.people["safeguarding_lead"]
    operations.write_agreement(agreement, TASKS[:1], ROUTE, by=by)
    refused = answer(client, agreement, seen=seen)
    assert refused.status_code == 422
    assert "was changed or replaced while you were reading" in text(refused)
    assert "Alex Reed" in text(refused)


def test_a_request_for_a_change_reaches_the_drafter_and_the_link_goes_on(
    provider: Provider, client_of: ClientOf
) -> None:
    agreement, link, token = asked(provider)
    client = opened(agreement, link, token)
    assert answer(client, agreement, answer="asks").status_code == 422
    said = answer(client, agreement, answer="asks", words="Two days, not one.")
    assert "Your request has been passed on" in text(said)
    ours = text(client_of("safeguarding_lead").get(f"/interfaces/{agreement.pk}/"))
    assert "Asks for a change" in ours and "Two days, not one." in ours
    assert client.get("/partner/open").status_code == 200


def test_a_cookie_made_up_opens_nothing(provider: Provider) -> None:
    client = Client()
    client.cookies["partner"] = "s1:bm90aGluZw=="
    refused = client.get("/partner/open")
    assert refused.status_code == 404
    assert "left open too long" in text(refused)


def test_the_name_of_the_person_is_in_no_page_message_notice_or_trail(
    provider: Provider, settings: Any, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_CONFIGURED = True
    by = provider.people["safeguarding_lead"]
    people = (AffectedPerson(name="Una Thistlewood", physical_harm="none"),)
    case = concern(provider, make_incident(provider, people=people))
    safeguarding.link_person(case, person_served(provider, "Una Thistlewood"), by=by)
    safeguarding.refer(case, "Vale Council", "By the form", by=by)
    with django_capture_on_commit_callbacks(execute=True):
        agreement, link, token = asked(provider, drafted(provider, case))
    client = opened(agreement, link, token)
    pages = [text(client.get("/partner/open")), text(Client().get(f"/partner/{token}/"))]
    pages.append(text(answer(client, agreement)))
    mails = [message.subject + message.body for message in mailoutbox]
    notices = [one.subject + one.body for one in Notice.objects.all()]
    trail = list(Entry.objects.values_list("body", flat=True))
    assert mails and notices and trail
    everything = " ".join(pages + mails + notices + trail)
    assert "Thistlewood" not in everything
    assert case.incident.reference not in " ".join(pages + mails)


def test_every_opening_is_in_the_trail(provider: Provider) -> None:
    agreement, link, token = asked(provider)
    client = opened(agreement, link, token)
    client.get("/partner/open")
    client.get("/partner/open")
    openings = Entry.objects.filter(kind="link.opened", record_id=agreement.pk)
    assert [one.actor for one in openings] == ["partner:link"] * 3


@pytest.mark.capability(20)
def test_a_partner_acknowledges_by_link_that_they_were_told(
    provider: Provider, client_of: ClientOf, settings: Any
) -> None:
    settings.EMAIL_CONFIGURED = False
    incident = make_incident(provider)
    answers = dict(decision_for(provider, incident).answers)
    answers[TriageQuestion.PARTNER] = QuestionAnswer(
        True, "The council has to know.", partner="Vale Council"
    )
    triaged(provider, incident, answers=answers)
    told = timezone.now()
    by = provider.people["triage_lead"]
    incidents.partner_told(incident, "By telephone", acknowledged=False, told_at=told, by=by)
    address = f"/incidents/{incident.reference}/partner/link"
    made = client_of("triage_lead").post(address, {"email": ADDRESS}).content.decode()
    path = "/partner/" + made.split("/partner/")[1].split("<")[0].strip()
    code = made.split('id="code">')[1].split("<")[0]
    client = Client(enforce_csrf_checks=True)
    assert client.post(path, {"code": code}).status_code == 302
    assert "told Vale Council about a concern" in text(client.get("/partner/open"))
    said = {"name": "Alex Reed", "role": "Duty manager"}
    assert "your agency knows" in text(client.post("/partner/open", said))
    kept = partner_answer(incident)
    assert kept is not None
    assert (kept.partner, kept.partner_told_how) == ("Vale Council", "By telephone")
    assert kept.partner_acknowledged_by == "Alex Reed, Duty manager"
    assert kept.partner_acknowledged_at is not None


@pytest.mark.rule("TRI-30", "refused")
@pytest.mark.rule("TRI-30", "allowed")
def test_an_acknowledgement_without_a_name_is_refused(provider: Provider) -> None:
    incident = make_incident(provider)
    answers = dict(decision_for(provider, incident).answers)
    answers[TriageQuestion.PARTNER] = QuestionAnswer(True, "They must know.", partner="Council")
    triaged(provider, incident, answers=answers)
    with pytest.raises(Refused) as refused:
        incidents.partner_acknowledges(incident, " ", "Manager", by="partner:link")
    assert refused.value.codes == ("TRI-30",)
    incidents.partner_acknowledges(incident, "Alex", "Manager", by="partner:link")
    assert Entry.objects.filter(kind="incident.partner_acknowledges").count() == 1
