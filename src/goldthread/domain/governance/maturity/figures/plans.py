"""Learning in care plans, from sampled plans (row 107)."""

from goldthread.domain.governance.maturity.registry import register
from goldthread.domain.governance.maturity.terms import Figure

BEGIN = (
    "Choose the care-plan check when you plan how a change is verified. Each round draws plans at "
    "random and asks whether the learning can be seen in them."
)

register(
    Figure(
        marker="plans",
        code="plans_show_learning",
        label="Care plans in which the learning can be seen",
        of="plans checked with the care-plan check",
        measure="care_plan_learning",
        href="/measures/care_plan_learning/",
        begin=BEGIN,
        begin_href="/verification/",
        limits="Only plans that were sampled, and only for learning that is being verified.",
    )
)
