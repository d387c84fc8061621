"""The index of accounts: what it finds, and what it never shows."""

from __future__ import annotations

import subprocess
import sys

import pytest

from goldthread.access.models import Unit
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident
from goldthread.domain.insight.themes import indexed, operations, queries
from goldthread.domain.insight.themes.queries import similar as module
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider
from tests.factories.themes import MEDICATION, MISSED, account, accounts

SWAN = "A swan stood in the car park and nobody could reach the clinic."


@pytest.fixture
def known(provider: Provider) -> list[Incident]:
    made = accounts(provider, 6)
    operations.index_accounts(provider.organisation)
    return made


def typed(provider: Provider, text: str, role: str = "triage_lead", most: int = 20) -> list[str]:
    found = queries.similar_to_text(provider.people[role], text, most)
    return [one.incident.reference for one in found]


def test_an_account_is_found_through_the_index_by_words_and_by_meaning(
    provider: Provider, known: list[Incident]
) -> None:
    (first, *_) = queries.similar_to_text(provider.people["triage_lead"], "dosage of the injection")
    assert "dose" in first.incident.narrative
    assert "injection" in first.shared


def test_a_new_account_is_found_once_it_was_folded_in(
    provider: Provider, known: list[Incident]
) -> None:
    new = make_incident(provider, narrative=SWAN)
    assert new.reference not in typed(provider, "a swan in the car park")
    operations.read_everywhere()
    assert typed(provider, "a swan in the car park")[0] == new.reference


@pytest.mark.parametrize("again", [False, True], ids=["the old index", "the next night"])
def test_an_incident_restricted_since_never_shows(
    provider: Provider, known: list[Incident], again: bool
) -> None:
    hidden = make_incident(provider, narrative=SWAN)
    operations.index_accounts(provider.organisation)
    lead = provider.people["governance_lead"]
    incidents.restrict(hidden, "A member of staff is involved.", [lead], by=lead)
    if again:
        operations.index_accounts(provider.organisation)
        index = indexed.opened(provider.organisation.pk)
        assert index is not None
        assert hidden.pk not in index.ids
    assert hidden.reference not in typed(provider, SWAN)


def test_incidents_out_of_sight_neither_show_nor_crowd_out_those_in_sight(
    provider: Provider, known: list[Incident], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FETCHED", 3)
    text = account(MISSED, 0)
    theirs = [
        make_incident(provider, unit=provider.other_team, narrative=text).reference
        for _ in range(5)
    ]
    own = make_incident(provider, narrative=f"{text} The family told us.")
    operations.index_accounts(provider.organisation)
    assert set(typed(provider, text, most=8)) >= set(theirs)
    seen = typed(provider, text, "supervisor", most=5)
    assert seen
    assert not set(seen) & set(theirs)
    assert own.reference in seen


def test_another_organisation_has_an_index_of_its_own(
    provider: Provider, known: list[Incident]
) -> None:
    assert indexed.opened(Unit.objects.order_by("-pk")[0].pk + 1) is None


def test_where_there_is_no_index_accounts_that_share_a_word_are_compared(
    provider: Provider,
) -> None:
    accounts(provider, 3)
    assert indexed.opened(provider.organisation.pk) is None
    assert typed(provider, account(MEDICATION, 1))


def test_a_damaged_index_is_made_again(provider: Provider, known: list[Incident]) -> None:
    index = indexed.opened(provider.organisation.pk)
    assert index is not None
    (index.folder / "about.json").write_text("{", "utf-8")
    assert indexed.opened(provider.organisation.pk) is None
    assert typed(provider, account(MISSED, 1))
    assert len(operations.fold_in(provider.organisation)) == len(known)


def test_the_night_leaves_one_index_and_the_one_before(
    provider: Provider, known: list[Incident]
) -> None:
    for _ in range(3):
        index = operations.index_accounts(provider.organisation)
    assert len([one for one in index.folder.parent.iterdir() if one.is_dir()]) == 2
    assert operations.index_everywhere() == len(known)


def test_an_organisation_without_accounts_has_an_empty_index(provider: Provider) -> None:
    assert len(operations.index_accounts(provider.organisation)) == 0
    assert typed(provider, SWAN) == []


LOOK_UP = """
import sys, tempfile, pathlib
from goldthread.analytics.texts.similar_index import SimilarIndex
index = SimilarIndex.create(pathlib.Path(tempfile.mkdtemp()), ["the lift stood still"])
index.add([1], ["the lift stood still"]); index.arrange()
assert index.most_like("a lift")[0].at == 1
print("sklearn" in sys.modules)
"""


def test_looking_up_loads_no_learning_library() -> None:
    told = subprocess.run([sys.executable, "-c", LOOK_UP], capture_output=True, text=True)
    assert told.stdout.strip() == "False", told.stderr
