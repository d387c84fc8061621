"""The safeguarding log and the page of a case, as those who work them meet them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.registers.safeguarding import operations
from goldthread.domain.registers.safeguarding.models import SafeguardingCase
from tests.factories.clients import client_for
from tests.factories.provider import Provider
from tests.factories.registers import person_served
from tests.factories.safeguarding import action_in, concern, referred

ClientOf = Callable[[str], Client]
LONG_AGO = dt.timedelta(days=9)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def page_of(case: SafeguardingCase) -> str:
    return f"/incidents/{case.incident.reference}/safeguarding/"


def day(moment: dt.date, name: str) -> dict[str, str]:
    return {
        f"{name}-day": str(moment.day),
        f"{name}-month": str(moment.month),
        f"{name}-year": str(moment.year),
    }


def test_the_log_shows_where_each_case_stands_and_whom_it_waits_for(
    provider: Provider, client_of: ClientOf
) -> None:
    ours, theirs = concern(provider), referred(provider)
    log = text(client_of("safeguarding_lead").get("/safeguarding/"))
    assert ours.incident.reference in log
    assert theirs.incident.reference in log
    assert "Vale Council, adult team" in log
    assert "Assumed, not confirmed" in log


@pytest.mark.parametrize(
    ("query", "shows"),
    [
        ("waits=partner", {"late", "assumed"}),
        ("waits=us", {"ours"}),
        ("overdue=on", {"late"}),
        ("assumed=on", {"ours", "late", "assumed"}),
        ("show=closed", {"closed"}),
        ("show=all&waits=us", {"ours"}),
    ],
)
def test_the_filters_of_the_log_show_what_they_say(
    provider: Provider, client_of: ClientOf, query: str, shows: set[str]
) -> None:
    lead = provider.people["safeguarding_lead"]
    cases = {
        "ours": concern(provider),
        "late": referred(provider, at=timezone.now() - LONG_AGO),
        "assumed": referred(provider),
        "closed": concern(provider),
    }
    operations.decide(cases["closed"], "No duty to enquire.", threshold_met=False, by=lead)
    operations.close(cases["closed"], "not_asked", "She declined.", by=lead)
    log = text(client_of("safeguarding_lead").get(f"/safeguarding/?{query}"))
    assert {name for name, case in cases.items() if case.incident.reference in log} == shows


def test_a_decided_case_waits_for_its_actions_and_then_to_be_closed(
    provider: Provider, client_of: ClientOf
) -> None:
    case, lead = referred(provider), provider.people["safeguarding_lead"]
    action = action_in(provider, case)
    operations.name_lead(case, "confirmed", name="Alex Reed", how="By telephone", by=lead)
    operations.decide(case, "No duty to enquire.", threshold_met=False, by=lead)
    client = client_of("safeguarding_lead")
    assert "Its actions" in text(client.get("/safeguarding/"))
    operations.confirm_action(action, done=True, by=lead)
    assert "To be closed" in text(client.get("/safeguarding/"))


def test_an_empty_log_says_how_a_case_begins(client_of: ClientOf) -> None:
    assert "A case opens when triage answers yes" in text(
        client_of("safeguarding_lead").get("/safeguarding/")
    )


def test_the_log_asks_the_database_as_often_for_many_cases_as_for_few(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    client = client_of("safeguarding_lead")
    for _ in range(6):
        action_in(provider, referred(provider))
    client.get("/safeguarding/")
    with django_assert_max_num_queries(14):
        client.get("/safeguarding/")


def test_no_name_of_a_person_stands_on_the_log(provider: Provider, client_of: ClientOf) -> None:
    case = concern(provider)
    person = person_served(provider, "Una Thistlewood")
    operations.link_person(case, person, by=provider.people["safeguarding_lead"])
    client = client_of("safeguarding_lead")
    assert "Thistlewood" not in text(client.get("/safeguarding/?show=all"))
    assert "Una Thistlewood" in text(client.get(page_of(case)))


def test_a_late_referral_asks_why_and_keeps_what_was_typed(
    provider: Provider, client_of: ClientOf
) -> None:
    case = concern(provider, at=timezone.now() - LONG_AGO)
    client, address = client_of("safeguarding_lead"), page_of(case) + "refer"
    assert "Why is this late?" in text(client.get(address))
    typed = {"to": "Vale Council", "how": "By the form"}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "This step is later than your time limit" in text(refused)
    assert "Vale Council" in text(refused)
    assert client.post(address, typed | {"delay": "lead_assumed"}).status_code == 302
    assert "We thought that another agency was leading" in text(client.get(page_of(case)))


def test_a_referral_in_time_does_not_ask_for_a_reason(
    provider: Provider, client_of: ClientOf
) -> None:
    client = client_of("safeguarding_lead")
    assert "Why is this late?" not in text(client.get(page_of(concern(provider)) + "refer"))


def test_an_agency_of_the_list_is_chosen_instead_of_typed(
    provider: Provider, client_of: ClientOf
) -> None:
    lead, client = provider.people["safeguarding_lead"], client_of("safeguarding_lead")
    operations.keep_partner(provider.organisation, "Vale Council", by=lead)
    case = concern(provider)
    typed = {"partner": "Vale Council", "how": "By the form"}
    assert client.post(page_of(case) + "refer", typed).status_code == 302
    case.refresh_from_db()
    assert (case.referred_to, case.partner.name) == ("Vale Council", "Vale Council")


def test_the_threshold_decision_names_the_run_it_rests_on(
    provider: Provider, client_of: ClientOf
) -> None:
    case, client = concern(provider), client_of("safeguarding_lead")
    assert client.post(page_of(case) + "threshold", {"met": "no"}).status_code == 422
    typed = {"met": "no", "reasons": "He manages his own money."}
    assert client.post(page_of(case) + "threshold", typed).status_code == 302
    shown = text(client.get(page_of(case)))
    assert "No, the threshold is not met" in shown
    assert "He manages his own money." in shown


def test_a_slow_partner_is_shown_with_the_next_person_and_each_contact(
    provider: Provider, client_of: ClientOf
) -> None:
    case = referred(provider, at=timezone.now() - LONG_AGO)
    client = client_of("team_manager")
    shown = text(client.get(page_of(case)))
    assert "Next to contact the partner" in shown
    typed = {
        "rung": "safeguarding_authority_decision:2",
        "name": "Alex Reed",
        "role": "Team manager",
        "how": "Telephone",
        "response": "Will call back at two.",
    }
    assert client.post(page_of(case) + "ladder", typed).status_code == 302
    assert "contacted Alex Reed (Team manager), Telephone. Answer: Will call back at two." in text(
        client.get(page_of(case))
    )


def test_an_action_is_added_and_confirmed_by_the_colleague_who_owns_it(
    provider: Provider, client_of: ClientOf
) -> None:
    case, lead = concern(provider), client_of("safeguarding_lead")
    owner = provider.people["team_manager"]
    due = day(timezone.localdate() + dt.timedelta(days=2), "due_on")
    typed = {"what": "Change the card.", "owner_email": owner.email.upper()} | due
    assert lead.post(page_of(case) + "action", typed).status_code == 302
    action = case.actions.get()
    confirm = f"{page_of(case)}actions/{action.pk}/confirm"
    mine = client_for(owner)
    assert mine.post(confirm, {"done": "no"}).status_code == 422
    assert mine.post(confirm, {"done": "no", "note": "The bank is shut."}).status_code == 302
    assert mine.post(confirm, {"done": "yes"}).status_code == 302
    shown = text(lead.get(page_of(case)))
    assert "not done. The bank is shut." in shown


def test_an_unknown_colleague_is_named_at_the_field(
    provider: Provider, client_of: ClientOf
) -> None:
    case = concern(provider)
    due = day(timezone.localdate(), "due_on")
    typed = {"what": "Change the card.", "owner_email": "nobody@elsewhere.example"} | due
    refused = client_of("safeguarding_lead").post(page_of(case) + "action", typed)
    assert refused.status_code == 422
    assert "Nobody here has this e-mail address" in text(refused)


def test_someone_else_may_not_confirm_it(provider: Provider, client_of: ClientOf) -> None:
    case = concern(provider)
    action = action_in(provider, case)
    address = f"{page_of(case)}actions/{action.pk}/confirm"
    assert client_of("supervisor").get(address).status_code == 403
    assert client_of("supervisor").get(address.replace("confirm", "nonsense")).status_code == 404


def test_agencies_are_added_changed_and_no_longer_offered(
    provider: Provider, client_of: ClientOf
) -> None:
    client = client_of("safeguarding_lead")
    typed = {"name": "Vale Police", "kind": "police", "in_use": "yes"}
    assert client.post("/safeguarding/agencies/new", typed).status_code == 302
    assert client.post("/safeguarding/agencies/new", typed).status_code == 422
    shown = client.get("/safeguarding/agencies/").content.decode()
    address = shown.split('href="/safeguarding/agencies/')[-1].split('"')[0]
    typed |= {"in_use": "no"}
    assert client.post(f"/safeguarding/agencies/{address}", typed).status_code == 302
    assert client_of("supervisor").get("/safeguarding/agencies/").status_code == 403


def test_a_person_shows_their_cases(provider: Provider, client_of: ClientOf) -> None:
    case, person = concern(provider), person_served(provider, "Una Thistlewood")
    client = client_of("safeguarding_lead")
    typed = {"reference": person.reference}
    assert client.post(page_of(case) + "person", {"reference": "P-99999"}).status_code == 422
    assert client.post(page_of(case) + "person", typed).status_code == 302
    shown = text(client.get(f"/people/{person.reference}/"))
    assert f"Case of {case.incident.reference}" in shown
