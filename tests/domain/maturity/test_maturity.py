"""The markers are worked out from what was recorded, with how sure that makes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone

from goldthread.domain.governance.maturity import queries
from goldthread.domain.governance.maturity.queries import NONE, Reading, Trend
from goldthread.domain.governance.maturity.registry import figures, register
from goldthread.domain.governance.maturity.terms import MARKERS, Figure
from goldthread.domain.insight.measures.definitions import measures
from goldthread.domain.insight.measures.operations import rebuild
from goldthread.domain.insight.measures.queries import Number
from tests.factories import recall, supervision
from tests.factories.actions import make_agreed
from tests.factories.provider import Provider

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture
def _november() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def reading(year: Number, before: Number = NONE, *, lower: bool = False) -> Reading:
    figure = Figure("plans", "x", "X", "x", "/", "Begin.", "/", measure="x", lower_is_better=lower)
    return Reading(figure, year, before, (), {})


@pytest.mark.capability(120)
def test_a_marker_is_read_from_the_records_and_not_from_a_score(
    _november: None, provider: Provider
) -> None:
    make_agreed(provider, at=dt.datetime(2026, 8, 12, 12, tzinfo=dt.UTC))
    rebuild()
    found = queries.maturity(provider.organisation, [provider.team.pk], TODAY)
    system = next(one for one in found if one.marker.code == "system")
    level = next(one for one in system.readings if one.figure.code == "system_level")
    assert level.year.of == 1
    assert [number.of for number in level.quarters] == [0, 0, 0, 0, 0, 0, 0, 1]
    assert level.by_unit[provider.team.pk].of == 1
    assert system.measured


def test_what_is_not_recorded_is_not_measured(provider: Provider) -> None:
    found = queries.maturity(provider.organisation, [], TODAY)
    assert [one.marker.code for one in found] == [marker.code for marker in MARKERS]
    assert not any(one.measured for one in found)


def test_the_five_markers_are_those_of_the_source() -> None:
    assert [marker.row for marker in MARKERS] == [106, 107, 108, 109, 110]


def test_every_figure_that_is_a_measure_names_one_that_is_counted() -> None:
    missing = [one.code for one in figures() if one.measure and one.measure not in measures()]
    assert missing == []


def test_every_figure_says_how_to_begin_and_where() -> None:
    assert [one.code for one in figures() if not one.begin.endswith(".")] == []
    assert [one.code for one in figures() if not one.begin_href.startswith("/")] == []


def test_a_figure_of_no_marker_is_refused() -> None:
    with pytest.raises(ValueError, match="no marker"):
        register(Figure("nothing", "x", "X", "x", "/", "Begin.", "/", measure="x"))


def test_a_figure_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a measure"):
        register(Figure("plans", "x", "X", "x", "/", "Begin.", "/"))


@pytest.mark.parametrize(
    ("before", "year", "lower", "trend"),
    [
        (Number(10, 40), Number(30, 40), False, Trend.BETTER),
        (Number(30, 40), Number(10, 40), False, Trend.WORSE),
        (Number(30, 40), Number(10, 40), True, Trend.BETTER),
        (Number(20, 40), Number(22, 40), False, Trend.NO_DIFFERENCE),
        (Number(0, 19), Number(40, 40), False, Trend.UNKNOWN),
        (Number(0, 40), Number(19, 19), False, Trend.UNKNOWN),
    ],
)
def test_better_and_worse_are_said_only_beyond_chance(
    before: Number, year: Number, lower: bool, trend: Trend
) -> None:
    assert reading(year, before, lower=lower).trend is trend


def test_the_interval_is_that_of_the_last_four_quarters() -> None:
    found = reading(Number(18, 20)).interval
    assert (round(found.low, 2), round(found.high, 2)) == (0.70, 0.97)


@pytest.mark.parametrize(("of", "enough"), [(19, False), (20, True)])
def test_fewer_than_twenty_say_only_that_it_was_begun(of: int, enough: bool) -> None:
    assert reading(Number(of, of)).enough is enough


def later() -> dt.date:
    """A day in the quarter after this one, so that what happens now lies in a whole quarter."""
    return TODAY_REALLY + dt.timedelta(days=100)


TODAY_REALLY = timezone.localdate()


def of_code(provider: Provider, code: str) -> Reading:
    found = queries.maturity(provider.organisation, [provider.team.pk], later())
    return next(one for row in found for one in row.readings if one.figure.code == code)


@pytest.mark.capability(106)
def test_what_staff_could_describe_counts_for_their_team(provider: Provider) -> None:
    check = recall.drawn(recall.staffed(provider, 2))
    first, second = list(check.people.all())[:2]
    recall.asked(provider, first)
    assert of_code(provider, "described_unaided").year == Number(1, 1)
    recall.asked(provider, second)
    found = of_code(provider, "described_unaided")
    assert found.year == Number(2, 2)
    assert found.by_unit[provider.team.pk] == Number(2, 2)


@pytest.mark.capability(108)
def test_a_session_with_a_prompt_discussed_counts_once_and_one_without_is_counted_against(
    provider: Provider,
) -> None:
    pair = supervision.pair_of(provider)
    supervision.session_of(provider, pair, days_ago=20)
    supervision.prompt_of(provider, days_ago=10)
    supervision.session_of(provider, pair, days_ago=1)
    found = of_code(provider, "supervision_discusses_learning")
    assert found.year == Number(1, 2)
    assert found.by_unit[provider.team.pk] == Number(1, 2)
