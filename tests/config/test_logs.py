"""Logs hold no personal data, whatever fails."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from goldthread.access.models import User
from goldthread.config import logs
from goldthread.web.pages import page
from tests.factories import people

NARRATIVE = "Mr Example fell in the garden of 4 Example Road"
EMAIL = "reader@provider.example"


@page(public=True)
def breaks(request: HttpRequest, **_: Any) -> HttpResponse:
    """Fails the way real pages fail: with the user's words in the exception."""
    person = people.person(people.team(), name="Reader Example")
    try:
        with transaction.atomic():
            User.objects.create(email=person.email, name="Twin", password="x")
    except IntegrityError as fault:
        raise ValueError(f"could not save {NARRATIVE} for {request.POST}") from fault
    return HttpResponse()


urlpatterns = [
    path("follow/<str:code>/<int:number>", breaks),
    path("", breaks, name="home"),
    path("help", breaks, name="help"),
]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the product's handler writes, while pytest's own handlers stay out of it."""
    root, written = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    logs.configure({})
    for handler in root.handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(written)
    yield written
    root.handlers, root.level = before
    for name in ("goldthread", "django.request", "django.security", "axes"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.mark.urls("tests.config.test_logs")
def test_a_page_that_fails_leaves_its_route_and_its_lines_of_code_and_nothing_typed(
    log: io.StringIO, db: None, client: Client
) -> None:
    client.raise_request_exception = False
    with pytest.MonkeyPatch.context() as patch:
        # The page about the fault needs addresses this test does not have.
        patch.setattr("django.core.handlers.exception.get_exception_response", _plain)
        patch.setattr("django.core.handlers.exception.handle_uncaught_exception", _plain_fault)
        client.post(f"/follow/SECRETCODE/7?q={NARRATIVE}", {"what": NARRATIVE, "by": EMAIL})
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [line["message"] for line in lines] == [
        "Internal Server Error: /follow/<str:code>/<int:number>"
    ]
    assert lines[0]["numbers"] == {"number": 7}
    assert "builtins.ValueError at " in lines[0]["exc_info"]
    assert "IntegrityError at " in lines[0]["exc_info"]
    assert "test_logs.py" in lines[0]["exc_info"]
    for private in ("Example", "@", "SECRETCODE", "Reader", "garden"):
        assert private not in log.getvalue()


def _plain(*_: Any) -> HttpResponse:
    return HttpResponse(status=400)


def _plain_fault(*_: Any) -> HttpResponse:
    return HttpResponse(status=500)


def test_what_a_visitor_did_not_find_is_not_logged(
    log: io.StringIO, client: Client, db: None
) -> None:
    client.get("/nothing/like/Mr-Example")
    assert log.getvalue() == ""


def test_a_wrong_password_does_not_name_who_tried(
    log: io.StringIO, client: Client, db: None, settings: Any
) -> None:
    settings.AXES_ENABLED = True
    for _ in range(2):
        client.post("/account/sign-in", {"login": EMAIL, "password": "wrong-password"})
    assert "reader" not in log.getvalue()


def test_our_own_lines_are_json_with_their_codes(log: io.StringIO) -> None:
    logging.getLogger("goldthread.jobs").error("task given up", extra={"task": "a.b", "tries": 5})
    line = json.loads(log.getvalue())
    assert (line["levelname"], line["message"], line["tries"]) == ("ERROR", "task given up", 5)
