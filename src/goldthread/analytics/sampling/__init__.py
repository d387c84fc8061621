"""Samples of files: how many, which ones, and what the result proves."""

from goldthread.analytics.sampling.agreement import Agreement, cohens_kappa
from goldthread.analytics.sampling.drawing import (
    METHODS,
    Draw,
    Drawn,
    Excluded,
    SampleRefused,
    double_review,
    draw,
)
from goldthread.analytics.sampling.exclusions import Exclusion, parse_exclusion
from goldthread.analytics.sampling.sizes import (
    AcceptanceRule,
    CleanResult,
    acceptance_rule,
    acceptance_share,
    clean_result,
    decision_errors,
    failing_files_still_possible,
    size_for_precision,
    size_to_rule_out,
    two_stage_acceptance_share,
)

__all__ = [
    "METHODS",
    "AcceptanceRule",
    "Agreement",
    "CleanResult",
    "Draw",
    "Drawn",
    "Excluded",
    "Exclusion",
    "SampleRefused",
    "acceptance_rule",
    "acceptance_share",
    "clean_result",
    "cohens_kappa",
    "decision_errors",
    "double_review",
    "draw",
    "failing_files_still_possible",
    "parse_exclusion",
    "size_for_precision",
    "size_to_rule_out",
    "two_stage_acceptance_share",
]
