"""What is counted from the restrictions register, month by month."""

from __future__ import annotations

import datetime as dt

import pytest

from goldthread.domain.insight.measures.counting import Sum, count_month
from goldthread.domain.registers.restrictions.terms import Verdict
from tests.factories.provider import Provider
from tests.factories.restrictions import begun_at_once, in_force, reviewed

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def noon(month: int, day: int) -> dt.datetime:
    return dt.datetime(2026, month, day, 12, tzinfo=dt.UTC)


def sums(provider: Provider, month: int) -> dict[str, Sum]:
    """The sums of the whole organisation by measure."""
    found = count_month(provider.organisation.pk, dt.date(2026, month, 1), NOW)
    top = provider.organisation.pk
    return {key.measure: one for key, one in found.items() if key.unit == top}


@pytest.mark.capability(97)
def test_days_in_force_are_those_at_the_end_of_the_month(provider: Provider) -> None:
    in_force(provider, at=noon(9, 1), started_on=dt.date(2026, 6, 1))
    ended = in_force(provider, at=noon(9, 1))
    reviewed(provider, ended, Verdict.END, at=noon(10, 2))
    september, october = sums(provider, 9), sums(provider, 10)
    assert september["restriction_days"].of == 2
    assert september["restriction_long_running"].kept()[:2] == (1, 2)
    assert october["restriction_long_running"].kept()[:2] == (1, 1)


@pytest.mark.capability(97)
def test_the_month_under_way_is_counted_as_it_stands(provider: Provider) -> None:
    in_force(provider, at=noon(11, 10))
    spread = sums(provider, 11)["restriction_days"].spread
    assert spread == {10 * 24: 1}
    assert "restriction_days" not in sums(provider, 12)


@pytest.mark.capability(97)
def test_the_documentation_counts_every_part_of_every_restriction(provider: Provider) -> None:
    in_force(provider, at=noon(11, 10))
    begun_at_once(provider, at=noon(11, 10))
    whole = sums(provider, 11)["restriction_record_whole"]
    assert whole.of == 28
    assert 14 < whole.count < 24


@pytest.mark.capability(97)
def test_a_review_counts_in_the_month_it_was_due_and_a_missing_one_is_not_in_time(
    provider: Provider,
) -> None:
    in_time, late = (in_force(provider, at=noon(9, 15)) for _ in range(2))
    in_force(provider, at=noon(9, 15))  # never reviewed
    reviewed(provider, in_time, at=noon(10, 6))
    reviewed(provider, late, at=noon(10, 7))
    in_october = sums(provider, 10)["restriction_reviewed_in_time"]
    assert (in_october.count, in_october.of) == (1, 3)
