"""Pictures on pages: what a page shows, and what their addresses answer to whom."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.http import Http404
from django.test import Client, RequestFactory

from goldthread.access.models import User
from goldthread.analytics import drawing
from goldthread.web import charts
from tests.analytics.drawing.series import FALLING, picture, xmr

pytestmark = pytest.mark.django_db
ADDRESS = "/design/improvement/chart"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    caches["charts"].clear()


def _person(pk: int) -> User:
    return User(pk=pk)


def _addresses(page: str, end: str) -> list[str]:
    found = re.findall(r'(?:src|srcset|href)="([^"]*chart\.[^"]*)"', page)
    return [html.unescape(address) for address in found if end in address]


def _request(rf: RequestFactory, address: str, pk: int = 1, **headers: str) -> object:
    request = rf.get(address, headers=headers)
    request.user = _person(pk)
    return request


@pytest.fixture
def page(client_of: Callable[[str], Client]) -> str:
    return client_of("reporter").get("/design").content.decode()


@pytest.mark.capability(53)
def test_a_page_shows_a_picture_with_its_words_its_numbers_and_its_downloads(page: str) -> None:
    assert 'alt="Missed step-up calls, Riverside crisis team. Step-up calls not' in page
    assert "No significant change.</strong>" in page
    assert "Not enough data yet: there are 2 values" in page
    assert "January 2024" in page
    assert len(_addresses(page, "csv?")) == page.count("<picture>")
    assert " style=" not in page


@pytest.mark.parametrize(
    ("form", "content_type", "begins"),
    [
        ("svg", "image/svg+xml; charset=utf-8", b"<svg"),
        ("png", "image/png", b"\x89PNG"),
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfdate,value"),
    ],
)
def test_each_form_has_its_type_and_stays_private(
    client_of: Callable[[str], Client], form: str, content_type: str, begins: bytes
) -> None:
    response = client_of("reporter").get(f"{ADDRESS}.{form}")
    assert response.content.startswith(begins)
    assert response["Content-Type"] == content_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    shown = "attachment" if form == "csv" else "inline"
    name = "missed-step-up-calls-riverside-crisis-team"
    assert response["Content-Disposition"] == f'{shown}; filename="{name}.{form}"'


def test_a_picture_that_did_not_change_is_not_sent_again(
    client_of: Callable[[str], Client],
) -> None:
    client = client_of("reporter")
    first = client.get(f"{ADDRESS}.svg")
    again = client.get(f"{ADDRESS}.svg", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    narrow = client.get(f"{ADDRESS}.svg?narrow=1", headers={"If-None-Match": first["ETag"]})
    assert narrow.status_code == 200


def test_an_unknown_form_is_not_found(client_of: Callable[[str], Client]) -> None:
    assert client_of("reporter").get(f"{ADDRESS}.exe").status_code == 404
    with pytest.raises(Http404):
        charts.respond(_request(RequestFactory(), "/x"), "exe", picture)  # type: ignore[arg-type]


def test_a_page_s_own_address_is_answered_from_what_is_kept(rf: RequestFactory) -> None:
    made: list[int] = []

    def make() -> drawing.Picture:
        made.append(1)
        return picture()

    address = charts.address_of("design_picture", "improvement")
    shown = charts.shown(_request(rf, "/design"), make(), address)  # type: ignore[arg-type]
    first = charts.respond(_request(rf, shown.wide.src), "svg", make)  # type: ignore[arg-type]
    again = charts.respond(_request(rf, shown.wide.src), "svg", make)  # type: ignore[arg-type]
    assert first.content == again.content  # type: ignore[attr-defined]
    assert len(made) == 2, "once for the page, once for the first picture"


def test_another_persons_address_shows_only_what_the_asker_may_see(rf: RequestFactory) -> None:
    address = charts.address_of("design_picture", "improvement")
    secret, allowed = picture(title="Wide scope"), picture(title="Narrow scope")
    shown = charts.shown(_request(rf, "/design", pk=1), secret, address)  # type: ignore[arg-type]
    own = charts.respond(_request(rf, shown.wide.src, pk=1), "svg", lambda: secret)  # type: ignore[arg-type]
    other = charts.respond(_request(rf, shown.wide.src, pk=2), "svg", lambda: allowed)  # type: ignore[arg-type]
    assert b"Wide scope" in own.content  # type: ignore[attr-defined]
    assert b"Wide scope" not in other.content  # type: ignore[attr-defined]
    assert b"Narrow scope" in other.content  # type: ignore[attr-defined]


def test_a_picture_of_another_address_cannot_be_asked_for(rf: RequestFactory) -> None:
    one = charts.address_of("design_picture", "improvement")
    shown = charts.shown(_request(rf, "/design"), picture(title="Theirs"), one)  # type: ignore[arg-type]
    charts.respond(_request(rf, shown.wide.src), "svg", lambda: picture(title="Theirs"))  # type: ignore[arg-type]
    moved = shown.wide.src.replace("improvement", "shares")
    answer = charts.respond(_request(rf, moved), "svg", lambda: picture(title="Ours"))  # type: ignore[arg-type]
    assert b"Theirs" not in answer.content  # type: ignore[attr-defined]


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(rf: RequestFactory) -> None:
    import datetime as dt

    formula = drawing.Marker(dt.datetime(2024, 3, 2), "=HYPERLINK(1)")
    chart = dataclasses.replace(xmr(FALLING), points=xmr(FALLING).points[:4])
    point = dataclasses.replace(chart.points[0], special_cause="@SUM(1)")
    risky = dataclasses.replace(chart, points=(point, *chart.points[1:]))
    funnel = drawing.Funnel("Actions", (drawing.Stage("=1+1", 3),))
    for made in (picture(risky, markers=(formula,)), funnel):
        answer = charts.respond(_request(rf, "/x"), "csv", lambda made=made: made)  # type: ignore[arg-type, misc]
        cells = answer.content.decode().replace("\r\n", ",").split(",")  # type: ignore[attr-defined]
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]


def test_pages_offer_a_narrow_picture_to_phones(page: str) -> None:
    narrow = _addresses(page, "narrow=1")
    assert len(narrow) == page.count("<picture>")
