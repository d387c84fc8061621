"""Whether the changes behind learning are shown to work: read from verification, never stored."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from goldthread.access.models import User
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries.seeing import visible_to as actions_visible_to
from goldthread.domain.actions.terms import Status as ActionStatus
from goldthread.domain.learning.library.models import Item
from goldthread.domain.learning.library.terms import Shown
from goldthread.domain.verification.models import Plan
from goldthread.domain.verification.queries import result_now
from goldthread.domain.verification.results import Result
from goldthread.domain.verification.terms import Status as PlanStatus

HELD = (PlanStatus.CONCLUDED, PlanStatus.SUSTAINED)


@dataclass(frozen=True)
class Standing:
    """Where an item's changes stand. `proven` of `changes` are verified; `on` is the last day."""

    code: Shown
    proven: int
    changes: int
    on: dt.datetime | None = None


def standings(items: Iterable[Item]) -> dict[int, Standing]:
    """The standing of each item, in three queries. An action taken over counts as its successor."""
    pks = [item.pk for item in items]
    links = Item.actions.through.objects.filter(item__in=pks).values_list("item_id", "action_id")
    linked: dict[int, set[int]] = defaultdict(set)
    for item_id, action_id in links:
        linked[item_id].add(action_id)
    final = _successors({pk for found in linked.values() for pk in found})
    plans = {
        plan.action_id: plan
        for plan in Plan.objects.filter(action__in=set(final.values())).select_related("action")
    }
    return {pk: _standing({final[one] for one in linked[pk]}, plans) for pk in pks}


def standing_of(item: Item) -> Standing:
    """The standing of one item."""
    return standings([item])[item.pk]


def _successors(actions: set[int]) -> dict[int, int]:
    """Each action → the one that stands in its place now; itself where nothing took over."""
    final = {pk: pk for pk in actions}
    ahead = set(actions)
    while ahead:
        rows = Action.objects.filter(replaces__in=ahead).exclude(status=ActionStatus.WITHDRAWN)
        steps = dict(rows.order_by("pk").values_list("replaces_id", "pk"))
        final = {pk: steps.get(now, now) for pk, now in final.items()}
        ahead = set(steps.values())
    return final


def _standing(actions: set[int], plans: dict[int, Plan]) -> Standing:
    found = [plans[pk] for pk in actions if pk in plans]
    proven = [plan for plan in found if _proven(plan)]
    if any(plan.status == PlanStatus.RELAPSED for plan in found):
        return Standing(Shown.RELAPSED, len(proven), len(actions))
    whole = bool(actions) and len(proven) == len(actions)
    ends = [plan.action.concluded_at for plan in proven if plan.action.concluded_at]
    code = Shown.VERIFIED if whole else Shown.NOT_YET
    return Standing(code, len(proven), len(actions), max(ends, default=None))


def _proven(plan: Plan) -> bool:
    return plan.status in HELD and plan.action.status == ActionStatus.VERIFIED


@dataclass(frozen=True)
class Change:
    """One change behind an item. `action` only for those who may open it, `result` unless kept."""

    action: Action | None
    shown: Shown
    on: dt.datetime | None
    result: Result | None


def changes_of(item: Item, user: User) -> list[Change]:
    """The changes behind an item as this reader may know them."""
    final = set(_successors(set(item.actions.values_list("pk", flat=True))).values())
    opened = Exists(actions_visible_to(user).filter(pk=OuterRef("pk")))
    plans = Plan.objects.filter(action__in=final).select_related("action", "incident")
    by_action = {plan.action_id: plan for plan in plans.prefetch_related("rounds__cases__response")}
    actions = Action.objects.filter(pk__in=final).annotate(opens=opened).order_by("pk")
    return [_change(action, by_action.get(action.pk), action.opens) for action in actions]


def _change(action: Action, plan: Plan | None, opens: bool) -> Change:
    shown_action = action if opens else None
    if plan is None:
        return Change(shown_action, Shown.NOT_YET, None, None)
    if plan.status == PlanStatus.RELAPSED:
        return Change(shown_action, Shown.RELAPSED, None, None)
    kept = plan.incident.restricted and not opens
    result = None if kept else result_now(plan)
    proven = _proven(plan)
    code = Shown.VERIFIED if proven else Shown.NOT_YET
    return Change(shown_action, code, action.concluded_at if proven else None, result)
