"""Special causes in the months of every measure: what stands out, what is said, and how often chance does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from goldthread.access.models import Unit
from goldthread.analytics.false_discovery import discoveries
from goldthread.domain.incidents.reports import AffectedPerson
from goldthread.domain.insight.measures.definitions import Measure, measures
from goldthread.domain.insight.measures.models import Tally
from goldthread.domain.insight.measures.operations import rebuild
from goldthread.domain.insight.measures.queries import Slice, Tracked, by_month, tracked
from goldthread.domain.insight.measures.terms import months_back
from goldthread.domain.insight.signals import operations, watching
from goldthread.domain.insight.signals.found import Found
from goldthread.domain.insight.signals.models import Signal
from goldthread.domain.insight.signals.terms import WATCHED_MONTHS, Kind
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

pytestmark = [pytest.mark.django_db, pytest.mark.capability(100)]
ON = dt.date(2026, 11, 18)
Table = tuple[Any, Any]
Watch = Callable[..., list[Found]]


@pytest.fixture
def watch(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """What is found where Alder Team has these counts and sizes of one measure, and others none."""

    def look(code: str, count: Any, size: Any = None, unit: Unit | None = None) -> list[Found]:
        only = {code: measures()[code]}
        monkeypatch.setattr(watching, "measures", lambda: only)
        held = np.asarray(count, dtype=float)
        sizes = held if size is None else np.asarray(size, dtype=float)
        at = unit or provider.team

        def table(_: Unit, units: list[Unit], measure: Measure, months: list[dt.date]) -> Tracked:
            shape = (len(units), WATCHED_MONTHS)
            counts, of = np.zeros(shape), np.zeros(shape)
            above = [row for row, one in enumerate(units) if at.path.startswith(one.path)]
            counts[above], of[above] = held, sizes
            with np.errstate(invalid="ignore"):
                value = counts if measure.engine == "count" else counts / of * measure.scale
            return Tracked(measure, counts, of, value)

        monkeypatch.setattr(watching, "tracked", table)
        return watching.moved_measures(provider.organisation, ON)

    return look


def steady(mean: float, seed: int = 4) -> Any:
    return np.random.default_rng(seed).poisson(mean, WATCHED_MONTHS)


def test_a_measure_that_goes_on_as_ever_raises_nothing(watch: Watch) -> None:
    assert watch("severe_harm", steady(9)) == []
    assert watch("triage_24h", steady(40) * 0 + 34, steady(40) * 0 + 40) == []


def test_a_month_beyond_the_limits_says_what_was_seen_and_which_side_it_is(
    watch: Watch, provider: Provider
) -> None:
    counts = steady(9)
    counts[-1] = 40
    (found,) = watch("severe_harm", counts)
    assert (found.kind, found.unit) == (Kind.SPECIAL_CAUSE, provider.team)
    assert "40 in Alder Team in October 2026, against a mean of" in found.explanation
    assert "a point beyond the limits" in found.explanation
    assert "This is the worse side." in found.explanation
    assert "by chance" in found.explanation
    assert (found.since, found.until) == (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert (found.measure, found.numbers["value"]) == ("severe_harm", "40")


def test_a_share_is_judged_by_how_many_it_is_made_of(watch: Watch) -> None:
    sizes = np.full(WATCHED_MONTHS, 60.0)
    counts = np.array([48, 51, 47, 50, 49] * 5, dtype=float)
    counts[-1] = 20
    (found,) = watch("triage_24h", counts, sizes)
    assert "33% in Alder Team in September 2026" in found.explanation
    sizes[-1], counts[-1] = 6, 3  # half of a handful says nothing
    assert watch("triage_24h", counts, sizes) == []


def test_a_better_month_is_found_too_and_called_better(watch: Watch) -> None:
    sizes = np.full(WATCHED_MONTHS, 80.0)
    counts = np.array([40, 43, 38, 41, 39] * 5, dtype=float)
    counts[-1] = 78
    (found,) = watch("triage_24h", counts, sizes)
    assert "This is the better side" in found.explanation


@pytest.mark.parametrize(
    ("code", "count", "size"),
    [
        ("severe_harm", [0] * 24 + [9], None),  # hardly any
        ("severe_harm", [0] * 13 + [9] * 12, None),  # twelve months since the first
        ("triage_24h", [4] * 24 + [0], [4] * 25),  # too few behind a month
        ("triage_24h", [59] * 24 + [40], [60] * 25),  # too few that were not
    ],
)
def test_what_is_too_thin_for_a_chart_is_not_judged(
    watch: Watch, code: str, count: list[int], size: list[int] | None
) -> None:
    assert watch(code, count, size) == []


def test_what_a_team_shows_is_not_said_again_of_the_units_above_it(
    watch: Watch, provider: Provider
) -> None:
    counts = steady(9)
    counts[-1] = 40
    assert [one.unit for one in watch("severe_harm", counts)] == [provider.team]
    (whole,) = watch("severe_harm", counts, unit=provider.organisation)
    assert whole.unit == provider.organisation


def test_a_run_is_the_same_evidence_for_as_long_as_it_goes_on(watch: Watch) -> None:
    counts = np.array(
        [9, 10, 8, 9, 10, 8, 9, 11, 9, 10, 8, 9, 10, 11, 11, 11, 12, 11, 11, 12, 11, 11, 12, 11, 11]
    )
    for one in watch("severe_harm", counts):
        assert one.weight == 1
        assert one.since <= dt.date(2026, 4, 1)


def test_measures_whose_newest_months_go_on_growing_are_not_watched() -> None:
    assert measures()["actions_verified"].watched_after is None
    assert measures()["triage_24h"].watched_after == 1
    assert measures()["severe_harm"].watched_after == 0


def test_the_arrays_hold_what_the_pages_of_measures_show(provider: Provider) -> None:
    """The slow twin: each unit's months asked for one by one."""
    for day in (3, 9, 20):
        make_incident(provider, at=dt.datetime(2026, 9, day, 12, tzinfo=dt.UTC))
    make_incident(
        provider, at=dt.datetime(2026, 10, 2, 12, tzinfo=dt.UTC), unit=provider.other_team
    )
    rebuild()
    months = months_back(6, ON)
    units = list(Unit.objects.filter(organisation=provider.organisation).order_by("path"))
    for measure in measures().values():
        if measure.engine == "rate":
            continue
        table = tracked(provider.organisation, units, measure, months)
        for row, unit in enumerate(units):
            known = by_month(Slice(unit), [measure.counted_as], months).get(measure.counted_as, {})
            for column, month in enumerate(months):
                number = known.get(month)
                assert table.count[row, column] == (number.count if number else 0)


def test_a_signal_is_raised_once_and_not_again_after_it_was_dismissed(provider: Provider) -> None:
    for at in months_back(15, ON):
        for day in range(1, 25 if at.month == 10 and at.year == 2026 else 5):
            moment = dt.datetime(at.year, at.month, day, 12, tzinfo=dt.UTC)
            make_incident(
                provider,
                at=moment,
                people=(AffectedPerson(physical_harm="severe", psychological_harm="none"),),
            )
    rebuild()
    found = [
        one
        for one in operations.raise_signals(provider.organisation, ON)
        if one.measure == "severe_harm"
    ]
    (signal,) = found
    assert (signal.kind, signal.unit) == (Kind.SPECIAL_CAUSE, provider.team)
    operations.dismiss(signal, "One night, one door.", by=provider.people["governance_lead"])
    for later in (0, 7):
        operations.raise_signals(provider.organisation, ON + dt.timedelta(days=later))
    assert Signal.objects.filter(subject=signal.subject).count() == 1
    assert Tally.objects.filter(measure="severe_harm").exists()


ENGINES = ("count", "share", "rate")


@pytest.mark.parametrize("engine", ENGINES)
def test_chance_alone_raises_no_more_than_is_said(engine: str) -> None:
    """Forty organisations of 100 teams in which nothing changes: at most 5% raise anything."""
    draw = np.random.default_rng(ENGINES.index(engine))
    measure = next(one for one in measures().values() if one.engine == engine)
    shape = (100, WATCHED_MONTHS)
    months = months_back(WATCHED_MONTHS, ON)
    raised, chances = 0, []
    for _ in range(40):
        size = draw.poisson(draw.uniform(15, 120, (100, 1)), shape) + 5.0
        share = draw.uniform(0.3, 0.9, (100, 1))
        count = (
            draw.binomial(size.astype(int), share)
            if engine == "share"
            else draw.poisson(share * size / 2)
        )
        table = Tracked(measure, count.astype(float), size, count.astype(float))
        units: list[Any] = list(range(100))
        places: dict[int, list[int]] = {}
        for place in units:
            places.setdefault(watching._usable(table, place), []).append(place)
        p = [
            one.p
            for length, held in places.items()
            if length >= 13
            for one in watching._judge(table, units, months[-length:], held)
        ]
        raised += bool(discoveries(p, 0.05).any())
        chances += p
    assert raised <= 5  # of 40, where 2 are expected at most: more comes up less than 1 time in 50
    for level in (0.05, 0.01):
        assert np.mean(np.array(chances) <= level) <= level
