"""Narratives are found by words, stems and phrases on both databases."""

from __future__ import annotations

import pytest

from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.search import newest_matches
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider, make_provider


def found(provider: Provider, text: str) -> int:
    place = [provider.organisation.pk]
    return newest_matches(Incident.objects.all(), text, place).count()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("depot", 1),
        ("depots", 1),
        ("depot clinic", 1),
        ('"clinic depot"', 0),
        ("depot unicorn", 0),
        ("person's", 1),
        ("", 0),
        ("'; DROP TABLE incidents_incident; --", 0),
        ('" OR NEAR(', 0),
        ("INC", 1),
    ],
)
def test_search_finds_what_a_reader_would_expect(provider: Provider, text: str, count: int) -> None:
    make_incident(provider, narrative="The person's depot clinic was cancelled without notice.")
    assert found(provider, text) == count


def test_search_does_not_reach_into_another_organisation(provider: Provider) -> None:
    other = make_provider("Moorland Trust")
    make_incident(other, narrative="The depot clinic was cancelled without notice.")
    assert found(provider, "depot") == 0
