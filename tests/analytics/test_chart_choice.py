"""Which chart is chosen, and why."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from goldthread.analytics.charts import (
    Observation,
    Wanted,
    choose,
    days_between,
    make_best,
    periods_between,
)

RNG = np.random.default_rng(20_251_122)


def months(values, denominators=None):
    denominators = denominators if denominators is not None else [None] * len(values)
    return [
        Observation(
            dt.datetime(2020 + at // 12, at % 12 + 1, 1),
            None if value is None else float(value),
            None if under is None else float(under),
        )
        for at, (value, under) in enumerate(zip(values, denominators, strict=True))
    ]


STEADY = RNG.poisson(12, 24)
RARE = [0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0]


@pytest.mark.parametrize(
    ("seen", "kind", "said"),
    [
        (months(STEADY), "c", "steady exposure"),
        (months(STEADY, [100] * 24), "p", "share of its total"),
        (months(STEADY, [10] * 24), "u", "exposure"),
        (months(RNG.poisson(RNG.normal(5000, 500, 24))), "xmr", "vary more than chance"),
        (months([12.5, 11.25, 13.5] * 6), "xmr", "Measured"),
        (months([-3, 4, 5, -1] * 4), "xmr", "Measured"),
        (months(RARE), "g", "rare"),
        (months(RARE, [400] * 24), "g", "rare"),
        (months([3, 4, 5, 2, 6]), "run", "5 points"),
        (months([3, 4]), "run", "2 points"),
        (
            months(RNG.binomial(5000, RNG.normal(0.5, 0.05, 24)), [5000] * 24),
            "p-prime",
            "more than chance",
        ),
        (months(RNG.binomial(5000, 0.5, 24), [5000] * 24), "p", "share"),
        (months(RNG.poisson(RNG.normal(900, 100, 24)), [30.5] * 24), "u-prime", "more than chance"),
    ],
)
def test_the_data_choose_the_chart_and_say_why(seen, kind, said):
    choice = choose(seen)
    assert choice.kind == kind
    assert said in choice.why


def test_counts_that_fell_to_nothing_are_not_rare():
    assert choose(months([5, 4, 6, 5, 5, 4, 6, 5, 5, 4, 6, 5, 0, 0, 0, 0, 0, 0])).kind != "g"


def test_audited_files_that_none_passed_at_first_are_not_rare_events():
    choice = choose(months([0, 0, 0, 0, 0, 1, 3, 4, 4, 5, 5, 5, 4], [5] * 13), share=True)
    assert choice.kind == "p"


def test_the_dates_of_rare_events_make_a_t_chart_where_longer_is_better():
    days = [dt.date(2020, 1, 1) + dt.timedelta(days=int(day)) for day in (0, 40, 95, 110, 190, 240)]
    made = make_best(months(RARE), Wanted(improvement="decrease"), events=days)
    assert (made.kind, made.improvement) == ("t", "increase")
    assert [point.value for point in made.points] == [40, 55, 15, 80, 50]
    assert "days between" in made.why


def test_rare_events_on_one_day_make_a_g_chart_because_times_of_nought_cannot():
    days = [dt.date(2020, 1, day) for day in (1, 9, 9, 20, 25, 30)]
    assert make_best(months(RARE), events=days).kind == "g"


def test_too_few_rare_events_are_not_enough_data():
    made = make_best(months([0] * 20 + [1, 0, 0, 1]))
    assert (made.kind, made.enough) == ("run", False)
    assert "too few" in made.why


def test_a_list_of_events_is_seen_for_what_it_is():
    days = (1, 9, 20, 21, 50, 80, 86, 99, 140, 150, 170, 171, 190)
    seen = [Observation(dt.datetime(2024, 1, 1) + dt.timedelta(days=day), 1.0) for day in days]
    assert choose(seen).kind == "t"
    assert [point.value for point in make_best(seen).points[:3]] == [8, 11, 1]


def test_periods_between_leave_unknown_periods_out_and_follow_events_of_one_period():
    seen = months([1, 0, None, 0, 2, 1])
    assert [one.value for one in periods_between(seen)] == [2, 0, 0]


def test_days_between_need_no_order_and_count_hours():
    moments = [dt.datetime(2024, 1, 3, 12), dt.datetime(2024, 1, 1)]
    assert [one.value for one in days_between(moments)] == [2.5]


def test_a_target_of_counts_is_not_drawn_on_times():
    made = make_best(months(RARE), Wanted(improvement="decrease", target=1))
    assert made.target is None
    assert any("target" in warning for warning in made.warnings)


def test_chance_alone_seldom_chooses_a_prime_chart():
    chosen = [choose(months(RNG.binomial(2000, 0.3, 24), [2000] * 24)).kind for _ in range(300)]
    assert chosen.count("p-prime") < 30
