"""The page of a bundle, and taking it as a folder."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from goldthread.domain.registers.restrictions.records import Links
from goldthread.interchange.exporting.folders import check
from goldthread.trail.models import Entry
from goldthread.web.bundles import views
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider
from tests.factories.restrictions import complaint_of, in_force
from tests.factories.safeguarding import concern

ClientOf = Callable[[str], Client]
KINDS = ["escalation", "safeguarding", "restrictive-practice"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_names_every_part_and_what_is_missing(
    provider: Provider, client_of: ClientOf, kind: str
) -> None:
    page = client_of("inspector").get(f"/evidence/{kind}/").content.decode()
    assert page.count("Something is missing") == 4
    assert "/folder" not in page  # an inspector reads; the folder is for those who export


@pytest.mark.capability(70)
def test_the_folder_is_whole_and_its_digest_is_on_the_trail(
    provider: Provider, client_of: ClientOf, tmp_path: Path
) -> None:
    answer = client_of("governance_lead").get("/evidence/escalation/folder")
    path = tmp_path / "bundle.zip"
    path.write_bytes(answer.content)
    found = check(path)
    assert found.faults == ()
    assert found.digest in Entry.objects.get(kind="bundle.export").body
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "Missing: " in archive.read("read-me.txt").decode()


def test_a_reader_who_may_not_export_takes_no_folder(
    provider: Provider, client_of: ClientOf
) -> None:
    assert client_of("inspector").get("/evidence/escalation/folder").status_code == 403


def test_an_incident_out_of_sight_is_not_found(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider)
    here = f"/evidence/escalation/?incident={incident.reference}"
    assert client_of("governance_lead").get(here).status_code == 200
    unknown = "/evidence/escalation/?incident=INC-99-99999"
    assert client_of("governance_lead").get(unknown).status_code == 404


def test_days_that_make_no_sense_say_so_and_show_the_year(
    provider: Provider, client_of: ClientOf
) -> None:
    wrong = "?since-day=31&since-month=2&since-year=2026"
    answer = client_of("governance_lead").get(f"/evidence/escalation/{wrong}")
    assert answer.status_code == 200
    assert client_of("governance_lead").get("/evidence/unknown-kind/").status_code == 404


def test_a_page_takes_few_queries(
    provider: Provider,
    client_of: ClientOf,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client = client_of("governance_lead")
    for kind in KINDS:
        client.get(f"/evidence/{kind}/")
        with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
            client.get(f"/evidence/{kind}/")


@pytest.mark.capability(83)
@pytest.mark.capability(98)
def test_every_record_of_a_bundle_can_be_opened_from_it(
    provider: Provider, client_of: ClientOf
) -> None:
    concern(provider)
    in_force(provider, links=Links(complaint=complaint_of(provider)))
    client = client_of("governance_lead")
    for kind, named in (("safeguarding", 1), ("restrictive-practice", 2)):
        main = client.get(f"/evidence/{kind}/").content.decode().split("<main")[1]
        leads = re.findall(r'<a href="(/(?!evidence)[^"]+)">', main)
        assert len(leads) == named
        assert {client.get(link).status_code for link in leads} == {200}


def test_a_long_part_shows_its_first_rows_and_all_of_them_when_asked(
    provider: Provider, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "FIRST", 1)
    made = [in_force(provider) for _ in range(2)]
    client = client_of("governance_lead")
    here = "/evidence/restrictive-practice/"
    short = client.get(here).content.decode()
    assert "Show all 2" in short
    assert made[1].reference not in short
    assert made[1].reference in client.get(f"{here}?whole=register").content.decode()
