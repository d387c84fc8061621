"""Each indicator maps to a step-up and a timescale; those that do not are listed and chased."""

from __future__ import annotations

import pytest

from goldthread.clocks.queries import of_subject, waiting_for
from goldthread.domain.registers.escalation import operations, queries
from goldthread.domain.registers.escalation.models import IndicatorVersion, Observation
from goldthread.domain.registers.escalation.operations import Wording
from goldthread.domain.registers.escalation.terms import UNMAPPED_CLOCK
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories.escalation import indicator, observed, unmapped
from tests.factories.provider import Provider

MAPPED = Wording(
    "Sells belongings", "Gives away or sells things.", "Any.", "A visit", 2, "days", "Our policy."
)


@pytest.mark.capability(58)
def test_every_shipped_indicator_leads_to_a_step_up_within_a_timescale(
    provider: Provider,
) -> None:
    versions = list(queries.current_versions(provider.organisation.pk))
    assert len(versions) == 9
    assert all(one.mapped and one.within_amount and one.threshold for one in versions)
    assert not queries.unmapped(provider.organisation.pk).exists()


@pytest.mark.capability(58)
@pytest.mark.rule("ESC-20", "allowed")
@pytest.mark.rule("ESC-21", "boundary")
def test_an_indicator_without_a_step_up_is_listed_and_waits_for_governance(
    provider: Provider,
) -> None:
    version = unmapped(provider)
    assert list(queries.unmapped(provider.organisation.pk)) == [version]
    clock = of_subject(version.indicator).get(kind=UNMAPPED_CLOCK)
    assert clock in waiting_for(provider.people["governance_lead"])


@pytest.mark.capability(58)
@pytest.mark.rule("ESC-21", "allowed")
def test_mapping_it_ends_the_chase_and_keeps_both_wordings(provider: Provider) -> None:
    indicator_ = unmapped(provider).indicator
    lead = provider.people["governance_lead"]
    version = operations.save_indicator(indicator_, MAPPED, by=lead)
    assert (version.number, version.mapped) == (2, True)
    assert of_subject(indicator_).get(kind=UNMAPPED_CLOCK).met
    assert not queries.unmapped(provider.organisation.pk).exists()


def test_taking_the_step_up_away_chases_it_again(provider: Provider) -> None:
    version = indicator(provider)
    lead = provider.people["governance_lead"]
    operations.save_indicator(version.indicator, Wording(version.name), by=lead)
    assert of_subject(version.indicator).filter(ended_at__isnull=True).count() == 1


def test_retiring_an_unmapped_indicator_ends_the_chase(provider: Provider) -> None:
    version = unmapped(provider)
    lead = provider.people["governance_lead"]
    operations.save_indicator(version.indicator, Wording(version.name), retired=True, by=lead)
    assert of_subject(version.indicator).get(kind=UNMAPPED_CLOCK).ended_at is not None
    assert not queries.unmapped(provider.organisation.pk).exists()


def test_what_was_observed_keeps_the_wording_of_its_day(provider: Provider) -> None:
    episode = observed(provider)
    version = indicator(provider)
    lead = provider.people["governance_lead"]
    operations.save_indicator(version.indicator, MAPPED, by=lead)
    assert Observation.objects.get(episode=episode).version.name == "Missed contacts"
    assert indicator(provider).name == "Sells belongings"


@pytest.mark.rule("ESC-20", "refused")
@pytest.mark.rule("ESC-20", "boundary")
@pytest.mark.parametrize("name", ["", "  ", "missed CONTACTS "])
def test_a_name_is_given_and_is_no_other_indicators(provider: Provider, name: str) -> None:
    with pytest.raises(Refused) as refused:
        operations.add_indicator(
            provider.organisation, Wording(name), by=provider.people["governance_lead"]
        )
    assert refused.value.codes == ("ESC-20",)


@pytest.mark.rule("ESC-21", "refused")
@pytest.mark.parametrize(
    "half",
    [
        Wording("One", step_up="A visit"),
        Wording("One", within_amount=2, within_unit="days"),
        Wording("One", step_up="A visit", within_amount=2),
    ],
)
def test_half_a_mapping_is_refused(provider: Provider, half: Wording) -> None:
    with pytest.raises(Refused) as refused:
        operations.add_indicator(provider.organisation, half, by=provider.people["governance_lead"])
    assert refused.value.codes == ("ESC-21",)


def test_a_supervisor_does_not_change_the_indicators(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        operations.add_indicator(provider.organisation, MAPPED, by=provider.people["supervisor"])
    assert refused.value.codes == (NOT_ALLOWED,)


def test_defaults_are_installed_once(provider: Provider) -> None:
    before = IndicatorVersion.objects.count()
    operations.install_defaults(provider.organisation)
    assert IndicatorVersion.objects.count() == before
