"""A person served is recorded once, named only where allowed, and merged when recorded twice."""

from __future__ import annotations

import pytest

from goldthread.access.models import User
from goldthread.domain.registers.people import operations, queries
from goldthread.domain.registers.people.models import Person
from goldthread.domain.registers.people.operations import Identity
from goldthread.domain.registers.people.terms import Status
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories.incidents import make_incident
from tests.factories.people import person, team
from tests.factories.provider import Provider
from tests.factories.registers import person_served

GOOD_NHS = "943 476 5919"


@pytest.fixture
def keeper(provider: Provider) -> User:
    return provider.people["supervisor"]


@pytest.mark.rule("PER-01", "allowed")
@pytest.mark.rule("PER-02", "allowed")
@pytest.mark.rule("PER-04", "allowed")
def test_a_person_is_recorded_with_a_reference_and_sealed_names(provider: Provider) -> None:
    one = person_served(provider, "Ottoline Verrigan", nhs_number=GOOD_NHS)
    stored = Person.objects.filter(pk=one.pk).extra(select={"raw": "name"}).values_list("raw")
    assert one.reference == "P-00001"
    assert "Verrigan" not in str(stored[0])


@pytest.mark.rule("PER-01", "refused")
@pytest.mark.rule("PER-01", "boundary")
@pytest.mark.parametrize("name", ["", "   "])
def test_a_person_without_a_name_is_refused(provider: Provider, keeper: User, name: str) -> None:
    with pytest.raises(Refused) as refused:
        operations.record_person(provider.team, Identity(name), by=keeper)
    assert "PER-01" in refused.value.codes


@pytest.mark.rule("PER-02", "refused")
@pytest.mark.rule("PER-02", "boundary")
def test_a_number_written_otherwise_is_still_the_same_number(
    provider: Provider, keeper: User
) -> None:
    person_served(provider, record_number="RX-77 01")
    with pytest.raises(Refused) as refused:
        operations.record_person(provider.team, Identity("Another", "rx7701"), by=keeper)
    assert refused.value.codes == ("PER-02",)
    assert Person.objects.count() == 1


def test_people_without_numbers_are_recorded_side_by_side(provider: Provider) -> None:
    person_served(provider, record_number="")
    person_served(provider, record_number="")
    assert Person.objects.count() == 2


@pytest.mark.rule("PER-04", "refused")
@pytest.mark.rule("PER-04", "boundary")
@pytest.mark.parametrize("number", ["943 476 5918", "94347659", "94347659190"])
def test_a_number_that_does_not_check_is_refused(
    provider: Provider, keeper: User, number: str
) -> None:
    with pytest.raises(Refused) as refused:
        operations.record_person(provider.team, Identity("Ottoline", "", number), by=keeper)
    assert refused.value.codes == ("PER-04",)


def test_a_person_is_found_by_name_number_or_reference(provider: Provider, keeper: User) -> None:
    one = person_served(provider, "Ottoline Verrigan", record_number="RX7", nhs_number=GOOD_NHS)
    for text in ("ottoline  VERRIGAN", "rx-7", GOOD_NHS, "p-00001"):
        assert list(queries.found(keeper, text)) == [one]
    assert not queries.found(keeper, "Verrigan").exists()


def test_nobody_outside_the_team_sees_or_finds_the_person(provider: Provider) -> None:
    one = person_served(provider, "Ottoline Verrigan")
    stranger = person(team(provider.organisation), "supervisor")
    assert not queries.found(stranger, "Ottoline Verrigan").exists()
    assert queries.with_reference(stranger, one.reference) is None
    assert queries.shown_to(one, stranger) == one.reference


def test_nobody_records_people_where_they_may_not(provider: Provider) -> None:
    elsewhere = team(provider.organisation)
    with pytest.raises(Refused) as refused:
        operations.record_person(
            elsewhere, Identity("Ottoline"), by=person(provider.team, "supervisor")
        )
    assert refused.value.codes == (NOT_ALLOWED,)


def test_the_trail_says_what_was_corrected_and_never_the_name(
    provider: Provider, keeper: User
) -> None:
    one = person_served(provider, "Ottoline Verrigan", record_number="RX7")
    operations.correct_person(one, Identity("Ottoline Verigan", "RX7"), by=keeper)
    bodies = " ".join(
        Entry.objects.filter(record_type="people.person").values_list("body", flat=True)
    )
    assert '"changed":["name"]' in bodies
    assert "Ver" not in bodies


@pytest.mark.rule("PER-03", "allowed")
def test_a_merged_record_leads_to_the_one_that_goes_on(provider: Provider) -> None:
    kept = person_served(provider, "Ottoline Verrigan", record_number="")
    twice = person_served(provider, "Otty Verrigan", record_number="RX9", nhs_number=GOOD_NHS)
    lead = provider.people["governance_lead"]
    operations.merge_people(twice, kept, "Same date of birth and address.", by=lead)
    kept.refresh_from_db()
    assert (twice.status, kept.record_number) == (Status.MERGED, "RX9")
    assert queries.with_reference(lead, twice.reference) == kept


def test_a_chain_of_merges_leads_to_the_last(provider: Provider) -> None:
    lead = provider.people["governance_lead"]
    first, second, third = (person_served(provider) for _ in range(3))
    operations.merge_people(first, second, "One person.", by=lead)
    operations.merge_people(second, third, "One person.", by=lead)
    assert queries.with_reference(lead, first.reference) == third
    assert set(third.merged.all()) == {first, second}


@pytest.mark.rule("PER-03", "refused")
@pytest.mark.rule("PER-03", "boundary")
def test_a_record_is_not_merged_into_itself_or_without_a_reason(provider: Provider) -> None:
    one, other = person_served(provider), person_served(provider)
    lead = provider.people["governance_lead"]
    for into, reason in ((one, "A reason."), (other, " ")):
        with pytest.raises(Refused) as refused:
            operations.merge_people(one, into, reason, by=lead)
        assert refused.value.codes == ("PER-03",)


def test_incidents_of_a_person_are_found_by_number_within_scope(
    provider: Provider, keeper: User
) -> None:
    from goldthread.domain.incidents.reports import AffectedPerson

    affected = AffectedPerson(physical_harm="none", record_number="RX 7")
    incident = make_incident(provider, people=(affected,))
    make_incident(provider)
    one = person_served(provider, record_number="RX7")
    assert list(queries.incidents_of(one, keeper)) == [incident]
    assert not queries.incidents_of(one, person(team(provider.organisation), "supervisor"))
