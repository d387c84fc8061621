"""A restriction is kept only with its whole record: each rule from three sides."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from goldthread.domain.registers.restrictions.models import Restriction
from goldthread.domain.registers.restrictions.records import Links, Other
from goldthread.domain.registers.restrictions.terms import (
    Capacity,
    Domain,
    Involvement,
    LegalBasis,
    Scale,
    Status,
    a_month_after,
)
from goldthread.workflow.refusals import Refused
from tests.factories.provider import Provider
from tests.factories.restrictions import proposed
from tests.factories.safeguarding import action_in, concern


def refusal(provider: Provider, **changes: Any) -> tuple[str, ...]:
    """The codes that refuse a record; nothing is kept."""
    with pytest.raises(Refused) as refused:
        proposed(provider, **changes)
    assert not Restriction.objects.exists()
    return tuple(refused.value.codes)


@pytest.mark.capability(85, 87, 88, 89, 90, 91)
@pytest.mark.rule("RES-01", "allowed")
@pytest.mark.rule("RES-02", "allowed")
@pytest.mark.rule("RES-03", "allowed")
@pytest.mark.rule("RES-04", "allowed")
@pytest.mark.rule("RES-05", "allowed")
@pytest.mark.rule("RES-06", "allowed")
@pytest.mark.rule("RES-07", "allowed")
@pytest.mark.rule("RES-08", "allowed")
@pytest.mark.rule("RES-09", "allowed")
@pytest.mark.rule("RES-10", "allowed")
@pytest.mark.rule("RES-11", "allowed")
@pytest.mark.rule("RES-12", "allowed")
@pytest.mark.rule("RES-13", "allowed")
def test_a_whole_record_is_kept_with_everything_it_says(provider: Provider) -> None:
    both = (Domain.COMMUNITY.value, Domain.OBSERVATION.value)
    one = proposed(provider, domains=both)
    one.refresh_from_db()
    assert (one.reference, one.status) == ("R-00001", Status.PROPOSED)
    assert one.domain_list == [Domain.COMMUNITY, Domain.OBSERVATION]
    assert [(row.what, row.tried) for row in one.alternatives.all()] == [
        ("Going with a friend", True),
        ("A telephone call on arrival", False),
    ]


EMPTY: list[tuple[str, str, dict[str, Any]]] = [
    ("RES-01", "refused", {"words": "  "}),
    ("RES-01", "boundary", {"domains": ()}),
    ("RES-01", "boundary", {"domains": ("everything",)}),
    ("RES-02", "refused", {"rationale": " "}),
    ("RES-02", "boundary", {"trigger": ""}),
    ("RES-03", "refused", {"alternatives": ()}),
    ("RES-03", "boundary", {"alternatives": (Other("A friend", "Away."), Other("A call", " "))}),
    ("RES-04", "refused", {"rights": ""}),
    ("RES-04", "boundary", {"safety": "\n"}),
    ("RES-05", "refused", {"proportionality": ""}),
    ("RES-06", "refused", {"legal_basis": LegalBasis.NONE}),
    ("RES-06", "boundary", {"legal_basis": ""}),
    ("RES-07", "refused", {"capacity": Capacity.LACKS}),
    ("RES-07", "boundary", {"capacity": ""}),
    ("RES-07", "boundary", {"legal_basis": LegalBasis.BEST_INTERESTS}),
    (
        "RES-07",
        "boundary",
        {
            "legal_basis": LegalBasis.BEST_INTERESTS,
            "capacity": Capacity.LACKS,
            "capacity_record": "",
        },
    ),
    ("RES-08", "refused", {"legal_basis": LegalBasis.MHA}),
    ("RES-08", "boundary", {"legal_basis": LegalBasis.TENANCY, "legal_reference": "  "}),
    ("RES-09", "refused", {"view": ""}),
    ("RES-09", "boundary", {"involvement": "", "view": "Said yes."}),
    ("RES-10", "refused", {"family": ""}),
    ("RES-10", "boundary", {"family": "   "}),
    ("RES-11", "refused", {"review_on": None}),
    ("RES-12", "refused", {"exit_criteria": ""}),
    ("RES-13", "refused", {"scale": Scale.BLANKET}),
]


@pytest.mark.capability(86, 88, 89, 90, 91)
@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param(code, changes, marks=pytest.mark.rule(code, case))
        for code, case, changes in EMPTY
    ],
)
def test_a_record_that_leaves_something_out_is_not_kept(
    provider: Provider, code: str, changes: dict[str, Any]
) -> None:
    assert code in refusal(provider, **changes)


@pytest.mark.rule("RES-07", "boundary")
@pytest.mark.parametrize(
    "changes",
    [
        {"capacity": Capacity.NOT_ASSESSED},
        {"legal_basis": LegalBasis.BEST_INTERESTS, "capacity": Capacity.LACKS},
        {
            "legal_basis": LegalBasis.COURT,
            "legal_reference": "Order of 3 March 2026",
            "capacity": Capacity.LACKS,
        },
    ],
)
def test_capacity_is_presumed_and_a_lack_of_it_is_assessed(
    provider: Provider, changes: dict[str, Any]
) -> None:
    assert proposed(provider, **changes).status == Status.PROPOSED


@pytest.mark.rule("RES-09", "boundary")
def test_why_it_was_impossible_to_ask_is_an_answer(provider: Provider) -> None:
    impossible = {"involvement": Involvement.IMPOSSIBLE, "view": "Unwell; asked again on Friday."}
    assert proposed(provider, **impossible).status == Status.PROPOSED


@pytest.mark.capability(86, 90)
@pytest.mark.rule("RES-11", "boundary")
def test_the_review_is_at_most_a_month_away(provider: Provider) -> None:
    today = timezone.localdate()
    day_too_far = a_month_after(today) + dt.timedelta(days=1)
    assert refusal(provider, review_on=day_too_far) == ("RES-11",)
    assert refusal(provider, review_on=today - dt.timedelta(days=1)) == ("RES-11",)
    assert proposed(provider, review_on=a_month_after(today)).status == Status.PROPOSED


@pytest.mark.rule("RES-11", "boundary")
def test_one_that_began_long_ago_is_reviewed_within_a_month_from_today(provider: Provider) -> None:
    today = timezone.localdate()
    old = proposed(provider, started_on=today - dt.timedelta(days=270))
    assert old.review_on is not None
    assert today <= old.review_on <= a_month_after(today)


def test_the_month_after_the_last_day_of_january_ends_with_february() -> None:
    assert a_month_after(dt.date(2027, 1, 31)) == dt.date(2027, 2, 28)


@pytest.mark.rule("RES-12", "boundary")
def test_an_end_date_is_enough_and_the_review_is_not_after_it(provider: Provider) -> None:
    today = timezone.localdate()
    review_on = today + dt.timedelta(days=14)
    before = review_on - dt.timedelta(days=1)
    ends = {"exit_criteria": "", "review_on": review_on}
    assert refusal(provider, ends_on=before, **ends) == ("RES-12",)
    assert proposed(provider, ends_on=review_on, **ends).status == Status.PROPOSED


@pytest.mark.capability(95)
@pytest.mark.rule("RES-13", "boundary")
def test_a_blanket_restriction_stands_only_beside_a_safeguarding_action(
    provider: Provider,
) -> None:
    case = concern(provider)
    blanket: dict[str, Any] = {"scale": Scale.BLANKET}
    assert refusal(provider, links=Links(safeguarding_case=case), **blanket) == ("RES-13",)
    action = action_in(provider, case)
    kept = proposed(provider, links=Links(safeguarding_action=action), **blanket)
    assert kept.safeguarding_action == action


def test_every_missing_part_is_named_at_once(provider: Provider) -> None:
    codes = refusal(provider, rationale="", alternatives=(), rights="", review_on=None)
    assert codes == ("RES-02", "RES-03", "RES-04", "RES-11")
