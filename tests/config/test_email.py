"""One address says all about the e-mail server."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from goldthread.config.email import email_settings


def test_an_address_gives_server_port_name_password_and_security() -> None:
    held = email_settings("smtp://me%40x:p%2Fw@mail.provider.example:2525?security=none")
    assert (held["EMAIL_HOST"], held["EMAIL_PORT"]) == ("mail.provider.example", 2525)
    assert (held["EMAIL_HOST_USER"], held["EMAIL_HOST_PASSWORD"]) == ("me@x", "p/w")
    assert not held["EMAIL_USE_TLS"]


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465)])
def test_the_usual_port_follows_from_the_security(security: str, port: int) -> None:
    held = email_settings(f"smtp://mail.provider.example?security={security}")
    assert held["EMAIL_PORT"] == port
    assert held["EMAIL_USE_TLS"] is (security == "starttls")
    assert held["EMAIL_USE_SSL"] is (security == "tls")


def test_no_address_sends_nothing() -> None:
    assert email_settings("")["EMAIL_BACKEND"].endswith("dummy.EmailBackend")


@pytest.mark.parametrize(
    "url", ["mail.provider.example", "http://x", "smtp://", "smtp://x?security=maybe"]
)
def test_a_wrong_address_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="must look like smtp://"):
        email_settings(url)
