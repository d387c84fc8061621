"""Which kind of chart suits the data, and why in a sentence: `choose`, `make_best`.

The rules of thumb, in order:

1. fewer than 4 points: not enough data; fewer than 12: a run chart, which needs no limits;
2. rare events (on average under 1.4 a period and none in more than a quarter of the periods, which
   for chance events is the same; Provost and Murray, The Health Care Data Guide): a t chart of the
   days between where the dates of the events are known, else a g chart of the periods between;
3. counts that are never above their denominators: shares (p); counts over exposure: rates (u);
   p-prime or u-prime where the denominators are large and points vary more than chance makes them;
4. whole counts alone: c, or XmR where they vary more than chance makes them;
5. anything else: XmR.

"More than chance" is Laney's sigma z above 1 + 1.645 * 0.91 / sqrt(n - 1), which a chance series
of n points passes about one time in twenty (0.91 / sqrt(n - 1): the relative standard error of a
mean moving range); outlying moving ranges are left out of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from goldthread.analytics.charts import limits
from goldthread.analytics.charts.chart import Chart, SinceLast
from goldthread.analytics.charts.limits import Lines, sigma_z
from goldthread.analytics.charts.making import make, since
from goldthread.analytics.charts.observation import (
    Observation,
    Wanted,
    at_midnight,
    days_between,
    in_order,
    periods_between,
    with_value,
)

ANYTHING = 4
LIMITS = 12
RARE_MEAN = 1.4
RARE_NONE = 0.25
RARE_SHARE = 0.10
LARGE_TOTAL = 500
LARGE_COUNT = 50
_OPPOSITE = {"increase": "decrease", "decrease": "increase", "neutral": "neutral"}


@dataclass(frozen=True)
class Choice:
    """One of KINDS, with the reason; `enough` is False where no chart says anything yet."""

    kind: str
    why: str
    enough: bool = True


def choose(
    observations: Iterable[Observation],
    *,
    share: bool | None = None,
    events: Sequence[dt.date | dt.datetime] | None = None,
) -> Choice:
    """The kind that suits values or counts by period, with denominators where there are any.

    `share` says whether counts are a part of their denominators (audited files that passed) or
    events over exposure (incidents in a caseload); None: a part, if never above them. `events` are
    the dates of the events themselves, where known. ValueError where a value is infinite.
    """
    known = with_value(in_order(observations)[0])
    values = np.array([one.value for one in known], dtype=np.float64)
    if _event_list(known):
        return _rare([one.at for one in known], 0, "Each row is one event on its date")
    if len(known) < ANYTHING:
        return Choice("run", _few(len(known), "no chart says anything yet."), enough=False)
    counted = bool(np.all(values >= 0) and np.all(values % 1 == 0))
    sized = [one for one in known if one.denominator is not None and one.denominator > 0]
    if counted and _is_rare(values, sized, share):
        found = len(periods_between(known))
        often = f"Events are rare: {values.sum():g} in {len(known)} periods"
        return _rare(events, found, often)
    if len(known) < LIMITS:
        return Choice("run", _few(len(known), f"limits need about {LIMITS}, and a run chart none."))
    if counted and len(sized) >= LIMITS:
        return _with_denominators(sized, share)
    return _without(values, counted)


def make_best(
    observations: Iterable[Observation],
    wanted: Wanted | None = None,
    *,
    share: bool | None = None,
    events: Sequence[dt.date | dt.datetime] | None = None,
) -> Chart:
    """The chart that `choose` chooses. For g and t charts made from counts, what lies between
    events is worked out, and improvement turns round: fewer events are longer times."""
    wanted = wanted or Wanted()
    seen, _ = in_order(observations)
    choice = choose(seen, share=share, events=events)
    if choice.kind in ("g", "t"):
        turned = replace(wanted, improvement=_OPPOSITE[wanted.improvement], target=None)
        told = ["The target was of counts and is not shown."] if wanted.target is not None else []
        made = make(choice.kind, _between(choice.kind, seen, events), turned, why=choice.why)
        waited = _waited(seen, events, wanted)
        return replace(made, warnings=(*made.warnings, *told), since_last=waited)
    return replace(make(choice.kind, seen, wanted, why=choice.why), enough=choice.enough)


def _between(
    kind: str, seen: Sequence[Observation], events: Sequence[dt.date | dt.datetime] | None
) -> list[Observation]:
    known = with_value(seen)
    if events is not None or _event_list(known):
        return days_between(events if events is not None else [one.at for one in known])
    return periods_between(known)


def _waited(
    seen: Sequence[Observation],
    events: Sequence[dt.date | dt.datetime] | None,
    wanted: Wanted,
) -> SinceLast | None:
    """Since the last event: in days where its day is known, else in periods without any."""
    known = with_value(seen)
    if events is not None or _event_list(known):
        days = [at_midnight(day) for day in events] if events else [one.at for one in known]
        return since(max(days), wanted.until)
    held = [place for place, one in enumerate(known) if one.value]
    last = held[-1]
    return SinceLast(len(known) - last - 1, "periods", known[last].at)


def _rare(events: Sequence[dt.date | dt.datetime] | None, periods: int, because: str) -> Choice:
    found = periods if events is None else len(events) - 1
    if found < ANYTHING:
        return Choice("run", f"{because}, which is too few for any chart to say.", enough=False)
    if events is None:
        return Choice(
            "g",
            f"{because}, so the periods between them are charted; with the date of each event, "
            "days could be.",
        )
    gaps = days_between(events)
    if any(gap.value == 0 for gap in gaps):
        return Choice(
            "g", f"{because}, some on one day, so the days between them are charted as counts."
        )
    return Choice(
        "t",
        f"{because}, so the days between them are charted: longer is better where they do harm.",
    )


def _event_list(known: Sequence[Observation]) -> bool:
    """Whether each row is an event: every value 1, on dates that follow no calendar."""
    if len(known) < 2 or any(one.value != 1 or one.denominator is not None for one in known):
        return False
    gaps = [(after.at - before.at).days for before, after in pairwise(known)]
    return max(gaps) > 1.2 * min(gaps) + 1


def _is_rare(values: np.ndarray, sized: Sequence[Observation], share: bool | None) -> bool:
    if not (values.mean() < RARE_MEAN and np.mean(values == 0) > RARE_NONE):
        return False
    if not sized or not _is_share(sized, share):
        return True
    total = sum(one.denominator or 0 for one in sized)
    return sum(one.value or 0 for one in sized) < RARE_SHARE * total


def _is_share(sized: Sequence[Observation], share: bool | None) -> bool:
    if share is not None:
        return share
    return all((one.value or 0) <= (one.denominator or 0) for one in sized)


def _with_denominators(sized: Sequence[Observation], share: bool | None) -> Choice:
    counts = np.array([[one.value for one in sized]], dtype=np.float64)
    totals = np.array([[one.denominator for one in sized]], dtype=np.float64)
    if _is_share(sized, share):
        if totals.mean() >= LARGE_TOTAL and _overdispersed(limits.shares(counts, totals, None)):
            return Choice(
                "p-prime", "A share of large totals that varies more than chance makes it."
            )
        return Choice("p", "Each count is a share of its total.")
    if counts.mean() >= LARGE_COUNT and _overdispersed(limits.rates(counts, totals, None)):
        return Choice(
            "u-prime", "Many events over exposure, which vary more than chance makes them."
        )
    return Choice("u", "Events over an exposure that differs from point to point.")


def _without(values: np.ndarray, counted: bool) -> Choice:
    if not counted:
        return Choice("xmr", "Measured values, one a period.")
    if values.any() and _overdispersed(limits.counts(values[None, :], None)):
        return Choice(
            "xmr",
            "Counts that vary more than chance makes them, so limits come from the change from "
            "point to point.",
        )
    return Choice(
        "c", "Counts of events, taken to have a steady exposure: no denominator was given."
    )


def _overdispersed(lines: Lines) -> bool:
    # Of the two near limits, one may be cut off at what is possible.
    sd = np.maximum(lines.near_upper - lines.centre, lines.centre - lines.near_lower) / 2
    points = int(np.isfinite(lines.values).sum())
    # Screened, because one outlier is a special cause and no sign of a restless measure.
    found = sigma_z(lines.values, lines.centre, sd, screen=True)[0, 0]
    return bool(found > 1 + 1.645 * 0.91 / np.sqrt(points - 1))


def _few(points: int, rest: str) -> str:
    return f"{points} point{'' if points == 1 else 's'}: {rest}"
