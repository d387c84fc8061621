"""A draft is made of claims: each with its source, and those without evidence say so."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.domain.governance.packs import operations as packs
from goldthread.domain.governance.packs import queries
from goldthread.domain.governance.packs.operations import Period
from goldthread.domain.governance.packs.terms import Status, Strength
from goldthread.domain.incidents import operations as incidents
from goldthread.workflow.refusals import CHANGED_MEANWHILE, Refused
from tests.factories.actions import make_agreed, make_complete
from tests.factories.incidents import make_incident
from tests.factories.packs import (
    IN_OCTOBER,
    MEETING_DAY,
    SINCE,
    UNTIL,
    moment,
    monthly,
    of_incident,
    review_meeting,
    sentences,
)
from tests.factories.provider import Provider

IN_JULY = moment(dt.date(2026, 7, 8))


def test_an_empty_month_says_that_it_shows_nothing(provider: Provider) -> None:
    make_incident(provider, at=IN_JULY)
    pack = monthly(provider)
    first = pack.content[0]["claims"][0]
    assert first["sentence"].startswith("Nothing was reported in October 2026. That does not show")
    assert first["strength"] == Strength.TOO_LITTLE


def test_the_first_month_has_nothing_to_compare_with(provider: Provider) -> None:
    make_incident(provider, at=IN_OCTOBER)
    assert "there is nothing before to compare with" in sentences(monthly(provider), "at_a_glance")


def test_a_month_with_one_incident_reads_properly(provider: Provider) -> None:
    make_incident(provider, at=IN_JULY)
    make_incident(provider, at=IN_OCTOBER)
    said = sentences(monthly(provider), "at_a_glance")
    assert "1 incident was reported in October 2026; no incidents in September 2026." in said
    assert "So few show no pattern by themselves." in said


@pytest.mark.capability(111)
def test_every_section_of_the_month_is_there_and_every_claim_has_its_evidence(
    provider: Provider,
) -> None:
    make_complete(provider, at=IN_OCTOBER)
    pack = monthly(provider)
    codes = [section["code"] for section in pack.content]
    assert codes[:3] == ["at_a_glance", "themes", "charts"]
    for section in pack.content:
        assert section["claims"], section["code"]
        for claim in section["claims"]:
            assert claim["strength"] in Strength.values
            assert claim["source"] or claim["strength"] == Strength.TOO_LITTLE


@pytest.mark.capability(110)
def test_the_share_of_system_level_and_strong_actions_is_reported(provider: Provider) -> None:
    for _ in range(5):
        make_agreed(provider, at=IN_OCTOBER)
    said = sentences(monthly(provider), "strength")
    assert "of 5 (" in said
    assert "of the actions change the system and not only what people do." in said
    assert "of the actions are strong" in said


def test_a_share_of_too_few_is_not_called_evidence(provider: Provider) -> None:
    make_agreed(provider, at=IN_OCTOBER)
    section = next(one for one in monthly(provider).content if one["code"] == "strength")
    assert {claim["strength"] for claim in section["claims"]} == {Strength.TOO_LITTLE}
    assert "That is too few to say more." in section["claims"][0]["sentence"]


def test_what_waits_is_as_it_stood_at_the_end_of_the_days(provider: Provider) -> None:
    late = make_agreed(provider, at=IN_OCTOBER, due_on=dt.date(2026, 10, 20))
    pack = monthly(provider)
    assert "1 action was past the day agreed on 31 October 2026." in sentences(pack, "waiting")
    rows = next(one for one in pack.content if one["code"] == "waiting")["tables"][0]["rows"]
    assert rows[0]["cells"][0] == late.title


def test_a_restricted_incident_is_named_nowhere(provider: Provider) -> None:
    kept = make_agreed(provider, at=IN_OCTOBER, due_on=dt.date(2026, 10, 20))
    incidents.restrict(
        kept.incident, "Staff are involved", viewers=[], by=provider.people["governance_lead"]
    )
    pack = monthly(provider)
    assert kept.incident.reference not in str(pack.content)
    assert kept.title not in str(pack.content)
    assert pack.names == []


@pytest.mark.rule("PCK-02", "refused")
def test_no_pack_is_made_of_a_restricted_incident(provider: Provider) -> None:
    incident = make_incident(provider, at=IN_OCTOBER)
    lead = provider.people["governance_lead"]
    incidents.restrict(incident, "Staff are involved", viewers=[lead], by=lead)
    with pytest.raises(Refused) as refused:
        of_incident(provider, incident)
    assert refused.value.codes == ("PCK-02",)


@pytest.mark.rule("PCK-02", "allowed")
def test_a_pack_of_one_incident_follows_its_thread(provider: Provider) -> None:
    action = make_complete(provider, at=IN_OCTOBER)
    pack = of_incident(provider, action.incident)
    said = sentences(pack)
    assert pack.title == f"One incident: {action.incident.reference}"
    assert "1 action came of it" in said
    assert "nothing has been checked yet" in said
    assert pack.names == [action.incident_id]


def test_the_account_of_an_incident_carries_no_contact(provider: Provider) -> None:
    narrative = "She was told to ring 07700 900123 and nobody answered."
    incident = make_incident(provider, at=IN_OCTOBER, narrative=narrative)
    assert "07700" not in str(of_incident(provider, incident).content)


@pytest.mark.rule("PCK-01", "refused")
def test_days_that_are_not_over_are_refused(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        monthly(provider, at=moment(UNTIL))
    assert "over after 31 October 2026" in refused.value.refusals[0].sentence


@pytest.mark.rule("PCK-01", "boundary")
def test_the_day_after_the_last_is_soon_enough(provider: Provider) -> None:
    assert monthly(provider, at=moment(UNTIL + dt.timedelta(days=1))).status == Status.DRAFT


@pytest.mark.rule("PCK-01", "allowed")
def test_the_meeting_at_which_it_is_read_is_named(provider: Provider) -> None:
    meeting = review_meeting(provider)
    last = meeting.slot_on.replace(day=1) - dt.timedelta(days=1)
    pack = monthly(provider, at=timezone.now(), period=Period(last.replace(day=1), last))
    assert pack.meeting == meeting
    said = sentences(pack, "decisions")
    assert "It was read at the monthly incident review of" in said
    assert "decided on 1 item; its minutes are not approved yet." in said


def test_only_who_prepares_packs_drafts_one(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        monthly(provider, by=provider.people["executive"])
    assert "You cannot prepare packs" in refused.value.refusals[0].sentence


@pytest.mark.rule("PCK-03", "refused")
def test_words_need_a_section_that_is_there(provider: Provider) -> None:
    pack = monthly(provider)
    with pytest.raises(Refused) as refused:
        packs.write(pack, "no_such", "Words", by=provider.people["governance_lead"])
    assert refused.value.codes == ("PCK-03",)


@pytest.mark.rule("PCK-03", "allowed")
@pytest.mark.rule("PCK-04", "allowed")
def test_words_stand_beside_the_figures_and_change_none(provider: Provider) -> None:
    pack = monthly(provider)
    before = sentences(pack)
    lead = provider.people["governance_lead"]
    packs.write(pack, "themes", "We see handovers again.", by=lead, at=MEETING_DAY)
    packs.assemble(pack, by=lead, at=MEETING_DAY)
    assert queries.sections_of(pack)[1]["words"] == "We see handovers again."
    assert sentences(pack) == before


@pytest.mark.rule("PCK-04", "refused")
def test_words_that_are_too_long_are_refused(provider: Provider) -> None:
    pack = monthly(provider)
    with pytest.raises(Refused) as refused:
        packs.write(pack, "themes", "a" * 20_001, by=provider.people["governance_lead"])
    assert refused.value.codes == ("PCK-04",)


@pytest.mark.rule("PCK-04", "boundary")
def test_words_of_just_the_length_fit(provider: Provider) -> None:
    pack = monthly(provider)
    row = packs.write(pack, "themes", "a" * 20_000, by=provider.people["governance_lead"])
    assert row.version == 1


def test_two_who_write_in_one_section_do_not_lose_words(provider: Provider) -> None:
    pack = monthly(provider)
    lead = provider.people["governance_lead"]
    packs.write(pack, "themes", "The first.", seen=0, by=lead)
    with pytest.raises(Refused) as refused:
        packs.write(pack, "themes", "The second.", seen=0, by=lead)
    assert refused.value.codes == (CHANGED_MEANWHILE,)
    assert queries.sections_of(pack)[1]["words"] == "The first."


def test_two_who_write_in_two_sections_both_save(provider: Provider) -> None:
    pack = monthly(provider)
    lead = provider.people["governance_lead"]
    packs.write(pack, "themes", "One.", seen=0, by=lead)
    packs.write(pack, "charts", "Two.", seen=0, by=lead)
    assert [one["words"] for one in queries.sections_of(pack)[1:3]] == ["One.", "Two."]


@pytest.mark.rule("PCK-07", "refused")
def test_throwing_a_draft_away_needs_a_reason(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        packs.discard(monthly(provider), " ", by=provider.people["governance_lead"])
    assert refused.value.codes == ("PCK-07",)


@pytest.mark.rule("PCK-07", "allowed")
def test_a_draft_is_thrown_away_with_its_reason(provider: Provider) -> None:
    pack = packs.discard(monthly(provider), "Twice.", by=provider.people["governance_lead"])
    assert (pack.status, pack.discarded_because) == (Status.DISCARDED, "Twice.")


def test_the_days_of_a_pack_are_those_asked_for(provider: Provider) -> None:
    pack = monthly(provider)
    assert (pack.since, pack.until) == (SINCE, UNTIL)
    assert pack.title == "Monthly incident review, October 2026: Larkfield Care"
