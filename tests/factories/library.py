"""Learning items for tests, written, checked and published by the product's operations."""

from __future__ import annotations

from typing import Any

from goldthread.access.models import User
from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.domain.learning.library import operations
from goldthread.domain.learning.library.drafts import Draft
from goldthread.domain.learning.library.models import Item
from goldthread.domain.verification import operations as verification
from goldthread.domain.verification.models import Plan
from goldthread.domain.verification.terms import RoundKind
from tests.factories import verification as made
from tests.factories.provider import Provider

THEME = "unclear_escalation_thresholds"


def draft_of(provider: Provider, **changes: Any) -> Draft:
    """Learning about signs that nobody acted on, whole and plain."""
    theme = Theme.objects.get(organisation=provider.organisation, code=THEME)
    values: dict[str, Any] = {
        "title": "A sign is a reason to act",
        "happened": "Early signs of a plan were seen and written down, and help came late.",
        "learnt": "Watching needs a time to look again and a name.",
        "changed": "The record asks for both.",
        "family": "We saw the signs and were slow. Now a named person looks again by a set time.",
        "themes": (theme,),
    }
    return Draft(**(values | changes))


def drafted(
    provider: Provider, *, by: User | None = None, source: Incident | None = None, **changes: Any
) -> Item:
    """A draft by the reviewer."""
    writer = by or provider.people["reviewer"]
    draft = draft_of(provider, **changes)
    return operations.write_item(provider.organisation, draft, by=writer, source=source)


def ready(provider: Provider, **changes: Any) -> Item:
    """A draft handed over to be checked."""
    item = drafted(provider, **changes)
    return operations.hand_over(item, by=item.made_by)


def check(item: Item, by: User, **changes: Any) -> Item:
    """Check an item: nobody could be recognised."""
    values = {"recognised": False, "because": "Days, place and family are left out."}
    return operations.check_item(item, by=by, **(values | changes))


def checked(provider: Provider, **changes: Any) -> Item:
    """An item that the governance lead checked."""
    return check(ready(provider, **changes), provider.people["governance_lead"])


def published(provider: Provider, **changes: Any) -> Item:
    """An item in the feed."""
    lead = provider.people["governance_lead"]
    return operations.publish_item(checked(provider, **changes), by=lead)


def resting_on(provider: Provider, plan: Plan, **changes: Any) -> Item:
    """A published item that rests on the action of a plan."""
    actions: tuple[Action, ...] = (plan.action,)
    return published(provider, source=plan.incident, actions=actions, **changes)


def proven(provider: Provider, plan: Plan | None = None) -> Plan:
    """A plan whose change is live since half a year, concluded as effective."""
    plan = plan or made.measured(provider)
    made.checked(provider, made.first_round(plan), 20)
    made.effect_of(provider, plan, 12, 1)
    verdicts = made.verdicts(repeat_risk="fell")
    verification.conclude(plan, by=provider.people["verifier"], **verdicts)
    return Plan.objects.get(pk=plan.pk)


def relapsed(provider: Provider) -> Plan:
    """The same, found by the first re-check to have relapsed."""
    plan = proven(provider)
    row = made.checked(provider, plan.rounds.filter(kind=RoundKind.RECHECK).earliest("due_on"), 2)
    by = provider.people["verifier"]
    verification.record_recheck(row, sustained=False, reason="Seen in two files only.", by=by)
    return Plan.objects.get(pk=plan.pk)
