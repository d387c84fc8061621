"""How often chance alone raises a signal, against how often it is said to.

    python bench/false_alarms.py [TABLES]

Simulates tables of weekly counts in which nothing changes, with a fixed seed, and scans them as
the nightly run does: teams and themes of very different sizes, a season, bursts, incidents with
two themes, and a small service. For each it prints how often a single series falls at or under a
nominal chance, and how often a whole table raises anything at all when the false discovery rate
is held to 5%. Then real clusters are planted, to show which share of what is raised is false and
how many of them are found; and the same for the newest point of charts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import numpy as np

TABLES = int(sys.argv[1]) if len(sys.argv) > 1 else 200
SEED = 20_261
TEAMS, THEMES, WEEKS, RECENT = 40, 20, 117, 13
LEVELS = (0.1, 0.05, 0.01, 0.001)
FALSE_SHARE = 0.05

Table = Any
Make = Callable[[np.random.Generator], Table]


def means(rng: np.random.Generator, teams: int, themes: int, each: float) -> Table:
    """Expected counts a week: (series, weeks), sizes a hundredfold apart, with a season."""
    size = rng.gamma(0.8, 1 / 0.8, (teams, 1, 1)) * rng.gamma(0.8, 1 / 0.8, (1, themes, 1))
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(WEEKS) / 52)
    return (each * size * season).reshape(teams * themes, WEEKS)


def plain(rng: np.random.Generator) -> Table:
    return rng.poisson(means(rng, TEAMS, THEMES, 0.5))


def small(rng: np.random.Generator) -> Table:
    return rng.poisson(means(rng, 3, 8, 0.3))


def bursty(spread: float) -> Make:
    def make(rng: np.random.Generator) -> Table:
        mean = means(rng, TEAMS, THEMES, 0.5)
        return rng.poisson(rng.gamma(mean / (spread - 1), spread - 1))

    return make


def two_themes(rng: np.random.Generator) -> Table:
    """Half of the incidents of a theme have the next theme as well, so that series move together."""
    first = rng.poisson(means(rng, TEAMS, THEMES, 0.4)).reshape(TEAMS, THEMES, WEEKS)
    both = rng.binomial(first, 0.5)
    return (first + np.roll(both, 1, axis=1)).reshape(TEAMS * THEMES, WEEKS)


CASES: tuple[tuple[str, Make], ...] = (
    ("chance alone", plain),
    ("bursts, variance 1.5 times the mean", bursty(1.5)),
    ("bursts, variance 3 times the mean", bursty(3.0)),
    ("two themes on half of the incidents", two_themes),
    ("a small service: 3 teams, 8 themes", small),
)


def rises(counts: Table) -> Table:
    from goldthread.analytics.rest_of_table import against_the_rest
    from goldthread.analytics.scan import scan

    kept = counts[counts.sum(axis=1) > 0]
    rest, spread = against_the_rest(kept, counts.sum(axis=0), np.ones_like(kept), leave_out=RECENT)
    p = np.ones(len(counts))
    p[counts.sum(axis=1) > 0] = scan(kept, rest, dispersion=spread).p
    return p


def falls(counts: Table) -> Table:
    from goldthread.analytics.dispersion import dispersion
    from goldthread.analytics.scan import scan

    weights = np.ones_like(counts)
    spread = dispersion(counts, weights, leave_out=RECENT)
    windows = (2, 3, 4, 6, 8, 13)
    return scan(counts, weights, windows=windows, dispersion=spread, direction="low").p


def reports(spread: float) -> Make:
    """200 teams that go on reporting as ever."""

    def make(rng: np.random.Generator) -> Table:
        mean = rng.gamma(1.5, 2.0, (200, 1)) * np.ones(WEEKS)
        return rng.poisson(rng.gamma(mean / (spread - 1), spread - 1))

    return make


def newest(counts: Table) -> Table:
    from goldthread.analytics.newest_points import newest_points

    return newest_points(counts).p


def charts(kind: str) -> Make:
    def make(rng: np.random.Generator) -> Table:
        if kind == "normal":
            return rng.normal(50, 8, (400, 29))
        return rng.poisson(rng.gamma(6.0, 4.0, (400, 1)) * np.ones(29)).astype(float)

    return make


def nothing_going_on(cases: tuple[tuple[str, Make], ...], test: Callable[[Table], Table]) -> None:
    from goldthread.analytics.false_discovery import discoveries

    print(f"  {'':<40}" + "".join(f"{f'p ≤ {level}':>12}" for level in LEVELS) + f"{'any':>10}")
    for name, make in cases:
        rng, p, any_raised = np.random.default_rng(SEED), [], 0
        for _ in range(TABLES):
            found = test(make(rng))
            p.append(found)
            any_raised += bool(discoveries(found, FALSE_SHARE).any())
        every = np.concatenate(p)
        cells = "".join(f"{np.mean(every <= level):>12.4f}" for level in LEVELS)
        print(f"  {name:<40}{cells}{any_raised / TABLES:>10.3f}", flush=True)


def something_going_on() -> None:
    from goldthread.analytics.false_discovery import discoveries

    head = ("raised", "false", "false share", "under any dependence", "found")
    print(f"  {'20 clusters of 4 weeks in 800 series':<40}" + "".join(f"{h:>22}" for h in head))
    for times in (2, 3, 5):
        rng, raised, false, strict, found = np.random.default_rng(SEED), 0, 0, 0, 0
        share = 0.0
        for _ in range(TABLES):
            counts = bursty(1.5)(rng)
            large = np.flatnonzero(counts.mean(axis=1) > 0.5)
            planted = rng.choice(large, 20, replace=False)
            extra = counts[planted].mean(axis=1)[:, None] * (times - 1)
            counts[planted, -4:] += rng.poisson(extra * np.ones(4))
            p = rises(counts)
            hits = set(np.flatnonzero(discoveries(p, FALSE_SHARE)))
            raised += len(hits)
            false += len(hits - set(planted))
            share += len(hits - set(planted)) / max(len(hits), 1) / TABLES
            found += len(hits & set(planted))
            strict += int(discoveries(p, FALSE_SHARE, any_dependence=True).sum())
        cells = (f"{raised / TABLES:.2f} a table", f"{false / TABLES:.2f} a table", f"{share:.3f}",
                 f"{strict / TABLES:.2f} a table", f"{found / TABLES / 20:.0%}")  # fmt: skip
        print(f"  {f'{times} times the usual rate':<40}" + "".join(f"{c:>22}" for c in cells),
              flush=True)  # fmt: skip


def main() -> None:
    print(f"Rises of a team and theme, nothing going on ({TABLES} tables)")
    nothing_going_on(CASES, rises)
    print(f"\nFalls of a team's reports, nothing going on ({TABLES} tables of 200 teams)")
    nothing_going_on((("bursts, variance 1.5 times the mean", reports(1.5)),
                      ("bursts, variance 3 times the mean", reports(3.0))), falls)  # fmt: skip
    print(f"\nThe newest point of a chart, nothing going on ({TABLES} tables of 400 charts)")
    nothing_going_on((("measures, normal", charts("normal")),
                      ("counts, Poisson, means 4 to 60", charts("poisson"))), newest)  # fmt: skip
    print(f"\nRises of a team and theme, with real ones ({TABLES} tables)")
    something_going_on()


if __name__ == "__main__":
    main()
