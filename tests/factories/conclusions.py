"""Actions that verification found wanting, for tests."""

from __future__ import annotations

from goldthread.domain.actions.models import Action
from goldthread.domain.verification import operations
from goldthread.domain.verification.models import Plan
from goldthread.domain.verification.terms import Next, PracticeChanged, RepeatRisk
from tests.factories.provider import Provider


def find_not_effective(provider: Provider, action: Action) -> Action:
    """The verifier says that practice did not change and that something stronger is needed."""
    operations.conclude(
        Plan.objects.get(action=action),
        practice_changed=PracticeChanged.NO,
        repeat_risk=RepeatRisk.NOT_FALLEN,
        reason="The board is empty on most days.",
        by=provider.people["verifier"],
        next_step=Next.NEW_ACTION,
    )
    return Action.objects.get(pk=action.pk)
