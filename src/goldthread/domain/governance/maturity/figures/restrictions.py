"""Least restrictive and reviewed, from the register and from sampled files (row 109)."""

from goldthread.domain.governance.maturity.registry import register
from goldthread.domain.governance.maturity.terms import Figure

REGISTER = (
    "Record each restriction on a person's life in the register, with the day it is reviewed. "
    "The first figure stands here when a review has fallen due."
)
AUDIT = (
    "Choose the restriction file audit when you plan how a change is verified. It asks of each "
    "file drawn why no less would do, and for how long."
)

register(
    Figure(
        marker="restrictions",
        code="restrictions_reviewed",
        label="Reviews of restrictions made by their date",
        of="reviews that fell due",
        measure="restriction_reviewed_in_time",
        href="/measures/restriction_reviewed_in_time/",
        begin=REGISTER,
        begin_href="/restrictions/",
        limits="It says that someone decided in time, not that the decision was right.",
    )
)
register(
    Figure(
        marker="restrictions",
        code="restrictions_least",
        label="Files that say why no less would do",
        of="files checked with the restriction file audit",
        measure="restriction_proportionality",
        href="/measures/restriction_proportionality/",
        begin=AUDIT,
        begin_href="/verification/",
        limits="Only files that were sampled.",
    )
)
register(
    Figure(
        marker="restrictions",
        code="restrictions_long",
        label="Restrictions in force for more than 90 days",
        of="restrictions in force at the end of each month, counted once a month",
        measure="restriction_long_running",
        href="/measures/restriction_long_running/",
        begin=REGISTER,
        begin_href="/restrictions/",
        limits=(
            "Fewer is better, but some restrictions rightly last. A restriction that lasts counts "
            "in each month, so the interval is narrower than it should be."
        ),
        lower_is_better=True,
    )
)
