"""When a partner is slow the ladder names who is next, and keeps every contact."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.domain.registers.safeguarding import operations, queries
from goldthread.domain.registers.safeguarding.models import SafeguardingCase
from goldthread.notices.models import Notice
from goldthread.notices.reminders import sweep
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories.provider import Provider
from tests.factories.safeguarding import referred

DECISION = "safeguarding_authority_decision"


@pytest.fixture
def case(provider: Provider) -> SafeguardingCase:
    return referred(provider, at=timezone.now() - dt.timedelta(days=9))


def ladder_of(case: SafeguardingCase, at: dt.datetime | None = None) -> queries.Ladder:
    found = queries.ladders(case, at or timezone.now())
    return next(one for one in found if one.clock.kind == DECISION)


def contact(provider: Provider, case: SafeguardingCase, as_role: str, **changes: object) -> None:
    values: dict[str, object] = {
        "name": "Alex Reed",
        "role": "Team manager",
        "how": "Telephone",
        "response": "Will call back at two.",
    }
    operations.log_ladder_step(case, DECISION, 2, by=provider.people[as_role], **(values | changes))  # type: ignore[arg-type]


@pytest.mark.capability(76)
def test_each_timer_names_the_next_person(provider: Provider, case: SafeguardingCase) -> None:
    ladder = ladder_of(case)
    named = []
    for rung in ladder.rungs:
        assert rung.from_at is not None
        then = ladder_of(case, rung.from_at)
        assert then.current == rung
        named += [(rung.label, person) for person in then.next_people()]
    assert named == [
        ("Practitioner to practitioner", provider.people["safeguarding_lead"]),
        ("Manager to manager", provider.people["team_manager"]),
        ("Head of service to head of service", provider.people["governance_lead"]),
        ("Director to director", provider.people["executive"]),
        ("Safeguarding Adults Board", provider.people["executive"]),
    ]


def test_nobody_is_named_before_the_partner_is_late(
    provider: Provider, case: SafeguardingCase
) -> None:
    ladder = ladder_of(case, case.referred_at)
    assert (ladder.current, ladder.next_people()) == (None, [])


@pytest.mark.capability(76)
def test_the_person_named_is_told_when_the_time_comes(
    provider: Provider, case: SafeguardingCase
) -> None:
    second = ladder_of(case).rungs[1].from_at
    for _ in range(2):
        sweep(second)
    told = Notice.objects.filter(kind="clock_ladder", recipient=provider.people["team_manager"])
    assert told.filter(thread=case.incident_id).exists()


@pytest.mark.capability(76)
@pytest.mark.rule("SAF-18", "allowed")
def test_every_contact_is_kept_at_its_rung(provider: Provider, case: SafeguardingCase) -> None:
    contact(provider, case, "team_manager")
    (step,) = ladder_of(case).rungs[1].steps
    assert (step.contacted_by, step.response) == (
        provider.people["team_manager"],
        "Will call back at two.",
    )


@pytest.mark.rule("SAF-18", "refused")
@pytest.mark.parametrize("missing", ["name", "role", "how", "response"])
def test_a_contact_that_does_not_say_whom_how_and_what_is_refused(
    provider: Provider, case: SafeguardingCase, missing: str
) -> None:
    with pytest.raises(Refused) as refused:
        contact(provider, case, "team_manager", **{missing: " "})
    assert refused.value.codes == ("SAF-18",)


@pytest.mark.rule("SAF-18", "boundary")
def test_a_rung_that_is_not_on_the_ladder_is_refused(
    provider: Provider, case: SafeguardingCase
) -> None:
    with pytest.raises(Refused) as refused:
        operations.log_ladder_step(
            case,
            DECISION,
            6,
            name="Alex Reed",
            role="Chair",
            how="Letter",
            response="No answer",
            by=provider.people["safeguarding_lead"],
        )
    assert refused.value.codes == ("SAF-18",)


def test_someone_who_cannot_see_the_incident_records_no_contact(
    provider: Provider, case: SafeguardingCase
) -> None:
    with pytest.raises(Refused) as refused:
        contact(provider, case, "commissioner")
    assert refused.value.codes == (NOT_ALLOWED,)


def test_the_ladder_rests_when_the_partner_has_answered(
    provider: Provider, case: SafeguardingCase
) -> None:
    operations.decide(
        case,
        "An enquiry is opened.",
        threshold_met=True,
        delay="partner_silent",
        by=provider.people["safeguarding_lead"],
    )
    assert ladder_of(case).current is None
