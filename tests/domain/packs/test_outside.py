"""Packs that leave the provider: no small number, no name, and what is missing said."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from goldthread import defaults
from goldthread.domain.governance.packs import operations as packs
from goldthread.domain.governance.packs.models import Pack
from goldthread.domain.governance.packs.registry import SECTIONS
from goldthread.domain.governance.packs.terms import Kind, Status, Strength, definitions
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Theme
from goldthread.domain.insight.measures.definitions import measures
from goldthread.notices.models import Notice
from goldthread.workflow.refusals import Refused
from tests.factories.actions import make_agreed, make_complete
from tests.factories.incidents import make_incident
from tests.factories.packs import MEETING_DAY, QUARTER, moment, monthly, outside, sentences
from tests.factories.provider import Provider

IN_AUGUST = moment(dt.date(2026, 8, 12))


def a_theme(provider: Provider) -> Theme:
    theme = Theme.objects.filter(organisation=provider.organisation).order_by("pk").first()
    assert theme is not None
    return theme


def with_theme(provider: Provider, theme: Theme, count: int) -> None:
    for _ in range(count):
        incident = make_incident(provider, at=IN_AUGUST)
        incidents.set_themes(incident, [theme], by=provider.people["triage_lead"])


def test_small_numbers_are_held_back_from_the_commissioner(provider: Provider) -> None:
    for _ in range(3):
        make_agreed(provider, at=IN_AUGUST)
    said = sentences(outside(provider, "commissioner"))
    assert "Fewer than 5 incidents were reported in July to September 2026" in said
    assert not re.search(r"\b[1-4] (incident|action|change|safeguarding|restriction)", said)
    assert "3 of" not in said


def test_no_incident_and_nobody_is_named_outside(provider: Provider) -> None:
    action = make_complete(provider, at=IN_AUGUST)
    for kind in ("commissioner", "cqc"):
        pack = outside(provider, kind)
        assert pack.names == []
        text = str(pack.content)
        assert action.incident.reference not in text
        assert action.title not in text
        assert provider.people["team_manager"].name not in text


def test_what_can_be_shown_outside_is_shown(provider: Provider) -> None:
    for _ in range(6):
        make_incident(provider, at=IN_AUGUST)
    said = sentences(outside(provider, "commissioner"), "at_a_glance")
    assert "6 incidents were reported in July to September 2026" in said


@pytest.mark.rule("PCK-06", "refused")
def test_a_name_in_the_words_stops_the_freezing_with_its_place(provider: Provider) -> None:
    pack = outside(provider, "commissioner")
    lead = provider.people["governance_lead"]
    packs.write(pack, "funnel", "Call Mr Ferdinand Ashdown on 07700 900123.", by=lead)
    with pytest.raises(Refused) as refused:
        packs.freeze(pack, by=lead, at=MEETING_DAY)
    sentence = refused.value.refusals[0].sentence
    assert refused.value.codes == ("PCK-06",)
    assert "“From recorded to verified”" in sentence
    assert "07700 900123" in sentence


@pytest.mark.rule("PCK-06", "allowed")
def test_words_without_a_name_are_frozen_without_the_name_of_who_froze_them(
    provider: Provider,
) -> None:
    pack = outside(provider, "commissioner")
    lead = provider.people["governance_lead"]
    packs.write(pack, "funnel", "Changes take longer to verify than to make.", by=lead)
    packs.freeze(pack, by=lead, at=MEETING_DAY)
    assert pack.status == Status.FROZEN
    assert lead.name not in pack.snapshot


@pytest.mark.capability(7)
def test_the_inspectors_pack_files_claims_under_every_statement_and_category(
    provider: Provider,
) -> None:
    for _ in range(6):
        make_incident(provider, at=IN_AUGUST)
    pack = outside(provider, "cqc")
    mapped = next(one for one in pack.content if one["code"] == "cqc_map")
    framework = defaults.cqc()
    assert len(mapped["claims"]) == len(mapped["tables"]) == len(framework["statements"])
    for table in mapped["tables"]:
        assert len(table["rows"]) == len(framework["evidence"]) == 6
    text = str(mapped)
    assert "6 incidents were reported" in text
    assert "Nothing here shows it: gather what councils, other providers" in text
    assert framework["source"] in mapped["asks"]


@pytest.mark.capability(112)
def test_the_quarter_is_drafted_by_itself_once_and_picks_what_came_back(
    provider: Provider,
) -> None:
    theme = a_theme(provider)
    done = make_complete(provider, at=moment(dt.date(2026, 5, 6)))
    incidents.set_themes(done.incident, [theme], by=provider.people["triage_lead"])
    with_theme(provider, theme, 6)
    monthly(provider)  # counts everything anew
    made = packs.draft_quarters(MEETING_DAY)
    assert [one.kind for one in made] == [Kind.QUARTERLY]
    assert (made[0].since, made[0].until) == (QUARTER.since, QUARTER.until)
    said = sentences(made[0], "repeats")
    assert f"“{theme.name}” came back in 6 incidents" in said
    assert "after 1 change for it was complete" in said
    assert packs.draft_quarters(MEETING_DAY) == []
    assert Notice.objects.filter(kind="pack_drafted").exists()
    packs.freeze(made[0], by=provider.people["governance_lead"], at=MEETING_DAY)
    assert "came back in 6 incidents" in Pack.objects.get(pk=made[0].pk).snapshot


@pytest.mark.capability(104)
@pytest.mark.parametrize("kind", ["theme", "family"])
def test_one_theme_is_told_without_a_name_and_without_a_small_number(
    provider: Provider, kind: str
) -> None:
    theme = a_theme(provider)
    with_theme(provider, theme, 6)
    pack = outside(provider, kind, theme=theme)
    said = sentences(pack)
    assert "6" in said
    assert theme.name in pack.title
    assert pack.outside
    assert pack.names == []


@pytest.mark.parametrize("kind", ["theme", "family"])
def test_a_theme_with_few_incidents_says_that_it_cannot_be_told(
    provider: Provider, kind: str
) -> None:
    theme = a_theme(provider)
    with_theme(provider, theme, 2)
    pack = outside(provider, kind, theme=theme)
    assert "too few" in sentences(pack)
    assert Strength.TOO_LITTLE in {one["claims"][-1]["strength"] for one in pack.content}


def test_every_kind_that_ships_has_sections_that_are_there() -> None:
    assert set(definitions()) == set(Kind.values)
    for one in definitions().values():
        assert set(one.sections) <= set(SECTIONS)
        assert set(one.charts) <= set(measures())
        assert one.source
