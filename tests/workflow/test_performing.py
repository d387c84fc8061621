"""A status changes only as a transition says, all at once or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DatabaseError

from goldthread.access.models import Unit, User
from goldthread.trail.models import Entry
from goldthread.trail.queries import of_record
from goldthread.workflow import operations
from goldthread.workflow.operations import Event, hindrances, perform, permitted, start
from goldthread.workflow.refusals import CHANGED_MEANWHILE, NOT_ALLOWED, WRONG_STATE, Refused
from goldthread.workflow.rules import rule
from goldthread.workflow.transitions import transition
from tests.factories import people
from tests.factories.installation import Installation
from tests.workflow import errands
from tests.workflow.errands import ASK, FETCH, NOTE, Errand

GOOD = {"what": "the key", "kilos": 1}


@pytest.fixture(scope="module", autouse=True)
def _table(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        errands.make_table()
        yield
        errands.drop_table()


@pytest.fixture(autouse=True)
def _nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "_subscribers", {})


@pytest.fixture
def team(db: None) -> Unit:
    return people.team()


@pytest.fixture
def member(team: Unit) -> User:
    return people.person(team, "supervisor")


@pytest.fixture
def errand(team: Unit, member: User) -> Errand:
    new = Errand(unit=team, organisation=team.organisation, thread=77)
    return start(new, ASK, by=member, facts={"for": "the team"})


def again(errand: Errand) -> Errand:
    return Errand.objects.get(pk=errand.pk)


def codes(errand: Errand, by: Any, facts: dict[str, Any] | None = None) -> tuple[str, ...]:
    """The refusal of fetching; nothing may have changed."""
    with pytest.raises(Refused) as refused:
        perform(FETCH, errand, by=by, facts=facts)
    assert again(errand).status == "asked"
    assert of_record("tests_workflow.errand", errand.pk).count() == 1
    return refused.value.codes


def test_a_record_begins_in_the_first_status_with_its_first_entry(
    errand: Errand, member: User
) -> None:
    entry = of_record("tests_workflow.errand", errand.pk).get()
    assert (errand.status, errand.version) == ("asked", 1)
    assert (entry.kind, entry.thread, entry.actor) == ("errand.ask", 77, f"user:{member.pk}")
    assert json.loads(entry.body)["facts"] == {"for": "the team"}


def test_a_move_changes_status_version_columns_and_trail_together(
    errand: Errand, member: User
) -> None:
    moved = perform(
        FETCH, errand, by=member, facts=GOOD, changes={"fetched": "key"}, told={"what": "a key"}
    )
    assert moved is errand
    assert (errand.status, errand.version, errand.fetched) == ("fetched", 2, "key")
    entry = of_record("tests_workflow.errand", errand.pk).last()
    assert entry is not None
    assert json.loads(entry.body)["facts"] == {"from": "asked", "to": "fetched", "what": "a key"}


def test_a_move_without_target_keeps_the_status_and_counts_as_a_change(
    errand: Errand, member: User
) -> None:
    perform(NOTE, errand, by=member)
    assert (errand.status, errand.version) == ("asked", 2)


def test_a_person_without_the_permission_is_refused(errand: Errand, team: Unit) -> None:
    assert codes(errand, people.person(team, "reporter"), GOOD) == (NOT_ALLOWED,)


def test_a_person_of_another_team_is_refused(errand: Errand, team: Unit) -> None:
    other = people.person(people.team(team.organisation), "supervisor")
    assert codes(errand, other, GOOD) == (NOT_ALLOWED,)
    assert not permitted(FETCH, errand, other)


def test_the_product_itself_needs_no_permission(errand: Errand) -> None:
    perform(FETCH, errand, by=None, facts=GOOD)
    entry = of_record("tests_workflow.errand", errand.pk).last()
    assert entry is not None
    assert entry.actor == "system"


def test_a_move_from_another_status_is_refused(errand: Errand, member: User) -> None:
    perform(FETCH, errand, by=member, facts=GOOD)
    with pytest.raises(Refused) as refused:
        perform(FETCH, errand, by=member, facts=GOOD)
    assert refused.value.codes == (WRONG_STATE,)
    assert not permitted(FETCH, errand, member)


def test_every_broken_rule_is_told_at_once_each_at_its_field(errand: Errand, member: User) -> None:
    assert codes(errand, member, {"kilos": 21}) == ("TST-01", "TST-02")
    found = hindrances(FETCH, errand, by=member, facts={"kilos": 21})
    assert [(r.field, r.sentence) for r in found] == [
        ("what", "Say what to fetch."),
        ("kilos", "Ask two people."),
    ]


def test_a_rule_that_still_holds_at_its_limit_allows(errand: Errand, member: User) -> None:
    assert perform(FETCH, errand, by=member, facts=GOOD | {"kilos": 20}).status == "fetched"


def test_whoever_comes_second_with_a_stale_page_is_told_and_changes_nothing(
    errand: Errand, member: User
) -> None:
    stale = again(errand)
    perform(NOTE, errand, by=member)
    with pytest.raises(Refused) as refused:
        perform(FETCH, stale, by=member, facts=GOOD, changes={"fetched": "lost"})
    assert refused.value.codes == (CHANGED_MEANWHILE,)
    assert (again(errand).status, again(errand).fetched) == ("asked", "")


def test_a_subscriber_hears_of_the_move_inside_its_transaction(
    errand: Errand, member: User
) -> None:
    heard: list[Event] = []
    operations.subscribe("errand.fetch")(heard.append)
    perform(FETCH, errand, by=member, facts=GOOD)
    assert [(e.record.status, e.by, e.facts["what"]) for e in heard] == [
        ("fetched", member, "the key")
    ]


@pytest.mark.parametrize("fault", [RuntimeError, DatabaseError])
def test_a_subscriber_that_fails_undoes_the_whole_move(
    fault: type[Exception], errand: Errand, member: User
) -> None:
    def fail(_: Event) -> None:
        Errand.objects.filter(pk=errand.pk).update(fetched="half")
        raise fault

    operations.subscribe("errand.fetch")(fail)
    before = Entry.objects.count()
    with pytest.raises(fault):
        perform(FETCH, errand, by=member, facts=GOOD)
    assert (again(errand).status, again(errand).fetched) == ("asked", "")
    assert Entry.objects.count() == before


def test_a_start_that_a_rule_refuses_saves_nothing(team: Unit, member: User) -> None:
    new = Errand(unit=team, organisation=team.organisation)
    with pytest.raises(Refused):
        start(new, FETCH, by=member)
    assert not Errand.objects.filter(organisation=team.organisation).exists()


def test_two_rules_or_transitions_cannot_share_a_code() -> None:
    from goldthread.workflow.rules import RULES
    from goldthread.workflow.transitions import TRANSITIONS

    code = next(iter(RULES))
    with pytest.raises(ValueError, match=code):
        rule(code, "x", refusal="x")(lambda *_: True)
    taken = next(iter(TRANSITIONS))
    with pytest.raises(ValueError, match=taken):
        transition(taken, sources=(), target="", label="", done="", allowed=errands.may_view)


RACE = """
import threading
from django.db import connection
from goldthread.access.operations import add_organisation
from goldthread.access.terms import ProviderType
from goldthread.trail.models import Entry
from goldthread.trail.verification import verify
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import Refused
from tests.workflow.errands import ASK, FETCH, Errand, make_table
make_table()
unit = add_organisation("Race", provider_type=ProviderType.VOLUNTARY)
errand = start(Errand(unit=unit, organisation=unit), ASK, by=None)
gate, told = threading.Barrier(8), []
def go(number):
    mine = Errand.objects.get(pk=errand.pk)
    gate.wait()
    try:
        perform(FETCH, mine, by=None, facts={"what": "key"}, changes={"fetched": str(number)})
        told.append("won")
    except Refused as refused:
        told.append(refused.codes[0])
    finally:
        connection.close()
threads = [threading.Thread(target=go, args=(n,)) for n in range(8)]
[t.start() for t in threads]
[t.join() for t in threads]
errand.refresh_from_db()
chain = Entry.objects.filter(record_type="tests_workflow.errand").count()
print(sorted(told), errand.status, errand.version, chain)
"""


def test_of_eight_who_move_one_record_at_once_one_wins_and_seven_are_told(
    install: Callable[[], Installation],
) -> None:
    installation = install()
    installation.migrate()
    assert installation.script(RACE) == f"{['WF-03'] * 7 + ['won']} fetched 2 2"
