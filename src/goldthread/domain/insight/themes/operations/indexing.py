"""Keeping the index of accounts: made anew every night, the newest accounts folded in between."""

from __future__ import annotations

from goldthread.access.models import Unit
from goldthread.access.queries import organisations
from goldthread.analytics.texts.similar_index import SimilarIndex
from goldthread.domain.insight.themes import accounts, indexed
from goldthread.domain.insight.themes.terms import INDEXED_AT_ONCE, SAMPLED


def index_everywhere() -> int:
    """Make the index of every organisation anew; returns how many accounts they hold."""
    return sum(len(index_accounts(organisation)) for organisation in organisations())


def index_accounts(organisation: Unit) -> SimilarIndex:
    """Make the index of an organisation anew, so that what may no longer be read is gone from it."""
    readable = accounts.readable(organisation.pk)
    sample = [text for _, text in accounts.newest(readable, SAMPLED)]
    return indexed.make(organisation.pk, sample, accounts.in_batches(readable, INDEXED_AT_ONCE))


def fold_in(organisation: Unit) -> SimilarIndex:
    """Add what came in since; make the index where there is none."""
    index = indexed.opened(organisation.pk)
    if index is None:
        return index_accounts(organisation)
    last = int(index.ids.max(initial=0))
    new = accounts.readable(organisation.pk).filter(pk__gt=last)
    for batch in accounts.in_batches(new, INDEXED_AT_ONCE):
        indexed.add(index, batch)
    return index
