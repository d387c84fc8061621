"""What is frozen stays as it was read, and says what it is made of."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import pytest

from goldthread.domain.governance.packs import operations as packs
from goldthread.domain.governance.packs import queries
from goldthread.domain.governance.packs.operations import Period
from goldthread.domain.governance.packs.terms import Status
from goldthread.domain.governance.packs.transitions import SUPERSEDE
from goldthread.domain.incidents import operations as incidents
from goldthread.trail.models import Entry
from goldthread.workflow.operations import perform
from goldthread.workflow.refusals import Refused
from tests.factories.actions import make_agreed
from tests.factories.incidents import make_incident
from tests.factories.packs import IN_OCTOBER, MEETING_DAY, frozen, moment, monthly, of_incident
from tests.factories.provider import Provider


@pytest.mark.rule("PCK-05", "allowed")
@pytest.mark.rule("PCK-08", "allowed")
def test_later_data_changes_nothing_in_a_frozen_pack(provider: Provider) -> None:
    make_incident(provider, at=IN_OCTOBER)
    pack = frozen(provider)
    before, sections = pack.snapshot, queries.sections_of(pack)
    for _ in range(4):
        make_incident(provider, at=IN_OCTOBER)
    pack.refresh_from_db()
    assert pack.snapshot == before
    assert queries.sections_of(pack) == sections
    assert hashlib.sha256(pack.snapshot.encode()).hexdigest() == pack.digest
    assert json.loads(pack.snapshot)["title"] == pack.title


def test_freezing_is_on_the_trail_with_the_digest(provider: Provider) -> None:
    pack = frozen(provider)
    entry = Entry.objects.get(kind="pack.freeze", record_id=pack.pk)
    assert pack.digest in entry.body
    assert set(pack.checkpoint) == {"at", "heads", "digest", "signature"}


@pytest.mark.rule("PCK-05", "refused")
def test_figures_of_yesterday_are_brought_up_to_date_first(provider: Provider) -> None:
    pack = monthly(provider)
    lead, later = provider.people["governance_lead"], MEETING_DAY + dt.timedelta(days=1)
    with pytest.raises(Refused) as refused:
        packs.freeze(pack, by=lead, at=later)
    assert "The figures were taken on 5 November 2026" in refused.value.refusals[0].sentence
    packs.assemble(pack, by=lead, at=later)
    assert packs.freeze(pack, by=lead, at=later).status == Status.FROZEN


@pytest.mark.rule("PCK-05", "boundary")
def test_the_last_minute_of_the_same_day_is_in_time(provider: Provider) -> None:
    pack = monthly(provider)
    late = moment(MEETING_DAY.date(), 23)
    assert packs.freeze(pack, by=provider.people["governance_lead"], at=late).frozen_at == late


@pytest.mark.rule("PCK-08", "refused")
def test_an_incident_restricted_meanwhile_stops_the_freezing(provider: Provider) -> None:
    action = make_agreed(provider, at=IN_OCTOBER, due_on=dt.date(2026, 10, 20))
    pack = monthly(provider)
    lead = provider.people["governance_lead"]
    incidents.restrict(action.incident, "Staff are involved", viewers=[lead], by=lead)
    with pytest.raises(Refused) as refused:
        packs.freeze(pack, by=lead, at=MEETING_DAY)
    assert refused.value.codes == ("PCK-08",)
    packs.assemble(pack, by=lead, at=MEETING_DAY)
    assert packs.freeze(pack, by=lead, at=MEETING_DAY).status == Status.FROZEN


@pytest.mark.rule("PCK-09", "allowed")
def test_a_second_pack_of_the_same_days_takes_the_place_of_the_first(provider: Provider) -> None:
    first = frozen(provider)
    second = frozen(provider)
    first.refresh_from_db()
    assert (first.status, second.status) == (Status.SUPERSEDED, Status.FROZEN)
    assert second.replaces == first
    assert queries.sections_of(first)


@pytest.mark.rule("PCK-09", "refused")
def test_a_pack_of_other_days_takes_no_place(provider: Provider) -> None:
    first = frozen(provider)
    other = frozen(provider, period=Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30)))
    with pytest.raises(Refused) as refused:
        perform(SUPERSEDE, first, by=provider.people["governance_lead"], facts={"by_pack": other})
    assert refused.value.codes == ("PCK-09",)


def test_a_frozen_pack_takes_no_words(provider: Provider) -> None:
    pack = frozen(provider)
    with pytest.raises(Refused) as refused:
        packs.write(pack, "themes", "Too late.", by=provider.people["governance_lead"])
    assert "already frozen" in refused.value.refusals[0].sentence


def test_drafts_are_for_those_who_prepare_them(provider: Provider) -> None:
    draft = monthly(provider)
    assert draft in queries.visible_to(provider.people["governance_lead"])
    assert draft not in queries.visible_to(provider.people["executive"])
    packs.freeze(draft, by=provider.people["governance_lead"], at=MEETING_DAY)
    assert draft in queries.visible_to(provider.people["executive"])
    assert draft not in queries.visible_to(provider.people["reporter"])


def test_a_pack_of_an_incident_restricted_later_is_kept_with_it(provider: Provider) -> None:
    incident = make_incident(provider, at=IN_OCTOBER)
    lead = provider.people["governance_lead"]
    pack = packs.freeze(of_incident(provider, incident), by=lead, at=MEETING_DAY)
    incidents.restrict(incident, "Staff are involved", viewers=[lead], by=lead)
    assert pack not in queries.visible_to(provider.people["executive"])
    assert pack in queries.visible_to(lead)
    assert queries.kept_from(pack, provider.people["executive"]) == {incident.pk}
