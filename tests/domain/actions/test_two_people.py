"""Two people work on the same action, or the same incident, at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.terms import Status
from goldthread.domain.incidents.terms import Status as IncidentStatus
from goldthread.workflow.refusals import Refused
from tests.factories.actions import (
    TEMPLATE,
    acting,
    communicate,
    implement,
    make_agreed,
)
from tests.factories.provider import Provider, make_provider

WAIT = 20  # seconds; a thread that never comes back fails the test instead of hanging it


def at_once(*works: Callable[[], object]) -> list[BaseException]:
    """Run the works at the same moment on connections of their own; returns what they raised."""
    together, raised = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            together.wait(WAIT)
            work()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return raised


@pytest.mark.capability(43)
def test_two_people_who_opened_the_page_together_complete_it_between_them(
    provider: Provider,
) -> None:
    action = make_agreed(provider)
    mine, yours = Action.objects.get(pk=action.pk), Action.objects.get(pk=action.pk)
    implement(provider, mine)
    communicate(provider, yours)
    action.refresh_from_db()
    assert action.status == Status.COMPLETE


def test_the_second_to_record_the_same_fact_is_told(provider: Provider) -> None:
    action = make_agreed(provider)
    stale = Action.objects.get(pk=action.pk)
    implement(provider, action)
    with pytest.raises(Refused) as refused:
        actions.implement(stale, live_on=None, how="", by=provider.people["team_manager"])
    assert "ACT-23" in refused.value.codes
    assert action.implementations.count() == 1


@pytest.fixture
def alone(transactional_db: None) -> Provider:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time; the order is tested above")
    return make_provider()


def test_both_facts_recorded_at_the_same_moment_complete_the_action(alone: Provider) -> None:
    action = make_agreed(alone, acting(alone))
    actions.add_evidence(action, "template", TEMPLATE, by=alone.people["team_manager"])
    raised = at_once(lambda: implement(alone, action), lambda: communicate(alone, action))
    action.refresh_from_db()
    assert (raised, action.status) == ([], Status.COMPLETE)
    assert action.incident.status == IncidentStatus.VERIFYING


def test_the_same_fact_at_the_same_moment_is_recorded_once(alone: Provider) -> None:
    action = make_agreed(alone)
    raised = at_once(lambda: implement(alone, action), lambda: implement(alone, action))
    assert [error.codes for error in raised if isinstance(error, Refused)] == [("ACT-23",)]
    assert action.implementations.count() == 1


def test_the_last_two_actions_complete_at_once_and_the_incident_moves_on(alone: Provider) -> None:
    incident = acting(alone)
    pair = [
        implement(alone, make_agreed(alone, incident, title=f"Change {number}"))
        for number in (1, 2)
    ]
    raised = at_once(*(lambda one=one: communicate(alone, one) for one in pair))
    incident.refresh_from_db()
    assert (raised, incident.status) == ([], IncidentStatus.VERIFYING)
