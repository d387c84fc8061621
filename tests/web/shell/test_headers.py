"""Headers that every page carries."""

from __future__ import annotations

import pytest
from django.test import Client

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value"), EXPECTED.items())
def test_every_page_carries_the_header(name: str, value: str) -> None:
    assert Client().get("/help")[name] == value


@pytest.mark.django_db
def test_the_content_policy_allows_no_inline_script_or_style() -> None:
    policy = Client().get("/help")["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"
    assert directives["base-uri"] == "'none'"
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_no_page_may_use_a_camera_a_microphone_or_a_position() -> None:
    policy = Client().get("/help")["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(policy.split(", "))


@pytest.mark.django_db
def test_a_page_is_private_and_yet_can_be_gone_back_to() -> None:
    control = Client().get("/help")["Cache-Control"]
    assert "private" in control
    assert "no-cache" in control
    assert "no-store" not in control


@pytest.mark.django_db
def test_cookies_are_out_of_reach_of_scripts_and_other_sites() -> None:
    client = Client()
    client.post("/account/forgotten", {"email": "nobody@example.org"})
    client.get("/account/sign-in")
    assert client.cookies["csrftoken"]["samesite"] == "Lax"
