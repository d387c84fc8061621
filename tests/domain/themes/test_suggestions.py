"""Categories learnt from triage and suggested for new accounts; a person decides."""

from __future__ import annotations

import json
from typing import Any

import pytest

from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Category
from goldthread.domain.insight.themes import operations
from goldthread.domain.insight.themes.models import Reading
from goldthread.trail.models import Entry
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider
from tests.factories.themes import MEDICATION, MISSED, account, accounts

ENOUGH = 32


@pytest.fixture
def taught(provider: Provider, settings: Any) -> Provider:
    """A provider whose triage decisions were learnt from."""
    settings.SUGGEST_FROM = ENOUGH
    accounts(provider, ENOUGH // 2, decided=True)
    assert operations.learn_categories(provider.organisation) is not None
    return provider


def read(provider: Provider, narrative: str) -> Reading:
    incident = make_incident(provider, narrative=narrative)
    operations.read_new(provider.organisation)
    return Reading.objects.get(incident=incident)


def test_a_likely_category_is_suggested_with_the_words_that_pushed_it(taught: Provider) -> None:
    found = read(taught, account(MISSED, 3))
    assert found.suggested is not None
    assert found.suggested.code == MISSED
    assert found.probability is not None
    assert 0.6 <= found.probability <= 1
    assert {"visit", "rota", "home", "worker"} & set(found.words)


def test_nothing_is_suggested_before_enough_was_decided(provider: Provider, settings: Any) -> None:
    settings.SUGGEST_FROM = ENOUGH
    accounts(provider, ENOUGH // 2 - 1, decided=True)
    assert operations.learn_categories(provider.organisation) is None
    assert read(provider, account(MISSED, 1)).suggested is None


def test_nothing_is_suggested_where_accounts_do_not_tell_categories_apart(
    provider: Provider, settings: Any
) -> None:
    settings.SUGGEST_FROM = ENOUGH
    rows = Category.objects.filter(organisation=provider.organisation)
    for number in range(ENOUGH):
        incident = make_incident(provider, narrative=account(MISSED, number))
        triaged(provider, incident, category=rows[number // 5 % 2])
    operations.learn_categories(provider.organisation)
    assert read(provider, account(MISSED, 3)).suggested is None


def test_a_category_no_longer_in_use_is_not_suggested(taught: Provider) -> None:
    incidents.save_category(taught.organisation, MISSED, "Missed contact", retired=True)
    assert read(taught, account(MISSED, 3)).suggested is None


def test_the_chosen_category_is_kept_beside_the_suggested_one(taught: Provider) -> None:
    found = read(taught, account(MISSED, 3))
    other = Category.objects.filter(organisation=taught.organisation).exclude(code=MISSED)[0]
    triaged(taught, found.incident, category=other)
    found.refresh_from_db()
    assert (found.suggested.code, found.chosen) == (MISSED, other)  # type: ignore[union-attr]
    entry = Entry.objects.get(kind="reading.chosen", thread=found.incident_id)
    told = json.loads(entry.body)["facts"]
    assert (told["suggested"], told["chosen"]) == (MISSED, other.code)


def test_restricted_incidents_teach_nothing(provider: Provider, settings: Any) -> None:
    settings.SUGGEST_FROM = 10
    made = accounts(provider, 5, decided=True)
    lead = provider.people["governance_lead"]
    incidents.restrict(made[0], "A member of staff is involved.", [lead], by=lead)
    assert operations.learn_categories(provider.organisation) is None


def test_one_category_alone_teaches_nothing(provider: Provider, settings: Any) -> None:
    settings.SUGGEST_FROM = 5
    for number in range(30):
        triaged(provider, make_incident(provider, narrative=account(MEDICATION, number)))
    assert operations.learn_categories(provider.organisation) is None


def test_reading_and_learning_again_change_nothing(taught: Provider) -> None:
    make_incident(taught, narrative=account(MISSED, 3))
    assert operations.read_new(taught.organisation) == 1
    assert operations.read_new(taught.organisation) == 0
    assert operations.learn_categories(taught.organisation) is None


def test_accounts_that_wait_are_read_again_after_learning(
    provider: Provider, settings: Any
) -> None:
    waiting = make_incident(provider, narrative=account(MISSED, 3))
    operations.read_new(provider.organisation)
    assert Reading.objects.get().suggested is None
    settings.SUGGEST_FROM = ENOUGH
    accounts(provider, ENOUGH // 2, decided=True)
    operations.learn_everywhere()
    operations.read_everywhere()
    assert Reading.objects.get(incident=waiting).suggested is not None
