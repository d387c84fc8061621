"""What one action has: its facts, its evidence and its history."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from goldthread.access.models import User
from goldthread.domain.actions.models import (
    Action,
    ActionRoute,
    Communication,
    Extension,
    Implementation,
    Reassignment,
)
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.evidence.models import Item
from goldthread.evidence.queries import items_of, withdrawn_items_of
from goldthread.trail.models import Entry


@dataclass(frozen=True)
class Ticks:
    """The two facts of this round, each or None; the third, verified, is the action's status."""

    implemented: Implementation | None
    communicated: Communication | None

    @property
    def both(self) -> bool:
        return self.implemented is not None and self.communicated is not None


def with_page(actions: QuerySet[Action]) -> QuerySet[Action]:
    """Everything an action's page or row names, in few queries."""
    return actions.select_related(
        "incident", "unit", "owner", "owner__covered_by", "replaces", "proposed_by", "agreed_by"
    )


def ticks(action: Action) -> Ticks:
    """Whether the action is implemented, and communicated, in its present round."""
    return Ticks(implementation_of(action), communications_of(action).first())


def implementation_of(action: Action) -> Implementation | None:
    """The implementation recorded in the present round."""
    rows = Implementation.objects.filter(action=action, round=action.round)
    return rows.select_related("implemented_by").first()


def communications_of(action: Action) -> QuerySet[Communication]:
    """Who was told in the present round, earliest first."""
    return Communication.objects.filter(action=action, round=action.round).select_related(
        "communicated_by"
    )


def evidence_of(action: Action) -> QuerySet[Item]:
    """Evidence that stands in the present round; what was added before it proved less than hoped."""
    return items_of(action).filter(added_at__gte=action.round_began_at)


def routes_of(action: Action) -> tuple[tuple[str, str], ...]:
    """Pairs of route and artefact, in the order given."""
    rows = ActionRoute.objects.filter(action=action)
    return tuple(rows.values_list("route", "artefact"))


def extension_waiting(action: Action) -> Extension | None:
    """The request for a later date that nobody has decided yet."""
    rows = Extension.objects.filter(action=action, decision="")
    return rows.select_related("requested_by").first()


def incidents_served(action: Action, user: User) -> QuerySet[Incident]:
    """Further incidents the action serves, those that the person may see."""
    return incidents_visible_to(user).filter(action_links__action=action).order_by("reference")


def successor_of(action: Action) -> Action | None:
    """The stronger action that took over, the latest when several tried."""
    return Action.objects.filter(replaces=action).order_by("-pk").first()


def extensions_of(action: Action) -> QuerySet[Extension]:
    """Every request for a later date, the earliest first."""
    return action.extensions.select_related("requested_by", "decided_by")


def reassignments_of(action: Action) -> QuerySet[Reassignment]:
    """Every change of owner, the earliest first."""
    return action.reassignments.select_related("from_owner", "to_owner")


def withdrawn_evidence_of(action: Action) -> QuerySet[Item]:
    """Evidence that was withdrawn, with its reasons."""
    return withdrawn_items_of(action)


def history_of(action: Action) -> QuerySet[Entry]:
    """Everything that happened to the action and its evidence, oldest first."""
    label = Item._meta.label_lower
    items = Item.objects.filter(subject_type=action._meta.label_lower, subject_id=action.pk)
    own = Q(record_type=action._meta.label_lower, record_id=action.pk)
    proofs = Q(record_type=label, record_id__in=items.values("pk"))
    return Entry.objects.filter(own | proofs).order_by("at", "pk")


def missing_to_complete(action: Action) -> dict[str, bool]:
    """The facts that the rule of completion reads."""
    found = ticks(action)
    return {
        "implemented": found.implemented is not None,
        "communicated": found.communicated is not None,
    }
