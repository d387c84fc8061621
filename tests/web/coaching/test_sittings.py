"""Vignettes on pages: sat, followed up, sat again, and the results by team."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.clocks.queries import of_subject
from goldthread.domain.learning.coaching.models import Sitting
from goldthread.domain.learning.coaching.terms import SittingStatus
from tests.factories import learning
from tests.factories.provider import Provider, make_provider

ClientOf = Callable[[str], Client]
ADDRESS = f"/coaching/vignettes/{learning.VIGNETTE}/sit"


def text(response: Any) -> str:
    return str(response.content.decode())


def day(name: str, value: Any) -> dict[str, Any]:
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


def sat(provider: Provider, answers: dict[str, str], **changes: Any) -> dict[str, Any]:
    staff = {"staff": str(provider.people["reporter"].pk)}
    return staff | day("sat_on", timezone.localdate()) | answers | changes


@pytest.mark.capability(79)
def test_a_vignette_that_is_not_safe_is_followed_up_and_sat_again(
    provider: Provider, client_of: ClientOf
) -> None:
    client = client_of("supervisor")
    page = text(client.get(ADDRESS))
    assert "His bank card is on the table" in page
    without = client.post(ADDRESS, sat(provider, learning.UNSAFE))
    assert without.status_code == 422
    assert "This was not a safe decision. Say what will be done to help." in text(without)
    by = timezone.localdate() + timezone.timedelta(days=14)
    help_ = {"follow_up": "Go through two old cases."} | day("follow_up_by", by)
    client.post(ADDRESS, sat(provider, learning.UNSAFE, **help_))
    first = Sitting.objects.get()
    page = text(client.get(f"/coaching/sittings/{first.pk}/"))
    assert "Not yet a safe decision" in page and "Go through two old cases." in page
    assert f"/coaching/sittings/{first.pk}/" in text(client.get("/my-work/"))

    again = client.post(f"/coaching/sittings/{first.pk}/again", sat(provider, learning.SAFE))
    assert again.status_code == 302
    first.refresh_from_db()
    assert first.status == SittingStatus.RETESTED
    assert of_subject(first).get().met
    assert "Safe decision" in text(client.get(again["Location"]))


def test_a_safe_decision_needs_no_follow_up(provider: Provider, client_of: ClientOf) -> None:
    response = client_of("supervisor").post(ADDRESS, sat(provider, learning.SAFE))
    assert response.status_code == 302
    assert Sitting.objects.get().status == SittingStatus.SAFE


def test_what_was_not_answered_is_said_and_what_was_stays(
    provider: Provider, client_of: ClientOf
) -> None:
    answers = {**learning.UNSAFE, "wishes": "", "confirm__comment": "Took it as read"}
    response = client_of("supervisor").post(ADDRESS, sat(provider, answers))
    assert response.status_code == 422
    assert "Answer “Did they ask what he wants" in text(response)
    assert "Took it as read" in text(response)


def test_nobody_sits_a_vignette_with_themselves(provider: Provider, client_of: ClientOf) -> None:
    client, own = client_of("supervisor"), str(provider.people["supervisor"].pk)
    assert f'value="{own}"' not in text(client.get(ADDRESS))
    assert client.post(ADDRESS, sat(provider, learning.SAFE, staff=own)).status_code == 422


def test_who_coaches_several_teams_says_which_first(
    provider: Provider, client_of: ClientOf
) -> None:
    client = client_of("governance_lead")
    assert "Which team?" in text(client.get(ADDRESS))
    page = text(client.get(f"{ADDRESS}?unit={provider.team.pk}"))
    assert "Read this out" in page and "Test Reporter" in page


def test_a_person_reads_their_own_sitting_and_no_colleague_does(
    provider: Provider, client_of: ClientOf
) -> None:
    sitting = learning.sitting_of(provider, learning.unsafe_of(provider))
    address = f"/coaching/sittings/{sitting.pk}/"
    own = client_of("reporter")
    assert "Sat by" in text(own.get(address))
    assert "Sit it again" not in text(own.get(address))
    assert "Vignettes that you sat" in text(own.get("/coaching/"))
    colleague = provider.person("Hermione Quillfeather", "reporter")
    client = Client()
    client.force_login(colleague, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(address).status_code == 404


@pytest.mark.capability(79)
def test_results_stand_by_team_with_interval_and_standard(
    provider: Provider, client_of: ClientOf
) -> None:
    learning.sitting_of(provider)
    page = text(client_of("governance_lead").get("/coaching/results"))
    assert "1 of 1: 100%" in page
    assert "The standard is 90%." in page
    assert "Alder Team" in page


def test_who_reads_measures_from_outside_sees_no_small_numbers(
    provider: Provider, client_of: ClientOf
) -> None:
    learning.sitting_of(provider, learning.sat_of(
        provider, sat_at=timezone.now() - timezone.timedelta(days=100)
    ))  # fmt: skip
    page = text(client_of("commissioner").get("/coaching/results"))
    assert "1 of 1" not in page
    assert "/coaching/results" in text(client_of("commissioner").get("/coaching/"))
    assert client_of("reporter").get("/coaching/results").status_code == 403


def test_another_organisation_finds_no_sitting(provider: Provider) -> None:
    sitting, elsewhere = learning.sitting_of(provider), make_provider("Wrenfield Care")
    client = Client()
    client.force_login(
        elsewhere.people["governance_lead"],
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    for page in ("", "again"):
        assert client.get(f"/coaching/sittings/{sitting.pk}/{page}").status_code == 404


def test_a_vignette_that_is_not_in_use_is_not_found(
    provider: Provider, client_of: ClientOf
) -> None:
    assert client_of("supervisor").get("/coaching/vignettes/nothing/sit").status_code == 404
