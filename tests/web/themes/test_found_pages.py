"""The pages of found themes: what they say, who shapes them, and what stays unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.domain.insight.themes.models import FoundTheme
from goldthread.domain.insight.themes.operations import fitting
from tests.factories.provider import Provider
from tests.factories.themes import found_themes, machine_theme

ClientOf = Callable[[str], Client]


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_before_there_are_enough_accounts_the_list_says_so(
    provider: Provider, client_of: ClientOf
) -> None:
    assert "once there are about 50 accounts" in read(client_of("supervisor"), "/themes/found/")


def test_found_themes_are_listed_shaped_and_adopted(
    provider: Provider, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "FEWEST_ACCOUNTS", 20)
    first, second, *_ = found_themes(provider, 13)
    lead = client_of("triage_lead")
    page = read(lead, "/themes/found/")
    assert f"{first.size} accounts that you can see" in page
    assert f"{first.size} in the last three months, 0 in the three before." in page
    assert Incident.objects.get(pk=first.exemplars[0]).reference in page

    address = f"/themes/found/{first.pk}/"
    version = {"page_version": str(first.version)}
    sent = lead.post(f"{address}rename", {"name": "Visits lost in the rota", **version})
    assert (sent.status_code, sent["Location"]) == (302, address)
    stale = lead.post(f"{address}rename", {"name": "Another", **version})
    assert stale.status_code == 409
    assert "Visits lost in the rota" in read(lead, address)

    sent = lead.post(f"/themes/found/{second.pk}/merge", {"into": str(first.pk)})
    assert (sent.status_code, sent["Location"]) == (302, address)
    sent = lead.post(f"{address}split")
    assert sent.status_code == 302
    assert FoundTheme.objects.filter(retired_on__isnull=True).count() == 2

    number = Theme.objects.count()
    sent = lead.post(f"{address}adopt", {"ours": "", "name": "Visits lost"})
    assert (sent.status_code, Theme.objects.count()) == (302, number + 1)
    page = read(lead, address)
    assert "One of your themes: Visits lost" in page
    assert "Made the theme one of the organisation" in page


def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    provider: Provider, client_of: ClientOf
) -> None:
    theme = machine_theme(provider)
    lead = client_of("triage_lead")
    answers: list[tuple[str, dict[str, str], str]] = [
        ("rename", {"name": " "}, "Give the theme a name"),
        ("merge", {"into": ""}, "Choose the theme to merge it into"),
        ("adopt", {"ours": "", "name": ""}, "Enter a name"),
    ]
    for what, typed, words in answers:
        response = lead.post(f"/themes/found/{theme.pk}/{what}", typed)
        assert (response.status_code, words in response.content.decode()) == (422, True)
    response = lead.post(f"/themes/found/{theme.pk}/split")
    assert "too few accounts" in response.content.decode()


def test_a_pin_is_put_in_and_taken_out(provider: Provider, client_of: ClientOf) -> None:
    theme = machine_theme(provider)
    lead = client_of("governance_lead")
    lead.post(f"/themes/found/{theme.pk}/pin", {"pin": "1"})
    assert "Unpin" in read(lead, f"/themes/found/{theme.pk}/")
    lead.post(f"/themes/found/{theme.pk}/pin", {"pin": "0"})
    assert "Pin: always keep it" in read(lead, f"/themes/found/{theme.pk}/")


def test_those_who_only_read_get_no_buttons(provider: Provider, client_of: ClientOf) -> None:
    theme = machine_theme(provider)
    page = read(client_of("supervisor"), f"/themes/found/{theme.pk}/")
    assert "None that you can see" in page
    assert "Rename" not in page
    assert client_of("supervisor").get(f"/themes/found/{theme.pk}/rename").status_code == 403
    assert client_of("commissioner").get("/themes/found/").status_code == 403


def test_a_restricted_example_is_never_printed(
    provider: Provider, client_of: ClientOf, monkeypatch: Any
) -> None:
    monkeypatch.setattr(fitting, "FEWEST_ACCOUNTS", 20)
    first = found_themes(provider, 13)[0]
    hidden = Incident.objects.get(pk=first.exemplars[0])
    lead = provider.people["governance_lead"]
    incidents.restrict(hidden, "A member of staff is involved.", [lead], by=lead)
    client = client_of("triage_lead")
    for address in ("/themes/found/", f"/themes/found/{first.pk}/"):
        assert hidden.reference not in read(client, address)
