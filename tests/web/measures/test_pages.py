"""The pages of measures: what they say, to whom, and at what cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Theme
from goldthread.domain.insight.measures.models import Denominator
from goldthread.domain.insight.measures.operations import rebuild
from tests.factories.actions import make_agreed, make_complete
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
PAGES = (
    "/measures/",
    "/measures/reports/",
    "/measures/reporting_rate_caseload/",
    "/measures/triage_24h/",
    "/measures/learning-lag",
    "/measures/funnel",
    "/control/",
    "/safer-because/",
    "/themes/unclear_escalation_thresholds/",
)
CODE = "unclear_escalation_thresholds"


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def fill(provider: Provider, months: range, each: int = 1) -> None:
    """Reports with a theme, a change of each kind, in several months of this year."""
    lead = provider.people["governance_lead"]
    theme = Theme.objects.get(organisation=provider.organisation, code=CODE)
    for month in months:
        for day in range(1, each + 1):
            at = dt.datetime(2026, month, day, 12, tzinfo=dt.UTC)
            unit = provider.team if day % 2 else provider.other_team
            incident = make_incident(provider, at=at, unit=unit)
            incidents.set_themes(incident, [theme], by=lead)
            if day % 2:
                make_complete(provider, incident, at=at)
            else:
                make_agreed(provider, incident, at=at)
    rebuild()


MOST_QUERIES = 25


def queries_of(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


class TestStates:
    @pytest.mark.parametrize("path", PAGES)
    def test_before_anything_is_reported_every_page_says_so(
        self, client_of: Callable[[str], Client], path: str
    ) -> None:
        page = text_of(client_of("governance_lead"), path)
        assert "gt-empty" in page

    @pytest.mark.parametrize("path", PAGES)
    @pytest.mark.parametrize("role", ["governance_lead", "commissioner"])
    def test_one_incident_is_enough_for_every_page(
        self, provider: Provider, client_of: Callable[[str], Client], path: str, role: str
    ) -> None:
        make_incident(provider)
        rebuild()
        status = client_of(role).get(path).status_code
        outside = role == "commissioner" and path in ("/control/", "/safer-because/")
        assert status == (403 if outside else 200)

    @pytest.mark.capability(100)
    def test_a_measure_shows_its_chart_why_it_is_this_one_and_where_it_comes_from(
        self, provider: Provider, client_of: Callable[[str], Client]
    ) -> None:
        fill(provider, range(2, 11))
        page = text_of(client_of("governance_lead"), "/measures/reports/")
        assert "Why this chart." in page
        assert "What is counted" in page
        assert "Where it comes from" in page
        assert "/measures/reports/chart.svg?" in page
        assert "By theme" in page

    @pytest.mark.capability(100)
    def test_the_chart_is_served_as_svg_png_and_csv(
        self, provider: Provider, client_of: Callable[[str], Client]
    ) -> None:
        fill(provider, range(2, 11))
        client = client_of("executive")
        for form, kind in (("svg", "image/svg+xml"), ("png", "image/png"), ("csv", "text/csv")):
            answer = client.get(f"/measures/reports/chart.{form}")
            assert answer.status_code == 200
            assert answer["Content-Type"].startswith(kind)

    def test_a_number_leads_to_the_incidents_behind_it(
        self, provider: Provider, client_of: Callable[[str], Client]
    ) -> None:
        fill(provider, range(8, 11), 2)
        client = client_of("governance_lead")
        page = text_of(client, f"/measures/reports/?unit={provider.team.pk}")
        assert "since=2026-10-01&amp;until=2026-10-31" in page
        path = provider.team.path
        found = text_of(client, f"/incidents/?unit={path}&since=2026-10-01&until=2026-10-31")
        assert "1 incident" in found

    def test_an_address_that_makes_no_sense_shows_what_may_be_seen(
        self, client_of: Callable[[str], Client]
    ) -> None:
        client = client_of("executive")
        text_of(client, "/measures/?unit=999999&about=theme-0&months=7")
        text_of(client, "/measures/reports/?unit=x&about=zzz&months=-1")
        text_of(client, "/measures/nothing_of_the_kind/", 404)
        text_of(client, "/measures/reports/chart.gif", 404)
        text_of(client, "/themes/nothing-of-the-kind/", 404)


class TestOutside:
    def test_a_commissioner_is_not_offered_units_lists_or_small_numbers(
        self, provider: Provider, client_of: Callable[[str], Client]
    ) -> None:
        fill(provider, range(2, 11))
        page = text_of(client_of("commissioner"), "/measures/reports/")
        assert "Small numbers are not shown" in page
        assert "Fewer than 5" in page
        assert "/incidents/" not in page
        assert 'name="unit"' not in page

    def test_the_file_of_a_chart_holds_no_small_number_either(
        self, provider: Provider, client_of: Callable[[str], Client]
    ) -> None:
        fill(provider, range(2, 11))
        answer = client_of("commissioner").get("/measures/reports/chart.csv")
        assert answer.status_code == 404
        assert client_of("commissioner").get("/measures/learning-lag/chart.csv").status_code == 404


@pytest.mark.capability(99)
class TestControl:
    def test_each_thing_leads_to_its_record(
        self, provider: Provider, client_of: Callable[[str], Client]
    ) -> None:
        incident = make_incident(provider, at=dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC))
        action = make_agreed(provider, incident, at=dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC))
        rebuild()
        page = text_of(client_of("executive"), "/control/")
        assert f"/actions/{action.pk}/" in page
        assert f"/incidents/{incident.reference}/" in page

    def test_a_number_of_incidents_has_no_colour(
        self, provider: Provider, client_of: Callable[[str], Client]
    ) -> None:
        fill(provider, range(2, 11))
        page = text_of(client_of("executive"), "/control/")
        assert "nhsuk-tag--red" not in page


@pytest.mark.capability(115)
def test_the_chain_says_what_is_not_shown_yet(
    provider: Provider, client_of: Callable[[str], Client]
) -> None:
    fill(provider, range(8, 11), 2)
    page = text_of(client_of("governance_lead"), "/safer-because/")
    assert "Nothing is shown to be safer yet: 3 are live and not verified" in page
    assert "gt-chain__link--proven" not in page


class TestDenominators:
    def test_figures_are_entered_from_pasted_lines(
        self, provider: Provider, client_of: Callable[[str], Client]
    ) -> None:
        client = client_of("administrator")
        lines = f"team,month,caseload\n{provider.team.code},2026-10,61"
        answer = client.post("/settings/denominators/", {"lines": lines})
        assert answer.status_code == 302
        assert Denominator.objects.get().amount == 61
        assert "61" in text_of(client, "/settings/denominators/")

    def test_a_line_that_cannot_be_read_enters_nothing_and_keeps_what_was_typed(
        self, provider: Provider, client_of: Callable[[str], Client]
    ) -> None:
        client = client_of("administrator")
        lines = (
            f"team,month,caseload\n{provider.team.code},2026-10,61\nElm,soon,many\nAsh,2026-10,5"
        )
        answer = client.post("/settings/denominators/", {"lines": lines})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Line 3 names “Elm”" in page
        assert "Line 4 names “Ash”" in page
        assert "Elm,soon,many" in page
        assert not Denominator.objects.exists()

    def test_the_file_to_fill_in_can_be_sent_back_as_it_is(
        self, provider: Provider, client_of: Callable[[str], Client]
    ) -> None:
        client = client_of("administrator")
        sheet = client.get("/settings/denominators/template.csv").content.decode("utf-8-sig")
        filled = sheet.replace("2026-10,,", "2026-10,12,34")
        answer = client.post("/settings/denominators/", {"lines": filled})
        assert answer.status_code == 302
        assert Denominator.objects.count() == 4

    def test_only_those_who_manage_settings_may(self, client_of: Callable[[str], Client]) -> None:
        text_of(client_of("governance_lead"), "/settings/denominators/", 403)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_no_more_of_the_database_when_there_is_more_to_show(
    provider: Provider, client_of: Callable[[str], Client], path: str
) -> None:
    client = client_of("governance_lead")
    fill(provider, range(7, 10), 2)
    before = queries_of(client, path)
    fill(provider, range(1, 11), 3)
    assert queries_of(client, path) <= before <= MOST_QUERIES


@pytest.mark.capability(68)
def test_what_a_register_counts_is_split_by_unit_alone_and_leads_to_no_incidents(
    provider: Provider, client_of: Callable[[str], Client]
) -> None:
    client = client_of("governance_lead")
    for code in ("step_up_linkage", "late_stage_crisis_rate"):
        page = client.get(f"/measures/{code}/")
        assert page.status_code == 200
        assert b"By kind of event" not in page.content
        assert b"with the incidents behind each" not in page.content
