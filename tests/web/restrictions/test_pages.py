"""Pages of restrictions: everything missing is named at once, and nothing typed is lost."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.registers.restrictions import operations
from goldthread.domain.registers.restrictions.models import Restriction, Snapshot
from goldthread.domain.registers.restrictions.operations.snapshots import keep_month
from goldthread.domain.registers.restrictions.records import Links
from goldthread.domain.registers.restrictions.terms import Scale, Status, Verdict
from tests.factories.clients import client_for
from tests.factories.people import person
from tests.factories.provider import Provider
from tests.factories.registers import person_served
from tests.factories.restrictions import (
    begun_at_once,
    complaint_of,
    in_force,
    proposed,
    reviewed,
)
from tests.factories.safeguarding import action_in, concern

ClientOf = Callable[[str], Client]
NAME = "Ottoline Verrigan"


def day(name: str, value: dt.date) -> dict[str, Any]:
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


def whole(who: str, **changes: Any) -> dict[str, Any]:
    """A whole record as a form sends it."""
    today = timezone.localdate()
    sent = {
        "person": who,
        "words": "Telephone is kept in the office after eight.",
        "domains": ["phone"],
        "scale": "individual",
        "trigger": "Calls from the man at night.",
        "rationale": "He rings after eight.",
        "alternatives": "Blocking his number",
        "why_1": "He changes it.",
        "tried_1": "on",
        "rights": "She cannot ring her sister in the evening.",
        "safety": "He cannot reach her.",
        "proportionality": "For two weeks.",
        "legal_basis": "consent",
        "capacity": "has",
        "involvement": "involved",
        "view": "“All right for now.”",
        "family": "Her sister agrees.",
        "exit_criteria": "He stops ringing.",
    }
    dates = day("started_on", today) | day("review_on", today + dt.timedelta(days=14))
    return sent | dates | changes


def decision(verdict: str = "continue", **changes: Any) -> dict[str, Any]:
    """A whole decision as a form sends it."""
    sent = {
        "risk": "same",
        "what_changed": "Nothing yet.",
        "view": "“I would like my telephone.”",
        "verdict": verdict,
        "reason": "He rang on Tuesday.",
    }
    return sent | day("next_review_on", timezone.localdate() + dt.timedelta(days=20)) | changes


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.capability(85, 88, 89, 90, 91)
def test_a_whole_record_is_proposed(provider: Provider, client_of: ClientOf) -> None:
    one = person_served(provider, NAME)
    response = client_of("supervisor").post("/restrictions/new", whole(one.reference))
    kept = Restriction.objects.get()
    assert response["Location"] == f"/restrictions/{kept.pk}/"
    assert (kept.status, kept.person, kept.domains) == (Status.PROPOSED, one, "phone")


@pytest.mark.capability(86, 87, 89)
def test_everything_missing_is_named_at_its_field_and_nothing_typed_is_lost(
    provider: Provider, client_of: ClientOf
) -> None:
    sent = whole(person_served(provider).reference, alternatives="", why_1="", rights="")
    sent |= {"review_on-day": "", "review_on-month": "", "review_on-year": ""}
    response = client_of("supervisor").post("/restrictions/new", sent)
    page = text(response)
    assert response.status_code == 422
    for sentence in ("Name at least one alternative", "Assess both", "Give a review date"):
        assert page.count(sentence) == 2  # above the form and at its field
    assert "Calls from the man at night." in page
    assert not Restriction.objects.exists()


def test_a_legal_basis_of_none_says_stop(provider: Provider, client_of: ClientOf) -> None:
    sent = whole(person_served(provider).reference, legal_basis="none")
    response = client_of("supervisor").post("/restrictions/new", sent)
    assert "must not begin, and if it is in force it must stop now" in text(response)


@pytest.mark.capability(95)
def test_a_restriction_of_everyone_asks_for_its_safeguarding_action(
    provider: Provider, client_of: ClientOf
) -> None:
    action = action_in(provider, concern(provider))
    sent = whole(person_served(provider).reference, scale="blanket")
    client = client_of("supervisor")
    assert "Safeguarding comes before" in text(client.post("/restrictions/new", sent))
    client.post("/restrictions/new", sent | {"safeguarding_action": str(action.pk)})
    assert Restriction.objects.get().safeguarding_action == action


@pytest.mark.parametrize("typed", ["P-99999", "Nobody Known"])
def test_a_person_who_is_not_found_is_said_at_the_field(
    provider: Provider, client_of: ClientOf, typed: str
) -> None:
    response = client_of("supervisor").post("/restrictions/new", whole(typed))
    assert response.status_code == 422
    assert "Nobody in your teams has exactly this" in text(response)


def test_two_people_of_one_name_are_told_apart_by_reference(
    provider: Provider, client_of: ClientOf
) -> None:
    for _ in range(2):
        person_served(provider, NAME)
    page = text(client_of("supervisor").post("/restrictions/new", whole(NAME)))
    assert "P-00001, P-00002" in page


@pytest.mark.capability(84)
def test_a_complaint_starts_a_restriction_record(provider: Provider, client_of: ClientOf) -> None:
    one, client = person_served(provider), client_of("supervisor")
    complaint = complaint_of(provider, person=one)
    page = text(client.get(f"/complaints/{complaint.pk}/"))
    start = f"/restrictions/new?complaint=C-00001&amp;person={one.reference}"
    assert start in page
    assert 'value="C-00001"' in text(client.get(start.replace("&amp;", "&")))
    client.post("/restrictions/new", whole(one.reference, complaint="C-00001"))
    assert Restriction.objects.get().complaint == complaint


@pytest.mark.parametrize(
    ("field", "typed"), [("incident", "INC-20-00001"), ("complaint", "C-09999")]
)
def test_what_led_to_it_has_to_be_known(
    provider: Provider, client_of: ClientOf, field: str, typed: str
) -> None:
    sent = whole(person_served(provider).reference, **{field: typed})
    response = client_of("supervisor").post("/restrictions/new", sent)
    assert (response.status_code, Restriction.objects.count()) == (422, 0)


def test_one_that_cannot_wait_begins_and_is_completed(
    provider: Provider, client_of: ClientOf
) -> None:
    one, client = person_served(provider), client_of("supervisor")
    short = {name: whole(one.reference)[name] for name in ("person", "words", "domains")}
    refused = client.post("/restrictions/urgent", short)
    assert "Say why this cannot wait" in text(refused)
    client.post(
        "/restrictions/urgent",
        short | {"legal_basis": "consent", "urgent_because": "He is outside."},
    )
    begun = Restriction.objects.get()
    assert begun.status == Status.URGENT
    client.post(f"/restrictions/{begun.pk}/complete", whole(one.reference))
    client_of("restrictive_practice_lead").post(f"/restrictions/{begun.pk}/authorise", {})
    begun.refresh_from_db()
    assert begun.status == Status.IN_FORCE


def test_the_record_that_is_completed_holds_what_was_there(
    provider: Provider, client_of: ClientOf
) -> None:
    one = proposed(provider)
    page = text(client_of("supervisor").get(f"/restrictions/{one.pk}/complete"))
    for words in (one.words, one.rationale, "Going with a friend", "She lost her telephone"):
        assert words in page


def test_whoever_proposed_it_reads_why_they_cannot_authorise_it(
    provider: Provider, client_of: ClientOf
) -> None:
    one, client = person_served(provider), client_of("team_manager")
    client.post("/restrictions/new", whole(one.reference))
    made = Restriction.objects.get()
    response = client.post(f"/restrictions/{made.pk}/authorise", {})
    assert "You wrote this record" in text(response)


def test_a_proposal_is_declined_with_a_reason(provider: Provider, client_of: ClientOf) -> None:
    one, client = proposed(provider), client_of("restrictive_practice_lead")
    assert client.post(f"/restrictions/{one.pk}/decline", {"reason": ""}).status_code == 422
    client.post(f"/restrictions/{one.pk}/decline", {"reason": "A call would do."})
    one.refresh_from_db()
    assert one.declined_because == "A call would do."


@pytest.mark.capability(93)
def test_the_supervisor_goes_through_the_month_one_after_another(
    provider: Provider, client_of: ClientOf
) -> None:
    first = in_force(provider, review_on=timezone.localdate())
    client = client_of("supervisor")
    page = text(client.get("/restrictions/month"))
    assert f"/restrictions/{first.pk}/review?from=month" in page
    response = client.post(f"/restrictions/{first.pk}/review?from=month", decision("end"))
    assert response["Location"] == "/restrictions/month"
    page = text(client.get("/restrictions/month"))
    assert "Every restriction due this month has its decision" in page
    assert "R-00001" in page


@pytest.mark.capability(93)
def test_a_decision_without_its_reason_is_refused_and_kept_on_the_page(
    provider: Provider, client_of: ClientOf
) -> None:
    one = in_force(provider)
    sent = decision(reason="", what_changed="He moved to the coast.")
    response = client_of("supervisor").post(f"/restrictions/{one.pk}/review", sent)
    assert response.status_code == 422
    assert "He moved to the coast." in text(response)
    assert one.decisions.count() == 0


def test_ended_while_under_review_the_second_reads_why_and_keeps_the_text(
    provider: Provider, client_of: ClientOf
) -> None:
    one, client = in_force(provider), client_of("supervisor")
    seen = one.version
    reviewed(provider, one, Verdict.END)
    for version in ({"page_version": seen}, {}):
        response = client.post(f"/restrictions/{one.pk}/review", decision() | version)
        assert response.status_code in (409, 422)
        assert "He rang on Tuesday." in text(response)
    assert "already ended" in text(response)


@pytest.mark.capability(86)
def test_an_overdue_one_shows_on_every_page_it_stands_on(
    provider: Provider, client_of: ClientOf
) -> None:
    one = in_force(provider, at=timezone.now() - dt.timedelta(weeks=6))
    client = client_of("supervisor")
    for path in (
        "/restrictions/",
        f"/restrictions/{one.pk}/",
        "/restrictions/month",
        f"/restrictions/{one.pk}/review",
        f"/people/{one.person.reference}/",
    ):
        assert "Overdue" in text(client.get(path)), path
    assert f"Review of restriction {one.reference}" in text(client.get("/my-work/"))


def test_another_team_finds_nothing(provider: Provider) -> None:
    one, complaint = in_force(provider), complaint_of(provider)
    client = client_for(person(provider.other_team, "supervisor"))
    for path in ("", "complete", "review"):
        assert client.get(f"/restrictions/{one.pk}/{path}").status_code == 404
    assert client.get(f"/complaints/{complaint.pk}/").status_code == 404
    assert one.words not in text(client.get("/restrictions/"))


@pytest.mark.parametrize("role", ["reviewer", "verifier"])
def test_who_may_only_read_is_told_so(provider: Provider, client_of: ClientOf, role: str) -> None:
    one, client = in_force(provider), client_of(role)
    assert client.get(f"/restrictions/{one.pk}/").status_code == 200
    assert client.get(f"/restrictions/{one.pk}/review").status_code == 403


def table_of(response: Any) -> list[dict[str, str]]:
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


@pytest.mark.capability(92)
def test_the_file_names_people_only_for_those_who_may_see_names(
    provider: Provider, client_of: ClientOf
) -> None:
    in_force(provider, person=person_served(provider, NAME))
    named = table_of(client_of("supervisor").get("/restrictions/export.csv"))[0]
    unnamed = table_of(client_of("executive").get("/restrictions/export.csv"))[0]
    assert (named["Name"], named["Person"]) == (NAME, "P-00001")
    assert (unnamed["Name"], unnamed["Person"]) == ("", "P-00001")


def test_an_executive_reads_references_and_no_names(
    provider: Provider, client_of: ClientOf
) -> None:
    one = in_force(provider, person=person_served(provider, NAME))
    client = client_of("executive")
    for path in ("/restrictions/", f"/restrictions/{one.pk}/"):
        page = text(client.get(path))
        assert NAME not in page
        assert "P-00001" in page


@pytest.mark.parametrize(
    ("query", "number"),
    [("domain=phone", 0), ("domain=community", 1), ("scale=blanket", 0), ("person=p-00001", 1),
     ("overdue=on", 0), ("state=ended", 0), ("state=nonsense", 1)],
)  # fmt: skip
def test_the_list_is_narrowed(
    provider: Provider, client_of: ClientOf, query: str, number: int
) -> None:
    one = in_force(provider, person=person_served(provider))
    query = query.replace("p-00001", one.person.reference.lower())
    page = text(client_of("supervisor").get(f"/restrictions/?{query}"))
    assert page.count(one.words) == number


@pytest.mark.capability(92)
def test_two_kept_months_are_shown_side_by_side(provider: Provider, client_of: ClientOf) -> None:
    one = in_force(provider, at=dt.datetime(2026, 9, 14, 12, tzinfo=dt.UTC))
    for month in (9, 10):
        keep_month(provider.organisation, dt.date(2026, month, 1), timezone.now())
    last = Snapshot.objects.get(month=dt.date(2026, 10, 1))
    client = client_of("supervisor")
    page = text(client.get(f"/restrictions/snapshots/{last.pk}/"))
    assert "Since September 2026" in page
    assert "Not reviewed: 1" in page
    assert one.reference in page
    assert "October 2026" in text(client.get("/restrictions/snapshots/"))


def test_rows_changed_outside_the_product_are_said_to_be(
    provider: Provider, client_of: ClientOf
) -> None:
    lead = provider.people["restrictive_practice_lead"]
    kept = operations.take_snapshot(provider.organisation, by=lead)
    Snapshot.objects.filter(pk=kept.pk).update(rows="[ ]")
    page = text(client_of("supervisor").get(f"/restrictions/snapshots/{kept.pk}/"))
    assert "do not match their digest" in page


def test_the_lead_keeps_the_register_by_hand(provider: Provider, client_of: ClientOf) -> None:
    in_force(provider)
    client_of("restrictive_practice_lead").post("/restrictions/snapshots/take", {})
    assert Snapshot.objects.get().in_force == 1
    refused = client_of("team_manager").post("/restrictions/snapshots/take", {})
    assert refused.status_code == 403


@pytest.mark.capability(109)
def test_the_inspector_reads_counts_and_no_names(provider: Provider, client_of: ClientOf) -> None:
    action = action_in(provider, concern(provider))
    in_force(provider, scale=Scale.BLANKET, links=Links(safeguarding_action=action))
    page = text(client_of("inspector").get("/restrictions/overview"))
    assert "Of these, beside a safeguarding action" in page
    assert "Wilhelmina" not in page
    assert "R-00001" not in page


@pytest.mark.capability(109)
def test_the_inspector_reads_the_counts_as_they_are_decisions_too(
    provider: Provider, client_of: ClientOf
) -> None:
    reviewed(provider, in_force(provider))
    page = text(client_of("inspector").get("/restrictions/overview"))
    assert "fewer than" not in page
    told = re.sub(r"<[^>]+>|\s+", " ", page.split("by what had become of the risk")[1])
    assert re.search(r"It is the same\s+Continue\s+1\s+Reduce\s+0\s+End\s+0", told)


@pytest.mark.capability(109)
def test_the_commissioner_reads_no_small_number(provider: Provider, client_of: ClientOf) -> None:
    in_force(provider)
    page = text(client_of("commissioner").get("/restrictions/overview"))
    assert "fewer than 5" in page
    assert "Alder Team" not in page


def test_the_list_takes_the_same_number_of_queries_whatever_its_length(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    client = client_of("supervisor")
    for _ in range(6):
        in_force(provider)
    begun_at_once(provider)
    for path in ("/restrictions/", "/restrictions/month", "/restrictions/overview"):
        with django_assert_max_num_queries(25):
            assert client.get(path).status_code == 200


@pytest.mark.parametrize("role", ["inspector", "commissioner"])
def test_who_reads_counts_only_is_led_to_them_from_the_menu(
    provider: Provider, client_of: ClientOf, role: str
) -> None:
    client = client_of(role)
    assert client.get("/restrictions/")["Location"] == "/restrictions/overview"
    assert 'href="/restrictions/"' in text(client.get("/restrictions/overview"))
    assert client.get("/restrictions/export.csv").status_code == 403
