"""The high-risk cohort: explicit criteria, frozen once, and the log of crises it is measured by."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import pytest
from django.utils import timezone

from goldthread.domain.registers.escalation import operations, queries
from goldthread.domain.registers.escalation.models import Cohort, Crisis, RiskFlag
from goldthread.domain.registers.people import operations as people
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories.escalation import (
    DAY,
    at_high_risk,
    crisis,
    frozen,
    late,
    observed,
    step_up_due,
    stepped_up,
)
from tests.factories.provider import Provider
from tests.factories.registers import person_served


def members(provider: Provider, at: dt.datetime | None = None) -> list[str]:
    definition = queries.definition_of(provider.organisation.pk)
    found = queries.in_cohort(provider.organisation, definition, at or timezone.now())
    return [one.person.reference for one in found]


@pytest.mark.capability(64, 69)
def test_two_indicators_met_within_the_window_make_someone_a_member(provider: Provider) -> None:
    someone = at_high_risk(provider)
    step_up_due(provider)
    assert members(provider) == [someone.reference]


def test_the_same_indicator_twice_is_one(provider: Provider) -> None:
    someone = person_served(provider)
    stepped_up(provider, someone)
    step_up_due(provider, someone)
    assert members(provider) == []


def test_signs_below_the_threshold_and_old_ones_do_not_count(provider: Provider) -> None:
    someone = person_served(provider)
    observed(provider, someone)
    observed(provider, someone, code="sleep_loss", met=True)
    assert members(provider) == []
    other = at_high_risk(provider)
    assert members(provider, timezone.now() + 87 * DAY) == [other.reference]
    assert members(provider, timezone.now() + 89 * DAY) == []


def test_an_episode_recorded_in_error_makes_nobody_a_member(provider: Provider) -> None:
    someone = at_high_risk(provider)
    episode = queries.of_person(someone, provider.people["supervisor"])[0]
    operations.withdraw_episode(episode, "Wrong person.", by=provider.people["supervisor"])
    assert members(provider) == []


@pytest.mark.capability(64, 69)
@pytest.mark.rule("ESC-26", "allowed")
def test_a_senior_flags_someone_with_a_reason_and_ends_it(provider: Provider) -> None:
    someone = person_served(provider)
    senior = provider.people["team_manager"]
    flag = operations.flag_person(someone, "Lost his tenancy this week.", by=senior)
    assert members(provider) == [someone.reference]
    operations.end_flag(flag, "Housed again.", by=senior)
    assert members(provider) == []


@pytest.mark.rule("ESC-26", "refused")
@pytest.mark.rule("ESC-26", "boundary")
def test_a_flag_without_a_reason_is_refused(provider: Provider) -> None:
    someone = person_served(provider)
    with pytest.raises(Refused) as refused:
        operations.flag_person(someone, "  ", by=provider.people["team_manager"])
    assert refused.value.codes == ("ESC-26",)
    assert not RiskFlag.objects.exists()


def test_a_supervisor_flags_nobody(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        operations.flag_person(
            person_served(provider), "A worry.", by=provider.people["supervisor"]
        )
    assert refused.value.codes == (NOT_ALLOWED,)


@pytest.mark.rule("ESC-27", "allowed")
def test_a_new_definition_holds_from_now_on_and_frozen_cohorts_keep_theirs(
    provider: Provider,
) -> None:
    cohort = frozen(provider, 1)
    definition = operations.define_cohort(
        provider.organisation,
        indicators=3,
        days=30,
        flagged_too=False,
        because="Agreed by the forum.",
        by=provider.people["governance_lead"],
    )
    cohort.refresh_from_db()
    assert (definition.number, cohort.definition.number) == (2, 1)
    assert members(provider) == []


@pytest.mark.rule("ESC-27", "refused")
@pytest.mark.rule("ESC-27", "boundary")
@pytest.mark.parametrize(
    ("indicators", "days", "because"), [(0, 1, "Why."), (1, 0, "Why."), (1, 1, " ")]
)
def test_a_definition_that_counts_nothing_or_says_no_reason_is_refused(
    provider: Provider, indicators: int, days: int, because: str
) -> None:
    with pytest.raises(Refused) as refused:
        operations.define_cohort(
            provider.organisation,
            indicators=indicators,
            days=days,
            flagged_too=True,
            because=because,
            by=provider.people["governance_lead"],
        )
    assert refused.value.codes == ("ESC-27",)


@pytest.mark.capability(64, 69)
@pytest.mark.rule("ESC-24", "allowed")
@pytest.mark.rule("ESC-25", "allowed")
def test_a_frozen_cohort_keeps_its_list_its_definition_and_its_hash(provider: Provider) -> None:
    cohort = frozen(provider, 2)
    at_high_risk(provider)
    cohort.refresh_from_db()
    rows = json.loads(cohort.frame)
    assert [row["case"] for row in rows] == ["P-00001", "P-00002"]
    assert rows[0]["because"] == "2 indicators: Missed contacts, Sleeping much less"
    assert cohort.frame_hash == hashlib.sha256(cohort.frame.encode()).hexdigest()
    assert (cohort.size, cohort.definition.number) == (2, 1)
    assert len(members(provider)) == 3


def test_a_frozen_list_holds_references_and_never_names(provider: Provider) -> None:
    at_high_risk(provider, name="Ottoline Verrigan")
    assert "Verrigan" not in frozen(provider, 0).frame


@pytest.mark.rule("ESC-24", "refused")
@pytest.mark.rule("ESC-24", "boundary")
def test_an_empty_cohort_is_not_frozen(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        frozen(provider, 0)
    assert refused.value.codes == ("ESC-24",)
    assert not Cohort.objects.exists()


@pytest.mark.rule("ESC-25", "refused")
@pytest.mark.rule("ESC-25", "boundary")
@pytest.mark.parametrize(("days", "refuses"), [(0, False), (1, True)])
def test_a_cohort_counts_from_a_day_that_has_come(
    provider: Provider, days: int, refuses: bool
) -> None:
    first = timezone.localdate() + days * DAY
    if refuses:
        with pytest.raises(Refused) as refused:
            frozen(provider, 1, counts_from_on=first)
        assert refused.value.codes == ("ESC-25",)
    else:
        assert frozen(provider, 1, counts_from_on=first).size == 1


def test_nobody_freezes_a_cohort_where_they_may_not(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        operations.freeze_cohort(
            provider.organisation,
            "All",
            timezone.localdate(),
            by=provider.people["team_manager"],
        )
    assert refused.value.codes == (NOT_ALLOWED,)


@pytest.mark.capability(69)
def test_the_last_cohort_frozen_for_a_unit_counts_from_its_own_day_on(provider: Provider) -> None:
    first = frozen(provider, 1)
    second = frozen(provider, 1, counts_from_on=timezone.localdate())
    month = timezone.localdate().replace(day=1)
    organisation = provider.organisation.pk
    before = queries.members_in(organisation, month - 40 * DAY)
    after = queries.members_in(organisation, timezone.localdate())
    assert (len(before), len(after)) == (first.size, second.size) == (1, 2)
    assert queries.members_in(organisation, month - 500 * DAY) == {}


@pytest.mark.capability(69)
@pytest.mark.rule("ESC-22", "allowed")
@pytest.mark.rule("ESC-23", "allowed")
def test_a_crisis_is_logged_with_the_stage_at_which_escalation_came(provider: Provider) -> None:
    row = crisis(provider, stage="after")
    assert row.get_stage_display() == "Only after the crisis"
    assert list(queries.crises_visible_to(provider.people["supervisor"])) == [row]
    window = (row.happened_at, row.happened_at + DAY)
    assert list(queries.late_crises(provider.organisation.pk, *window)) == [row]


@pytest.mark.parametrize("stage", ["early", "step_up"])
def test_a_crisis_met_in_time_is_not_late(provider: Provider, stage: str) -> None:
    row = crisis(provider, stage=stage)
    window = (row.happened_at, row.happened_at + DAY)
    assert not queries.late_crises(provider.organisation.pk, *window).exists()


@pytest.mark.rule("ESC-22", "refused")
@pytest.mark.rule("ESC-22", "boundary")
def test_a_crisis_is_not_still_to_come(provider: Provider) -> None:
    at = timezone.now()
    assert crisis(provider, happened_at=at, at=at).pk
    with pytest.raises(Refused) as refused:
        crisis(provider, happened_at=at + dt.timedelta(seconds=1), at=at)
    assert refused.value.codes == ("ESC-22",)


@pytest.mark.rule("ESC-23", "refused")
@pytest.mark.rule("ESC-23", "boundary")
@pytest.mark.parametrize("stage", ["", "late"])
def test_a_crisis_without_a_stage_is_refused(provider: Provider, stage: str) -> None:
    with pytest.raises(Refused) as refused:
        crisis(provider, stage=stage)
    assert refused.value.codes == ("ESC-23",)


def test_a_crisis_recorded_in_error_is_counted_nowhere(provider: Provider) -> None:
    row = crisis(provider)
    operations.withdraw_crisis(row, "Recorded twice.", by=provider.people["supervisor"])
    assert not queries.crises_visible_to(provider.people["supervisor"]).exists()
    assert Crisis.objects.count() == 1


def test_a_crisis_is_not_put_on_someone_elses_episode(provider: Provider) -> None:
    with pytest.raises(Refused):
        crisis(provider, episode=late(provider))


@pytest.mark.capability(69)
def test_everything_follows_a_person_who_was_recorded_twice(provider: Provider) -> None:
    cohort = frozen(provider, 1)
    twice = cohort.members.get().person
    into = person_served(provider)
    crisis(provider, twice)
    operations.flag_person(twice, "A worry.", by=provider.people["team_manager"])
    lead = provider.people["governance_lead"]
    people.merge_people(twice, into, "One person.", by=lead)
    supervisor = provider.people["supervisor"]
    assert queries.of_person(into, supervisor).count() == 1
    assert queries.crises_of(into).count() == 1
    assert queries.flags_of(into).count() == 1
    assert cohort.members.get().person == into
    assert members(provider) == [into.reference]
    cohort.refresh_from_db()
    assert twice.reference in cohort.frame
