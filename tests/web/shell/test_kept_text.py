"""Text typed into a form survives the end of the session, for its author only."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from goldthread.access.models import User
from goldthread.web import kept
from goldthread.web.account.middleware import SEEN
from goldthread.web.schedules import forget_ended_sessions
from tests.factories.provider import PASSWORD

pytestmark = pytest.mark.urls("tests.web.shell.trial_urls")

ClientOf = Callable[[str], Client]
TEXT = "The step-up call was not answered.\nWe called again at 14:05."


def _hidden(client: Client, page: str, name: str) -> str:
    html = client.get(page).content.decode()
    found = re.search(f'name="{name}" value="([^"]*)"', html)
    assert found
    return found[1]


def _typed(client: Client, page: str = "/trial/note") -> dict[str, object]:
    return {kept.FIELD: _hidden(client, page, kept.FIELD), "note": TEXT, "happened_on-day": "31"}


def _end_session(client: Client) -> None:
    """Forget who is signed in, as an expired session does; other cookies stay."""
    del client.cookies["sessionid"]


def _sign_in(client: Client, person: User, to: str) -> str:
    typed = {"login": person.email, "password": PASSWORD}
    response = client.post(to, typed)
    assert response.status_code == 302
    return str(response["Location"])


def test_the_author_gets_the_text_back_after_signing_in(
    client_of: ClientOf, person_in: Callable[[str], User]
) -> None:
    client = client_of("reporter")
    typed = _typed(client)
    _end_session(client)
    asked = client.post("/trial/note", typed)
    assert asked["Location"] == "/account/sign-in?next=%2Ftrial%2Fnote"
    assert "What you typed is safe" in client.get(asked["Location"]).content.decode()
    back = _sign_in(client, person_in("reporter"), "/account/sign-in?next=/trial/note")
    assert back == "/trial/note"
    html = client.get(back).content.decode()
    assert TEXT in html
    assert 'value="31"' in html
    assert "this was not sent yet" in html
    assert "There is a problem" not in html


def test_a_session_that_rested_too_long_keeps_the_text_as_well(
    client_of: ClientOf, person_in: Callable[[str], User], settings: Any
) -> None:
    client_of("reporter")
    client = Client(enforce_csrf_checks=True)
    client.force_login(person_in("reporter"))
    token = _hidden(client, "/trial/note", "csrfmiddlewaretoken")
    typed = _typed(client) | {"csrfmiddlewaretoken": token}
    session = client.session
    session[SEEN] = int(time.time()) - settings.SESSION_IDLE_SECONDS - 1
    session.save()
    asked = client.post("/trial/note", typed)
    assert asked["Location"] == "/account/sign-in?next=%2Ftrial%2Fnote"
    assert kept.SESSION_KEY in client.session


def test_the_text_is_given_back_once(client_of: ClientOf, person_in: Callable[[str], User]) -> None:
    client = client_of("reporter")
    typed = _typed(client)
    _end_session(client)
    client.post("/trial/note", typed)
    _sign_in(client, person_in("reporter"), "/account/sign-in?next=/trial/note")
    assert TEXT in client.get("/trial/note").content.decode()
    assert TEXT not in client.get("/trial/note").content.decode()


def test_someone_else_who_signs_in_never_sees_it(
    client_of: ClientOf, person_in: Callable[[str], User]
) -> None:
    client = client_of("reporter")
    typed = _typed(client)
    _end_session(client)
    client.post("/trial/note", typed)
    _sign_in(client, person_in("triage_lead"), "/account/sign-in?next=/trial/note")
    assert kept.SESSION_KEY not in client.session
    assert TEXT not in client.get("/trial/note").content.decode()


def test_the_waiting_text_is_not_readable_in_the_session_store(client_of: ClientOf) -> None:
    client = client_of("reporter")
    typed = _typed(client)
    _end_session(client)
    client.post("/trial/note", typed)
    assert "step-up" not in str(dict(client.session))


def test_a_file_cannot_be_kept_and_the_page_says_which(
    client_of: ClientOf, person_in: Callable[[str], User]
) -> None:
    client = client_of("reporter")
    typed = _typed(client) | {"photo": SimpleUploadedFile("door.jpg", b"x")}
    _end_session(client)
    client.post("/trial/note", typed)
    _sign_in(client, person_in("reporter"), "/account/sign-in?next=/trial/note")
    assert "Choose again: door.jpg." in client.get("/trial/note").content.decode()


def test_a_form_that_was_not_made_here_is_not_kept(db: None) -> None:
    client = Client()
    client.post("/trial/note", {kept.FIELD: "made:up", "note": TEXT})
    assert kept.SESSION_KEY not in client.session


def test_a_stale_forgery_token_keeps_the_text_for_its_author(
    client_of: ClientOf, person_in: Callable[[str], User]
) -> None:
    client_of("reporter")
    client = Client(enforce_csrf_checks=True)
    client.force_login(person_in("reporter"))
    typed = _typed(client) | {"csrfmiddlewaretoken": "x" * 64}
    response = client.post("/trial/note", typed)
    assert response["Location"] == "/trial/note"
    assert TEXT in client.get("/trial/note").content.decode()


def test_a_forged_form_is_refused_with_a_way_back(person_in: Callable[[str], User]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person_in("reporter"))
    response = client.post("/trial/note", {"note": TEXT})
    assert response.status_code == 403
    assert "Your text is still in the browser" in response.content.decode()


def test_a_form_for_an_older_version_is_refused_once_and_keeps_the_text(
    client_of: ClientOf,
) -> None:
    client = client_of("reporter")
    typed = {
        "note": TEXT, "page_version": "2",
        "happened_on-day": "2", "happened_on-month": "3", "happened_on-year": "2025",
    }  # fmt: skip
    refused = client.post("/trial/versioned", typed)
    html = refused.content.decode()
    assert refused.status_code == 409
    assert "Someone changed this while you were writing" in html
    assert TEXT in html
    assert 'name="page_version" value="3"' in html
    assert client.post("/trial/versioned", typed | {"page_version": "3"}).status_code == 302


def test_text_that_nobody_comes_back_for_is_forgotten(client_of: ClientOf) -> None:
    client = client_of("reporter")
    typed = _typed(client)
    _end_session(client)
    client.post("/trial/note", typed)
    waiting = client.session.session_key
    Session.objects.filter(pk=waiting).update(expire_date=timezone.now())
    forget_ended_sessions()
    assert not Session.objects.filter(pk=waiting).exists()
