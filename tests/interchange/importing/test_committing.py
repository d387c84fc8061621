"""Rows become incidents once, each trailed and searchable, and wait where a person can place them."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from goldthread.access.models import Unit
from goldthread.access.terms import UnitKind
from goldthread.clocks.models import Clock
from goldthread.domain.incidents import queries
from goldthread.domain.incidents.import_rules import IMPORT_RULES
from goldthread.domain.incidents.imports import ImportedAccount
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.operations import import_incidents, place_proposed
from goldthread.domain.incidents.search import newest_matches
from goldthread.interchange.importing.committing import Choices, commit
from goldthread.interchange.importing.plan import Plan, plan_import
from goldthread.interchange.importing.terms import Converted
from goldthread.trail.models import Entry
from goldthread.workflow.rules import broken
from tests.factories.provider import Provider
from tests.interchange.importing.clean import Clean, as_csv, clean

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def plan_of(table: Clean) -> Plan:
    return plan_import(as_csv(table.table()), timezone.localdate())


def bring_in(provider: Provider, table: Clean, **choices: bool) -> Converted:
    return commit(plan_of(table), provider.organisation, Choices(**choices), by="command-line")


def codes(found: Converted) -> set[str]:
    return {warning.code for warning in found.warnings}


def test_every_row_becomes_one_incident_with_its_own_trail_and_words_to_search(provider):
    table = clean()
    found = bring_in(provider, table)
    assert (len(found.drafts), found.rejects, found.skips) == (80, (), ())
    assert Incident.objects.count() == 80
    entries = Entry.objects.filter(kind="incident.import")
    assert entries.count() == 80
    assert '"source_reference":"W10007"' in "".join(entries.values_list("body", flat=True))
    here = [provider.organisation.pk]
    found_by_words = newest_matches(Incident.objects.all(), "note 33", here)
    assert found_by_words.get().source_reference == "W10231"


def test_an_imported_incident_keeps_its_times_harm_words_and_columns(provider):
    table = clean()
    table.columns["moon"] = "Phase of the moon"
    for row in table.rows:
        row["moon"] = "waxing"
    bring_in(provider, table)
    row = table.rows[3]
    incident = Incident.objects.get(source_reference=row["ref"])
    happened = datetime.combine(row["answer_date"], row["answer_time"], LONDON)
    assert (incident.occurred_at, incident.occurred_precision) == (happened, "exact")
    assert (incident.physical_harm, incident.psychological_harm) == (row["answer_harm"], "")
    assert incident.source_columns["Phase of the moon"] == "waxing"
    assert incident.source_columns["Degree of harm"] == row["harm"]
    assert (incident.status, incident.route) == ("reported", "imported")


def test_the_triage_clock_runs_from_the_import_and_not_from_the_report(provider):
    bring_in(provider, clean())
    clocks = Clock.objects.filter(kind="triage")
    assert clocks.count() == 80
    assert all(timezone.now() - clock.starts_at < timedelta(minutes=1) for clock in clocks)
    assert len({clock.subject_id for clock in clocks}) == 80


def test_importing_again_adds_nothing(provider):
    bring_in(provider, clean())
    again = bring_in(provider, clean())
    assert (len(again.drafts), len(again.skips)) == (0, 80)
    assert again.skips[0].reason == "It was imported before."
    assert Incident.objects.count() == 80


def test_an_import_that_stopped_half_way_goes_on_where_it_stopped(provider, monkeypatch):
    monkeypatch.setattr("goldthread.interchange.importing.committing.batches.BATCH", 20)

    def stop(_: int) -> None:
        if Incident.objects.count() >= 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        commit(plan_of(clean()), provider.organisation, Choices(), by="command-line", progress=stop)
    assert Incident.objects.count() == 40
    again = bring_in(provider, clean())
    assert (len(again.drafts), len(again.skips)) == (40, 40)
    assert Incident.objects.values("reference").distinct().count() == 80


def test_the_same_reference_of_another_system_is_another_incident(provider):
    plan = plan_of(clean(5))
    other = dataclasses.replace(plan, mapping=dataclasses.replace(plan.mapping, source_system="b"))
    commit(plan, provider.organisation, Choices(), by="command-line")
    commit(other, provider.organisation, Choices(), by="command-line")
    assert Incident.objects.count() == 10


def test_a_row_changed_since_is_named_and_the_incident_left_alone(provider):
    bring_in(provider, clean())
    table = clean()
    table.rows[3]["text"] = "Told quite differently now."
    again = bring_in(provider, table)
    assert [w.lines for w in again.warnings if w.code == "changed-since"] == [(5,)]
    assert not Incident.objects.filter(narrative__contains="differently").exists()


def test_a_dry_run_writes_nothing_and_says_what_would_happen(provider):
    found = bring_in(provider, clean(), write=False)
    assert len(found.drafts) == 80
    assert "team-unknown" in codes(found)
    assert (Incident.objects.count(), Entry.objects.filter(kind="incident.import").count()) == (
        0,
        0,
    )


def test_known_teams_are_found_whatever_their_case_and_marks(provider):
    table = clean()
    for row in table.rows:
        row["team"] = "ALDER-TEAM"
    bring_in(provider, table)
    assert set(Incident.objects.values_list("unit", "placed")) == {(provider.team.pk, True)}


def test_unknown_teams_wait_unplaced_under_the_organisation_as_proposals(provider):
    found = bring_in(provider, clean())
    incident = Incident.objects.get(source_reference="W10000")
    assert (incident.unit, incident.placed) == (provider.organisation, False)
    assert incident.proposed_unit == clean().rows[0]["team"]
    lead = provider.people["triage_lead"]
    proposals = dict(queries.proposed_units(lead))
    assert proposals == clean().answers["team"]
    assert len([w for w in found.warnings if w.code == "team-unknown"]) == len(proposals)


def test_placing_a_proposal_places_all_its_incidents(provider):
    bring_in(provider, clean())
    lead = provider.people["triage_lead"]
    name, waiting = queries.proposed_units(lead)[0]
    assert place_proposed(name, provider.team, by=lead) == waiting
    placed = Incident.objects.filter(unit=provider.team, placed=True)
    assert placed.count() == waiting
    assert name not in dict(queries.proposed_units(lead))
    assert Clock.objects.filter(unit=provider.team, kind="triage").count() == waiting


def test_create_units_adds_the_teams_their_localities_and_the_categories(provider):
    found = bring_in(provider, clean(), create_units=True)
    team = Unit.objects.get(name="Harbour Crisis Team")
    assert (team.kind, team.parent.name, team.parent.kind) == (
        UnitKind.TEAM,
        "Northside",
        UnitKind.LOCALITY,
    )
    assert Unit.objects.filter(name="Northside").count() == 1
    assert not Incident.objects.filter(placed=False).exists()
    assert not Incident.objects.exclude(proposed_category="").exists()
    assert "created" in codes(found)


def test_teams_of_the_same_name_are_told_apart_by_their_locality(provider):
    from goldthread.access import operations as access

    south = access.add_unit(provider.organisation, "South Vale", kind=UnitKind.LOCALITY)
    alder = access.add_unit(south, "Alder Team")
    table = clean()
    for row in table.rows:
        row["team"], row["locality"] = "Alder Team", "South Vale"
    bring_in(provider, table)
    assert set(Incident.objects.values_list("unit", flat=True)) == {alder.pk}


def test_history_comes_in_closed_and_never_as_verified(provider):
    bring_in(provider, clean(), history=True)
    incident = Incident.objects.first()
    assert (incident.status, incident.closure) == ("closed", "historical")
    assert incident.closed_because == "Closed in the previous system"
    assert not Clock.objects.filter(subject_id=incident.pk).exists()
    assert not Incident.objects.filter(closure="verified").exists()


def test_names_and_numbers_of_people_are_sealed_and_not_kept_in_the_open(provider):
    table = clean(10)
    table.columns |= {"first": "Forename", "last": "Surname", "number": "NHS number"}
    table.columns |= {"who": "Reporter"}
    for row in table.rows:
        row |= {"first": "Rowan", "last": "Testcase", "number": "943 476 5919"}
        row |= {"who": "Ashley Testwitness"}
    bring_in(provider, table)
    assert Incident.objects.first().reporter_name == "Ashley Testwitness"
    person = Incident.objects.first().people.get()
    assert (person.name, person.nhs_number) == ("Rowan Testcase", "9434765919")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, nhs_number FROM incidents_personaffected")
        stored = str(cursor.fetchall())
        cursor.execute("SELECT source_columns, narrative, reporter_name FROM incidents_incident")
        stored += str(cursor.fetchall())
        cursor.execute("SELECT body FROM trail_entry")
        stored += str(cursor.fetchall())
    assert "Testcase" not in stored
    assert "Testwitness" not in stored
    assert "9434765919" not in stored.replace(" ", "")


def test_years_before_the_service_are_history_and_only_a_warning(provider):
    table = clean()
    for row in table.rows:
        row["date"] = row["reported"] = "1988-05-03"
    found = bring_in(provider, table)
    assert len(found.drafts) == 80
    assert "before-service" in codes(found)


def account(**changes: Any) -> ImportedAccount:
    values: dict[str, Any] = {
        "source_reference": "A1",
        "narrative": "It fell.",
        "occurred_at": timezone.now() - timedelta(days=3),
        "occurred_precision": "day",
    }
    return ImportedAccount(**(values | changes))


NOW = datetime(2026, 11, 21, 12, tzinfo=LONDON)
RULES = {rule.code: rule for rule in IMPORT_RULES}
CASES = [
    ("IMP-01", "allowed", {}, True),
    ("IMP-01", "refused", {"narrative": ""}, False),
    ("IMP-01", "boundary", {"narrative": " \n "}, False),
    ("IMP-02", "allowed", {"occurred_at": NOW - timedelta(days=1)}, True),
    ("IMP-02", "refused", {"occurred_at": NOW + timedelta(days=1)}, False),
    ("IMP-02", "boundary", {"occurred_at": NOW}, True),
    ("IMP-03", "allowed", {"occurred_precision": "unknown", "reported_at": NOW}, True),
    ("IMP-03", "refused", {"occurred_at": None, "occurred_precision": "unknown"}, False),
    ("IMP-03", "boundary", {"occurred_at": None, "discovered_at": NOW}, True),
    ("IMP-04", "allowed", {}, True),
    ("IMP-04", "refused", {"source_reference": ""}, False),
    ("IMP-04", "boundary", {"source_reference": " "}, False),
]


@pytest.mark.parametrize(
    ("code", "changes", "holds"),
    [
        pytest.param(code, changes, holds, marks=pytest.mark.rule(code, case), id=f"{code} {case}")
        for code, case, changes, holds in CASES
    ],
)
def test_import_rules(code, changes, holds):
    facts = {"account": account(**({"occurred_at": NOW} | changes)), "at": NOW}
    assert (broken((RULES[code],), None, facts) == []) is holds


def test_a_row_the_rules_refuse_does_not_stop_the_others(provider):
    accounts = [account(source_reference=str(number)) for number in range(3)]
    accounts.append(account(source_reference="bad", narrative=" "))
    found = import_incidents(provider.organisation, "old", accounts, by="command-line")
    assert [refusal.code for _, refusal in found.refused] == ["IMP-01"]
    assert Incident.objects.count() == 3


def test_an_import_asks_the_database_no_more_for_more_rows(provider, django_assert_max_num_queries):
    plan = plan_of(clean(900))
    with django_assert_max_num_queries(160):
        commit(plan, provider.organisation, Choices(), by="command-line")
