"""The page of a verification shows the measure it registered, over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from goldthread.access.models import User
from goldthread.domain.insight.measures.operations import rebuild
from goldthread.domain.verification.models import Plan, Registration
from goldthread.web.measures.trends import trend_picture
from tests.factories import verification
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
FORM = {
    "measure_code": "triage_24h",
    "measure": "Triaged within 24 hours",
    "event": "A report triaged within 24 hours.",
    "denominator": "months",
    "direction": "increase",
}


@pytest.mark.django_db
@pytest.mark.capability(53)
def test_the_chart_has_the_baseline_frozen_and_the_day_the_change_went_live(
    provider: Provider, client_of: Callable[[str], Client]
) -> None:
    with time_machine.travel(NOW, tick=False):
        plan = registered(provider, provider.people["verifier"])
        for month in range(1, 11):
            at = dt.datetime(2026, month, 3, 12, tzinfo=dt.UTC)
            for hours in (5, 30, 12):
                incident = make_incident(provider, at=at)
                triaged(provider, incident, at=at + dt.timedelta(hours=hours))
        rebuild()
        picture = trend_picture(provider.people["verifier"], plan)
        assert picture is not None
        assert picture.chart.improvement == "increase"
        assert [marker.label for marker in picture.markers] == ["The change went live"]
        client = client_of("verifier")
        page = client.get(f"/verification/{plan.pk}/").content.decode()
        assert f"/verification/{plan.pk}/trend/chart.svg?" in page
        assert client.get(f"/verification/{plan.pk}/trend/chart.csv").status_code == 200


@pytest.mark.django_db
def test_a_plan_without_a_counted_measure_says_where_its_chart_would_stand(
    provider: Provider, client_of: Callable[[str], Client]
) -> None:
    plan = verification.running(provider)
    client = client_of("verifier")
    assert "The chart stands here where" in client.get(f"/verification/{plan.pk}/").content.decode()
    assert client.get(f"/verification/{plan.pk}/trend/chart.csv").status_code == 404


def registered(provider: Provider, by: User) -> Plan:
    """A running plan with a registered measure."""
    incident = make_incident(provider, at=dt.datetime(2025, 12, 20, 12, tzinfo=dt.UTC))
    plan = verification.running(provider, incident, at=dt.datetime(2026, 8, 10, 12, tzinfo=dt.UTC))
    Registration.objects.create(
        plan=plan,
        number=1,
        baseline_from=dt.date(2026, 1, 1),
        baseline_until=dt.date(2026, 7, 31),
        check_on=dt.date(2027, 2, 1),
        registered_at=NOW,
        registered_by=by,
        **FORM,
    )
    return plan
