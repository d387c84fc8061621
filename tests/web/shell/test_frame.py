"""The frame around every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

PAGES = [
    "/account/",
    "/design",
    "/account/password",
    "/account/second-factor/",
    "/account/sessions",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_signed_in_person_can_open_the_page(
    client_of: Callable[[str], Client], address: str
) -> None:
    response = client_of("triage_lead").get(address)
    assert response.status_code == 200


@pytest.mark.parametrize("address", [*PAGES, "/account/sign-in", "/account/forgotten", "/help"])
def test_no_page_carries_inline_style_or_script(
    client_of: Callable[[str], Client], address: str
) -> None:
    client = client_of("triage_lead") if address in PAGES else Client()
    html = client.get(address).content.decode()
    assert "style=" not in html
    assert "<style" not in html
    assert "<script>" not in html
    assert " onclick" not in html


def test_the_header_shows_the_organisation_and_no_nhs_logo(
    client_of: Callable[[str], Client],
) -> None:
    html = client_of("reporter").get("/account/").content.decode()
    assert "Larkfield Care" in html
    assert "nhsuk-header__logo" not in html
    assert "NHS England" not in html


def test_a_page_that_needs_sign_in_leads_there_and_back(db: None) -> None:
    response = Client().get("/account/")
    assert response.status_code == 302
    assert response["Location"] == "/account/sign-in?next=%2Faccount%2F"
