"""Did it work? Events before and after a change, and what may honestly be said of them."""

from goldthread.analytics.effect.after_baseline import AfterBaseline, after_baseline
from goldthread.analytics.effect.cautions import (
    Caution,
    bunched,
    regression_to_the_mean,
    reporting_change,
    seasonality,
    simultaneous_actions,
)
from goldthread.analytics.effect.comparing import (
    Comparison,
    EffectRefused,
    Window,
    compare_rates,
    compare_shares,
)
from goldthread.analytics.effect.gaps import compare_gaps
from goldthread.analytics.effect.on_chart import ChartEffect, effect_on_chart
from goldthread.analytics.effect.planning import ENOUGH, Power, power_of
from goldthread.analytics.effect.proposing import BETWEEN, FROZEN, WINDOWS, Proposal, propose
from goldthread.analytics.effect.sentences import LABELS
from goldthread.analytics.effect.verdicts import (
    Asked,
    Effect,
    Verdict,
    effect_on_gaps,
    effect_on_rate,
    effect_on_share,
)

__all__ = [
    "BETWEEN",
    "ENOUGH",
    "FROZEN",
    "LABELS",
    "WINDOWS",
    "AfterBaseline",
    "Asked",
    "Caution",
    "ChartEffect",
    "Comparison",
    "Effect",
    "EffectRefused",
    "Power",
    "Proposal",
    "Verdict",
    "Window",
    "after_baseline",
    "bunched",
    "compare_gaps",
    "compare_rates",
    "compare_shares",
    "effect_on_chart",
    "effect_on_gaps",
    "effect_on_rate",
    "effect_on_share",
    "power_of",
    "propose",
    "regression_to_the_mean",
    "reporting_change",
    "seasonality",
    "simultaneous_actions",
]
