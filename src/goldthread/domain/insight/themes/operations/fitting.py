"""The nightly fit: new accounts join the found themes, and now and then all are gathered again.

The work is done outside of any transaction, because it takes longer than others can wait; what it
found is written only if nobody shaped a theme meanwhile. Safe to repeat.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from goldthread.access.models import Unit
from goldthread.access.queries import organisations
from goldthread.analytics.texts.themes import Theme, ThemeModel, fit_themes
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import Status
from goldthread.domain.insight.themes import accounts, engine, fitted
from goldthread.domain.insight.themes.accounts import Account
from goldthread.domain.insight.themes.models import FittedModel, FoundTheme, ThemeMember
from goldthread.domain.insight.themes.terms import (
    AT_ONCE,
    FEWEST_ACCOUNTS,
    FIT_AGAIN_AFTER,
    FIT_AGAIN_SHARE,
    MOST_FITTED,
    ModelKind,
)
from goldthread.trail.operations import record as write_trail

logger = logging.getLogger("goldthread.themes")
TRIES = 2  # a person may shape a theme during the first


def fit_everywhere() -> int:
    """The nightly fit of every organisation; returns how many new accounts were placed
    beside those that were gathered."""
    return sum(fit_found(organisation) for organisation in organisations())


def fit_found(organisation: Unit, *, at: dt.datetime | None = None) -> int:
    """Bring the found themes of an organisation up to date; returns how many new accounts joined
    without gathering all again.

    Fewer than fifty accounts make no theme.
    """
    at = at or timezone.now()
    _forget_unreadable(organisation.pk)
    readable = accounts.readable(organisation.pk)
    last = fitted.about(organisation.pk, ModelKind.THEMES)
    if last is None and readable.count() < FEWEST_ACCOUNTS:
        return 0
    if last is None or _is_time(last, organisation.pk):
        for _ in range(TRIES):
            if _fit_all(organisation, last, at):
                break
    placed = _join(organisation, at)
    _count_sizes(organisation.pk)
    logger.info("found themes", extra={"organisation": organisation.pk, "placed": placed})
    return placed


def _forget_unreadable(organisation_id: int) -> None:
    gone = Q(incident__restricted=True) | Q(incident__status=Status.WITHDRAWN)
    ThemeMember.objects.filter(gone, incident__organisation=organisation_id).delete()


def _is_time(last: FittedModel, organisation_id: int) -> bool:
    """Whether a person shaped a theme, or enough came in since all were gathered."""
    new = Q(found_member__isnull=True) | Q(found_member__joined_at__gt=last.fitted_at)
    number = accounts.readable(organisation_id).filter(new).count()
    enough = max(FIT_AGAIN_AFTER, FIT_AGAIN_SHARE * last.learnt_from)
    return last.shaped_since or number >= enough


def _stamp(organisation_id: int) -> set[tuple[int, int]]:
    rows = FoundTheme.objects.filter(organisation_id=organisation_id)
    return set(rows.values_list("pk", "version"))


def _fit_all(organisation: Unit, last: FittedModel | None, at: dt.datetime) -> bool:
    """Gather the newest accounts again, going on from the themes there are; False when a person
    shaped one meanwhile, and nothing was written."""
    before = _stamp(organisation.pk)
    rows = list(_in_use(organisation.pk))
    texts = accounts.newest(accounts.readable(organisation.pk), MOST_FITTED)
    known = ThemeMember.objects.filter(incident__organisation=organisation.pk)
    if last is not None:
        known = known.filter(joined_at__lte=last.fitted_at)
    pairs = known.values_list("incident", "theme__machine_id")
    keep = engine.last_fit(rows, {str(pk): theme for pk, theme in pairs})
    found = fit_themes([text for _, text in texts], [pk for pk, _ in texts], keep=keep)
    with transaction.atomic():
        if _stamp(organisation.pk) != before:
            return False
        named = _write_themes(organisation, rows, found, at)
        held = engine.with_ids(found, {old: row.machine_id for old, row in named.items()})
        fitted.keep(organisation.pk, ModelKind.THEMES, held.write, learnt_from=len(texts), at=at)
    for start in range(0, len(texts), AT_ONCE):
        _place(texts[start : start + AT_ONCE], found.members, named, at)
    return True


def _in_use(organisation_id: int) -> QuerySet[FoundTheme]:
    rows = FoundTheme.objects.filter(organisation_id=organisation_id, retired_on__isnull=True)
    return rows.order_by("pk")


def _write_themes(
    organisation: Unit, rows: Sequence[FoundTheme], found: ThemeModel, at: dt.datetime
) -> dict[str, FoundTheme]:
    """The rows of what was found, by the engine's id; those that are found no longer retire."""
    held = {row.machine_id: row for row in rows}
    new = [theme for theme in found.themes if theme.id not in held]
    free = dict(zip((t.id for t in new), engine.free_ids(organisation.pk, len(new)), strict=True))
    named = {
        theme.id: _written(organisation, held.get(theme.id), theme, free, at)
        for theme in found.themes
    }
    gone = [row.pk for id, row in held.items() if id not in named]
    FoundTheme.objects.filter(pk__in=gone).update(retired_on=timezone.localdate(at))
    return named


def _written(
    organisation: Unit,
    row: FoundTheme | None,
    theme: Theme,
    free: dict[str, str],
    at: dt.datetime,
) -> FoundTheme:
    made = row is None
    row = row or FoundTheme(organisation=organisation, machine_id=free[theme.id], found_at=at)
    row.name = theme.name[:120]
    row.terms = list(theme.terms)
    row.exemplars = [int(pk) for pk in theme.exemplars]
    row.size = theme.size
    row.save()
    if made:
        write_trail(
            row,
            "found_theme.found",
            by="system",
            at=at,
            facts={"name": row.name, "terms": row.terms},
            organisation_id=organisation.pk,
        )
    return row


@transaction.atomic
def _place(
    texts: Sequence[Account],
    members: dict[str, str | None],
    named: dict[str, FoundTheme],
    at: dt.datetime,
) -> None:
    """Write down the theme of each account that may still be read."""
    pks = [pk for pk, _ in texts]
    allowed = set(_still_readable(pks))
    held = {row.incident_id: row for row in ThemeMember.objects.filter(incident__in=pks)}
    new, moved = [], []
    for pk in pks:
        if pk not in allowed:
            continue
        id = members.get(str(pk))
        theme = named[id].pk if id is not None else None
        row = held.get(pk)
        if row is None:
            new.append(ThemeMember(incident_id=pk, theme_id=theme, joined_at=at))
        elif row.theme_id != theme or row.joined_at > at:
            row.theme_id = theme
            moved.append(row)
    ThemeMember.objects.bulk_create(new, ignore_conflicts=True, batch_size=AT_ONCE)
    ThemeMember.objects.bulk_update(moved, ["theme"], batch_size=400)


def _still_readable(pks: Sequence[int]) -> list[int]:
    rows = Incident.objects.filter(pk__in=pks, restricted=False).exclude(status=Status.WITHDRAWN)
    return list(rows.values_list("pk", flat=True))


def _join(organisation: Unit, at: dt.datetime) -> int:
    """Let the accounts that have no place yet join the themes there are."""
    new = accounts.readable(organisation.pk).filter(found_member__isnull=True)
    if not new.exists():
        return 0
    model = engine.stored(organisation.pk)
    if model is None:
        return 0
    named = _now_called(organisation.pk)
    placed = 0
    for batch in accounts.in_batches(new, AT_ONCE):
        found = model.assign([text for _, text in batch])
        members = {
            str(pk): id if id in named else None for (pk, _), id in zip(batch, found, strict=True)
        }
        _place(batch, members, named, at)
        placed += len(batch)
    return placed


def _now_called(organisation_id: int) -> dict[str, FoundTheme]:
    """Machine id → the theme in use, where it was merged the one it was merged into."""
    rows = {row.pk: row for row in FoundTheme.objects.filter(organisation_id=organisation_id)}

    def now(row: FoundTheme) -> FoundTheme:
        while row.merged_into_id is not None:
            row = rows[row.merged_into_id]
        return row

    called = {row.machine_id: now(row) for row in rows.values()}
    return {id: row for id, row in called.items() if row.retired_on is None}


def _count_sizes(organisation_id: int) -> None:
    counted = dict(
        ThemeMember.objects.filter(theme__organisation=organisation_id)
        .values_list("theme")
        .annotate(number=Count("pk"))
    )
    for row in _in_use(organisation_id):
        if row.size != counted.get(row.pk, 0):
            FoundTheme.objects.filter(pk=row.pk).update(size=counted.get(row.pk, 0))
