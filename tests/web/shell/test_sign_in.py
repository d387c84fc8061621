"""Signing in: one answer for all, lock-out, second factor, session limits."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldthread.access.models import User
from goldthread.web.account.middleware import BEGAN, SEEN
from tests.factories.provider import PASSWORD

ClientOf = Callable[[str], Client]
PersonIn = Callable[[str], User]

SIGN_IN = "/account/sign-in"


def _try(client: Client, email: str, *password: str) -> Any:
    given = password[0] if password else "not the password at all"
    return client.post(SIGN_IN, {"login": email, "password": given})


def _main(response: Any) -> str:
    """The page without what differs by request: tokens and the address typed."""
    html = response.content.decode()
    return re.sub(r'value="[^"]*"', "", html[html.index("<main") :])


@pytest.fixture
def lockable(settings: Any) -> None:
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3


def test_a_member_of_staff_signs_in(person_in: PersonIn) -> None:
    person = person_in("reporter")
    response = _try(Client(), person.email.upper(), PASSWORD)
    assert response.status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(person_in: PersonIn) -> None:
    known = _try(Client(), person_in("reporter").email)
    unknown = _try(Client(), "nobody.at.all@example.org")
    assert known.status_code == unknown.status_code == 200
    assert _main(known) == _main(unknown)
    assert "do not match" in _main(known)


def test_a_reset_is_answered_the_same_whether_or_not_there_is_an_account(
    person_in: PersonIn,
) -> None:
    answers = [
        Client().post("/account/forgotten", {"email": email}, follow=True)
        for email in (person_in("reporter").email, "nobody.at.all@example.org")
    ]
    assert _main(answers[0]) == _main(answers[1])
    assert [message.to for message in mail.outbox] == [[person_in("reporter").email]]


def test_the_link_of_the_message_sets_a_new_password_once(person_in: PersonIn) -> None:
    person = person_in("reporter")
    client = Client()
    client.post("/account/forgotten", {"email": person.email})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)
    assert link
    form = client.get(link[1], follow=True)
    new = {"password1": "four quite new words", "password2": "four quite new words"}
    done = client.post(form.redirect_chain[-1][0], new, follow=True)
    assert "Your password is changed" in done.content.decode()
    assert _try(Client(), person.email, "four quite new words").status_code == 302
    assert "no longer works" in Client().get(link[1], follow=True).content.decode()


def test_nobody_can_sign_up(db: None) -> None:
    response = Client().post("/account/sign-up", {"email": "new@example.org"})
    assert response.status_code == 405
    assert "Accounts are made for you" in Client().get("/account/sign-up").content.decode()


def test_too_many_wrong_passwords_lock_the_sign_in_form(
    lockable: None, person_in: PersonIn
) -> None:
    person = person_in("reporter")
    client = Client()
    for _ in range(3):
        locked = _try(client, person.email)
    assert locked.status_code == 429
    assert "for 15 minutes" in locked.content.decode()
    assert _try(client, person.email, PASSWORD).status_code == 429


def test_an_address_nobody_has_is_locked_the_same_way(lockable: None, db: None) -> None:
    client = Client()
    answers = [_try(client, "nobody.at.all@example.org").status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def test_too_many_wrong_passwords_lock_the_form_that_asks_again(
    lockable: None, client_of: ClientOf
) -> None:
    client = client_of("reporter")
    answers = [
        client.post("/account/again", {"password": "not the password"}).status_code
        for _ in range(3)
    ]
    assert answers == [200, 200, 429]


def test_a_leaver_is_signed_out_at_once(client_of: ClientOf, person_in: PersonIn) -> None:
    client = client_of("reporter")
    assert client.get("/account/").status_code == 200
    person = person_in("reporter")
    person.is_active = False
    person.save()
    assert client.get("/account/").status_code == 302
    assert _try(Client(), person.email, PASSWORD)["Location"] == "/account/inactive"


def test_someone_whose_last_day_has_come_is_signed_out(
    client_of: ClientOf, person_in: PersonIn
) -> None:
    client = client_of("reporter")
    person = person_in("reporter")
    person.left_on = timezone.localdate()
    person.save()
    assert client.get("/account/").status_code == 302


def _age(client: Client, name: str, seconds: int) -> None:
    session = client.session
    session[name] = int(time.time()) - seconds
    session.save()


def test_a_session_that_rested_too_long_ends(client_of: ClientOf, settings: Any) -> None:
    client = client_of("reporter")
    _age(client, SEEN, settings.SESSION_IDLE_SECONDS + 1)
    assert client.get("/account/").status_code == 302


def test_a_session_in_use_ends_after_a_long_shift(client_of: ClientOf, settings: Any) -> None:
    client = client_of("reporter")
    _age(client, BEGAN, settings.SESSION_COOKIE_AGE + 1)
    assert client.get("/account/").status_code == 302


def test_opening_pages_does_not_write_to_the_session_each_time(
    client_of: ClientOf,
) -> None:
    client = client_of("reporter")
    client.get("/account/password")
    with CaptureQueriesContext(connection) as queries:
        client.get("/help")
    assert all(query["sql"].startswith("SELECT") for query in queries)


def test_signing_out_everywhere_else_ends_the_other_sessions(
    person_in: PersonIn,
) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        _try(client, person_in("reporter").email, PASSWORD)
    assert there.get("/account/").status_code == 200
    here.post("/account/sessions")
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_a_change_of_password_ends_the_other_sessions(person_in: PersonIn) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        _try(client, person_in("reporter").email, PASSWORD)
    new = {"password1": "four quite new words", "password2": "four quite new words"}
    here.post("/account/password", {"oldpassword": PASSWORD, **new})
    assert there.get("/account/").status_code == 302
    assert "Your password was changed." in mail.outbox[0].body


def test_signing_out_needs_a_button_not_a_link(client_of: ClientOf) -> None:
    client = client_of("reporter")
    client.get("/account/sign-out")
    assert client.get("/account/").status_code == 200
    client.post("/account/sign-out")
    assert client.get("/account/").status_code == 302


def test_signing_out_empties_the_browsers_cache_so_that_back_shows_nothing(
    client_of: ClientOf,
) -> None:
    response = client_of("reporter").post("/account/sign-out")
    assert response["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client_of("reporter").get("/account/")


def test_a_role_that_needs_a_second_factor_is_led_to_set_one_up(
    client_of: ClientOf, settings: Any
) -> None:
    settings.MFA_REQUIRED_ROLES = {"administrator"}
    assert client_of("reporter").get("/design").status_code == 200
    response = client_of("administrator").get("/design")
    assert response["Location"] == "/account/second-factor/totp/activate/"


def test_setting_up_a_second_factor_lets_the_person_on(
    client_of: ClientOf, person_in: PersonIn, settings: Any
) -> None:
    settings.MFA_REQUIRED_ROLES = {"administrator"}
    client = client_of("administrator")
    TOTP.activate(person_in("administrator"), generate_totp_secret())
    assert client.get("/design").status_code == 200


def test_a_second_factor_is_asked_for_at_sign_in(person_in: PersonIn) -> None:
    person = person_in("reporter")
    TOTP.activate(person, generate_totp_secret())
    client = Client()
    response = _try(client, person.email, PASSWORD)
    assert response["Location"] == "/account/second-factor/authenticate/"
    assert client.get("/account/").status_code == 302
    wrong = client.post(response["Location"], {"code": "000000"})
    assert "That code is not right" in wrong.content.decode()


def test_recovery_codes_can_be_seen_and_downloaded_after_set_up(
    client_of: ClientOf, person_in: PersonIn
) -> None:
    client = client_of("reporter")
    TOTP.activate(person_in("reporter"), generate_totp_secret())
    client.post("/account/second-factor/recovery-codes/generate/")
    page = client.get("/account/second-factor/recovery-codes/").content.decode()
    codes = re.findall(r'<code class="gt-key">([^<]+)</code>', page)
    assert len(codes) == 10
    listed = client.get("/account/second-factor/recovery-codes/download/").content.decode()
    assert listed.split() == codes


def test_a_session_that_is_not_new_confirms_the_password_before_changing_the_second_factor(
    client_of: ClientOf,
) -> None:
    client = client_of("reporter")
    activate = "/account/second-factor/totp/activate/"
    assert client.get(activate).status_code == 200
    _age(client, BEGAN, 600)
    assert client.get(activate)["Location"].startswith("/account/again")


def test_a_person_on_their_last_day_may_still_work_the_day_before(
    client_of: ClientOf, person_in: PersonIn
) -> None:
    client = client_of("reporter")
    person = person_in("reporter")
    person.left_on = timezone.localdate() + dt.timedelta(days=1)
    person.save()
    assert client.get("/account/").status_code == 200


def test_the_secret_of_a_second_factor_is_encrypted_at_rest(person_in: PersonIn) -> None:
    secret = generate_totp_secret()
    stored = TOTP.activate(person_in("reporter"), secret).instance
    assert secret not in str(stored.data)
    assert Authenticator.objects.get(pk=stored.pk).wrap().validate_code("000000") is False


def test_too_many_tries_from_one_place_are_answered_in_plain_words(
    person_in: PersonIn, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client = Client()
    _try(client, person_in("reporter").email)
    response = _try(client, person_in("reporter").email)
    assert response.status_code == 429
    assert "Wait a minute" in response.content.decode()


def test_tries_are_counted_by_the_address_behind_our_own_proxy(
    lockable: None, person_in: PersonIn, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    email = person_in("reporter").email
    ward = Client(headers={"X-Forwarded-For": "192.0.2.7"})
    home = Client(headers={"X-Forwarded-For": "192.0.2.8"})
    for _ in range(3):
        _try(ward, email)
    assert _try(ward, email, PASSWORD).status_code == 429
    assert _try(home, email, PASSWORD).status_code == 302


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_second_factor_is_set_up_used_and_switched_off_on_the_pages(
    client_of: ClientOf, person_in: PersonIn, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_of("reporter")
    page = client.get("/account/second-factor/totp/activate/").content.decode()
    found = re.search(r'<code class="gt-key">([A-Z2-7]+)</code>', page)
    assert found
    secret = found[1]
    wrong = client.post("/account/second-factor/totp/activate/", {"code": "12"})
    assert "That code is not right" in wrong.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        added = client.post("/account/second-factor/totp/activate/", {"code": _code(secret)})
    shown = client.get(added["Location"]).content.decode()
    assert "Recovery codes" in shown
    assert "An authenticator app was added" in mail.outbox[0].body
    assert "10 codes left" in client.get("/account/second-factor/").content.decode()

    again = Client()
    asked = _try(again, person_in("reporter").email, PASSWORD)
    cache.clear()  # a code is taken once, and this one was just used
    again.post(asked["Location"], {"code": _code(secret)})
    assert again.get("/account/").status_code == 200

    assert client.get("/account/second-factor/totp/deactivate/").status_code == 200
    client.post("/account/second-factor/totp/deactivate/")
    assert "Off." in client.get("/account/second-factor/").content.decode()
