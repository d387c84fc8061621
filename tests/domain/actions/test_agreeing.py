"""An action is proposed freely and agreed only when it is specific, owned, dated and planned."""

from __future__ import annotations

import pytest
from django.utils import timezone

from goldthread.clocks.models import Clock
from goldthread.domain.actions.terms import Status
from tests.factories.actions import make_agreed
from tests.factories.provider import Provider


@pytest.mark.capability(42)
def test_an_agreed_action_waits_for_its_owner_until_the_end_of_its_day(provider: Provider) -> None:
    action = make_agreed(provider)
    clock = Clock.objects.get(subject_type="actions.action", subject_id=action.pk)
    local = timezone.localtime(clock.due_at)
    assert (action.status, clock.owner, clock.kind) == (
        Status.AGREED,
        provider.people["team_manager"],
        "action_due",
    )
    assert (local.date(), local.hour) == (action.due_on, 23)
