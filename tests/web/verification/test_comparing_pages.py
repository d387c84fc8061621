"""Rare events by the time between them, months by a chart with a frozen baseline, and which is proposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.verification import operations
from goldthread.domain.verification.models import Effect, Plan
from goldthread.domain.verification.operations import Said
from goldthread.workflow.refusals import Refused
from tests.factories import verification as made
from tests.factories.provider import Provider
from tests.web.verification.test_measuring_pages import parts

ClientOf = Callable[[str], Client]
pytestmark = pytest.mark.capability(53)
SOURCE = "The rota, counted by the office."


@pytest.fixture
def plan(provider: Provider) -> Plan:
    return made.measured(provider)


def amended(provider: Provider, plan: Plan, **changes: str) -> Plan:
    """The plan with another measure, over the same baseline."""
    at = timezone.now() - dt.timedelta(days=183)
    return made.registered(provider, plan, at=at, amends_because="Files are read.", **changes)


def days_ago(*days: int) -> list[dt.date]:
    return [timezone.localdate() - dt.timedelta(days=back) for back in days]


def days_typed(*days: int) -> str:
    return "\n".join(f"{day.day}/{day.month}/{day.year}" for day in days_ago(*days))


def sent(client: Client, plan: Plan, way: str, **typed: str) -> Any:
    data = {"source": SOURCE, **parts("after_until", timezone.localdate()), **typed}
    return client.post(f"/verification/{plan.pk}/effect?compare={way}", data, follow=True)


class TestWhichIsProposed:
    def test_the_page_proposes_a_way_with_its_reason_and_offers_the_others(
        self, client_of: ClientOf, plan: Plan
    ) -> None:
        page = client_of("verifier").get(f"/verification/{plan.pk}/effect").text
        assert "Counts before and since" in page
        assert "It is not known here how often this happens." in page
        assert "?compare=between" in page
        assert "?compare=frozen" in page

    def test_a_way_that_was_chosen_says_what_would_have_been_proposed(
        self, client_of: ClientOf, plan: Plan
    ) -> None:
        page = client_of("verifier").get(f"/verification/{plan.pk}/effect?compare=frozen").text
        assert "You chose this." in page
        assert "Month by month since the change" in page

    def test_a_share_of_cases_is_not_offered_the_time_between_events(
        self, provider: Provider, client_of: ClientOf
    ) -> None:
        plan = made.measured(provider)
        plan = amended(provider, plan, denominator="cases")
        page = client_of("verifier").get(f"/verification/{plan.pk}/effect?compare=between").text
        assert "Fisher" in page
        assert "?compare=between" not in page

    def test_months_that_goldthread_counts_are_filled_in(
        self, provider: Provider, client_of: ClientOf
    ) -> None:
        plan = made.measured(provider)
        plan = amended(provider, plan, measure_code="reports")
        page = client_of("verifier").get(f"/verification/{plan.pk}/effect?compare=frozen").text
        assert "Goldthread has filled in the whole months it counted." in page


class TestTimeBetween:
    def test_a_longer_time_between_rare_events_is_told_with_its_chance_and_chart(
        self, client_of: ClientOf, plan: Plan
    ) -> None:
        client = client_of("verifier")
        page = sent(client, plan, "between", days=days_typed(320, 280, 250, 215, 190)).text
        row = Effect.objects.get()
        assert (row.comparison, row.before_events, row.after_events) == ("between", 5, 0)
        assert "Time between events" in page
        assert f"/verification/effects/{row.pk}/chart.svg" in page
        assert client.get(f"/verification/effects/{row.pk}/chart.svg").status_code == 200

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            ("31/2/2026", "“31/2/2026” is not a day."),
            ("last week", "“last week” is not a day."),
            ("1/1/2001", "1 January 2001 is in neither time"),
            ("", "Give the day of each event"),
        ],
    )
    def test_days_that_cannot_be_keep_what_was_typed_and_say_why(
        self, client_of: ClientOf, plan: Plan, days: str, words: str
    ) -> None:
        response = sent(client_of("verifier"), plan, "between", days=days)
        assert response.status_code == 422
        assert words in response.text
        assert SOURCE in response.text
        assert not Effect.objects.exists()

    def test_two_events_on_one_day_are_refused_with_what_to_do(
        self, provider: Provider, plan: Plan
    ) -> None:
        said = Said(SOURCE, provider.people["verifier"])
        with pytest.raises(Refused) as refused:
            operations.record_gaps(plan, days_ago(300, 300, 250), said)
        assert "stands twice. Count events of one day as one" in str(refused.value)

    def test_no_event_before_the_change_is_refused(self, provider: Provider, plan: Plan) -> None:
        with pytest.raises(Refused):
            operations.record_gaps(plan, days_ago(10), Said(SOURCE, provider.people["verifier"]))


class TestFrozenBaseline:
    def test_months_since_are_read_against_limits_from_those_before(
        self, client_of: ClientOf, plan: Plan
    ) -> None:
        client = client_of("verifier")
        months = {"before": "6, 5, 7, 8, 6, 5, 7, 6, 9, 5, 6, 7", "since": "2 3 2 3 2 3"}
        page = sent(client, plan, "frozen", **months).text
        row = Effect.objects.get()
        assert (row.verdict, row.comparison, row.before_events) == ("improved", "frozen", None)
        assert "Mean of a month" in page
        assert "Monthly chart with the baseline frozen" in page
        picture = client.get(f"/verification/effects/{row.pk}/chart.svg")
        assert b"The change went live" in picture.content
        assert "12 months before, 6 since" in client.get(f"/verification/{plan.pk}/").text

    def test_too_few_months_say_from_when_enough_could_be_known(
        self, client_of: ClientOf, plan: Plan
    ) -> None:
        months = {"before": "6 5 7 8 6 5 7 6 9 5 6 7", "since": "6 5"}
        page = sent(client_of("verifier"), plan, "frozen", **months).text
        assert "Too early or too few to tell" in page
        assert "Enough could be known by" in page

    @pytest.mark.parametrize(
        ("before", "since", "words"),
        [
            ("6, x, 7", "1", "“x” is not a number."),
            ("1, inf", "1", "“inf” is not a number."),
            ("6", "1", "at least 2 points"),
            ("6 " * 20, "1", "20 months are given and there are 1"),
            ("6, 5", "1 " * 20, "since the change"),
            ("6, 5", "", "Give the months since the change"),
        ],
    )
    def test_months_that_cannot_be_keep_what_was_typed_and_say_why(
        self, client_of: ClientOf, plan: Plan, before: str, since: str, words: str
    ) -> None:
        response = sent(client_of("verifier"), plan, "frozen", before=before, since=since)
        assert response.status_code == 422
        assert words in response.text
        assert SOURCE in response.text
        assert not Effect.objects.exists()

    def test_a_bad_spell_before_the_change_is_warned_of(
        self, provider: Provider, plan: Plan
    ) -> None:
        before = [5.0, 6, 5, 6, 5, 6, 5, 6, 5, 20, 22, 21]
        said = Said(SOURCE, provider.people["verifier"])
        row = operations.record_against_baseline(plan, before, [6.0, 5, 6], said)
        assert "regression_to_mean" in {one["code"] for one in row.result["warnings"]}


def test_a_share_is_shown_with_its_intervals(provider: Provider, client_of: ClientOf) -> None:
    plan = made.measured(provider)
    plan = amended(provider, plan, denominator="cases")
    row = operations.record_effect(plan, 12, 20, 18, 20, SOURCE, provider.people["verifier"])
    client = client_of("verifier")
    assert "chart.png" in client.get(f"/verification/effects/{row.pk}/").text
    assert client.get(f"/verification/effects/{row.pk}/chart.png").status_code == 200


def test_counts_over_months_have_no_chart(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    row = made.effect_of(provider, plan)
    client = client_of("verifier")
    assert "chart.png" not in client.get(f"/verification/effects/{row.pk}/").text
    assert client.get(f"/verification/effects/{row.pk}/chart.png").status_code == 404
