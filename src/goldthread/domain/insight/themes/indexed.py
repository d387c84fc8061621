"""The index of an organisation's accounts on disk, in which similar ones are looked up.

It lies beside the database, holds numbers instead of words, and is made anew every night from the
accounts that nobody is kept from; whoever reads from it still asks who may see what it finds. A
copy of the database need not hold it: where there is none, one is made.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from goldthread.analytics.texts.similar_index import SimilarIndex
from goldthread.analytics.texts.stored import ModelRefused
from goldthread.domain.insight.themes.accounts import Account

_CURRENT = "current"


def opened(organisation_id: int) -> SimilarIndex | None:
    """The index as it is now; None where none was made, or where another version made it."""
    folder = _folder(organisation_id)
    try:
        inside = folder / (folder / _CURRENT).read_text("ascii")
        return _opened(inside, (inside / "about.json").stat().st_mtime_ns)
    except (OSError, ModelRefused):
        return None


def make(
    organisation_id: int, sample: Sequence[str], batches: Iterable[Sequence[Account]]
) -> SimilarIndex:
    """Make it anew beside the old one, which goes on answering until this one takes its place.

    `sample` tells which pieces of words are rare.
    """
    folder = _folder(organisation_id)
    inside = folder / str(time.time_ns())
    index = SimilarIndex.create(inside, sample)
    for batch in batches:
        add(index, batch)
    index.arrange()
    before = _current(folder)
    waiting = folder / f"{_CURRENT}.part"
    waiting.write_text(inside.name, "ascii")
    waiting.replace(folder / _CURRENT)
    # The one before stays until the next night, for whoever is still reading it.
    for old in folder.iterdir():
        if old.is_dir() and old.name not in {inside.name, before}:
            shutil.rmtree(old, ignore_errors=True)
    return index


def add(index: SimilarIndex, batch: Sequence[Account]) -> None:
    """Add accounts to it."""
    index.add([pk for pk, _ in batch], [text for _, text in batch])


def _folder(organisation_id: int) -> Path:
    return Path(settings.SIMILAR_DIR) / str(organisation_id)


def _current(folder: Path) -> str:
    try:
        return (folder / _CURRENT).read_text("ascii")
    except OSError:
        return ""


@lru_cache(maxsize=8)
def _opened(folder: Path, _written: int) -> SimilarIndex:
    return SimilarIndex(folder)
