"""What is measured is written down on a page, and the answer is read in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.incidents.operations import restrict
from goldthread.domain.verification.models import Effect, Plan
from tests.factories import verification as made
from tests.factories.provider import Provider

ClientOf = Callable[[str], Client]


@pytest.fixture
def plan(provider: Provider) -> Plan:
    return made.measured(provider)


def parts(name: str, day: dt.date) -> dict[str, str]:
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


def typed(**changes: str) -> dict[str, str]:
    today = timezone.localdate()
    values = {
        "measure_code": "",
        "measure": "Visits missed",
        "event": "A visit in the diary that nobody made.",
        "denominator": "months",
        "direction": "decrease",
        "worthwhile": "50",
        **parts("baseline_from", today - dt.timedelta(days=365)),
        **parts("baseline_until", today - dt.timedelta(days=1)),
        **parts("check_on", today + dt.timedelta(days=90)),
    }
    return values | changes


def counted(**changes: str) -> dict[str, str]:
    values = {
        "before_events": "12",
        "before_exposure": "12",
        "after_events": "4",
        "after_exposure": "6",
        "by_month": "",
        "source": "The rota, counted by the office.",
        **parts("after_until", timezone.localdate()),
    }
    return values | changes


@pytest.mark.capability(53)
def test_a_measure_is_written_down_before_the_change(
    provider: Provider, client_of: ClientOf
) -> None:
    plan = made.planned(provider)
    client = client_of("governance_lead")
    assert "nobody can choose afterwards" in client.get(f"/verification/{plan.pk}/").text
    page = client.post(f"/verification/{plan.pk}/measure", typed(), follow=True).text
    assert "The measure is registered." in page
    assert "A visit in the diary that nobody made." in page
    assert "Registered after the change" not in page


@pytest.mark.capability(53)
def test_a_late_measure_is_marked_on_the_plan(provider: Provider, client_of: ClientOf) -> None:
    plan = made.measured(provider, late=True)
    assert "Registered after the change" in client_of("verifier").get(
        f"/verification/{plan.pk}/"
    ).text  # fmt: skip


def test_a_live_measure_is_amended_only_with_its_reason(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    client = client_of("governance_lead")
    until = timezone.localdate() - dt.timedelta(days=200)
    data = typed(**parts("baseline_until", until), amends_because="")
    response = client.post(f"/verification/{plan.pk}/measure", data)
    assert response.status_code == 422
    assert "Say why the measure has to be amended" in response.text
    data["amends_because"] = "The diary changed in May."
    page = client.post(f"/verification/{plan.pk}/measure", data, follow=True).text
    assert "The measure is amended." in page
    assert "The diary changed in May." in page


@pytest.mark.capability(53, 55)
def test_typed_figures_give_the_answer_in_plain_words(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    page = client_of("verifier").post(f"/verification/{plan.pk}/effect", counted(), follow=True)
    assert "Too early or too few to tell" in page.text
    assert "4 in 6 months after the change" in page.text
    assert "Enough could be known by" in page.text
    assert "it does not show that it failed" in page.text
    assert "The rota, counted by the office." in page.text
    plan_page = client_of("verifier").get(f"/verification/{plan.pk}/").text
    assert "12 in 12 months before, 4 in 6 months since" in plan_page


def test_the_form_says_what_goldthread_itself_counted(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    page = client_of("verifier").get(f"/verification/{plan.pk}/effect").text
    assert "0 in 12 months before, 0 in 6 months since" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"before_exposure": "0"}, "must be a number more than 0"),
        ({"before_exposure": "lots"}, "must be a number more than 0"),
        ({"before_exposure": "1,5"}, "must be a number more than 0"),
        ({"after_events": "-1"}, "must be a whole number"),
        ({"source": ""}, "Say where the figures come from"),
        ({"by_month": "1, two, 3"}, "Write whole numbers with commas between"),
        ({"by_month": "1, 1, 3"}, "The months add up to 5, and 12 were counted before."),
    ],
)
def test_figures_that_cannot_be_keep_what_was_typed_and_say_why(
    provider: Provider, client_of: ClientOf, plan: Plan, wrong: dict[str, str], words: str
) -> None:
    data = counted(**({"source": "The rota of Alder Team."} | wrong))
    response = client_of("verifier").post(f"/verification/{plan.pk}/effect", data)
    assert response.status_code == 422
    assert words in response.text
    if "source" not in wrong:
        assert "The rota of Alder Team." in response.text
    assert not Effect.objects.exists()


def test_thousands_may_have_their_comma(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    data = counted(before_exposure="1,200.5", after_exposure="600")
    client_of("verifier").post(f"/verification/{plan.pk}/effect", data)
    assert Effect.objects.get().before_exposure == 1200.5


def test_without_a_measure_the_page_says_what_comes_first(
    provider: Provider, client_of: ClientOf
) -> None:
    plan = made.running(provider)
    page = client_of("verifier").get(f"/verification/{plan.pk}/effect").text
    assert "Say first what is counted" in page
    assert "<button" not in page.split("<main")[1].split("</main")[0]


def test_the_owner_reads_the_effect_and_cannot_record_one(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    row = made.effect_of(provider, plan)
    client = client_of("team_manager")
    assert client.get(f"/verification/effects/{row.pk}/").status_code == 200
    plan_page = client.get(f"/verification/{plan.pk}/").text
    assert "Compare before and after" not in plan_page
    assert "Amend what is measured" not in plan_page
    response = client.post(f"/verification/{plan.pk}/effect", counted())
    assert response.status_code in (403, 422)
    assert Effect.objects.count() == 1


def test_an_effect_of_a_restricted_incident_is_not_found_by_others(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    row = made.effect_of(provider, plan)
    restrict(plan.incident, "Staff involved", [], by=provider.people["governance_lead"])
    assert client_of("verifier").get(f"/verification/effects/{row.pk}/").status_code == 404
    assert client_of("governance_lead").get(f"/verification/effects/{row.pk}/").status_code == 200


@pytest.mark.capability(55)
def test_a_verdict_beyond_the_effect_is_refused_with_its_sentence(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    made.checked(provider, made.first_round(plan), 20)
    made.effect_of(provider, plan)
    client = client_of("verifier")
    page = client.get(f"/verification/{plan.pk}/conclude").text
    assert "Too early or too few to tell. 4 in 6 months" in page
    data = made.verdicts(repeat_risk="fell")
    response = client.post(f"/verification/{plan.pk}/conclude", data)
    assert response.status_code == 422
    assert "So the second verdict can only be" in response.text
