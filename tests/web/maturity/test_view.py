"""The maturity view says what is measured, how surely, and how to begin with the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.insight.measures.models import Tally
from goldthread.domain.insight.measures.operations import rebuild
from goldthread.domain.insight.measures.terms import month_of, quarters_back
from tests.factories.actions import make_agreed
from tests.factories.provider import Provider, make_provider

ClientOf = Callable[[str], Client]


def last_quarter() -> dt.datetime:
    """A moment in the quarter that ended last."""
    (quarter,) = quarters_back(1, timezone.localdate())
    return timezone.make_aware(dt.datetime.combine(quarter[1], dt.time(12)))


@pytest.mark.capability(120)
def test_a_figure_stands_with_what_it_rests_on_its_interval_and_its_source(
    provider: Provider, client_of: ClientOf
) -> None:
    make_agreed(provider, at=last_quarter())
    rebuild()
    page = client_of("executive").get("/maturity/").text
    assert "1 of 1 actions recorded and graded" in page or "0 of 1 actions recorded" in page
    assert "between" in page
    assert "/measures/system_actions/" in page
    assert "19 more would make 20" in page
    assert "1 of 5 markers are measured" in page


def test_what_is_not_measured_says_how_to_begin(provider: Provider, client_of: ClientOf) -> None:
    page = client_of("executive").get("/maturity/").text
    assert "not measured yet" in page.lower()
    assert "Choose the care-plan check" in page
    assert "0 of 5 markers are measured" in page


def test_a_unit_can_be_looked_at_by_itself(provider: Provider, client_of: ClientOf) -> None:
    make_agreed(provider, at=last_quarter())
    rebuild()
    client = client_of("executive")
    whole = client.get("/maturity/").text
    assert f"unit={provider.team.pk}" in whole
    page = client.get(f"/maturity/?unit={provider.team.pk}").text
    assert f"{provider.team.name} and everything below it" in page


def test_a_unit_of_another_organisation_is_not_looked_at(
    provider: Provider, client_of: ClientOf
) -> None:
    other = make_provider("Wrenfield Care")
    page = client_of("executive").get(f"/maturity/?unit={other.team.pk}").text
    assert f'value="{other.team.pk}"' not in page
    assert f"{provider.organisation.name} and everything below it" in page


def test_a_full_page_asks_few_queries(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for code in ("system_actions", "care_plan_learning", "restriction_reviewed_in_time"):
        Tally.objects.create(
            organisation=provider.organisation, unit=provider.organisation, measure=code,
            month=month_of(last_quarter()), count=20, of=25,
        )  # fmt: skip
    client = client_of("governance_lead")
    client.get("/maturity/")
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        page = client.get("/maturity/").text
    assert "3 of 5 markers are measured" in page
    assert "80%" in page


@pytest.mark.parametrize("role", ["reporter", "commissioner", "administrator"])
def test_others_do_not_see_it(provider: Provider, client_of: ClientOf, role: str) -> None:
    assert client_of(role).get("/maturity/").status_code == 403
