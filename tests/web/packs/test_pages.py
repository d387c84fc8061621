"""The pages of packs: drafted, written in by two, frozen, read and taken."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from goldthread.domain.governance.packs import operations as packs
from goldthread.domain.governance.packs.models import Pack
from goldthread.domain.governance.packs.terms import Status
from goldthread.domain.incidents import operations as incidents
from goldthread.interchange.exporting.packs.making import make_files
from goldthread.trail.models import Entry
from tests.factories.actions import make_agreed
from tests.factories.clients import client_for
from tests.factories.incidents import make_incident
from tests.factories.packs import IN_OCTOBER, frozen, monthly, of_incident
from tests.factories.provider import Provider, make_provider

ClientOf = Callable[[str], Client]
LEAD = "governance_lead"


def last_month() -> tuple[dt.date, dt.date]:
    last = timezone.localdate().replace(day=1) - dt.timedelta(days=1)
    return last.replace(day=1), last


def test_a_pack_is_drafted_written_in_frozen_and_read(
    provider: Provider, client_of: ClientOf
) -> None:
    client, (since, until) = client_of(LEAD), last_month()
    answers = {"unit": str(provider.organisation.pk), "period": f"{since}_{until}"}
    there = client.post("/packs/new/monthly", answers)
    pack = Pack.objects.get()
    assert there.headers["Location"] == f"/packs/{pack.pk}/"
    form = client.get(f"/packs/{pack.pk}/words/themes").content.decode()
    assert "No theme was given" in form or "nothing to analyse" in form
    words = {"words": "We see handovers.", "page_version": "0"}
    assert client.post(f"/packs/{pack.pk}/words/themes", words).status_code == 302
    assert client.post(f"/packs/{pack.pk}/freeze", {"page_version": "2"}).status_code == 302
    pack.refresh_from_db()
    assert pack.status == Status.FROZEN
    page = client_of("executive").get(f"/packs/{pack.pk}/").content.decode()
    assert "We see handovers." in page
    assert "Not enough evidence" in page
    assert "Add your words" not in page


def test_the_second_of_two_writers_keeps_what_was_typed(
    provider: Provider, client_of: ClientOf
) -> None:
    pack = monthly(provider, at=timezone.now())
    packs.write(pack, "themes", "The first.", by=provider.people[LEAD])
    answer = client_of(LEAD).post(
        f"/packs/{pack.pk}/words/themes", {"words": "The second.", "page_version": "0"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The second." in page
    assert "The first." in page


def test_hostile_words_are_only_words_on_the_page(provider: Provider, client_of: ClientOf) -> None:
    pack = monthly(provider, at=timezone.now())
    packs.write(pack, "themes", "<script>alert(1)</script> \u202egnirts", by=provider.people[LEAD])
    page = client_of(LEAD).get(f"/packs/{pack.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "\u202e" not in page


def test_a_day_that_is_not_offered_keeps_the_choice_and_says_so(
    provider: Provider, client_of: ClientOf
) -> None:
    answers = {"unit": str(provider.organisation.pk), "period": "2999-01-01_2999-01-31"}
    answer = client_of(LEAD).post("/packs/new/monthly", answers)
    assert answer.status_code == 422
    assert "Choose one of the answers shown" in answer.content.decode()


def test_an_incident_out_of_sight_makes_no_pack(provider: Provider, client_of: ClientOf) -> None:
    answer = client_of(LEAD).post("/packs/new/incident", {"incident": "INC-99-99999"})
    assert answer.status_code == 422
    assert "no incident with this reference" in answer.content.decode()


def test_a_chart_of_the_pack_is_drawn_from_what_it_keeps(
    provider: Provider, client_of: ClientOf
) -> None:
    make_agreed(provider, at=IN_OCTOBER)
    pack = frozen(provider)
    client = client_of("executive")
    assert f"/packs/{pack.pk}/charts/0.svg" in client.get(f"/packs/{pack.pk}/").content.decode()
    answer = client.get(f"/packs/{pack.pk}/charts/0.svg?narrow=1")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert b"<svg" in answer.content
    assert client.get(f"/packs/{pack.pk}/charts/99.svg").status_code == 404


def test_files_are_asked_for_made_and_taken_with_a_trail(
    provider: Provider, client_of: ClientOf
) -> None:
    pack = frozen(provider)
    client = client_of("executive")
    assert client.get(f"/packs/{pack.pk}/pack.pdf").status_code == 404
    client.post(f"/packs/{pack.pk}/files")
    assert "wait their turn" in client.get(f"/packs/{pack.pk}/").content.decode()
    make_files.func(pack.pk)
    answer = client.get(f"/packs/{pack.pk}/pack.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    assert Entry.objects.filter(kind="pack.taken", record_id=pack.pk).count() == 1
    assert client.get(f"/packs/{pack.pk}/pack.pdf").content.startswith(b"%PDF")


def test_lines_of_an_incident_restricted_later_are_withheld_and_files_are_not_given(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider, at=IN_OCTOBER, due_on=dt.date(2026, 10, 20))
    pack = frozen(provider)
    packs.ask_for_files(pack, by=None)
    make_files.func(pack.pk)
    incidents.restrict(action.incident, "Staff", viewers=[], by=provider.people[LEAD])
    client = client_of("executive")
    page = client.get(f"/packs/{pack.pk}/").content.decode()
    assert action.title not in page
    assert "kept to named people" in page
    answer = client.get(f"/packs/{pack.pk}/pack.pdf")
    assert answer.status_code == 422
    assert "was restricted to named people after the pack was frozen" in re.sub(
        r"\s+", " ", answer.content.decode()
    )


def test_a_reader_of_packs_sees_no_draft(provider: Provider, client_of: ClientOf) -> None:
    pack = monthly(provider, at=timezone.now())
    assert client_of("executive").get(f"/packs/{pack.pk}/").status_code == 404
    assert client_of("reporter").get("/packs/").status_code == 403


def test_another_organisation_finds_nothing(provider: Provider) -> None:
    pack, other = frozen(provider), make_provider("Elsewhere")
    client = client_for(other.people[LEAD])
    for address in ("", "charts/0.svg", "pack.pdf", "words/themes", "freeze", "discard"):
        assert client.get(f"/packs/{pack.pk}/{address}").status_code == 404


def test_the_pages_ask_few_questions(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        make_incident(provider, at=IN_OCTOBER)
    pack = frozen(provider)
    client = client_of("executive")
    client.get("/packs/")
    with django_assert_max_num_queries(25):
        client.get("/packs/")
    with django_assert_max_num_queries(25):
        client.get(f"/packs/{pack.pk}/")


def test_a_pack_of_one_incident_is_drafted_from_its_reference(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    answer = client_of(LEAD).post("/packs/new/incident", {"incident": incident.reference})
    assert answer.status_code == 302
    assert Pack.objects.get().incident == incident


def test_a_draft_is_thrown_away_with_a_reason(provider: Provider, client_of: ClientOf) -> None:
    pack = of_incident(provider, make_incident(provider), at=timezone.now())
    client = client_of(LEAD)
    assert client.post(f"/packs/{pack.pk}/discard", {"reason": ""}).status_code == 422
    assert client.post(f"/packs/{pack.pk}/discard", {"reason": "Twice"}).status_code == 302
    assert pack.title not in client.get("/packs/").content.decode()
