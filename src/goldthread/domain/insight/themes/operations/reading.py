"""Reading accounts that wait for triage: a category to suggest, and similar incidents.

Done in the background, so that the page of triage has only a row to look up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from goldthread.access.models import Unit
from goldthread.access.queries import organisations
from goldthread.analytics.texts.classify import Classifier
from goldthread.analytics.texts.similar_index import SimilarIndex
from goldthread.domain.incidents.models import Category, Incident
from goldthread.domain.incidents.queries import categories
from goldthread.domain.incidents.terms import Status
from goldthread.domain.insight.themes import accounts, fitted, indexed
from goldthread.domain.insight.themes.accounts import Account
from goldthread.domain.insight.themes.likeness import Alike, explained
from goldthread.domain.insight.themes.models import FittedModel, Reading
from goldthread.domain.insight.themes.operations.indexing import fold_in
from goldthread.domain.insight.themes.terms import (
    FEWEST_RIGHT,
    READ_AT_ONCE,
    SIMILAR_KEPT,
    SUGGEST_AT,
    WORDS_SHOWN,
    ModelKind,
)


@dataclass(frozen=True)
class Suggested:
    """A category with its probability and the words that pushed it."""

    category: Category
    probability: float
    words: tuple[str, ...]


def read_everywhere() -> int:
    """Read what came in since, in every organisation; returns how many accounts were read."""
    return sum(read_new(organisation) for organisation in organisations())


def read_new(organisation: Unit, *, at: dt.datetime | None = None) -> int:
    """Read the accounts that wait for triage and were not read, or not since the last learning.

    Safe to repeat. Returns how many were read.
    """
    at = at or timezone.now()
    about = fitted.about(organisation.pk, ModelKind.CATEGORIES)
    unread = Q(reading__isnull=True)
    if about is not None:
        unread |= Q(reading__read_at__lt=about.fitted_at)
    waiting = Incident.objects.filter(unread, organisation=organisation, status=Status.REPORTED)
    texts = accounts.newest(waiting, READ_AT_ONCE)
    if not texts:
        if indexed.opened(organisation.pk) is not None:
            fold_in(organisation)
        return 0
    index = fold_in(organisation)
    alike = [_most_like(index, account) for account in texts]
    suggested = _suggestions(organisation.pk, about, texts)
    for (pk, _), close, one in zip(texts, alike, suggested, strict=True):
        Reading.objects.update_or_create(
            incident_id=pk,
            defaults={
                "read_at": at,
                "suggested": one.category if one else None,
                "probability": one.probability if one else None,
                "words": list(one.words) if one else [],
                "similar": [[a.incident, a.likeness, list(a.shared)] for a in close],
            },
        )
    return len(texts)


def _most_like(index: SimilarIndex, account: Account) -> list[Alike]:
    """The accounts most like this one that nobody is kept from, never the incident itself."""
    own, text = account
    hits = [hit for hit in index.most_like(text, SIMILAR_KEPT + 1) if hit.at != own]
    rows = Incident.objects.filter(pk__in=[hit.at for hit in hits], restricted=False)
    return explained(index, text, hits, dict(rows.values_list("pk", "narrative")))[:SIMILAR_KEPT]


def _suggestions(
    organisation_id: int, about: FittedModel | None, texts: Sequence[Account]
) -> list[Suggested | None]:
    learnt = (
        fitted.read(organisation_id, ModelKind.CATEGORIES, Classifier.read)
        if about is not None and worth_saying(about)
        else None
    )
    if learnt is None:
        return [None] * len(texts)
    in_use = {category.code: category for category in categories(organisation_id)}
    return [_suggestion(learnt, text, in_use) for _, text in texts]


def worth_saying(about: FittedModel) -> bool:
    """Whether its suggestions were right often enough where it could be checked."""
    made, right = about.figures.get("suggested", 0), about.figures.get("right", 0)
    return bool(made) and right >= FEWEST_RIGHT * made


def _suggestion(learnt: Classifier, text: str, in_use: dict[str, Category]) -> Suggested | None:
    """The likeliest category, where it is likely enough and still in use."""
    code, probability = learnt.suggest([text])[0].labels[0]
    if probability < SUGGEST_AT or code not in in_use:
        return None
    pushes = learnt.explain(text, code, most=2 * WORDS_SHOWN)
    words = tuple(word for word, push in pushes if push > 0)[:WORDS_SHOWN]
    return Suggested(in_use[code], round(probability, 4), words)
