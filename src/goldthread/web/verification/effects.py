"""What the pages print of registered measures and recorded effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from goldthread.domain.verification import queries
from goldthread.domain.verification.terms import (
    UNITS,
    Comparison,
    Denominator,
    Direction,
    EffectVerdict,
)
from goldthread.web.components import Row
from goldthread.web.words import date, when

# Green is for what was verified; an effect alone is not. Blue and orange are those of the charts.
TONES = {
    EffectVerdict.IMPROVED: "underway",
    EffectVerdict.NO_CHANGE: "neutral",
    EffectVerdict.WORSE: "late",
    EffectVerdict.TOO_FEW: "waiting",
}
ALLOWS = {
    EffectVerdict.IMPROVED: "A verdict may rest on it. Read the warnings first: the figures say "
    "that something changed, not what changed it.",
    EffectVerdict.NO_CHANGE: "Repeat risk cannot be called lower on these figures.",
    EffectVerdict.WORSE: "Repeat risk cannot be called lower on these figures. Look at what else "
    "changed, and whether the action did harm.",
    EffectVerdict.TOO_FEW: "It does not show that the change worked, and it does not show that it "
    "failed. The verdict on it can only be that it cannot be told yet.",
}


@dataclass(frozen=True)
class EffectRow:
    """One recorded effect as a row of the plan."""

    title: str
    href: str
    figures: str
    recorded: str
    verdict: str
    tone: str


def on_plan(plan: Any) -> dict[str, Any]:
    """What the page of a plan shows of its measure and effects."""
    row = queries.registration_of(plan)
    late = queries.registered_late(plan)
    live = queries.live_on(plan) is not None
    words = "Write down what is measured"
    if row is not None:
        words = "Amend what is measured" if live else "Change what is measured"
    return {
        "measure": measure_rows(row) if row else [],
        "late": late,
        "amendments": queries.amendments(plan),
        "effects": [effect_row(one) for one in plan.effects.all()],
        "measure_button": words,
    }


def measure_rows(row: Any) -> list[Row]:
    """A measure as it was registered."""
    return [
        Row("What is counted", row.measure),
        Row("An event is", row.event),
        Row("Counted over", over(row)),
        Row("Which way is better", Direction(row.direction).label),
        Row("Baseline", f"{date(row.baseline_from)} to {date(row.baseline_until)}"),
        Row("First check", date(row.check_on)),
        Row("Worth having", worth(row)),
        Row("Registered", f"{row.registered_by.name}, {when(row.registered_at)}"),
    ]


def over(row: Any) -> str:
    """What events are counted over, in words."""
    known = row.denominator in Denominator
    return str(Denominator(row.denominator).label) if known else row.denominator


def unit_of(denominator: str) -> str:
    """The unit of exposure beside a field; cases for a share."""
    if denominator == Denominator.CASES:
        return "cases"
    return UNITS.get(Denominator(denominator), "") if denominator in Denominator else ""


def worth(row: Any) -> str:
    """The effect worth having, in words."""
    if row.worthwhile == 0.5:
        of_share = row.denominator == Denominator.CASES
        rises = "The rest halved" if of_share else "A doubling"
        return "A halving" if row.direction == Direction.DECREASE else rises
    if row.direction == Direction.DECREASE:
        return f"A fall by {1 - row.worthwhile:.0%}"
    return f"What should become fewer falls by {1 - row.worthwhile:.0%}"


def effect_row(row: Any) -> EffectRow:
    """One line of the list."""
    return EffectRow(
        title=f"Counted until {date(row.after_until)}",
        href=f"/verification/effects/{row.pk}/",
        figures=figures(row),
        recorded=recorded(row),
        verdict=EffectVerdict(row.verdict).label,
        tone=TONES[EffectVerdict(row.verdict)],
    )


def figures(row: Any) -> str:
    """`12 in 12 months before, 4 in 6 months since`; of a chart, how many months."""
    before, after = amount(row.before_exposure), amount(row.after_exposure)
    if row.comparison == Comparison.FROZEN:
        return f"{before} months before, {after} since, month by month"
    unit = _unit(row)
    joined = "of" if unit == "cases" else "in"
    return (
        f"{row.before_events:,} {joined} {before} {unit} before, "
        f"{row.after_events:,} {joined} {after} {unit} since"
    )


def _unit(row: Any) -> str:
    """What exposure is counted in."""
    if row.comparison == Comparison.BETWEEN:
        return "days"
    return unit_of(row.registration.denominator)


def counted_words(found: Any) -> str:
    """What the product itself counted, or nothing."""
    if found is None:
        return ""
    return (
        f"{found.before} in {amount(found.months_before)} months before, "
        f"{found.since} in {amount(found.months_since)} months since"
    )


def recorded(row: Any) -> str:
    """Who recorded it and when."""
    return f"{row.recorded_by.name if row.recorded_by else 'Goldthread'}, {when(row.recorded_at)}"


def amount(exposure: float) -> str:
    """An exposure without needless decimals."""
    return f"{exposure:,.0f}" if exposure == int(exposure) else f"{exposure:,.4g}"


def table_columns(row: Any) -> list[Any]:
    """The columns of `table_rows`."""
    unit = _unit(row)
    if row.comparison == Comparison.FROZEN:
        return ["Time", ("Months", "num"), ("Mean of a month", "num")]
    if row.comparison == Comparison.BETWEEN:
        return ["Time", ("Events", "num"), ("Days watched", "num"), ("Days for each event", "num")]
    exposure = unit[:1].upper() + unit[1:] or "Exposure"
    return [
        "Time",
        ("Events", "num"),
        (exposure, "num"),
        ("Share" if unit == "cases" else "Rate", "num"),
    ]


def table_rows(row: Any) -> list[list[str]]:
    """Before and since, as rows of a table: the window, events, exposure."""
    measure = row.registration
    windows = (
        ("Before", measure.baseline_from, measure.baseline_until, "before"),
        ("Since", row.after_from, row.after_until, "after"),
    )
    return [
        [f"{name}: {date(first)} to {date(last)}", *_numbers(row, side)]
        for name, first, last, side in windows
    ]


def _numbers(row: Any, side: str) -> list[str]:
    exposure = getattr(row, f"{side}_exposure")
    if row.comparison == Comparison.FROZEN:
        return [amount(exposure), f"{row.result[side]['mean']:,.3g}"]
    events = getattr(row, f"{side}_events")
    if row.comparison == Comparison.BETWEEN:
        each = f"{exposure / events:,.0f}" if events else "None yet"
        return [f"{events:,}", f"{exposure:,.0f}", each]
    return [f"{events:,}", amount(exposure), rate(row, side)]


def rate(row: Any, side: str) -> str:
    """A share in per cent, or events for one unit."""
    found = float(row.result[side]["rate"])
    share = row.registration.denominator == Denominator.CASES
    return f"{found:.0%}" if share else f"{found:.3g}"


def how_sure(row: Any) -> list[Row]:
    """Size, chance, power and the day of enough."""
    result, power = row.result, row.result["power"]["power"]
    rows = [
        Row("How it was compared", _way(row)),
        Row("How large", result["effect"]["sentence"]),
    ]
    if "p_one_sided" in result:
        rows.append(
            Row("By chance alone", f"{_chance(result)} (one-sided p {_p(result['p_one_sided'])})")
        )
    elif power is not None:
        share = f"{100 * result['chance_if_nothing_changed']:.2g} times in 100"
        rows.append(
            Row("By chance alone", f"So many months would look better {share}, had nothing changed")
        )
    if power is not None:
        rows.append(Row("What these figures could show", _power(row, float(power))))
    if row.enough_by is not None:
        rows.append(Row("Enough could be known by", date(row.enough_by)))
    return rows


def _way(row: Any) -> str:
    label = Comparison(row.comparison).label
    return f"{label}. {row.chosen_because}" if row.chosen_because else f"{label}."


def _power(row: Any, power: float) -> str:
    return f"{worth(row.registration)} would show {power:.0%} of the time (80% is enough)"


def _chance(result: dict[str, Any]) -> str:
    share = float(result["p_one_sided"])
    if share < 0.001:
        return "So good a result would come up less than once in 1,000 times"
    return f"So good a result or better would come up {share * 100:.2g} times in 100"


def _p(chance: float) -> str:
    return "below 0.001" if chance < 0.001 else f"{chance:.3f}"
