"""Pages of the confidence pulse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.learning.pulse.models import Pulse
from goldthread.domain.learning.pulse.queries import answered_in_all
from tests.factories import pulse as made
from tests.factories.provider import Provider

ClientOf = Callable[[str], Client]


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.capability(118)
def test_a_pulse_is_opened_answered_once_closed_and_read(
    provider: Provider, client_of: ClientOf
) -> None:
    lead, reader = client_of("governance_lead"), client_of("reporter")
    day = timezone.localdate() + dt.timedelta(days=14)
    opened = {"closes_on-day": day.day, "closes_on-month": day.month, "closes_on-year": day.year}
    assert lead.post("/pulse/open", opened).status_code == 302
    pulse = Pulse.objects.get()
    assert "Answer the pulse" in text(reader.get("/pulse/"))
    answers = {f"q_{question}": str(score) for question, score in made.AGREE.items()}
    assert reader.post("/pulse/answer", {"q_fair": "3"}).status_code == 422
    assert reader.post("/pulse/answer", answers).status_code == 302
    assert "You have answered already" in text(reader.post("/pulse/answer", answers))
    assert answered_in_all(pulse) == 1
    made.answered(provider, pulse, provider.team, 11)
    assert "Results are shown once it is closed" in text(reader.get(f"/pulse/{pulse.pk}/"))
    assert lead.post(f"/pulse/{pulse.pk}/close", {}).status_code == 302
    page = text(reader.get(f"/pulse/{pulse.pk}/"))
    assert "Alder Team" in page
    assert "fewer than 11 answers is never shown" in page
    assert "Reports in the three months" in text(reader.get("/pulse/"))


def test_too_few_answers_show_nothing(provider: Provider, client_of: ClientOf) -> None:
    pulse = made.opened(provider)
    made.answered(provider, pulse, provider.team, 3)
    made.closed(provider, pulse)
    page = text(client_of("reporter").get(f"/pulse/{pulse.pk}/"))
    assert "Too few answered to show anything" in page
    assert "Alder Team" not in page


def test_someone_with_two_teams_says_where_they_work(
    provider: Provider, client_of: ClientOf
) -> None:
    from goldthread.access.operations import grant_role

    grant_role(provider.people["reporter"], "reporter", provider.other_team)
    pulse, client = made.opened(provider), client_of("reporter")
    answers = {f"q_{question}": str(score) for question, score in made.AGREE.items()}
    assert "Choose where you work" in text(client.post("/pulse/answer", answers))
    chosen = answers | {"unit": str(provider.other_team.pk)}
    assert client.post("/pulse/answer", chosen).status_code == 302
    assert answered_in_all(pulse) == 1
