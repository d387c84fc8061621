"""Who may open a page, and what a refusal looks like."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.checks import Error
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern

from goldthread.access.terms import Permission
from goldthread.web import checks
from goldthread.web.pages import page

pytestmark = pytest.mark.urls("tests.web.shell.trial_urls")

ClientOf = Callable[[str], Client]


def test_a_person_without_the_permission_reads_which_one_is_missing(client_of: ClientOf) -> None:
    response = client_of("reporter").get("/trial/trail")
    assert response.status_code == 403
    assert "read the trail" in response.content.decode()


def test_a_person_with_the_permission_anywhere_opens_the_page(client_of: ClientOf) -> None:
    assert client_of("inspector").get("/trial/trail").status_code == 200


def test_what_is_out_of_scope_does_not_exist(client_of: ClientOf) -> None:
    response = client_of("reporter").get("/trial/failing/hidden")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


@pytest.mark.parametrize(
    ("why", "status", "sentence"),
    [
        ("permission", 403, "You cannot do this here."),
        ("race", 409, "Open the page again to see how things stand now."),
        ("rule", 422, "Say how many people were reached."),
    ],
)
def test_an_unhandled_refusal_is_a_page_that_says_why(
    client_of: ClientOf, why: str, status: int, sentence: str
) -> None:
    response = client_of("reporter").post(f"/trial/refusing/{why}")
    assert response.status_code == status
    assert sentence in response.content.decode()


def test_a_refusal_lands_at_the_field_it_names_and_keeps_what_was_typed(
    client_of: ClientOf,
) -> None:
    typed = {
        "note": "Nobody answered the call.",
        "happened_on-day": "2", "happened_on-month": "3", "happened_on-year": "2025",
    }  # fmt: skip
    response = client_of("reporter").post("/trial/attempting/rule", typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#id_note">Say how many people were reached.</a>' in html
    assert "Nobody answered the call." in html
    assert 'value="2025"' in html


def test_a_refusal_about_no_field_of_the_form_stands_above_it(client_of: ClientOf) -> None:
    typed = {
        "note": "A note.",
        "happened_on-day": "2", "happened_on-month": "3", "happened_on-year": "2025",
    }  # fmt: skip
    html = client_of("reporter").post("/trial/attempting/elsewhere", typed).content.decode()
    assert "<li>The verifier cannot own the action.</li>" in html


def test_a_page_declares_exactly_one_way_in() -> None:
    with pytest.raises(TypeError):
        page()
    with pytest.raises(TypeError):
        page(Permission.TRAIL_VIEW, public=True)


def test_a_method_that_the_page_does_not_take_is_refused(client_of: ClientOf) -> None:
    assert client_of("reporter").post("/help").status_code == 405


def test_every_real_address_declares_who_may_open_it() -> None:
    assert checks.every_view_declares_its_gate(None) == []


def test_start_up_fails_for_a_view_that_does_not_say_who_may_open_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse("open to all")

    urls = SimpleNamespace(urlpatterns=[path("forgotten", forgotten)])
    resolver = URLResolver(RegexPattern(r"^/"), urls)
    monkeypatch.setattr(checks, "get_resolver", lambda: resolver)
    (found,) = checks.every_view_declares_its_gate(None)
    assert isinstance(found, Error)
    assert "forgotten" in found.msg


def test_a_step_opened_by_itself_says_so_and_leads_on(client_of: ClientOf) -> None:
    response = client_of("reporter").post("/help")
    assert response["Allow"] == "GET, HEAD"
    assert "Go to the start" in response.content.decode()


def test_the_way_back_never_leads_to_another_site(client_of: ClientOf) -> None:
    client = client_of("reporter")
    ours = client.post("/trial/refusing/rule", headers={"referer": "http://testserver/help?a=1"})
    assert 'href="/help?a=1"' in ours.content.decode()
    theirs = client.post("/trial/refusing/rule", headers={"referer": "http://evil.example/x"})
    assert "Go back to the page" not in theirs.content.decode()


def test_a_button_pressed_after_the_session_ended_leads_back_to_its_page(db: None) -> None:
    response = Client().post("/trial/refusing/rule", headers={"referer": "http://testserver/help"})
    assert response["Location"] == "/account/sign-in?next=%2Fhelp"
