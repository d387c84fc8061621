"""How a change reaches daily work: four channels, each with its own proof (row 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from goldthread.domain.actions.queries.hints import proving
from goldthread.domain.actions.terms import Route
from goldthread.evidence.models import Item

# “supervision prompts, templates, training and practice checks” (the product's source article)
CHANNELS = (
    (Route.SUPERVISION, "Supervision prompts"),
    (Route.TEMPLATE, "Templates"),
    (Route.TRAINING, "Training"),
    (Route.COMPETENCY_CHECK, "Practice checks"),
)
# What proves one channel and no other: a practice check after training proves the check.
OWN = {Route.TRAINING: frozenset({"training_attendance"})}


@dataclass(frozen=True)
class Channel:
    """One channel of an action: what carries it, whether it was chosen, and what proves it."""

    code: str
    label: str
    artefact: str
    chosen: bool
    proofs: tuple[Item, ...]


def channels_of(routes: Iterable[tuple[str, str]], evidence: Iterable[Item]) -> tuple[Channel, ...]:
    """The four channels of an action, used or not, each with the evidence of its own kind.

    `routes` and `evidence` are the action's own: `routes_of` and `evidence_of`.
    """
    chosen, items = dict(routes), list(evidence)
    return tuple(
        Channel(
            code=str(route),
            label=label,
            artefact=chosen.get(route, ""),
            chosen=route in chosen,
            proofs=tuple(one for one in items if one.type in _types(route)),
        )
        for route, label in CHANNELS
    )


def _types(route: Route) -> frozenset[str]:
    return OWN.get(route) or proving([route])
