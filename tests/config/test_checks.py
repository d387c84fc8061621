"""Production refuses to start with each insecure setting, in its own sentence."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks

from goldthread.upkeep.preparing import NotReady, refuse_unsafe_settings

SAFE = {
    "PRODUCTION": True,
    "SECRET_KEY": "0123456789abcdefghijABCDEFGHIJ0123456789klm",
    "FIELD_KEY": "another-key-of-0123456789ABCDEFG",
    "ALLOWED_HOSTS": ["incidents.provider.example"],
    "BASE_URL": "https://incidents.provider.example",
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
}


@pytest.fixture
def safe(settings: Any) -> Any:
    for name, value in SAFE.items():
        setattr(settings, name, value)
    return settings


def test_safe_settings_are_accepted(safe: Any) -> None:
    assert run_checks(tags=["goldthread"]) == []
    refuse_unsafe_settings()


@pytest.mark.parametrize(
    ("setting", "value", "code", "words"),
    [
        ("SECRET_KEY", "missing", "E001", "GOLDTHREAD_SECRET_KEY is missing"),
        ("SECRET_KEY", "0123456789abcdefghijABCDEFGHIJ012345678", "E001", "shorter than 40"),
        ("SECRET_KEY", "password" * 6, "E001", "not random"),
        ("FIELD_KEY", "", "E002", "GOLDTHREAD_FIELD_KEY is missing"),
        ("FIELD_KEY", "another-key-of-0123456789ABCDEF", "E002", "shorter than 32"),
        ("FIELD_KEY", SAFE["SECRET_KEY"], "E006", "are the same"),
        ("ALLOWED_HOSTS", [], "E003", "must name the addresses"),
        ("ALLOWED_HOSTS", ["*"], "E003", "must name the addresses"),
        ("ALLOWED_HOSTS", ["other.example"], "E007", "not one of the addresses"),
        ("BASE_URL", "http://incidents.provider.example", "E004", "must start with https://"),
        ("SECURE_PROXY_SSL_HEADER", None, "E005", "GOLDTHREAD_TRUSTED_PROXY is not set"),
    ],
)
def test_each_insecure_setting_is_refused_with_its_sentence_and_its_remedy(
    setting: str, value: Any, code: str, words: str, safe: Any
) -> None:
    setattr(safe, setting, value)
    found = run_checks(tags=["goldthread"])
    assert [error.id for error in found] == [f"goldthread.{code}"]
    assert words in str(found[0].msg)
    assert found[0].hint
    with pytest.raises(NotReady, match=r"does not start with these settings") as refused:
        refuse_unsafe_settings()
    assert words in str(refused.value)


def test_development_starts_without_any_setting(settings: Any) -> None:
    settings.PRODUCTION, settings.SECRET_KEY = False, "x"
    assert run_checks(tags=["goldthread"]) == []
