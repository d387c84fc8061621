"""The words and figures that ship with the product, and the one way to read them.

Everything here is a starting point that a customer changes without code: on first set-up
the domain copies these definitions into the organisation's own settings, and from then on
the copies are what counts. Nothing here is read while a person is using the product.

Each YAML file says where its words or figures come from. A value marked
``check: true`` comes from general knowledge or was worked out, not read from a live
source: check it against that source before relying on it.

This package imports nothing of the product.
"""

from goldthread.defaults.loading import (
    DefaultsError,
    action_guidance,
    categories,
    clock_policies,
    cohort_definition,
    consequences,
    cqc,
    decision_tools,
    forums,
    indicators,
    instruments,
    interfaces,
    letters,
    measures,
    notices,
    packs,
    pathways,
    plain_words,
    pulse,
    review_guidance,
    roles,
    service_models,
    stabilisation,
    suppression,
    themes,
)

__all__ = [
    "DefaultsError",
    "action_guidance",
    "categories",
    "clock_policies",
    "cohort_definition",
    "consequences",
    "cqc",
    "decision_tools",
    "forums",
    "indicators",
    "instruments",
    "interfaces",
    "letters",
    "measures",
    "notices",
    "packs",
    "pathways",
    "plain_words",
    "pulse",
    "review_guidance",
    "roles",
    "service_models",
    "stabilisation",
    "suppression",
    "themes",
]
