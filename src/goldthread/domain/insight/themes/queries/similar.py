"""Similar incidents within the reader's sight, each with why it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.analytics.texts.similar import Hit
from goldthread.analytics.texts.similar_index import SimilarIndex
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import visible_to
from goldthread.domain.incidents.search import newest_matches
from goldthread.domain.incidents.terms import Status
from goldthread.domain.insight.themes import indexed
from goldthread.domain.insight.themes.accounts import LONGEST
from goldthread.domain.insight.themes.likeness import Alike, explained, index_of
from goldthread.domain.insight.themes.models import Reading, ThemeMember
from goldthread.domain.insight.themes.terms import (
    CANDIDATES,
    COMPARED,
    FETCHED,
    SIMILAR_SHOWN,
)

WORDS_SEARCHED = 12


@dataclass(frozen=True)
class Resembling:
    """An incident like another, or like a text: how like (0 to 1), and what they share.

    `theme` is the name of the found theme of both, empty where they have none in common.
    """

    incident: Incident
    likeness: float
    shared: tuple[str, ...]
    same_team: bool = False
    theme: str = ""


def reading_of(incident: Incident) -> Reading | None:
    """What was read in the account, or None while it was not read."""
    return Reading.objects.select_related("suggested", "chosen").filter(incident=incident).first()


def similar_to(
    user: User, incident: Incident, reading: Reading | None, most: int = SIMILAR_SHOWN
) -> list[Resembling]:
    """The incidents most like this one that the person may open; none before it was read."""
    if reading is None or not reading.similar:
        return []
    alike = [Alike(pk, likeness, tuple(words)) for pk, likeness, words in reading.similar]
    return _shown(user, alike, most, incident)


def similar_to_text(
    user: User, text: str, most: int = 10, leave_out: Incident | None = None
) -> list[Resembling]:
    """The incidents the person may open that are most like a text, by words and by meaning."""
    text = text[:LONGEST]
    words = searched(text)
    if not words:
        return []
    seen = visible_to(user).exclude(status=Status.WITHDRAWN)
    if leave_out is not None:
        seen = seen.exclude(pk=leave_out.pk)
    alike: list[Alike] = []
    for home in sorted(scope_of(user).homes):
        index = indexed.opened(home)
        alike += (
            _in_index(index, seen.filter(organisation=home), text, most)
            if index is not None
            else _sharing_words(seen, home, words, text, most)
        )
    alike.sort(key=lambda one: (-one.likeness, -one.incident))
    return _shown(user, alike, most, leave_out)


def _in_index(index: SimilarIndex, seen: QuerySet[Incident], text: str, most: int) -> list[Alike]:
    """What the index finds that is `seen`; where too little of the likest is, what is seen is
    compared account by account, the newest of it."""
    hits = index.most_like(text, FETCHED)
    known = set(seen.filter(pk__in=[hit.at for hit in hits]).values_list("pk", flat=True))
    first = [hit for hit in hits if hit.at in known][:most]
    if len(first) < most and len(hits) == FETCHED:
        newest = seen.order_by("-pk").values_list("pk", flat=True)[:COMPARED]
        first = index.most_like(text, most, among=list(newest))
    return explained(index, text, first, _narratives(seen, first))


def _sharing_words(
    seen: QuerySet[Incident], home: int, words: Sequence[str], text: str, most: int
) -> list[Alike]:
    """Where there is no index yet: the likest of the newest accounts that share a word."""
    matching = newest_matches(seen, " ".join(words), [home], any_word=True)
    rows = matching.order_by("-pk").values_list("pk", "narrative")[:CANDIDATES]
    among = [(pk, told[:LONGEST]) for pk, told in rows]
    with index_of(among) as index:
        return explained(index, text, index.most_like(text, most), dict(among))


def _narratives(seen: QuerySet[Incident], hits: Sequence[Hit]) -> dict[int, str]:
    rows = seen.filter(pk__in=[hit.at for hit in hits])
    return {pk: told[:LONGEST] for pk, told in rows.values_list("pk", "narrative")}


def searched(text: str) -> list[str]:
    """The words to look for: the longest that are not of every sentence, each once."""
    from goldthread.analytics.texts.words import telling_stems, words_of

    told = {word for word in words_of(text) if telling_stems(word)}
    return sorted(told, key=lambda word: (-len(word), word))[:WORDS_SEARCHED]


def _shown(
    user: User, alike: Sequence[Alike], most: int, incident: Incident | None
) -> list[Resembling]:
    pks = [one.incident for one in alike]
    seen = visible_to(user).filter(pk__in=pks).exclude(status=Status.WITHDRAWN)
    rows = {row.pk: row for row in seen.select_related("unit", "category")}
    first = [one for one in alike if one.incident in rows][:most]
    themes = _themes([incident.pk] if incident else [], first)
    own = themes.get(incident.pk, "") if incident else ""
    return [
        Resembling(
            rows[one.incident],
            one.likeness,
            one.shared,
            incident is not None and rows[one.incident].unit_id == incident.unit_id,
            own if own and themes.get(one.incident) == own else "",
        )
        for one in first
    ]


def _themes(own: Iterable[int], alike: Sequence[Alike]) -> dict[int, str]:
    """The names of the found themes of incidents, for those that have one."""
    members = ThemeMember.objects.filter(
        incident__in=[*own, *(one.incident for one in alike)], theme__isnull=False
    )
    return dict(members.values_list("incident", "theme__name"))
