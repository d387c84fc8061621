"""The product's own list for a sample: restrictions for their audit, else incidents."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread import defaults
from goldthread.domain.registers.restrictions.terms import Verdict
from goldthread.domain.verification import operations
from goldthread.domain.verification.frames import CASE
from goldthread.domain.verification.own_lists import own_list
from goldthread.instruments.definition import Definition
from goldthread.instruments.parsing import parse
from goldthread.instruments.scoring import score
from tests.factories import verification as made
from tests.factories.people import person
from tests.factories.provider import Provider
from tests.factories.restrictions import in_force, proposed, reviewed
from tests.factories.safeguarding import concern, referred


def audit() -> Definition:
    return parse(
        next(one for one in defaults.instruments() if one["code"] == "restriction_file_audit")
    )


@pytest.mark.capability(94)
def test_the_audit_of_restrictions_draws_from_the_register(provider: Provider) -> None:
    at = timezone.now() - dt.timedelta(days=60)
    old, ended, _ = in_force(provider, at=at), in_force(provider, at=at), proposed(provider)
    reviewed(provider, ended, Verdict.END, at=at + dt.timedelta(days=3))
    plan = made.running(provider, more={"instrument": "restriction_file_audit"})
    today, verifier = timezone.localdate(), provider.people["verifier"]
    frame = own_list(plan, verifier, today - dt.timedelta(days=30), today)
    assert [row[CASE] for row in frame.rows] == [old.reference]
    assert frame.rows[0]["more than 90 days"] == "no"
    wider = own_list(plan, verifier, today - dt.timedelta(days=90), today)
    assert {row[CASE] for row in wider.rows} == {old.reference, ended.reference}
    drawn = operations.draw_sample(
        made.first_round(plan), wider, by=verifier, size=2, seed="november"
    )
    assert {case.label for case in drawn.cases.all()} == {old.reference, ended.reference}


def test_another_team_draws_nothing_from_this_register(provider: Provider) -> None:
    in_force(provider)
    plan = made.running(provider, more={"instrument": "restriction_file_audit"})
    today, stranger = timezone.localdate(), person(provider.other_team, "supervisor")
    assert own_list(plan, stranger, today, today).rows == ()


@pytest.mark.capability(80)
def test_the_audits_of_safeguarding_draw_from_cases_that_another_agency_has_a_part_in(
    provider: Provider,
) -> None:
    shared, _ = referred(provider), concern(provider)
    plan = made.running(provider, more={"instrument": "multi_agency_file_audit"})
    today, verifier = timezone.localdate(), provider.people["verifier"]
    frame = own_list(plan, verifier, today, today)
    assert [row[CASE] for row in frame.rows] == [shared.incident.reference]
    assert frame.rows[0]["partner"] == "Vale Council, adult team"
    assert own_list(plan, verifier, today + dt.timedelta(days=1), today).rows == ()


def test_other_audits_draw_from_incidents(provider: Provider) -> None:
    in_force(provider)
    plan, today = made.running(provider), timezone.localdate()
    frame = own_list(plan, provider.people["verifier"], today, today)
    assert all(not row[CASE].startswith("R-") for row in frame.rows)


@pytest.mark.capability(94, 95, 97)
@pytest.mark.parametrize(
    ("fell", "change", "met"),
    [("yes", "reduced", True), ("yes", "same", False), ("yes", "increased", False),
     ("no", "same", None)],
)  # fmt: skip
def test_the_audit_compares_the_change_in_risk_with_the_change_in_restriction(
    fell: str, change: str, met: bool | None
) -> None:
    criteria = {one.code for one in audit().criteria}
    assert {"falls_with_risk", "safeguarding", "proportionality"} <= criteria
    usual = {one.id: "yes" for section in audit().sections for one in section.questions}
    answers = usual | {"risk_fell": fell, "restriction_change": change}
    assert score(audit(), answers).criteria["falls_with_risk"] is met
