"""Changing settings: who may, what is refused at its edge, and that each change is on the trail."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.utils import timezone

from goldthread.access import operations
from goldthread.access.models import Unit, User
from goldthread.access.refusals import Refused
from goldthread.clocks.models import ClockPolicy
from goldthread.clocks.policies import Limits, change_policy
from goldthread.clocks.terms import Source, TimeUnit
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Category
from goldthread.trail.models import Entry
from tests.factories.provider import Provider

PROFILE = {
    "ods_code": " rxx ",
    "service_began_on": dt.date(2001, 4, 1),
    "contact_text": "",
}
LIMITS = Limits(24, TimeUnit.HOURS, 48, TimeUnit.HOURS, "", Source.LOCAL_POLICY, "Agreed locally.")


@pytest.fixture
def keeper(provider: Provider) -> User:
    return provider.people["administrator"]


@pytest.fixture
def policy(provider: Provider) -> ClockPolicy:
    return ClockPolicy.objects.get(organisation=provider.organisation, kind="triage")


def codes(refused: pytest.ExceptionInfo[Refused]) -> tuple[str, ...]:
    return refused.value.codes


@pytest.mark.rule("WF-01")
def test_a_setting_is_changed_by_an_administrator_there_and_refused_to_others(
    provider: Provider, keeper: User
) -> None:
    operations.change_unit(provider.team, "Ash Team", caseload=1, by=keeper)
    for role in ("governance_lead", "executive", "team_manager"):
        with pytest.raises(Refused) as refused:
            operations.change_unit(provider.team, "Oak Team", caseload=1, by=provider.people[role])
        assert codes(refused) == ("WF-01",)
    local = provider.person("Local Keeper", "administrator")
    with pytest.raises(Refused):
        operations.change_unit(provider.other_team, "Oak Team", caseload=1, by=local)
    assert Unit.objects.get(pk=provider.team.pk).name == "Ash Team"


def test_a_change_that_changes_nothing_is_not_on_the_trail(
    provider: Provider, keeper: User
) -> None:
    team = provider.team
    before = Entry.objects.count()
    operations.change_unit(team, team.name, caseload=team.caseload, by=keeper)
    assert Entry.objects.count() == before


@pytest.mark.rule("ACC-13")
def test_nobody_gives_takes_or_ends_their_own_roles_and_others_may(
    provider: Provider, keeper: User
) -> None:
    grant = keeper.grants.get()
    calls = (
        lambda: operations.grant_role(keeper, "verifier", provider.team, by=keeper),
        lambda: operations.withdraw_role(grant, by=keeper),
        lambda: operations.leave(keeper, timezone.localdate(), by=keeper),
    )
    for call in calls:
        with pytest.raises(Refused) as refused:
            call()
        assert codes(refused) == ("ACC-13",)
    second = provider.person("Second Keeper", "administrator", provider.organisation)
    operations.grant_role(keeper, "verifier", provider.team, by=second)
    assert keeper.grants.count() == 2


def test_nobody_sets_the_password_of_another(provider: Provider, keeper: User) -> None:
    with pytest.raises(Refused) as refused:
        operations.set_password(provider.people["reviewer"], "a-long-enough-one", by=keeper)
    assert codes(refused) == ("WF-01",)


def test_everyone_notes_their_own_absence_and_nobody_elses(provider: Provider) -> None:
    own, other = provider.people["supervisor"], provider.people["reporter"]
    today = timezone.localdate()
    assert operations.set_absence(own, today, by=own).absent_from == today
    with pytest.raises(Refused) as refused:
        operations.set_absence(other, today, by=own)
    assert codes(refused) == ("WF-01",)


@pytest.mark.rule("ACC-14")
@pytest.mark.parametrize(
    ("provider_type", "logo", "allowed"),
    [("nhs_body", True, True), ("independent", True, False), ("independent", False, True)],
)
def test_the_nhs_logo_is_for_an_nhs_body(
    provider: Provider, keeper: User, provider_type: str, logo: bool, allowed: bool
) -> None:
    def change() -> None:
        operations.change_profile(
            provider.organisation,
            provider_type=provider_type,
            shows_nhs_logo=logo,
            by=keeper,
            **PROFILE,  # type: ignore[arg-type]
        )

    if allowed:
        change()
        return
    with pytest.raises(Refused) as refused:
        change()
    assert codes(refused) == ("ACC-14",)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({}, "", id="as it was"),
        pytest.param({"due_amount": None, "breach_amount": None}, "CLK-01", id="no time, no words"),
        pytest.param(
            {"due_amount": None, "breach_amount": None, "words": "without delay"}, "", id="words"
        ),
        pytest.param({"due_unit": ""}, "CLK-02", id="no unit"),
        pytest.param({"breach_amount": 23}, "CLK-03", id="breach before due"),
        pytest.param({"breach_amount": 24}, "", id="breach at due"),
        pytest.param({"breach_amount": 1, "breach_unit": TimeUnit.DAYS}, "", id="other unit"),
        pytest.param(
            {
                "due_amount": 5,
                "due_unit": "working_days",
                "breach_amount": 6,
                "breach_unit": "days",
            },
            "CLK-03",
            id="six days are fewer than five working days",
        ),
        pytest.param(
            {
                "due_amount": 5,
                "due_unit": "working_days",
                "breach_amount": 8,
                "breach_unit": "days",
            },
            "",
            id="eight days are more than five working days",
        ),
        pytest.param({"source_text": "  "}, "CLK-04", id="no source"),
    ],
)
@pytest.mark.rule("CLK-01")
@pytest.mark.rule("CLK-02")
@pytest.mark.rule("CLK-03")
@pytest.mark.rule("CLK-04")
def test_a_time_limit_makes_sense_or_is_refused(
    policy: ClockPolicy, keeper: User, change: dict[str, object], code: str
) -> None:
    limits = dataclasses.replace(LIMITS, **change)  # type: ignore[arg-type]
    if not code:
        assert change_policy(policy, limits, by=keeper).due_amount == limits.due_amount
        return
    with pytest.raises(Refused) as refused:
        change_policy(policy, limits, by=keeper)
    assert codes(refused) == (code,)


@pytest.mark.rule("INC-13")
@pytest.mark.rule("INC-14")
def test_a_word_of_a_list_needs_a_name_of_its_own(provider: Provider, keeper: User) -> None:
    added = incidents.add_category(provider.organisation, "Transport", by=keeper)
    assert added.code == "transport"
    for name, code in ((" ", "INC-13"), ("transport", "INC-14")):
        with pytest.raises(Refused) as refused:
            incidents.add_category(provider.organisation, name, by=keeper)
        assert codes(refused) == (code,)
    assert incidents.add_category(provider.organisation, "Transport!").code == "transport_2"


def test_a_category_retired_twice_keeps_the_day_it_was_retired(
    provider: Provider, keeper: User
) -> None:
    row = Category.objects.filter(organisation=provider.organisation)[0]
    first = incidents.save_category(
        provider.organisation, row.code, row.name, retired=True, by=keeper
    )
    again = incidents.save_category(
        provider.organisation, row.code, "Other words", retired=True, by=keeper
    )
    assert again.retired_on == first.retired_on
