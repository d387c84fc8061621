"""Four weekly rounds on two criteria, drawn from the frozen cohort, with the times worked out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from goldthread import defaults
from goldthread.domain.verification.models import Plan
from tests.factories import verification as made
from tests.factories.escalation import at_high_risk, frozen, late
from tests.factories.provider import Provider

ClientOf = Callable[[str], Client]
WEEKLY = {"more": {"sample_size": 2, "rounds": 4, "days_between": 7}}


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def plan(provider: Provider) -> Plan:
    return made.running(provider, **WEEKLY)


@pytest.mark.capability(64)
def test_the_programme_has_exactly_four_weekly_rounds(plan: Plan) -> None:
    due = [row.due_on for row in plan.rounds.filter(kind="round").order_by("number")]
    assert len(due) == 4
    assert {(later - earlier).days for earlier, later in pairwise(due)} == {7}


@pytest.mark.capability(65, 66)
def test_each_file_is_judged_on_exactly_two_criteria() -> None:
    audit = next(one for one in defaults.instruments() if one["code"] == "escalation_file_audit")
    codes = [criterion["code"] for criterion in audit["criteria"]]
    assert codes == ["thresholds_documented", "acted_within_timescale"]


@pytest.mark.capability(64)
def test_the_sample_is_drawn_from_the_frozen_cohort_by_reference(
    provider: Provider, plan: Plan, client_of: ClientOf
) -> None:
    cohort = frozen(provider, 3)
    row = made.first_round(plan)
    client = client_of("verifier")
    assert cohort.name in text(client.get(f"/verification/rounds/{row.pk}/draw"))
    said = {"cohort": cohort.pk, "size": 2, "seed": "week-1"}
    assert client.post(f"/verification/rounds/{row.pk}/draw", said).status_code == 302
    row.refresh_from_db()
    assert (row.frame_size, row.frame_hash) == (3, cohort.frame_hash)
    assert row.frame_words.startswith("High-risk cohort “Before the new escalation tool”, frozen")
    drawn = set(row.cases.values_list("label", flat=True))
    assert len(drawn) == 2 and drawn <= {"P-00001", "P-00002", "P-00003"}


@pytest.mark.capability(66)
def test_what_the_times_say_is_offered_with_its_reason_and_the_reviewer_may_say_otherwise(
    provider: Provider, plan: Plan, client_of: ClientOf
) -> None:
    cohort = frozen(provider, 1)
    late(provider, cohort.members.get().person, code="carer_alarm")
    row = made.first_round(plan)
    client = client_of("verifier")
    said = {"cohort": cohort.pk, "size": 1, "seed": "week-1"}
    client.post(f"/verification/rounds/{row.pk}/draw", said)
    case = row.cases.get()
    page = text(client.get(f"/verification/cases/{case.pk}/"))
    assert "Worked out from the times recorded" in page
    assert "2 step-ups" in page and "is not recorded as done" in page
    prefix = f"case{case.pk}"
    answers = {f"{prefix}-{name}": value for name, value in made.PASSES.items()}
    assert client.post(f"/verification/cases/{case.pk}/", answers).status_code == 302
    case.refresh_from_db()
    assert case.response is not None and case.response.criteria["acted_within_timescale"] is None


@pytest.mark.capability(66)
def test_the_offered_times_decide_the_second_criterion_when_they_are_confirmed(
    provider: Provider, plan: Plan, client_of: ClientOf
) -> None:
    from goldthread.domain.verification.from_registers import offered
    from goldthread.domain.verification.operations import check_case

    cohort = frozen(provider, 1)
    late(provider, cohort.members.get().person, code="carer_alarm")
    row = made.first_round(plan)
    client_of("verifier").post(
        f"/verification/rounds/{row.pk}/draw", {"cohort": cohort.pk, "size": 1, "seed": "x"}
    )
    row.refresh_from_db()
    case, verifier = row.cases.get(), provider.people["verifier"]
    known = offered(case, verifier)
    answers = made.YES | {name: one["answer"] for name, one in known.answers.items()}
    checked = check_case(case, answers, by=verifier)
    assert checked.response is not None
    assert "step_up_done_at" not in answers
    assert checked.response.criteria["acted_within_timescale"] is False


@pytest.mark.capability(66)
def test_a_file_of_nobody_known_offers_nothing(
    provider: Provider, plan: Plan, client_of: ClientOf
) -> None:
    at_high_risk(provider)
    row = made.drawn(provider, made.first_round(plan))
    case = row.cases.order_by("number")[0]
    page = text(client_of("verifier").get(f"/verification/cases/{case.pk}/"))
    assert "Worked out from the times" not in page
