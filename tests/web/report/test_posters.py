"""The poster with a team's reporting link."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories.provider import Provider

pytestmark = pytest.mark.capability(11)
ClientOf = Callable[[str], Client]


def test_a_manager_prints_the_poster_of_their_team(client_of: ClientOf, provider: Provider) -> None:
    client = client_of("team_manager")
    page = client.get(f"/teams/{provider.team.code}/qr?size=a5").content.decode()
    assert f"/r/{provider.team.report_token}/" in page
    assert "gt-poster--a5" in page
    picture = client.get(f"/teams/{provider.team.code}/qr.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg")


def test_the_poster_of_another_team_is_not_theirs(client_of: ClientOf, provider: Provider) -> None:
    answer = client_of("team_manager").get(f"/teams/{provider.other_team.code}/qr")
    assert answer.status_code == 404


def test_a_reporter_prints_no_posters(client_of: ClientOf, provider: Provider) -> None:
    assert client_of("reporter").get(f"/teams/{provider.team.code}/qr").status_code == 403


def test_a_link_that_does_not_exist_says_nothing(client: Client, provider: Provider) -> None:
    assert client.get("/r/no-such-team/").status_code == 404


def test_a_team_link_names_its_team_and_no_other(client: Client, provider: Provider) -> None:
    page = client.get(f"/r/{provider.team.report_token}/").content.decode()
    assert provider.team.name in page
    assert provider.other_team.name not in page
    assert provider.organisation.name not in page
