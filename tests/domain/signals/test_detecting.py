"""What the nightly run makes of counts: clusters, early signals, silent teams, special causes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from goldthread.domain.incidents.models import Theme
from goldthread.domain.insight.signals import detecting
from goldthread.domain.insight.signals.counting import Counts
from goldthread.domain.insight.signals.terms import HISTORY_WEEKS, Kind
from tests.factories.provider import Provider

SUNDAY = dt.date(2026, 11, 15)


def counts_of(provider: Provider, **tables: Any) -> Counts:
    """Two teams and three themes that go on as ever, unless a table is given."""
    themes = tuple(Theme.objects.filter(organisation=provider.organisation).order_by("pk")[:3])
    rng = np.random.default_rng(9)
    values: dict[str, Any] = {
        "reports": rng.poisson(6, (2, HISTORY_WEEKS)),
        "themed": rng.poisson(1.2, (2, 3, HISTORY_WEEKS)),
        "early": rng.poisson(0.5, (2, 3, HISTORY_WEEKS)),
    }
    values |= tables
    units = (provider.team, provider.other_team)
    return Counts(provider.organisation, SUNDAY, units, themes, **values)


def test_a_service_that_goes_on_as_ever_raises_nothing(provider: Provider) -> None:
    counts = counts_of(provider)
    for detector in (
        detecting.clusters,
        detecting.early_signals,
        detecting.silent_teams,
        detecting.special_causes,
    ):
        assert list(detector(counts)) == []


@pytest.mark.capability(30)
def test_a_cluster_says_how_many_what_is_usual_and_how_often_chance_does_it(
    provider: Provider,
) -> None:
    counts = counts_of(provider)
    counts.themed[0, 1, -4:] = [5, 6, 5, 6]
    (found,) = [one for one in detecting.clusters(counts) if one.unit == provider.team]
    assert (found.kind, found.theme) == (Kind.CLUSTER, counts.themes[1])
    assert (found.numbers["observed"], found.numbers["weeks"]) == (22, 4)
    assert "22 incidents in Alder Team in the 4 weeks to 15 November 2026" in found.explanation
    assert "times the usual rate" in found.explanation
    assert "by chance" in found.explanation
    assert found.since == dt.date(2026, 10, 19)


@pytest.mark.capability(30)
def test_a_theme_that_rises_everywhere_is_said_of_the_organisation(provider: Provider) -> None:
    counts = counts_of(provider)
    counts.themed[:, 2, -3:] += 3
    units = {one.unit for one in detecting.clusters(counts) if one.theme == counts.themes[2]}
    assert provider.organisation in units


@pytest.mark.capability(15)
def test_concerns_that_rise_before_harm_are_an_early_signal(provider: Provider) -> None:
    counts = counts_of(provider)
    counts.early[1, 0, -3:] = 6
    (found,) = [one for one in detecting.early_signals(counts) if one.unit == provider.other_team]
    assert (found.kind, found.theme) == (Kind.EARLY_SIGNAL, counts.themes[0])
    assert "before anyone is harmed" in found.explanation


@pytest.mark.capability(8)
def test_a_team_that_falls_silent_is_found_with_its_uncertainty(provider: Provider) -> None:
    counts = counts_of(provider)
    counts.reports[0, -4:] = 0
    (found,) = detecting.silent_teams(counts)
    assert (found.kind, found.unit) == (Kind.SILENT_TEAM, provider.team)
    assert found.numbers["observed"] == 0
    assert found.numbers["times_high"] < 0.5
    assert "Fewer reports need not mean fewer incidents" in found.explanation


def test_a_new_team_is_neither_a_cluster_nor_a_special_cause(provider: Provider) -> None:
    counts = counts_of(provider)
    for table in (counts.reports, counts.themed, counts.early):
        table[1, ..., :-20] = 0
    found = [*detecting.clusters(counts), *detecting.special_causes(counts)]
    assert [one for one in found if one.unit == provider.other_team] == []


def test_reports_beyond_the_limits_are_a_special_cause_without_calling_them_bad(
    provider: Provider,
) -> None:
    counts = counts_of(provider)
    counts.reports[0, -4:] = 20
    (found,) = detecting.special_causes(counts)
    assert (found.kind, found.unit, found.measure) == (
        Kind.SPECIAL_CAUSE,
        provider.team,
        "reports",
    )
    assert "More reports may be better reporting" in found.explanation


def test_the_same_evidence_has_the_same_key_and_more_of_it_another(provider: Provider) -> None:
    counts = counts_of(provider)
    counts.reports[0, -4:] = 0
    (found,) = detecting.silent_teams(counts)
    assert found.key == replace(found, explanation="In other words.").key
    assert found.key != replace(found, until=found.until + dt.timedelta(days=7)).key
    assert replace(found, incidents=(2, 1)).key == replace(found, incidents=(1, 2)).key
